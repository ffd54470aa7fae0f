"""What an IMAP source remembers between polls (rules 3 and 5), as JSON in the gateway's row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from helpdesk_tui.clock import iso, parse_iso

_MARGIN = timedelta(days=2)
_EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Memory:
    """The folder as it was when it was last listed.

    `last` is the highest UID listed under `validity`; `gaps` were listed and not settled; `unmarked` are settled, but
    the server has not been told yet; at `breakers` the connection broke, so often each. `newest` is the latest
    INTERNALDATE of a mail that was settled, at the start that of the folder. Not `started`: a new gateway.
    """

    started: bool = False
    validity: int | None = None
    last: int = 0
    newest: datetime | None = None
    gaps: tuple[int, ...] = ()
    unmarked: tuple[int, ...] = ()
    breakers: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, state: str) -> Memory:
        """The memory from its JSON; what cannot be read is a new gateway's."""
        try:
            told = json.loads(state)
            newest = parse_iso(told["newest"]) if told["newest"] else None
            validity = None if told["uidvalidity"] is None else int(told["uidvalidity"])
            gaps, unmarked = (uids_of(told[name]) for name in ("gaps", "unmarked"))
            return cls(True, validity, int(told["last"]), newest, gaps, unmarked, _counts_of(told["breakers"]))
        except (ValueError, TypeError, LookupError, AttributeError):
            return cls()

    def written(self) -> str:
        """As JSON; "" for a source that has never listed its folder."""
        if not self.started:
            return ""
        return json.dumps(
            {
                "uidvalidity": self.validity,
                "last": self.last,
                "newest": iso(self.newest),
                "gaps": ranges_of(self.gaps),
                "unmarked": ranges_of(self.unmarked),
                "breakers": ",".join(f"{uid}*{count}" for uid, count in self.breakers),
            }
        )

    def listed(self, validity: int | None, top: int, newest: datetime | None) -> Memory:
        """After a listing of a folder whose highest UID is `top`; `newest` counts only at the start."""
        same = self.started and self.validity == validity
        return replace(
            self,
            started=True,
            validity=validity,
            last=max(top, self.last) if same else top,
            newest=self.newest if self.started else newest,
        )

    def settled(self, date: datetime | None) -> Memory:
        """After a mail of this INTERNALDATE was taken or left."""
        if date is None or (self.newest is not None and date <= self.newest):
            return self
        # A date from the future would hide everything until then.
        return replace(self, newest=min(date, datetime.now(UTC)))

    @property
    def since(self) -> datetime | None:
        """From when on mails are read again where UIDs do not tell: two days before the newest one."""
        return max(self.newest, _EARLIEST) - _MARGIN if self.newest else None


def ranges_of(uids: Iterable[int]) -> str:
    """UIDs as IMAP writes sets of them: `1:5,7`."""
    ranges: list[list[int]] = []
    for uid in sorted(uids):
        if ranges and uid <= ranges[-1][1] + 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    return ",".join(str(low) if low == high else f"{low}:{high}" for low, high in ranges)


def uids_of(ranges: str) -> tuple[int, ...]:
    """The UIDs of such a set; raises ValueError for anything else."""
    uids: list[int] = []
    for part in filter(None, ranges.split(",")):
        low, _, high = part.partition(":")
        uids.extend(range(int(low), int(high or low) + 1))
    return tuple(uids)


def _counts_of(text: str) -> tuple[tuple[int, int], ...]:
    """`7*2,9*1` as pairs; raises ValueError for anything else."""
    pairs = (part.partition("*") for part in filter(None, text.split(",")))
    return tuple((int(uid), int(count)) for uid, _, count in pairs)
