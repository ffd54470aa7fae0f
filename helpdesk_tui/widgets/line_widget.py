"""Widgets drawn line by line that send only what changed on the terminal.

Textual repaints what is marked dirty, whether it changed or not, and a mark costs bytes over a slow line. Here a
widget marks itself dirty as a whole (`refresh()`), and at the moment of the frame the lines it wants are compared with
the lines the terminal shows: equal ones are left out, changed ones are sent up to their last changed cell, and lines
that only moved are moved by the terminal itself (TERMINAL rules 2 and 5).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui.text import safe_text
from helpdesk_tui.widgets.frame import Frame, thin
from helpdesk_tui.widgets.hardware_scroll import scroll_terminal

if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object  # Textual takes styles and bindings from the first base that is a node: that is the widget proper


class ChangedLines(_Base):
    """Narrows a repaint to the lines that differ from what the terminal shows.

    Overrides `_exchange_repaint_regions`, which Textual's compositor calls once a frame, just before it paints. Should
    a later Textual not call it any more, everything marked dirty is sent again: more bytes, the same screen.
    """

    _on_terminal: Sequence[Strip | None] = ()
    _terminal_origin = 0

    @property
    def origin(self) -> int:
        """Number of the content's line at the top of the scrolled part; only differences matter."""
        return 0

    @property
    def scrolled_part(self) -> tuple[int, int]:
        """First and last line (from 0, inclusive) of the widget that move when it scrolls."""
        return 0, self.size.height - 1

    def repaint(self) -> None:
        """Like `refresh()`, but the screen is told at once and not when this widget is next idle.

        A change made in answer to another widget's message is then painted in the frame of that widget, and not in
        the next one, which comes 16 ms later.
        """
        self.refresh()
        self._check_refresh()

    def _exchange_repaint_regions(self) -> Collection[Region]:
        if not super()._exchange_repaint_regions():
            return ()
        width, height = self.outer_size
        wanted = self.drawn(Region(0, 0, width, height))
        if len(self._on_terminal) != height:
            self._on_terminal = [None] * height
        self._scroll_if_cheaper(wanted)
        changed: list[Region] = []
        for y, (old, new) in enumerate(zip(self._on_terminal, wanted, strict=False)):
            end = width if old is None else changed_until(old, new)
            if end:
                changed.append(Region(0, y, end, 1))
        self._on_terminal = wanted
        return changed

    def drawn(self, crop: Region) -> list[Strip]:
        """The strips of the region as they are to be painted."""
        return super().render_lines(crop)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of the region; Textual asks for them when it paints."""
        strips = self.drawn(crop)
        self._note_painted(crop, strips)
        return strips

    def _scroll_if_cheaper(self, wanted: list[Strip]) -> None:
        """Let the terminal move the lines that only moved, where that leaves fewer to send."""
        by = self.origin - self._terminal_origin
        self._terminal_origin = self.origin
        top, bottom = self.scrolled_part
        if not by or abs(by) > bottom - top:
            return
        shown = list(self._on_terminal)
        part = shown[top : bottom + 1]
        width = self.outer_size.width
        exposed: list[Strip | None] = [Strip([Segment(" " * width)], width)] * abs(by)
        moved = part[by:] + exposed if by > 0 else exposed + part[:by]
        now = wanted[top : bottom + 1]
        if _differing(moved, now) < _differing(part, now) and scroll_terminal(self, top, bottom, by):
            self._on_terminal = shown[:top] + moved + shown[bottom + 1 :]
            frame = getattr(self.app, "frame", None)
            if isinstance(frame, Frame):
                frame.scrolled(self.region.y + top, self.region.y + bottom, by)

    def _note_painted(self, crop: Region, strips: list[Strip]) -> None:
        """Keep account of lines drawn outside of a repaint of this widget alone, as when a dialog closes.

        Which of them reach the terminal is not known; those that differ from what it showed are unknown afterwards.
        """
        shown = self._on_terminal
        for y, strip in zip(crop.line_range, strips, strict=False):
            if y < len(shown) and shown[y] is not strip and shown[y] != strip:
                self._on_terminal = shown = [*shown[:y], None, *shown[y + 1 :]]

    def forget_terminal(self) -> None:
        """Forget what the terminal shows: the next repaint sends every line."""
        self._on_terminal = ()


def _differing(old: list[Strip | None], new: list[Strip]) -> int:
    return sum(a is not b and a != b for a, b in zip(old, new, strict=False))


def changed_until(old: Strip, new: Strip) -> int:
    """Cells from the left edge up to and including the last one that differs; 0 when the lines are alike.

    Both lines are of one width. Whole segments are compared from the right, then the characters of the first pair
    that differs if they are plain ASCII (elsewhere a mark belongs to the letter before it).
    """
    if old is new:
        return 0
    end = new.cell_length
    if old.cell_length != end:
        return max(old.cell_length, end)
    rest_old, rest_new = list(old), list(new)
    while rest_old and rest_new and rest_old[-1] == rest_new[-1]:
        end -= rest_new.pop().cell_length
        rest_old.pop()
    if not rest_new or not rest_old:
        return end
    return end - _common_tail(rest_old[-1], rest_new[-1])


def _common_tail(old: Segment, new: Segment) -> int:
    """Characters at the right that two ASCII segments of one style have in common."""
    if old.style != new.style or not (old.text.isascii() and new.text.isascii()):
        return 0
    same = 0
    for a, b in zip(reversed(old.text), reversed(new.text), strict=False):
        if a != b:
            break
        same += 1
    return same


class LineWidget(ChangedLines, Widget):
    """A widget whose content is `line(y)`, one strip a line; drawn without Textual's style cache.

    Its looks are the component classes below: a word or mark always says the same, so that they may all be absent.
    Under a theme in the terminal's own colours a look without attributes is no style at all and costs no bytes.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "look--plain",
        "look--strong",
        "look--dim",
        "look--accent",
        "look--cursor",
        "look--head",
        "look--internal",
        "look--sought",
        "look--alarm",
    }
    DEFAULT_CSS = """
    LineWidget {
        height: 1fr;
        .look--strong { text-style: bold; }
        .look--dim { color: $text-muted; }
        .look--accent { color: $accent; text-style: bold; }
        .look--cursor { color: $block-cursor-foreground; background: $block-cursor-background; }
        .look--head { color: $text-muted; text-style: underline; }
        .look--internal { color: black; background: $warning; }
        .look--sought { text-style: reverse; }
        .look--alarm { color: $error; text-style: bold; }
        &:ansi {
            .look--dim { color: ansi_default; text-style: dim; }
            .look--cursor { color: ansi_default; background: ansi_default; text-style: reverse; }
            .look--head { color: ansi_default; text-style: underline; }
            .look--internal { color: ansi_black; background: ansi_yellow; }
        }
        &:nocolor {
            .look--internal { color: ansi_default; background: ansi_default; text-style: reverse; }
        }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.width = 0
        """Cells of a line, while lines are drawn: Textual works its size out anew whenever it is asked."""
        self._looks: dict[str, Style | None] = {}

    def line(self, y: int) -> Strip:
        """The strip of line `y` (from 0), as wide as the widget."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Textual's name for `line`."""
        return self.line(y)

    def drawn(self, crop: Region) -> list[Strip]:
        """The strips of the region, with the app's filters (NO_COLOR) applied."""
        size = self.size
        self.width = width = size.width
        if size != self.outer_size:
            return super().drawn(crop)
        strips = [self._exact(self.line(y), width) for y in crop.line_range]
        if filters := self.get_line_filters():
            background = self.background_colors[1]
            for line_filter in filters:
                strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span == (0, width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def _exact(self, strip: Strip, width: int) -> Strip:
        return strip if strip.cell_length == width else strip.adjust_cell_length(width, self.look("plain"))

    def look(self, name: str) -> Style | None:
        """The style of a look (`plain`, `strong`, `dim`, ...); None where it has nothing to say."""
        if name not in self._looks:
            style = self.get_component_rich_style(f"look--{name}")
            self._looks[name] = thin(style) if self.app.native_ansi_color else style
        return self._looks[name]

    def strip(self, *pieces: tuple[str, str]) -> Strip:
        """A strip of (text, look) pieces.

        The texts are expected to be safe and measured already; a control character that slipped through is made
        visible here, the last place before the terminal (RELIABILITY rule 36).
        """
        return Strip([Segment(safe_text(text), self.look(name)) for text, name in pieces if text])

    def notify_style_update(self) -> None:
        """Forget the looks: a theme or class has changed."""
        self._looks.clear()
        super().notify_style_update()
