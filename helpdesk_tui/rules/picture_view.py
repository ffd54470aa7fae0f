"""What part of a picture a page shows, and how large: fitting, zooming, panning (TF11). Pure.

Lengths are dots: what the page can colour one by one. A cell has two of them in half blocks, and its own pixels where
the terminal draws the picture itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

MOST_DOTS = 8
"""A picture's pixel becomes at most so many dots wide."""
_STEP = 2.0


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in dots: its left upper corner and its size."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, other: Area) -> bool:
        """Whether the other lies within."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )


@dataclass(frozen=True, slots=True)
class View:
    """A page of `page` dots before a picture of `picture` pixels, `scale` dots a pixel; None: it is fitted.

    `x` and `y` are the middle of what is shown, as parts of the picture from 0 to 1, so that they stand whatever the
    page and the scale become.
    """

    picture: tuple[int, int]
    page: tuple[int, int]
    scale: float | None = None
    x: float = 0.5
    y: float = 0.5

    @property
    def fitting(self) -> float:
        """The scale at which the whole picture fits the page; a small picture is not enlarged."""
        (width, height), (across, down) = self.picture, self.page
        return min(across / width, down / height, 1.0)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the whole picture in dots, each at least one."""
        scale = self.fitting if self.scale is None else self.scale
        width, height = (max(round(length * scale), 1) for length in self.picture)
        return width, height

    @property
    def window(self) -> Area:
        """The part of the scaled picture that is on the page."""
        (width, height), (across, down) = self.size, self.page
        left, from_left = _placed(self.x, width, across)
        top, from_top = _placed(self.y, height, down)
        return Area(left, top, from_left, from_top)

    @property
    def around(self) -> Area:
        """The window with as much again on each side: what is asked for, so that a step aside needs no question."""
        (width, height), part = self.size, self.window
        left, top = max(part.x - part.width, 0), max(part.y - part.height, 0)
        right, bottom = min(part.x + 2 * part.width, width), min(part.y + 2 * part.height, height)
        return Area(left, top, right - left, bottom - top)

    @property
    def margins(self) -> tuple[int, int]:
        """Dots that are free at the left of the picture and above it, where it is smaller than the page."""
        part = self.window
        return (self.page[0] - part.width) // 2, (self.page[1] - part.height) // 2

    def fitted(self) -> View:
        """The whole picture."""
        return View(self.picture, self.page)

    def resized(self, page: tuple[int, int]) -> View:
        """The same place on a page of another size; what was fitted is fitted again."""
        changed = replace(self, page=page)
        return changed._settled() if self.scale is not None else changed

    def zoomed(self, by: int) -> View:
        """Larger by so many steps of two, smaller when negative, with a stop where a pixel is a dot.

        Not smaller than what fits, not larger than eight dots a pixel.
        """
        scale = self.fitting if self.scale is None else self.scale
        for _ in range(abs(by)):
            further = scale * _STEP if by > 0 else scale / _STEP
            scale = 1.0 if min(scale, further) < 1.0 < max(scale, further) else further
        return replace(self, scale=min(max(scale, self.fitting), float(MOST_DOTS)))._settled()

    def panned(self, across: int, down: int) -> View:
        """Aside by halves of the page, to the edge at most."""
        (width, height), part = self.size, self.window
        x = self.x + across * part.width / 2 / width
        y = self.y + down * part.height / 2 / height
        return replace(self, x=x, y=y)._settled()

    def _settled(self) -> View:
        """Its middle where it can be: no further than the page's edge meets the picture's; fitted where that is all."""
        if self.scale is not None and self.scale <= self.fitting:
            return self.fitted()
        (width, height), (across, down) = self.size, self.page
        return replace(self, x=_within(self.x, width, across), y=_within(self.y, height, down))


def _placed(middle: float, length: int, room: int) -> tuple[int, int]:
    """Where the shown part of a length begins, and how much of it is shown."""
    shown = min(length, max(room, 1))
    return min(max(round(middle * length - shown / 2), 0), length - shown), shown


def _within(middle: float, length: int, room: int) -> float:
    """The middle, moved so that the shown part lies within the length."""
    half = min(room / length, 1.0) / 2
    return min(max(middle, half), 1.0 - half)
