"""What staff do about email by keys: why it is here, spam senders, letters, emails given up, senders vouched for."""

from __future__ import annotations

from helpdesk_tui.desk.actions.delivery import LeaseOutbox, SettleOutgoing
from helpdesk_tui.desk.actions.gateways import EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.setup import EditDepartment
from helpdesk_tui.questions import ReadLetters, ReadOutbox, ReadSpamSenders, ReadTicket
from helpdesk_tui.vocab import OutboxState
from tests.screens.desk import ACME, SERVER, deliver, letter, unreadable
from tests.screens.seat import Seat, Seats
from tests.screens.test_incoming import MIA, at_incoming, waiting
from tests.screens.test_ticket import opened

AWAY = letter("Otto <otto@acme.example>", "Out of office", "I am away", more="Auto-Submitted: auto-replied\r\n")


async def test_mg8_w_says_why_an_email_is_here(seat: Seat) -> None:
    """The questions that were asked, and what was read from its headings."""
    await at_incoming(seat, "A question")
    await seat.press("w")
    await seat.see(
        "Why email", f"{MIA} is nobody's address.", "It became: incoming (unknown sender).",
        "From            mia@newcomer",
    )  # fmt: skip
    await seat.press("q")
    await seat.see("Incoming emails", "A question before we order")


async def test_mg8_w_says_why_a_message_is_on_its_ticket(seat: Seat) -> None:
    """Of a message that came by email; of another one it says that it did not."""
    await opened(seat, SERVER)
    await seat.press("home", "w")
    await seat.told("This message did not come by email.")
    await seat.press("end", "w")
    await seat.see("Why email", f"{ACME} is a user of client", "newly written")


async def test_mg6_b_blocks_a_sender(seat: Seat) -> None:
    """With a question that names the address; everything that waits from there goes to spam."""
    await at_incoming(seat, "A question")
    await seat.press("B")
    await seat.see("Whose emails are spam", MIA)
    await seat.press("enter")
    await seat.told(f"{MIA} is blocked; 1 email went to spam.")
    assert "A question before we order" not in waiting(seat)
    await seat.press("q")
    await seat.go("b", "Spam senders", MIA)
    await seat.press("d")
    await seat.see(f"Delete {MIA}?")
    await seat.press("y")
    await seat.see("Nobody is blocked")
    assert seat.desk.read(ReadSpamSenders()) == ()


async def test_mg6_ignored_emails_are_a_list_of_their_own(seat: Seat) -> None:
    """What machines sent is not lost: v leads there, and each can still become a ticket."""
    deliver(seat.system, AWAY, "90")
    await at_incoming(seat)
    await seat.press("v", "v")
    await seat.see("Incoming emails: ignored", "Out of office")
    await seat.press("n")
    await seat.see("Name of the new client", "otto@acme.example")


async def test_mo1_d_gives_an_outgoing_email_up(seat: Seat) -> None:
    """After a question; it is no alarm any more, and R sends it after all."""
    mail = seat.system.perform(LeaseOutbox("test", 10))[-1]
    seat.system.perform(SettleOutgoing(mail.id, OutboxState.FAILED, "550 no such user"))
    await seat.go("o", "Outbox", "550 no such user")
    await seat.press("d")
    await seat.see("Do not send")
    await seat.press("y")
    await seat.told("It is given up")
    await seat.see("given up")
    dropped = {row.id: row.state for row in seat.desk.read(ReadOutbox()) if row.dropped}
    assert dropped == {mail.id: OutboxState.FAILED}
    await seat.press("d")
    await seat.told("It was given up already")
    await seat.press("R")
    await seat.told("It is sent again")


async def test_mo2_letters_are_read_and_changed(seats: Seats) -> None:
    """The text under the cursor below the list; a refusal keeps the form; d goes back to the program's text."""
    async with seats.sit("gary") as admin:
        await admin.go("l", "Letters", "We have your message: {{subject}}", "Thank you for your message.")
        await admin.press("enter")
        await admin.see("ticket received (en), sent to a client whose ticket was received")
        await admin.press("ctrl+u")
        await admin.type("Got it: {{wrong}}")
        await admin.press("ctrl+s")
        await admin.see("{{wrong}} is not known here")
        await admin.press("ctrl+u")
        await admin.type("Got it: {{subject}}")
        await admin.press("ctrl+s")
        await admin.told("The letter is changed.")
        await admin.see("changed", "Got it: {{subject}}")
        await admin.press("d")
        await admin.see("Go back to the program's text")
        await admin.press("y")
        await admin.told("The program's text is back.")
        assert not any(one.own for one in admin.desk.read(ReadLetters()))
        await admin.press("d")
        await admin.told("This text is the program's own; e changes it.")


async def test_mg11_y_confirms_a_sender(seat: Seat) -> None:
    """A ticket says that its sender is not proven; one key vouches for them; a second time there is nothing to do."""
    gary = seat.acting("gary")
    gary.perform(EditGateway("support", GatewaySettings(authserv_id="mx.desk.example")))
    deliver(seat.system, letter(f"Hans <{ACME}>", "Is this me?", "Hello"), "91")
    await opened(seat, 13)
    await seat.see("sender not proven")
    await seat.press("Y")
    await seat.told("The sender of ticket 13 is confirmed.")
    await seat.see("sender confirmed", "anna confirmed that hans@acme.example wrote this.")
    assert seat.desk.read(ReadTicket(13)).messages[0].note == "sender confirmed"
    await seat.press("Y")
    await seat.told("No sender on ticket 13 waits to be confirmed.")


async def test_mg11_confirming_says_first_what_it_takes(seat: Seat) -> None:
    """IN10, IN13: what was held back for the sender, of which lot, and what is left; no leaves all as it is."""
    gary = seat.acting("gary")
    gary.perform(EditGateway("support", GatewaySettings(authserv_id="mx.desk.example")))
    gary.perform(AddPlan("Care", 10, {0: 50_00}))
    gary.perform(EditDepartment("Tech", write_off=True))
    gary.perform(AdjustIncidents(ACME, 3, "gift"))
    deliver(seat.system, letter(f"Hans <{ACME}>", "Is this me?", "Hello"), "91")
    await opened(seat, 13)
    await seat.see("sender not proven")
    await seat.press("Y")
    await seat.see("Confirm the sender of ticket 13?", "takes 1 support incident: 1 lifetime", "left: 2 lifetime")
    await seat.press("n")
    await seat.gone("Confirm the sender")
    assert seat.desk.read(ReadTicket(13)).messages[0].note == "sender not proven"
    gary.perform(AdjustIncidents(ACME, -3, "mistake"))
    await seat.press("Y")
    await seat.told("This needs 1 support incident; 0 are left.")
    assert seat.desk.read(ReadTicket(13)).messages[0].note == "sender not proven"


async def test_mg10_w_says_in_one_sentence_why_an_email_cannot_be_read(seats: Seats) -> None:
    """The reason stands within the sentence, not a second sentence."""
    async with seats.sit(parser=unreadable) as seat:  # type: ignore[arg-type]
        await at_incoming(seat)
        await seat.press("w")
        await seat.see("It cannot be read: it took more than 10 seconds. It is kept whole.")
