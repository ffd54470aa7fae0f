"""Predefined replies by keys: the place, the Auto-reply window, what an answer may not hold (PR1-PR4, TR2)."""

from __future__ import annotations

import time

from helpdesk_tui.desk.actions.clients import EditClient
from helpdesk_tui.desk.actions.replies import AddReply, For
from helpdesk_tui.questions import ReadReplies
from helpdesk_tui.screens.reply_text import Shelf
from helpdesk_tui.views import ReplyView
from tests.screens.desk import ACME, DATABASE, SERVER
from tests.screens.seat import Seat, Seats
from tests.screens.test_ticket import opened, writing


def stocked(seat: Seat) -> None:
    """Three replies that anna sees, and one that is john's own."""
    gary = seat.acting("gary")
    gary.perform(AddReply("Greeting", "Hello {client.name},\n\nthank you."))
    gary.perform(AddReply("Greeting", "Guten Tag {client.name},\n\nvielen Dank.", language="de"))
    gary.perform(AddReply("Disk full", "The disk of {service.name} was full.", For("Tech")))
    gary.perform(AddReply("Typo", "Dear {client.nmae}, it is done.", For("Billing")))
    gary.perform(AddReply("Secret", "Mine alone", For(staff="john")))


def answer(seat: Seat) -> str:
    """What stands in the answer."""
    text: str = seat.app.screen_stack[-1].typed()[0]  # type: ignore[attr-defined]
    return text


# ---------------------------------------------------------------- the Auto-reply window


async def test_pr2_colons_open_the_window_and_enter_inserts(seat: Seat) -> None:
    """`::` at the beginning of a word, type, Enter: filled in at the cursor, the colons are gone."""
    stocked(seat)
    await writing(seat, SERVER)
    await seat.type("Yes. ::")
    await seat.see("Auto-reply", "Disk full", "Greeting", "As it will be inserted", "Enter insert")
    assert "Secret" not in seat.text
    await seat.type("disk")
    await seat.see("1 of 3", "The disk of vps-31 was full.")
    await seat.press("enter")
    await seat.gone("Auto-reply")
    await seat.type(" Bye.")
    await seat.until(lambda: answer(seat) == "Yes. The disk of vps-31 was full. Bye.")


async def test_pr2_fast_typing_finds_and_inserts(seat: Seat) -> None:
    """Colons, words and Enter in one burst go where they are meant."""
    stocked(seat)
    await writing(seat, SERVER)
    await seat.press(*"::greet", "enter", "x")
    await seat.until(lambda: answer(seat) == "Hello Acme GmbH,\n\nthank you.x")


async def test_pr2_escape_leaves_the_text_as_it_was(seat: Seat) -> None:
    """Also the colons; ctrl+t inserts without any."""
    stocked(seat)
    await writing(seat, SERVER)
    await seat.type("a ::")
    await seat.see("Auto-reply")
    await seat.type("disk")
    await seat.press("escape")
    await seat.gone("Auto-reply")
    assert answer(seat) == "a ::"
    await seat.press("ctrl+t")
    await seat.see("Auto-reply")
    await seat.press("down", "enter")
    await seat.until(lambda: answer(seat) == "a ::Hello Acme GmbH,\n\nthank you.")
    await seat.press("ctrl+z")
    await seat.until(lambda: answer(seat) == "a ::")


async def test_pr2_colons_within_a_word_are_text(seat: Seat) -> None:
    """An IPv6 address or a C++ name is typed as ever."""
    stocked(seat)
    await writing(seat, SERVER)
    await seat.type("std::vector fe80::1")
    await seat.until(lambda: answer(seat) == "std::vector fe80::1")
    assert "Auto-reply" not in seat.text


async def test_pr2_the_cursor_may_stand_in_the_middle(seat: Seat) -> None:
    """What stands behind stays behind; the beginning of a line counts as that of a word."""
    stocked(seat)
    await writing(seat, SERVER)
    await seat.type("one\ntwo")
    await seat.press("home", ":", ":")
    await seat.see("Auto-reply")
    await seat.type("disk")
    await seat.press("enter")
    await seat.until(lambda: answer(seat) == "one\nThe disk of vps-31 was full.two")


async def test_pr4_the_client_s_language_picks_and_tab_changes_it(seat: Seat) -> None:
    """The window says which language it shows."""
    stocked(seat)
    seat.acting("gary").perform(EditClient(ACME, language="de"))
    await writing(seat, SERVER)
    await seat.press("ctrl+t")
    await seat.type("greeting")
    await seat.see("Guten Tag Acme GmbH,", "de (Tab: en)")
    await seat.press("tab")
    await seat.see("Hello Acme GmbH,", "en (Tab: de)")
    await seat.press("tab", "enter")
    await seat.until(lambda: answer(seat).startswith("Guten Tag Acme GmbH,"))


async def test_pr2_one_language_is_said_and_nothing_found_too(seat: Seat) -> None:
    stocked(seat)
    await writing(seat, SERVER)
    await seat.press("ctrl+t")
    await seat.see("Auto-reply")
    await seat.press("tab")
    await seat.told("Disk full is there in en only.")
    await seat.type("zzz")
    await seat.see("Nothing has these words; Esc leaves.", "0 of 3")
    await seat.press("enter", "tab", "escape")
    await seat.gone("Auto-reply")
    assert answer(seat) == ""


async def test_pr2_an_empty_desk_says_where_to_add(seat: Seat) -> None:
    """Nothing opens; what was typed stays."""
    await writing(seat, SERVER)
    await seat.type("::")
    await seat.told("No predefined reply is for you yet: Esc, then g r adds the first; the draft stays.")
    assert answer(seat) == "::"


async def test_tr1_only_a_holder_inserts(seat: Seat) -> None:
    """The key says why not, as `r` does; a comment takes colons as text."""
    stocked(seat)
    await opened(seat, DATABASE)
    await seat.press("ctrl+t")
    await seat.told(f"Take ticket {DATABASE} first (t)")
    await seat.press("i")
    await seat.see("INTERNAL")
    await seat.type("::x")
    await seat.see(" ::x")
    assert "Auto-reply" not in seat.text


async def test_pr2_a_long_text_can_be_read_to_its_end(seats: Seats) -> None:
    """PgDn, on the smallest terminal."""
    async with seats.sit("anna", (80, 24)) as seat:
        seat.acting("gary").perform(AddReply("Long", "\n".join(f"line {n}" for n in range(1, 31))))
        await writing(seat, SERVER)
        await seat.press("ctrl+t")
        await seat.see("line 1", "Enter insert", "Esc cancel")
        assert "line 30" not in seat.text
        await seat.press(*["pagedown"] * 5)
        await seat.see("line 30")


# ---------------------------------------------------------------- what nothing filled in


async def test_pr3_what_is_unknown_is_shown_and_not_sent(seat: Seat) -> None:
    """In the window, above the answer and in the review; y and s are refused, e edits, b sends it as it stands."""
    stocked(seat)
    await writing(seat, SERVER)
    before = len(seat.ticket(SERVER).messages)
    await seat.type("::typo")
    await seat.see("{client.nmae} is not filled in.", "Dear {client.nmae}, it is done.")
    await seat.press("enter")
    await seat.see("not filled in: {client.nmae}")
    for key in ("y", "s"):
        await seat.press("ctrl+s")
        await seat.see("{client.nmae} is not filled in. e edits it", "b braces are meant")
        await seat.press(key)
        await seat.told("{client.nmae} is not filled in. e edits it, b sends the braces as they stand.")
        await seat.press("e")
        await seat.gone("Before sending")
    assert len(seat.ticket(SERVER).messages) == before
    await seat.press("ctrl+s")
    await seat.see("Before sending")
    await seat.press("b")
    await seat.see("It is sent as it stands.", "s Send reply, stay")
    await seat.press("s")
    await seat.until(lambda: len(seat.ticket(SERVER).messages) == before + 1)
    assert seat.ticket(SERVER).messages[-1].text == "Dear {client.nmae}, it is done."


async def test_pr3_an_answer_without_one_is_reviewed_as_ever(seat: Seat) -> None:
    """`b` means nothing there."""
    await writing(seat, SERVER)
    await seat.type("Done")
    await seat.press("ctrl+s", "b")
    await seat.see("Before sending", "e edit")
    assert "braces" not in seat.text


# ---------------------------------------------------------------- the place


async def test_pr2_a_reply_is_added_edited_translated_and_deleted(seats: Seats) -> None:
    """All of it by keys, as the administrator; the cursor stands on what was added."""
    async with seats.sit("gary") as seat:
        await seat.go("r", "Predefined replies", "No predefined replies yet; n adds the first.")
        await seat.press("n")
        await seat.see("Add predefined reply", "< everybody >", "{client.name}")
        await seat.type("Greeting")
        await seat.press("tab", "right", "tab", "tab")
        await seat.type("Hello {client.name},\n\nthank you for {this}.")
        await seat.press("ctrl+s")
        await seat.told("Kept, but nothing ever fills in {this}.")
        assert seat.cursor().split()[:3] == [">", "Greeting", "Billing"]
        await seat.press("e")
        await seat.see("Edit Greeting")
        await seat.press("ctrl+k", "H", "i", "ctrl+s")
        await seat.see("> Greeting")
        await seat.press("l")
        await seat.see("Greeting in another language")
        await seat.type("de")
        await seat.press("tab", "ctrl+k")
        await seat.type("Guten Tag")
        await seat.press("ctrl+s")
        await seat.until(lambda: "de" in seat.cursor(), "the cursor on the new language")
        await seat.press("v")
        await seat.see("filled in with an example", "Guten Tag", "Hi")
        await seat.press("q")
        await seat.see("> Greeting")
        [one] = seat.desk.read(ReadReplies())
        assert dict(one.texts) == {
            "en": "Hi\n\nthank you for {this}.", "de": "Guten Tag\n\nthank you for {this}.",
        }  # fmt: skip
        assert one.department == "Billing"
        await seat.press("d")
        await seat.see("Delete the text of Greeting in de?")
        await seat.press("y")
        await seat.told("The text of Greeting in de is deleted.")
        await seat.press("d")
        await seat.see("Delete Greeting?")
        await seat.press("y")
        await seat.see("No predefined replies yet")


async def test_ds3_what_is_everybody_s_is_not_changed_by_members(seat: Seat) -> None:
    """Seen and previewed, not edited; what one may add for is offered and nothing else."""
    stocked(seat)
    await seat.go("r", "Disk full", "Greeting", "Typo")
    assert "Secret" not in seat.text
    await seat.press("down")
    await seat.until(lambda: "everybody" in seat.cursor())
    for key in ("e", "d", "l", "enter"):
        await seat.press(key)
        await seat.told("You can change predefined replies of your own and your departments only.")
    await seat.press("v")
    await seat.see("Hello Acme GmbH,")
    await seat.press("q", "n")
    await seat.see("< Billing >")
    offered: list[str] = []
    for _ in range(3):
        await seat.press("tab") if not offered else await seat.press("right")
        offered.append(seat.line(" For ", "<").split("<")[1].split(">")[0].strip())
    assert offered == ["Billing", "Tech", "anna"]


async def test_pr2_the_place_is_searched(seat: Seat) -> None:
    """By name and text; Esc shows all again."""
    stocked(seat)
    await seat.go("r", "Disk full", "Greeting")
    await seat.press("slash")
    await seat.type("dank")
    await seat.gone("Disk full")
    await seat.press("enter")
    assert "de" in seat.cursor()
    await seat.press("escape")
    await seat.see("Disk full")
    await seat.press("slash")
    await seat.type("zzz")
    await seat.see("No predefined reply has these words; Esc shows all, n adds one.")
    await seat.press("escape")
    await seat.see("Disk full")


def test_pr2_two_thousand_replies_are_found_within_a_key_press() -> None:
    """A key costs a look through names and texts in memory; by name first, then by text."""
    text = "Lorem ipsum dolor sit amet. " * 40
    many = [ReplyView(n, f"Reply {n}", None, None, {"en": text, "de": text}, False, True) for n in range(2_000)]
    many.append(ReplyView(2_000, "Other", None, None, {"en": "about reply 1999"}, False, True))
    shelf = Shelf(many, "Tech")
    begun = time.process_time()
    found = shelf.found("reply 1999")
    assert time.process_time() - begun < 0.1
    assert [one.id for one in found] == [1_999, 2_000]
    assert len(shelf.found("")) == 2_001


def test_pr1_those_of_the_ticket_s_department_stand_first() -> None:
    """Then everybody's, then those of the asker's other departments."""
    replies = [
        ReplyView(number, name, department, staff, {"en": "x"}, True, True)
        for number, name, department, staff in (
            (1, "A", "Sales", None), (2, "B", None, None), (3, "C", "Tech", None), (4, "D", None, "anna"),
        )
    ]  # fmt: skip
    assert [one.name for one in Shelf(replies, "Tech").found("")] == ["C", "D", "B", "A"]
