"""The one edge between text from outside and any screen, command line or log (RELIABILITY rule 36).

Stored text is raw; shown text is safe. `safe_text` makes every control character, escape, direction mark
and invisible character visible, so that nothing in a mail can move a cursor, set a title, hide or reorder words.
"""

from __future__ import annotations

import re
import unicodedata

MAX_LINE = 10_000
MAX_COMBINING = 8

_TAB = "    "
_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_INVISIBLE = {0x00AD, 0x034F, 0x115F, 0x1160, 0x180E, 0x200B, 0x2028, 0x2029, 0x3164, 0xFEFF, 0xFFA0}
_INVISIBLE |= set(range(0x2060, 0x2066)) | set(range(0x206A, 0x2070)) | set(range(0xFFF9, 0xFFFC))
_JOINERS = {0x200C, 0x200D}
_EMOJI = {0x2194, 0x2195, *range(0x2600, 0x27C0), *range(0x2B00, 0x2C00), *range(0x1F000, 0x1FB00)}
_JOINING_SCRIPTS = (range(0x0600, 0x10A0), range(0x1700, 0x1C50))
# Vowels and final consonants of Korean in pieces: letters that take no cell of their own.
_CONJOINING = {*range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC)}
# Format characters that are visible: they enclose or precede digits.
_VISIBLE_FORMATS = {*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD}
# Scripts and signs in which nothing combines, joins or is invisible; most lines hold nothing else.
_QUIET = re.compile(
    "[ -\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u205f\u20a0-\u20c0\u2100-\u2bff\u3000-\u3029\u3030-\u3098"
    "\u309b-\ua66e\uac00-\ud7a3\uf900-\ufaff\uff01-\uff9f\U0001f300-\U0001faff\U00020000-\U0002fa1d]*"
)


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
    more = len(line) - MAX_LINE
    line = line[:MAX_LINE]
    if not (line.isascii() and line.isprintable()):
        line = line.translate(_SAFE)
        line = line if _QUIET.fullmatch(line) else _tame(line)
    if more > 0:
        return f"{line[:MAX_LINE]} … ({more:,} more characters)"
    # One character may become several: what is shown is cut too, and says so.
    return line if len(line) <= MAX_LINE else line[:MAX_LINE] + " …"


def _tame(line: str) -> str:
    """Cut runs of combining marks; mark joiners that join nothing, and other characters that cannot be seen."""
    kept: list[str] = []
    run = 0
    for at, char in enumerate(line):
        code = ord(char)
        combines = _combines(char)
        hidden = not combines and unicodedata.category(char) == "Cf" and code not in _VISIBLE_FORMATS
        if hidden and code in _JOINERS and kept and _joins(kept[-1], line[at + 1 : at + 2]):
            combines, hidden = True, False
        run = run + 1 if combines else 0
        if run <= MAX_COMBINING:
            kept.append("·" if hidden else char)
    return "".join(kept)


def _combines(char: str) -> bool:
    """Whether the character is drawn over the one before it."""
    return char >= "\u0300" and (unicodedata.category(char) in ("Mn", "Me") or ord(char) in _CONJOINING)


def _joins(before: str, after: str) -> bool:
    """Whether a joiner between the two does something: within emoji, or within a script that joins its letters."""
    if not after:
        return False
    first, second = ord(before), ord(after)
    if second in _EMOJI:
        return first in _EMOJI or first == 0xFE0F
    if not any(first in script and second in script for script in _JOINING_SCRIPTS):
        return False
    return unicodedata.category(before)[0] in "LM" and unicodedata.category(after)[0] in "LM"


def one_line(text: str) -> str:
    """Subject-like text for one line: white space folded, then made safe."""
    return safe_text(" ".join(text.split()))


def cell_width(line: str) -> int:
    """Columns that a line takes on paper and terminals of one pitch: two for a wide letter, none for a mark on one."""
    if line.isascii():
        return len(line)
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in line)


def clipped(text: str, width: int) -> str:
    """Safe one-line text in at most `width` characters, with an ellipsis when it is cut."""
    text = one_line(text)
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"
