"""Opening a ticket: by staff for a client, as the client, or to write to a client (CL15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import abuses, notices, paid_support, ticket_incidents
from helpdesk_tui.desk.actions import letters
from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.desk.actions.parameters import checked_subject
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules import blanks, lifecycle
from helpdesk_tui.rules.abuse import Violation
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.incidents import check_number
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.views import Foreseen, ParsedAttachment
from helpdesk_tui.vocab import ENTERED_BY, MessageKind, written_as_client

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.people import Department
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class NewTicket(Act[int]):
    """A new ticket; answers with its number.

    `client` is an address or `#id`. `by_staff`: written to the client, its task is held by the author, if the
    department is theirs, and the client gets it by email; otherwise it is entered as the client's own. `close` closes
    the author's task at once (Ok: the ticket awaits a response); without it the ticket stays open and the author's
    (Send). Staff reach every department (clarification). What is sent to the client has no placeholder that nothing
    filled in (`unfilled`, PR3), unless its braces are meant `as_is`.

    What a client opens themselves costs an incident where the department writes requests off (IN10); what staff open
    costs the `incidents` that they enter; None is what the client's own would cost. `comment` is for staff only,
    `violation` is registered with the ticket (TF5).
    """

    name: ClassVar[str] = "new-ticket"
    title: ClassVar[str] = "New ticket"
    help: ClassVar[str] = "Write to a client, or enter what they said on the telephone as their ticket."
    who: ClassVar[Who] = Who.CLIENT
    leaves: ClassVar[str] = "no_incidents"

    client: str
    department: str
    subject: str
    message: str
    service: str = ""
    by_staff: bool = False
    attachments: tuple[ParsedAttachment, ...] = field(default=(), repr=False)
    key: str = ""
    close: bool = False
    as_is: bool = False
    incidents: int | None = 0
    comment: str = ""
    violation: Violation | None = None
    foreseen: Foreseen | None = field(default=None, repr=False, compare=False)
    """What who opens it was told that it takes from the client; an act that takes otherwise is refused (rule 26)."""

    def contents(self) -> Iterable[bytes]:
        """The attachments."""
        return (attachment.content for attachment in self.attachments)

    def apply(self, tx: Tx) -> int:
        """Store ticket, message and, written by staff, the outgoing email."""
        client = tx.clients.client(tx.clients.find(self.client))
        department = tx.people.department_named(self.department)
        if tx.scope.client_id is not None:
            self._by_client(tx, client.id, department)
        subject = checked_subject(self.subject)
        service = tx.clients.service_of(client.id, self.service) if self.service else None
        if not self.message.strip() and not self.attachments:
            raise Refused("A ticket needs a message.", code="empty_reply")
        if self.close and not self.by_staff:
            raise Refused("Only a ticket that is written to the client is closed at once.", code="not_sent")
        if self.by_staff and not self.as_is:
            blanks.check_filled(self.message)
        if self.close and not tx.scope.covers(department.id):
            raise Refused(f"Only members of {department.name} close its tickets; send it without closing.",
                          code="not_holder")  # fmt: skip
        ticket = lifecycle.opened(
            number=0, client=client.id, subject=subject, service=service,
            departments=(department.id,), now=tx.now, by_staff=self.by_staff,
            # Who does not belong to the department would not see what they hold.
            holder=tx.scope.staff_id if self.by_staff and tx.scope.covers(department.id) else None,
        )  # fmt: skip
        if self.violation is not None:
            # A client is locked before their account.
            tx.clients.lock(client.id)
        cost = self._cost(tx, client.id, department)
        if self.by_staff:
            return self._to_client(tx, ticket, cost)
        ticket = tx.tickets.add(replace(ticket, client_wrote=tx.now))
        tx.conversation.say(
            ticket, MessageKind.CLIENT, self.message.rstrip(), author=client.email, attachments=self.attachments,
            note=_note(tx.scope),
        )  # fmt: skip
        notices.received(tx, ticket)
        self._add(tx, ticket, cost)
        return ticket.number

    def leave(self, tx: Tx) -> None:
        """The client asked for an incident, whoever entered it; what staff write to them asks for none."""
        if not self.by_staff:
            paid_support.asked_in_vain(tx, tx.clients.find(self.client))

    def _cost(self, tx: Tx, client: int, department: Department) -> int:
        """How many incidents the ticket takes; raises Refused where the client does not have them (IN8)."""
        as_theirs = tx.scope.client_id is not None or self.incidents is None
        number = paid_support.cost(tx, (department.id,)) if as_theirs else self.incidents or 0
        if number:
            check_number(number)
            if not as_theirs:
                tx.accounts.check_open(tx.accounts.of(client))
            refused = ticket_incidents.short(tx, client, number)
            if refused is not None:
                raise refused
            ticket_incidents.check_foreseen(tx, client, number, self.foreseen)
        return number

    def _by_client(self, tx: Tx, client: int, department: Department) -> None:
        """A client writes in their own name, and to departments that are shown in the Support center (DS1)."""
        if tx.scope.client_id != client:
            raise NotFound(f"Client {self.client}")
        if not department.support_center:
            raise NotFound(f"Department {self.department}")
        if self.by_staff or self.incidents or self.comment or self.violation is not None:
            raise Refused(
                "Only staff write as staff, comment, register violations and say what a ticket costs.",
                code="not_allowed",
            )

    def _to_client(self, tx: Tx, ticket: Ticket, cost: int) -> int:
        ticket = tx.tickets.add(replace(ticket, staff_wrote=tx.now))
        message = tx.conversation.say(
            ticket, MessageKind.STAFF, self.message.rstrip(), author=tx.scope.login, staff=tx.scope.staff_id,
            attachments=self.attachments,
        )  # fmt: skip
        letters.answer(tx, ticket, message, self.message)
        self._add(tx, ticket, cost)
        if self.close:
            tx.tickets.save(ticket, lifecycle.close_mine(ticket, tx.scope, tx.now))
        return ticket.number

    def _add(self, tx: Tx, ticket: Ticket, cost: int) -> None:
        """What comes with the first message: a comment for staff, a violation, and what the ticket costs."""
        if self.comment.strip():
            tx.conversation.say(
                ticket, MessageKind.COMMENT, self.comment.strip(), author=tx.scope.login, staff=tx.scope.staff_id
            )
        if self.violation is not None:
            abuses.register(tx, ticket, self.violation)
        if cost:
            ticket_incidents.take(tx, ticket, cost, f"ticket:{ticket.number}:open")


def _note(scope: Scope) -> str:
    """What staff are told of who wrote down a client's message; empty where it was the client."""
    if scope.client_id is None:
        return f"{ENTERED_BY}{scope.login}"
    return "" if scope.behind is None else written_as_client(scope.behind.login)
