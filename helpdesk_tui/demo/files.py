"""Attachments of the demonstration: small files of their kinds, the same for the same name."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import cache

from helpdesk_tui.views import ParsedAttachment

_TYPES = {
    "txt": "text/plain", "log": "text/plain", "csv": "text/csv", "png": "image/png", "pdf": "application/pdf",
}  # fmt: skip
_LOG = (
    "[    0.000000] Linux version 6.1.0 (build@acme.example)\n"
    "[   12.204417] eth0: link is down\n"
    "[   12.204460] bond0: no active interface left\n"
    "[   14.871002] node4: waiting for carrier\n"
)
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@cache
def attachment(name: str) -> ParsedAttachment:
    """A file of the kind that its name says."""
    kind = name.rpartition(".")[2]
    content = _CONTENTS.get(kind, _text)(name)
    return ParsedAttachment(name, _TYPES.get(kind, "application/octet-stream"), content)


def _text(name: str) -> bytes:
    return f"{name}\n\n{_LOG * 12}".encode()


def _table(name: str) -> bytes:
    rows = [f"2026-03-{day:02d},{name},{day * 37 % 100}.{day:02d},EUR" for day in range(1, 29)]
    return ("date,text,amount,currency\n" + "\n".join(rows) + "\n").encode()


def _picture(name: str, width: int = 320, height: int = 180) -> bytes:
    """A PNG (ISO/IEC 15948): a dark screen with lines of light text, as a console looks from afar."""
    seed = sum(name.encode())
    rows = bytearray()
    for y in range(height):
        line = (y // 9 * 31 + seed) % 230 + 40
        inked = y % 9 in (2, 3, 4, 5)
        rows += b"\0" + bytes(200 if inked and x < line and (x * 7 + y // 9) % 5 else 24 for x in range(width))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _page(name: str) -> bytes:
    return _PDF


_CONTENTS: dict[str, Callable[[str], bytes]] = {"csv": _table, "png": _picture, "pdf": _page}
