"""The filter line completes, tells what does not exist, and is explained by `?`; commands and a slow desk (TQ10)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.questions import ReadQueryWords
from helpdesk_tui.rules.query_tree import Field
from helpdesk_tui.rules.query_values import EXAMPLES
from helpdesk_tui.widgets.ticket_row import LEGEND
from tests.screens.desk import BACKUP, DATABASE, INVOICE, SERVER
from tests.screens.seat import Seat


def line(seat: Seat) -> str:
    """The filter line without the position."""
    return seat.text.split("\n")[1].rsplit("  ", 1)[0].strip()


async def test_tab_completes_fields_and_names(seat: Seat) -> None:
    """TQ10: fields, then the names the desk has; what it may become is seen before; Tab again goes on."""
    await seat.press("slash")
    await seat.type("de")
    await seat.until(lambda: line(seat) == "/ dept:", "the field behind the cursor")
    await seat.press("tab")
    await seat.type("b")
    await seat.until(lambda: line(seat) == "/ dept:billing", "the name behind the cursor")
    await seat.press("right")
    await seat.until(lambda: line(seat) == "/ dept:billing")
    await seat.press("enter")
    await seat.until(lambda: seat.numbers() == [INVOICE, BACKUP])
    await seat.press("slash", *["backspace"] * 7, "tab")
    await seat.until(lambda: line(seat) == "/ dept:Billing")
    await seat.press("tab")
    await seat.until(lambda: line(seat) == "/ dept:Sales")
    await seat.press("tab", "enter")
    await seat.until(lambda: DATABASE in seat.numbers() and INVOICE not in seat.numbers())


async def test_a_name_that_nothing_has_is_told(seat: Seat) -> None:
    """TQ10: an empty list would say that there are no such tickets; the list stays as it was."""
    await seat.press("slash")
    await seat.type("dept:sal\n")
    await seat.told("There is no department sal; Billing, Sales, Tech.")
    assert len(seat.numbers()) == 8
    await seat.press("escape")
    await seat.press("slash")
    await seat.type("staff:bob\n")
    await seat.told("There is no member of staff bob; anna, gary, gus, john.")


async def test_a_lone_number_is_a_ticket_s(seat: Seat) -> None:
    """TQ10: who types the number of a ticket in the list means that ticket; in quotes it is a word."""
    await seat.press("slash")
    await seat.type(f"{SERVER}\n")
    await seat.until(lambda: seat.numbers() == [SERVER], "the ticket alone")
    await seat.see(f"/ #{SERVER}", "1 of 1")
    await seat.press("escape", "slash")
    await seat.type(f'"{SERVER}"\n')
    await seat.see("Nothing here passes the filter")
    await seat.press("escape", "2", "slash")
    await seat.type(f"{BACKUP}\n")
    await seat.see(f"Nothing here has {BACKUP} in it (: {BACKUP} opens the ticket of that number).")


def test_the_desk_knows_its_names(seat: Seat) -> None:
    """TQ10: those of departments, staff, clients and services."""
    words = seat.desk.read(ReadQueryWords())
    assert words[Field.DEPARTMENT] == ("Billing", "Sales", "Tech")
    assert words[Field.STAFF] == ("anna", "gary", "gus", "john")
    assert "Nordlicht GmbH" in words[Field.CLIENT]
    assert {"vps-31", "acme.example"} <= set(words[Field.SERVICE])


async def test_help_explains_the_marks_and_the_fields(seat: Seat) -> None:
    """SCREENS: marks in words; each field with its example, from the tables that draw and parse them."""
    await seat.press("question_mark")
    await seat.see("Keys")
    await seat.press("end")
    await seat.see("Marks before a ticket", "What the filter line takes")
    for sign, words in LEGEND:
        assert seat.line(f" {sign} ", words)
    for field, example in EXAMPLES.items():
        assert seat.line(f" {field} ", example)


async def test_the_commands_lead_to_every_place_best_first(seat: Seat) -> None:
    """PEERS 3: places by name; words that begin a title come before words within a sentence."""
    await seat.press("colon")
    await seat.see("Commands", "the list goes on")
    await seat.type("client")
    await seat.gone("the list goes on")
    titles = [one[2:].split("  ")[0].strip() for one in seat.text.split("\n") if one.startswith(("> ", "  "))]
    found = [title for title in titles if title in ("Client card", "Clients", "Only this client", "Reply")]
    assert found == ["Client card", "Clients", "Only this client", "Reply"]
    await seat.press("escape")
    for words, place in (("outb", "Outbox"), ("mail gate", "Mail gateways"), ("inc", "Incoming emails")):
        await seat.press("colon")
        await seat.see("Commands, or")
        await seat.type(words)
        await seat.press("enter")
        await seat.see(f"──── {place} ")


async def test_a_slow_desk_gives_a_sign(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """P6: after a moment the last line says what is being done, then what became of it."""
    go_on = asyncio.Event()
    perform, read = seat.app.session.perform, seat.app.session.read

    async def slowly(act: Any) -> Any:
        await go_on.wait()
        return await perform(act)

    async def read_slowly(question: Any) -> Any:
        await go_on.wait()
        return await read(question)

    await seat.calm()
    monkeypatch.setattr(seat.app.session, "perform", slowly)
    pressing = asyncio.create_task(seat.press("t"))
    await seat.told(f"{Take.title}: ticket {DATABASE} ...")
    go_on.set()
    await pressing
    await seat.told(f"Ticket {DATABASE} is yours.")
    await seat.calm()
    go_on.clear()
    monkeypatch.setattr(seat.app.session, "read", read_slowly)
    await seat.press("f5")
    await seat.told("loading ...")
    go_on.set()
    await seat.told("Enter open   r reply")
