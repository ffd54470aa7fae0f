"""Keys of one's own (`[keys]`; TF6): what is said names the key in force, and an action can be without one."""

from __future__ import annotations

import re
from pathlib import Path

from helpdesk_tui.app import HelpdeskApp
from helpdesk_tui.screens.key_check import check_keys
from tests.screens.desk import DATABASE
from tests.screens.seat import Seats


async def test_tf6_sentences_name_the_key_in_force(seats: Seats) -> None:
    """What is said, what an empty list says, and the heading of a narrowed one."""
    keys = {"filter.client": ("f7",), "favourite": ("S",), "add-plan": ("N",), "go": ("ctrl+g",)}
    async with seats.sit("gary", (120, 40), keys=keys) as seat:
        await seat.press("5")
        await seat.see("No favourites yet; S adds a ticket.")
        await seat.press("1", "f7", "ctrl+g", "c")
        await seat.see("(F7 shows all)")
        await seat.press("f7", "ctrl+g")
        await seat.press("n")
        await seat.see("No plans yet: nothing is charged per incident. N adds the first.")


async def test_tf6_an_action_without_a_key_is_found_by_its_name(seats: Seats) -> None:
    """`x = []`: the key does nothing, foot and refusals do not name it, `?` says so, `:` runs it."""
    async with seats.sit("anna", (120, 60), keys={"take": (), "undo": (), "filter.client": ()}) as seat:
        assert "take" not in seat.foot
        await seat.press("t", "z", "f")
        assert (seat.ticket(DATABASE).row.taken_by, seat.app.session.client) == (None, None)
        await seat.press("r")
        await seat.told(f"Take ticket {DATABASE} first: only its holder can do this.")
        await seat.press("question_mark")
        await seat.until(lambda: seat.line("Assign ticket to me").startswith(" no key "))
        await seat.press("q", "colon")
        await seat.type("assign ticket to me")
        await seat.press("enter")
        await seat.told(f"Ticket {DATABASE} is yours.")
        assert "undo" not in seat.foot
        await seat.press("colon")
        await seat.type("only this client")
        await seat.press("enter")
        await seat.press("g", "c")
        await seat.see("“All clients” shows all")


def test_every_id_of_the_key_map_can_be_remapped() -> None:
    """`[keys]`: what the manual lists is an action's id, with the key that it has anyway."""
    text = (Path(__file__).parents[2] / "docs" / "manual" / "keys.md").read_text()
    ids = set(re.findall(r"\| `([\w.-]+)` \|$", text, re.MULTILINE))
    assert len(ids) > 100
    for one in sorted(ids):
        check_keys({one: ("ctrl+f12",)}, HelpdeskApp)
