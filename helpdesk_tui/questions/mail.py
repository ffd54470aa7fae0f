"""Questions about gateways, incoming and outgoing emails, and the desk's own letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpdesk_tui.questions.base import Read
from helpdesk_tui.rules.client_query import ClientTest
from helpdesk_tui.views import (
    GatewayView,
    IncomingMail,
    IncomingRow,
    LetterView,
    MassView,
    OutboxRow,
    OutgoingView,
    SpamSenderView,
)
from helpdesk_tui.vocab import MailOutcome


@dataclass(frozen=True, slots=True)
class ReadGateways(Read[tuple[GatewayView, ...]]):
    """The mail gateways; `counted` with the number of emails each has taken, which are counted one by one."""

    counted: bool = True


@dataclass(frozen=True, slots=True)
class ReadKnownUnits(Read[dict[str, tuple[MailOutcome, str, int]]]):
    """Which of these units of a gateway's source were recorded already (rule 4), with outcome and reason of their
    arrival and the size of the email in bytes; for the worker. `generation` is that of the gateway whose source
    they are units of.
    """

    gateway: int
    units: tuple[str, ...]
    generation: int = 0


@dataclass(frozen=True, slots=True)
class ReadIncoming(Read[tuple[IncomingRow, ...]]):
    """*Incoming emails* that wait, newest first (MG6); with `handled` those that wait no more.

    With `client`, those from its addresses or about its tickets. With `ignored` also those that were ignored, with the
    reason why, with `only_ignored` these alone; what was sent to somebody else is not among them.
    """

    limit: int = 200
    handled: bool = False
    client: int | None = None
    ignored: bool = False
    only_ignored: bool = False


@dataclass(frozen=True, slots=True)
class ReadLetters(Read[tuple[LetterView, ...]]):
    """The texts of the desk's own emails (MO2), by kind and language."""


@dataclass(frozen=True, slots=True)
class ReadSpamSenders(Read[tuple[SpamSenderView, ...]]):
    """The senders whose email is spam (MG6), by address and domain."""


@dataclass(frozen=True, slots=True)
class ReadIncomingMail(Read[IncomingMail]):
    """One incoming email, for reading; raises NotFound."""

    mail: int


@dataclass(frozen=True, slots=True)
class ReadMailMessages(Read[tuple[int, ...]]):
    """The stored emails, whole and the oldest first, that came in `since` then and became messages of tickets."""

    since: datetime


@dataclass(frozen=True, slots=True)
class ReadRaw(Read[bytes]):
    """The stored original of an email, byte for byte (MG10); raises NotFound."""

    mail: int


@dataclass(frozen=True, slots=True)
class ReadOutbox(Read[tuple[OutboxRow, ...]]):
    """Outgoing emails, newest first; with `troubles_first` those that failed or may have, then those that wait.

    With `client`, those of its tickets and those that were written to it without one. What is of a mass message comes
    behind what is not, where both wait or both failed.
    """

    limit: int = 200
    troubles_first: bool = False
    client: int | None = None


@dataclass(frozen=True, slots=True)
class ReadOutgoing(Read[OutgoingView]):
    """One outgoing email with its text; raises NotFound."""

    mail: int


@dataclass(frozen=True, slots=True)
class ReadMassMessage(Read[MassView]):
    """What a mass message from this department would be (MO2): who gets it, who does not and why, and how it reads.

    Words, tests and `client` narrow the clients as in `ReadClients`; `key` is that of its sending. For administrators.
    Raises NotFound, and Refused for what cannot be sent.
    """

    department: str
    subject: str
    text: str
    words: tuple[str, ...] = ()
    tests: tuple[ClientTest, ...] = ()
    client: int | None = None
    key: str = ""
