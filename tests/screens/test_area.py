"""The client area on the screen, as a member of staff sees it (SPEC CL16, IN8, IN10, TQ1, TQ4, TR2)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import cast

import pytest

from helpdesk_tui.desk.actions.clients import EditClient
from helpdesk_tui.desk.actions.hold import Take, TakeOver
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import Summarise
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Archive, Close
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.actions.setup import DeleteStaff
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.desk.readers import READERS
from helpdesk_tui.questions import ReadArea, ReadMyTicket, ReadMyTickets, ReadPayers, ReadTicket
from helpdesk_tui.screens.area.session import ClientSession
from helpdesk_tui.screens.area.ticket import AreaTicketScreen
from helpdesk_tui.screens.followed import news_words
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.my import my_tickets
from helpdesk_tui.views import ClientTicketRow, EventView
from helpdesk_tui.vocab import Actor, ActorKind, ClientStatus, MessageKind, PaymentStatus, Priority
from tests.screens.desk import ACME, CERTIFICATE, NORD, NOW, OFFER, SERVER
from tests.screens.money import account, client_area, sell_care
from tests.screens.seat import Seat, Seats
from tests.screens.test_ticket import opened

FRAME = "You see what Acme GmbH sees"


@pytest.fixture
async def paid(seats: Seats) -> AsyncIterator[Seat]:
    """anna at a desk that sells support: Tech writes requests off, a plan Care."""
    async with seats.sit("anna") as seat:
        sell_care(seat)
        yield seat


async def ticket(seat: Seat, number: int = SERVER) -> None:
    """One of the tickets there, by its number."""
    await seat.press("colon", *str(number), "enter")
    await seat.see(FRAME, "── Ticket ─")
    await seat.calm()


def as_acme(seat: Seat) -> Desk:
    """The desk for Acme themselves."""
    return seat.system.acting_as(Actor(ActorKind.CLIENT, 2, ACME))


async def test_the_list_has_the_client_s_words_unread_ones_first(seat: Seat) -> None:
    """CL16, TQ4: client-area statuses; one with new messages stands above newer ones; the frame says whose it is."""
    await client_area(seat)
    first = seat.line("Certificate expires", "New messages")
    assert first.startswith("> @")
    assert "In progress" in seat.line("Server unreachable")
    assert seat.text.index("Certificate") < seat.text.index("Server unreachable")
    await seat.see("2 active, 1 with new messages", "Balance 0.00 EUR")


async def test_looking_reads_nothing_for_the_client_and_shows_nothing_of_staff_s(seat: Seat) -> None:
    """CL16, TQ4, TF1: after staff looked the client still has New messages; comments, summary, rating are not there."""
    gary = seat.acting("gary")
    gary.perform(Comment(CERTIFICATE, "they never pay"))
    gary.perform(Summarise(CERTIFICATE, "police"))
    gary.perform(EditClient(ACME, comment="careful", label="debtor"))
    await client_area(seat)
    shown = seat.text
    await seat.press("enter")
    await seat.see("Yes, on the day before.", "John Reed, support", "the client has not read this yet")
    shown += seat.text
    assert not [secret for secret in ("never pay", "police", "careful", "debtor", "INTERNAL") if secret in shown]
    assert as_acme(seat).read(ReadMyTicket(CERTIFICATE)).row.status is ClientStatus.NEW_MESSAGES


async def test_one_key_leaves_from_however_deep(seat: Seat) -> None:
    """CL16: L leaves the area for the card; q goes back one screen at a time; settings stay one's own."""
    await client_area(seat)
    await seat.press("enter")
    await seat.see("── Ticket ─")
    await seat.press("comma")
    await seat.told("leave the client area first (L)")
    await seat.press("q")
    await seat.see("with new messages")
    await seat.press("b")
    await seat.see("── Account ─", FRAME)
    await seat.press("L")
    await seat.see("Wants to be told before every reboot.")
    assert FRAME not in seat.text
    await seat.see("client area entered by anna")


async def test_an_answer_is_the_client_s_and_marked_for_staff(seat: Seat) -> None:
    """CL16, TQ9: it stands in the conversation as theirs; staff see who wrote it, the area does not tell."""
    await client_area(seat)
    await ticket(seat)
    await seat.press("r")
    await seat.see("Answer as Acme GmbH", "staff see that you wrote it")
    await seat.press("ctrl+s")
    await seat.told("An answer needs a text.")
    await seat.type("Any news?")
    await seat.press("ctrl+s")
    await seat.told("The answer is there.")
    await seat.see("Any news?")
    assert "anna" not in seat.text.replace("Anna Ek", "")
    said = seat.ticket(SERVER).messages[-1]
    assert (said.kind, said.author, said.note) == (MessageKind.CLIENT, ACME, "written by anna as the client")
    await seat.press("L", "q")
    await seat.see(f" {SERVER}  Server", "Acme GmbH, written by anna as the client")


def test_news_of_a_favourite_name_who_wrote_as_the_client() -> None:
    """CL16, TF8: what anna wrote as the client is not told as the client's doing; what the client wrote is."""
    event = EventView(1, NOW, "anna", "client-answer", SERVER, MessageKind.CLIENT.value, "", "9", "as client #2")
    assert news_words([event]) == "Since you looked: anna wrote as the client"
    assert news_words([replace(event, who=ACME, reason="")]) == "Since you looked: the client wrote"


async def test_archiving_a_ticket_and_looking_into_the_archive(seat: Seat) -> None:
    """CL16, TQ4: one in progress is refused with the reason; a closed one goes there, and v shows it."""
    await client_area(seat)
    await ticket(seat)
    await seat.press("A")
    await seat.told("A ticket in progress cannot be archived")
    await seat.press("q")
    await ticket(seat, CERTIFICATE)
    await seat.press("A")
    await seat.told("is in the archive; an answer brings it back")
    await seat.press("q")
    await seat.see("1 active", "1 in the archive (v)")
    await seat.press("v")
    await seat.see("Archive 1", "Archived")
    assert "Server unreachable" not in seat.text
    await seat.press("v")
    await seat.see("Server unreachable")


@pytest.mark.parametrize("staff_sets", ["off", "on"])
async def test_the_priority_where_clients_may_set_it(seats: Seats, staff_sets: str) -> None:
    """CL16, TR2: with both settings right it is shown and set; otherwise it is not shown, and P says why."""
    async with seats.sit("anna") as seat:
        gary = seat.acting("gary")
        gary.perform(SetProvider("use_priority", "on"))
        gary.perform(SetProvider("staff_sets_priority", staff_sets))
        await client_area(seat)
        await ticket(seat)
        assert ("priority normal" in seat.text) is (staff_sets == "off")
        await seat.press("P")
        if staff_sets == "on":
            await seat.told("Clients do not set the priority here.")
            return
        await seat.see("urgent")
        await seat.type("high\n")
        await seat.told("The priority is high.")
        await seat.see("priority high")
        assert seat.ticket(SERVER).row.priority is Priority.HIGH


async def test_a_new_ticket_says_what_it_costs_and_takes_it_at_once(paid: Seat) -> None:
    """CL16, IN10: free or one incident beside each department; after sending one less, here and on the ticket."""
    paid.acting("gary").perform(AdjustIncidents(ACME, 3, "gift"))
    await client_area(paid)
    await paid.see("Support incidents 3 left: 3 lifetime")
    await paid.press("n")
    await paid.see("New ticket as Acme GmbH", "< Sales (free) >", "Sales costs nothing.")
    await paid.press("right")
    await paid.see("< Tech (1 incident, 3 left) >", "Tech takes 1 support incident: 1 lifetime; left: 2 lifetime.")
    await paid.press("tab", "tab")
    await paid.type("Disk full\n")
    await paid.type("Please help")
    await paid.press("ctrl+s")
    await paid.told("is open. It took 1 support incident; 2 left.")
    await paid.see("Support incidents 2 left", "took 1 support incident", "Please help")
    newest = as_acme(paid).read(ReadMyTickets(limit=1))[0]
    messages = paid.desk.read(ReadTicket(newest.number)).messages
    assert [m.text for m in messages if m.kind is MessageKind.SYSTEM] == [
        "Taken from the client: 1 support incident: 1 lifetime. Left: 2 lifetime."
    ]


async def test_a_ticket_that_nothing_covers_is_refused_before_it_is_there(paid: Seat) -> None:
    """IN8, CL16: the form says so where the department is chosen; sending is refused, nothing is written or lost.

    IN6: who asks for an incident in vain is connected to the service.
    """
    for setting, value in (("connect_plan", "Care"), ("connect_service", "on")):
        paid.acting("gary").perform(SetProvider(setting, value))
    await client_area(paid)
    await paid.see("Support incidents none left")
    await paid.press("n")
    await paid.see("< Sales (free) >")
    await paid.press("right")
    await paid.see("< Tech (1 incident, none left) >", "Tech is not open to you now.", "buys some")
    await paid.press("tab", "tab")
    await paid.type("Disk full\n")
    await paid.type("Please help")
    await paid.press("ctrl+s")
    await paid.told("This needs 1 support incident; 0 are left.")
    assert "Please help" in paid.text
    area = as_acme(paid).read(ReadArea())
    assert (area.active, "Care" in area.services) == (2, True)


async def test_a_ticket_for_others_department_says_who_sees_it(paid: Seat) -> None:
    """TQ1, CL16: what is opened for a department of others is theirs to see, in the area too."""
    await client_area(paid)
    await paid.see("Only tickets of your departments are listed")
    await paid.press("n", "tab", "tab")
    await paid.see("New ticket as")
    await paid.type("Offer\n")
    await paid.type("For ten more")
    await paid.press("ctrl+s")
    await paid.told("It cost nothing. Sales sees it, you do not.")
    assert "Offer" not in paid.text
    assert as_acme(paid).read(ReadMyTickets(limit=1))[0].subject == "Offer"


async def test_departments_limit_the_area_and_the_palette_s_numbers_too(seats: Seats) -> None:
    """TQ1: a number of another client's or another department's ticket leads nowhere, and says the same."""
    async with seats.sit("anna") as seat:
        await client_area(seat)
        for number in (OFFER, 999):
            await seat.press("colon", *str(number), "enter")
            await seat.told(f"Ticket {number} was not found.")
    async with seats.sit("gary") as seat:
        await client_area(seat)
        assert "Only tickets" not in seat.text


async def test_payers_are_the_client_s_to_keep(seat: Seat) -> None:
    """Clarification: Payers: added and deleted in the area, on record as anna's."""
    await client_area(seat)
    await seat.press("y")
    await seat.see("── Payers ─", "There are no payers", FRAME)
    await seat.press("n")
    await seat.see("Add payer")
    await seat.type("Acme Holding")
    await seat.press("ctrl+s")
    await seat.told("The payer is added.")
    assert [one.name for one in seat.desk.read(ReadPayers(ACME))] == ["Acme Holding"]
    await seat.press("d")
    await seat.see("Delete")
    await seat.press("y")
    await seat.see("There are no payers")
    await seat.press("L")
    await seat.see("payer set to Acme Holding by anna, as the client")


async def test_the_area_keeps_up_with_what_others_do(seat: Seat) -> None:
    """TQ12: an answer of a colleague turns the ticket's state without a key."""
    await client_area(seat)
    seat.acting("anna").perform(Reply(SERVER, "It is up again.", close=True))
    await seat.see("2 with new messages")
    await seat.press("home")
    assert "Server unreachable" in seat.cursor()


async def test_a_ticket_that_is_gone_says_so_below(seat: Seat) -> None:
    """Rule 34: what is taken from the client's sight while it is open leaves, with the reason."""
    await client_area(seat)
    await ticket(seat)
    seat.acting("gary").perform(MarkSpam(SERVER))
    await seat.told(f"Ticket {SERVER} was not found.")
    await seat.see("1 active")


async def test_a_long_list_is_read_on_before_its_end(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """TQ13: a hundred tickets at first, the next ones when the cursor gets near their end; the oldest is reached."""
    gary = seat.acting("gary")
    for number in range(105):
        gary.perform(NewTicket(ACME, "Tech", f"Matter {number}", "x"))
    asked: list[ReadMyTickets] = []

    def noted(asking: Asking, question: ReadMyTickets) -> tuple[ClientTicketRow, ...]:
        asked.append(question)
        return my_tickets(asking, question)

    monkeypatch.setitem(cast("dict[object, object]", READERS), ReadMyTickets, noted)
    await client_area(seat)
    await seat.see("107 active", "Matter 104")
    # What was made before is told to the list once more, which reads again then: not while one goes on.
    await seat.calm()
    await seat.press("end")
    await seat.calm()
    await seat.press("end")
    await seat.until(lambda: "Server unreachable" in seat.cursor(), "the oldest ticket")
    first = {one.limit for one in asked if one.before is None}
    onward = {(one.before, one.limit, one.unread) for one in asked if one.before is not None}
    # Changes that are told late read again all 107 that are there, and behind the oldest; nothing else.
    assert {100, 99} <= first <= {100, 99, 107, 106}, "one is unread, and stands first"
    assert {(19, 100, False)} <= onward <= {(19, 100, False), (8, 100, False)}
    gary.perform(Take(19))
    gary.perform(Reply(19, "Done.", close=True))
    await seat.see("2 with new messages")
    await seat.press("home")
    assert "Matter" in seat.cursor()


async def test_who_is_deleted_meanwhile_sees_nothing_more(seat: Seat) -> None:
    """DS2: an error is said on the last line, the frame stays."""
    await client_area(seat)
    seat.acting("gary").perform(TakeOver(SERVER, "anna leaves"))
    seat.acting("gary").perform(DeleteStaff("anna"))
    await seat.press("f5")
    await seat.until(lambda: seat.foot.startswith("!"))
    await seat.see(FRAME)


async def test_an_area_without_tickets_says_how_one_is_opened(seats: Seats) -> None:
    """SCREENS: States: an empty list says what there is to do."""
    async with seats.sit("anna") as seat:
        await account(seat)
        await seat.press("q")
        gary = seat.acting("gary")
        for number in (CERTIFICATE, SERVER):
            if seat.ticket(number).row.status.value == "in_progress":
                gary.perform(Close(number, everywhere=True))
            gary.perform(Archive(number))
        await seat.press("L")
        await seat.see(FRAME, "No active tickets in your departments; n opens one, v shows 2 in the archive.")


async def test_the_keys_stand_in_the_help_and_the_palette(seat: Seat) -> None:
    """SCREENS: every action is in the footer or behind `?`; the way in is in the commands of the card."""
    await account(seat)
    await seat.press("q", "colon")
    await seat.see("Commands")
    await seat.type("log in")
    await seat.see("Log in as client")
    await seat.press("enter")
    await seat.see(FRAME)
    await seat.press("question_mark")
    for words in ("Leave the client area", "New ticket", "Archive or active", "Support incidents", "Payers"):
        await seat.see(words)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_long_names_and_sums_leave_frame_and_keys_in_place(seats: Seats, size: tuple[int, int]) -> None:
    """SCREENS: at 80x24 and 120x40 nothing runs over; the way out stays."""
    async with seats.sit("anna", size) as seat:
        gary = seat.acting("gary")
        gary.perform(EditClient(ACME, full_name="株式会社さくら" * 12))
        gary.perform(AddPayment(ACME, 9_999_999_99, PaymentStatus.PAID, "x" * 200))
        gary.perform(AdjustIncidents(ACME, 99_999, "gift"))
        await opened(seat, SERVER)
        await seat.press("c")
        await seat.see("#2")
        await seat.press("L")
        await seat.see("L leaves", "99,999 left", "L leave")
        for line in seat.text.split("\n"):
            assert len(line) <= size[0]


async def test_a_client_who_looks_reads(seat: Seat) -> None:
    """TQ4: opening a ticket in the area reads it where the client does it themselves."""
    session = ClientSession(seat.app.session, as_acme(seat))
    seat.app.push_screen(AreaTicketScreen(session, CERTIFICATE))
    await seat.see("Yes, on the day before.")
    await seat.until(
        lambda: as_acme(seat).read(ReadMyTicket(CERTIFICATE)).row.status is ClientStatus.REVIEWED, "it is read"
    )
    assert NORD not in seat.text
