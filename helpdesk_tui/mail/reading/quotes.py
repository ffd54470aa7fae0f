"""Where the newly written part of a mail ends: quoted history and signatures at its end are folded (MG8).

Line by line and in linear time; a line is looked at with bounded neighbours only, and no pattern spans lines
(rule 42). What a person wrote is never folded: everything down to the last line that is neither quotation nor
signature is newly written, so answers between or below quotations keep the whole of it.
"""

from __future__ import annotations

from helpdesk_tui.mail.reading.attributions import (
    MAX_ATTRIBUTION,
    announces,
    attribution_above,
    has_digit,
    has_verb,
    mark_attributions,
    mark_other_quotations,
    may_name,
    unmark_announced,
    unmarked_attribution,
)
from helpdesk_tui.mail.reading.notes_headings import notes_heading
from helpdesk_tui.mail.reading.notices import footer_start, list_footer
from helpdesk_tui.mail.reading.quote_words import (
    DATE,
    FORWARD_PREFIXES,
    FORWARDED,
    FROM,
    HEADINGS,
    ORIGINAL,
    SUBJECT,
    TO,
    WITHIN,
)
from helpdesk_tui.mail.reading.signatures import OWN, QUOTED, SIGNATURE, is_device_line, mark_signatures

__all__ = [
    "MAX_LINES",
    "OWN",
    "QUOTED",
    "SIGNATURE",
    "begins_with_block",
    "ends_with_attribution",
    "forward_prefix",
    "is_announced",
    "is_forward",
    "last_own_line",
    "lowered",
    "own_lines",
]

MAX_LINES = 200_000
_BLOCK_LINES = 10
_RULE = frozenset("-_=*─—–‐ \t")
_DASHES = ("--", "__", "==", "──", "**", "‐‐")
_UNSEEN = dict.fromkeys((0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)) | {0xA0: " "}
_MAIL_SYSTEMS = ("mailer-daemon", "postmaster@", "mail delivery system", "mail delivery subsystem", "microsoftexchange")
_RAW_HEADINGS = ("received:", "return-path:", "message-id:", "mime-version:", "x-", "delivered-to:", "dkim-signature:")


def own_lines(text: str, *, answers: bool = True) -> int:
    """How many of the first lines of a plain text are newly written; all of them when nothing can be folded.

    An email that `answers` nothing has no history but what is marked as a quotation, and for which somebody is named.
    """
    if text.count("\n") > MAX_LINES:
        return text.count("\n") + 1
    lines = text.split("\n")
    marks = [QUOTED if line.startswith(">") else OWN for line in lines]
    unmark_announced(lines, marks)
    if QUOTED in marks:
        seen = [line if line.isascii() else line.translate(_UNSEEN) for line in lines]
        _unmark_unnamed(seen, marks, answers=answers)
    return last_own_line(lines, marks, answers=answers)


def last_own_line(lines: list[str], marks: list[int], *, answers: bool = True) -> int:
    """The same for lines whose kind is partly known: `marks` has OWN, QUOTED or SIGNATURE for each line.

    `marks` is completed in place.
    """
    written, lines = lines, [line if line.isascii() else line.translate(_UNSEEN) for line in lines]
    mark_other_quotations(lines, marks)
    _mark_list_footers(lines, marks)
    if _mark_blocks(lines, marks, answers):
        return len(lines)
    mark_attributions(lines, marks)
    mark_signatures(written, marks)
    last = _without_footers(lines, marks, _last_own(lines, marks, len(lines)))
    if 0 < last < len(lines) and set(lines[last - 1]) <= _RULE and QUOTED in marks[last:]:
        last = _last_own(lines, marks, last - 1)
    for _ in range(2):
        if last > 0 and is_device_line(lines[last - 1]):
            marks[last - 1] = SIGNATURE
            last = _last_own(lines, marks, last - 1)
    if last == 0 or not any(lines[place].strip() for place in range(last, len(lines))):
        return len(lines)
    return len(lines) if _passes_on(lines, last) or _answers_within(lines, marks, last) else last


def _mark_list_footers(lines: list[str], marks: list[int]) -> None:
    """Mark the footers that lists added at the end: two of them, where one list has another as its member."""
    for _ in range(2):
        end = _last_own(lines, marks, len(lines))
        if (start := list_footer(lines, end)) == end or QUOTED in marks[start:end]:
            return
        marks[start:end] = [SIGNATURE] * (end - start)


def _without_footers(lines: list[str], marks: list[int], last: int) -> int:
    """The last own line where disclaimers and scanners' lines below history are none, though nobody quoted them."""
    end = last if QUOTED in marks[:last] else 0
    while end > 0 and (start := footer_start(lines, end)) < end:
        end = _last_own(lines, marks, start)
        if end > 0 and set(lines[end - 1]) <= _RULE:
            end = _last_own(lines, marks, end - 1)
        if QUOTED in marks[end:start]:
            marks[start:last] = [SIGNATURE] * (last - start)
            return end
    return last


def _unmark_unnamed(lines: list[str], marks: list[int], *, answers: bool) -> None:
    """Take quotations that are the client's own: `>From` of a mailbox file, and lines that answer nothing.

    "I get this / > Error 500": in a mail that answers none, or right below the text, they quote no mail of ours. What
    stands below a line that names a writer is history, and so is what follows it.
    """
    place = 0
    while place < len(lines):
        if marks[place] != QUOTED:
            line = lines[place]
            if line.lstrip().startswith(_DASHES) and _title(line) in ORIGINAL:
                return
            if _field(line) and _after_heading_block(lines, place):
                return
            place += 1
            continue
        end = place
        while end < len(lines) and marks[end] == QUOTED:
            end += 1
        if end - place == 1 and lines[place].startswith(">From "):
            marks[place] = OWN
        elif _is_named(lines, marks, place, end):
            return
        elif not answers or (place > 0 and lines[place - 1].strip() and lines[place - 1].rstrip() != "--"):
            marks[place:end] = [OWN] * (end - place)
        place = end


def _is_named(lines: list[str], marks: list[int], place: int, end: int) -> bool:
    """Whether a quotation is of an email: by the line above or its own first lines, as it has quotations of its own, or
    as the mail begins with it.
    """
    above = place - 1
    while above > 0 and place - above < 3 and not lines[above].strip():
        above -= 1
    if above < 0 or may_name(lines[above]) or any(line.startswith((">>", "> >")) for line in lines[place:end]):
        return True
    if attribution_above(lines, marks, place) is not None or _is_desk_line(lines[place]):
        return True
    first = [line.lstrip("> ") for line in lines[place : min(end, place + 6)]]
    return any(may_name(line) or _title(line) or _field(line) for line in first)


def _passes_on(lines: list[str], last: int) -> bool:
    """Whether what follows the own lines is an email that is passed on, though it is marked as history."""
    first = next(place for place in range(last, len(lines)) if lines[place].strip())
    return _title(lines[first].lstrip("> ")) in FORWARDED


def _answers_within(lines: list[str], marks: list[int], last: int) -> bool:
    """Whether what was written above history without marks says that the answers stand in it."""
    if all(lines[place].startswith((">", "|")) for place in range(last, len(lines)) if marks[place] == QUOTED):
        return False
    written = " ".join(line[:MAX_ATTRIBUTION] for line in lines[max(last - 30, 0) : last]).lower()
    return any(words in written for words in WITHIN)


def is_forward(subject: str) -> bool:
    """Whether the subject begins as that of a mail that was passed on; `forwards.passes_on` asks the mail too."""
    return forward_prefix(subject) in FORWARD_PREFIXES


def forward_prefix(subject: str) -> str:
    """What stands before the subject's first colon, in lower case; empty where it has none."""
    prefix, colon, _ = subject[:30].replace("：", ":").partition(":")
    return lowered(prefix.translate(_UNSEEN)).strip() if colon else ""


def ends_with_attribution(lines: list[str]) -> bool:
    """Whether the last lines name who wrote what follows ("On ... wrote:")."""
    return attribution_above(lines, [OWN] * len(lines), len(lines)) is not None


def is_announced(lines: list[str], marks: list[int]) -> bool:
    """Whether the last lines announce what follows as a part of the text ("The server says:")."""
    return announces(lines, marks, len(lines))


def begins_with_block(lines: list[str]) -> bool:
    """Whether the first lines of a quotation are a divider or a block of headings, as Outlook Express has it."""
    return bool(lines) and (_title(lines[0]) in ORIGINAL or _after_heading_block(lines, 0) > 0)


def _last_own(lines: list[str], marks: list[int], end: int) -> int:
    while end > 0 and (marks[end - 1] != OWN or not lines[end - 1].strip()):
        end -= 1
    return end


# ---------------------------------------------------------------- blocks that begin history


def _mark_blocks(lines: list[str], marks: list[int], answers: bool) -> bool:
    """Mark Outlook's blocks and "Original Message" lines with what follows; True for a forwarded mail.

    In an email that answers nothing somebody pasted them, and may ask about them below: nothing is marked there.
    """
    place = 0
    while place < len(lines):
        line = lines[place]
        if marks[place] != OWN and not _is_desk_line(line):
            place += 1
            continue
        title = _title(line)
        if title in FORWARDED:
            return True
        if not answers:
            place += 1
            continue
        after = place + 1 if title in ORIGINAL or _is_desk_line(line) else 0
        if after or _field(line):
            block = _after_heading_block(lines, place + 1 if after else place)
            if block and not after and (_is_announced(lines, place) or _is_of_a_mail_system(lines[place:block])):
                place = block
                continue
            after = block or after
        notes = None if after else notes_heading(lines, marks, place)
        if notes is not None and not _is_announced(lines, notes[0]):
            place = _mark_history(lines, marks, *notes)
            continue
        start: int | None = place if after else None
        if start is None:
            start, after = unmarked_attribution(lines, marks, place), place + 1
        place = after if start is None else _mark_history(lines, marks, start, after)
    return False


def _is_of_a_mail_system(block: list[str]) -> bool:
    """Whether a block of headings is that of a bounce: nobody answers one, so it was pasted to ask about it."""
    named = next((line for line in block if _field(line) == FROM), "")[:MAX_ATTRIBUTION].lower()
    return any(sender in named for sender in _MAIL_SYSTEMS)


def _mark_history(lines: list[str], marks: list[int], start: int, after: int) -> int:
    """Mark a block from `start` and the history below it; give the line to go on at.

    History that is quoted with ">" ends where that ends, so that an answer below it stays; other history runs
    to the end.
    """
    while start > 0 and marks[start - 1] == OWN and _divides(lines[start - 1]):
        start -= 1
    first = after
    while first < len(lines) and not lines[first].strip():
        first += 1
    end = after if first < len(lines) and marks[first] == QUOTED else len(lines)
    marks[start:end] = [QUOTED] * (end - start)
    return end


def _divides(line: str) -> bool:
    """Whether a line above a block belongs to it: empty, a rule, or iNotes' "-----Support wrote: -----"."""
    if set(line) <= _RULE:
        return True
    return len(line) <= MAX_ATTRIBUTION and line.startswith("--") and _has_verb_between_dashes(line)


def _has_verb_between_dashes(line: str) -> bool:
    return line.rstrip().endswith("--") and has_verb(line)


def _is_desk_line(line: str) -> bool:
    """Whether everything below a line is history, whatever it looks like.

    GroupWise writes `>>> Support <support@desk.example> 11.04.2026 11:02 >>>`, other help desks
    `##- Please type your reply above this line -##`.
    """
    if not line.startswith((">>> ", "##- ")) or len(line) > MAX_ATTRIBUTION:
        return False
    text = line.rstrip()
    return text.endswith(" -##") or (text.endswith(" >>>") and has_digit(line))


def _title(line: str) -> str:
    """The words between the dashes of a dividing line, or of Apple's "Begin forwarded message:"."""
    if len(line) > 120:
        return ""
    text = line.replace("&nbsp;", " ").strip()
    if not text.startswith(_DASHES) and not text.endswith((":", "：")):
        return ""
    title = lowered(text).strip("-_=*─‐ \t:：")
    if title in ORIGINAL and not text.startswith(_DASHES):
        return ""
    return "forwarded by" if title.startswith("forwarded by ") else title


def _field(line: str) -> str:
    """Which field of a heading block a line is: FROM, DATE, TO, SUBJECT or none."""
    name, colon, _ = line[:40].replace("：", ":").partition(":")
    return HEADINGS.get(lowered(name).strip(" \t*_•"), "") if colon else ""


def lowered(text: str) -> str:
    """Lower case; the dot that a Turkish capital leaves behind is gone."""
    return text.lower().replace("i\u0307", "i")


def _after_heading_block(lines: list[str], start: int) -> int:
    """The line behind a heading block that begins within a line or two of `start`; 0 when there is none.

    A block names a sender and two more fields, and has the sender's address, or a date and a subject, as programs write
    them; "From: the boss" is text. Headings that someone pasted whole
    (Received, Message-ID) are the matter of the mail and no block.
    """
    fields: set[str] = set()
    last = 0
    addressed = dated = False
    for place in range(start, min(start + _BLOCK_LINES, len(lines))):
        if lines[place][:20].strip().lower().startswith(_RAW_HEADINGS):
            return 0
        field = _field(lines[place])
        if field in fields and field == FROM:
            break
        if field:
            fields.add(field)
            addressed = addressed or (field == FROM and "@" in lines[place])
            dated = dated or (field == DATE and has_digit(lines[place]))
            last = place + 1
        elif not fields and lines[place].strip():
            return 0
    if FROM not in fields or len(fields & {DATE, TO, SUBJECT}) < 2 or not (addressed or (dated and SUBJECT in fields)):
        return 0
    if start > 0 and lines[start - 1][:20].strip().lower().startswith(_RAW_HEADINGS):
        return 0
    return last


def _is_announced(lines: list[str], start: int) -> bool:
    """Whether the text above says with a colon that something is shown here: "This never arrived:"."""
    above = start - 1
    while above >= 0 and start - above < 4 and not lines[above].strip():
        above -= 1
    if above < 0 or len(lines[above]) > MAX_ATTRIBUTION:
        return False
    line = lines[above].strip().lower()
    return line.endswith((":", "：")) and not has_verb(line)
