"""What the program and the child that decodes a picture tell each other: fixed numbers, and bytes of a known length.

To the child: a question, then the picture to the end of the input. From the child: an answer, then its dots (three
bytes each, line by line) or a PNG that the child made.
"""

from __future__ import annotations

import enum
import struct
from dataclasses import dataclass

from helpdesk_tui.rules.picture_view import Area, View

MOST_PIXELS = 50_000_000
"""Larger pictures are not decoded."""
FORMATS = ("PNG", "JPEG", "GIF", "WebP", "BMP")
"""Those that `rules.pictures` knows by their heads; nothing else is ever handed to a decoder."""

NOTHING = Area(0, 0, 0, 0)

_QUESTION = struct.Struct(">BBIIddd3B")
_ANSWER = struct.Struct(">3sBB6I")
_MAGIC = b"pic"


class Kind(enum.IntEnum):
    """What is asked for: dots in red, green and blue, or a PNG of the same part."""

    DOTS = 0
    PNG = 1


class Outcome(enum.IntEnum):
    """How decoding ended."""

    SHOWN = 0
    NO_DECODER = 1
    DAMAGED = 2
    TOO_LARGE = 3
    NO_MEMORY = 4


@dataclass(frozen=True, slots=True)
class Question:
    """Which part of a picture is wanted, how large, and over which background colour.

    `scale`, `x` and `y` are those of `View`; how large the picture is only the child finds out.
    """

    format: str
    kind: Kind
    page: tuple[int, int]
    scale: float | None
    x: float
    y: float
    background: tuple[int, int, int]

    def view(self, picture: tuple[int, int]) -> View:
        """The view of a picture of so many pixels."""
        return View(picture, self.page, self.scale, self.x, self.y)

    def area(self, picture: tuple[int, int]) -> Area:
        """The part that is answered: of dots more than is shown at once, of a PNG what is shown."""
        view = self.view(picture)
        return view.around if self.kind is Kind.DOTS else view.window

    @property
    def packed(self) -> bytes:
        """As it is sent."""
        return _QUESTION.pack(
            FORMATS.index(self.format), self.kind, *self.page, self.scale or 0.0, self.x, self.y, *self.background
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child found: the picture's size as it is looked at, whether it moves, the part and its bytes."""

    outcome: Outcome
    picture: tuple[int, int] = (1, 1)
    moves: bool = False
    area: Area = NOTHING
    content: bytes = b""

    @property
    def packed(self) -> bytes:
        """As it is sent."""
        area = (self.area.x, self.area.y, self.area.width, self.area.height)
        return _ANSWER.pack(_MAGIC, self.outcome, self.moves, *self.picture, *area) + self.content


def read_question(came: bytes) -> tuple[Question, bytes]:
    """The question and the picture; raises ValueError or struct.error for what is none."""
    number, kind, across, down, scale, x, y, *background = _QUESTION.unpack_from(came)
    red, green, blue = background
    found = Question(FORMATS[number], Kind(kind), (across, down), scale or None, x, y, (red, green, blue))
    return found, came[_QUESTION.size :]


def read_answer(question: Question, came: bytes) -> Answer | None:
    """The answer to a question; None where it is not what was asked for, in any length or number."""
    if len(came) < _ANSWER.size:
        return None
    magic, outcome, moves, width, height, *part = _ANSWER.unpack_from(came)
    content, area = came[_ANSWER.size :], Area(*part)
    if magic != _MAGIC or outcome not in list(Outcome):
        return None
    if outcome != Outcome.SHOWN:
        return Answer(Outcome(outcome))
    if not 0 < width * height <= MOST_PIXELS or area != question.area((width, height)):
        return None
    if question.kind is Kind.DOTS and len(content) != area.width * area.height * 3:
        return None
    if question.kind is Kind.PNG and not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    return Answer(Outcome.SHOWN, (width, height), bool(moves), area, content)


def most_bytes(question: Question) -> int:
    """So long an answer may be at most."""
    across, down = question.page
    dots = across * down * (9 if question.kind is Kind.DOTS else 1)
    return _ANSWER.size + dots * 4 + 65_536
