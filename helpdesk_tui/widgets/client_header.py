"""The lines above a ticket: the ticket, its service and support, its client (TF1, TF2, TF3, IN13).

A fourth line is there when there is something to stand in it: the summary, and to whom the ticket was assigned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

from textual.strip import Strip

from helpdesk_tui.rules import fee_words
from helpdesk_tui.rules.abuse import counted
from helpdesk_tui.rules.look import DEFAULT_LOOK, Look
from helpdesk_tui.rules.money import amount
from helpdesk_tui.views import ChargesView, ClientHead, ServiceView, SupportView, TicketView
from helpdesk_tui.views.charges import UNCHARGED
from helpdesk_tui.vocab import Characteristic, TaskState, TicketStatus
from helpdesk_tui.widgets.cells import shown, width_of
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.pieces import Piece, clipped, spread, width_of_pieces
from helpdesk_tui.widgets.ticket_row import MONTHS

DOT = " · "
STATUS = {
    TicketStatus.IN_PROGRESS: "In progress",
    TicketStatus.AWAITING: "Awaiting response",
    TicketStatus.ARCHIVED: "In archive",
}


@dataclass(frozen=True, slots=True)
class Support:
    """What the client's support costs and has left, in words; an empty word is left out.

    For example incidents `1 charged, 7 left (3 until 10 May, 4 lifetime)`, fee `15.00 EUR`, balance `12.50 EUR`.
    """

    incidents: str = ""
    fee: str = ""
    balance: str = ""


def support_words(client: ClientHead, charges: ChargesView = UNCHARGED) -> Support:
    """What a client has and a ticket costs, as the lines above the ticket say it; nothing where nothing ever moved."""
    balance = _money(client.support.balance, client.currency) if client.support.moved else ""
    left, costs = _left(client.support), f"{charges.incidents:,} charged" if charges.incidents else ""
    merged = f"{charges.merged_incidents:,} on merged tickets" if charges.merged_incidents else ""
    fee = ", ".join(filter(None, (fee_words.fees(charges), fee_words.merged(charges))))
    return Support(", ".join(filter(None, (costs, merged, left))), fee, balance)


def _money(minor: int, currency: str) -> str:
    return f"{amount(minor, currency)} {currency}"


def _left(has: SupportView) -> str:
    """`7 left (3 until 10 May, 4 lifetime)`; nothing where the client never had any."""
    if not has.incidents:
        return ""
    parts = [f"{lot.count:,} until {lot.ends.day} {MONTHS[lot.ends.month - 1]}" for lot in has.dated]
    parts += [f"{has.lifetime:,} lifetime"] if has.lifetime and has.dated else []
    words = f"{has.left:,} left" + (f" ({', '.join(parts)})" if parts else "")
    return words + (f", {has.credit_used:,} on credit" if has.credit_used else "")


class ClientHeader(LineWidget):
    """Three lines about a ticket and its client, and one of notes where there are any."""

    DEFAULT_CSS = "ClientHeader { height: 3; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.zone: tzinfo = UTC
        """The zone that times are shown in, set by the screen."""
        self.own_look = DEFAULT_LOOK
        """How times are written, set by the screen."""
        self._ticket: TicketView | None = None
        self._support = Support()

    def show(self, ticket: TicketView, support: Support = Support()) -> None:
        """Show this ticket."""
        self._ticket, self._support = ticket, support
        self.styles.height = len(_LINES) if ticket.summary or ticket.assigned_to else len(_LINES) - 1
        self.refresh()

    def line(self, y: int) -> Strip:
        """One of the lines."""
        if self._ticket is None:
            return self.strip()
        make = _LINES[y] if y < len(_LINES) else None
        return (
            self.strip(*make(self._in_zone(), self._support, self.size.width, self.own_look)) if make else self.strip()
        )

    def _in_zone(self) -> TicketView:
        assert self._ticket is not None
        row = self._ticket.row
        until = row.delayed_until.astimezone(self.zone) if row.delayed_until else None
        return replace(self._ticket, row=replace(row, delayed_until=until))


def ticket_line(ticket: TicketView, support: Support, width: int, look: Look = DEFAULT_LOOK) -> list[Piece]:
    """Number and subject; at the right status, departments and who holds the ticket."""
    row = ticket.row
    left: list[Piece] = [
        (f" {row.number}", "accent"),
        ("  ", "plain"),
        (shown(row.subject) or "(no subject)", "strong"),
    ]
    right = f"{STATUS[row.status]}{DOT}{_departments(ticket)} "
    pieces: list[Piece] = [("  ", "plain"), (right, "plain")]
    if row.spam:
        pieces = [("  ", "plain"), ("marked as spam", "alarm"), (f"{DOT}{_departments(ticket)} ", "plain")]
    if ticket.merged_into is not None:
        pieces = [("  ", "plain"), (f"merged into {ticket.merged_into} ", "alarm")]
    return spread(left, clipped(pieces, max(width * 2 // 3, 1)), width)


def _departments(ticket: TicketView) -> str:
    """`Tech · held by you` with one open task, `Tech: you, Sales: anna, Billing: free` with several."""
    tasks = [task for task in ticket.tasks if task.state is TaskState.OPEN]
    holders = [(shown(task.department), "you" if task.mine else shown(task.staff or "")) for task in tasks]
    if not holders:
        return shown(ticket.row.department)
    if len(holders) == 1:
        department, holder = holders[0]
        return department + DOT + (f"held by {holder}" if holder else "held by nobody")
    return ", ".join(f"{department}: {holder or 'nobody'}" for department, holder in holders)


def service_line(ticket: TicketView, support: Support, width: int, look: Look = DEFAULT_LOOK) -> list[Piece]:
    """The service with plan and state, incidents, fee, what the list shows by marks, priority and tags.

    Where there is little room plan and state give way, then the priority.
    """
    service = next((one for one in ticket.client.services if one.id == ticket.service_id), None)
    parts = [_service(service) if service else shown(ticket.row.service or "no service")]
    parts += [
        f"{name} {shown(words)}" for name, words in (("incidents", support.incidents), ("fee", support.fee)) if words
    ]
    marked = marks(ticket, look)
    parts += [DOT.join(marked)] if marked else []
    parts.append(f"priority {ticket.row.priority.word}")
    tags = f"tagged {', '.join(shown(tag) for tag in ticket.row.tags)}" if ticket.row.tags else ""
    parts += [tags] if tags else []
    warning: list[Piece] = [] if ticket.answers_arrive else [("  the client's answers will not arrive ", "alarm")]
    room = width - 1 - width_of_pieces(warning)
    if width_of(_spaced(parts)) > room and service:
        parts[0] = shown(service.name)
    if width_of(_spaced(parts)) > room and (marked or tags):
        parts.remove(f"priority {ticket.row.priority.word}")
    return spread([(_spaced(parts), "plain")], warning, width)


def _spaced(parts: list[str]) -> str:
    return " " + "    ".join(parts)


def marks(ticket: TicketView, look: Look = DEFAULT_LOOK) -> list[str]:
    """In words what the list says by `^`, `+` and `z`; times in the zone that `delayed_until` carries."""
    row = ticket.row
    until = row.delayed_until
    words = []
    if row.delayed:
        words.append(f"delayed until {until.day} {MONTHS[until.month - 1]} {look.time(until)}" if until else "delayed")
    words += ["beginning of the queue"] if row.front else []
    return words + (["favourite"] if row.favourite else [])


def note_line(ticket: TicketView, support: Support, width: int, look: Look = DEFAULT_LOOK) -> list[Piece]:
    """The summary, and the ticket information of TF3 where both have room."""
    summary = f" {shown(ticket.summary)}" if ticket.summary else ""
    name = shown(ticket.assigned_to)
    information = f" Ticket information: The ticket is assigned to {name}." if name else ""
    if width_of(summary) + width_of(information) + 1 > width and summary:
        information = ""
    return spread([(summary or information, "plain")], [(f"{information} ", "plain")] if summary else [], width)


def _service(service: ServiceView) -> str:
    plan = f"{shown(service.plan)}, " if service.plan else ""
    return f"{shown(service.name)} ({plan}{service.status.value})"


def client_line(ticket: TicketView, support: Support, width: int, look: Look = DEFAULT_LOOK) -> list[Piece]:
    """The client: name, address, how the desk rates them, balance, since when, how many tickets."""
    client = ticket.client
    rating = "" if client.characteristic is Characteristic.COMMON else client.characteristic.value
    since = f"client since {MONTHS[client.registered.month - 1]} {client.registered.year}"
    tickets = f"{client.tickets} {'ticket' if client.tickets == 1 else 'tickets'}, {client.open_tickets} open"
    balance = f"balance {shown(support.balance)}" if support.balance else ""
    abuse = f"abuse {counted(client.scores)}" if client.scores else ""
    words = [f"{shown(client.name)} <{shown(client.email)}>", rating, abuse, shown(client.label), balance, since,
             tickets]  # fmt: skip
    for spare in (since, shown(client.label)):
        if width_of(" " + DOT.join(filter(None, words))) > width:
            words.remove(spare)
    text = " " + DOT.join(filter(None, words))
    left: list[Piece] = [(text, "plain")]
    if client.characteristic is Characteristic.PROBLEMATIC:
        before, after = text.split(rating, 1) if rating in text else (text, "")
        left = [(before, "plain"), (rating, "alarm"), (after, "plain")]
    return clipped(left, width)


_LINES = (ticket_line, service_line, client_line, note_line)
