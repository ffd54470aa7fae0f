"""What Outlook packs into `winmail.dat` (MS-OXTNEF): texts and files, read within bounds.

Lengths are the sender's word and are never believed beyond the bytes that are there; what is cut short gives what
stands before the cut.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from helpdesk_tui.mail.reading.charsets import codec_for, decode

_SIGNATURE = b"\x78\x9f\x3e\x22"
_BODY, _CODE_PAGE, _MESSAGE = 0x2800C, 0x69007, 0x69003
_NEW_FILE, _TITLE, _DATA, _FILE = 0x69002, 0x18010, 0x6800F, 0x69005
# MAPI properties (MS-OXPROPS) of a message and of a file.
_TEXT, _RTF, _HTML, _HTML_CODE_PAGE = 0x1000, 0x1009, 0x1013, 0x3FDE
_CONTENT, _SHORT_NAME, _LONG_NAME, _TYPE, _CONTENT_ID, _SHOWN_NAME = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712, 0x3001
_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset((0xD, 0x1E, 0x1F, 0x102))
_INTERFACE_ID = 16
_MOST_FILES = 1000
_MOST_PROPERTIES = 20_000


class Packed:
    """What was in a `winmail.dat`: texts in up to three forms, and files as (name, content type, content, content id).

    `rtf` is compressed as it came. `whole` says that all of it was taken, and the last attribute ended with the data.
    """

    def __init__(self) -> None:
        self.text = ""
        self.html = b""
        self.html_charset = ""
        self.rtf = b""
        self.files: list[tuple[str, str, bytes, str]] = []
        self.whole = True


def unpacked(data: bytes) -> Packed | None:
    """The content of a `winmail.dat`; None when it is none."""
    if not data.startswith(_SIGNATURE):
        return None
    packed = Packed()
    charset = "cp1252"
    file: dict[int, bytes | str] | None = None
    body = b""
    for kind, value in _attributes(data, packed):
        if kind == _CODE_PAGE and len(value) >= 4:
            charset = f"cp{int.from_bytes(value[:4], 'little')}"
        elif kind == _BODY:
            body = value
        elif kind == _MESSAGE:
            _take_texts(packed, dict(_properties(value, charset)))
        elif kind == _NEW_FILE:
            _keep(packed, file)
            file = {}
        elif file is not None and kind == _TITLE:
            file[_SHORT_NAME] = decode(value.split(b"\0", 1)[0], charset)
        elif file is not None and kind == _DATA:
            file[_CONTENT] = value
        elif file is not None and kind == _FILE:
            found = dict(_properties(value, charset))
            file |= {key: value for key, value in found.items() if value or key not in file}
    _keep(packed, file)
    packed.text = packed.text or decode(body.rstrip(b"\0"), charset)
    return packed


def _attributes(data: bytes, packed: Packed) -> Iterator[tuple[int, bytes]]:
    place = len(_SIGNATURE) + 2
    while place + 9 <= len(data):
        kind, size = struct.unpack_from("<II", data, place + 1)
        place += 9
        yield kind, data[place : place + size]
        place += size + 2
    packed.whole = packed.whole and place == len(data)


def _keep(packed: Packed, file: dict[int, bytes | str] | None) -> None:
    content = file.get(_CONTENT, b"") if file else b""
    if not file or not isinstance(content, bytes):
        return
    if len(packed.files) >= _MOST_FILES:
        packed.whole = False
        return
    texts = {key: value for key, value in file.items() if isinstance(value, str)}
    name = texts.get(_LONG_NAME) or texts.get(_SHORT_NAME) or texts.get(_SHOWN_NAME) or ""
    content_type = texts.get(_TYPE) or "application/octet-stream"
    if content[_INTERFACE_ID:].startswith(_SIGNATURE):
        # An email or an appointment within, packed in the same way behind the id of its interface.
        content, content_type = content[_INTERFACE_ID:], "application/ms-tnef"
        name = f"{name or 'message'}.dat"
    packed.files.append((name, content_type.lower(), content, texts.get(_CONTENT_ID, "")))


def _take_texts(packed: Packed, found: dict[int, bytes | str]) -> None:
    text, html, rtf, page = (found.get(key, b"") for key in (_TEXT, _HTML, _RTF, _HTML_CODE_PAGE))
    packed.text = text if isinstance(text, str) else packed.text
    packed.rtf = rtf if isinstance(rtf, bytes) else packed.rtf
    if isinstance(html, str):
        packed.html, packed.html_charset = html.encode(), "utf-8"
        return
    number = int.from_bytes(page[:4], "little") if isinstance(page, bytes) else 0
    packed.html = html
    packed.html_charset = "utf-8" if number == 65001 else (codec_for(f"cp{number}") or "")


def _properties(data: bytes, charset: str) -> Iterator[tuple[int, bytes | str]]:
    """Number and value of each property (MS-OXTNEF 2.1.3.4): texts decoded, all else as bytes."""
    left = min(int.from_bytes(data[:4], "little"), _MOST_PROPERTIES)
    place = 4
    while left > 0 and place + 4 <= len(data):
        left -= 1
        kind, number = struct.unpack_from("<HH", data, place)
        place += 4
        if number >= 0x8000:
            place = _behind_name(data, place)
        values, place = _values(data, place, kind)
        if place < 0:
            return
        value = values[0] if values else b""
        if kind & 0xFFF == 0x1E:
            yield number, decode(value.split(b"\0", 1)[0], charset)
        elif kind & 0xFFF == 0x1F:
            yield number, value.decode("utf-16-le", "replace").replace("\ufeff", "").split("\0", 1)[0]
        else:
            yield number, value


def _behind_name(data: bytes, place: int) -> int:
    by_name, size = struct.unpack_from("<II", data, place + 16) if place + 24 <= len(data) else (0, 0)
    return place + 24 + (-(-size // 4) * 4 if by_name else 0)


def _values(data: bytes, place: int, kind: int) -> tuple[list[bytes], int]:
    """The first value of a property in a list, and the place behind all of them; -1 where that cannot be told."""
    base = kind & 0xFFF
    count = 1
    if kind & 0x1000 or base in _VARIABLE:
        count = int.from_bytes(data[place : place + 4], "little")
        place += 4
    if base in _SIZES:
        size = _SIZES[base]
        return [data[place : place + size]] if count else [], place + size * count
    if base not in _VARIABLE:
        return [], -1
    first: list[bytes] = []
    for _ in range(min(count, _MOST_PROPERTIES)):
        if place + 4 > len(data):
            return first, -1 if not first else place
        size = int.from_bytes(data[place : place + 4], "little")
        place += 4
        first = first or [data[place : place + size]]
        place += -(-size // 4) * 4
    return first, place
