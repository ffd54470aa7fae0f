"""`winmail.dat` as Outlook writes it (MS-OXTNEF), put together byte by byte."""

from __future__ import annotations

import struct

TITLE, DATA, NEW_FILE, FILE, MESSAGE, BODY, CODE_PAGE = 0x18010, 0x6800F, 0x69002, 0x69005, 0x69003, 0x2800C, 0x69007


def winmail(*attributes: bytes) -> bytes:
    """Signature and key, then the attributes."""
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)


def attribute(kind: int, value: bytes) -> bytes:
    """Level, kind, length, value and the sum of its bytes."""
    level = 2 if kind in (TITLE, DATA, NEW_FILE, FILE) else 1
    return struct.pack("<BII", level, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*found: bytes) -> bytes:
    """A list of MAPI properties."""
    return struct.pack("<I", len(found)) + b"".join(found)


def number(tag: int, value: int) -> bytes:
    """A property that is a number of four bytes."""
    return struct.pack("<HHI", 3, tag, value)


def flag(tag: int) -> bytes:
    """A property that is true."""
    return struct.pack("<HHI", 0xB, tag, 1)


def binary(tag: int, value: bytes, kind: int = 0x102) -> bytes:
    """A property of bytes, in the kind that is given."""
    return struct.pack("<HHII", kind, tag, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def wide(tag: int, value: str) -> bytes:
    """A property that is text in UTF-16."""
    return binary(tag, value.encode("utf-16-le") + b"\0\0", 0x1F)


def named(value: str) -> bytes:
    """A text property that has a name instead of a number."""
    name = "x-priority".encode("utf-16-le") + b"\0\0"
    head = struct.pack("<HH", 0x1F, 0x8005) + bytes(16) + struct.pack("<II", 1, len(name))
    return head + name + b"\0" * (-len(name) % 4) + binary(0, value.encode("utf-16-le"))[4:]


def file(name: str, content: bytes, *more: bytes) -> bytes:
    """The attributes of an attached file."""
    return (
        attribute(NEW_FILE, bytes(14)) + attribute(TITLE, name.encode("cp1252") + b"\0") + attribute(DATA, content)
        + (attribute(FILE, properties(*more)) if more else b"")
    )  # fmt: skip
