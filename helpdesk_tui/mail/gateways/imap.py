"""Mail from a folder on an IMAP server (MG2, MG3).

Work set (rule 3): what is UNSEEN, every UID above the last one listed for this UIDVALIDITY, and the gaps that an
interrupted poll left. A new gateway starts at the folder's UIDNEXT plus what is unread: history is never imported.
UIDs only, BODY.PEEK[] only: nothing is marked before `taken` (rule 2).
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from helpdesk_tui.errors import Refused, Unavailable, UnusableData
from helpdesk_tui.mail.gateways.imap_memory import Memory
from helpdesk_tui.mail.gateways.imap_session import Described, Folder, ImapSession
from helpdesk_tui.mail.gateways.sources import HEAD_NEEDED, FoundMail, Known, MailGone, Oversize, SourceTest, head_of
from helpdesk_tui.text import clipped
from helpdesk_tui.views import GatewayView

MOST_AGAIN = 5000
"""More mails than this are not read again unasked when the server has renumbered the folder (rule 5)."""

MOST_BREAKS = 3
"""A mail at which the connection broke so often is not asked for again."""

_BATCH = 200
_PAUSE_SECONDS = 10.0
_SEEN, _DELETED = b"\\Seen", b"\\Deleted"
_LOG = logging.getLogger(__name__)

# A server answers a search in one line, and imaplib reads lines of at most 1,000,000 bytes.
_ONE_SEARCH = 80_000
_MOST_SEARCHES = 200


class ImapSource:
    """The folder of the gateway on its server; the connection is kept between polls."""

    def __init__(self, gateway: GatewayView, password: Callable[[], str], state: str = "", ca_file: str = "") -> None:
        self._gateway = gateway
        self._session = ImapSession(gateway, password, ca_file)
        self._memory = Memory.of(state)
        self._open = dict.fromkeys(self._memory.gaps)
        self._unmarked = dict.fromkeys(self._memory.unmarked)
        self._listed: frozenset[int] = frozenset()
        self._uids: dict[str, int] = {}
        self._dates: dict[int, datetime | None] = {}
        self._breakers = dict(self._memory.breakers)

    def found(self, known: Known) -> Iterator[FoundMail]:
        """Mails of the work set by ascending UID, those at which the connection broke before last.

        Mails flagged as deleted are nobody's mail any more. Raises Refused with code `renumbered` (rule 5), and what
        `ImapSession.select` raises.
        """
        folder = self._session.select()
        uids = self._work_set(folder)
        self._check_renumbered(folder, len(uids))
        start = None if self._memory.started else self._newest(folder)
        same = folder.validity is not None and self._memory.validity == folder.validity
        self._memory = self._memory.listed(folder.validity, self._top(folder), start)
        if not same:
            self._unmarked, self._breakers = {}, {}
        self._open, self._uids, self._dates = dict.fromkeys(uids), {}, {}
        self._listed = frozenset(uids)
        with contextlib.suppress(Refused):
            self._mark()
        uids.sort(key=lambda uid: (uid in self._breakers, uid))
        for first in range(0, len(uids), _BATCH):
            yield from self._unknown(uids[first : first + _BATCH], known)

    def fetch(self, mail: FoundMail, limit: int) -> bytes:
        """The mail as BODY.PEEK[]; of one that is too large only the head is fetched (rule 7)."""
        if mail.size > limit:
            head = self._body(mail, f"BODY.PEEK[]<0.{HEAD_NEEDED}>", HEAD_NEEDED)
            raise Oversize(mail.size, limit, head_of(head))
        raw = self._body(mail, "BODY.PEEK[]", limit + limit // 10)  # servers give sizes that are nearly right
        if len(raw) > limit:
            raise Oversize(len(raw), limit, head_of(raw))
        return raw

    def taken(self, mail: FoundMail) -> None:
        """Flag it as seen, or delete it where the gateway says so.

        Raises Unavailable (it is then done in the next poll), and Refused with code `flag_refused`.
        """
        uid = self._uid(mail.key)
        self._settle(uid)
        if uid is not None:
            self._unmarked[uid] = None
            self._mark()

    def leave(self, mail: FoundMail) -> None:
        """Leave the mail as it is."""
        self._settle(self._uid(mail.key))

    def finish(self) -> None:
        """Nothing is left to do: each mail was marked when it was taken."""

    def state(self) -> str:
        """What `Memory` holds."""
        gaps, unmarked, breakers = tuple(self._open), tuple(self._unmarked), tuple(self._breakers.items())
        return replace(self._memory, gaps=gaps, unmarked=unmarked, breakers=breakers).written()

    def test(self) -> SourceTest:
        """Opens the folder read-only and counts. Raises Refused with code `renumbered` where a poll would."""
        folder = self._session.select(readonly=True)
        takes, unread = len(self._work_set(folder)), len(self._search(folder, "UNSEEN"))
        self._check_renumbered(folder, takes)
        notes = []
        if self._gateway.delete and not self._session.offers(b"UIDPLUS"):
            notes.append("The server lacks UIDPLUS: mails are marked as deleted and stay until they are expunged.")
        if not self._session.offers(b"IDLE"):
            notes.append(f"The server lacks IDLE: mail is noticed every {self._gateway.interval} seconds.")
        return SourceTest(takes, unread, max(folder.count - takes, 0), tuple(notes))

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """IDLE where the server has it (RFC 2177); without a connection or IDLE the time is slept."""
        end = time.monotonic() + seconds
        announced = False
        with contextlib.suppress(Refused, Unavailable):
            while self._session.connected and self._session.offers(b"IDLE"):
                left = end - time.monotonic()
                if left <= 0 or stop.is_set() or self._arrived():
                    return
                if announced:  # without new mail: some servers announce the old at each IDLE
                    stop.wait(min(left, 1.0))
                announced = self._session.idle(left, stop)
            stop.wait(max(end - time.monotonic(), 0))
            return
        # The server has gone. The next poll says so or finds it again, but not at once and over and over.
        stop.wait(max(min(end - time.monotonic(), _PAUSE_SECONDS), 0))

    def close(self) -> None:
        """Log out."""
        self._session.close()

    def _work_set(self, folder: Folder) -> list[int]:
        memory = self._memory
        uids = set(self._search(folder, "UNSEEN"))
        if memory.started and folder.validity is not None and folder.validity == memory.validity:
            low = memory.last + 1
            # `n:*` names the last mail even when its UID is below n.
            uids |= {uid for uid in self._session.search("UID", f"{low}:*", "UNDELETED") if uid >= low}
            uids |= {*self._open}
        elif memory.since is not None:
            uids |= set(self._search(folder, "SINCE", memory.since.date()))
        return sorted(uids)

    def _search(self, folder: Folder, *criteria: object) -> list[int]:
        """UIDs in the whole folder that match and are not flagged as deleted; of a large folder in pieces."""
        if folder.count <= _ONE_SEARCH:
            return self._session.search(*criteria, "UNDELETED")
        top = self._top(folder)
        width = max(_ONE_SEARCH, -(-top // _MOST_SEARCHES))
        found: list[int] = []
        for low in range(1, top + 1, width):
            found += self._session.search("UID", f"{low}:{low + width - 1}", *criteria, "UNDELETED")
        return found

    def _top(self, folder: Folder) -> int:
        """The highest UID of the folder, as far as the server tells."""
        if folder.next_uid is not None:
            return folder.next_uid - 1
        return max(self._session.search("UID", "*"), default=0)

    def _newest(self, folder: Folder) -> datetime | None:
        """INTERNALDATE of the folder's last mail."""
        if not folder.count:
            return None
        last = self._session.search("UID", "*")
        return max((mail.date for mail in self._session.describe(last).values() if mail.date), default=None)

    def _check_renumbered(self, folder: Folder, count: int) -> None:
        before = self._memory.validity
        if not self._memory.started or before is None or before == folder.validity:
            return
        name = f"{clipped(self._gateway.folder, 100)} on {self._session.server}"
        _LOG.warning(
            "%s: UIDVALIDITY changed from %s to %s; %d mails are looked at", name, before, folder.validity, count
        )
        if count > MOST_AGAIN:
            raise Refused(
                f"The folder {name} was renumbered and {count:,} mails would be read again. To start with the unread "
                "ones, add the gateway anew.",
                code="renumbered",
            )

    def _unknown(self, uids: Sequence[int], known: Known) -> Iterator[FoundMail]:
        """Those of the UIDs that are still there and that the desk does not know."""
        validity = self._memory.validity
        if validity is not None:
            recorded = known([f"{validity}/{uid}" for uid in uids])
            new = [uid for uid in uids if f"{validity}/{uid}" not in recorded]
            told = self._session.describe(new) if new else {}
            keys = {f"{validity}/{uid}": uid for uid in new if uid in told}
        else:
            told = self._session.describe(uids)
            named = {_key_without_validity(uid, told[uid]): uid for uid in uids if uid in told}
            recorded = known(list(named))
            keys = {key: uid for key, uid in named.items() if key not in recorded}
        for uid in set(uids) - set(keys.values()):
            self._open.pop(uid, None)
        self._uids |= keys
        for key, uid in keys.items():
            if _DELETED in told[uid].flags:
                self._open.pop(uid, None)
                continue
            self._dates[uid] = told[uid].date
            yield FoundMail(key, told[uid].size, _SEEN in told[uid].flags)

    def _body(self, mail: FoundMail, item: str, most: int) -> bytes:
        uid = self._uids.get(mail.key)
        if uid is None:
            raise MailGone
        if self._breakers.get(uid, 0) >= MOST_BREAKS:
            raise UnusableData(
                f"It could not be fetched: the connection to {self._session.server} broke {MOST_BREAKS} times at it.",
                code="unreadable",
            )
        try:
            raw = self._session.body(uid, item, most)
        except Refused as no:
            raise UnusableData(no.sentence, code="unreadable") from None
        except Unavailable:
            self._breakers[uid] = self._breakers.get(uid, 0) + 1
            raise
        if raw is None:
            self._settle(uid)
            raise MailGone
        return raw

    def _uid(self, key: str) -> int | None:
        """The UID of a key, if it is one of the folder as it is numbered now (rule 5)."""
        if key in self._uids:
            return self._uids[key]
        validity, _, uid = key.partition("/")
        return int(uid) if validity == str(self._memory.validity) and uid.isdecimal() else None

    def _settle(self, uid: int | None) -> None:
        if uid is not None:
            self._open.pop(uid, None)
            self._breakers.pop(uid, None)
            self._memory = self._memory.settled(self._dates.pop(uid, None))

    def _mark(self) -> None:
        uids = list(self._unmarked)
        if not uids:
            return
        try:
            self._session.flag(uids, *((_SEEN, _DELETED) if self._gateway.delete else (_SEEN,)))
            if self._gateway.delete and self._session.offers(b"UIDPLUS"):
                self._session.expunge(uids)
        except Refused:
            self._unmarked = {}
            raise
        self._unmarked = {}

    def _arrived(self) -> bool:
        """Whether there is mail that the last listing did not see."""
        self._session.noop()
        low = self._memory.last + 1
        return any(uid >= low and uid not in self._listed for uid in self._session.search("UID", f"{low}:*"))


def _key_without_validity(uid: int, mail: Described) -> str:
    """A key for a server without UIDVALIDITY, whose UIDs alone may mean another mail tomorrow (rule 5)."""
    moment = f"{mail.date:%Y%m%dT%H%M%S%z}" if mail.date else "-"
    return f"0/{uid}/{moment}/{mail.size}"
