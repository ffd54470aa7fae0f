"""What the terminal shows, line by line, so that only what differs is sent (TERMINAL rule 2).

Textual paints every line of the screen whenever a screen comes or goes, and for a dialogue twice: 22 kB for three lines
at the foot of the page. Here every update is put into a model of the terminal first, and what it shows already is left
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from rich.console import Console
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

Put = tuple[int, int, Strip]
"""Row and column, from 0, and what is written there."""


class Frame:
    """The lines of the terminal, from edge to edge, as far as they are known."""

    def __init__(self) -> None:
        self._lines: dict[int, Strip] = {}

    def forget(self) -> None:
        """The terminal may show anything: it has another size, or another program wrote on it."""
        self._lines.clear()

    def scrolled(self, top: int, bottom: int, by: int) -> None:
        """The terminal moved its lines `top` to `bottom` up by so many, down when negative; others came in empty."""
        moved = {y - by: line for y in range(top, bottom + 1) if (line := self._lines.pop(y, None)) is not None}
        self._lines.update((y, line) for y, line in moved.items() if top <= y <= bottom)

    def written(self, update: object, width: int, console: Console) -> Written | None:
        """An update without what the terminal shows already, which has to be written now.

        `width` is the terminal's, in cells. None for an update of another kind, after which nothing is known.
        """
        if isinstance(update, LayoutUpdate):
            return self._write(_of_layout(update), width, console)
        if isinstance(update, ChopsUpdate):
            return self._write(_of_chops(update), width, console)
        self.forget()
        return None

    def _write(self, puts: Iterator[Put], width: int, console: Console) -> Written:
        return Written(
            "".join(
                Control.move_to(x, y).segment.text + strip.render(console)
                for y, x, strip in puts
                if not self._shows(y, x, strip, width)
            )
        )

    def _shows(self, y: int, x: int, strip: Strip, width: int) -> bool:
        """Whether the terminal shows this already; else it will, from now on."""
        end, line = x + strip.cell_length, self._lines.get(y)
        if x == 0 and end >= width:
            self._lines[y] = strip
            return line == strip
        if line is None:
            return False
        before, there, behind = line.crop(0, x), line.crop(x, end), line.crop(end, width)
        if before.text + there.text + behind.text != line.text:
            # A character of two cells lies across an edge: what a terminal makes of its halves is its own affair.
            del self._lines[y]
            return False
        if plain([there]) == strip:
            return True
        self._lines[y] = plain([before, strip, behind])
        return False


class Written(CompositorUpdate):
    """What goes to the terminal."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render_segments(self, console: Console) -> str:
        """The text."""
        return self.text


def _of_layout(update: LayoutUpdate) -> Iterator[Put]:
    """The lines of a region."""
    for y, strips in enumerate(update.strips, update.region.y):
        yield y, update.region.x, plain(strips)


def _of_chops(update: ChopsUpdate) -> Iterator[Put]:
    """The parts of lines that Textual would write."""
    for y, begin, end in update.spans:
        for chop_end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > end or chop_end <= begin:
                continue
            whole = begin <= x < end and chop_end <= end
            yield y, x, plain([strip if whole else strip.crop(0, min(chop_end, end) - x)])


def plain(strips: Iterable[Strip]) -> Strip:
    """A line as a terminal shows it: neighbours of one look are one segment, default colours are none."""
    found: list[Segment] = []
    for strip in strips:
        for text, style, _ in strip:
            look = None if style is None else thin(style)
            if found and found[-1].style == look:
                found[-1] = Segment(found[-1].text + text, look)
            else:
                found.append(Segment(text, look))
    return Strip(found)


@lru_cache(maxsize=512)
def thin(style: Style) -> Style | None:
    """The style without what a terminal does by itself: default colours and attributes that are off."""
    color = None if style.color is None or style.color.is_default else style.color
    background = None if style.bgcolor is None or style.bgcolor.is_default else style.bgcolor
    found = Style(
        color=color,
        bgcolor=background,
        bold=style.bold or None,
        dim=style.dim or None,
        italic=style.italic or None,
        underline=style.underline or None,
        blink=style.blink or None,
        reverse=style.reverse or None,
        strike=style.strike or None,
        link=style.link,
    )
    return None if found == Style.null() else found
