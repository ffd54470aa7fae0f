"""The one edge between text from outside and any screen, command line or log (RELIABILITY rule 36).

Stored text is raw; shown text is safe. `safe_text` makes every control character, escape, direction mark
and invisible character visible, so that nothing in a mail can move a cursor, set a title, hide or reorder words.
"""

from __future__ import annotations

import unicodedata

MAX_LINE = 10_000
MAX_COMBINING = 8

_TAB = "    "
_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_INVISIBLE = {0x00AD, 0x034F, 0x115F, 0x1160, 0x180E, 0x200B, 0x2028, 0x2029, 0x3164, 0xFEFF, 0xFFA0}
_INVISIBLE |= set(range(0x2060, 0x2066)) | set(range(0x206A, 0x2070)) | set(range(0xFFF9, 0xFFFC))
_JOINERS = {0x200C, 0x200D}


def _table() -> dict[int, str]:
    table = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
    table[0x09] = _TAB
    table[0x7F] = "␡"
    table |= {code: f"<{code:02X}>" for code in range(0x80, 0xA0)}
    table |= dict.fromkeys(_BIDI, "‹bidi›")
    table |= dict.fromkeys(_INVISIBLE, "·")
    table |= dict.fromkeys(range(0xE0000, 0xE0080), "·")
    table |= dict.fromkeys(range(0xD800, 0xE000), "�")
    return table


_SAFE = _table()


def safe_text(text: str | bytes, *, lines: bool = False) -> str:
    """The text with nothing in it that a terminal would obey or a reader could not see.

    With `lines` newlines stay (CRLF and CR count as one); without, they become a visible mark. Lines are cut at
    10,000 characters and runs of combining marks at 8.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    if text.isascii() and text.isprintable() and len(text) <= MAX_LINE:
        return text
    text = text.replace("\r\n", "\n")
    if lines:
        return "\n".join(_safe_line(line) for line in text.replace("\r", "\n").split("\n"))
    return _safe_line(text.replace("\n", "␊"))


def _safe_line(line: str) -> str:
    if len(line) > MAX_LINE:
        line = line[:MAX_LINE] + f" … ({len(line) - MAX_LINE:,} more characters)"
    if line.isascii():
        return line if line.isprintable() else line.translate(_SAFE)
    return _tame(line.translate(_SAFE))


def _tame(line: str) -> str:
    """Cut runs of combining marks and joiners that join nothing."""
    kept: list[str] = []
    run = 0
    for char in line:
        code = ord(char)
        if code in _JOINERS:
            if kept and run < MAX_COMBINING and _joins(kept[-1]):
                kept.append(char)
                run += 1
            else:
                kept.append("·")
            continue
        if code >= 0x0300 and unicodedata.category(char) in ("Mn", "Me"):
            run += 1
            if run > MAX_COMBINING:
                continue
        else:
            run = 0
        kept.append(char)
    return "".join(kept)


def _joins(before: str) -> bool:
    """Whether a joiner may follow: emoji, or a letter of a script that joins."""
    code = ord(before)
    if code >= 0x2190 or code == 0xFE0F:
        return True
    return 0x0600 <= code <= 0x1FFF and unicodedata.category(before)[0] in "LM"


def one_line(text: str) -> str:
    """Subject-like text for one line: white space folded, then made safe."""
    return safe_text(" ".join(text.split()))


def clipped(text: str, width: int) -> str:
    """Safe one-line text in at most `width` characters, with an ellipsis when it is cut."""
    text = one_line(text)
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"
