"""What a form told of money and incidents is what is done; what is otherwise by then is shown anew first (rule 26).

Where a form is to be out of date, its seat is not told of changes: as when they come in the moment of the key.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from helpdesk_tui.desk.actions.accounts import EditAccount
from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.questions import ReadOrders, ReadPayments
from helpdesk_tui.vocab import PaymentStatus
from tests.screens.desk import ACME, SERVER
from tests.screens.money import account, balance, client_area, sell_care
from tests.screens.seat import Seat, Seats
from tests.screens.test_charging import costs, entered, furnished
from tests.screens.test_ticket import opened, writing

TAKES = "takes 2 support incidents: 1 lifetime, 1 on credit"


@asynccontextmanager
async def late(seats: Seats) -> AsyncIterator[tuple[Seat, Seat]]:
    """Anna, who hears of no change, and gary beside her; the client has 25 incidents and 10.00, and extra tickets."""
    async with seats.sit("anna") as anna, seats.sit("gary", until="Subject") as gary:
        furnished(anna, 25, 10_00)
        gary.desk.perform(SetProvider("extra_tickets", "on"))
        gary.desk.perform(SetProvider("extra_tickets_limit", "5"))
        yield anna, gary


def unheard(seat: Seat, patch: pytest.MonkeyPatch) -> None:
    """From now on this seat is told of no change."""
    patch.setattr(seat.app, "_tell", lambda: None)


async def adjusted(gary: Seat) -> None:
    """Gary takes all incidents but one by hand, by keys."""
    await account(gary, "i")
    await gary.see("Support incidents", "25 lifetime")
    await gary.press("a")
    await gary.see("Adjust incidents")
    await gary.type("-24\nmistake")
    await gary.press("ctrl+s")
    await gary.see("25 -> 1")
    await gary.press("y")
    await gary.told("The incidents are adjusted.")


@pytest.mark.parametrize("key", ["y", "s", "p"])
async def test_an_answer_is_looked_at_anew_where_it_would_charge_otherwise(
    seats: Seats, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """IN8, IN11, TR3: two sessions; Ok, Send reply and Save parameters alike: nothing is sent, the new line stands
    there with the reason, and the next key sends; the text is still there.
    """
    async with late(seats) as (anna, gary):
        await writing(anna, SERVER)
        await anna.type("It is up again.")
        await entered(anna, "", "2")
        await anna.press("ctrl+s")
        await anna.see("takes 2 support incidents: 2 lifetime", "left: 23 lifetime")
        unheard(anna, monkeypatch)
        await adjusted(gary)
        await anna.press(key)
        await anna.told(
            "The client's support incidents changed meanwhile: it takes 2 support incidents: 1 lifetime, 1 on"
        )
        await anna.see("Before sending", f"Charges {TAKES}", "left: none; used on credit: 1", "incidents 1 left",
                       "It is up again.")  # fmt: skip
        assert (costs(anna), len(anna.ticket(SERVER).messages)) == ((0, 0, 10_00, 1), 4)
        await anna.press(key)
        await anna.until(lambda: costs(anna)[:3] == (0, 2, 10_00))


async def test_a_fee_that_would_make_a_debt_by_now(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    """SF1: Save parameters asks anew where the balance would become a debt that was not told."""
    async with late(seats) as (anna, gary):
        await opened(anna, SERVER)
        await entered(anna, "8")
        await anna.see("Charge the client", "fee 8.00 EUR: balance 10.00 -> 2.00")
        unheard(anna, monkeypatch)
        gary.desk.perform(AddExpense(ACME, 7_00, "Backup"))
        await anna.press("y")
        await anna.told(
            "The account changed meanwhile: the balance is -5.00 EUR afterwards, the credit limit 0.00 EUR."
        )
        await anna.see("Charge the client", "fee 8.00 EUR: balance 3.00 -> -5.00", "balance 3.00 EUR")
        assert costs(anna)[0] == 0
        await anna.press("y")
        await anna.told("The parameters are saved.")
        assert costs(anna)[:3] == (8_00, 0, -5_00)


async def test_the_look_before_sending_and_the_head_keep_up(seats: Seats) -> None:
    """IN13: while it is open, what somebody else does to the account is shown in it, and in the head behind it."""
    async with late(seats) as (anna, gary):
        await writing(anna, SERVER)
        await anna.type("It is up again.")
        await entered(anna, "3", "2")
        await anna.press("ctrl+s")
        await anna.see("left: 23 lifetime", "incidents 25 left", "balance 10.00 -> 7.00")
        await adjusted(gary)
        await anna.see(f"Charges {TAKES}", "What it charges changed meanwhile.", "incidents 1 left")
        gary.desk.perform(AddExpense(ACME, 9_00, "Backup"))
        await anna.see("balance 1.00 -> -2.00", "balance 1.00 EUR")
        await anna.press("y")
        await anna.until(lambda: costs(anna)[:3] == (3_00, 2, -2_00))


async def test_the_question_before_charging_keeps_up(seats: Seats) -> None:
    """SF1: as the look before sending; what would be refused by now is said there, and not charged."""
    async with late(seats) as (anna, gary):
        await opened(anna, SERVER)
        await entered(anna, "", "2")
        await anna.see("Charge the client", "takes 2 support incidents: 2 lifetime")
        gary.desk.perform(AdjustIncidents(ACME, -24, "mistake"))
        await anna.see(TAKES, "What it charges changed meanwhile.", "incidents 1 left")
        gary.desk.perform(SetProvider("extra_tickets", "off"))
        await anna.see("This needs 2 support incidents; 1 is left.")
        await anna.press("y")
        await anna.told("This needs 2 support incidents; 1 is left.")
        gary.desk.perform(SetProvider("extra_tickets", "on"))
        await anna.see(TAKES)
        await anna.press("y")
        await anna.told("The parameters are saved.")
        assert costs(anna)[1] == 2


async def test_an_order_that_would_wait_by_now(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    """CL9: told that credit pays it; elsewhere the limit is set to 0: no order waits and no payment is made before the
    form has said so.
    """
    async with seats.sit("anna") as seat:
        sell_care(seat)
        seat.acting("gary").perform(EditAccount(ACME, credit_limit=80_00))
        await account(seat, "O")
        await seat.see("Order incidents for", "-50.00 EUR afterwards, on credit")
        unheard(seat, monkeypatch)
        seat.acting("gary").perform(EditAccount(ACME, credit_limit=0))
        await seat.press("ctrl+s")
        await seat.told("The account changed meanwhile: it waits for a payment over 50.00 EUR. Look at it again.")
        await seat.see("It waits for a payment New over 50.00 EUR")
        assert (seat.desk.read(ReadOrders(ACME)), seat.desk.read(ReadPayments(ACME))) == ((), ())
        await seat.press("ctrl+s")
        await seat.told("Order 1 waits for payment 1 over 50.00 EUR.")


async def test_buying_in_the_client_area_that_would_wait_by_now(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    """CL16, CL9: the client was told that their balance pays it."""
    async with seats.sit("anna") as seat:
        sell_care(seat)
        seat.desk.perform(AddPayment(ACME, 60_00, PaymentStatus.PAID))
        await client_area(seat)
        await seat.press("o")
        await seat.see("Nothing was bought yet")
        await seat.press("n")
        await seat.see("Buy support incidents", "and 10.00 EUR afterwards")
        unheard(seat, monkeypatch)
        seat.acting("gary").perform(AddExpense(ACME, 20_00, "Backup"))
        await seat.press("ctrl+s")
        await seat.told("The account changed meanwhile: it waits for a payment over 10.00 EUR. Look at it again.")
        await seat.see("10.00 EUR missing")
        assert seat.desk.read(ReadOrders(ACME)) == ()
        seat.acting("gary").perform(AddPayment(ACME, 20_00, PaymentStatus.PAID))
        await seat.press("ctrl+s")
        await seat.told("nothing has to be paid before")
        await seat.see("and 10.00 EUR afterwards")
        await seat.press("ctrl+s")
        await seat.told("Order 1 is charged")
        assert balance(seat) == 10_00


async def test_a_ticket_in_the_client_area_that_would_be_on_credit_by_now(
    seats: Seats, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CL16, IN10: the client was told that it takes a lifetime incident; the form says anew what it takes, and then
    the ticket is opened.
    """
    async with seats.sit("anna") as seat:
        sell_care(seat)
        gary = seat.acting("gary")
        gary.perform(AdjustIncidents(ACME, 2, "gift"))
        gary.perform(SetProvider("extra_tickets", "on"))
        gary.perform(SetProvider("extra_tickets_limit", "5"))
        await client_area(seat)
        await seat.press("n")
        await seat.see("Sales costs nothing.")
        await seat.press("right")
        await seat.see("Tech takes 1 support incident: 1 lifetime; left: 1 lifetime.")
        unheard(seat, monkeypatch)
        gary.perform(AdjustIncidents(ACME, -2, "mistake"))
        await seat.press("tab", "tab")
        await seat.type("Disk\nIt is full.")
        await seat.press("ctrl+s")
        await seat.told("The client's support incidents changed meanwhile: it takes 1 support incident: 1 on credit")
        await seat.see("Tech (1 incident, none left)", "Tech takes 1 support incident: 1 on credit", "It is full.")
        await seat.press("ctrl+s")
        await seat.told("It took 1 support incident; 1 owed.")


async def test_forms_keep_up_while_they_are_open(seats: Seats) -> None:
    """IN13: what stands below the fields follows what somebody else does."""
    async with seats.sit("anna") as seat:
        sell_care(seat)
        gary = seat.acting("gary")
        gary.perform(AdjustIncidents(ACME, 2, "gift"))
        await client_area(seat)
        await seat.press("n")
        await seat.see("Sales costs nothing.")
        await seat.press("right")
        await seat.see("Tech (1 incident, 2 left)")
        gary.perform(AdjustIncidents(ACME, 3, "gift"))
        await seat.see("Tech (1 incident, 5 left)")
        await seat.press("escape", "o")
        await seat.see("Nothing was bought yet")
        await seat.press("n")
        await seat.see("50.00 EUR missing")
        gary.perform(AddPayment(ACME, 20_00, PaymentStatus.PAID))
        await seat.see("30.00 EUR missing")
