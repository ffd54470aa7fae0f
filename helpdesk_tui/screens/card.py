"""The lines of the client card (pure): sections of plain text, the next decision at the top."""

from __future__ import annotations

from datetime import datetime

from helpdesk_tui.rules.abuse import counted
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.when import waited
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import ClientCard, ClientHead, EventView, QueueRow, ServiceView, UserView
from helpdesk_tui.vocab import AS_CLIENT, Characteristic, TicketStatus
from helpdesk_tui.widgets.cells import fit, shown
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.pieces import Piece

_NARROW = 80
"""Cells below which a row says less: at the right of a ticket."""
_SHORT_STATUS = len("  awaiting response ")
Lines = list[list[Piece]]
_THINGS = ("client", "user", "service")
"""What is added and deleted as a whole; other fields have a value."""
_AS_IT_IS = ("client area", "registration", "mass message")
"""Of these it is told what was done."""
STATUS = {
    TicketStatus.IN_PROGRESS: "in progress",
    TicketStatus.AWAITING: "awaiting response",
    TicketStatus.ARCHIVED: "in archive",
}


def card_lines(card: ClientCard, width: int, now: datetime, go: str) -> Lines:
    """The whole card for a terminal of this width; times in the zone of `now`."""
    lines = _who(card, width, now, go)
    lines += _section("Services", [_service(service, width) for service in card.head.services], "no services")
    lines += _section("Users", [_user(user, width) for user in card.users], "no users")
    head = f"Tickets  {card.head.tickets}, {card.head.open_tickets} open"
    lines += _section(head, [_ticket(row, width, now) for row in card.tickets], "no tickets in your departments")
    lines += _section("History", [_change(event, now) for event in card.changes[:20]], "nothing was changed yet")
    return lines


def _who(card: ClientCard, width: int, now: datetime, go: str) -> Lines:
    head = card.head
    rated = [] if head.characteristic is Characteristic.COMMON else [_rated(head.characteristic)]
    facts = [f"#{head.id}", head.country, head.language, head.label, "" if head.mass_messages else "no mass messages"]
    since = f"client since {head.registered.astimezone(now.tzinfo):%d %b %Y}"
    name: Piece = (f" {shown(head.name) or shown(head.email)}", "strong")
    first: Lines = [[name, (f"  <{shown(head.email)}>", "plain"), *rated]]
    if width < _NARROW:
        first = [[name, *rated], [(f" <{shown(head.email)}>", "plain")]]
    lines: Lines = [
        [],
        *first,
        [(" " + "  ".join(shown(fact) for fact in [*facts, since] if fact), "dim")],
    ]
    if head.scores:
        lines.append([(f" Abuse: {counted(head.scores)}", "alarm"), (f"   {go} x lists them", "dim")])
    lines += _account(head, card.turnover, width)
    if head.comment:
        lines.append([])
        lines += text_lines(head.comment, width)
    return lines


def _account(head: ClientHead, turnover: int, width: int) -> Lines:
    """Balance, turnover and incidents, where anything ever moved (CL4, IN13); dated ones with their last day."""
    has = head.support
    if not has.moved:
        return []
    look = "alarm" if has.balance < 0 else "plain"
    lines: Lines = [[(" Balance ", "dim"), (f"{amount(has.balance, head.currency)} {head.currency}", look)]]
    if turnover:
        in_a_year: list[Piece] = [(" Turnover of twelve months ", "dim"), (amount(turnover, head.currency), "plain")]
        lines = [*lines, in_a_year] if width < _NARROW else [[*lines[0], ("  ", "plain"), *in_a_year]]
    if has.incidents:
        dated = [f"{lot.count:,} until {lot.ends.day} {lot.ends:%b %Y}" for lot in has.dated]
        said = [*dated, *([f"{has.lifetime:,} lifetime"] if has.lifetime else [])]
        pieces: list[Piece] = [(" Incidents ", "dim"), (", ".join(said) or "none left", "plain")]
        lines.append([*pieces, *([(f"  {has.credit_used:,} on credit", "alarm")] if has.credit_used else [])])
    return lines


def _rated(characteristic: Characteristic) -> Piece:
    look = "alarm" if characteristic is Characteristic.PROBLEMATIC else "accent"
    return (f"  {characteristic.value}", look)


def _section(title: str, rows: Lines, nothing: str) -> Lines:
    return [[], [(f" {title}", "accent")], *(rows or [[(f"   {nothing}", "dim")]])]


def _service(service: ServiceView, width: int) -> list[Piece]:
    cost = cost_words(service)
    look = "plain" if service.status.value == "active" else "alarm"
    if width < _NARROW:
        words = f"{service.status.value}  {cost}  {shown(service.domain)}"
        return [(f"   {fit(shown(service.name), 14)}  ", "plain"), (words, look)]
    return [
        (f"   {fit(shown(service.name), 16)}  {fit(shown(service.plan), 12)}  ", "plain"),
        (fit(service.status.value, 10), look),
        (f"  {fit(cost, 12, right=True)}  {shown(service.domain)}", "plain"),
    ]


def cost_words(service: ServiceView) -> str:
    """What a service costs; empty when nothing."""
    return f"{amount(service.cost, service.currency)} {service.currency}" if service.cost else ""


def _user(user: UserView, width: int) -> list[Piece]:
    marks = " main" * user.main + " switched off" * (not user.active)
    email = shown(user.email) if width < _NARROW else fit(shown(user.email), 36)
    return [(f"   {email}  {shown(user.name)}", "plain"), (marks, "dim")]


def _ticket(row: QueueRow, width: int, now: datetime) -> list[Piece]:
    holder = row.taken_by or "-"
    open_now = row.status is TicketStatus.IN_PROGRESS
    left = f"   {row.number:>7}  "
    if width < _NARROW:
        subject = fit(shown(row.subject), max(width - len(left) - _SHORT_STATUS, 10))
        return [(left, "plain"), (subject, "strong" if open_now else "plain"), (f"  {STATUS[row.status]}", "plain")]
    right = f"  {fit(STATUS[row.status], 17)}  {fit(shown(row.department), 8)}  {fit(shown(holder), 8)}"
    right += f"  {fit(waited(row.updated, now) + ' ago', 11, right=True)}"
    return [
        (left, "plain"),
        (fit(shown(row.subject), max(width - len(left) - len(right) - 1, 10)), "strong" if open_now else "plain"),
        (right, "plain"),
    ]


def _change(event: EventView, now: datetime) -> list[Piece]:
    return [(f"   {fit(moment(event.at, now), 18)}  {shown(change_words(event))}", "plain")]


def change_words(event: EventView) -> str:
    """A recorded change in words: `service dns added by gary`."""
    what = event.field.replace("_", " ")
    if event.field in _AS_IT_IS:
        done = f"{what} {event.after}"
    elif event.field == "no_mass":
        done = f"mass messages {'none wanted' if event.after == 'yes' else 'wanted again'}"
    elif event.field in _THINGS:
        done = f"{what} {event.after} added" if event.after else f"{what} {event.before} deleted"
    elif not event.before:
        done = f"{what} set to {event.after}"
    elif not event.after:
        done = f"{what} {event.before} taken away"
    else:
        done = f"{what} changed from {event.before} to {event.after}"
    acting = ", as the client" if event.reason.startswith(AS_CLIENT) else ""
    return f"{' '.join(done.split())} by {event.who}{acting}"
