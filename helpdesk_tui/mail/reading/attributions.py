"""Lines that name who wrote the history below them: "On 11 April 2026 Support <support@desk.example> wrote:" (MG8)."""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.quote_words import NO_WRITERS, OPENERS, VERBS
from helpdesk_tui.mail.reading.signatures import OWN, QUOTED

MAX_ATTRIBUTION = 400
"""No line that is longer names a writer."""
_SHORT_WORDS = 5
_ATTRIBUTION_LINES = 4
_DATE = re.compile(r"\b20\d\d\b|\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}|\d{4}年|\d{1,2}月")
_DATE_OR_TIME = re.compile(r"\b(?:20\d\d|\d{1,2}[:.]\d\d)\b")
_ONLY_DATE_AND_ADDRESS = re.compile(r"\b20\d\d\b.{0,20}\d{1,2}[:.]\d\d.{0,20} \S{1,80}@\S{1,80}:\Z")
_TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d\d(?!\d|[./-]\d)")
_WITH_SECONDS = re.compile(r"\d{1,2}[:.]\d\d[:.]\d\d\b.{0,12}\b(?:GMT|UTC)")
_PERSONAL = re.compile(
    r"\b(?:me|us|your|my|our|colleagues?|mir|uns|ihre?r?|mein|herr|frau|kollege|kollegin|mich|m'a|nous|votre|collègue)\b",
    re.IGNORECASE,
)
_OTHER_QUOTATION = re.compile(r"(?: >|\||＞|[A-Z]{1,3}>)")


def mark_other_quotations(lines: list[str], marks: list[int]) -> None:
    """Mark quotations whose lines begin with `|`, a space and `>`, or initials and `>` (The Bat!).

    Such lines mean nothing by themselves (tables, prompts): they are quotations below a line that names a writer.
    """
    place = 0
    while place < len(lines):
        line = lines[place].rstrip()
        place += 1
        if not line.endswith((":", "：")) or not _names_writer(line.lower()) or marks[place - 1] != OWN:
            continue
        while place < len(lines) and not lines[place].strip():
            place += 1
        found = _OTHER_QUOTATION.match(lines[place]) if place < len(lines) else None
        while found and place < len(lines) and lines[place].startswith(found[0]):
            marks[place] = QUOTED
            place += 1


def unmarked_attribution(lines: list[str], marks: list[int], place: int) -> int | None:
    """First line of a sentence that ends at `place` and names writer, address and date of unmarked history.

    It begins as such a sentence begins, has at most three lines, and may stand between dashes (Zoho).
    """
    line = lines[place].rstrip()
    if not (line.endswith((":", "：")) or (line.startswith("--") and line.endswith("--"))):
        return None
    if len(line) > MAX_ATTRIBUTION or not has_verb(line):
        return None
    following = place + 1
    while following < len(lines) and not lines[following].strip():
        following += 1
    if following == len(lines) or marks[following] != OWN:
        return None
    joined = ""
    for start in range(place, max(place - 3, -1), -1):
        if marks[start] != OWN or not lines[start].strip() or len(lines[start]) > MAX_ATTRIBUTION:
            return None
        joined = f"{lines[start]} {joined}"
        if _as_programs_write(joined) and joined.strip("- \t").lower().startswith(OPENERS):
            return start
    return None


def _as_programs_write(text: str) -> bool:
    """Whether a line names writer and moment as a program does: an address and the time of day, or seconds and zone.

    "On 3 May 2026 your colleague bob@desk.example wrote:" is a person's own sentence, and so is "schrieb mir Herr Max".
    """
    if _PERSONAL.search(text):
        return False
    return (_TIME.search(text) is not None and "@" in text) or _WITH_SECONDS.search(text) is not None


def may_name(line: str) -> bool:
    """Whether a line may name a writer, in whatever language: an address or a date, and a colon at its end."""
    text = line.strip()
    if not text.endswith((":", "\uff1a")) or len(text) > MAX_ATTRIBUTION:
        return False
    return "@" in text or _DATE.search(text) is not None or has_verb(text)


def mark_attributions(lines: list[str], marks: list[int]) -> None:
    """Mark the line above each quotation that names its writer."""
    for place, mark in enumerate(marks):
        if mark == QUOTED and place > 0 and marks[place - 1] != QUOTED:
            found = attribution_above(lines, marks, place)
            if found is not None:
                marks[found:place] = [QUOTED] * (place - found)


def attribution_above(lines: list[str], marks: list[int], place: int) -> int | None:
    """The first line of the attribution that ends at most two blank lines above `place`."""
    end = place
    while end > 0 and place - end < 3 and marks[end - 1] == OWN and not lines[end - 1].strip():
        end -= 1
    if end == 0 or marks[end - 1] != OWN or not lines[end - 1].rstrip().endswith((":", "：")):
        return None
    smallest: int | None = None
    joined = ""
    for start in range(end - 1, max(end - 1 - _ATTRIBUTION_LINES, -1), -1):
        if marks[start] != OWN or not lines[start].strip() or len(lines[start]) > MAX_ATTRIBUTION:
            break
        wanting = smallest is not None and _wants_more(joined, lines[start])
        joined = f"{lines[start].strip()} {joined}".strip().lower()
        if _names_writer(joined):
            if joined.startswith(OPENERS):
                return start
            smallest = start if smallest is None or wanting else smallest
    if smallest is None and _short_attribution(lines, marks, end - 1):
        return end - 1
    return smallest


def _wants_more(text: str, above: str) -> bool:
    """Whether an attribution was wrapped, and the line above holds the writer's name or the date it wants."""
    if above.rstrip().endswith((".", "!", "?", ":")):
        return False
    return text.startswith(("<", "(")) or (not has_digit(text) and _DATE_OR_TIME.search(above) is not None)


def _names_writer(text: str) -> bool:
    if len(text) > MAX_ATTRIBUTION:
        return False
    addressed = "@" in text
    if not addressed and not has_digit(text):
        return False
    if has_verb(text):
        return addressed or text.startswith(OPENERS) or _DATE.search(text) is not None
    if addressed and len(text) <= 100 and _ONLY_DATE_AND_ADDRESS.search(text):
        return True
    return addressed and has_digit(text) and text.endswith((">:", "):", "]:", ">："))


def _short_attribution(lines: list[str], marks: list[int], place: int) -> bool:
    """Whether a line like "Bob wrote:" stands alone in its paragraph."""
    line = lines[place].strip().lower()
    if line.startswith(NO_WRITERS) or line.count(" ") > _SHORT_WORDS:
        return False
    alone = place == 0 or not lines[place - 1].strip() or marks[place - 1] != OWN
    return alone and len(line) < 80 and has_verb(line)


def unmark_announced(lines: list[str], marks: list[int], kind: int = QUOTED) -> None:
    """Take quotations that the text announces for a part of it: "The server says:", then `> 550 rejected`.

    A line above that has a date or an address may be an attribution in a language that is not known here. `kind` is
    the mark of the lines that are looked at.
    """
    place = 0
    while place < len(lines):
        if marks[place] != kind:
            place += 1
            continue
        end = place
        while end < len(lines) and marks[end] == kind:
            end += 1
        if announces(lines, marks, place):
            marks[place:end] = [OWN] * (end - place)
        place = end


def announces(lines: list[str], marks: list[int], place: int) -> bool:
    """Whether the text above `place` announces with a colon what stands there, and names no writer."""
    if place == 0 or attribution_above(lines, marks, place) is not None:
        return False
    above = place - 1
    while above > 0 and place - above < 3 and not lines[above].strip():
        above -= 1
    line = lines[above].strip()
    if marks[above] != OWN or not line.endswith((":", "：")) or len(line) > MAX_ATTRIBUTION:
        return False
    return "@" not in line and not _DATE.search(line)


def has_verb(text: str) -> bool:
    """Whether a word for writing is in it, in any of the languages."""
    low = text.lower()
    return any(verb in low for verb in VERBS)


def has_digit(text: str) -> bool:
    """Whether a digit is in it, of any script."""
    return any(char.isdigit() for char in text)
