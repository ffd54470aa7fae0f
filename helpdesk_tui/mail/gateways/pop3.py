"""Mail from a POP3 server (MG2, MG3).

POP3 knows no *unread*, so the setting decides what the mailbox is. A gateway that deletes has it for itself: whatever
is in it is unread and is taken, also what was there before, and `test` says beforehand how much that is. A gateway that
keeps mails on the server shares it: what is there at its first poll is history and is left alone for good (rule 3).

A UIDL names a mail. Servers may give it to another mail one day, some at each login, so nothing is deleted that was
not read in the same session: a mail whose deletion was not made good (the connection broke before QUIT), or that was
read before the source had to log in anew, is fetched again, known by its bytes, and deleted then. Each poll is a
session of its own, or several, as the mailbox is locked meanwhile.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from helpdesk_tui.errors import Refused, StorageFailed, Unavailable, UnusableData
from helpdesk_tui.mail.gateways.pop3_memory import Memory
from helpdesk_tui.mail.gateways.pop3_session import Listed, Pop3Session
from helpdesk_tui.mail.gateways.sources import FoundMail, Known, MailGone, Oversize, SourceTest, head_of
from helpdesk_tui.text import clipped
from helpdesk_tui.views import GatewayView

MOST_BREAKS = 3
"""A mail at which the connection broke so often is not asked for again."""

MOST_REFUSED = 5
"""A mail that the server did not give in so many polls is not asked for again: until then it may be a passing fault."""

MOST_DELETED = 200
"""After so many deletions they are made good in the middle of a poll: a broken connection undoes no more than that."""

_BATCH = 500


class Pop3Source:
    """The mailbox of the gateway's login."""

    def __init__(self, gateway: GatewayView, password: Callable[[], str], state: str = "", ca_file: str = "") -> None:
        self._gateway = gateway
        self._session = Pop3Session(gateway, password, ca_file)
        self._memory = Memory.of(state)
        self._place = f"{gateway.host}:{gateway.port}"
        self._box: dict[str, Listed] = {}
        self._logins = 0
        self._read: dict[str, tuple[int, Listed]] = {}
        """The mails that were fetched, with the session (counted in `_logins`) that each was fetched in."""
        self._deleted: list[Listed] = []

    def found(self, known: Known) -> Iterator[FoundMail]:
        """Every mail that is neither history nor done with, the oldest first; what could not be fetched before, last.

        Raises Refused with code `renumbered`, and what `Pop3Session.open` raises.
        """
        self._open()
        self._check_renumbered()
        memory = self._memory
        memory.look(self._box.values(), self._gateway.delete, self._place)
        waiting = [mail for mail in self._box.values() if not (memory.is_history(mail) or memory.is_done(mail))]
        waiting.sort(key=lambda mail: (memory.is_hard(mail), mail.number))
        for first in range(0, len(waiting), _BATCH):
            batch = waiting[first : first + _BATCH]
            recorded = known([mail.uidl for mail in batch])
            for mail in batch:
                if mail.uidl in recorded and memory.is_left(mail):
                    continue
                if len(self._deleted) >= MOST_DELETED:
                    with contextlib.suppress(Refused):
                        self.finish()
                    self._open()
                yield FoundMail(mail.uidl, mail.size, False, doubtful=True)

    def fetch(self, mail: FoundMail, limit: int) -> bytes:
        """The whole mail (RETR); of one that is too large only the head (rule 7).

        Raises StorageFailed for one that the server does not give now, and UnusableData when it never did; Unavailable.
        """
        listed = self._listed(mail)
        if listed.size > limit:
            raise Oversize(listed.size, limit, head_of(self._bytes(listed, self._session.head)))
        raw = self._bytes(listed, lambda number: self._session.mail(number, limit))
        if len(raw) > limit:
            raise Oversize(max(listed.size, len(raw)), limit, head_of(raw))
        return raw

    def taken(self, mail: FoundMail) -> None:
        """Have it deleted where the gateway says so, else remember it.

        Nothing is done where the session in which it was fetched is over, as the name may be another mail's by now:
        the mail is found again in the next poll. Raises Unavailable, and Refused with code `flag_refused`.
        """
        login, listed = self._read.pop(mail.key, (0, None))
        self._memory.forget_failures(mail.key)
        if listed is None or login != self._logins:
            return
        if not self._gateway.delete:
            self._memory.note_done(listed)
            return
        if not self._session.connected:
            return
        try:
            self._session.delete(listed.number)
        except Refused:
            self._memory.note_done(listed)
            raise
        self._deleted.append(listed)

    def leave(self, mail: FoundMail) -> None:
        """Leave the mail as it is; in a later session than it was fetched in, it is known by its size too."""
        _, read = self._read.pop(mail.key, (0, None))
        listed = self._box.get(mail.key)
        if listed is not None and (read is None or read.size == listed.size):
            self._memory.forget_failures(mail.key)
            self._memory.note_left(listed)

    def finish(self) -> None:
        """Make the deletions good (QUIT) and let others at the mailbox.

        Raises Refused where the server did not delete all, and Unavailable where it hung up: what is still there then
        is found again.
        """
        deleted, self._deleted = self._deleted, []
        if not self._session.connected:
            return
        try:
            self._session.quit()
        except Refused:
            self._session.drop()
            for mail in deleted:
                self._memory.note_done(mail)
            raise
        except Unavailable:
            if deleted:
                raise

    def state(self) -> str:
        """What `Memory` holds."""
        return self._memory.written()

    def test(self) -> SourceTest:
        """Lists the mailbox and leaves it as it is. Raises Refused with code `renumbered` where a poll would."""
        self._open()
        with contextlib.suppress(Refused, Unavailable):
            self._session.quit()
        self._check_renumbered()
        memory, box = Memory.of(self._memory.written()), self._box.values()
        new = not memory.started
        memory.look(box, self._gateway.delete, self._place)
        count = sum(not (memory.is_history(mail) or memory.is_done(mail) or memory.is_left(mail)) for mail in box)
        notes = []
        if new and count:
            notes.append("POP3 knows no unread mail, and the gateway deletes: all that is there would be taken.")
        elif new and box:
            notes.append("What is there now is left alone; what comes after the first poll is taken.")
        return SourceTest(count, count, len(box) - count, tuple(notes))

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """POP3 announces nothing: the time is slept."""
        stop.wait(seconds)

    def close(self) -> None:
        """Hang up; what was not made good by `finish` is not."""
        self._session.drop()

    def _open(self) -> None:
        self._deleted = []
        self._logins += 1
        self._box = {mail.uidl: mail for mail in self._session.open()}

    def _check_renumbered(self) -> None:
        if self._memory.renumbered(self._box.values(), self._gateway.delete, self._place):
            raise Refused(
                f"The mailbox of {clipped(self._gateway.login, 100)} on {self._session.server} was renumbered, or is "
                f"another one than before: old mail cannot be told from new, and {len(self._box):,} mails would be "
                "read. To start with what comes from now on, add the gateway anew.",
                code="renumbered",
            )

    def _listed(self, mail: FoundMail) -> Listed:
        """The mail's place in this session; a connection that a large mail has cost is made again."""
        if not self._session.connected:
            self._open()
        listed = self._box.get(mail.key)
        if listed is None:
            raise MailGone
        breaks = self._memory.breakers.get(mail.key, 0)
        if breaks >= MOST_BREAKS:
            raise UnusableData(
                f"It could not be fetched: the connection to {self._session.server} broke {breaks} times at it.",
                code="unreadable",
            )
        self._read[mail.key] = (self._logins, listed)
        return listed

    def _bytes(self, listed: Listed, ask: Callable[[int], bytes]) -> bytes:
        try:
            return ask(listed.number)
        except Refused as no:
            if not self._session.there(listed.number):
                raise MailGone from None
            refused = self._memory.refused
            refused[listed.uidl] = refused.get(listed.uidl, 0) + 1
            if refused[listed.uidl] < MOST_REFUSED:
                raise StorageFailed(no.sentence, code="unreadable") from None
            raise UnusableData(no.sentence, code="unreadable") from None
        except Unavailable:
            self._memory.breakers[listed.uidl] = self._memory.breakers.get(listed.uidl, 0) + 1
            raise
