"""Assigning a ticket to a department or a person, delaying it, closing it (TF3, TF4, TQ5, TQ6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import notices
from helpdesk_tui.desk.actions.base import Act, Context, TicketAct, Who, held_by_another, is_spam, needs_hold
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import lifecycle
from helpdesk_tui.rules.moments import say_date
from helpdesk_tui.rules.ticket import Ticket

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.people import Staff
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Assign(TicketAct):
    """Redirect the ticket to a department or to a member of staff; exactly one of the two is named."""

    name: ClassVar[str] = "assign"
    title: ClassVar[str] = "Assign"
    help: ClassVar[str] = "Redirect the ticket to a department or a colleague; it stays open for you if you hold it."

    number: int
    department: str = ""
    staff: str = ""

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Somebody else holds it, or it is spam."""
        if context.ticket is not None and context.ticket.spam:
            return is_spam(context.ticket)
        return held_by_another(context)

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Add the task and leave the system message of TF3."""
        if bool(self.department) == bool(self.staff):
            raise Refused("Name either a department or a member of staff.", code="one_of_two")
        if self.department:
            department = tx.people.department_named(self.department)
            after = lifecycle.assign_department(ticket, tx.scope, department.id, tx.now)
            name = department.name
        else:
            person = tx.people.staff(self.staff)
            after = lifecycle.assign_staff(ticket, tx.scope, person.id, places_of(tx, person, ticket), tx.now)
            name = person.name or person.login
        after = tx.tickets.save(ticket, after)
        tx.conversation.system(after, f'The ticket has been assigned to "{name}".')
        if self.department:
            notices.redirected(tx, after, department.id)
        elif person.id != tx.scope.staff_id:
            notices.assigned(tx, after, person.email, person.language)

    def done(self, tx: Tx) -> str:
        """Assigned, and to whom."""
        return f"ticket {self.number} assigned to {self.department or self.staff}"


def places_of(tx: Tx, person: Staff, ticket: Ticket) -> tuple[int, ...]:
    """The departments in which a person can be given a task: theirs, as far as they were not deleted."""
    departments = tx.people.active(person.departments)
    if departments:
        return departments
    if not person.admin:
        raise Refused(f"{person.login} is in no department and would not see it.", code="no_department")
    place = tx.people.living(ticket.department)
    return () if place is None else (place,)


@dataclass(frozen=True, slots=True)
class Delay(TicketAct):
    """Hide the ticket from the queues until a time, or take the delay off (`until` None)."""

    name: ClassVar[str] = "delay"
    title: ClassVar[str] = "Delay"
    help: ClassVar[str] = "Put the ticket off until a date and time; it comes back by itself, marked."

    number: int
    until: datetime | None

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Somebody else holds it, or it is closed."""
        if context.ticket is not None and context.ticket.closed:
            said = f"Ticket {context.ticket.number} is closed; there is nothing to delay unless you assign it anew."
            return Refused(said, code="ticket_closed").helped_by("assign", "assign it anew")
        return held_by_another(context)

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Set or clear the delay."""
        if self.until is None:
            after = tx.tickets.save(ticket, lifecycle.undelay(ticket, tx.scope, tx.now))
            tx.conversation.system(after, f"{tx.scope.login} took the delay off.")
            return
        after = tx.tickets.save(ticket, lifecycle.delay(ticket, tx.scope, self.until, tx.now))
        until = say_date(self.until, tx.rules.zone)
        tx.conversation.system(after, f"{tx.scope.login} delayed the ticket until {until}.")
        notices.delayed(tx, after, self.until)

    def done(self, tx: Tx) -> str:
        """Delayed until when, or not any more."""
        if self.until is None:
            return f"delay of ticket {self.number} taken off"
        return f"ticket {self.number} delayed until {say_date(self.until, tx.rules.zone)}"


@dataclass(frozen=True, slots=True)
class Close(TicketAct):
    """Close my task; with `everywhere` an administrator closes all tasks without holding one (TQ6)."""

    name: ClassVar[str] = "close"
    title: ClassVar[str] = "Close"
    help: ClassVar[str] = "Close the ticket for you; an administrator closes it for everybody."

    number: int
    everywhere: bool = False

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """A member of staff needs to hold a task; an administrator does not."""
        ticket = context.ticket
        if ticket is not None and ticket.closed:
            return Refused(f"Ticket {ticket.number} is closed already.", code="ticket_closed")
        if context.scope.everything:
            return None
        return needs_hold(context)

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Close mine, or all."""
        if self.everywhere or not ticket.held_by(tx.scope.staff_id):
            after = lifecycle.close_all(ticket, tx.scope, tx.now)
        else:
            after = lifecycle.close_mine(ticket, tx.scope, tx.now)
        tx.tickets.save(ticket, after)

    def done(self, tx: Tx) -> str:
        """Closed."""
        return f"ticket {self.number} closed"


@dataclass(frozen=True, slots=True)
class Archive(TicketAct):
    """The client archives the ticket; done by staff for the client it is recorded as done by them."""

    name: ClassVar[str] = "archive"
    title: ClassVar[str] = "Archive"
    help: ClassVar[str] = "Put a closed ticket into the client's archive."
    who: ClassVar[Who] = Who.CLIENT

    number: int

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Not while a task is open, and not where it is spam: no client sees that."""
        if context.ticket is not None and context.ticket.spam:
            return is_spam(context.ticket)
        if context.ticket is not None and not context.ticket.closed:
            return Refused("A ticket in progress cannot be archived; close it everywhere first.", code="ticket_open")
        return None

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Archive it."""
        tx.tickets.save(ticket, lifecycle.archive(ticket, tx.now))

    def done(self, tx: Tx) -> str:
        """Archived."""
        return f"ticket {self.number} archived"


@dataclass(frozen=True, slots=True)
class ReturnDelayed(Act[int]):
    """Bring every delayed ticket whose time has come back into the queue (TF4); how many came back."""

    name: ClassVar[str] = "return-delayed"
    title: ClassVar[str] = "Return delayed tickets"
    help: ClassVar[str] = "Delayed tickets whose time has come return to the queue."
    who: ClassVar[Who] = Who.SYSTEM

    def apply(self, tx: Tx) -> int:
        """Clear the flags."""
        due = tx.tickets.due()
        for ticket in due:
            after = tx.tickets.save(ticket, lifecycle.due(ticket, tx.now))
            tx.conversation.system(after, "The time of the delay has come; the ticket is back in the queue.")
        return len(due)
