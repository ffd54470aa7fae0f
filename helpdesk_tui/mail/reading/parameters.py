"""Values with parameters, as Content-Type and Content-Disposition have them (RFC 2045, RFC 2231), leniently."""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.charsets import decode
from helpdesk_tui.mail.reading.words import heading_text

_PARAMETER = re.compile(rb';\s*([^\s=:;"]+)\s*[=:]\s*("(?:[^"\\]|\\.)+"|""(?=\s*(?:[;(]|\Z))|[^;]*)', re.DOTALL)
_ESCAPED = re.compile(rb'\\(["\\])')
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_FREE_TEXT = (b"name", b"filename")
_END_OF_TOKEN = re.compile(rb"[\s(]")


def with_parameters(value: bytes, hint: str = "") -> tuple[str, dict[str, str]]:
    """The value in lower case and its parameters by lower-case name, the first of a name standing.

    Names of files are decoded, whichever way they were encoded: RFC 2231 with continuations, encoded words,
    raw bytes. `boundary` is left as Latin-1, byte for byte.
    """
    main, _, _ = value.partition(b";")
    found: dict[bytes, bytes] = {}
    for parameter in _PARAMETER.finditer(value):
        found.setdefault(parameter.group(1).lower(), _unquoted(parameter.group(1).lower(), parameter.group(2)))
    parameters: dict[str, str] = {}
    split: dict[bytes, dict[int, tuple[bytes, bool]]] = {}
    for key, text in found.items():
        if b"*" in key:
            name, number, encoded = _extended(key)
            split.setdefault(name, {})[number] = (text, encoded)
        elif key == b"boundary":
            parameters["boundary"] = text.decode("latin-1")
        else:
            parameters[key.decode("latin-1")] = heading_text(text, hint)
    for name, pieces in split.items():
        parameters[name.decode("latin-1")] = _joined(pieces, hint)
    return main.strip().decode("latin-1").lower(), parameters


def _unquoted(key: bytes, text: bytes) -> bytes:
    text = text.strip()
    if len(text) >= 2 and text.startswith(b'"') and text.endswith(b'"'):
        return _ESCAPED.sub(rb"\1", text[1:-1])
    if key.split(b"*", 1)[0] in _FREE_TEXT:
        return text.strip(b'"')
    return _END_OF_TOKEN.split(text, maxsplit=1)[0].strip(b'"')


def _extended(key: bytes) -> tuple[bytes, int, bool]:
    """Name, number of the piece and whether it is percent-encoded, of `name*`, `name*0` or `name*0*`."""
    name, *rest = key.split(b"*")
    number = int(rest[0]) if rest[0].isdigit() and len(rest[0]) <= 4 else 0
    return name, number, key.endswith(b"*")


def _joined(pieces: dict[int, tuple[bytes, bool]], hint: str) -> str:
    data: list[bytes] = []
    charset = ""
    any_encoded = False
    for place, number in enumerate(sorted(pieces)):
        text, encoded = pieces[number]
        if encoded:
            any_encoded = True
            if place == 0 and text.count(b"'") >= 2:
                declared, _, text = text.split(b"'", 2)
                charset = declared.decode("latin-1")
            text = _PERCENT.sub(lambda found: bytes((int(found.group(1), 16),)), text)
        data.append(text)
    whole = b"".join(data)
    return decode(whole, charset, hint) if any_encoded else heading_text(whole, hint)
