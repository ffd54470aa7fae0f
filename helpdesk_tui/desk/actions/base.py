"""What an act is: a frozen command that says who may do it, why it is refused, and what it changes.

The same class serves key, palette, command line, mail and timer. `blocked` looks at a small context that a row of
the queue can supply as well as the ticket form, so a key can be dimmed and explained before it is pressed; the
transaction asks it again with the facts and settles what the context could not know.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.views import QueueRow

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

R = TypeVar("R", covariant=True)


class Who(enum.Enum):
    """Who may perform an act at all; the department rule (TQ1) comes on top of it."""

    STAFF = "staff"
    ADMIN = "administrators"
    SYSTEM = "the program itself"
    CLIENT = "staff and clients"


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a list already knows of a ticket; enough to say most refusals without asking the database.

    `free` and `covered` may be None where the place it comes from cannot know.
    """

    number: int
    mine: bool
    free: bool | None
    holder: str | None
    closed: bool
    delayed: bool
    covered: bool | None = None

    @classmethod
    def of_row(cls, row: QueueRow) -> Glimpse:
        """From a row of a list."""
        closed = row.status.value != "in_progress"
        return cls(row.number, row.held_by_me, row.has_free_task, row.taken_by, closed, row.delayed)

    @classmethod
    def of_ticket(cls, ticket: Ticket, scope: Scope, holder: str | None = None) -> Glimpse:
        """From the facts."""
        mine = ticket.held_by(scope.staff_id) is not None
        free = any(t.holder is None and scope.covers(t.department) for t in ticket.open_tasks)
        covered = any(scope.covers(t.department) for t in ticket.open_tasks)
        return cls(ticket.number, mine, free, holder, not ticket.open_tasks, ticket.delayed, covered)


@dataclass(frozen=True, slots=True)
class Context:
    """All that `blocked` may look at: the scope, the ticket in question, whether the desk uses priorities."""

    scope: Scope
    ticket: Glimpse | None = None
    use_priority: bool = False


class Act(Generic[R]):
    """Base of every act. Subclasses are frozen dataclasses whose fields are the act's input."""

    __slots__ = ()

    name: ClassVar[str]
    """The act's word in events, key maps and the command line."""
    title: ClassVar[str]
    """What the palette and the footer call it."""
    help: ClassVar[str]
    """One sentence for `?`, the palette and the manual."""
    who: ClassVar[Who] = Who.STAFF

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Why the act would be refused, None when it is not or when only the transaction can tell."""
        return None

    def apply(self, tx: Tx) -> R:
        """Do it within the transaction; raises Refused."""
        raise NotImplementedError


class TicketAct(Act[int]):
    """An act on one ticket, whose number it answers with. Subclasses implement `on`."""

    __slots__ = ()

    number: int

    def apply(self, tx: Tx) -> int:
        """Load the ticket under the department rule, ask `blocked` with the facts, act."""
        ticket = tx.tickets.load(self.number)
        if ticket.merged_into is not None:
            raise Refused(
                f"Ticket {ticket.number} was merged into {ticket.merged_into}.",
                code="merged",
                ticket=ticket.merged_into,
            )
        holders = ticket.holders()
        holder = tx.people.login(holders[0]) if holders else None
        refusal = self.blocked(Context(tx.scope, Glimpse.of_ticket(ticket, tx.scope, holder)))
        if refusal is not None:
            raise refusal
        self.on(tx, ticket)
        return ticket.number

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Change this ticket."""
        raise NotImplementedError


def needs_hold(context: Context) -> Refused | None:
    """The refusal of everything that needs an open task held by the actor (TR1)."""
    ticket = context.ticket
    if ticket is None or ticket.mine:
        return None
    if ticket.closed:
        return Refused(
            f"Ticket {ticket.number} is closed; nobody can take it until it opens again.", code="ticket_closed"
        )
    if ticket.holder is not None and ticket.free is False:
        return held_by(ticket)
    return Refused(f"Take ticket {ticket.number} first (t): only its holder can do this.", code="not_holder")


def held_by_another(context: Context) -> Refused | None:
    """The refusal of what any member may do unless somebody else holds the task (CLI: who may; blocked is per task)."""
    ticket = context.ticket
    if ticket is None or ticket.mine or context.scope.everything or ticket.holder is None or ticket.free is not False:
        return None
    return held_by(ticket)


def held_by(ticket: Glimpse) -> Refused:
    """The sentence that names the holder."""
    return Refused(f"{ticket.holder} holds ticket {ticket.number}.", code="ticket_blocked", holder=ticket.holder)
