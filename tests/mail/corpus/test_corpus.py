"""Every email of the corpus is read as it has to be, and becomes the right thing (MG4 to MG11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.mail.reading.parse import parse
from tests.mail.corpus import ALL
from tests.mail.corpus.case import Case
from tests.mail.corpus.desk import CorpusDesk
from tests.mail.corpus.verdict import differences


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_mg10_it_is_read_and_becomes_what_it_has_to(case: Case, corpus_desk: CorpusDesk) -> None:
    """Sender, subject, text, what was newly written, attachments; outcome, reason, ticket."""
    assert differences(case, corpus_desk) == []


def test_each_case_has_a_name_of_its_own() -> None:
    """A name stands for one case; the same bytes never stand for two."""
    assert len({case.name for case in ALL}) == len({case.raw for case in ALL}) == len(ALL)


def test_what_cannot_be_read_is_said_so() -> None:
    """No mail at all is no case that is read by mistake."""
    with pytest.raises(UnreadableMail):
        parse(b"\x00\x01\x02")


def test_there_are_cases_enough_and_they_differ_in_how_they_are_built() -> None:
    """MG10: at least 400 emails, of at least 150 structures."""
    assert len(ALL) >= 400
    assert len({case.structure for case in ALL}) >= 150


def test_what_is_expected_was_never_made_by_the_program() -> None:
    """Modules of cases know nothing of it."""
    texts = [path.read_text() for path in Path(__file__).parent.glob("*.py") if not path.name.startswith("test_")]
    of_cases = [text for text in texts if re.search(r"^CASES\b.* = ", text, re.MULTILINE)]
    assert len(of_cases) >= 25
    assert not any("helpdesk_tui" in text for text in of_cases)
