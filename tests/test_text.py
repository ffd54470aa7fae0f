"""Rule 36: what comes from outside is shown, but a terminal obeys none of it and a reader sees all of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk_tui.text import MAX_COMBINING, MAX_LINE, clipped, one_line, safe_text

ESC = "\x1b"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Server down", "Server down"),
        ("", ""),
        (f"{ESC}]0;owned\x07", "␛]0;owned␇"),
        (f"{ESC}[2J", "␛[2J"),
        ("a\x00b", "a␀b"),
        ("a\x7fb", "a␡b"),
        ("a\tb", "a    b"),
        ("a\nb", "a␊b"),
        ("a\r\nb", "a␊b"),
        ("a\rb", "a␍b"),
        ("\x9b2J", "<9B>2J"),
        ("\x85next", "<85>next"),
        ("\x0b\x0c", "␋␌"),
        (b"caf\xc3\xa9 \xff", "café �"),
        (b"\xc2\x9b31m", "<9B>31m"),
        ("\ud800x\udfff", "�x�"),
    ],
)
def test_controls_and_undecodable_bytes_become_marks(raw: str | bytes, shown: str) -> None:
    """Rule 36: C0 except newline and tab, DEL, C1, lone surrogates."""
    assert safe_text(raw) == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\u202egnp.exe", "‹bidi›gnp.exe"),
        ("a\u2066b\u2069", "a‹bidi›b‹bidi›"),
        ("\u200e\u200f\u061c", "‹bidi›‹bidi›‹bidi›"),
        ("pay\u200bpal", "pay·pal"),
        ("pay\u2060pal\ufeff", "pay·pal·"),
        ("x\U000e0041\U000e007f", "x··"),
        ("soft\u00adhyphen", "soft·hyphen"),
        ("line\u2028end\u2029", "line·end·"),
        ("a\u3164b", "a·b"),
        ("\U0001d173note", "·note"),
    ],
)
def test_direction_marks_and_invisible_characters_are_seen(raw: str, shown: str) -> None:
    """Rule 36: nothing hides in a word or turns it round."""
    assert safe_text(raw) == shown


RULE_36 = [
    *(code for code in range(0x20) if code not in (0x09, 0x0A)),
    0x7F,
    *range(0x80, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *(0x200E, 0x200F, 0x061C, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF),
    *range(0xE0000, 0xE0080),
    *range(0xD800, 0xE000),
]


def test_every_character_of_the_rule_is_shown_as_something_else() -> None:
    """Between letters, in one line and in several; none vanishes and none stays."""
    for code in RULE_36:
        for shown in (
            safe_text(f"a{chr(code)}b"),
            safe_text(f"é{chr(code)}b"),
            safe_text(f"a{chr(code)}b", lines=True),
        ):
            assert chr(code) not in shown, hex(code)
            assert len(shown) >= 3, hex(code)


def test_the_neighbours_of_the_rule_are_left_alone() -> None:
    for code in (0x20, 0x7E, 0xA0, 0x2010, 0x2027, 0x2030, 0x2070, 0x1161, 0x11FF, 0xD7FB, 0xE0100, 0xFFFD):
        assert safe_text(f"가{chr(code)}b") == f"가{chr(code)}b", hex(code)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("👩\u200d💻 here", "👩\u200d💻 here"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("pay\u200dpal", "pay·pal"),
        ("pay\u200cpal", "pay·pal"),
        ("👩\u200dpal", "👩·pal"),
        ("pal\u200d👩", "pal·👩"),
        ("→\u200dadmin", "→·admin"),
        ("日\u200d本", "日·本"),
        ("\u200dx", "·x"),
        ("👩\u200d", "👩·"),
        ("می\u200c\u200cخ", "می··خ"),
    ],
)
def test_a_joiner_stays_only_where_it_joins(raw: str, shown: str) -> None:
    """Rule 36: ZWJ and ZWNJ stay inside emoji and joining scripts, and nowhere else."""
    assert safe_text(raw) == shown


def test_runs_of_combining_marks_are_cut_at_eight() -> None:
    assert safe_text("e" + "\u0301" * 50 + "x" + "\u0301" * 8) == "e" + "\u0301" * 8 + "x" + "\u0301" * 8


def test_korean_in_pieces_stays_and_does_not_pile_up() -> None:
    """Vowels and final consonants take no cell of their own; a syllable has one of each."""
    assert safe_text("\u1112\u1161\u11ab") == "\u1112\u1161\u11ab"
    assert safe_text("\u1112" + "\u1161" * 50) == "\u1112" + "\u1161" * 8


def test_newlines_stay_where_lines_are_wanted() -> None:
    assert safe_text("one\r\ntwo\rthree\nfour\x1b", lines=True) == "one\ntwo\nthree\nfour␛"


def test_lines_are_cut_at_ten_thousand_and_say_so() -> None:
    assert safe_text("a" * 10_000) == "a" * 10_000
    assert safe_text("a" * 12_345) == "a" * 10_000 + " … (2,345 more characters)"
    assert safe_text("é" * 10_001) == "é" * 10_000 + " … (1 more characters)"
    assert safe_text("ok\n" + "a" * 10_001, lines=True) == "ok\n" + "a" * 10_000 + " … (1 more characters)"


def test_a_line_that_grows_by_its_marks_is_cut_and_says_so() -> None:
    """6,000 marks of six characters would be 36,000."""
    shown = safe_text("\u202e" * 6_000 + "hidden")
    assert len(shown) == 10_002
    assert shown.startswith("‹bidi›‹bidi›")
    assert shown.endswith(" …")


@pytest.mark.parametrize(
    "text",
    [
        "Не приходит почта",
        "請求書について、確認をお願いします。",
        "Rückerstattung für größere Aufträge",
        "مرحبا بكم",
        "שלום",
        "สวัสดีครับ",
        "Ελληνικά — “quotes” … €20",
        "🔥 ✈️ 👍🏽",
        "Tiếng Việt",
        unicodedata.normalize("NFD", "Tiếng Việt"),
    ],
)
def test_real_writing_is_left_alone(text: str) -> None:
    assert safe_text(text) == text


def _dangerous(char: str, before: str) -> bool:
    code = ord(char)
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return True
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or code in (0x200E, 0x200F, 0x061C):
        return True
    if code in (0x200B, 0x2060, 0xFEFF) or 0xE0000 <= code <= 0xE007F:
        return True
    return code in (0x200C, 0x200D) and (not before or (ord(before) < 0x600))


ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.characters(codec=None, exclude_categories=()),
        st.sampled_from("\x1b\x9b\u202e\u200d\u200c\u200b\u0301\ufe0f👩💻می\U000e0041\r\n\t"),
    ),
    max_size=60,
)


@settings(deadline=None, max_examples=500)
@given(ANYTHING)
def test_no_text_at_all_reaches_the_terminal_with_power_over_it(text: str) -> None:
    """Rule 36 for arbitrary text, lone surrogates included."""
    shown = safe_text(text)
    assert not [char for before, char in zip(["", *shown], shown, strict=False) if _dangerous(char, before)]
    shown.encode()  # no lone surrogate is left
    assert "\n" not in shown
    run = 0
    for char in shown:
        run = run + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        assert run <= MAX_COMBINING


@settings(deadline=None, max_examples=300)
@given(ANYTHING)
def test_safe_text_is_safe_to_show_again(text: str) -> None:
    once = safe_text(text)
    assert safe_text(once) == once


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=60))
def test_bytes_are_shown_as_lines(raw: bytes) -> None:
    shown = safe_text(raw, lines=True)
    assert not [char for char in shown if char != "\n" and (char < " " or "\x7f" <= char < "\xa0")]


def test_one_line_folds_white_space() -> None:
    assert one_line("  Re:\r\n\tserver   down \x1b") == "Re: server down ␛"


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Server down", 11, "Server down"),
        ("Server down", 7, "Server…"),
        ("Server\ndown", 20, "Server down"),
        ("Server down", 1, "…"),
        ("\x1b[2J", 4, "␛[2J"),
    ],
)
def test_clipped_says_that_it_cut(text: str, width: int, shown: str) -> None:
    assert clipped(text, width) == shown


def test_the_longest_line_allowed_is_the_documented_one() -> None:
    assert MAX_LINE == 10_000
