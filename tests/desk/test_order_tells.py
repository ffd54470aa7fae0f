"""Orders tell what all of it cost and what became of their months; entries what they were for (IN4, IN12, CL11)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.accounts import AddWithdrawal, EditAccount
from helpdesk_tui.desk.actions.currencies import AddCurrency, ChangeCurrency
from helpdesk_tui.desk.actions.expenses import DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.orders import RenewOrder, UpgradeOrder
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.questions import (
    ReadCosts,
    ReadEntries,
    ReadExpenses,
    ReadIncidentMoves,
    ReadIncidentStatement,
    ReadOffer,
    ReadOrder,
)
from helpdesk_tui.rules.orders import say_unused
from helpdesk_tui.vocab import EntryKind, Unit, WithdrawalReason
from tests.desk.charges import charge, costs, held_ticket
from tests.desk.refusals import refused
from tests.desk.selling import at, lifetime, lots, order
from tests.desks import HANS, MadeDesk


def unused(desk: MadeDesk, number: int) -> list[str]:
    """What became of the incidents of each month of an order."""
    return [say_unused(one) for one in desk.anna.read(ReadOrder(number)).windows]


def test_months_that_are_over_have_lapsed(rich: MadeDesk) -> None:
    """IN4: nothing of them is left, and what was used is not what lapsed."""
    number = order(rich, 3)
    ticket = held_ticket(rich)
    charge(rich.anna, ticket, incidents=4)
    assert unused(rich, number) == ["6 left", "10 left", "10 left"]
    at(rich, "2026-06-20")
    assert unused(rich, number) == ["6 lapsed", "10 lapsed", "10 left"]
    assert [(one.left, one.lapsed) for one in rich.anna.read(ReadOrder(number)).windows] == [(0, 6), (0, 10), (10, 0)]


def test_months_that_moved_to_another_account(rich: MadeDesk) -> None:
    """CL11, IN4: what is there on the account in another currency is not told as used."""
    number = order(rich, 3)
    ticket = held_ticket(rich)
    charge(rich.anna, ticket, incidents=4)
    at(rich, "2026-05-20")
    rich.gary.perform(AddCurrency("KWD"))
    rich.gary.perform(ChangeCurrency("KWD"))
    assert unused(rich, number) == ["6 lapsed", "10 moved to the account in KWD", "10 moved to the account in KWD"]
    assert [one[0] for one in lots(rich)] == [10, 10]


def test_every_purchase_with_its_sum_and_what_was_refunded(rich: MadeDesk) -> None:
    """IN4, SF2: order, renewal and upgrade; an expense that was reduced or deleted; the total is what stands."""
    number = order(rich, 1)
    assert rich.anna.read(ReadOrder(number)).total == 9_00
    rich.anna.perform(RenewOrder(number))
    rich.anna.perform(UpgradeOrder(number, 20))
    found = rich.anna.read(ReadOrder(number))
    assert [(one.kind.value, one.price.total, one.refunded) for one in found.purchases] == [
        ("order", 9_00, 0), ("renewal", 9_00, 0), ("upgrade", 10_00, 0),
    ]  # fmt: skip
    assert (found.price, found.total) == (9_00, 28_00)
    first, second, third = (one.id for one in rich.anna.read(ReadExpenses(HANS)))
    rich.anna.perform(EditExpense(first, 2_50))
    rich.anna.perform(DeleteExpense(second))
    rich.anna.perform(EditExpense(third, 12_00))
    found = rich.anna.read(ReadOrder(number))
    assert [one.refunded for one in found.purchases] == [6_50, 9_00, 0]
    assert found.total == 2_50 + 10_00


def test_an_upgrade_of_months_that_were_renewed_for_life(rich: MadeDesk) -> None:
    """IN5: it raises what is for life alone, and that is told before; a raise of months is told by its months."""
    number = order(rich, 3)
    assert not rich.anna.read(ReadOffer(order=number, package=20)).months_stay
    rich.anna.perform(RenewOrder(number, 0))
    before = lots(rich)
    offer = rich.anna.read(ReadOffer(order=number, package=20))
    assert (offer.months_stay, offer.lifetime, offer.windows) == (True, 10, ())
    rich.anna.perform(UpgradeOrder(number, 20))
    assert (lifetime(rich), lots(rich)) == (20, before)
    at(rich, "2026-09-01")
    assert not rich.anna.read(ReadOffer(order=number, package=50)).months_stay
    bought = order(rich, 0)
    assert not rich.anna.read(ReadOffer(order=bought, package=20)).months_stay


def test_entries_say_what_they_were_for(rich: MadeDesk) -> None:
    """IN12: tickets, withdrawals, order, renewal and upgrade, and what moved with another currency."""
    number = order(rich, 1)
    rich.anna.perform(RenewOrder(number, 0))
    rich.anna.perform(UpgradeOrder(number, 20))
    ticket = held_ticket(rich)
    charge(rich.anna, ticket, incidents=11)
    charge(rich.anna, ticket, incidents=9)
    rich.anna.perform(AddWithdrawal(HANS, 5_00, WithdrawalReason.REFERRAL, "R1"))
    rich.anna.perform(AdjustIncidents(HANS, 1, "gift"))
    rich.gary.perform(AddCurrency("KWD"))
    rich.gary.perform(ChangeCurrency("KWD"))
    found = rich.gary.read(ReadEntries(0, HANS))
    incidents = [(one.currency, one.amount, one.text) for one in found if one.unit is Unit.INCIDENT]
    assert incidents == [
        ("EUR", 10, "Care"), ("EUR", 10, "Care renewed"), ("EUR", 10, "Care upgraded"),
        ("EUR", -10, f"ticket {ticket}"), ("EUR", -1, f"ticket {ticket}"),
        ("EUR", 1, f"given back by ticket {ticket}"), ("EUR", 1, f"given back by ticket {ticket}"),
        ("EUR", 1, "gift"), ("EUR", -21, "moved to KWD"), ("KWD", 21, "moved from EUR"),
        ("EUR", -1, "moved to KWD"), ("KWD", 1, "moved from EUR"),
    ]  # fmt: skip
    assert [one.text for one in found if one.kind is EntryKind.WITHDRAWAL] == ["withdrawal (referral): R1"]
    history = [one.text for one in rich.anna.read(ReadIncidentMoves(HANS, "EUR"))]
    assert history == [text for currency, _, text in incidents if currency == "EUR"]
    part = rich.anna.read(ReadIncidentStatement(HANS, currency="EUR"))
    assert [one.text for one in part.rows] == history[::-1]


def test_nothing_is_taken_by_hand_from_an_account_that_is_switched_off(desk: MadeDesk) -> None:
    """CL11, IN11: as a fee or an adjustment; what the ticket took can still go back, and clients' tickets go on."""
    number = held_ticket(desk, incidents=9)
    charge(desk.anna, number, incidents=2)
    desk.gary.perform(EditAccount(HANS, active=False))
    off = "The client's account is switched off; account edit switches it on."
    told = refused(desk.anna, NewTicket(HANS, "Tech", "Disk", "Full", incidents=1))
    assert (told.code, told.sentence) == ("account_inactive", off)
    for fee, incidents in ((None, 3), (5_00, None)):
        assert desk.anna.read(ReadCosts(number, fee, incidents)).refused == off
        act = SaveParameters(number, Parameters(fee=fee, incidents=incidents))
        assert refused(desk.anna, act).code == "account_inactive"
    assert costs(desk, number) == (0, 2, 0, 7)
    charge(desk.anna, number, incidents=1)
    assert costs(desk, number) == (0, 1, 0, 8)
    desk.anna.perform(NewTicket(HANS, "Tech", "Disk", "Full", incidents=None))
