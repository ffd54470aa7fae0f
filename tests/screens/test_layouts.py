"""Keys mean the same whatever layout the keyboard has (PEERS 9): the letter of another script acts as the Latin one."""

from __future__ import annotations

import pytest

from helpdesk_tui.config.layouts import LAYOUTS, USUAL, latin_keys
from helpdesk_tui.config.settings import ScreenSettings
from tests.screens.desk import DATABASE, DNS
from tests.screens.seat import Seat, Seats


async def test_russian_letters_act_as_the_keys_they_stand_on(seat: Seat) -> None:
    """j, t, q and a held key, typed without changing the layout."""
    await seat.press("о", "о", "л", "enter")
    await seat.see(f" {DNS}  ")
    await seat.press("е")
    await seat.told(f"Ticket {DNS} is yours.")
    await seat.press("й")
    await seat.see("Held by")


async def test_in_a_field_letters_are_letters(seat: Seat) -> None:
    """The filter is opened by the key of the slash, which types a full stop there, and takes what is typed."""
    await seat.press("о", ".")
    await seat.type("база")
    await seat.see("база")
    await seat.press("escape")
    await seat.gone("база")


async def test_a_question_is_answered_by_the_key_of_y(seat: Seat) -> None:
    """Dialogues without a field too; the key of the question mark types a comma there."""
    await seat.press("л", ",")
    await seat.see("Keys", "Here")
    await seat.press("й")
    await seat.gone("Everywhere")


async def test_a_full_stop_alone_is_no_key(seat: Seat) -> None:
    """Only who types another script means the slash by it."""
    await seat.press("j", ".")
    assert not seat.app.screen.query("FilterBar:focus-within")
    assert seat.numbers()[0] == DATABASE


async def test_layouts_that_are_named_count_alone(seats: Seats) -> None:
    """In Bulgarian the key of j types another letter, and the Russian one is nobody's."""
    async with seats.sit(screen=ScreenSettings(layouts=("bulgarian",))) as seat:
        await seat.press("т", "enter")
        await seat.see(f" {DNS}  ")


def test_the_usual_layouts_do_not_contradict_each_other() -> None:
    """The same letter never stands on two keys, so that their order does not matter."""
    for name in USUAL:
        for letter, latin in latin_keys([name]).items():
            assert latin_keys(USUAL)[letter] == latin, (name, letter)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_letter_of_a_layout_has_one_key_of_its_own(name: str) -> None:
    """Nothing in a layout is ASCII, which keeps its meaning."""
    table = latin_keys([name])
    assert len(set(table.values())) == len(table) > 20
    assert not any(letter.isascii() for letter in table)


@pytest.mark.parametrize(
    ("letters", "latin"),
    [("йцукен", "qwerty"), ("ЙЖХ", "Q:{"), ("фіїє", "as]'"), ("ψωςρ", "cvwr"), ("Σ", "S"), ("שדגכ", "asdf"),
     ("ქწე", "qwe"), ("ضصث", "qwe")],
)  # fmt: skip
def test_letters_and_their_keys(letters: str, latin: str) -> None:
    """By hand, from the keyboards themselves."""
    table = latin_keys(USUAL)
    assert "".join(table[letter] for letter in letters) == latin
