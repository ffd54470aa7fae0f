"""Text in terminal cells: made safe, measured, cut, padded and wrapped (pure).

A terminal counts cells, not characters, and terminals do not agree on all of Unicode. `shown` therefore keeps only
what is counted alike everywhere: joiners and variation selectors are taken out (an emoji family becomes its
members), flags become their letters, skin tones go, and code points that are not assigned become a mark. After that
a line measured here has the same width on the screen, so that it never runs over its column.
"""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len

from helpdesk_tui.text import one_line, safe_text

ELLIPSIS = "…"

_UNSTEADY = re.compile("[\u200d\ufe00-\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
_WORD = re.compile(r"\S+|\s+")
_A_FLAG = 0x1F1E6
_Z_FLAG = 0x1F1FF


def shown(text: str) -> str:
    """Foreign text for one line: white space folded, safe, of a width that terminals agree on."""
    return _steady(one_line(text))


def shown_line(line: str) -> str:
    """One line of a message: safe and of a steady width, its spaces kept."""
    return _steady(safe_text(line))


def _steady(text: str) -> str:
    if text.isascii():
        return text
    text = _UNSTEADY.sub(_plain, text)
    return "".join("\ufffd" if unicodedata.category(char) == "Cn" else char for char in text)


def _plain(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(ord("A") + code - _A_FLAG) if _A_FLAG <= code <= _Z_FLAG else ""


def width_of(text: str) -> int:
    """Cells that the text takes."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells, with an ellipsis where it was cut."""
    if width <= 0:
        return ""
    if width_of(text) <= width:
        return text
    return _head(text, width - 1)[0] + ELLIPSIS


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells: cut with an ellipsis or padded, at the left edge or the right."""
    text = cut(text, width)
    room = max(width, 0) - width_of(text)
    if not room:
        return text
    return " " * room + text if right else text + " " * room


def _head(text: str, width: int) -> tuple[str, str]:
    """The longest beginning of `width` cells, and the rest; a mark stays with the letter it stands on."""
    if text.isascii():
        return text[:width], text[width:]
    used = 0
    for index, char in enumerate(text):
        used += cell_len(char)
        if used > width:
            return text[:index], text[index:]
    return text, ""


def wrap(line: str, width: int) -> list[str]:
    """The line in pieces of at most `width` cells, broken at spaces, long words broken anywhere.

    Spaces at a break are dropped, those that indent the line stay. A line that fits is returned as it is.
    """
    width = max(width, 2)
    if width_of(line) <= width:
        return [line]
    pieces: list[str] = []
    current, used = "", 0
    for found in _WORD.findall(line):
        word, size = found, width_of(found)
        if used + size <= width:
            current, used = current + word, used + size
            continue
        if word.isspace():
            pieces.append(current)
            current, used = "", 0
            continue
        if current.strip():
            pieces.append(current.rstrip())
            current, used = "", 0
        while used + size > width:
            head, word = _head(word, width - used)
            pieces.append(current + head)
            current, used, size = "", 0, width_of(word)
        current, used = current + word, used + size
    if current.strip() or not pieces:
        pieces.append(current.rstrip())
    return pieces


def size_words(size: int) -> str:
    """A file's size for people: `4 kB`, `1.2 MB`; thousands, as mail programs count."""
    if size < 1000:
        return f"{size} B"
    amount, unit = size / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if amount < 999.5:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.{1 if amount < 9.95 and unit != 'kB' else 0}f} {unit}"
