"""Signatures at the end of a mail, and the line that a telephone or a program adds there (MG8)."""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.notices import is_notice
from helpdesk_tui.mail.reading.quote_words import DEVICE_FRAMES, DEVICES, PRODUCTS

OWN = 0
QUOTED = 1
SIGNATURE = 2
TYPED = 3
"""A line of HTML that begins with a `>` which somebody typed, until it is known whether it is a quotation."""

_LOOSE_LINES = 10
_EXACT_LINES = 100
_MAX_DEVICE_LINE = 100
_MOST_BLANKS = 11
_WORDS_OF_SENTENCE = 4
_LONGEST_OF_SIGNATURE = 70
_SETTING = re.compile(r"\s{0,8}[\w.-]{1,40}\s{0,3}=|\s{0,8}--")
_POSTSCRIPT = re.compile(
    r"\s{0,3}(?:p\.?\s?(?:p\.?\s?)?s\s?[:.,!]|post ?scriptum\b|n\.?\s?b\.?\s?:|nachtrag\s?:|з\.?\s?[ыі]\."
    r"|追伸|추신|附言|又及)",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s?[<(]\s?https?://[^<>()\s]{1,500}\s?[>)]")


def mark_signatures(lines: list[str], marks: list[int]) -> None:
    """Mark what stands below two dashes, up to the next quotation.

    Two dashes and a space are what RFC 3676 calls a signature's beginning, however long a legal notice follows. Many
    programs strip that space; two dashes alone may as well divide a text, so what is below them has to look like a
    signature. Where programs put it above the answer, and nothing was written before it, it is its first paragraph
    alone; a postscript below it is no part of it.
    """
    first = next((place for place, line in enumerate(lines) if marks[place] == OWN and line.strip()), -1)
    place = len(lines) - 1
    end = len(lines)
    while place >= 0:
        if marks[place] == QUOTED:
            end = place
        elif marks[place] == OWN and lines[place].rstrip() == "--":
            below = [line for line in lines[place + 1 : min(end, place + 200)] if line.strip()]
            if len(below) <= _EXACT_LINES if lines[place] == "-- " else _signs(lines, place, below):
                stop = _end_of_signature(lines, place, end, whole=place != first)
                marks[place:stop] = [SIGNATURE] * (stop - place)
            end = place
        place -= 1


def _end_of_signature(lines: list[str], place: int, end: int, *, whole: bool) -> int:
    """The line behind a signature: where a postscript begins, or, if it is not the `whole` of what is below it, the
    first empty line.
    """
    for below in range(place + 2, end):
        if not lines[below - 1].strip() and (not whole or _POSTSCRIPT.match(lines[below])):
            return below
    return end


def _signs(lines: list[str], place: int, below: list[str]) -> bool:
    """Whether two dashes without their space begin a signature: a short block that is neither announced nor prose.

    "Put this between the dashes:", settings, SQL comments and questions are the matter of the mail.
    """
    if len(below) > _LOOSE_LINES:
        return False
    above = next((lines[up].rstrip() for up in range(place - 1, max(place - 4, -1), -1) if lines[up].strip()), "")
    if above.endswith((":", "\uff1a")):
        return False
    if any(line.rstrip().endswith(("?", "\uff1f")) or _SETTING.match(line) for line in below):
        return False
    prose = [line for line in below if len(line.strip()) > _LONGEST_OF_SIGNATURE or _is_sentence(line)]
    return not prose or is_notice(below)


def _is_sentence(line: str) -> bool:
    """Whether a line is a sentence of several words with its full stop, which no line of a signature is."""
    text = line.strip()
    return text.endswith((".", "!", "\u3002")) and text.count(" ") >= _WORDS_OF_SENTENCE and not is_device_line(line)


def is_device_line(line: str) -> bool:
    """Whether a line is one that a telephone or a program adds: "Sent from my iPhone"."""
    if len(line) >= 10 * _MAX_DEVICE_LINE:
        return False
    text = _LINK.sub("", line).strip().lower().rstrip(".!")
    if len(text) >= _MAX_DEVICE_LINE or text.endswith("?"):
        return False
    sentence = text.partition(". ")[0]
    if sentence.count(" ") > _MOST_BLANKS or not any(product in sentence for product in PRODUCTS):
        return False
    if sentence.startswith("sent from ") and "k-9" not in sentence:
        last = " ".join(sentence.split()[-2:])
        if not any(product in last for product in PRODUCTS):
            return False
    return text.startswith(DEVICES) or any(
        text.startswith(first) and text.endswith(last) for first, last in DEVICE_FRAMES
    )
