"""What the queue says is so: its keys, what was just taken, the order, why it is empty (TQ2, TQ8, TR1; SCREENS)."""

from __future__ import annotations

from pathlib import Path

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.redirect import Close
from helpdesk_tui.desk.actions.setup import AddDepartment, MakeDesk
from helpdesk_tui.desk.door import make_desk
from tests.screens.desk import DATABASE, DNS, LOGIN, MAIL, MIGRATION, NOW, SERVER, opened
from tests.screens.seat import Seat, Seats, app_for, settings_for


async def test_what_was_taken_stays_where_it_is_until_the_cursor_moves(seat: Seat) -> None:
    """TR1, TQ2: in *Unassigned* too, which it left: the next keys are meant for it."""
    await seat.press("3")
    await seat.until(lambda: seat.numbers()[:3] == [DATABASE, DNS, MAIL])
    await seat.press("j", "t")
    await seat.told(f"Ticket {DNS} is yours.")
    await seat.see("[Unassigned 5]")
    assert "DNS for two" in seat.cursor()
    assert seat.cursor().endswith("you")
    assert seat.numbers()[:3] == [DATABASE, DNS, MAIL]
    seat.acting("gary").perform(Close(DATABASE, everywhere=True))
    await seat.until(lambda: seat.numbers()[:2] == [DNS, MAIL])
    assert "DNS for two" in seat.cursor()
    await seat.press("enter")
    await seat.see(f" {DNS}  Re: DNS for two domains", "held by you")
    await seat.press("q")
    await seat.see("[Unassigned 4]")
    assert "DNS for two" in seat.cursor()
    await seat.press("j")
    await seat.until(lambda: DNS not in seat.numbers())
    assert "почта" in seat.cursor()
    assert seat.text.split("\n")[3].startswith(">")


async def test_a_favourite_taken_off_by_mistake_is_put_back_by_the_same_key(seat: Seat) -> None:
    """TF8: s, s."""
    await seat.press("5")
    await seat.see("[Favourites 1]")
    await seat.press("s")
    await seat.told("is no favourite any more.")
    await seat.press("s")
    await seat.told(f"Ticket {DNS} is a favourite.")


async def test_the_foot_tells_the_keys_of_the_row(seat: Seat) -> None:
    """SCREENS: the keys that matter now; what is refused stands in brackets, what makes no sense is not there."""
    await seat.told("Enter open   t take   (r reply)   a assign", "/ search", "f this client   : commands")
    await seat.press("j", "j")
    assert str(LOGIN) in seat.cursor()
    await seat.told("(t take)")
    await seat.press("j")
    assert str(SERVER) in seat.cursor()
    await seat.told("Enter open   r reply   u release   a assign   e close   h delay   ? keys")
    assert "take" not in seat.foot
    await seat.press("4")
    await seat.see(str(MIGRATION))
    await seat.told("h bring back")


async def test_the_foot_tells_the_keys_of_the_filter_line_and_how_to_be_rid_of_a_filter(seat: Seat) -> None:
    """SCREENS: Esc clears the filter, then the narrowing to a client, and says so."""
    await seat.press("f")
    await seat.see("only Nordlicht GmbH")
    await seat.told("f all clients")
    await seat.press("slash")
    await seat.told("Enter filter   Esc leave")
    await seat.type("database")
    await seat.press("enter")
    await seat.until(lambda: seat.numbers() == [DATABASE])
    await seat.told("Esc all", "f all clients")
    await seat.press("escape")
    await seat.told("The filter is off; Esc again shows all clients, not only Nordlicht GmbH.")
    await seat.see("[Support 2]")
    await seat.press("escape")
    await seat.told("All clients are shown again.")
    await seat.see("[Support 8]")
    await seat.gone("only Nordlicht GmbH")
    await seat.press("escape")
    await seat.told("ctrl+q leaves the program.")


async def test_the_order_stands_on_the_filter_line(seat: Seat) -> None:
    """TQ8: in words, unless it is that of the queue."""
    for words in ("newest first", "oldest first", "last changed first"):
        await seat.press("o")
        await seat.told(f"Order: {words}.")
        await seat.see(f" {words}   1 of 8")
    await seat.press("o")
    await seat.told("Order: queue order.")
    await seat.until(lambda: seat.text.split("\n")[1].split() == ["/", "1", "of", "8"])


async def test_coming_back_leaves_no_empty_line_at_the_top(seats: Seats) -> None:
    """TQ12: rows above the cursor left while a ticket was open."""
    async with seats.sit("anna", (120, 12)) as seat:
        await seat.press("j", "j", "j", "enter")
        await seat.see(f" {SERVER}  Server unreachable")
        seat.acting("gary").perform(Close(DATABASE, everywhere=True))
        seat.acting("gary").perform(Close(DNS, everywhere=True))
        await seat.press("q")
        await seat.see("[Support 6]")
        await seat.until(lambda: seat.numbers()[:2] == [LOGIN, SERVER])
        assert str(LOGIN) in seat.text.split("\n")[3]
        assert "Server unreachable" in seat.cursor()


async def test_a_new_desk_says_what_it_needs(tmp_path: Path) -> None:
    """SCREENS, States: not that all is done."""
    where = str(tmp_path / "new.sqlite")
    clock = FixedClock(NOW)
    make_desk(where, MakeDesk("gary", "Acme support"), clock)
    system = opened(where, clock)
    gary = system.staff("gary")
    app = app_for(gary, settings_for(where))
    app.session.clock = clock
    try:
        async with app.run_test(size=(100, 24)) as pilot:
            seat = Seat(app, pilot, system, gary, clock)
            await seat.see("There are no tickets yet. What the desk still needs:")
            await seat.see("g d: departments", "g p: staff", "g y: mail gateways", "g c: clients")
            assert "All done" not in seat.text
            gary.perform(AddDepartment("Tech", "support@desk.example"))
            await seat.gone("g d: departments")
            await seat.see("g y: mail gateways")
    finally:
        system.close()


async def test_every_list_is_narrowed_and_says_so(seat: Seat) -> None:
    """TF9: incoming emails, outbox, clients and the card too; f on any of them shows all again."""
    await seat.press("f")
    await seat.see("only Nordlicht GmbH")
    await seat.go("i", "Incoming emails", "only Nordlicht GmbH (f shows all)")
    await seat.gone("Mia Berg", "Go to")
    await seat.go("o", "Outbox", "only Nordlicht GmbH (f shows all)")
    await seat.gone("Server unreachable", "Go to")
    await seat.go("d", "Departments", "only Nordlicht GmbH ──")
    await seat.go("c", "Clients", "only Nordlicht GmbH (f shows all)")
    await seat.gone("Omar Haddad", "Go to")
    await seat.told("f all clients")
    await seat.press("f")
    await seat.see("Omar Haddad")
    await seat.gone("only Nordlicht")
    await seat.go("i", "Incoming emails", "Mia Berg")
    await seat.go("o", "Outbox", "Server unreachable")
    await seat.go("c", "Clients", "Acme GmbH")
    await seat.gone("Go to")
    await seat.press("f")
    await seat.told("Every list shows only Acme GmbH now.")
    await seat.press("enter")
    await seat.see("Client #", "only Acme GmbH (f shows all)", "Erika Beck")
    await seat.press("f")
    await seat.told("All clients are shown again.")
    await seat.gone("only Acme")
