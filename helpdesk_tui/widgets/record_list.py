"""A list of short records in columns: clients, staff, gateways, incoming and outgoing mail."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from helpdesk_tui.widgets.cells import cut, fit, shown
from helpdesk_tui.widgets.line_widget import LineWidget

_MARGIN = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title and its width in cells; width 0 takes what is left, evenly. `fold` columns go first when
    the terminal is narrow.
    """

    title: str
    width: int = 0
    right: bool = False
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One line: what it stands for, its cells (foreign text is made safe here), and whether it is bad news."""

    key: Hashable
    cells: tuple[str, ...]
    alarm: bool = False


class RecordList(LineWidget, can_focus=True):
    """Records, one a line, with a cursor that stays on its record when the list changes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Next line", show=False, id="list.down"),
        Binding("up,k", "move(-1)", "Previous line", show=False, id="list.up"),
        Binding("pagedown,space", "page(1)", "Next page", show=False, id="list.page_down"),
        Binding("pageup", "page(-1)", "Previous page", show=False, id="list.page_up"),
        Binding("home", "go(0)", "First line", show=False, id="list.first"),
        Binding("end,G", "go(-1)", "Last line", show=False, id="list.last"),
        Binding("enter", "open", "Open", show=False, id="list.open"),
    ]

    @dataclass
    class Opened(Message):
        """A record was chosen."""

        key: Hashable

    @dataclass
    class Moved(Message):
        """The cursor stands on another record, or on none."""

        key: Hashable | None

    def __init__(self, columns: tuple[Column, ...], *, empty: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns = columns
        self.header = int(any(column.title for column in columns))
        """How many lines the titles of the columns take: none where no column has one."""
        self._records: tuple[Record, ...] = ()
        self._cursor = 0
        self._top = 0
        self.empty = empty
        self._loaded = False

    def show(self, records: tuple[Record, ...]) -> None:
        """Show these records."""
        before = self.current
        self._records, self._loaded = records, True
        if before is not None:
            found = next((at for at, record in enumerate(records) if record.key == before), None)
            self._cursor = self._cursor if found is None else found
        self._place(self._cursor)
        if self.current != before:
            self.post_message(self.Moved(self.current))

    @property
    def current(self) -> Hashable | None:
        """The key of the record under the cursor."""
        return self._records[self._cursor].key if 0 <= self._cursor < len(self._records) else None

    @property
    def left_below(self) -> int:
        """How many records there are below the cursor."""
        return max(len(self._records) - 1 - self._cursor, 0)

    def go_to(self, key: Hashable) -> None:
        """Put the cursor on the record with this key, if it is there."""
        found = next((at for at, record in enumerate(self._records) if record.key == key), None)
        if found is not None:
            self._place(found, tell=True)

    def action_move(self, by: int) -> None:
        """Move the cursor by some lines."""
        self._place(self._cursor + by, tell=True)

    def action_page(self, by: int) -> None:
        """Move the cursor by whole pages."""
        self._place(self._cursor + by * max(self._page - 1, 1), tell=True)

    def action_go(self, index: int) -> None:
        """Put the cursor on the first (0) or last (-1) line."""
        self._place(index if index >= 0 else len(self._records) - 1, tell=True)

    def action_open(self) -> None:
        """Open the record under the cursor."""
        if (key := self.current) is not None:
            self.post_message(self.Opened(key))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a line; a click on its line opens it."""
        index = self._top + event.y - self.header
        if event.y < self.header or index >= len(self._records):
            return
        if index == self._cursor:
            self.action_open()
        else:
            self._place(index, tell=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._place(self._cursor)

    @property
    def _page(self) -> int:
        return max(self.size.height - self.header, 1)

    def _place(self, index: int, *, tell: bool = False) -> None:
        moved = self._cursor
        self._cursor = min(max(index, 0), max(len(self._records) - 1, 0))
        self._top = min(max(self._top, self._cursor - self._page + 1), self._cursor)
        self._top = max(0, min(self._top, len(self._records) - self._page))
        self.refresh()
        if tell and moved != self._cursor:
            self.post_message(self.Moved(self.current))

    @property
    def origin(self) -> int:
        """The top record."""
        return self._top

    @property
    def scrolled_part(self) -> tuple[int, int]:
        """All but the header."""
        return self.header, self.size.height - 1

    def line(self, y: int) -> Strip:
        """The header, a record, or nothing."""
        widths = column_widths(self._columns, self.size.width)
        if y < self.header:
            return self.strip(("  " + self._cells(tuple(c.title for c in self._columns), widths), "head"))
        index = self._top + y - self.header
        if index < len(self._records):
            record = self._records[index]
            here = index == self._cursor
            look = "cursor" if here and self.has_focus else "alarm" if record.alarm else "plain"
            return self.strip(("> " if here else "  ", look), (self._cells(record.cells, widths), look))
        if y == 2 * self.header and self._loaded and not self._records:
            return self.strip(("  " + cut(shown(self.empty), self.size.width - _MARGIN), "plain"))
        return self.strip()

    def _cells(self, cells: tuple[str, ...], widths: tuple[int, ...]) -> str:
        parts = [
            fit(shown(cell), width, right=column.right)
            for cell, width, column in zip(cells, widths, self._columns, strict=True)
            if width
        ]
        return "  ".join(parts)


def column_widths(columns: tuple[Column, ...], width: int) -> tuple[int, ...]:
    """The widths of the columns in `width` cells; a folded column has width 0."""
    shown_columns = list(columns)
    while True:
        fixed = sum(c.width for c in shown_columns) + 2 * (len(shown_columns) - 1) + _MARGIN
        flexible = [c for c in shown_columns if c.width == 0]
        folding = [c for c in shown_columns if c.fold]
        if not folding or width - fixed >= 18 * len(flexible):
            break
        shown_columns.remove(folding[-1])
    share = max((width - fixed) // max(len(flexible), 1), 1)
    return tuple((c.width or share) if c in shown_columns else 0 for c in columns)
