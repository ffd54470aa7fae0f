"""What *Incoming emails* show, as plain lines and cells (pure)."""

from __future__ import annotations

import enum
from datetime import datetime

from helpdesk_tui.rules.when import waited
from helpdesk_tui.screens.times import day, moment
from helpdesk_tui.views import IncomingRow, ParsedMail
from helpdesk_tui.vocab import IncomingState, MailOutcome
from helpdesk_tui.widgets.cells import shown, size_words
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Record

RETRIED = {
    MailOutcome.TICKET_CREATED: "It was read; it is a ticket now.",
    MailOutcome.REPLY_ADDED: "It was read; it is part of its ticket now.",
    MailOutcome.INCOMING: "It was read; it waits here for you.",
    MailOutcome.IGNORED: "It was read; it is for nobody, so it is off the list.",
    MailOutcome.BOUNCED: "It was read; it reports about an email of ours, see its ticket.",
    MailOutcome.DUPLICATE: "It was read; it had come before.",
    MailOutcome.REFUSED: "It was read; no ticket may be made of it.",
}
"""What became of an email that was tried again."""


class Which(enum.Enum):
    """Which emails are listed; `v` goes on to the next."""

    WAITING = 0
    HANDLED = 1
    IGNORED = 2


TITLES = {
    Which.WAITING: "Incoming emails", Which.HANDLED: "Incoming emails: handled",
    Which.IGNORED: "Incoming emails: ignored",
}  # fmt: skip
EMPTY = {
    Which.WAITING: "Nothing waits here: every email has found its place. {v} shows the handled ones.",
    Which.HANDLED: "No email was handled here yet; {v} shows those that were ignored.",
    Which.IGNORED: "No email was ignored yet; {v} shows those that wait.",
}


def record(row: IncomingRow, now: datetime) -> Record:
    """An email as a line of the list; `now` in the zone of whoever looks."""
    cells = (
        str(row.id), row.sender or row.address or "(nobody)", row.subject or "(no subject)", why(row, now),
        row.department or "", waited(row.received, now),
    )  # fmt: skip
    return Record(row.id, cells, alarm=row.outcome is MailOutcome.QUARANTINED)


def why(row: IncomingRow, now: datetime) -> str:
    """Why it waits, or what became of it."""
    if row.state is IncomingState.ACCEPTED:
        return f"ticket {row.ticket}" if row.ticket else "accepted"
    if row.state is not IncomingState.WAITING:
        return row.state.value
    return answered(row, now) or row.reason


def answered(row: IncomingRow, now: datetime) -> str:
    """Who answered it, and when: the time today, the day before; empty when nobody did."""
    if row.answered is None:
        return ""
    today = row.answered.astimezone(now.tzinfo).date() == now.date()
    return f"answered by {row.answered_by} {moment(row.answered, now) if today else day(row.answered, now)}"


def mail_lines(
    row: IncomingRow, to: tuple[str, ...], parsed: ParsedMail, width: int, now: datetime, attach: str
) -> list[list[Piece]]:
    """The email under the cursor for a terminal of this width."""
    lines: list[list[Piece]] = [
        [(" From ", "dim"), (shown(sender(row)), "plain"), ("   to ", "dim"),
         (shown(", ".join(to)) or "(nobody)", "plain")],
        [(" Why  ", "dim"), (shown(row.reason), "strong")],
    ]  # fmt: skip
    if row.answered is not None:
        lines.append([(f" Answered by {shown(row.answered_by)}, {moment(row.answered, now)}", "strong")])
    if row.notice:
        lines.append([(f" {shown(row.notice).capitalize()}.", "plain")])
    if row.suggestion and row.state is IncomingState.WAITING:
        lines.append(
            [(" May belong to ticket ", "dim"), (str(row.suggestion), "strong"), (f"; {attach} attaches it.", "dim")]
        )
    names = [f"{shown(a.name)} {size_words(len(a.content))}" for a in parsed.attachments]
    if names:
        lines.append([(" With ", "dim"), (", ".join(names), "plain")])
    return [*lines, [], *text_lines(parsed.text or "(no text)", width)]


def sender(row: IncomingRow) -> str:
    """Who sent it, with name and address."""
    if not row.address:
        return row.sender or "(nobody)"
    return f"{row.sender} <{row.address}>" if row.sender else row.address


def answer_lines(
    row: IncomingRow, text: str, now: datetime, width: int, to: str = "", why: str = ""
) -> list[list[Piece]]:
    """The look before an answer without a ticket is sent: to the sender, or to another address for the reason `why`."""
    lines: list[list[Piece]] = []
    if row.answered is not None:
        lines.append([(f" {shown(answered(row, now)).capitalize()} already.", "alarm")])
    lines.append(
        [(" To ", "dim"), (shown(to or sender(row)), "strong"), (f"   from {shown(row.department or '')}", "plain")]
    )
    if why:
        lines.append([(f" {shown(to)} {shown(why)}.", "alarm")])
    lines.append([(" Subject ", "dim"), (f"Re: {shown(row.subject)}", "plain")])
    lines.append([(" No ticket is made; the email stays in the list, marked as answered.", "dim")])
    return [*lines, [], *text_lines(text.strip(), width)]
