"""The corpus can fail: with a step of telling what is new, who wrote it and where it belongs switched off, it does.

At least five cases are wrong then. A switch puts something that does nothing in the place of what the program names.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

import pytest

from helpdesk_tui.desk import judging, threading
from helpdesk_tui.mail.reading import facts
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.mail.reading.quote_words import DATE, FROM, SUBJECT, TO
from helpdesk_tui.mail.reading.signatures import OWN
from helpdesk_tui.views import ParsedMail
from tests.mail.corpus import (
    html_answers,
    html_forms,
    html_programs,
    identity,
    lists_and_loops,
    machines_answering,
    machines_bouncing,
    machines_bouncing_words,
    quotes_by_block,
    quotes_by_line,
    quotes_kept,
    recipients,
    signatures,
    threads_forms,
)
from tests.mail.corpus.case import Case
from tests.mail.corpus.desk import CorpusDesk
from tests.mail.corpus.verdict import differences, of_reading

AT_LEAST = 5


@dataclass(frozen=True, slots=True)
class Switch:
    """What is switched off: the cases that are about it, names of the program, and what stands there instead."""

    name: str
    cases: tuple[Case, ...]
    instead: dict[str, Any]


def _for_anybody(tx: Any, parsed: ParsedMail, client: int | None) -> threading.Thread:
    """The first ticket that is named, whoever names it."""
    for number, how in threading._candidates(tx, parsed):
        found = threading._surviving(tx, number)
        if found is not None:
            return threading.Thread(found[0], how)
    return threading.Thread()


def _first_sender(*values: Any) -> list[tuple[str, str]]:
    found = _SENDERS(*values)
    return [next((box for box in found if "@" in box[1]), ("", "hans@acme.example"))]


_SENDERS = facts._senders
_IN = "helpdesk_tui.mail.reading."
_WITHOUT_OURS = tuple(step for step in judging._STEPS if step[0].__name__ != "_our_own")

QUOTES = (*quotes_by_line.CASES, *quotes_by_block.CASES, *quotes_kept.CASES)
HTML = (*html_programs.CASES, *html_answers.CASES, *html_forms.CASES)
MACHINES = (*machines_answering.CASES, *machines_bouncing.CASES, *lists_and_loops.CASES)
BOUNCES = (*machines_bouncing.CASES, *machines_bouncing_words.CASES)
THREADS = (*threads_forms.CASES, *recipients.CASES)

READING = (
    Switch("the cutter of quotations in plain text", QUOTES, {_IN + "bodies.own_lines": lambda text, answers: 1000}),
    Switch(
        "the cutter of quotations in HTML",
        HTML,
        {_IN + "html_text.last_own_line": lambda lines, marks, answers: len(lines)},
    ),
    Switch(
        "headings that were pasted",
        quotes_kept.CASES,
        {_IN + "facts._answers": lambda *mail: True, _IN + "quotes._is_of_a_mail_system": lambda block: False},
    ),
    Switch("marks that are typed in HTML", HTML, {_IN + "html_page.TYPED": OWN}),
    Switch(
        "titles of absences that are words",
        machines_answering.PEOPLE,
        {_IN + "machines._WORDS": frozenset()},
    ),
    Switch("the marks that programs leave in HTML", HTML, {_IN + "html_text.html_signs.sign_of": lambda *element: ""}),
    Switch("folding of signatures", signatures.CASES, {_IN + "quotes.mark_signatures": lambda lines, marks: None}),
    Switch("lines of telephones", signatures.CASES, {_IN + "quotes.is_device_line": lambda line: False}),
    Switch(
        "languages of the line that names the writer",
        quotes_by_line.CASES,
        {_IN + "attributions.VERBS": ("wrote",), _IN + "attributions.OPENERS": ("on ",)},
    ),
    Switch(
        "languages of Outlook's block",
        quotes_by_block.CASES,
        {_IN + "quotes.HEADINGS": {"from": FROM, "sent": DATE, "to": TO, "subject": SUBJECT}},
    ),
    Switch(
        "languages of the divider", quotes_by_block.CASES, {_IN + "quotes.ORIGINAL": frozenset(("original message",))}
    ),
    Switch(
        "quotations by other marks than >",
        (*quotes_by_line.CASES, *html_answers.CASES),
        {
            _IN + "quotes.mark_other_quotations": lambda lines, marks: None,
            _IN + "quotes._is_desk_line": lambda line: False,
        },
    ),
    Switch(
        "headings of Notes",
        (*quotes_by_block.CASES, *html_programs.CASES),
        {_IN + "quotes.notes_heading": lambda lines, marks, place: None},
    ),
    Switch(
        "forwarded emails by their subject",
        quotes_kept.CASES,
        {_IN + "facts.passes_on": lambda root, subject, text: False},
    ),
    Switch("forwarded emails by their divider", quotes_kept.CASES, {_IN + "quotes.FORWARDED": frozenset()}),
    Switch("recognition of machines", MACHINES, {_IN + "facts.verdict": lambda *mail: ("mail", "")}),
    Switch("absences that only their subject tells", MACHINES, {_IN + "machines._is_titled": lambda subject: False}),
    Switch(
        "bounces that are no reports", machines_bouncing_words.CASES, {_IN + "machines._bounce": lambda *mail: None}
    ),
    Switch("the single sender (rule 12)", identity.CASES, {_IN + "facts._senders": _first_sender}),
)
"""Steps of reading."""

RECEIVING = (
    Switch("matching of what comes back", BOUNCES, {"helpdesk_tui.desk.bounces.note": lambda tx, parsed: None}),
    Switch("ids of what comes back", BOUNCES, {_IN + "facts.reported_ids": lambda root, limits: []}),
    Switch(
        "threading by Message-ID",
        THREADS,
        {
            "helpdesk_tui.store.rooms.mail.MailRoom.known": lambda room, values: [],
            "helpdesk_tui.rules.headers.is_ours": lambda value, secret: None,
        },
    ),
    Switch("our signature", THREADS, {"helpdesk_tui.rules.headers.is_ours": lambda value, secret: None}),
    Switch(
        "threading by subject", THREADS, {"helpdesk_tui.rules.headers.subject_tickets": lambda subject, mark="#": ()}
    ),
    Switch("the check of participants", THREADS, {"helpdesk_tui.desk.threading.find": _for_anybody}),
    Switch("our own addresses", lists_and_loops.CASES, {"helpdesk_tui.desk.judging._STEPS": _WITHOUT_OURS}),
)
"""Steps of what the desk makes of it."""


@pytest.mark.parametrize("switch", READING, ids=lambda switch: switch.name)
def test_without_it_at_least_five_cases_are_read_wrongly(switch: Switch, monkeypatch: pytest.MonkeyPatch) -> None:
    """MG8, MG9, rule 12: each step is needed by cases of the corpus."""
    for place, instead in switch.instead.items():
        monkeypatch.setattr(place, instead)
    failing = (case.name for case in switch.cases if of_reading(case, parse(case.raw)))
    assert len(list(islice(failing, AT_LEAST))) == AT_LEAST


@pytest.mark.parametrize("switch", RECEIVING, ids=lambda switch: switch.name)
def test_without_it_at_least_five_cases_become_the_wrong_thing(
    switch: Switch, corpus_desk: CorpusDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MG8, MG9, rules 12 and 15: each step is needed by cases of the corpus."""
    for place, instead in switch.instead.items():
        monkeypatch.setattr(place, instead)
    failing = (case.name for case in switch.cases if differences(case, corpus_desk))
    assert len(list(islice(failing, AT_LEAST))) == AT_LEAST
