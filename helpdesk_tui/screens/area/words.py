"""The client area in words (pure): what the client has, what a ticket costs, what state it is in."""

from __future__ import annotations

from collections.abc import Sequence

from helpdesk_tui.rules.incident_words import counted, day
from helpdesk_tui.screens.money_words import sum_words
from helpdesk_tui.screens.order_words import gift_words, made_words
from helpdesk_tui.views import (
    AreaView,
    ClientTicket,
    ClientTicketRow,
    DepartmentChoice,
    Foreseen,
    IncidentsView,
    OfferView,
    PaymentView,
)
from helpdesk_tui.vocab import ClientStatus, PaymentStatus
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.pieces import Piece, spread, width_of_pieces

STATUS = {
    ClientStatus.IN_PROGRESS: "In progress", ClientStatus.NEW_MESSAGES: "New messages",
    ClientStatus.REVIEWED: "Reviewed",
}  # fmt: skip
LIMITED = "Only tickets of your departments are listed; the client sees all of theirs."
Line = list[Piece]
_BETWEEN: Piece = ("     ", "plain")


def band(name: str, width: int, key: str) -> Line:
    """The frame that is always there: whose client area this is, and the key that leaves it."""
    return spread([(f" You see what {shown(name)} sees", "internal")], [(f"{key} leaves ", "internal")], width,
                  filler=(" ", "internal"))  # fmt: skip


def has_lines(area: AreaView, width: int) -> list[Line]:
    """What the client has: balance and support incidents, in one line where there is room."""
    look = "alarm" if area.balance < 0 else "strong"
    money: Line = [(" Balance ", "dim"), (sum_words(area.balance, area.currency), look)]
    if area.postpaid:
        money.append((", post-paid", "plain"))
    elif area.credit_limit:
        money.append((f", credit limit {sum_words(area.credit_limit, area.currency)}", "plain"))
    incidents = _incidents(area)
    if not incidents:
        return [money]
    if width_of_pieces([*money, _BETWEEN, *incidents]) < width:
        return [[*money, _BETWEEN, *incidents]]
    if width_of_pieces(incidents) >= width - 1:
        incidents = _incidents(area, later=False)
    return [money, [(" ", "plain"), *incidents]]


def pay_words(one: PaymentView) -> str:
    """What is to be done with a payment: until when to pay it, or nothing more."""
    if one.status is PaymentStatus.PAID:
        return "paid"
    return f"pay by {one.due.isoformat()}" if one.due else "to be paid"


def bank_lines(area: AreaView) -> list[Line]:
    """Where to pay what is to be paid."""
    first: Piece = (" Where to pay: ", "dim")
    return [
        [first if number == 0 else (" " * width_of_pieces([first]), "plain"), (shown(line), "plain")]
        for number, line in enumerate(area.bank)
    ]


def _incidents(area: AreaView, *, later: bool = True) -> Line:
    """What is left, with dates; with `later` also what comes next. Empty where there is nothing to say."""
    has = area.incidents
    if not (area.set_up or has.dated or has.upcoming or has.lifetime or has.credit_used):
        return []
    left = max(has.lifetime, 0) + sum(lot.count for lot in has.dated)
    pieces: Line = [("Support incidents ", "dim"), (f"{left:,} left" if left else "none left",
                                                    "strong" if left else "alarm")]  # fmt: skip
    parts = _where(has, later=later)
    if parts:
        pieces.append((f": {', '.join(parts)}", "plain"))
    if area.credit is not None:
        pieces.append((f"; on credit {has.credit_used:,} of {area.credit:,}", "alarm" if has.credit_used else "plain"))
    elif has.credit_used:
        pieces.append((f"; {has.credit_used:,} owed", "alarm"))
    return pieces


def _where(has: IncidentsView, *, later: bool) -> list[str]:
    """Dated incidents with their last day, lifetime ones, and those that come later."""
    return [
        *(f"{lot.count:,} until {day(lot.ends)}" for lot in has.dated),
        *([f"{has.lifetime:,} lifetime"] if has.lifetime > 0 else []),
        *(f"{lot.count:,} more from {day(lot.starts)}" for lot in has.upcoming[:1] if later),
    ]


def choice_words(one: DepartmentChoice, area: AreaView) -> str:
    """A department where it is chosen: `Tech (1 incident, 3 left)`, `Sales (free)`."""
    if not one.incidents:
        return f"{one.name} (free)"
    left = area.incidents.lifetime + sum(lot.count for lot in area.incidents.dated)
    return f"{one.name} ({one.incidents} incident, {left if left > 0 else 'none'} left)"


def cost_words(one: DepartmentChoice, area: AreaView) -> str:
    """What a new ticket there takes and of which lot, and what is left then; or why it is refused and what helps."""
    if one.refused:
        return f"{one.name} is not open to you now. {one.refused} " + (
            "o on the list of tickets buys some." if area.set_up else ""
        )
    if not one.incidents:
        return f"{one.name} costs nothing."
    return f"{one.name} takes {area.takes}; left: {area.left}."


def foreseen(one: DepartmentChoice, area: AreaView) -> Foreseen | None:
    """The same as it goes with the ticket; None where it would be refused: the act says what holds."""
    if one.refused:
        return None
    takes = f"takes {area.takes}" if one.incidents else ""
    return Foreseen(takes, area.incidents.total - one.incidents)


def taken_words(number: int, taken: int, after: AreaView) -> str:
    """What is said of a ticket that was just opened: what it took, and what is left."""
    if not taken:
        return f"Ticket {number} is open. It cost nothing."
    total = after.incidents.total
    left = f"{total:,} left" if total >= 0 else f"{-total:,} owed"
    return f"Ticket {number} is open. It took {counted(taken)}; {left}."


def offer_words(offer: OfferView) -> str:
    """What an order costs, what is missing, and what it gives; a line each."""
    made = made_words(offer)
    if not offer.price.total:
        return f"Costs nothing{made}.\n{gift_words(offer)}"
    price, balance, after, missing = (
        sum_words(one, offer.currency) for one in (offer.price.total, offer.balance, offer.after, offer.missing)
    )
    price += made
    if not offer.missing:
        return f"Costs {price}; the balance is {balance}, and {after} afterwards.\n{gift_words(offer)}"
    return (
        f"Costs {price}; the balance is {balance}: {missing} missing.\n"
        f"A payment over {missing} is made out, and the incidents come once it is paid.\n{gift_words(offer)}"
    )


def status_words(row: ClientTicketRow) -> str:
    """The client-area status, or that the ticket is in the archive."""
    if row.archived and row.status is not ClientStatus.NEW_MESSAGES:
        return "Archived"
    return STATUS[row.status]


def ticket_lines(ticket: ClientTicket, width: int) -> list[Line]:
    """The head above a conversation: number and subject, state; below it what it is about and what it cost."""
    row = ticket.row
    state = status_words(row)
    look = "accent" if row.status is ClientStatus.NEW_MESSAGES else "plain"
    first = spread([(f" {row.number}  ", "dim"), (shown(row.subject), "strong")], [(f"{state} ", look)], width)
    facts = [row.department, row.service or "", f"priority {row.priority.word}" if row.priority is not None else ""]
    if ticket.incidents:
        facts.append(f"took {counted(ticket.incidents)}")
    fees = [(ticket.fee, ticket.currency), *((one.fee, one.currency) for one in ticket.earlier)]
    if any(fee for fee, _ in fees):
        facts.append(f"support fee {', '.join(sum_words(fee, currency) for fee, currency in fees if fee)}")
    return [first, [(" " + " · ".join(_filled(facts)), "dim")]]


def _filled(facts: Sequence[str]) -> list[str]:
    return [shown(fact) for fact in facts if fact]
