"""The loaded part of a long list, its cursor and its place on the page (pure, TQ12, TQ13).

The cursor belongs to a ticket. When the rows change, it stays on its ticket and its line of the page; if the ticket
left, it stands on the row that took its place. Rows that are needed soon are asked for through `take_questions`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from helpdesk_tui.views import QueueRow

Direction = Literal["before", "after", "first", "last"]

AHEAD = 2
"""Pages that should be loaded beyond the cursor where it is heading."""

_Asked = tuple[Direction, int | None]


@dataclass(slots=True)
class ListWindow:
    """Rows `start` to `start + len(rows)` of a list of `total`, where known, and whether it goes on at either side.

    `cursor` and `top` are indices of `rows`; `top` may lie before them until the next move, when rows above left.
    `page` is the number of rows visible at once. `shift` counts rows that came in before the first one, so that
    `top + shift` changes only when the list scrolls.
    """

    rows: tuple[QueueRow, ...] = ()
    start: int | None = None
    total: int | None = None
    more_before: bool = False
    more_after: bool = False
    cursor: int = 0
    top: int = 0
    shift: int = 0
    page: int = 1
    loaded: bool = False
    _heading: int = 0
    _owed: int = 0
    _goal: Direction | None = None
    _asked: set[_Asked] = field(default_factory=set)
    _questions: list[tuple[Direction, QueueRow | None]] = field(default_factory=list)

    @property
    def current(self) -> QueueRow | None:
        """The row of the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    @property
    def position(self) -> tuple[int | None, int | None]:
        """The cursor's place in the whole list, from 1, and the list's length; None where not known."""
        if self.start is None or not self.rows:
            return None, self.total
        return self.start + self.cursor + 1, self.total

    def load(
        self, rows: tuple[QueueRow, ...], *, start: int | None, total: int | None, more_before: bool, more_after: bool
    ) -> None:
        """Take these rows in place of the loaded ones and do what waited for them."""
        index = _place_of(self.rows, self.cursor, rows)
        line = self.cursor - self.top if self.loaded else 0
        self.shift += self.cursor - index
        self.rows, self.start, self.total = rows, start, total
        self.more_before, self.more_after = more_before, more_after
        self.cursor, self.top = index, index - line
        self.loaded = True
        answered, self._asked = self._asked, set()
        self._catch_up()
        self._ask_ahead(answered)

    def _catch_up(self) -> None:
        """Do what could not be done before these rows came: a jump to an end, moves past the last loaded row."""
        goal, owed, self._owed = self._goal, self._owed, 0
        if goal is not None and not (self.more_before if goal == "first" else self.more_after):
            self._goal = None
            self.go(0 if goal == "first" else len(self.rows) - 1)
        elif owed:
            self.step(owed)

    def step(self, by: int) -> None:
        """Move the cursor by some rows; what goes past the loaded rows is owed until more come."""
        target, last = self.cursor + by, len(self.rows) - 1
        if target > last and self.more_after:
            self._owed += target - last
        elif target < 0 and self.more_before:
            self._owed += target
        self.go(target)

    def turn(self, by: int) -> None:
        """Turn pages: the last line becomes the first one."""
        step = by * max(self.page - 1, 1)
        self.top = min(max(self.top + step, 0), max(len(self.rows) - self.page, 0))
        self.step(step)

    def jump(self, direction: Literal["first", "last"]) -> None:
        """Go to the first or last row of the whole list, at once or when it has been loaded."""
        if self.more_before if direction == "first" else self.more_after:
            self._goal = direction
            self._ask(direction, None)
        else:
            self.go(0 if direction == "first" else len(self.rows) - 1)

    def go(self, index: int) -> None:
        """Put the cursor on a loaded row, the nearest one to `index`."""
        index = min(max(index, 0), max(len(self.rows) - 1, 0))
        if index != self.cursor:
            self._heading = 1 if index > self.cursor else -1
        self.cursor = index
        self.keep_in_sight()
        self._ask_ahead()

    def forget_goal(self) -> None:
        """Give up a jump that waits for rows: the cursor was moved meanwhile."""
        self._goal = None

    def keep_in_sight(self) -> None:
        """Scroll as little as shows the cursor, without empty lines above the first row or below the last."""
        top = max(self.top, self.cursor - self.page + 1, 0)
        if not self.more_after:
            top = min(top, max(len(self.rows) - self.page, 0))
        self.top = min(top, self.cursor)

    def _ask_ahead(self, answered: Collection[_Asked] = ()) -> None:
        """Ask for rows where the cursor is heading while there are two pages to go, and where lines stay empty.

        Never on the other side as well: a window that slides along would be asked to slide back. What was `answered`
        by the same rows is not asked again before the cursor moves.
        """
        if not self.rows:
            return
        below = self.cursor + AHEAD * self.page if self._heading > 0 else 0
        above = self.cursor - AHEAD * self.page if self._heading < 0 else 0
        if self.more_after and max(below, self.top + self.page) > len(self.rows):
            self._ask("after", self.rows[-1], answered)
        elif self.more_before and min(above, self.top) < 0:
            self._ask("before", self.rows[0], answered)

    def _ask(self, direction: Direction, key: QueueRow | None, answered: Collection[_Asked] = ()) -> None:
        question = (direction, key.number if key else None)
        if question not in self._asked and question not in answered:
            self._asked.add(question)
            self._questions.append((direction, key))

    def take_questions(self) -> list[tuple[Direction, QueueRow | None]]:
        """The rows that are wanted and were not asked for yet: a direction and the row at that edge."""
        questions, self._questions = self._questions, []
        return questions

    def index_of(self, number: int) -> int | None:
        """Where a ticket stands among the loaded rows."""
        return next((index for index, row in enumerate(self.rows) if row.number == number), None)


def _place_of(old: tuple[QueueRow, ...], cursor: int, new: tuple[QueueRow, ...]) -> int:
    """Where the cursor goes in the new rows: its ticket, else the next one that is still there, else the one before."""
    places = {row.number: index for index, row in enumerate(new)}
    for row in old[cursor:]:
        if row.number in places:
            return places[row.number]
    for row in reversed(old[:cursor]):
        if row.number in places:
            return places[row.number]
    return min(cursor, max(len(new) - 1, 0))
