"""The queue by keys (TQ2, TQ8, TQ9, TQ10, TQ12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.redirect import Assign, Close
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.questions import Read, ReadPresence, ReadTouched
from helpdesk_tui.screens.session import Session
from tests.screens.desk import (
    BACKUP,
    DATABASE,
    DNS,
    INVOICE,
    LOGIN,
    MAIL,
    MIGRATION,
    NORD,
    NOW,
    OMAR,
    SERVER,
    WAITING,
)
from tests.screens.seat import Seat, Seats


async def test_order_is_front_then_longest_waiting(seat: Seat) -> None:
    """TQ8, TQ1: anna sees Tech and Billing, the ticket at the front first, nothing of Sales."""
    assert seat.numbers() == [DATABASE, DNS, LOGIN, SERVER, MAIL, INVOICE, BACKUP, WAITING]


async def test_a_row_shows_what_decides(seat: Seat) -> None:
    """TQ7: number, mark, client with characteristic, subject, department, service, status, waiting time, holder."""
    line = seat.line("7 ", "Database does not start")
    for word in (
        "^",
        "@",
        "Nordlicht GmbH",
        "prob",
        "Database does not start aft…",
        "Tech",
        "vps-12",
        "progress",
        "6h 40m",
    ):
        assert word in line
    assert seat.line("Server unreachable").endswith("you")
    assert seat.line("Cannot log in").endswith("john")
    assert "+" in seat.line("DNS for two")[:7]


async def test_each_view_shows_its_count(seat: Seat) -> None:
    """TQ2."""
    await seat.see("[Support 8]", "Mine 1", "Unassigned 6", "Delayed 1", "Favourites 1", "Awaiting 1", "All 10")


async def test_views_are_reached_by_digit_bracket_and_g(seat: Seat) -> None:
    """TQ2."""
    await seat.press("2")
    await seat.see("[Mine 1]")
    await seat.until(lambda: seat.numbers() == [SERVER])
    await seat.press("right_square_bracket")
    await seat.see("[Unassigned 6]")
    await seat.until(lambda: seat.numbers() == [DATABASE, DNS, MAIL, INVOICE, BACKUP, WAITING])
    await seat.press("left_square_bracket", "left_square_bracket")
    await seat.see("[Support 8]")
    await seat.go("s", "[Delayed 1]", "Wed 9:00")
    assert seat.numbers() == [MIGRATION]
    await seat.go("f", "[Favourites 1]")
    await seat.until(lambda: seat.numbers() == [DNS])


async def test_an_empty_view_says_so(seats: Seats) -> None:
    """SCREENS, States: all is done, or what to do."""
    async with seats.sit("gary") as seat:
        await seat.press("5")
        await seat.see("[Favourites 0]", "No favourites yet; s adds a ticket.")
        await seat.press("2")
        await seat.see("You hold no ticket. Take one with t in Support.")


async def test_the_filter_takes_the_query_language(seat: Seat) -> None:
    """TQ10: the position counts what passes; Esc in the list clears it."""
    await seat.press("slash")
    await seat.type("from:nordlicht")
    await seat.press("enter")
    await seat.until(lambda: seat.numbers() == [DATABASE, WAITING])
    await seat.see("1 of 2")
    await seat.press("escape")
    await seat.until(lambda: len(seat.numbers()) == 8)
    await seat.gone("from:nordlicht")


async def test_a_wrong_query_is_told_on_the_last_line(seat: Seat) -> None:
    """TQ10: what is wrong and what was meant; the list stays as it was, and Esc brings the old filter's text back."""
    await seat.press("slash")
    await seat.type("dep:x")
    await seat.press("enter")
    await seat.told("dep: is no field. Did you mean dept:?")
    assert len(seat.numbers()) == 8
    await seat.press("escape")
    await seat.gone("dep:x")


async def test_what_hides_the_tickets_is_said(seat: Seat) -> None:
    """SCREENS, States: an empty queue says what the filter hides and the key that clears it."""
    await seat.press("slash")
    await seat.type("zebra")
    await seat.press("enter")
    await seat.see("Nothing here passes the filter (Esc clears it).")
    await seat.press("escape")
    await seat.until(lambda: len(seat.numbers()) == 8)


async def test_another_order(seat: Seat) -> None:
    """TQ8: other sort orders can be chosen, and it is said which."""
    await seat.press("o")
    await seat.told("Order: newest first.")
    await seat.see("newest first   ")
    await seat.until(lambda: seat.numbers() == [WAITING, BACKUP, INVOICE, MAIL, SERVER, DATABASE, LOGIN, DNS])


async def test_only_this_client_is_visible_everywhere(seat: Seat) -> None:
    """TF9: narrowed to the client of the row, shown in the bar, counts too; f again shows all."""
    await seat.press("f")
    await seat.see("only Nordlicht GmbH", "[Support 2]", "All 2")
    assert seat.numbers() == [DATABASE, WAITING]
    await seat.press("6")
    await seat.see("Nordlicht GmbH has no ticket here (f shows all clients).")
    await seat.press("1", "f")
    await seat.see("[Support 8]")
    await seat.gone("only Nordlicht")


async def test_the_position_follows_the_cursor(seat: Seat) -> None:
    """TQ13: where one is in the whole list."""
    await seat.see("1 of 8")
    await seat.press("j", "j")
    await seat.see("3 of 8")
    await seat.press("end")
    await seat.see("8 of 8")
    assert str(WAITING) in seat.cursor()
    await seat.press("g")
    await seat.see("top of the list")
    await seat.press("g")
    await seat.see("1 of 8")


async def test_places_stand_in_a_list(seats: Seats) -> None:
    """The smallest terminal: all places at once, and a click goes to the line it meets."""
    async with seats.sit(size=(80, 24)) as seat:
        await seat.press("g")
        await seat.see("Go to", "predefined replies")
        lines = seat.text.split("\n")
        top = next(at for at, line in enumerate(lines) if "Go to" in line) + 1
        assert "".join(line[2] for line in lines[top:-1]) == "tmusfwa0iocdpylrbxn$ev"
        assert lines[-1].startswith(" g top of the list   Enter go   Esc stay")
        await seat.pilot.click(offset=(8, top + 9))
        await seat.press("enter")
        await seat.see("Outbox")


async def test_a_change_elsewhere_keeps_the_cursor_on_its_ticket(seat: Seat) -> None:
    """TQ12: a colleague takes one ticket and closes another above the cursor; the cursor stays on its ticket."""
    await seat.press("j", "j", "j")
    assert "Server unreachable" in seat.cursor()
    seat.acting("john").perform(Take(DNS))
    seat.acting("gary").perform(Close(DATABASE, everywhere=True))
    await seat.until(lambda: seat.numbers()[0] == DNS)
    await seat.until(lambda: seat.line("DNS for two").endswith("john"))
    assert "Server unreachable" in seat.cursor()


async def test_a_new_ticket_comes_in_by_itself(seat: Seat) -> None:
    """TQ12: what somebody else adds is there without a key."""
    seat.acting("john").perform(NewTicket(OMAR, "Tech", "It burns", "Smoke."))
    await seat.see("It burns", "[Support 9]")


async def test_departments_that_are_taken_away_disappear_at_once(seat: Seat) -> None:
    """TQ1: rights follow without leaving the program."""
    from helpdesk_tui.desk.actions.setup import EditStaff

    seat.acting("gary").perform(EditStaff("anna", departments=("Billing",), release=True))
    await seat.until(lambda: seat.numbers() == [INVOICE, BACKUP])


async def test_take_from_the_list(seat: Seat) -> None:
    """TR1: the row shows who has it; a ticket that somebody else holds says so."""
    await seat.press("t")
    await seat.told(f"Ticket {DATABASE} is yours.")
    assert seat.line("Database does not start").endswith("you")
    assert seat.ticket(DATABASE).can_reply
    await seat.press("j", "j", "t")
    await seat.told(f"john holds ticket {LOGIN}.")


async def test_close_by_member_needs_a_hold(seat: Seat) -> None:
    """TQ6: otherwise a message says how."""
    await seat.press("e")
    await seat.told(f"Take ticket {DATABASE} first (t)")
    await seat.press("j", "j", "j", "e")
    await seat.told(f"Ticket {SERVER} is closed.")
    await seat.until(lambda: SERVER not in seat.numbers())


async def test_close_by_administrator_closes_for_everybody(seats: Seats) -> None:
    """TQ6: an administrator's Close needs no hold and closes all tasks."""
    async with seats.sit("gary") as seat:
        seat.acting("anna").perform(Take(BACKUP))
        await seat.press("end", "k")
        assert "Backup failed" in seat.cursor()
        await seat.press("e")
        await seat.see(f"Close {BACKUP} for everybody? anna holds it in Billing.")
        await seat.press("y")
        await seat.told(f"Ticket {BACKUP} is closed.")
        assert not [task for task in seat.ticket(BACKUP).tasks if task.state.value == "open"]


@pytest.mark.parametrize("form", [False, True])
async def test_close_from_the_list_and_from_the_form(seats: Seats, form: bool) -> None:
    """TQ5, TQ6: holding one of two tasks an administrator closes both from the list, their own in the form."""
    async with seats.sit("gary") as seat:
        seat.acting("gary").perform(Take(BACKUP))
        seat.acting("gary").perform(Assign(BACKUP, department="Sales"))
        await seat.press("end", "k")
        assert "Backup failed" in seat.cursor()
        if form:
            await seat.press("enter")
            await seat.see("Backup failed again", "gary")
        await seat.press("e")
        await seat.told(f"Ticket {BACKUP} is closed.")
        opened = [task.department for task in seat.ticket(BACKUP).tasks if task.state.value == "open"]
        assert opened == (["Sales"] if form else [])


async def test_delay_shows_the_natural_date_before_enter(seat: Seat) -> None:
    """TF4: what is understood stands beside what is typed; wrong words are told and the question stays."""
    await seat.press("h")
    await seat.see("Delay until")
    await seat.type("tomorrow 9:00")
    await seat.see("Tue 24 Nov 9:00")
    await seat.press("enter")
    await seat.told(f"Ticket {DATABASE} is delayed until Tue 24 Nov 9:00.")
    assert seat.ticket(DATABASE).row.delayed_until == NOW + timedelta(hours=23, minutes=19)
    await seat.press("h")
    await seat.see("Delay until")
    await seat.type("gibberish")
    await seat.press("enter")
    await seat.told("“gibberish” is no date or time.")
    await seat.see("Delay until", "gibberish")


async def test_words_that_are_looked_up_are_shown_as_a_date_before_they_count(seat: Seat) -> None:
    """TF4: the form always shows the date it understood."""
    await seat.press("h")
    await seat.see("Delay until")
    await seat.type("3 December at 4pm\n")
    await seat.see("2026-12-03 16:00", "Thu 3 Dec 16:00")
    await seat.press("enter")
    await seat.told(f"Ticket {DATABASE} is delayed until Thu 3 Dec 16:00.")


async def test_a_delayed_ticket_is_brought_back_by_the_same_key(seat: Seat) -> None:
    """TF4."""
    await seat.press("4")
    await seat.see("[Delayed 1]", "Migration")
    await seat.press("h")
    await seat.told(f"Ticket {MIGRATION} is back in the queue.")
    assert not seat.ticket(MIGRATION).row.delayed


async def test_assign_from_the_list_by_typing(seat: Seat) -> None:
    """TF3: the system message names the department, the ticket leaves the queue of who did not hold it."""
    await seat.press("a")
    await seat.see("Assign to", "john", "John Reed", "Sales")
    await seat.type("bil")
    await seat.gone("John Reed")
    await seat.press("enter")
    await seat.told(f"Ticket {DATABASE} is assigned to Billing.")
    assert seat.ticket(DATABASE).messages[-1].text == 'The ticket has been assigned to "Billing".'


async def test_favourite_front_summary_and_number(seat: Seat) -> None:
    """TF8, TR2, TF1."""
    await seat.press("s")
    await seat.told(f"Ticket {DATABASE} is a favourite.")
    await seat.press("s")
    await seat.told("is no favourite any more.")
    await seat.press("circumflex_accent")
    await seat.told(f"Ticket {DATABASE} is in its place again.")
    assert not seat.ticket(DATABASE).row.front
    await seat.press("m")
    await seat.see("Summary")
    await seat.type("tables")
    await seat.press("enter")
    await seat.told("The summary is kept.")
    assert seat.ticket(DATABASE).summary == "tables"
    await seat.press("y")
    await seat.told(f"{DATABASE} is in the clipboard.")
    assert seat.app.clipboard == str(DATABASE)


async def test_priority_says_that_it_is_off(seat: Seat) -> None:
    """TR2: only if the desk uses priorities."""
    await seat.press("P")
    await seat.told("This desk does not use priorities")


async def test_archive_needs_a_closed_ticket(seat: Seat) -> None:
    """TQ5: it can go to the archive only when it is closed everywhere."""
    await seat.press("A")
    await seat.told("A ticket in progress cannot be archived; close it everywhere first.")
    await seat.press("6")
    await seat.see("[Awaiting 1]", "Certificate")
    await seat.press("A")
    await seat.see("Archive 1 for the client?")
    await seat.press("y")
    await seat.told("Ticket 1 is in the archive.")
    await seat.see("No ticket awaits a client.")


async def test_an_answer_elsewhere_takes_the_ticket_out_of_sight(seat: Seat) -> None:
    """TQ12, TR3: somebody else's Ok."""
    seat.acting("john").perform(Reply(LOGIN, "Try again.", close=True, key="k"))
    await seat.until(lambda: LOGIN not in seat.numbers())
    await seat.see("[Support 7]")


async def test_a_new_ticket_to_a_client(seat: Seat) -> None:
    """CL15: client and department come from the row; a message of several lines; a refusal loses no text."""
    await seat.press("j", "C")
    await seat.see("New ticket", OMAR, "< Tech >", "ctrl+s send ...")
    await seat.press("tab", "tab")
    await seat.type("Two lines\nfollow")
    await seat.press("ctrl+s")
    await seat.told("A ticket needs a subject.")
    assert "Two lines" in seat.text
    await seat.press("shift+tab", "shift+tab")
    await seat.type("Moved")
    await seat.press("ctrl+s")
    await seat.see("Before sending", f"To Omar Haddad <{OMAR}>   from Tech", "Subject Moved", "s keeps it open")
    await seat.press("s")
    await seat.see("Moved", "held by you", "follow")
    shown = seat.ticket(13)
    assert (shown.row.client_email, shown.messages[0].text) == (OMAR, "Two lines\nfollow")


async def test_at_80_columns_the_tabs_and_the_help_key_are_there(seats: Seats) -> None:
    """SCREENS: at 80 columns the right-hand columns fold away; `?` is always on the last line."""
    async with seats.sit("anna", (80, 24)) as seat:
        await seat.told("? keys")
        await seat.until(lambda: seat.text.startswith("[Support 8]  Mine 1   Unassigned 6   Delayed 1   3 more ]"))
        assert all(len(line) <= 80 for line in seat.text.split("\n"))
        assert "Dept" not in seat.text


async def test_q_in_the_queue_says_how_to_leave(seat: Seat) -> None:
    """PEERS 3: q is back, asks only at the top; ctrl+c never ends what is written."""
    await seat.press("q")
    await seat.told("ctrl+q leaves the program.")
    await seat.press("j", "ctrl+c")
    await seat.told("ctrl+q leaves the program.")
    await seat.press("ctrl+q")
    await seat.until(lambda: seat.app._exit)
    assert seat.app.return_code == 0


async def test_mail_that_stopped_is_loud(seats: Seats) -> None:
    """SPEC Clarifications, Mail: without a living worker the status bar says so and how to start it."""
    async with seats.sit() as seat:
        seat.clock.forward(hours=2)
        await seat.press("f5")
        await seat.see("! mail stopped: run helpdesk-tui worker")


async def test_what_happens_elsewhere_is_not_read(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """TQ12: a change in a department that is not hers makes her queue ask only whether it concerns her."""
    await seat.calm()
    asked: list[type] = []
    read = Session.read

    async def noted(session: Session, question: Read[Any]) -> Any:
        asked.append(type(question))
        return await read(session, question)

    monkeypatch.setattr(Session, "read", noted)
    seat.acting("gary").perform(NewTicket(NORD, "Sales", "An offer", "Please."))
    await seat.until(lambda: ReadTouched in asked, "the change was noticed")
    await seat.calm()
    assert set(asked) == {ReadTouched, ReadPresence}
