"""Who has a ticket open, in words, and from when on nobody writes any more (issue 4: presence)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from helpdesk_tui.rules.presence import BEAT, OPEN_FOR, company_words, is_writing
from helpdesk_tui.views import Colleague

NINE = datetime(2026, 4, 11, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("writers", "readers", "words"),
    [
        ("", "", ""),
        ("anna", "", "anna writes"),
        ("", "ben", "ben has it open"),
        ("anna", "ben gus", "anna writes, ben and gus have it open"),
        ("anna ben gus", "", "anna, ben and gus write"),
    ],
)
def test_in_words(writers: str, readers: str, words: str) -> None:
    company = [Colleague(login, True) for login in writers.split()]
    company += [Colleague(login, False) for login in readers.split()]
    assert company_words(company) == words


@pytest.mark.parametrize(("seconds", "writing"), [(None, False), (0, True), (119, True), (120, False), (3600, False)])
def test_a_young_draft_means_writing(seconds: int | None, writing: bool) -> None:
    saved = None if seconds is None else NINE - timedelta(seconds=seconds)
    assert is_writing(saved, NINE) is writing


def test_a_beat_may_be_missed() -> None:
    """Between two beats nobody vanishes, nor where one of them could not be written."""
    assert BEAT * 2 < OPEN_FOR
