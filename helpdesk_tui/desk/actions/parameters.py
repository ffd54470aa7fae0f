"""Parameters of a ticket (subject, priority, fee ...), its summary, and what is one's own: favourite, reading."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from helpdesk_tui.desk import ticket_charges
from helpdesk_tui.desk.actions.base import Context, TicketAct, held_by_another, needs_hold
from helpdesk_tui.desk.actions.tags import retag, untag
from helpdesk_tui.desk.actions.taking_back import load, take_back
from helpdesk_tui.desk.ticket_charges import Charge
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.stale import check_parameter, check_ticket
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.rules.undo import Touched
from helpdesk_tui.views import Foreseen
from helpdesk_tui.vocab import Priority

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.journal import Entry
    from helpdesk_tui.store.tx import Tx

MAX_SUBJECT = 500
MAX_SUMMARY = 2000


@dataclass(frozen=True, slots=True)
class Parameters:
    """New values of a ticket's parameters; None leaves one as it is. `service` is a name, empty for none.

    `fee` is a support fee that is charged, in minor units; `incidents` are all that the ticket is to cost (SF1, IN11).
    `seen` are the values that stood before the writer: one that is somebody else's meanwhile is not overwritten
    (rules 26, 33). Its `fee` are all fees that had been charged on the ticket, refunded or not, and its `currency` is
    the one that a fee was entered in. `foreseen` is what they were told that it does to the client's account.
    """

    subject: str | None = None
    service: str | None = None
    priority: Priority | None = None
    front: bool | None = None
    seen: Parameters | None = field(default=None, repr=False)
    fee: int | None = None
    incidents: int | None = None
    currency: str = ""
    foreseen: Foreseen | None = field(default=None, repr=False, compare=False)

    @property
    def any(self) -> bool:
        """Whether something is to be changed."""
        return any(getattr(self, name) is not None for name in _VALUES)

    def over(self, other: Parameters) -> Parameters:
        """These values, and the other's where nothing is to be changed here."""
        if not self.any:
            return other
        names = (*_VALUES, "seen")
        return Parameters(**{n: getattr(self if getattr(self, n) is not None else other, n) for n in names})

    def after_undo(self, *, refunded: bool) -> Parameters:
        """These values for who goes on after an undo: a fee that went back was charged before their eyes, and may be
        charged again; one that stays is not.
        """
        if self.fee is None or not refunded:
            return replace(self, fee=None)
        if self.seen is None or self.seen.fee is None:
            return self
        return replace(self, seen=replace(self.seen, fee=self.seen.fee + self.fee))

    def data(self) -> dict[str, Any]:
        """As JSON keeps them."""
        own: dict[str, Any] = {name: getattr(self, name) for name in _VALUES}
        return own | {
            "priority": None if self.priority is None else int(self.priority),
            "seen": self.seen.data() if self.seen is not None else None,
            "currency": self.currency,
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> Parameters:
        """From what JSON kept."""
        priority = None if data["priority"] is None else Priority(data["priority"])
        seen = None if data["seen"] is None else cls.of(data["seen"])
        # Acts of an earlier version know of no charges.
        own = data["subject"], data["service"], priority, data["front"], seen, data.get("fee"), data.get("incidents")
        return cls(*own, data.get("currency", ""))

    def applied(self, tx: Tx, ticket: Ticket) -> Ticket:
        """The facts with these values; raises Refused for a value that the rules do not allow."""
        values: dict[str, Any] = {}
        if self.subject is not None:
            values["subject"] = checked_subject(self.subject)
        if self.service is not None:
            values["service"] = tx.clients.service_of(ticket.client, self.service) if self.service else None
        if self.priority is not None and self.priority is not ticket.priority:
            if not tx.desk.switch("use_priority"):
                raise Refused("This desk does not use priorities (provider setting use_priority).", code="no_priority")
            values["priority"] = self.priority
        if self.front is not None:
            if self.front and not ticket.open_tasks:
                raise Refused(f"Ticket {ticket.number} is closed; it stands in no queue.", code="ticket_closed")
            values["front"] = self.front
        if self.seen is not None:
            self._fresh(tx, ticket, self.seen, values)
        after = replace(ticket, **values)
        return ticket if after == ticket else replace(after, updated=tx.now)

    def charged(self, tx: Tx, ticket: Ticket) -> Ticket:
        """Charge the fee and the incidents; the facts, changed where anything was charged. Raises Refused."""
        seen = self.seen or UNCHANGED
        return ticket_charges.apply(
            tx,
            ticket,
            Charge(self.fee, self.incidents, seen.fee, seen.incidents, seen.currency, self.foreseen),
        )

    def _fresh(self, tx: Tx, ticket: Ticket, seen: Parameters, values: dict[str, Any]) -> None:
        """Raise Refused, with the new value, where somebody changed what is to be changed since it was seen."""
        service = tx.clients.service_of(ticket.client, seen.service) if seen.service else None
        before = {"subject": seen.subject, "service": service, "priority": seen.priority, "front": seen.front}
        for name, value in values.items():
            check_parameter(name, before[name], getattr(ticket, name), value)


_VALUES = ("subject", "service", "priority", "front", "fee", "incidents")
UNCHANGED = Parameters()
"""No parameter is to be changed."""


@dataclass(frozen=True, slots=True)
class SaveParameters(TicketAct):
    """*Save parameters* (TR3): applies what changed; sends neither reply nor comment.

    `version` is the ticket's version the form was opened with; a form that is out of date is told so (rule 26).
    """

    name: ClassVar[str] = "set"
    title: ClassVar[str] = "Save parameters"
    help: ClassVar[str] = (
        "Apply changed subject, service, priority, place in the queue, support fee and incidents; sends nothing."
    )

    number: int
    values: Parameters
    version: int | None = None
    tag: tuple[str, ...] = ()
    untag: tuple[str, ...] = ()
    key: str = ""

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Needs taking."""
        return needs_hold(context)

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Apply, unless somebody changed the ticket meanwhile."""
        if self.values.seen is None:
            check_ticket(self.version, ticket.version, ticket.number)
        if not (self.values.any or self.tag or self.untag):
            raise Refused("Nothing was changed.", code="nothing_changed")
        after = tx.tickets.save(ticket, self.values.charged(tx, self.values.applied(tx, ticket)))
        retag(tx, after, self.tag, self.untag)

    def done(self, tx: Tx) -> str:
        """Saved."""
        return f"parameters of ticket {self.number} saved"

    @classmethod
    def take_back(cls, tx: Tx, entry: Entry) -> None:
        """Take back what it changed, and what it charged, by entries; all of it or nothing. Tags as with their act."""
        take_back(tx, entry)
        for number in entry.tickets:
            ticket = load(tx, number, entry.touched.get(number, Touched()))
            ticket = untag(tx, ticket, entry)
            ticket_charges.take_back(tx, ticket, entry.noted.get("charged"), whole=True)


@dataclass(frozen=True, slots=True)
class SetPriority(TicketAct):
    """Change priority or place at the beginning from the list: membership is enough unless somebody else holds it."""

    name: ClassVar[str] = "priority"
    title: ClassVar[str] = "Priority"
    help: ClassVar[str] = "Change the ticket's priority or place it at the beginning of the queue."

    number: int
    priority: Priority | None = None
    front: bool | None = None

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Somebody else holds it."""
        return held_by_another(context)

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Apply."""
        values = Parameters(priority=self.priority, front=self.front)
        tx.tickets.save(ticket, values.applied(tx, ticket))

    def done(self, tx: Tx) -> str:
        """Another priority, another place."""
        if self.priority is not None:
            return f"ticket {self.number} given {self.priority.word} priority"
        where = "placed at the beginning" if self.front else "taken off the beginning"
        return f"ticket {self.number} {where}"


@dataclass(frozen=True, slots=True)
class Summarise(TicketAct):
    """*Summary* (TF1): a short text kept with the ticket; needs no taking."""

    name: ClassVar[str] = "summary"
    title: ClassVar[str] = "Summary"
    help: ClassVar[str] = "Keep a short text with the ticket, for whoever opens it next."

    number: int
    text: str

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Keep it."""
        text = self.text.strip()
        if len(text) > MAX_SUMMARY:
            raise Refused(f"A summary has at most {MAX_SUMMARY:,} characters.", code="too_long")
        tx.tickets.save(ticket, ticket if text == ticket.summary else replace(ticket, summary=text, updated=tx.now))

    def done(self, tx: Tx) -> str:
        """Another summary."""
        return f"summary of ticket {self.number} changed"


@dataclass(frozen=True, slots=True)
class ToggleFavourite(TicketAct):
    """Add the ticket to my favourites, or remove it (TF8)."""

    name: ClassVar[str] = "favourite"
    title: ClassVar[str] = "Favourite"
    help: ClassVar[str] = "Add the ticket to your favourites, or remove it."

    number: int

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Toggle; mine alone, but my other screens should see it."""
        added = tx.personal.toggle_favourite(ticket.number)
        tx.record("favourite", not added, added, ticket=ticket.number)
        tx.journal.note(ticket.number, favourite=added)

    def done(self, tx: Tx) -> str:
        """Added or removed."""
        how = "added to" if tx.journal.noted["favourite"] else "removed from"
        return f"ticket {self.number} {how} your favourites"

    @classmethod
    def take_back(cls, tx: Tx, entry: Entry) -> None:
        """Toggle it back, unless another session of mine did."""
        number = tx.tickets.look(entry.tickets[0]).number
        if tx.personal.is_favourite(number) is not entry.noted["favourite"]:
            raise Refused("You changed that again since.", code="changed_since")
        added = tx.personal.toggle_favourite(number)
        tx.record("favourite", not added, added, ticket=number)


@dataclass(frozen=True, slots=True)
class MarkRead(TicketAct):
    """Remember that I have read the ticket, as of the desk's change `seen`, by default as of now.

    With `stays` it is also open before me from now on (see `presence.Attend`): one transaction for an opened form.
    """

    name: ClassVar[str] = "read"
    title: ClassVar[str] = "Mark as read"
    help: ClassVar[str] = "Remember that the ticket was read; done by opening it."

    number: int
    seen: int | None = None
    stays: bool = False

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Note the reading; the holder's reading clears the unread mark, which others see."""
        news = ticket.held_by(tx.scope.staff_id) is not None and tx.personal.has_news(ticket)
        tx.personal.read(ticket.number)
        tx.personal.looked(ticket.number, self.seen)
        if self.stays:
            tx.personal.attend(ticket.number)
        if news:
            tx.record("read", ticket=ticket.number, client=ticket.client)


def checked_subject(subject: str) -> str:
    """A subject in one line; raises Refused when it is empty or too long."""
    folded = " ".join(subject.split())
    if not folded:
        raise Refused("A ticket needs a subject.", code="subject_missing")
    if len(folded) > MAX_SUBJECT:
        raise Refused(f"A subject has at most {MAX_SUBJECT} characters.", code="too_long")
    return folded
