"""The line of queue views with their counts (TQ2)."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from helpdesk_tui.widgets.cells import shown, width_of
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.pieces import Piece, clipped

_ROOM = 40
"""Cells from which there is room to say how many views are left out."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A view as the line shows it; `count` is None where it is not known or not shown."""

    label: str
    count: int | None = None


class ViewTabs(LineWidget):
    """` Support 128  [Mine 6]  Unassigned 41 `: the current view stands in brackets."""

    DEFAULT_CSS = "ViewTabs { height: 1; }"

    @dataclass
    class Chosen(Message):
        """A view was clicked; `index` is its place in the line."""

        index: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._tabs: tuple[Tab, ...] = ()
        self._current = 0

    def show(self, tabs: tuple[Tab, ...], current: int) -> None:
        """Show these views, with `current` as the one that is open."""
        if (tabs, current) != (self._tabs, self._current):
            self._tabs, self._current = tabs, current
            self.refresh()

    def line(self, y: int) -> Strip:
        """The views."""
        pieces = [piece for piece, _ in tab_pieces(self._tabs, self._current, self.size.width)]
        return self.strip(*clipped(pieces, self.size.width))

    def on_click(self, event: events.Click) -> None:
        """Choose the view under the mouse."""
        right = 0
        for (text, _), index in tab_pieces(self._tabs, self._current, self.size.width):
            right += width_of(text)
            if event.x < right:
                if index is not None:
                    self.post_message(self.Chosen(index))
                return


def tab_pieces(tabs: tuple[Tab, ...], current: int, width: int) -> list[tuple[Piece, int | None]]:
    """The views as pieces, each with its place or None.

    Where room is short the labels of the other views are shortened a little; where that does not help, they stand in
    full and those farthest from the current one go: how many, and the key that leads to them, is said there.
    """
    for most in (99, 7, 5, 99):
        words = [_words(tab, 99 if at == current else most) for at, tab in enumerate(tabs)]
        if _total(words) <= width:
            break
    first, last = 0, len(words)
    while last - first > 1 and _total(words[first:last]) + _around(first, len(words) - last, width) > width:
        if current - first > last - 1 - current:
            first += 1
        else:
            last -= 1
    pieces: list[tuple[Piece, int | None]] = [((_before(first, width), "dim"), None)] if first else []
    for at in range(first, last):
        open_now = at == current
        pieces.append(((f"[{words[at]}]" if open_now else f" {words[at]} ", "accent" if open_now else "plain"), at))
        pieces.append(((" ", "plain"), None))
    if last < len(words):
        pieces.append(((_after(len(words) - last, width), "dim"), None))
    return pieces


def _before(count: int, width: int) -> str:
    """What stands for views that are left out at the left, with the key that leads there."""
    return f" [ {count} more " if width >= _ROOM else "… "


def _after(count: int, width: int) -> str:
    return f" {count} more ]" if width >= _ROOM else "…"


def _around(before: int, after: int, width: int) -> int:
    """Cells of the words for what is left out at both ends, with a gap."""
    left, right = _before(before, width) if before else "", _after(after, width) if after else ""
    return width_of(left) + width_of(right) + bool(left) + bool(right)


def _words(tab: Tab, most: int) -> str:
    """The label, cut to `most` letters with a full stop where that saves something, and the count."""
    label = shown(tab.label)
    if len(label) > most + 1:
        label = label[:most] + "."
    return label if tab.count is None else f"{label} {tab.count:,}"


def _total(words: list[str]) -> int:
    return sum(width_of(word) + 3 for word in words)
