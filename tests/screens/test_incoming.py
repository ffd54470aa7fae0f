"""*Incoming emails* by keys (MG6, MG10) and the outbox (MO1)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.delivery import LeaseOutbox, SettleOutgoing
from helpdesk_tui.errors import NotFound
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.questions import ReadClient, ReadIncoming, ReadIncomingMail, ReadOutbox
from helpdesk_tui.views import ParsedMail
from helpdesk_tui.vocab import OutboxState
from tests.screens.desk import ACME, MAIL, SERVER, deliver, letter, unreadable
from tests.screens.seat import Seat, Seats

MIA = "mia@newcomer.example"


async def at_incoming(seat: Seat, subject: str = "") -> None:
    """Go to *Incoming emails*, with the cursor on the email with this subject."""
    await seat.go("i", "Incoming emails", "A question before we order")
    for _ in range(3):
        if subject in seat.cursor():
            return
        await seat.press("j")


def waiting(seat: Seat) -> list[str]:
    """Subjects of the emails that wait."""
    return [row.subject for row in seat.desk.read(ReadIncoming())]


async def test_each_email_is_read_with_its_reason(seat: Seat) -> None:
    """MG6: sender, reason and text; the email follows the cursor; Tab goes into a long one."""
    await at_incoming(seat, "A question")
    await seat.see("From Mia Berg <mia@newcomer.example>   to support@desk.example", "Why  unknown sender")
    await seat.see("we run three shops and look for a new home for them.")
    await seat.press("k")
    await seat.see("Please find our invoice online.")


async def test_make_it_a_ticket_of_a_client(seat: Seat) -> None:
    """MG6: ticket for an existing client, whose user the sender becomes."""
    await at_incoming(seat, "A question")
    await seat.press("a")
    await seat.see("Ticket of which client?", "Omar Haddad")
    await seat.type("acme")
    await seat.gone("Omar Haddad")
    await seat.press("enter")
    await seat.told("It is ticket 13 now; mia@newcomer.example belongs to the client.")
    assert "A question before we order" not in waiting(seat)
    ticket = seat.ticket(13)
    assert (ticket.row.client_email, ticket.row.department) == (ACME, "Tech")
    users = seat.desk.read(ReadClient(ACME)).users
    assert MIA in [user.email for user in users]


async def test_register_the_sender(seat: Seat) -> None:
    """MG6: a new client from the email, named as the sender names themselves."""
    await at_incoming(seat, "A question")
    await seat.press("n")
    await seat.see("Name of the new client <mia@newcomer.example>", "Mia Berg")
    await seat.press("enter")
    await seat.told("The client is registered; the email is ticket 13.")
    assert seat.desk.read(ReadClient(MIA)).head.name == "Mia Berg"


async def test_attach_to_a_ticket(seat: Seat) -> None:
    """MG6: attach it to an existing ticket, which is shown while its number is typed; what is none is told there."""
    await at_incoming(seat, "A question")
    await seat.press("m")
    await seat.see("Attach to ticket")
    await seat.type("x")
    await seat.press("enter")
    await seat.told("A ticket has a number.")
    await seat.press("backspace")
    await seat.type("99")
    await seat.press("enter")
    await seat.told("Ticket 99")
    await seat.see("Attach to ticket")
    await seat.press("backspace", "backspace")
    await seat.type(str(MAIL))
    await seat.see("Не приходит почта · Иван Петров")
    await seat.press("enter")
    await seat.see("mia@newcomer.example is nobody of Иван Петров. Attach all the same?")
    await seat.press("n")
    await seat.gone("all the same")
    assert "A question before we order" in waiting(seat)
    await seat.press("m")
    await seat.see("Attach to ticket")
    await seat.type(f"{MAIL}\n")
    await seat.see("Attach all the same?")
    await seat.press("y")
    await seat.told(f"It is part of ticket {MAIL} now.")
    assert "three shops" in seat.ticket(MAIL).messages[-1].text


async def test_answer_without_a_ticket(seat: Seat) -> None:
    """MG6: an answer of several lines; the email stays where it is."""
    await at_incoming(seat, "A question")
    await seat.press("r")
    await seat.see("Answer to mia@newcomer.example", "ctrl+s send")
    await seat.type("Dear Mia,\nyes, we do.")
    await seat.press("ctrl+s")
    await seat.see("Before sending", "To Mia Berg <mia@newcomer.example>", "Subject Re: A question before we order")
    before = len(seat.system.read(ReadOutbox()))
    await seat.press("e")
    await seat.gone("Before sending")
    await seat.type(" Anna")
    await seat.press("ctrl+s")
    await seat.see("Before sending", "yes, we do. Anna")
    assert len(seat.system.read(ReadOutbox())) == before
    await seat.press("y")
    await seat.told("The answer is in the outbox (g o).")
    sent = seat.desk.read(ReadOutbox())[0]
    assert (sent.to, sent.subject, sent.ticket) == (MIA, "Re: A question before we order", None)
    assert "A question before we order" in waiting(seat)
    await seat.see("answered by anna 09:41", "Answered by anna, 09:41")
    await seat.press("r")
    await seat.see("Answer to mia@newcomer.example")
    await seat.type("Again\n")
    await seat.press("ctrl+s")
    await seat.see("Answered by anna 09:41 already.")


async def test_a_web_form_is_answered_at_its_reply_to(seat: Seat) -> None:
    """MG6: the form proposes the address, and the look before sending says why."""
    raw = letter("Shop <www@shop.example>", "Web form", "How much?", more=f"Reply-To: {MIA}\r\n")
    deliver(seat.system, raw, "81")
    await at_incoming(seat, "Web form")
    await seat.press("r")
    await seat.see(f"Answer to {MIA}")
    await seat.type("Nothing.")
    await seat.press("ctrl+s")
    await seat.see(f"To {MIA}", f"{MIA} is whom the email of www@shop.example asks to answer")
    await seat.press("y")
    await seat.told("The answer is in the outbox (g o).")
    assert seat.desk.read(ReadOutbox())[0].to == MIA


async def test_mg6_an_answer_goes_to_another_address_on_request(seat: Seat) -> None:
    """As `mail answer --to`: it is shown before it is sent, and what is no address is refused in the form."""
    await at_incoming(seat, "A question")
    await seat.press("r")
    await seat.see(f"Answer to {MIA}")
    await seat.type("Yes.")
    await seat.press("tab", "ctrl+u")
    await seat.type("office@newcomer.example")
    await seat.press("ctrl+s")
    await seat.see("To office@newcomer.example", "office@newcomer.example was typed.")
    await seat.press("y")
    await seat.told("The answer is in the outbox (g o).")
    assert seat.desk.read(ReadOutbox())[0].to == "office@newcomer.example"


async def test_a_placeholder_holds_an_answer_back(seat: Seat) -> None:
    """PR3: said where it is sent; b means the braces."""
    await at_incoming(seat, "A question")
    await seat.press("r")
    await seat.see("Answer to mia@newcomer.example")
    await seat.type("Dear {client.nmae}")
    before = len(seat.system.read(ReadOutbox()))
    await seat.press("ctrl+s")
    await seat.see("{client.nmae} is not filled in. e edits it, b sends the braces as they stand.")
    await seat.press("y")
    assert len(seat.system.read(ReadOutbox())) == before
    await seat.press("b", "y")
    await seat.told("The answer is in the outbox (g o).")
    assert len(seat.system.read(ReadOutbox())) == before + 1


async def test_an_empty_answer_is_refused_in_the_form(seat: Seat) -> None:
    """MG6: the form stays."""
    await at_incoming(seat, "A question")
    await seat.press("r")
    await seat.see("Answer to mia@newcomer.example")
    await seat.press("ctrl+s")
    await seat.told("There is nothing to send.")
    await seat.see("Answer to mia@newcomer.example")
    await seat.press("escape")
    await seat.gone("Answer to")


async def test_spam_and_delete(seat: Seat) -> None:
    """MG6: both take it off the list; when all are gone, the list says that nothing waits."""
    await at_incoming(seat, "Invoice")
    await seat.press("exclamation_mark")
    await seat.told("It is spam; v shows it, and u there brings it back.")
    await seat.press("end")
    assert "A question" in seat.cursor()
    await seat.press("d")
    await seat.see('Delete "A question before we order" of Mia Berg <mia@newcomer.example>?')
    await seat.press("n")
    await seat.gone("Delete")
    assert waiting(seat) == ["", "A question before we order"]
    await seat.press("d")
    await seat.see("It stays in the database as deleted.")
    await seat.press("y")
    await seat.told("It is off the list; v shows it, and u there brings it back.")
    assert waiting(seat) == [""]
    await seat.press("d", "y")
    await seat.see("Nothing waits here: every email has found its place.")


async def test_handled_emails_come_back(seat: Seat) -> None:
    """PEERS 3: nothing is gone by one key: v shows the handled ones, u brings one back; tickets stay tickets."""
    await at_incoming(seat, "Invoice")
    await seat.press("exclamation_mark")
    await seat.told("It is spam")
    await seat.press("end", "n")
    await seat.see("Name of the new client")
    await seat.press("enter")
    await seat.told("The client is registered")
    await seat.press("v")
    await seat.see("Incoming emails: handled", "ticket 13", "u bring back")
    await seat.until(lambda: seat.line("Invoice 2026-1104", "spam"))
    await seat.press("end", "u")
    await seat.told("The email is part of ticket 13; it does not come back.")
    await seat.press("a")
    await seat.told("The email was handled")
    await seat.press("home", "u")
    await seat.told("It waits again; v shows those that wait.")
    assert "Invoice 2026-1104" in waiting(seat)
    await seat.press("v")
    await seat.see("Incoming emails: ignored", "No email was ignored yet")
    await seat.press("v")
    await seat.see("R try again", "Invoice 2026-1104")
    await seat.gone("handled ")


async def test_a_client_is_found_by_anybody_there(seat: Seat) -> None:
    """MG6: by the name of a person; who has the sender's address or domain stands first."""
    deliver(seat.system, letter("Otto <otto@acme.example>", "New colleague", "Hello"), "78")
    await at_incoming(seat)
    await seat.see("New colleague")
    await seat.press("home", "a")
    await seat.see("Ticket of which client?")
    await seat.until(lambda: seat.line("> Acme GmbH", "hans@acme.example"), "somebody of that domain first")
    await seat.type("beck")
    await seat.gone("Omar Haddad")
    await seat.until(lambda: seat.line("> Acme GmbH", "Erika Beck"))
    await seat.press("enter")
    await seat.told("It is ticket 13 now; otto@acme.example belongs to the client.")
    assert seat.ticket(13).row.client_email == ACME


async def test_the_open_email_stays_where_it_is(seats: Seats) -> None:
    """MG6: what somebody else changes neither scrolls the email back nor has it parsed anew."""
    parsings: list[bytes] = []

    def counted(raw: bytes) -> ParsedMail:
        parsings.append(raw)
        return parse(raw)

    async with seats.sit(parser=counted) as seat:
        text = "\r\n".join(f"line {number}" for number in range(200))
        deliver(seat.system, letter("Eve <eve@shop.example>", "Long", text), "79")
        await seat.go("i", "Incoming emails", "Long")
        await seat.press("home")
        await seat.see("line 0")
        await seat.press("tab", "end")
        await seat.see("line 199")
        before = len(parsings)
        deliver(seat.system, letter("Eve <eve@shop.example>", "Another one", "How much?"), "80")
        await seat.see("Another one")
        await seat.calm()
        assert "line 190" in seat.text
        assert len(parsings) == before


async def test_keys_that_do_not_apply_say_why(seats: Seats) -> None:
    """MG10: nothing is asked first; at 80 columns what helps is on the last line."""
    async with seats.sit(parser=unreadable, size=(80, 24), until="Subject") as seat:  # type: ignore[arg-type]
        await seat.go("i", "Incoming emails", "could not be read")
        await seat.until(lambda: seat.foot.startswith("R try again"))
        assert all(words in seat.foot for words in ("V original", "Tab text", "q back"))
        for key in ("a", "m", "n", "r"):
            await seat.press(key)
            await seat.told("The email could not be read; R tries again.")
        await seat.press("j", "R")
        await seat.told("Only an email that could not be read, or was ignored, can be tried again.")


async def test_an_unreadable_email_can_be_seen_and_tried_again(seats: Seats) -> None:
    """MG10: shown as could not be read; the original by V; still unreadable is told, readable finds its place."""
    async with seats.sit(parser=unreadable) as seat:  # type: ignore[arg-type]
        await seat.go("i", "Incoming emails", "could not be read")
        await seat.see("V shows the original, R tries again.")
        await seat.press("r")
        await seat.told("The email could not be read; R tries again.")
        await seat.press("V")
        await seat.see("From: x@broken.example")
        await seat.press("q")
        await seat.see("V shows the original")
        await seat.press("R")
        await seat.told("It still cannot be read: ", "it took more than 10 seconds")
    async with seats.sit() as seat:
        await seat.go("i", "Incoming emails")
        await seat.see("(nobody)")
        await seat.press("R")
        await seat.told("It was read; it waits here for you.")
        await seat.see("x@broken.example")


async def test_a_new_email_comes_in_by_itself(seat: Seat) -> None:
    """TQ12 in this list."""
    await at_incoming(seat)
    deliver(seat.system, letter("Eve <eve@shop.example>", "Prices", "How much?"), "77")
    await seat.see("Prices")


async def test_the_outbox_lists_and_opens_the_ticket(seat: Seat) -> None:
    """MO1: to whom, which ticket, what state, in words; Enter opens the email, t its ticket."""
    await seat.go("o", "Outbox", "Re: Server unreachable", "not sent yet")
    await seat.press("end", "enter")
    await seat.see("Outgoing email", "To          hans@acme.example", "by anna", "the node restarted at 07:08")
    await seat.press("t")
    await seat.see(f" {SERVER}  Server unreachable")


async def test_a_failed_email_is_sent_again(seats: Seats) -> None:
    """MO1: gives up visibly, with the error; R sends it again; one that was sent is not sent twice."""
    async with seats.sit("gary") as seat:
        for number, state, error in ((1, OutboxState.FAILED, "550 no such user"), (2, OutboxState.SENT, "")):
            seat.system.perform(LeaseOutbox("w"))
            seat.system.perform(settled(number, state, error))
        await seat.go("o", "550 no such user", "NOT SENT", "sent")
        await seat.until(lambda: "NOT SENT" in seat.cursor(), "troubles first")
        await seat.press("end", "R")
        await seat.told("It was sent; a second copy would only confuse the client.")
        await seat.press("home", "enter")
        await seat.see("NOT SENT   after 1 attempt", "550 no such user")
        await seat.press("R")
        await seat.told("It is sent again as soon as the worker comes by.")
        await seat.gone("NOT SENT")


async def test_the_outbox_says_that_older_ones_are_not_shown(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """MO1: a list that ends says that it goes on."""
    monkeypatch.setattr("helpdesk_tui.screens.outbox._MOST", 1)
    await seat.go("o", "Outbox", "1 emails; older ones are not shown")


async def test_what_may_have_been_delivered_is_said_in_words(seat: Seat) -> None:
    """MO1, rule 18: no word of the program's own."""
    [mail] = seat.system.perform(LeaseOutbox("w"))
    seat.system.perform(settled(mail.id, OutboxState.UNKNOWN, "the connection broke"))
    await seat.go("o", "Outbox", "perhaps delivered")
    assert "unknown" not in seat.text


def settled(number: int, state: OutboxState, error: str) -> SettleOutgoing:
    """What the worker notes after an attempt."""
    return SettleOutgoing(number, state, error)


async def test_a_department_that_is_not_mine_has_no_incoming_emails(seats: Seats) -> None:
    """MG6: they follow the gateway's department; quarantined ones are seen by all staff."""
    async with seats.sit("gus") as seat:
        await seat.go("i", "Incoming emails", "(no subject)")
        assert "A question" not in seat.text
        for number in (2, 3):
            with pytest.raises(NotFound):
                seat.desk.read(ReadIncomingMail(number))


async def test_an_unread_email_of_another_department_is_only_tried_again(seats: Seats) -> None:
    """Clarification: all staff see it; a key that is its department's says so, R reads it again."""
    async with seats.sit("gus") as seat:
        await seat.go("i", "Incoming emails", "(no subject)")
        for key in ("exclamation_mark", "d", "a", "B"):
            await seat.press(key)
            await seat.told("The email came for Tech: only its staff and administrators handle it")
        await seat.press("R")
        await seat.told("It was read; Tech sees what became of it.")
