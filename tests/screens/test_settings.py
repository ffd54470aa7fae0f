"""*Settings* by keys (TF6): at once on this terminal, at the next start on another, for nobody else."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.look import SetLook
from helpdesk_tui.questions import ReadLook
from helpdesk_tui.rules.look import Density, Look, TimeFormat
from tests.screens.desk import BACKUP, SERVER
from tests.screens.seat import Seat, Seats
from tests.screens.test_ticket import opened

WIDE = "Hello, since about 07:10 we cannot reach the machine, neither ping nor ssh. Console attached."


async def asked(seat: Seat) -> None:
    """Open the settings."""
    await seat.press("comma")
    await seat.see("Settings: how it looks for you", "Text width (40 to 240 columns)")


async def test_settings_hold_at_once_and_at_the_next_start(seats: Seats) -> None:
    async with seats.sit("anna") as seat:
        await opened(seat, SERVER)
        await seat.see(WIDE, "... 4 quoted lines (Space)")
        await asked(seat)
        await seat.press("ctrl+a", "ctrl+k")
        await seat.type("50")
        await seat.press("down", "right", "down", "right", "right", "down", "right", "down", "right", "down", "right")
        await seat.press("ctrl+s")
        await seat.told("The settings are changed, for you alone.")
        await seat.gone(WIDE)
        await seat.see("(Space folds)", " 7:10a  Acme GmbH")
        assert seat.app.theme == "dark"
        expected = Look(50, Density.COMPACT, "dark", TimeFormat.HOURS_12, hide_system=True, fold_quotes=False)
        assert seat.desk.read(ReadLook()) == expected
    async with seats.sit("anna") as seat:
        await seat.until(lambda: seat.app.theme == "dark", "her theme")
        await opened(seat, SERVER)
        await seat.see("(Space folds)", " 7:10a  Acme GmbH")
        await seat.press("end", "space")
        await seat.see("... 4 quoted lines (Space)")
    async with seats.sit("gary") as seat:
        assert seat.app.theme == "ansi"
        await opened(seat, SERVER)
        await seat.see(WIDE, " 07:10  Acme GmbH")


async def test_system_messages_hidden_as_default_are_shown_by_key(seat: Seat) -> None:
    await seat.calm()
    seat.desk.perform(SetLook(hide_system=True))
    await seat.until(lambda: seat.app.session.own_look.hide_system, "another session of hers")
    await opened(seat, BACKUP)
    await seat.see("Third night in a row")
    assert "has been assigned" not in seat.text
    await seat.press("v")
    await seat.see('The ticket has been assigned to "Billing".')


async def test_a_width_that_cannot_be_is_said_in_the_form(seat: Seat) -> None:
    await asked(seat)
    await seat.press("ctrl+a", "ctrl+k")
    await seat.type("12")
    await seat.press("ctrl+s")
    await seat.see("The text width is a number of columns from 40 to 240.", "Text width")
    await seat.press("escape", "escape")
    await seat.gone("Text width")
    assert seat.desk.read(ReadLook()) == Look()


async def test_the_theme_of_the_configuration_comes_back(seat: Seat) -> None:
    await seat.calm()
    seat.desk.perform(SetLook(theme="light"))
    await seat.until(lambda: seat.app.theme == "light", "another session of hers")
    await asked(seat)
    await seat.press("down", "down", "right")
    await seat.see("< mono >")
    await seat.press("right")
    await seat.see("< as configured (ansi) >")
    await seat.press("ctrl+s")
    await seat.until(lambda: seat.app.theme == "ansi", "the configured theme")
    assert seat.desk.read(ReadLook()).theme == ""


async def test_the_settings_are_in_the_palette(seat: Seat) -> None:
    await seat.press("colon")
    await seat.see("Commands")
    await seat.type("settings")
    await seat.see("How the ticket form looks for you")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_all_settings_are_in_sight(seats: Seats, size: tuple[int, int]) -> None:
    async with seats.sit("anna", size) as seat:
        await asked(seat)
        await seat.see("Between messages", "Theme", "Times", "Hide system messages (v)", "Fold quoted text (Space)")
