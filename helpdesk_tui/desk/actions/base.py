"""What an act is: a frozen command that says who may do it, why it is refused, and what it changes.

The same class serves key, palette, command line, mail and timer. `blocked` looks at a small context that a row of
the queue can supply as well as the ticket form, so a key can be dimmed and explained before it is pressed; the
transaction asks it again with the facts and settles what the context could not know.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from helpdesk_tui.desk.actions.taking_back import take_back
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.lifecycle import NO_TASK
from helpdesk_tui.rules.ticket import Ticket, in_the_way
from helpdesk_tui.views import QueueRow

if TYPE_CHECKING:
    from helpdesk_tui.desk.actions.reply import GivenBack
    from helpdesk_tui.store.rooms.journal import Entry
    from helpdesk_tui.store.tx import Tx

R = TypeVar("R", covariant=True)


class Who(enum.Enum):
    """Who may perform an act at all; the department rule (TQ1) comes on top of it."""

    STAFF = "staff"
    ADMIN = "administrators"
    SYSTEM = "the program itself"
    CLIENT = "staff and clients"
    THEMSELVES = "a client"


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a list already knows of a ticket; enough to say most refusals without asking the database.

    `holder` is who keeps the actor from it: of a department of theirs, else of any. `covered` says whether a
    department of theirs has an open task.
    """

    number: int
    mine: bool
    free: bool
    holder: str | None
    closed: bool
    delayed: bool
    covered: bool = True
    spam: bool = False

    @classmethod
    def of_row(cls, row: QueueRow) -> Glimpse:
        """From a row of a list."""
        closed = row.status.value != "in_progress"
        return cls(row.number, row.held_by_me, row.has_free_task, row.kept_by, closed, row.delayed, row.covered,
                   row.spam)  # fmt: skip

    @classmethod
    def of_ticket(cls, ticket: Ticket, scope: Scope, holder: str | None = None) -> Glimpse:
        """From the facts."""
        mine = ticket.held_by(scope.staff_id) is not None
        free = any(t.holder is None and scope.covers(t.department) for t in ticket.open_tasks)
        covered = any(scope.covers(t.department) for t in ticket.open_tasks)
        return cls(ticket.number, mine, free, holder, not ticket.open_tasks, ticket.delayed, covered, ticket.spam)


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
    doing: ClassVar[str] = ""
    """What whoever performs it does, in words that follow "can"; made of the title where it is empty."""
    leaves: ClassVar[str] = ""
    """The code of the refusal that leaves something behind (`leave`); empty where none does."""

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Why the act would be refused, None when it is not or when only the transaction can tell."""
        return None

    def contents(self) -> Iterable[bytes]:
        """The bytes that the act will keep; they are hashed and compressed before the transaction begins."""
        return ()

    def apply(self, tx: Tx) -> R:
        """Do it within the transaction; raises Refused."""
        raise NotImplementedError

    def leave(self, tx: Tx) -> None:
        """What stays although the act was refused with `leaves`: done in a transaction of its own; raises DeskError."""

    def done(self, tx: Tx) -> str:
        """What was done, as the journal tells it ("ticket 4812 closed"); empty for what cannot be taken back."""
        return ""

    @classmethod
    def take_back(cls, tx: Tx, entry: Entry) -> GivenBack | None:
        """Take it back; raises Refused. Here: what it changed of the facts of tickets. More is the act's own to say.

        Answers with what its writer gets back to go on with, if there is something (docs/adr/0015).
        """
        take_back(tx, entry)
        return None


_VERBS = ("Add", "Edit", "Delete")


def not_allowed(act: type[Act[Any]]) -> Refused:
    """The refusal of somebody who may not perform an act at all: who can."""
    verb, _, what = act.title.partition(" ")
    doing = act.doing or (f"{verb.lower()} a {what}" if verb in _VERBS else "do this")
    who = {Who.ADMIN: "an administrator", Who.SYSTEM: "the program itself"}.get(act.who, act.who.value)
    return Refused(f"Only {who} can {doing}.", code="not_allowed")


class TicketAct(Act[int]):
    """An act on one ticket, whose number it answers with. Subclasses implement `on`."""

    __slots__ = ()

    number: int

    def apply(self, tx: Tx) -> int:
        """Act on the ticket."""
        ticket = self.admitted(tx)
        self.on(tx, ticket)
        return ticket.number

    def admitted(self, tx: Tx) -> Ticket:
        """Load the ticket under the department rule and ask `blocked` with the facts; raises NotFound and Refused."""
        return checked(self, tx, tx.tickets.load(self.number))

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Change this ticket."""
        raise NotImplementedError


def checked(act: Act[Any], tx: Tx, ticket: Ticket) -> Ticket:
    """The ticket that an act is about to change, unless it was merged away or the facts block the act; then Refused."""
    if ticket.merged_into is not None:
        raise merged_away(ticket)
    kept = in_the_way(ticket.open_tasks, tx.scope.covers)
    holder = tx.people.login(kept.holder) if kept else None
    refusal = act.blocked(Context(tx.scope, Glimpse.of_ticket(ticket, tx.scope, holder)))
    if refusal is not None:
        raise refusal
    return ticket


def merged_away(ticket: Ticket) -> Refused:
    """The refusal of whatever is done to a ticket that is only a link."""
    into = ticket.merged_into
    return Refused(f"Ticket {ticket.number} was merged into {into}.", code="merged", ticket=into)


def needs_hold(context: Context) -> Refused | None:
    """The refusal of everything that needs an open task held by the actor (TR1)."""
    ticket = context.ticket
    if ticket is None or ticket.mine:
        return None
    if ticket.spam:
        return is_spam(ticket)
    if ticket.closed:
        return Refused(
            f"Ticket {ticket.number} is closed; nobody can take it until it opens again.", code="ticket_closed"
        )
    if not ticket.covered:
        return Refused(NO_TASK, code="ticket_closed")
    if ticket.holder is not None and not ticket.free:
        return held_by(ticket)
    refusal = Refused(f"Take ticket {ticket.number} first: only its holder can do this.", code="not_holder")
    return refusal.helped_by("take", "first")


def held_by_another(context: Context) -> Refused | None:
    """The refusal of what any member may do unless somebody else holds the task (CLI: who may; blocked is per task)."""
    ticket = context.ticket
    if ticket is None or ticket.mine or context.scope.everything or ticket.holder is None or ticket.free:
        return None
    return held_by(ticket)


def is_spam(ticket: Glimpse) -> Refused:
    """The refusal of what would bring a ticket back that is marked as spam."""
    sentence = f"Ticket {ticket.number} is marked as spam; taking the mark off brings it back."
    return Refused(sentence, code="spam").helped_by("spam", "taking the mark off")


def held_by(ticket: Glimpse) -> Refused:
    """The sentence that names the holder."""
    return Refused(f"{ticket.holder} holds ticket {ticket.number}.", code="ticket_blocked", holder=ticket.holder)
