"""Where mail comes from: one protocol for every kind of gateway that is polled (MG2, MG3).

A source never decides what becomes of a mail. It lists what the desk may not have seen, hands out raw bytes, and marks
a mail at its place only when it is told that the desk has committed it (MG13; RELIABILITY rules 1 and 2):

    source = open_source(gateway, password, gateway.state)
    for mail in source.found(known):
        raw = source.fetch(mail, limit)      # nothing has changed at the source
        ...                                  # parse, receive, COMMIT
        source.taken(mail)                   # read, or deleted where the gateway says so
    source.finish()                          # marks that are made good once a poll are now
    store(source.state())
    source.wait(seconds, stop)
    source.close()
"""

from __future__ import annotations

import importlib
import re
import threading
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from helpdesk_tui.errors import NotFound, Refused, UnusableData
from helpdesk_tui.views import GatewayView
from helpdesk_tui.vocab import GatewayType

Known = Callable[[Sequence[str]], Container[str]]
"""Tells which of these keys the desk has already recorded; asked in batches."""

HEAD_BYTES = 64 * 1024
_MOST_HEADINGS = 256 * 1024
_GAP = re.compile(rb"\r?\n\r?\n")

HEAD_NEEDED = _MOST_HEADINGS + HEAD_BYTES
"""How many bytes of a mail `head_of` may need, at most."""

# A kind of gateway is one file in this folder and one line here. Files are loaded when a gateway of the kind is
# opened: they import this one, and an IMAP library is nothing that a desk without IMAP should wait for.
_KINDS = {
    GatewayType.IMAP: ("helpdesk_tui.mail.gateways.imap", "ImapSource"),
    GatewayType.POP3: ("helpdesk_tui.mail.gateways.pop3", "Pop3Source"),
    GatewayType.MAILDIR: ("helpdesk_tui.mail.gateways.maildir", "MaildirSource"),
    GatewayType.MBOX: ("helpdesk_tui.mail.gateways.mbox", "MboxSource"),
}


@dataclass(frozen=True, slots=True)
class FoundMail:
    """A mail at its source.

    `key` names it within the source and never means another mail (rule 4): `UIDVALIDITY/UID`, a UIDL, a Maildir file's
    name without its flags, a hash of an mbox's lines. `size` in bytes as the source gives it, which may be wrong.
    `flagged_seen`: somebody read it there. `doubtful`: whether the key still means the mail that the desk knows by it
    cannot be told here; the bytes tell, so it is fetched again before it is acknowledged. `exact`: `size` is that of
    the bytes, and another one than the desk knows makes it doubtful. `at_hand`: unread, and its bytes cost so little
    that they are asked before it is acknowledged under a key that is known.
    """

    key: str
    size: int
    flagged_seen: bool
    doubtful: bool = False
    exact: bool = False
    at_hand: bool = False


@dataclass(frozen=True, slots=True)
class SourceTest:
    """What a poll would look at (rule 3), before the desk is asked what it knows; all are numbers of mails.

    `takes` are the unread ones and those that came since the last poll, `unread` those flagged so, `left_alone` the
    rest of the box. `notes` are sentences about what the source cannot do. Where mail is `handed_in` there is no box,
    and the notes say all.
    """

    takes: int
    unread: int
    left_alone: int
    notes: tuple[str, ...] = ()
    handed_in: bool = False

    def words(self, gateway: str) -> str:
        """The result for people."""
        if self.handed_in:
            return " ".join(self.notes)
        takes = f"{self.takes:,} email{'s' * (self.takes != 1)}"
        told = f"{gateway} answers: a poll would look at {takes} ({self.unread:,} unread)"
        return " ".join((f"{told} and leave {self.left_alone:,} alone.", *self.notes))


class Oversize(UnusableData):
    """A mail is larger than what is taken (rule 7). `head` holds its headings and the first 64 kB behind them.

    `size` in bytes, as far as it is known.
    """

    code = "oversize"

    def __init__(self, size: int, limit: int, head: bytes) -> None:
        super().__init__(f"The mail has {size:,} bytes, more than the {limit:,} that are taken.", size=size)
        self.size = size
        self.head = head


class MailGone(NotFound):
    """A mail that was found is no longer at its source: somebody else moved or deleted it."""

    def __init__(self) -> None:
        super().__init__("The mail at its source")


class Source(Protocol):
    """A gateway's mailbox, opened for one gateway with the memory that it gave at the end of its last poll.

    All calls come from one thread. Errors are `Unavailable` (the server is gone: try again later, the source connects
    anew), `Refused` and `WrongUsage` (a person has to change something), `StorageFailed` (a folder cannot be read);
    each says so in a sentence that names the place and never a secret.
    """

    def found(self, known: Known) -> Iterator[FoundMail]:
        """What the desk may not have seen, oldest first: unread mail, and mail newer than the last poll.

        What `known` names is left out. May be called again and again; each call looks at the source anew.
        """
        ...

    def fetch(self, mail: FoundMail, limit: int) -> bytes:
        """The whole raw mail; nothing changes at the source.

        Raises Oversize above `limit` bytes, MailGone, UnusableData when this mail cannot be read, and StorageFailed
        when it cannot be read for now: the next ones may. Any other error is one of the source.
        """
        ...

    def taken(self, mail: FoundMail) -> None:
        """The desk has committed the mail: mark it read, or delete it where the gateway says so.

        Raises Refused when the source does not let it; that does no harm, since the desk knows the key.
        """
        ...

    def leave(self, mail: FoundMail) -> None:
        """The desk has recorded the mail and leaves it at its place, unread (MG4)."""
        ...

    def finish(self) -> None:
        """The poll is over: make good what was marked where that is done once for all, and let others at the mailbox.

        Raises as `taken` does. What was not made good is found again, and the desk knows it.
        """
        ...

    def state(self) -> str:
        """The source's own memory (JSON), to be stored after a poll and handed to the next source of the gateway.

        What was found and neither taken nor left is in it and is found again (rule 3: gaps).
        """
        ...

    def test(self) -> SourceTest:
        """What a poll would look at; changes nothing. What a poll would refuse to do is refused here as well."""
        ...

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Return when mail has come, after `seconds`, or soon after `stop` is set. Raises nothing."""
        ...

    def close(self) -> None:
        """Let go of the source; raises nothing."""
        ...


def open_source(gateway: GatewayView, password: Callable[[], str], state: str = "", ca_file: str = "") -> Source:
    """The source of a gateway; nothing is connected before it is used.

    `password` is asked at each login (rule 47). `state` is what an earlier source of this gateway said, "" for a new
    one. `ca_file` holds the certificates to trust instead of the system's (PEM); without, the gateway's own counts.

    Raises Refused (code `not_polled`) for a kind that is not in the table: its mail is handed in.
    """
    kind = _KINDS.get(gateway.type)
    if kind is None:
        raise Refused(f"A gateway of type {gateway.type} is not polled.", code="not_polled")
    module, name = kind
    opener = cast("Callable[..., Source]", getattr(importlib.import_module(module), name))
    return opener(gateway, password, state, ca_file or gateway.ca_file)


def head_of(raw: bytes) -> bytes:
    """The headings of a mail and the first 64 kB behind them; at most `HEAD_NEEDED` bytes of `raw` are looked at."""
    gap = _GAP.search(raw, 0, _MOST_HEADINGS)
    return raw[: gap.end() + HEAD_BYTES] if gap else raw[:_MOST_HEADINGS]


def open_gateway(gateway: GatewayView) -> Source:
    """The source of a gateway with the password that its settings name."""
    from helpdesk_tui.mail.secrets import password_from

    password = password_from(gateway.password) if gateway.password else str
    return open_source(gateway, password, gateway.state, gateway.ca_file)


def tested(gateway: GatewayView) -> SourceTest:
    """What a poll of the gateway would look at now, or whether its mail can be handed in; changes nothing.

    Raises DeskError when it cannot be reached.
    """
    if gateway.type is GatewayType.PIPE:
        note = f"The mail server runs `helpdesk-tui mail deliver --gateway {gateway.name}` for each email; try it so."
        return SourceTest(0, 0, 0, (note,), handed_in=True)
    if gateway.type is GatewayType.LMTP:
        from helpdesk_tui.mail.gateways.lmtp_place import looked_at, place_of

        return SourceTest(0, 0, 0, looked_at(place_of(gateway)), handed_in=True)
    source = open_gateway(gateway)
    try:
        return source.test()
    finally:
        source.close()
