"""The list of tickets: a window of rows of a list of any length, without a scroll bar (TQ7, TQ12, TQ13).

The screen hands in a run of rows and is asked for more before the cursor reaches its end. The cursor belongs to a
ticket, not to a line: when the list changes, it stays on its ticket and on its line of the terminal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from helpdesk_tui.views import QueueRow
from helpdesk_tui.widgets.cells import cut, shown
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.list_window import Direction, ListWindow
from helpdesk_tui.widgets.ticket_row import MIN_NUMBER, Columns, RowState, columns_for, header, row_pieces

_HEADER = 1
_WHEEL = 3


class TicketList(LineWidget, can_focus=True):
    """Tickets, one a line, with a cursor and marks (TQ11); a mark belongs to its ticket, listed or not.

    Attributes set by the screen: `now` (aware, its time zone is the one shown; the list has no clock of its own),
    `patience` (a wait that long is written strong; None for never) and `empty` (what an empty list says).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Next ticket", show=False, id="list.down"),
        Binding("up,k", "move(-1)", "Previous ticket", show=False, id="list.up"),
        Binding("pagedown,space", "page(1)", "Next page", show=False, id="list.page_down"),
        Binding("pageup", "page(-1)", "Previous page", show=False, id="list.page_up"),
        Binding("home", "edge('first')", "First ticket", show=False, id="list.first"),
        Binding("end,G", "edge('last')", "Last ticket", show=False, id="list.last"),
        Binding("enter", "open", "Open the ticket", show=False, id="list.open"),
        Binding("x", "mark", "Mark", show=False, id="list.mark"),
    ]

    place: var[tuple[int | None, int | None]] = var((None, None), init=False)
    """The cursor's place in the whole list, from 1, and the list's length; None where not known.

    Who watches it is told before the row is painted, so that both are one frame; a message comes after it.
    """

    @dataclass
    class Opened(Message):
        """A ticket was chosen with Enter or a click on the row of the cursor."""

        number: int

    @dataclass
    class Moved(Message):
        """The cursor stands on another ticket, or on none; several moves at once are told once."""

        row: QueueRow | None

        def can_replace(self, message: Message) -> bool:
            """A later position makes an earlier one void."""
            return isinstance(message, TicketList.Moved)

    @dataclass
    class Wants(Message):
        """More rows are wanted: those before or after `key`, or the first or last ones of the list (`key` None)."""

        direction: Direction
        key: QueueRow | None

    @dataclass
    class Marked(Message):
        """The marks changed; all marked numbers, loaded or not."""

        numbers: frozenset[int]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._window = ListWindow()
        self._told: QueueRow | None = None
        self._marks: frozenset[int] = frozenset()
        self._digits = MIN_NUMBER
        self._columns: Columns | None = None
        self._strips: dict[int, tuple[QueueRow, RowState, Strip]] = {}
        self._now = datetime(1970, 1, 1, tzinfo=UTC)
        self._patience: timedelta | None = None
        self._empty = ""

    # ------------------------------------------------------------ what the screen hands in

    def show(
        self, rows: tuple[QueueRow, ...], *, start: int | None, total: int | None, more_before: bool, more_after: bool
    ) -> None:
        """Show this run of rows, of which the first is number `start` (from 0) of `total`, where those are known.

        The cursor stays on its ticket and its line; if the ticket left, it stands on the row that took its place.
        A window of five pages or more is asked to slide along before the cursor reaches its end.
        """
        self._window.page = self.page
        self._window.load(rows, start=start, total=total, more_before=more_before, more_after=more_after)
        digits = max((len(str(row.number)) for row in rows), default=0)
        if digits > self._digits:
            self._digits, self._columns = digits, None
        self._strips.clear()
        self._settle()

    def restart(self, *, keep_marks: bool = False) -> None:
        """Begin another list: the next rows are shown from the top with the cursor on the first of them."""
        self._window = ListWindow(page=self.page)
        self._strips.clear()
        if not keep_marks:
            self._set_marks(frozenset())
        self.refresh()

    def close_up(self) -> None:
        """Leave no empty lines above the first row: nobody was looking when rows above left."""
        self._window.keep_in_sight()
        self._settle()

    def go_to(self, number: int) -> bool:
        """Put the cursor on a loaded ticket; False when it is not loaded."""
        index = self._window.index_of(number)
        if index is None:
            return False
        self._go(index)
        return True

    @property
    def now(self) -> datetime:
        """The moment that waits are counted to; set by the screen."""
        return self._now

    @now.setter
    def now(self, now: datetime) -> None:
        self._now = now
        self._redraw()

    @property
    def patience(self) -> timedelta | None:
        """A wait that long is written strong."""
        return self._patience

    @patience.setter
    def patience(self, patience: timedelta | None) -> None:
        self._patience = patience
        self._redraw()

    @property
    def empty(self) -> str:
        """What an empty list says: what hides the tickets and which key shows them, or that all is done; lines."""
        return self._empty

    @empty.setter
    def empty(self, words: str) -> None:
        self._empty = words
        self.refresh()

    # ------------------------------------------------------------ what the screen may ask

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        """The loaded rows."""
        return self._window.rows

    @property
    def current(self) -> QueueRow | None:
        """The row the cursor stands on."""
        return self._window.current

    @property
    def marked(self) -> frozenset[int]:
        """Numbers of the marked tickets."""
        return self._marks

    @property
    def page(self) -> int:
        """Rows that are visible at once."""
        return max(self.size.height - _HEADER, 1)

    # ------------------------------------------------------------ keys

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows."""
        self._window.forget_goal()
        self._window.step(by)
        self._settle()

    def action_page(self, by: int) -> None:
        """Turn whole pages: what was the last line is the first one."""
        self._window.forget_goal()
        self._window.turn(by)
        self._settle()

    def action_edge(self, direction: Literal["first", "last"]) -> None:
        """Jump to the first or last ticket of the whole list."""
        self._window.jump(direction)
        self._settle()

    def action_mark(self) -> None:
        """Mark the ticket or take its mark away, and go on to the next."""
        if (row := self.current) is not None:
            self._set_marks(self._marks ^ {row.number})
            self.action_move(1)

    def action_open(self) -> None:
        """Open the ticket."""
        if (row := self.current) is not None:
            self.post_message(self.Opened(row.number))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row; a click on the row of the cursor opens it."""
        index = self._window.top + event.y - _HEADER
        if event.y < _HEADER or not 0 <= index < len(self.rows):
            return
        if index == self._window.cursor:
            self.action_open()
        else:
            self._go(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the cursor on by some rows."""
        event.stop()
        self.action_move(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the cursor back by some rows."""
        event.stop()
        self.action_move(-_WHEEL)

    def on_resize(self) -> None:
        """Keep the cursor in sight when the terminal changes its size."""
        self._window.page = self.page
        self._window.keep_in_sight()
        self._settle()

    def _go(self, index: int) -> None:
        self._window.go(index)
        self._settle()

    def _settle(self) -> None:
        """Draw, and tell the screen where the cursor is and which rows are wanted."""
        self.refresh()
        self.place = self._window.position
        if self.current != self._told:
            self._told = self.current
            self.post_message(self.Moved(self._told))
        for direction, key in self._window.take_questions():
            self.post_message(self.Wants(direction, key))

    def mark(self, marks: frozenset[int]) -> None:
        """These tickets are marked and no others, whether they are listed or not."""
        self._set_marks(marks)

    def _set_marks(self, marks: frozenset[int]) -> None:
        if marks != self._marks:
            self._marks = marks
            self.refresh()
            self.post_message(self.Marked(marks))

    # ------------------------------------------------------------ drawing

    @property
    def origin(self) -> int:
        """The top row, counted so that rows which come in before it do not count."""
        return self._window.top + self._window.shift

    @property
    def scrolled_part(self) -> tuple[int, int]:
        """All but the header."""
        return _HEADER, self.size.height - 1

    def line(self, y: int) -> Strip:
        """The header, a row, or nothing."""
        if self._columns is None or self._columns.total != self.width:
            self._columns = columns_for(self.width, self._digits)
            self._strips.clear()
        if y == 0:
            return self.strip((header(self._columns), "head"))
        index = self._window.top + y - _HEADER
        if 0 <= index < len(self.rows):
            return self._row_strip(index, self._columns)
        words = self._empty.split("\n")[y - 2 : y - 1] if y >= 2 and self._window.loaded and not self.rows else []
        return self._words("".join(words))

    def _row_strip(self, index: int, columns: Columns) -> Strip:
        row = self.rows[index]
        state = RowState(index == self._window.cursor, self.has_focus, row.number in self._marks)
        known = self._strips.get(index)
        if known is not None and known[0] is row and known[1] == state:
            return known[2]
        front, tail = row_pieces(row, columns, self._now, state, self._patience)
        strip = self.strip(*front, *tail)
        self._strips[index] = (row, state, strip)
        return strip

    def _words(self, words: str) -> Strip:
        return self.strip(("  " + cut(shown(words), self.width - 2) if words else "", "plain"))

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw anew in other looks."""
        self._strips.clear()
        super().notify_style_update()
