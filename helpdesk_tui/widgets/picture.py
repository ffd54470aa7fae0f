"""A picture in half blocks (TF11): two dots a cell, the upper in the colour of the letter, the lower behind it."""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from helpdesk_tui.rules.picture_view import Area, View
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.page import text_lines

Dot = tuple[int, int, int]
"""Red, green and blue."""
_SHADES = " ░▒▓█"
_UPPER, _LOWER = "▀", "▄"


class PictureCells(LineWidget, can_focus=True):
    """Dots of a picture, or a sentence where there is none; empty where the terminal draws the picture itself."""

    class Resized(Message):
        """The page has another size."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._view: View | None = None
        self._area = Area(0, 0, 0, 0)
        self._dots = b""
        self._text = ""
        self._strips: dict[int, Strip] = {}

    def show(self, view: View, area: Area, dots: bytes) -> None:
        """Show this part of a picture; `dots` are those of `area`, three bytes each, line by line."""
        self._view, self._area, self._dots, self._text = view, area, dots, ""
        self._anew()

    def tell(self, text: str) -> None:
        """Show words in the picture's place; none leave it empty."""
        self._view, self._text = None, text
        self._anew()

    def _anew(self) -> None:
        self._strips.clear()
        self.refresh()

    def on_resize(self) -> None:
        """There is more room, or less."""
        self._anew()
        self.post_message(self.Resized())

    def notify_style_update(self) -> None:
        """The theme is another one."""
        self._strips.clear()
        super().notify_style_update()

    @property
    def grey(self) -> bool:
        """Whether there are shades instead of colours."""
        return bool(self.app.no_color or self.app.theme == "mono" or self.app.console.color_system is None)

    def line(self, y: int) -> Strip:
        """A line of cells."""
        if y not in self._strips:
            self._strips[y] = self._words(y) if self._view is None else self._cells(self._view, y)
        return self._strips[y]

    def _words(self, y: int) -> Strip:
        lines = text_lines(self._text, self.size.width) if self._text else []
        return self.strip(*lines[y]) if y < len(lines) else self.strip()

    def _cells(self, view: View, y: int) -> Strip:
        upper, lower = self._row(view, 2 * y), self._row(view, 2 * y + 1)
        cells = zip(upper, lower, strict=True)
        if self.grey:
            return self.strip(("".join(_shade(*cell) for cell in cells), "plain"))
        plain = self.look("plain")
        segments: list[Segment] = []
        for top, bottom in cells:
            char, style = _cell(top, bottom)
            style = plain if style is None else style
            if segments and segments[-1].style == style and segments[-1].text[0] == char:
                segments[-1] = Segment(segments[-1].text + char, style)
            else:
                segments.append(Segment(char, style))
        return Strip(segments)

    def _row(self, view: View, row: int) -> list[Dot | None]:
        """The dots of a row of the page; None where the picture is not."""
        part, (left, top), area = view.window, view.margins, self._area
        found: list[Dot | None] = [None] * view.page[0]
        line = part.y + row - top - area.y
        if not (top <= row < top + part.height and 0 <= line < area.height):
            return found
        for column in range(part.width):
            across = part.x + column - area.x
            if 0 <= across < area.width:
                at = (line * area.width + across) * 3
                red, green, blue = self._dots[at : at + 3]
                found[left + column] = (red, green, blue)
        return found


@lru_cache(maxsize=2_048)
def _cell(top: Dot | None, bottom: Dot | None) -> tuple[str, Style | None]:
    """The character and the look of two dots."""
    if top is None and bottom is None:
        return " ", None
    if top is None or bottom is None:
        char, dot = (_LOWER, bottom) if top is None else (_UPPER, top)
        assert dot is not None
        return char, Style(color=Color.from_rgb(*dot))
    if top == bottom:
        return " ", Style(bgcolor=Color.from_rgb(*top))
    return _UPPER, Style(color=Color.from_rgb(*top), bgcolor=Color.from_rgb(*bottom))


def _shade(top: Dot | None, bottom: Dot | None) -> str:
    """How light two dots are together, as a character that covers as much of its cell."""
    light = sum(0.299 * red + 0.587 * green + 0.114 * blue for red, green, blue in filter(None, (top, bottom))) / 2
    return _SHADES[min(int(light * len(_SHADES) / 256), len(_SHADES) - 1)]
