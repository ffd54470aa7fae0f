"""Texts of the desk's own emails: what they may name, and how they are filled in (MO2; RELIABILITY rule 40)."""

from __future__ import annotations

import pytest

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.letter_kinds import USES, LetterKind, checked_language, checked_letter, filled, spoken
from helpdesk_tui.rules.letter_texts import TEXTS

RECEIVED = LetterKind.TICKET_RECEIVED


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ticket {{ticket}} of {{client}}", "Ticket 12 of {{ticket}}"),
        ("{{ ticket }}", "12"),
        ("{{unknown}} {ticket} {{ticket", "{{unknown}} {ticket} {{ticket"),
        ("{{ticket.__class__}} {{7*7}} {% if %}", "{{ticket.__class__}} {{7*7}} {% if %}"),
        ("", ""),
    ],
)
def test_names_are_looked_up_once_and_data_is_never_a_text(text: str, shown: str) -> None:
    """A client called `{{ticket}}` stays that; there are no expressions."""
    assert filled(text, {"ticket": "12", "client": "{{ticket}}"}) == shown


@pytest.mark.parametrize(
    ("subject", "text", "code", "said"),
    [
        ("", "Hello", "bad_value", "needs a subject and a text"),
        ("Hello", " \n", "bad_value", "needs a subject and a text"),
        ("Hello", "{{until}}", "unknown_name", "{{until}} is not known here"),
        ("{{oops}}", "Hello", "unknown_name", "this letter knows ticket, subject, client"),
        ("Hello", "{{ticket", "unknown_name", "is no name in double braces"),
        ("Hello", "{{ticket.number}}", "unknown_name", "is no name in double braces"),
        ("Hello", "x" * 20_001, "too_long", "at most 20,000"),
    ],
)
def test_a_text_that_could_not_be_filled_is_refused(subject: str, text: str, code: str, said: str) -> None:
    """Before it is sent to anybody, and with what is wrong."""
    with pytest.raises(Refused, match=said) as refused:
        checked_letter(RECEIVED, subject, text)
    assert refused.value.code == code


def test_every_text_of_the_program_passes_its_own_check() -> None:
    """Every kind has an English text, and each text names only what its letter knows."""
    for kind in LetterKind:
        assert "en" in TEXTS[kind]
        assert USES[kind].help
        for language, text in TEXTS[kind].items():
            assert checked_letter(kind, text.subject, text.text) == text, (kind, language)
            assert checked_language(language) == language


def test_each_letter_to_clients_is_there_in_eight_languages() -> None:
    """MO2: per language."""
    to_clients = [kind for kind in LetterKind if not kind.startswith("staff")]
    assert [set(TEXTS[kind]) for kind in to_clients] == [{"en", "de", "fr", "es", "it", "nl", "pl", "ru"}] * 10


@pytest.mark.parametrize(
    ("languages", "chosen"),
    [
        (("de",), "de"),
        (("de-AT", "fr"), "de"),
        (("", "fr"), "fr"),
        (("xx", "yy"), "en"),
        (("DE_de",), "de"),
        ((), "en"),
    ],
)
def test_the_language_is_the_client_s_or_the_desk_s_or_english(languages: tuple[str, ...], chosen: str) -> None:
    """A country does not matter where there is no text for it."""
    assert spoken(languages, frozenset(("en", "de", "fr"))) == chosen


@pytest.mark.parametrize("language", ["", "DE", "deutsch", "de-AT", "d", "../x"])
def test_a_language_is_named_by_its_code(language: str) -> None:
    """Two or three lower-case letters."""
    with pytest.raises(Refused):
        checked_language(language)
