"""Pictures for the tests of the decoder, and children that decode nothing."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from collections.abc import Sequence
from typing import Any

from PIL import Image

from helpdesk_tui.pictures.frames import Kind, Question

PAGE = (40, 20)
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def quarters(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Red, green, blue and white, from the left upper corner on."""
    across, down = size[0] // 2, size[1] // 2
    picture = Image.new("RGB", size, RED)
    picture.paste(GREEN, (across, 0, size[0], down))
    picture.paste(BLUE, (0, down, across, size[1]))
    picture.paste(WHITE, (across, down, *size))
    return picture


def coded(picture: Image.Image, format: str, **options: Any) -> bytes:
    """The bytes of a file; nothing is lost where the format can do that."""
    made = io.BytesIO()
    kept: dict[str, dict[str, Any]] = {"JPEG": {"quality": 100, "subsampling": 0}, "WebP": {"lossless": True}}
    picture.save(made, format, **kept.get(format, {}), **options)
    return made.getvalue()


def asked(format: str = "PNG", kind: Kind = Kind.DOTS, page: tuple[int, int] = PAGE, **other: Any) -> Question:
    """A question; all of the picture over black unless told otherwise."""
    said = {"scale": None, "x": 0.5, "y": 0.5, "background": (0, 0, 0)} | other
    return Question(format, kind, page, **said)


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def declared(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says it has so many pixels of eight grey bits."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def child(body: str) -> Sequence[str]:
    """A child that does this instead; `q` and `content` are what it was asked."""
    begin = (
        "import os, sys, time; from helpdesk_tui.pictures.frames import *\n"
        "q, content = read_question(sys.stdin.buffer.read())\n"
    )
    return (sys.executable, "-c", begin + body)
