"""The worker's acts: sending the outbox, leases, heartbeat (MO1; rules 8, 17, 18, 19)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.views import OutgoingMail
from helpdesk_tui.vocab import OutboxState

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

GIVE_UP_AFTER = timedelta(days=5)
SEND_LEASE_SECONDS = 300.0
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=4)
_UNKNOWN_WAIT = timedelta(minutes=15)


NEVER_HANDED_OVER = "The answer could not be delivered: the program was stopped each time before it handed it over."
UNKNOWN_FOR_GOOD = "It is not known whether the answer was delivered; it will not be sent again by itself."


def tell(tx: Tx, number: int, text: str) -> None:
    """Give up visibly: a system message on the ticket (MO1, rule 19)."""
    tx.conversation.system(tx.tickets.surviving(number), text)


def wait_before(attempt: int) -> timedelta:
    """How long to wait after the n-th failed attempt: a minute, doubling, four hours at most."""
    doubled: timedelta = _FIRST_WAIT * 2 ** min(max(attempt - 1, 0), 12)
    return min(_LONGEST_WAIT, doubled)


@dataclass(frozen=True, slots=True)
class LeaseOutbox(Act[list[OutgoingMail]]):
    """Take emails that are due for sending; nobody else gets them until the lease ends.

    `dead` are owners of earlier leases that are known to be gone: what they were sending is of unknown outcome.
    """

    name: ClassVar[str] = "lease-outbox"
    title: ClassVar[str] = "Take outgoing mail"
    help: ClassVar[str] = "The worker takes the emails it is about to send."
    who: ClassVar[Who] = Who.SYSTEM

    owner: str
    limit: int = 1
    dead: tuple[str, ...] = ()

    def apply(self, tx: Tx) -> list[OutgoingMail]:
        """Lease them."""
        for ticket, handed_over in tx.outbox.interrupted(self.dead):
            tell(tx, ticket, UNKNOWN_FOR_GOOD if handed_over else NEVER_HANDED_OVER)
        leased = tx.outbox.lease(self.owner, SEND_LEASE_SECONDS, self.limit)
        for mail in leased:
            tx.record("mail out", "due", OutboxState.SENDING.value, ticket=tx.outbox.ticket_of(mail.id))
        return leased


@dataclass(frozen=True, slots=True)
class BeginOutgoing(Act[bool]):
    """Note that an email is being handed over: from here on it may have arrived. False when it is not the owner's."""

    name: ClassVar[str] = "begin-outgoing"
    title: ClassVar[str] = "Note that an email is handed over"
    help: ClassVar[str] = "The worker notes that the server is about to get an email."
    who: ClassVar[Who] = Who.SYSTEM

    mail: int
    owner: str

    def apply(self, tx: Tx) -> bool:
        """Note it."""
        if not tx.outbox.is_sent_by(self.mail, self.owner):
            return False
        tx.outbox.begin(self.mail)
        return True


@dataclass(frozen=True, slots=True)
class SettleOutgoing(Act[OutboxState]):
    """Write what became of an attempt; answers with the state the email is in now.

    `refused` are recipients the server would not take, with its words; those of them in `later` were refused for now.
    Rule 19: where others have the email, or never will, it is tried again for these alone; the rest is told on the
    ticket, and so is giving up. An unknown outcome is repeated at most once (rule 18). With `owner` it counts only
    while the email is that owner's to send: who was halted for longer than the lease may no longer judge, except that
    an email of unknown outcome was sent.
    """

    name: ClassVar[str] = "settle-outgoing"
    title: ClassVar[str] = "Note what became of an email"
    help: ClassVar[str] = "The worker notes whether an email was sent, waits for another try, or failed."
    who: ClassVar[Who] = Who.SYSTEM

    mail: int
    state: OutboxState
    error: str = ""
    refused: tuple[tuple[str, str], ...] = ()
    later: tuple[str, ...] = ()
    created_ago: timedelta = field(default=timedelta(0))
    owner: str = ""

    def apply(self, tx: Tx) -> OutboxState:
        """Settle it."""
        before = tx.outbox.state(self.mail)
        told_late = self.state is OutboxState.SENT and before is OutboxState.UNKNOWN
        if self.owner and not told_late and not tx.outbox.is_sent_by(self.mail, self.owner):
            return before
        attempts, unknown = tx.outbox.attempts(self.mail)
        state, retry_in = self.state, None
        if state is OutboxState.SENT and self.later:
            state = OutboxState.RETRY
        if state is OutboxState.RETRY:
            retry_in = wait_before(attempts)
            if self.created_ago > GIVE_UP_AFTER:
                state, retry_in = OutboxState.FAILED, None
        elif state is OutboxState.UNKNOWN:
            retry_in = _UNKNOWN_WAIT if unknown == 0 else None
        number, recipients = tx.outbox.settle(self.mail, state, self.error, retry_in, self.later)
        if number is None:
            return state
        kind = tx.outbox.kind(self.mail)
        if kind.startswith("staff_"):
            return state  # seen in the outbox; on the ticket it would be news for nobody
        what = "answer" if kind == "reply" else f'email "{kind.replace("_", " ")}"'
        waits = self.later if state is OutboxState.RETRY else ()
        refused = "; ".join(f"{address}: {words}" for address, words in self.refused if address not in waits)
        if state is OutboxState.FAILED or refused:
            tell(tx, number, f"The {what} could not be delivered to {refused or f'{recipients}: {self.error}'}")
        elif state is OutboxState.UNKNOWN and retry_in is None:
            tell(tx, number, UNKNOWN_FOR_GOOD.replace("answer", what))
        return state


@dataclass(frozen=True, slots=True)
class TakeLease(Act[str]):
    """Take or renew a lease on a gateway or the worker's place; answers with the owner who has it now (rule 8).

    `dead` are owners on this host that are known to be gone.
    """

    name: ClassVar[str] = "lease"
    title: ClassVar[str] = "Take a lease"
    help: ClassVar[str] = "Only one process works on a gateway at a time."
    who: ClassVar[Who] = Who.SYSTEM

    thing: str
    owner: str
    seconds: float
    dead: str = ""

    def apply(self, tx: Tx) -> str:
        """Take it."""
        other = tx.desk.lease(self.thing, self.owner, self.seconds, self.dead)
        return self.owner if other is None else other


@dataclass(frozen=True, slots=True)
class ReleaseLease(Act[None]):
    """Give a lease back."""

    name: ClassVar[str] = "release-lease"
    title: ClassVar[str] = "Give a lease back"
    help: ClassVar[str] = "The worker lets go of what it worked on."
    who: ClassVar[Who] = Who.SYSTEM

    thing: str
    owner: str

    def apply(self, tx: Tx) -> None:
        """Release it."""
        tx.desk.release_lease(self.thing, self.owner)


@dataclass(frozen=True, slots=True)
class Heartbeat(Act[None]):
    """Note that the worker lives, and keep the leases of its gateways: between two polls too they are its own.

    With it goes the upkeep of the search index that nobody should wait for: a few hundredths of a second at most.
    """

    name: ClassVar[str] = "heartbeat"
    title: ClassVar[str] = "Heartbeat"
    help: ClassVar[str] = "The worker notes that it lives; the status bar shows it."
    who: ClassVar[Who] = Who.SYSTEM

    worker: str
    owners: tuple[str, ...] = ()
    seconds: float = 0.0

    def apply(self, tx: Tx) -> None:
        """Note it."""
        tx.desk.heartbeat(self.worker)
        if self.owners:
            tx.desk.keep_leases(self.owners, self.seconds)
        tx.desk.tend_search()
