"""The lines of a conversation: wrapped when they are first asked for, so that huge messages open at once (pure, TF11).

A conversation is a row of chunks, at most 200 lines of a message's text each. A place in it is a chunk and a line of
that chunk; going some lines up or down wraps only the chunks on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from helpdesk_tui.rules.look import DEFAULT_LOOK, Density, Look
from helpdesk_tui.views import AttachmentView, MessageView
from helpdesk_tui.vocab import ENTERED_BY, WRITTEN_BY, MessageKind, OutboxState
from helpdesk_tui.widgets.cells import shown, shown_line, size_words, width_of, wrap
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.ticket_row import MONTHS, WEEKDAYS

INDENT = 8
CHUNK = 200
BAR = "│"
EVERY_LINE = 1_000_000_000

Place = tuple[int, int]
"""A chunk of the conversation and a line of that chunk, both from 0."""

Line = tuple[Piece, ...]

DELIVERY = {
    OutboxState.HELD: "waiting a moment, not sent yet",
    OutboxState.QUEUED: "not sent yet",
    OutboxState.SENDING: "being sent",
    OutboxState.SENT: "sent",
    OutboxState.RETRY: "not sent yet, will be tried again",
    OutboxState.FAILED: "NOT SENT",
    OutboxState.UNKNOWN: "perhaps delivered: the mail server did not confirm",
}
_ALARMING = {OutboxState.FAILED, OutboxState.UNKNOWN}


@dataclass(slots=True)
class Chunk:
    """Some lines of one message: `make` wraps them, once."""

    message: int
    make: Callable[[], list[Line]]
    made: list[Line] | None = None

    @property
    def lines(self) -> list[Line]:
        """The lines, at least one."""
        if self.made is None:
            self.made = self.make() or [()]
        return self.made


@dataclass(frozen=True, slots=True)
class Page:
    """How a conversation is laid out: its width and the width of its text in cells, and the zone times are shown in.

    In the `client_area` a heading says who wrote, and not by which way.
    """

    width: int
    text_width: int
    zone: tzinfo | None
    hide_system: bool = False
    look: Look = DEFAULT_LOOK
    client_area: bool = False

    @property
    def room(self) -> int:
        """Cells for text."""
        return max(min(self.text_width, self.width - INDENT - 1), 10)


@dataclass(slots=True)
class Conversation:
    """Messages laid out on a page; `unfolded` are the numbers of those whose quoted history is shown."""

    messages: tuple[MessageView, ...]
    page: Page
    unfolded: frozenset[int] = frozenset()
    chunks: list[Chunk] = field(default_factory=list)
    starts: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        before: MessageView | None = None
        for index, message in enumerate(self.messages):
            if self.page.hide_system and message.kind is MessageKind.SYSTEM:
                continue
            self.chunks.extend(self._leading(index, message, before))
            self.starts[message.id] = len(self.chunks)
            self.chunks.extend(_message_chunks(index, message, self.page, message.id in self.unfolded))
            before = message

    def _leading(self, index: int, message: MessageView, before: MessageView | None) -> Iterator[Chunk]:
        """The date where a day begins, else an empty line between messages that are not both the system's."""
        day = message.at.astimezone(self.page.zone).date()
        if before is None or before.at.astimezone(self.page.zone).date() != day:
            words = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
            if before is not None and self.page.look.density is not Density.COMPACT:
                yield Chunk(index, lambda: [()])
            yield Chunk(index, lambda: [((f" {words}", "dim"),)])
        elif self.page.look.density is Density.COMPACT:
            return
        elif message.kind is not MessageKind.SYSTEM or before.kind is not MessageKind.SYSTEM:
            yield Chunk(index, lambda: [()])

    def message_at(self, place: Place) -> MessageView | None:
        """The message that the line belongs to."""
        return self.messages[self.chunks[place[0]].message] if place[0] < len(self.chunks) else None

    def start_of(self, number: int) -> Place | None:
        """Where the message's heading stands; None when it is not shown."""
        return (self.starts[number], 0) if number in self.starts else None

    def anchor_of(self, place: Place) -> tuple[int, int, int]:
        """What finds a place again in another layout: its message, and the chunk (from its heading) and line in it."""
        message = self.message_at(place)
        start = self.start_of(message.id) if message else None
        if message is None or start is None:
            return 0, 0, 0
        return message.id, place[0] - start[0], place[1]

    def place_of(self, anchor: tuple[int, int, int]) -> Place:
        """The place of an `anchor_of` another layout, as near as it can be: where its message is not, the next one."""
        number, offset, line = anchor
        start = self.start_of(number)
        if start is None:
            later = (self.start_of(message.id) for message in self.messages if message.id >= number)
            return next((found for found in later if found is not None), (0, 0))
        chunk = min(max(start[0] + offset, 0), len(self.chunks) - 1)
        return chunk, min(line, len(self.chunks[chunk].lines) - 1)

    def move(self, place: Place, by: int, stop: Place | None = None) -> tuple[Place, int]:
        """The place `by` lines further (back when negative), not past either end nor past `stop`; lines moved."""
        chunk, line = place
        moved = 0
        step = 1 if by > 0 else -1
        while moved != by and (chunk, line) != stop:
            line += step
            if line < 0:
                if chunk == 0:
                    return (0, 0), moved
                chunk -= 1
                line = len(self.chunks[chunk].lines) - 1
            elif line >= len(self.chunks[chunk].lines):
                if chunk + 1 >= len(self.chunks):
                    return (chunk, line - 1), moved
                chunk, line = chunk + 1, 0
            moved += step
        return (chunk, line), moved

    def lines_from(self, place: Place, count: int) -> list[tuple[Place, Line]]:
        """Up to `count` lines from a place on."""
        found: list[tuple[Place, Line]] = []
        chunk, line = place
        while len(found) < count and chunk < len(self.chunks):
            lines = self.chunks[chunk].lines
            if line < len(lines):
                found.append(((chunk, line), lines[line]))
                line += 1
            else:
                chunk, line = chunk + 1, 0
        return found

    def last_top(self, height: int) -> Place:
        """The place at the top of the page when its end is at the bottom."""
        if not self.chunks:
            return (0, 0)
        end = (len(self.chunks) - 1, len(self.chunks[-1].lines) - 1)
        return self.move(end, -(height - 1))[0] if height > 1 else end


def quoted_lines(message: MessageView) -> tuple[list[str], list[str]]:
    """The text's own lines and its quoted ones, both without empty lines at their end."""
    lines = message.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _trimmed(lines[: message.own_lines]), _trimmed(lines[message.own_lines :])


def _trimmed(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def _message_chunks(index: int, message: MessageView, page: Page, unfolded: bool) -> Iterator[Chunk]:
    """The heading, the text, the quoted history as one line or whole, and the attachments."""
    if message.kind is MessageKind.SYSTEM:
        yield Chunk(index, lambda: _system_lines(message, page))
        return
    own, quoted = quoted_lines(message)
    edge = _edge(message)
    yield Chunk(index, lambda: _heading(message, page))
    if not own and not quoted and not message.attachments:
        own = ["(no text)"]
    yield from _text_chunks(index, own, page, edge, "plain")
    if quoted:
        count = f"{len(quoted):,} quoted {'line' if len(quoted) == 1 else 'lines'}"
        fold = f"... {count} {'(Space folds)' if unfolded else '(Space)'}"
        yield Chunk(index, lambda: [(edge, (fold, "dim"))])
    if quoted and unfolded:
        yield from _text_chunks(index, quoted, page, edge, "dim")
    if message.attachments:
        yield Chunk(index, lambda: _attachment_lines(message.attachments, page, edge))


def _text_chunks(index: int, lines: list[str], page: Page, edge: Piece, look: str) -> Iterator[Chunk]:
    for start in range(0, len(lines), CHUNK):
        part = lines[start : start + CHUNK]

        def make(part: list[str] = part) -> list[Line]:
            return [(edge, (piece, look)) for line in part for piece in wrap(shown_line(line).rstrip(), page.room)]

        yield Chunk(index, make)


def _edge(message: MessageView) -> Piece:
    """What stands left of a message's text: nothing, or the bar that says INTERNAL on every line of a comment."""
    return (BAR, "internal") if message.kind is MessageKind.COMMENT else (" " * INDENT, "plain")


def clock(at: datetime, page: Page) -> str:
    """The time of day in six cells, ` 07:12` or `12:12p`."""
    return f"{page.look.time(at.astimezone(page.zone)):>6}"


def _system_lines(message: MessageView, page: Page) -> list[Line]:
    first = f"{clock(message.at, page)}  "
    pieces = [piece for line in message.text.split("\n") for piece in wrap(shown_line(line).rstrip(), page.room)]
    return [((first if not at else " " * INDENT, "dim"), (piece, "dim")) for at, piece in enumerate(pieces)]


def _heading(message: MessageView, page: Page) -> list[Line]:
    """Who wrote when and by which way, what became of it, and under it why it did not arrive."""
    internal = message.kind is MessageKind.COMMENT
    time: Line = ((f"{clock(message.at, page)}  ", "plain"),)
    if internal:
        time = ((clock(message.at, page), "plain"), (BAR, "internal"), (" ", "plain"))
    name = shown(message.written_by) or "(no name)"
    pieces: list[Piece] = [*time, (name, "accent" if message.kind is MessageKind.STAFF else "strong")]
    if internal:
        pieces += [("  ", "plain"), (" INTERNAL ", "internal")]
    words = _circumstances(message)
    if page.client_area:
        words = "support" if message.kind is MessageKind.STAFF else ""
    if words:
        pieces.append((", " + words, "plain"))
    if message.delivery in _ALARMING:
        pieces += [(", ", "plain"), (DELIVERY[message.delivery], "alarm")]
    elif message.delivery is not None:
        pieces.append((", " + DELIVERY[message.delivery], "plain"))
    if message.edited is not None:
        pieces.append((", edited", "plain"))
    lines: list[Line] = [tuple(pieces)]
    note = "" if _entered(message) else message.note
    for text, look in ((message.undelivered and "UNDELIVERED: " + message.undelivered, "alarm"), (note, "dim")):
        if text:
            lines += [(_edge(message), (piece, look)) for piece in wrap(shown(text), page.room)]
    return lines


def _circumstances(message: MessageView) -> str:
    if message.kind is MessageKind.COMMENT:
        return ""
    if message.kind is MessageKind.STAFF:
        return "staff, by mail" if message.by_mail else "staff"
    if message.by_mail:
        return "by mail"
    return shown(message.note) if _entered(message) else "in the client area"


def _entered(message: MessageView) -> bool:
    """Whether staff wrote down what the client said, or wrote it as the client."""
    return not message.by_mail and message.note.startswith((ENTERED_BY, WRITTEN_BY))


def _attachment_lines(attachments: tuple[AttachmentView, ...], page: Page, edge: Piece) -> list[Line]:
    """`[1] console.txt 4 kB   [2] screen.png 310 kB`, as many on a line as fit."""
    lines: list[Line] = []
    current = ""
    for number, attachment in enumerate(attachments, 1):
        words = f"[{number}] {shown(attachment.name)} {size_words(attachment.size)}"
        joined = f"{current}   {words}" if current else words
        if current and width_of(joined) > page.room:
            lines += _wrapped(current, page, edge)
            current = words
        else:
            current = joined
    return lines + _wrapped(current, page, edge)


def _wrapped(text: str, page: Page, edge: Piece) -> list[Line]:
    return [(edge, (piece, "plain")) for piece in wrap(text, page.room)]


def with_mark(line: Line) -> Line:
    """The line with `>` in its first cell."""
    (text, look), *rest = line
    return ((">", "accent"), (text[1:], look), *rest)


def placed(line: Line) -> Line:
    """A comment's bar stands where the time of its heading ends."""
    if line and line[0][0] == BAR:
        return ((" " * (INDENT - 2), "plain"), line[0], (" ", "plain"), *line[1:])
    return line
