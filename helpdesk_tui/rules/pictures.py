"""What the head of a picture says about it: format and size in pixels (TF11); nothing is decoded.

The bytes come from anybody: every length is checked against what is there, and nothing is read twice.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_MOST_SEGMENTS = 1_000
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers that begin a frame and hold its size (ITU T.81, table B.1)."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""JPEG markers without a length."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's format by name; its width and height in pixels, 0 where the head does not say."""

    format: str
    width: int = 0
    height: int = 0

    @property
    def words(self) -> str:
        """`PNG picture, 1280 x 800 pixels`."""
        size = f"{self.width} x {self.height} pixels" if self.width and self.height else "size not readable"
        return f"{self.format} picture, {size}"


def picture_of(content: bytes) -> Picture | None:
    """What the first bytes say; None for what is no picture of a known format."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _sized("PNG", content[12:16] == b"IHDR", ">II", content, 16)
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return _sized("GIF", True, "<HH", content, 6)
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    if content.startswith(b"BM") and content[6:10] == b"\0\0\0\0":
        width, height = _numbers("<ii", content, 18)
        return Picture("BMP", max(width, 0), abs(height))
    return None


def _sized(name: str, known: bool, layout: str, content: bytes, at: int) -> Picture:
    width, height = _numbers(layout, content, at) if known else (0, 0)
    return Picture(name, width, height)


def _numbers(layout: str, content: bytes, at: int) -> tuple[int, int]:
    """Two numbers; zeros where the bytes end before."""
    if at + struct.calcsize(layout) > len(content):
        return 0, 0
    first, second = struct.unpack_from(layout, content, at)
    return first, second


def _jpeg(content: bytes) -> Picture:
    """From segment to segment until one begins a frame."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        while content[at : at + 2] == b"\xff\xff":  # fill bytes
            at += 1
        if at + 4 > len(content) or content[at] != 0xFF:
            break
        marker = content[at + 1]
        if marker in _FRAMES:
            height, width = _numbers(">HH", content, at + 5)
            return Picture("JPEG", width, height)
        if marker in (0xD9, 0xDA):  # the end, or the picture's data
            break
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if marker not in _ALONE and length < 2:
            break
        at += 2 if marker in _ALONE else 2 + length
    return Picture("JPEG")


def _webp(content: bytes) -> Picture:
    """The three kinds of RFC 9649: lossy, lossless, extended."""
    kind = content[12:16]
    if kind == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = _numbers("<HH", content, 26)
        return Picture("WebP", width & 0x3FFF, height & 0x3FFF)
    if kind == b"VP8L" and content[20:21] == b"\x2f" and len(content) >= 25:
        bits = int.from_bytes(content[21:25], "little")
        return Picture("WebP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8X" and len(content) >= 30:
        width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
        return Picture("WebP", width, height)
    return Picture("WebP")
