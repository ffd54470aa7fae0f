"""Support fee and incidents by keys (SF1, SF3, IN11, IN13, TR2, TR3, TR7; SCREENS: Ticket, Before sending)."""

from __future__ import annotations

from helpdesk_tui.config.settings import SendSettings
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.questions import ReadClient, ReadExpenses, ReadOutbox
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.vocab import MessageKind, OutboxState, PaymentStatus
from tests.screens.desk import ACME, SERVER
from tests.screens.seat import Seat, Seats
from tests.screens.test_ticket import opened, writing


def furnished(seat: Seat, incidents: int = 7, paid: int = 12_50) -> None:
    """The client has so many lifetime incidents, and so much money."""
    seat.desk.perform(AdjustIncidents(ACME, incidents, "gift"))
    seat.desk.perform(AddPayment(ACME, paid, PaymentStatus.PAID))


def costs(seat: Seat) -> tuple[int, int, int, int]:
    """The ticket's fee and incidents, the client's balance and incidents."""
    ticket = seat.ticket(SERVER)
    return ticket.charges.fee, ticket.charges.incidents, ticket.client.support.balance, ticket.client.support.left


def charge(seat: Seat, fee: int | None = None, incidents: int | None = None) -> None:
    """Another session of the holder charges."""
    seat.desk.perform(SaveParameters(SERVER, Parameters(fee=fee, incidents=incidents)))


async def entered(seat: Seat, fee: str, incidents: str = "") -> None:
    """Enter a fee, and another number of incidents, in the form."""
    await seat.press("f3")
    await seat.see("Support fee to charge, EUR", "Support incidents")
    await seat.type(fee)
    if incidents:
        await seat.press("tab", "backspace")
        await seat.type(incidents)
    await seat.press("ctrl+s")


async def test_fee_and_incidents_are_charged_with_the_answer(seat: Seat) -> None:
    """SF1, IN11, SCREENS: the look before says where from, what is left, fee and balance; the head has them after."""
    furnished(seat)
    await writing(seat, SERVER)
    await seat.see("F3 fee", "incidents 7 left", "balance 12.50 EUR")
    await seat.type("It is up again.")
    await entered(seat, "15", "1")
    await seat.see("parameters changed")
    assert costs(seat) == (0, 0, 12_50, 7)
    await seat.press("ctrl+s")
    await seat.see(
        "Charges takes 1 support incident: 1 lifetime", "left: 6 lifetime", "fee 15.00 EUR: balance 12.50 -> -2.50"
    )
    await seat.press("s")
    await seat.until(lambda: seat.ticket(SERVER).messages[-1].kind is MessageKind.SYSTEM)
    assert costs(seat) == (15_00, 1, -2_50, 6)
    await seat.see("incidents 1 charged, 6 left", "fee 15.00 EUR", "balance -2.50 EUR")
    await seat.see("Charged to the client: a support fee of 15.00 EUR. Balance: -2.50 EUR.")
    await seat.press("f3")
    await seat.see("Support fee to charge, EUR")
    assert "15.00" not in seat.line("Support fee to charge"), "the field is empty again"


async def test_parameters_alone_are_asked_before_they_charge(seat: Seat) -> None:
    """TR3, SCREENS: without an answer the question stands where the look before sending would; no is no."""
    furnished(seat)
    await opened(seat, SERVER)
    await entered(seat, "15.00", "2")
    question = f"Charge the client of ticket {SERVER}?"
    await seat.see(
        question, "takes 2 support incidents: 2 lifetime", "left: 5 lifetime", "fee 15.00 EUR: balance 12.50 -> -2.50"
    )
    await seat.press("n")
    await seat.gone(question)
    assert costs(seat) == (0, 0, 12_50, 7)
    await seat.press("f3")
    await seat.see("Support incidents (now 0)")
    await seat.press("ctrl+s")
    await seat.see(question)
    await seat.press("y")
    await seat.told("The parameters are saved. · z undo")
    assert costs(seat) == (15_00, 2, -2_50, 5)
    await seat.press("z")
    await seat.told(f"Taken back: parameters of ticket {SERVER} saved.")
    assert costs(seat) == (0, 0, 12_50, 7)
    await seat.see("fee 0.00 EUR (15.00 EUR refunded)")


async def test_keys_pressed_twice_charge_once(seat: Seat) -> None:
    """SF3: at every step of both ways, as fast as keys can come."""
    furnished(seat)
    await opened(seat, SERVER)
    await seat.press("f3")
    await seat.see("Support fee to charge")
    await seat.type("15")
    await seat.press("ctrl+s", "ctrl+s")
    await seat.see("Charge the client")
    await seat.press("y", "y")
    await seat.until(lambda: costs(seat)[0] == 15_00)
    await seat.calm()
    assert (costs(seat)[:3], len(seat.desk.read(ReadExpenses(ACME)))) == ((15_00, 0, -2_50), 1)
    await seat.press("r")
    await seat.type("Done.")
    await entered(seat, "1")
    await seat.press("ctrl+s", "ctrl+s")
    await seat.see("Before sending")
    await seat.press("s", "s")
    await seat.until(lambda: costs(seat)[0] == 16_00)
    await seat.calm()
    assert (costs(seat)[0], len(seat.desk.read(ReadExpenses(ACME)))) == (16_00, 2)


async def test_two_sessions_on_one_form(seats: Seats) -> None:
    """SF3, rule 26: the second one is told what is there now and keeps its text; it looks again, then charges."""
    async with seats.sit("anna") as one, seats.sit("anna") as other:
        furnished(one)
        await writing(one, SERVER)
        await writing(other, SERVER)
        await other.type("The disk was full.")
        await entered(other, "15", "2")
        await other.press("ctrl+s")
        await other.see("Before sending", "fee 15.00 EUR")
        await one.press("escape")
        await entered(one, "15", "3")
        await one.see("Charge the client")
        await one.press("y")
        await one.told("The parameters are saved.")
        await other.press("s")
        await other.told("Somebody else charged a support fee meanwhile: it is 15.00 EUR now. Look at it again.")
        await other.see("The disk was full.", "incidents 3 charged, 4 left", "fee 15.00 EUR")
        assert costs(other) == (15_00, 3, -2_50, 4)
        await other.press("ctrl+s")
        await other.see("Somebody else charged a support fee meanwhile: it is 15.00 EUR now. F3 shows it.")
        await other.press("s")
        await other.told("F3 shows it.")
        await other.press("e", "f3")
        await other.see("Support incidents (now 3)")
        await other.press("backspace", "backspace", "backspace", "backspace", "backspace", "ctrl+s")
        await other.press("ctrl+s")
        await other.see("gives back 1 support incident: 1 lifetime", "left: 5 lifetime")
        await other.press("s")
        await other.until(lambda: costs(other) == (15_00, 2, -2_50, 5))
        assert other.ticket(SERVER).messages[-2].text == "The disk was full."


async def test_a_stale_number_is_told_and_the_text_stays(seat: Seat) -> None:
    """Rule 26: the form saw 0 and wants 2, another session made it 3."""
    furnished(seat)
    await writing(seat, SERVER)
    await seat.type("The disk was full.")
    await entered(seat, "", "2")
    await seat.press("ctrl+s")
    await seat.see("takes 2 support incidents")
    charge(seat, incidents=3)
    await seat.press("y")
    await seat.told("Somebody else changed the support incidents meanwhile: the ticket has 3 now.")
    await seat.see("The disk was full.", "incidents 3 charged, 4 left")
    assert costs(seat)[1] == 3


async def test_what_would_pass_the_limit_is_refused_with_the_reason(seat: Seat) -> None:
    """IN8: before anything is sent, in the look before and in the question."""
    furnished(seat, incidents=2)
    seat.acting("gary").perform(SetProvider("extra_tickets", "on"))
    seat.acting("gary").perform(SetProvider("extra_tickets_limit", "1"))
    why = "This needs 4 support incidents, 2 are left, and the debt would pass the limit of 1."
    await opened(seat, SERVER)
    await entered(seat, "", "4")
    await seat.told(why)
    await seat.press("r")
    await seat.type("Done.")
    await seat.press("ctrl+s")
    await seat.see(why)
    for key in ("y", "s", "p"):
        await seat.press(key)
        await seat.told(why)
    assert (costs(seat), len(seat.ticket(SERVER).messages)) == ((0, 0, 12_50, 2), 4)


async def test_what_is_no_sum_is_told_in_the_form(seat: Seat) -> None:
    """SPEC, Sums: nothing that was typed is lost."""
    furnished(seat)
    await opened(seat, SERVER)
    for fee, why in (
        ("1,5", "“1,5” is no sum like 12.50."),
        ("0", "greater than zero"),
        ("1.555", "at most 2 decimal"),
    ):
        await entered(seat, fee)
        await seat.told(why)
        await seat.see(f" {fee}")
        await seat.press("escape", "escape")
        await seat.gone("Support fee to charge")
    await entered(seat, "", "x")
    await seat.told("A number of support incidents is from 0 to 99,999.")


async def test_without_paid_support_the_field_says_why(seat: Seat) -> None:
    """TR2: dimmed with the reason; a fee can be charged all the same."""
    await opened(seat, SERVER)
    await seat.press("f3")
    await seat.see("Support incidents", "no plan of per-incident support is set up")
    await seat.type("15")
    await seat.press("ctrl+s")
    await seat.see("fee 15.00 EUR: balance 0.00 -> -15.00")
    await seat.press("y")
    await seat.told("The parameters are saved.")
    assert costs(seat)[0] == 15_00


async def test_undo_send_gives_fee_and_incidents_back(seats: Seats) -> None:
    """TR7: with the text, in the form again, to be sent once more."""
    holding, undo_seconds = SendRules(undo_seconds=10), SendSettings(undo_seconds=10)
    async with seats.sit("anna", rules=holding, send=undo_seconds) as seat:
        furnished(seat)
        await writing(seat, SERVER)
        await seat.type("It is up again.")
        await entered(seat, "15", "2")
        await seat.press("ctrl+s")
        await seat.see("Before sending")
        await seat.press("s")
        await seat.told("The reply goes out in 10 s.")
        assert costs(seat) == (15_00, 2, -2_50, 5)
        await seat.press("z")
        await seat.told(f"Taken back: ticket {SERVER} answered.")
        assert costs(seat) == (0, 0, 12_50, 7)
        await seat.see("It is up again.", "parameters changed")
        await seat.press("ctrl+s")
        await seat.see("takes 2 support incidents: 2 lifetime", "fee 15.00 EUR: balance 12.50 -> -2.50")
        await seat.press("s")
        await seat.until(lambda: costs(seat) == (15_00, 2, -2_50, 5))
        held = [mail for mail in seat.desk.read(ReadOutbox()) if mail.state is OutboxState.HELD]
        assert len(held) == 2
        assert seat.desk.read(ReadClient(ACME)).head.support.balance == -2_50


async def test_the_look_before_is_whole_on_a_small_terminal(seats: Seats) -> None:
    """SCREENS: at 80 columns nothing of what is charged is cut off, neither before sending nor in the question."""
    async with seats.sit("anna", (80, 24)) as seat:
        furnished(seat)
        await opened(seat, SERVER)
        await entered(seat, "1234567.89", "2")
        whole = (
            "takes 2 support incidents: 2 lifetime", "left: 5 lifetime",
            "fee 1234567.89 EUR: balance 12.50 -> -1234555.39",
        )  # fmt: skip
        await seat.see("Charge the client", *whole)
        await seat.press("n")
        await seat.press("r")
        await seat.see("Reply to")
        await seat.type("Done.")
        await seat.press("ctrl+s")
        await seat.see("Before sending", *whole)
