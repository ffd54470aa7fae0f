"""A child that decodes one picture: reads it from standard input, answers on standard output, and is gone.

Started by `decoding.decoded` as `python -P -m helpdesk_tui.pictures.child SECONDS BYTES`. Its bounds are those of
`bounded.limits`. Only here Pillow is loaded, and of Pillow only what reads the one format that the head tells.
"""

from __future__ import annotations

import importlib
import io
import signal
import sys
from typing import TYPE_CHECKING

from helpdesk_tui.bounded.limits import allow, bound
from helpdesk_tui.pictures.frames import MOST_PIXELS, Answer, Kind, Outcome, Question, read_question
from helpdesk_tui.rules.picture_view import Area

if TYPE_CHECKING:
    from PIL.Image import Image

_PLUGINS = {"PNG": "Png", "JPEG": "Jpeg", "GIF": "Gif", "WebP": "WebP", "BMP": "Bmp"}
_ORIENTATION = 0x0112
_LYING = (5, 6, 7, 8)
"""Orientations of EXIF that swap width and height."""


def main(arguments: list[str]) -> int:
    """Answer the question on standard input."""
    seconds, memory = float(arguments[0]), int(arguments[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bound(memory)
    allow(seconds)
    try:
        answer = answered(*read_question(sys.stdin.buffer.read()))
    except MemoryError:
        answer = Answer(Outcome.NO_MEMORY)
    sys.stdout.buffer.write(answer.packed)
    sys.stdout.buffer.flush()
    return 0


def answered(question: Question, content: bytes) -> Answer:
    """The part of the picture that is asked for; raises MemoryError."""
    try:
        from PIL import Image

        importlib.import_module(f"PIL.{_PLUGINS[question.format]}ImagePlugin")
    except ImportError:
        return Answer(Outcome.NO_DECODER)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow warns of more than that, and refuses twice as many
    try:
        with Image.open(io.BytesIO(content), formats=[question.format]) as picture:
            return _shown(question, picture)
    except Image.DecompressionBombError:
        return Answer(Outcome.TOO_LARGE)
    except MemoryError:
        raise
    except Exception:  # whatever a decoder makes of hostile bytes
        return Answer(Outcome.DAMAGED)


def _shown(question: Question, picture: Image) -> Answer:
    if picture.width * picture.height > MOST_PIXELS:
        return Answer(Outcome.TOO_LARGE)
    # A JPEG of several is a photo with a small one of itself.
    moves = question.format != "JPEG" and bool(getattr(picture, "is_animated", False))
    before = _size(picture, _turn(picture)) if question.format == "JPEG" else None
    if before is not None:
        wanted = question.view(before).size
        picture.draft("RGB", wanted if _turn(picture) not in _LYING else wanted[::-1])
    picture.load()
    turn = _turn(picture)
    size = before or _size(picture, turn)
    area = question.area(size)
    part = _part(_turned(picture, turn), question.view(size).size, area, question.background)
    if question.kind is Kind.DOTS:
        return Answer(Outcome.SHOWN, size, moves, area, part.tobytes())
    made = io.BytesIO()
    part.save(made, "PNG", compress_level=1)
    return Answer(Outcome.SHOWN, size, moves, area, made.getvalue())


def _turn(picture: Image) -> int:
    """How EXIF says that the picture has to be turned, 1 for not at all."""
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except MemoryError:
        raise
    except Exception:  # EXIF that is none: the picture may be good all the same
        return 1


def _size(picture: Image, turn: int) -> tuple[int, int]:
    return (picture.height, picture.width) if turn in _LYING else (picture.width, picture.height)


def _turned(picture: Image, turn: int) -> Image:
    from PIL.Image import Transpose

    ways = {
        2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90,
    }  # fmt: skip
    return picture.transpose(ways[turn]) if turn in ways else picture


def _part(picture: Image, whole: tuple[int, int], area: Area, background: tuple[int, int, int]) -> Image:
    """An area of the picture as it is when scaled to `whole`, over the background."""
    from PIL import Image

    across, down = picture.width / whole[0], picture.height / whole[1]
    left, top = area.x * across, area.y * down
    right, bottom = min(left + area.width * across, picture.width), min(top + area.height * down, picture.height)
    # Only what is needed of it is brought to red, green and blue.
    begin = (int(left), int(top))
    end = (min(int(right) + 1, picture.width), min(int(bottom) + 1, picture.height))
    part = _coloured(picture.crop((*begin, *end)))
    box = (left - begin[0], top - begin[1], right - begin[0], bottom - begin[1])
    way = Image.Resampling.LANCZOS if across > 1 else Image.Resampling.NEAREST
    part = part.resize((area.width, area.height), way, box=box, reducing_gap=3.0)
    if part.mode != "RGBA":
        return part
    ground = Image.new("RGBA", part.size, (*background, 255))
    return Image.alpha_composite(ground, part).convert("RGB")


def _coloured(part: Image) -> Image:
    """In red, green and blue, with transparency where there is some."""
    if part.mode.startswith("I"):  # greys of sixteen bits
        part = part.convert("I").point(lambda grey: grey / 256).convert("L")
    clear = part.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in part.info
    return part.convert("RGBA" if clear else "RGB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
