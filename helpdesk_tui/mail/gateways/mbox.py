"""Mail from an mbox file that the mail server appends to (MG2, MG3).

Unread is a mail without `R` in its Status heading. A mail that somebody read there before the desk saw it is found too
if it came after the gateway's first poll, by the date in its `From ` line: a colleague who reads the box hides nothing
from the desk (rule 3). Marks are written once a poll, since each rewrites the file from the mail on.

Files have no numbers for their mails: the key is a hash of the mail itself (`Span.key`). So the same mail put there
twice is one mail, and no other mail ever has its key.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from helpdesk_tui.errors import Refused
from helpdesk_tui.mail.gateways.mbox_file import MboxFile, Signature, opened, signature_at
from helpdesk_tui.mail.gateways.mbox_spans import Span, unquoted
from helpdesk_tui.mail.gateways.sources import HEAD_NEEDED, FoundMail, Known, MailGone, Oversize, SourceTest, head_of
from helpdesk_tui.views import GatewayView

POLL_SECONDS = 0.5

MOST_MARKED = 256 * 1024 * 1024
"""A larger file, in bytes, is not written anew for marks alone; the desk knows the mails by their keys."""

_BATCH = 500
_MOST_GAPS = 1000
_TWO_DAYS = 2 * 86_400
_WRITING_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class _Memory:
    """Read mails count when they came after `since` (seconds since 1970) and are not in `history`, or are in `gaps`.

    `since` lies two days back: a `From ` line tells no time zone. None before the first poll.
    """

    since: int | None = None
    history: frozenset[str] = frozenset()
    gaps: frozenset[str] = frozenset()

    @classmethod
    def of(cls, state: str) -> _Memory:
        """The memory from its JSON; what cannot be read is a new gateway's."""
        try:
            told = json.loads(state)
            return cls(int(told["since"]), frozenset(map(str, told["history"])), frozenset(map(str, told["gaps"])))
        except (ValueError, TypeError, LookupError):
            return cls()

    def written(self) -> str:
        """As JSON; "" for a source that has never listed its file."""
        if self.since is None:
            return ""
        return json.dumps({"since": self.since, "history": sorted(self.history), "gaps": sorted(self.gaps)})

    def looked(self, spans: Sequence[Span]) -> _Memory:
        """After a listing: a new gateway's history is what was read by then."""
        now = int(time.time())
        newest = max((span.date for span in spans if span.date is not None and span.date <= now), default=0)
        since = now - _TWO_DAYS if self.since is None else max(self.since, newest - _TWO_DAYS)
        late = [span for span in spans if span.seen and (span.date is None or span.date > since)]
        history = frozenset(span.key for span in late if self.since is None or span.key in self.history)
        return _Memory(since, history, self.gaps)

    def chosen(self, spans: Sequence[Span]) -> list[Span]:
        """The mails to look at, in the order of the file; of the same mail the first."""
        there = self if self.since is not None else self.looked(spans)
        chosen: dict[str, Span] = {}
        for span in spans:
            if there._wants(span):
                chosen.setdefault(span.key, span)
        return list(chosen.values())

    def _wants(self, span: Span) -> bool:
        if span.internal:
            return False
        came = span.date is None or span.date > (self.since or 0)
        return not span.seen or span.key in self.gaps or (came and span.key not in self.history)


class MboxSource:
    """The mbox file at the gateway's path."""

    def __init__(
        self, gateway: GatewayView, password: Callable[[], str] | None = None, state: str = "", ca_file: str = ""
    ) -> None:
        self._path = Path(gateway.path)
        self._delete = gateway.delete
        self._memory = _Memory.of(state)
        self._all: tuple[int, list[Span]] = (0, [])
        """The file's inode, and its mails, at the last look."""
        self._spans: dict[str, Span] = {}
        self._searched: Signature | None = None
        """What the file looked like when `_spans` was last read for a mail that was not at its place."""
        self._listed: frozenset[str] = frozenset()
        self._seen_as = signature_at(self._path)
        self._open: dict[str, None] = {}
        self._taken: dict[str, None] = {}

    def found(self, known: Known) -> Iterator[FoundMail]:
        """Unread and new mails in the order of the file, which is that of their delivery."""
        with opened(self._path) as file:
            inode, before = self._all
            spans = _whole(file, before if file.signature[0] == inode else ()) if file else []
            self._seen_as = file.signature if file else None
        self._all = (self._seen_as[0] if self._seen_as else 0, spans)
        chosen = self._memory.chosen(spans)
        self._memory = self._memory.looked(spans)
        self._listed = frozenset(span.key for span in spans)
        self._spans = {span.key: span for span in chosen}
        self._searched = None
        self._open = dict.fromkeys(self._spans)
        waiting = iter(chosen)
        while batch := list(islice(waiting, _BATCH)):
            recorded = known([span.key for span in batch])
            for span in batch:
                if span.key in recorded:
                    self._open.pop(span.key, None)
                else:
                    yield FoundMail(span.key, span.size, span.seen)

    def fetch(self, mail: FoundMail, limit: int) -> bytes:
        """The mail without its `From ` line and without the quoting that the file needs."""
        with opened(self._path) as file:
            span = self._present(file, mail.key) if file else None
            if file is None or span is None:
                self._open.pop(mail.key, None)
                raise MailGone
            raw = file.read(span, limit if span.size <= limit else HEAD_NEEDED)
        if span.size > limit:
            raise Oversize(span.size, limit, head_of(unquoted(raw)))
        return unquoted(raw)

    def taken(self, mail: FoundMail) -> None:
        """Note it for `finish`."""
        self._open.pop(mail.key, None)
        self._taken[mail.key] = None

    def leave(self, mail: FoundMail) -> None:
        """Let the mail be."""
        self._open.pop(mail.key, None)

    def finish(self) -> None:
        """Write `Status: RO` into what was taken, or remove it where the gateway says so.

        Raises Refused with code `flag_refused` where we may not, and Unavailable where others have the file too long.
        """
        taken, self._taken = self._taken, {}
        if not taken:
            return
        with opened(self._path, writing=True) as file:
            if file is None:
                return
            spans = file.spans()
            ours = [span for span in spans if span.key in taken and (self._delete or not span.seen)]
            if not ours:
                return
            if not self._delete and file.signature[1] > MOST_MARKED:
                raise Refused("The mbox file is too large to be written anew for a mark.", code="flag_refused")
            if self._delete:
                file.remove(spans, ours)
            else:
                file.mark_read(ours)
        self._all = (0, [])
        if all(span.key in self._listed for span in spans):
            # What we wrote is no news; what came meanwhile is.
            self._seen_as = signature_at(self._path)

    def state(self) -> str:
        """From when on read mails count, which of them do not, and what was found and not settled."""
        memory = self._memory
        return _Memory(memory.since, memory.history, frozenset(islice(self._open, _MOST_GAPS))).written()

    def test(self) -> SourceTest:
        """Counts mails; changes nothing."""
        with opened(self._path) as file:
            spans = [span for span in _whole(file) if not span.internal] if file else []
        chosen = self._memory.chosen(spans)
        notes = () if file else ("The file is not there yet: the mail server makes it with the first email.",)
        return SourceTest(len(chosen), sum(not span.seen for span in spans), len(spans) - len(chosen), notes)

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Look at the file's size and time twice a second."""
        end = time.monotonic() + seconds
        while not stop.is_set() and signature_at(self._path) == self._seen_as:
            left = end - time.monotonic()
            if left <= 0 or stop.wait(min(left, POLL_SECONDS)):
                return

    def close(self) -> None:
        """Nothing is held between the steps."""

    def _present(self, file: MboxFile, key: str) -> Span | None:
        """Where the mail is now, also one that an earlier source of this gateway found.

        A file that was changed is read once for all mails that are still to be fetched.
        """
        span = self._spans.get(key)
        if span is not None and file.is_at(span):
            return span
        if file.signature == self._searched:
            return None
        self._spans = {span.key: span for span in reversed(file.spans())}
        self._searched = file.signature
        return self._spans.get(key)


def _whole(file: MboxFile, before: Sequence[Span] = ()) -> list[Span]:
    """The mails, without a last one that somebody is writing without a lock."""
    spans = file.spans(before)
    if not file.ends_a_line() and time.time() - file.changed < _WRITING_SECONDS:
        return spans[:-1]
    return spans
