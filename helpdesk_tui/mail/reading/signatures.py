"""Signatures at the end of a mail, and the line that a telephone or a program adds there (MG8)."""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.quote_words import DEVICE_FRAMES, DEVICES, PRODUCTS

OWN = 0
QUOTED = 1
SIGNATURE = 2
TYPED = 3
"""A line of HTML that begins with a `>` which somebody typed, until it is known whether it is a quotation."""

_LOOSE_LINES = 25
_EXACT_LINES = 100
_MAX_DEVICE_LINE = 100
_MOST_BLANKS = 11
_LINK = re.compile(r"\s?[<(]\s?https?://[^<>()\s]{1,500}\s?[>)]")


def mark_signatures(lines: list[str], marks: list[int]) -> None:
    """Mark what stands below two dashes, up to the next quotation.

    Two dashes and a space are what RFC 3676 calls a signature's beginning, however long a legal notice follows; two
    dashes alone may divide a text, and a long one below them is no signature.
    """
    place = len(lines) - 1
    end = len(lines)
    while place >= 0:
        if marks[place] == QUOTED:
            end = place
        elif marks[place] == OWN and lines[place].rstrip() == "--":
            most = _EXACT_LINES if lines[place] == "-- " else _LOOSE_LINES
            if sum(bool(line.strip()) for line in lines[place + 1 : min(end, place + 200)]) <= most:
                marks[place:end] = [SIGNATURE] * (end - place)
            end = place
        place -= 1


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
