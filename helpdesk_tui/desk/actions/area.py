"""What is done in the client area (CL16): by the client, or by staff who act as the client and stay on record.

Opening and archiving a ticket and ordering incidents are the acts that there are for both; payers likewise. Who acts
as a client reaches what that client reaches, and of it only what they see as staff (docs/adr/0023).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import abuses, filing, notices
from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules import lifecycle
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.vocab import ClientStatus, MessageKind, Priority, written_as_client

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class LogInAsClient(Act[tuple[int, str]]):
    """Put on record that a member of staff looks at the client area of a client; answers with number and address.

    It gives no right by itself: `Desk.as_client` is what makes a desk of it.
    """

    name: ClassVar[str] = "log-in-as-client"
    title: ClassVar[str] = "Log in as client"
    help: ClassVar[str] = "See the client area as this client does, and act there for them; it goes on record."

    client: str

    def apply(self, tx: Tx) -> tuple[int, str]:
        """Write it down."""
        if tx.scope.staff_id is None:
            raise Refused("Only a member of staff logs in as a client.", code="not_allowed")
        client = tx.clients.client(tx.clients.find(self.client))
        tx.record("client area", "", "entered", client=client.id)
        return client.id, client.email


@dataclass(frozen=True, slots=True)
class AnswerAsClient(Act[int]):
    """The client answers a ticket of theirs (TQ9); answers with its number, that of a new one where it went on there.

    What a member of staff writes is marked for staff. It costs nothing (MG7). With the same `key` it is done once.
    """

    name: ClassVar[str] = "client-answer"
    title: ClassVar[str] = "Answer as client"
    help: ClassVar[str] = "Write to the ticket as its client; a closed one opens again."
    who: ClassVar[Who] = Who.THEMSELVES

    number: int
    text: str
    attachments: tuple[ParsedAttachment, ...] = field(default=(), repr=False)
    key: str = ""

    def contents(self) -> Iterable[bytes]:
        """The attachments."""
        return (attachment.content for attachment in self.attachments)

    def apply(self, tx: Tx) -> int:
        """Store it; one archived for too long goes on in a new ticket."""
        if not self.text.strip() and not self.attachments:
            raise Refused("An answer needs a text.", code="empty_reply")
        ticket = _mine(tx, self.number)
        while filing.archived_for_good(tx, ticket):
            later = tx.tickets.continued_by(ticket)
            if later is None:
                return self._continue(tx, ticket)
            ticket = _mine(tx, later)
        self._say(tx, ticket)
        filing.client_wrote(tx, ticket, None)
        return ticket.number

    def _continue(self, tx: Tx, old: Ticket) -> int:
        """A new ticket instead of one that was archived long ago; it costs nothing, as an answer."""
        department = tx.people.living(old.department) or old.department
        made = lifecycle.opened(
            number=0, client=old.client, subject=old.subject, service=old.service, departments=(department,), now=tx.now
        )
        ticket = tx.tickets.add(lifecycle.client_wrote(replace(made, continues=old.number), tx.now))
        self._say(tx, ticket)
        filing.say_continued(tx, old, ticket)
        abuses.client_answered(tx, old)
        notices.received(tx, ticket)
        return ticket.number

    def _say(self, tx: Tx, ticket: Ticket) -> None:
        behind = tx.scope.behind
        tx.conversation.say(
            ticket, MessageKind.CLIENT, self.text.rstrip(), author=tx.clients.client(ticket.client).email,
            attachments=self.attachments, note="" if behind is None else written_as_client(behind.login),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetOwnPriority(Act[int]):
    """The client sets the priority of a ticket of theirs, where the provider lets them (TR2); answers with its number.

    The desk uses priorities (`use_priority`), and staff do not keep them to themselves (`staff_sets_priority`).
    """

    name: ClassVar[str] = "client-priority"
    title: ClassVar[str] = "Priority as client"
    help: ClassVar[str] = "Set the ticket's priority as its client, where clients may."
    who: ClassVar[Who] = Who.THEMSELVES

    number: int
    priority: Priority

    def apply(self, tx: Tx) -> int:
        """Set it."""
        ticket = _mine(tx, self.number)
        if not tx.desk.switch("use_priority"):
            raise Refused("Tickets have no priorities here.", code="no_priority")
        if tx.desk.switch("staff_sets_priority"):
            raise Refused("The support staff set the priority of tickets.", code="not_allowed")
        if self.priority is not ticket.priority:
            tx.tickets.save(ticket, replace(ticket, priority=self.priority, updated=tx.now))
        return ticket.number


@dataclass(frozen=True, slots=True)
class ReadAsClient(Act[int]):
    """The client read what there is to read on a ticket (TQ4); answers with its number.

    Staff who look at the client area read nothing for the client: the client still has *New messages*.
    """

    name: ClassVar[str] = "client-read"
    title: ClassVar[str] = "Read in the client area"
    help: ClassVar[str] = "The client opened the ticket; staff who look as the client do not read it for them."
    who: ClassVar[Who] = Who.THEMSELVES

    number: int

    def apply(self, tx: Tx) -> int:
        """Note it; staff see the other client-area status at once."""
        if tx.scope.behind is not None:
            raise Refused("Only the client reads their messages; who looks as they do does not.", code="not_allowed")
        ticket = _mine(tx, self.number)
        if ticket.client_status is ClientStatus.NEW_MESSAGES:
            tx.tickets.save(ticket, lifecycle.client_read(ticket, tx.now))
            tx.record("client read", ticket=ticket.number, client=ticket.client)
        return ticket.number


def _mine(tx: Tx, number: int) -> Ticket:
    """A ticket as the client area has it, locked: one they see, that is neither spam nor merged away."""
    ticket = tx.tickets.surviving(number)
    if ticket.spam:
        raise NotFound(f"Ticket {number}")
    return ticket
