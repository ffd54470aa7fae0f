"""Placeholders of predefined replies: what is filled, what stays, and that nothing filled in is a template (PR3)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.access import SYSTEM_SCOPE, Scope
from helpdesk_tui.rules.blanks import NAMES, blanks_in, filled, left_in, parts, told, unknown_in
from helpdesk_tui.rules.replies import Whose, checked_text, picked

VALUES = {"client.name": "Acme GmbH", "ticket.number": "4812", "staff.name": "Anna Ek"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello {client.name},", "Hello Acme GmbH,"),
        ("Hello {{client.name}},", "Hello Acme GmbH,"),
        ("Hello {{ client.name }},", "Hello Acme GmbH,"),
        ("Hello {Client.Name},", "Hello Acme GmbH,"),
        ("{client.name}{client.name}", "Acme GmbHAcme GmbH"),
        ("[#{ticket.number}]\n{staff.name}", "[#4812]\nAnna Ek"),
        ("{client.nmae}", "{client.nmae}"),
        ("{service.name}", "{service.name}"),
        ("{client.name.__class__}", "{client.name.__class__}"),
        ("{client.name!r:>10}", "{client.name!r:>10}"),
        ("{0} {} {client} {{x}}", "{0} {} {client} {{x}}"),
        ("%(client.name)s $client.name", "%(client.name)s $client.name"),
        ("${client.name} costs ${0}", "${client.name} costs ${0}"),
        ("server { listen 80; }", "server { listen 80; }"),
    ],
)
def test_pr3_a_placeholder_is_looked_up_and_nothing_else(text: str, expected: str) -> None:
    """A name with a value is filled; unknown ones, those without a value and every other brace stay."""
    assert filled(text, VALUES) == expected


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("Hello Hans,\nit is up.", ()),
        ("Hello {client.nmae},", ("{client.nmae}",)),
        ("{service.name} and {service.name}", ("{service.name}",)),
        ("{name} {{ x y }} {клиент.имя}", ("{name}", "{{ x y }}", "{клиент.имя}")),
        ("> {client.name}\n>> {{x}}\nYes.", ()),
        ("awk '{print $1}' {} {1} {a: 1} { name } {a,b} ${HOME}", ()),
        ("a{\nb}", ()),
        ("Hi { client.name }, {client.name}}", ("{ client.name }", "{client.name}}")),
        ("{{client.name} {Client.name|upper}", ("{{client.name}", "{Client.name|upper}")),
        ("{client.name and {ticket.number}", ("{client.name and ", "{ticket.number}")),
        ("`${client.name}` {clients.name} {client: 1}", ("{clients.name}",)),
    ],
)
def test_pr3_what_is_left_in_an_answer(answer: str, left: tuple[str, ...]) -> None:
    """Whatever looks like a placeholder, known or not; not code, and not what is quoted."""
    assert left_in(answer) == left


def test_pr3_an_unknown_one_is_told_from_one_without_a_value() -> None:
    """The editor warns of the first; the second is filled on tickets that have a service."""
    assert unknown_in("{client.nmae} {service.name} {{foo}}") == ("{client.nmae}", "{{foo}}")
    assert unknown_in(" ".join(f"{{{name}}}" for name in NAMES)) == ()


@pytest.mark.parametrize(
    ("blanks", "sentence"),
    [
        (("{a}",), "{a} is not filled in."),
        (("{a}", "{b}"), "{a} and 1 other are not filled in."),
        (("{a}", "{b}", "{c}"), "{a} and 2 others are not filled in."),
    ],
)
def test_pr3_it_is_said_in_one_sentence(blanks: tuple[str, ...], sentence: str) -> None:
    assert told(blanks) == sentence


names = st.sampled_from(sorted(NAMES))
texts = st.text(alphabet=st.sampled_from("{}ab. \n>") | st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.lists(names | texts.map("~{}".format), max_size=6), st.dictionaries(names, texts.filter(bool)))
def test_pr3_values_are_never_looked_into(words: list[str], values: dict[str, str]) -> None:
    """What stands between placeholders stays as it is, and a value comes out as it went in, whatever it holds."""
    harmless = str.maketrans("{}$", "()s")
    plain = [word[1:].translate(harmless) if word[0] == "~" else None for word in words]
    text = "|".join(f"{{{word}}}" if said is None else said for word, said in zip(words, plain, strict=True))
    expected = "|".join(
        values.get(word, f"{{{word}}}") if said is None else said for word, said in zip(words, plain, strict=True)
    )
    assert filled(text, values) == expected


@given(texts)
def test_pr3_a_text_is_its_parts(text: str) -> None:
    """What is shown marked is the text itself; where nothing looks like a placeholder nothing is filled."""
    pieces = list(parts(text))
    assert "".join(pieces) == text
    assert set(blanks_in(text)) <= set(pieces)
    if not blanks_in(text):
        assert filled(text, dict.fromkeys(NAMES, "X")) == text


@pytest.mark.parametrize("text", ["{" * 20_000, "{{" * 10_000, "{a" * 10_000, "{{a " * 5_000, "{a.b}" * 4_000])
def test_pr3_a_text_is_read_in_one_go(text: str) -> None:
    """The longest text that is kept, made to be slow, is read within a moment."""
    begun = time.process_time()
    filled(text, VALUES)
    left_in(text)
    assert time.process_time() - begun < 1.0


# ---------------------------------------------------------------- languages


@pytest.mark.parametrize(
    ("languages", "there", "expected"),
    [
        (("de", "en"), ("en", "de"), "de"),
        (("de-AT", "en"), ("en", "de"), "de"),
        (("DE", "en"), ("en", "de"), "de"),
        (("sv", "fr"), ("en", "de", "fr"), "fr"),
        (("", "de"), ("en", "de"), "de"),
        (("sv", "fi"), ("de", "en"), "en"),
        (("sv", "fi"), ("ru", "de"), "de"),
    ],
)
def test_pr4_the_client_s_language_picks(languages: tuple[str, ...], there: tuple[str, ...], expected: str) -> None:
    """The client's, then the desk's, then English, then any."""
    assert picked(languages, dict.fromkeys(there, "text")) == expected


@given(st.lists(st.text(max_size=5)), st.sets(st.from_regex(r"[a-z]{2}", fullmatch=True), min_size=1))
def test_pr4_there_is_always_a_text(languages: list[str], there: set[str]) -> None:
    """Whatever a client's language is called, the language picked is one there is."""
    assert picked(tuple(languages), dict.fromkeys(there, "text")) in there


# ---------------------------------------------------------------- scope and texts

ANNA = Scope(2, "anna", "Anna", False, False, (1, 3))


@pytest.mark.parametrize(
    ("whose", "scope", "seen", "kept"),
    [
        (Whose(), ANNA, True, False),
        (Whose(department=1), ANNA, True, True),
        (Whose(department=2), ANNA, False, False),
        (Whose(staff=2), ANNA, True, True),
        (Whose(staff=4), ANNA, False, False),
        (Whose(staff=4), Scope(1, "gary", admin=True), True, True),
        (Whose(), Scope(1, "gary", admin=True), True, True),
        (Whose(department=2), SYSTEM_SCOPE, True, True),
    ],
)
def test_pr1_ds3_who_sees_and_who_keeps(whose: Whose, scope: Scope, seen: bool, kept: bool) -> None:
    """Everybody's are changed by administrators alone."""
    assert (whose.seen_by(scope), whose.kept_by(scope)) == (seen, kept)


def test_pr2_a_text_is_kept_as_it_was_written() -> None:
    """Line breaks are made alike, empty lines around it go; too long or empty is refused."""
    assert checked_text("\n\r\n  Hello,\r\n\r\nbye\rx \n\n") == "  Hello,\n\nbye\nx "
    assert checked_text("x" * 20_000) == "x" * 20_000
    for text in ("", " \n ", "x" * 20_001):
        with pytest.raises(Refused):
            checked_text(text)
