"""The headings that Lotus and HCL Notes put above the email they answer: small tables, often without colons (MG8).

Notes makes them in several forms, and its gateways make text of them in their own ways:

- a line between dashes, `-----Support/Desk/Example wrote: -----`;
- all fields in one row, `Von: | Support | An: | hans | Datum: | 11.04. | Betreff: | x`;
- boxes drawn with `|` and `-`, a box for each name and one for each value;
- sender and date on the left, and on the right names without colons: `An`, `Kopie`, `Thema`.

A line is looked at with bounded neighbours only (rule 42).
"""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.quote_words import FROM, HEADINGS, SUBJECT, TO, VERBS
from helpdesk_tui.mail.reading.signatures import OWN

_LONGEST = 400
_LONGEST_NAME = 40
_BOXED_LINES = 40
_STACKED_LINES = 16
_ABOVE = 8
_SENDER_LINES = 3
_BETWEEN = re.compile(r"\s{2,}|\t|\s?\|\s?")
_WHEN = re.compile(r"\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}\D{1,12}\d{1,2}[:.]\d\d")
_BOX = frozenset("|-+<>= \t")


def notes_heading(lines: list[str], marks: list[int], place: int) -> tuple[int, int] | None:
    """The first line of the heading that is recognised at `place`, and the line behind it; None where there is none."""
    line = lines[place]
    if not line or len(line) > _LONGEST:
        return None
    if line.startswith("-----"):
        return (place, place + 1) if _names_writer(line) else None
    text = line.strip()
    if "|" not in text and "  " not in text and "\t" not in text:
        # Most lines: a single cell.
        return _stacked(lines, marks, place) if ":" not in text and _name(text) == TO else None
    labels = _labels(text)
    if FROM in labels:
        if SUBJECT in labels and len(set(labels)) >= 3 and line.count(":") + line.count("：") >= 3:
            return place, place + 1
        return _boxed(lines, place) if line.startswith("|") else None
    return _stacked(lines, marks, place) if TO in labels else None


def _names_writer(line: str) -> bool:
    """Whether the words between dashes say who wrote what follows."""
    line = line.rstrip().lower()
    return line.endswith("-----") and any(verb in line for verb in VERBS)


def _labels(line: str) -> list[str]:
    """The fields that the cells of a line name, in their order."""
    return [name for cell in _cells(line) if (name := _name(cell))]


def _cells(line: str) -> list[str]:
    """The cells of a line; none of one that is too long."""
    return _BETWEEN.split(line.strip()) if len(line) <= _LONGEST else []


def _name(cell: str) -> str:
    """Which field a cell names; empty where it names none."""
    return HEADINGS.get(cell.strip(" *:：").lower(), "") if len(cell) <= _LONGEST_NAME else ""


def _boxed(lines: list[str], place: int) -> tuple[int, int] | None:
    """A heading in boxes: it names sender, subject and one field more."""
    found = {FROM}
    after = 0
    for here in range(place + 1, min(place + _BOXED_LINES, len(lines))):
        line = lines[here]
        if line.strip() and "|" not in line:
            break
        labels = _labels(line)
        if FROM in labels:
            break
        found.update(labels)
        if SUBJECT in found:
            after = here + 1 if not after or _is_boxed(line) else after
    if SUBJECT not in found or len(found) < 3:
        return None
    while place > 0 and lines[place - 1] and set(lines[place - 1]) <= _BOX:
        place -= 1
    return place, after


def _is_boxed(line: str) -> bool:
    return line.strip().startswith(("|", ">", "<"))


def _stacked(lines: list[str], marks: list[int], place: int) -> tuple[int, int] | None:
    """Names without colons below sender and date; `place` names the recipient."""
    after = _behind_subject(lines, place)
    if not after:
        return None
    looked_at = (*range(place, max(place - _ABOVE, -1), -1), *range(place + 1, after))
    when = next((at for at in looked_at if _WHEN.search(lines[at][:_LONGEST])), None)
    if when is None or any(marks[at] != OWN for at in range(min(when, place), after)):
        return None
    start = _begin_of_sender(lines, marks, min(when, place))
    addressed = any("@" in line[:_LONGEST] or line[:_LONGEST].count("/") > 1 for line in lines[start:after])
    return (start, after) if addressed else None


def _behind_subject(lines: list[str], place: int) -> int:
    """The line behind the subject that the heading names below `place`; 0 where it names none."""
    for here in range(place + 1, min(place + _STACKED_LINES, len(lines))):
        if SUBJECT not in _labels(lines[here]):
            continue
        alone = len(_cells(lines[here])) == 1
        below = next((at for at in range(here + 1, min(here + 3, len(lines))) if lines[at].strip()), here)
        return (below if alone else here) + 1
    return 0


def _begin_of_sender(lines: list[str], marks: list[int], when: int) -> int:
    """The first line of who sent it: directly above the date, or above one empty line where an address stands there."""
    start = when
    while start > 0 and when - start < _SENDER_LINES and lines[start - 1].strip() and marks[start - 1] == OWN:
        start -= 1
    if start == when and when > 1 and not lines[when - 1].strip() and marks[when - 2] == OWN:
        above = lines[when - 2][:_LONGEST]
        return when - 2 if "@" in above or above.count("/") > 1 else when
    return start
