"""The list of clients, searched and narrowed while one types (CL1)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.clients import EditClient
from helpdesk_tui.vocab import Characteristic
from tests.screens.desk import ACME
from tests.screens.seat import Seat


async def test_search_clients_while_typing(seat: Seat) -> None:
    """CL1: by name, address or label, in every script."""
    await seat.go("c", "Clients", "Omar Haddad", "株式会社さくら")
    await seat.press("slash")
    await seat.type("петр")
    await seat.gone("Omar Haddad")
    await seat.see("ivan@pochta.example")
    await seat.press("enter", "enter")
    await seat.see("<ivan@pochta.example>", "Не приходит почта")


async def test_clients_are_narrowed_by_field_while_typing(seat: Seat) -> None:
    """CL1: by rating and status; what is no value yet is said."""
    seat.acting("gary").perform(EditClient(ACME, characteristic=Characteristic.PROBLEMATIC))
    await seat.go("c", "Clients", "Omar Haddad")
    await seat.press("slash")
    await seat.type("characteristic:prob")
    await seat.told("characteristic: takes common, good or problematic, not “prob”.")
    await seat.type("lematic")
    await seat.see("Acme GmbH")
    assert "Omar Haddad" not in seat.text
    await seat.type(" status:inactive")
    await seat.see("No client has these words; Esc shows all")
    await seat.press("escape")
    await seat.see("Omar Haddad", "Acme GmbH")
