"""What people see instead of JSON: tables and lines. Every text from outside is made safe here and is never markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from helpdesk_tui.cli import output
from helpdesk_tui.rules.moments import say_when, waited
from helpdesk_tui.text import clipped, one_line, safe_text
from helpdesk_tui.vocab import TicketStatus

if TYPE_CHECKING:
    from helpdesk_tui.mail.outgoing.sending import Sent
    from helpdesk_tui.views import EarlierText, LotView, MailReport, MessageView, OutboxRow, QueueRow, TicketView

Cell = str | int | bool | None

_WIDEST = 300


def table(headings: Sequence[str], rows: Iterable[Sequence[Cell]], empty: str) -> None:
    """A table without frames; numbers stand at the right. Without a row, the sentence `empty`."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    found = list(rows)
    if not found:
        output.say(empty)
        return
    for at, heading in enumerate(headings):
        numbers = all(isinstance(row[at], int) and not isinstance(row[at], bool) for row in found)
        drawn.add_column(Text(heading), justify="right" if numbers else "left")
    for row in found:
        drawn.add_row(*[Text(cell(value)) for value in row])
    output.say_table(drawn)


def cell(value: Cell) -> str:
    """A value in a table: `-` for nothing, yes or no, anything else in one safe line."""
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return clipped(str(value), _WIDEST)


def pairs(rows: Iterable[tuple[str, Cell]]) -> None:
    """One thing: its fields below each other."""
    found = list(rows)
    widest = max(len(name) for name, _ in found)
    for name, value in found:
        output.say(f"{name:{widest}}  {cell(value)}")


def line(text: str) -> None:
    """One safe line."""
    output.say(one_line(text))


def tickets(rows: Iterable[QueueRow], now: datetime, zone: tzinfo, empty: str) -> None:
    """Tickets as the queue shows them (TQ7), with the words of the marks."""
    headings = ("No", "Marks", "Client", "Subject", "Department", "Service", "Priority", "Status", "Waits", "Held by")
    table(headings, (_ticket(row, now, zone) for row in rows), empty)


def _ticket(row: QueueRow, now: datetime, zone: tzinfo) -> tuple[Cell, ...]:
    marks = (("@", row.unread), ("^", row.front), ("+", row.favourite), ("z", row.delayed))
    waits = waited(row.waiting_since, now) if row.status is TicketStatus.IN_PROGRESS else ""
    if row.delayed and row.delayed_until is not None:
        waits = f"until {say_when(row.delayed_until, now, zone)}"
    return (
        row.number, "".join(mark for mark, on in marks if on), clipped(row.client, 30), clipped(row.subject, 60),
        row.department, row.service, row.priority.word, words(row.status.value), waits, row.taken_by,
    )  # fmt: skip


def ticket_form(view: TicketView, now: datetime, zone: tzinfo) -> None:
    """A ticket with its conversation."""
    row = view.row
    line(f"{row.number}  {row.subject}")
    line(f"{words(row.status.value)} - {row.department} - held by {', '.join(view.holders) or 'nobody'}")
    client = view.client
    line(f"{client.name or client.email} <{client.email}> - {client.characteristic.value}"
         f" - service {row.service or 'none'} - priority {row.priority.word}")  # fmt: skip
    if view.merged_into is not None:
        line(f"Merged into {view.merged_into}")
    if row.tags:
        line(f"Tags: {', '.join(row.tags)}")
    if view.summary:
        line(f"Summary: {view.summary}")
    if row.delayed and row.delayed_until is not None:
        line(f"Delayed until {say_when(row.delayed_until, now, zone)}")
    for message in view.messages:
        _message(message, zone)


def _message(message: MessageView, zone: tzinfo) -> None:
    output.say("")
    kind = " INTERNAL" if message.kind.value == "comment" else ""
    failed = f" NOT DELIVERED: {message.undelivered}" if message.undelivered else ""
    edited = " edited" if message.edited else ""
    line(f"--- {at(message.at, zone)} {message.author}{kind}{edited}{failed} [{message.id}]")
    output.say(safe_text(message.text, lines=True).rstrip())
    for attachment in message.attachments:
        line(f"[attachment {attachment.id}] {attachment.name} ({attachment.content_type}, {attachment.size:,} bytes)")


def message_whole(message: MessageView, earlier: Iterable[EarlierText], zone: tzinfo) -> None:
    """One message, and under it what it said before it was edited."""
    _message(message, zone)
    for one in earlier:
        output.say("")
        line(f"--- until {at(one.at, zone)}, edited by {one.who}")
        output.say(safe_text(one.text, lines=True).rstrip())


def mail(report: MailReport, *, stored: bool = True) -> None:
    """What happened to an email, in a line; or what would, to one that is not `stored` and has no number."""
    named = report.parsed.sender if report.parsed else None
    sender = (named.address or named.name or "?") if named else "?"
    subject = report.parsed.subject if report.parsed else ""
    led = f" ticket {report.ticket}" if report.ticket is not None else ""
    reason = f" ({report.reason})" if report.reason else ""
    number = f"mail {report.mail} from" if stored else "an email from"
    line(f"{report.gateway}: {number} {sender} “{clipped(subject, 60)}”:"
         f" {words(report.outcome.value)}{led}{reason}")  # fmt: skip


def sent(mail: Sent | OutboxRow) -> None:
    """What became of an outgoing email, in a line."""
    to = mail.to if isinstance(mail.to, str) else ", ".join(mail.to)
    error = f" ({mail.error})" if mail.error else ""
    line(f"{mail.id} to {to} “{clipped(mail.subject, 60)}”: {mail.state.value}{error}")


def counted(number: int, one: str, many: str = "") -> str:
    """A number of things: `1 ticket`, `2,000 tickets`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def at(moment: datetime | None, zone: tzinfo) -> str:
    """A moment in the desk's time zone: `2026-04-11 09:00`."""
    return "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def incidents_left(dated: Iterable[LotView], lifetime: int, credit_used: int) -> str:
    """What can be used of incidents: `3 left: 1 until 2026-05-10, 2 lifetime`, `none left; 2 used on credit`."""
    lots = list(dated)
    left = sum(lot.count for lot in lots) + lifetime
    parts = [f"{lot.count:,} until {lot.ends}" for lot in lots] + [f"{lifetime:,} lifetime"] * (lifetime > 0)
    credit = f"; {credit_used:,} used on credit" if credit_used else ""
    return (f"{left:,} left: {', '.join(parts)}" if left else "none left") + credit


def words(name: str) -> str:
    """A word of the JSON as people write it."""
    return name.replace("_", " ")
