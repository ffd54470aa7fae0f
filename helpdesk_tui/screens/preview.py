"""The ticket under the cursor as it stands at the right of the queue: what it is, and its last messages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import tzinfo

from helpdesk_tui.questions import ReadTicket
from helpdesk_tui.rules.look import Look
from helpdesk_tui.screens.beside import Beside, Lines
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import TicketView
from helpdesk_tui.widgets.cells import shown, wrap
from helpdesk_tui.widgets.client_header import STATUS, client_line, service_line, support_words
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.thread_layout import BAR, INDENT, Conversation
from helpdesk_tui.widgets.thread_layout import Page as Laid

_SUBJECT_LINES = 2
_MESSAGES = 30
"""So many of the last messages are laid out at most."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Cells and lines that there are, and how times are written."""

    width: int
    height: int
    zone: tzinfo
    look: Look


class TicketBeside(Beside):
    """A list with the ticket under its cursor at the right; it stays unread."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._preview: TicketView | None = None

    async def read_beside(self, number: int) -> None:
        """Read the ticket."""
        self._preview = await self.session.read(ReadTicket(number))

    def beside_lines(self, width: int, height: int) -> Lines:
        """What it is, and its end."""
        if self._preview is None:
            return []
        return preview_lines(self._preview, Frame(width, height, self.session.zone, self.session.own_look))


def preview_lines(ticket: TicketView, frame: Frame) -> list[list[Piece]]:
    """Number and subject, status, client, summary; below a hairline the end of the conversation."""
    width = frame.width
    row = ticket.row
    lines: list[list[Piece]] = [[(f"{row.number}", "accent"), (f"  {STATUS[row.status]}", "plain")]]
    subject = wrap(shown(row.subject) or "(no subject)", width)[:_SUBJECT_LINES]
    lines += [[(part, "strong")] for part in subject]
    until = row.delayed_until.astimezone(frame.zone) if row.delayed_until else None
    local = replace(ticket, row=replace(row, delayed_until=until))
    support = support_words(ticket.client, ticket.charges)
    for line in (service_line, client_line):
        lines.append(_closer(line(local, support, width, frame.look)))
    if ticket.summary:
        lines += [[(part, "plain")] for part in wrap(shown(ticket.summary), width)[:_SUBJECT_LINES]]
    lines.append([("─" * width, "dim")])
    return lines + _end_of(ticket, frame, frame.height - len(lines))


def _closer(line: list[Piece]) -> list[Piece]:
    """A line of the form without the blank that stands at its left."""
    (text, look), *rest = line or [("", "plain")]
    return [(text.removeprefix(" "), look), *rest]


def _end_of(ticket: TicketView, frame: Frame, room: int) -> list[list[Piece]]:
    """The last lines of the conversation, or all of it from the top where it has room."""
    if room < 1:
        return []
    look = replace(frame.look, text_width=frame.width)
    laid = Laid(frame.width, frame.width, frame.zone, frame.look.hide_system, look)
    talk = Conversation(ticket.messages[-_MESSAGES:], laid)
    return [_here(list(line)) for _, line in talk.lines_from(talk.last_top(room), room)]


def _here(line: list[Piece]) -> list[Piece]:
    """A line of the conversation: the bar of a comment under that of its heading, and no key that acts elsewhere."""
    if line[:1] == [(BAR, "internal")]:
        return [(" " * (INDENT - 2), "plain"), line[0], (" ", "plain"), *line[1:]]
    return [(text.removesuffix(" (Space)") if look == "dim" else text, look) for text, look in line]
