"""The corpus can fail: with a step of reading or receiving switched off, at least five of its cases are wrong.

A switch puts something that does nothing in the place of one function, wherever that is named. What is not about what
stands in the email needs the desk (`at_desk`).
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pytest

from helpdesk_tui.mail.reading import words
from helpdesk_tui.mail.reading.charsets import decode
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.mail.reading.parse import parse
from tests.mail.corpus import ALL
from tests.mail.corpus.case import Case
from tests.mail.corpus.desk import CorpusDesk
from tests.mail.corpus.verdict import differences, of_reading

AT_LEAST = 5


@dataclass(frozen=True, slots=True)
class Switch:
    """What is switched off: the names under which the program calls it, and what stands there instead."""

    name: str
    places: tuple[str, ...]
    instead: object
    at_desk: bool = False


def _in(module: str, *names: str) -> tuple[str, ...]:
    return tuple(f"helpdesk_tui.mail.reading.{module}.{name}" for name in names)


_HANS = ([("Hans Meier", "hans@acme.example")], False)

READING = (
    Switch("names of charsets", _in("charsets", "codec_for"), lambda name: None),
    Switch("charsets that are guessed", _in("charsets", "likely_charset"), lambda data: "latin_1"),
    Switch("UTF-8 that is damaged", _in("charsets", "_damaged_utf8"), lambda data: None),
    Switch("ISO-2022-JP as mailers write it", _in("charsets", "_iso2022_jp"), lambda data: data.decode("latin_1")),
    Switch("the body's charset for raw headings", _in("facts", "_CHARSET"), re.compile(rb"(?!)()")),
    Switch("encoded words", _in("words", "_with_words"), lambda value, hint: decode(value, "", hint)),
    Switch(
        "words that are joined",
        _in("words", "_same_charset"),
        lambda run, hint: "".join(decode(words._bytes_of(kind, text), charset, hint) for charset, kind, text in run),
    ),
    Switch("RFC 2231", _in("parameters", "_joined"), lambda pieces, hint: ""),
    Switch("words in names of files", _in("parameters", "heading_text"), lambda text, hint: text.decode("latin-1")),
    Switch("transfer encodings", _in("structure", "undo"), lambda body, encoding, text: body),
    Switch("base64 in text that is lenient", _in("transfer", "_text_from_base64"), binascii.a2b_base64),
    Switch("uuencode", _in("bodies", "take_uuencoded"), lambda body: ([], body)),
    Switch("winmail.dat", _in("tnef", "unpacked"), lambda data: None),
    Switch("Rich Text", _in("rtf", "rtf_text"), lambda rtf: ("", False)),
    Switch("invitations", _in("calendars", "invitation"), lambda calendar: ("", "")),
    Switch("safe names", _in("bodies", "safe_name"), lambda name, content_type, number: name),
    Switch("names of their types", _in("names", "extension_of"), lambda content_type: ""),
    Switch("HTML where the text is empty", _in("bodies", "Body._says_less", "Body._shows"), lambda *parts: False),
    Switch("what else may be the text", _in("bodies", "_may_be_the_text"), lambda part: False),
    Switch("HTML", _in("bodies", "html_text"), lambda html, answers: (html, 1)),
    Switch("format=flowed", _in("bodies", "unflowed"), lambda text, delete_space: text),
    Switch("boundaries that are not declared", _in("structure", "_ANY_BOUNDARY"), re.compile(rb"(?!)")),
    Switch("what may stand before a mail", _in("headings", "_skip_lead"), lambda raw, start, end: start),
    Switch("dates", _in("facts", "mail_date"), lambda value: None),
    Switch("one sender (rule 12)", _in("facts", "mailboxes"), lambda *values, **more: _HANS),
)
"""Steps of reading what stands in an email."""

RECEIVING = (
    Switch("the To rule (MG4)", ("helpdesk_tui.desk.judging.addressed_to",), lambda *mail: True, at_desk=True),
    Switch("empty mails (MG4)", ("helpdesk_tui.views.ParsedMail.empty",), False, at_desk=True),
)
"""Steps of telling what was newly written, who sent it, and what becomes of it."""


def _wrong(cases: tuple[Case, ...], desk: CorpusDesk | None) -> Iterator[str]:
    """Names of the cases that are read wrongly; with a desk, also of those that become the wrong thing."""
    for case in cases:
        if desk is not None:
            if differences(case, desk):
                yield case.name
            continue
        try:
            found = bool(of_reading(case, parse(case.raw)))
        except UnreadableMail:
            found = not case.unreadable
        if found:
            yield case.name


@pytest.mark.parametrize("switch", READING + RECEIVING, ids=lambda switch: switch.name)
def test_without_it_at_least_five_cases_fail(
    switch: Switch,
    corpus_desk: CorpusDesk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """MG4 to MG10: each step is needed by cases of the corpus, not by one test of its own."""
    for place in switch.places:
        monkeypatch.setattr(place, switch.instead)
    failing = list(islice(_wrong(ALL, corpus_desk if switch.at_desk else None), AT_LEAST))
    assert len(failing) == AT_LEAST
