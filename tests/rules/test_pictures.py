"""What the head of a picture says (TF11), whatever its bytes are."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.rules.pictures import Picture, picture_of

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 1280, 800) + b"\x08\x02\0\0\0"
FRAME = b"\xff\xc0" + struct.pack(">HBHH", 17, 8, 480, 640) + b"\x03"
JPEG = b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9) + FRAME
EXIF = b"\xff\xd8\xff\xe1" + struct.pack(">H", 2 + 40_000) + b"\xff\xc0" * 20_000 + b"\xff\xff\xff" + FRAME
BMP = b"BM" + struct.pack("<IHHI", 70, 0, 0, 54) + struct.pack("<Iii", 40, 3, -2)
VP8 = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 0x4000 | 550, 368)
VP8L = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 399 | 299 << 14)
VP8X = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\x7f\x07\0" + b"\x37\x04\0"


@pytest.mark.parametrize(("content", "expected"), [
    (PNG, Picture("PNG", 1280, 800)), (JPEG, Picture("JPEG", 640, 480)), (EXIF, Picture("JPEG", 640, 480)),
    (b"GIF89a" + struct.pack("<HH", 32, 16), Picture("GIF", 32, 16)), (BMP, Picture("BMP", 3, 2)),
    (VP8, Picture("WebP", 550, 368)), (VP8L, Picture("WebP", 400, 300)), (VP8X, Picture("WebP", 1920, 1080)),
    (PNG[:20], Picture("PNG")), (JPEG[:26], Picture("JPEG")), (b"\xff\xd8\xff", Picture("JPEG")),
    (b"\xff\xd8\xff\xe0\0\0" * 5000, Picture("JPEG")), (b"\xff\xd8" + b"\xff\xe0\0\x02" * 100_000, Picture("JPEG")),
    (b"RIFF\0\0\0\0WEBP", Picture("WebP")), (b"RIFF\0\0\0\0WAVE", None), (b"BMW is a car", None), (b"", None),
    (b"%PDF-1.7", None),
])  # fmt: skip
def test_formats(content: bytes, expected: Picture | None) -> None:
    assert picture_of(content) == expected


def test_in_words() -> None:
    assert Picture("PNG", 1280, 800).words == "PNG picture, 1280 x 800 pixels"
    assert Picture("JPEG").words == "JPEG picture, size not readable"


HEADS = (PNG, JPEG, EXIF[:64], BMP, VP8, VP8L, VP8X)


@given(st.sampled_from(HEADS), st.integers(0, 64), st.binary(max_size=64))
def test_no_bytes_are_too_hostile(head: bytes, kept: int, rest: bytes) -> None:
    """Cut anywhere and going on with anything: an answer, and no negative size."""
    found = picture_of(head[:kept] + rest)
    assert found is None or (found.width >= 0 and found.height >= 0)
