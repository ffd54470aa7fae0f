"""The corpus can fail: with a step of reading or receiving switched off, at least five of its cases are wrong.

A switch puts something that does nothing in the place of one function, wherever that is named. What is not about what
stands in the email needs the desk (`at_desk`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pytest

from helpdesk_tui.mail.limits import UnreadableMail
from helpdesk_tui.mail.parse import parse
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
    instead: Callable[..., Any]
    at_desk: bool = False


def _in(module: str, *names: str) -> tuple[str, ...]:
    return tuple(f"helpdesk_tui.mail.{module}.{name}" for name in names)


READING = (
    Switch("names of charsets", _in("charsets", "codec_for"), lambda name: None),
    Switch("charsets that are guessed", _in("charsets", "_likely"), lambda sample: "latin_1"),
)
"""Steps of reading what stands in an email."""

RECEIVING: tuple[Switch, ...] = ()
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
