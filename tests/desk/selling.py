"""What tests of orders share: a desk that sells, and what a client has there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadAccount, ReadIncidents, ReadPayments
from helpdesk_tui.vocab import PaymentStatus
from tests.desks import HANS, MadeDesk

PAID, NEW = PaymentStatus.PAID, PaymentStatus.NEW
DAYS = tuple[int, str, str]


@pytest.fixture
def selling(desk: MadeDesk) -> MadeDesk:
    """A desk with a plan: 10 incidents, 50.00 for life, 25.00 for three months, 9.00 for one; 20 for 5.00 more."""
    prices = {0: 50_00, 1: 9_00, 3: 25_00}
    desk.gary.perform(AddPlan("Care", 10, prices, {20: 5_00, 50: 12_00}))
    return desk


@pytest.fixture
def rich(selling: MadeDesk) -> MadeDesk:
    """The same, and Hans has 1,000.00."""
    selling.anna.perform(AddPayment(HANS, 1000_00, PAID))
    return selling


def at(desk: MadeDesk, day: str) -> None:
    """It is noon of this day."""
    desk.clock.at = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def lots(desk: MadeDesk, client: str = HANS) -> list[DAYS]:
    """Dated incidents, those that are open and those to come."""
    held = desk.anna.read(ReadIncidents(client))
    return [(one.count, str(one.starts), str(one.ends)) for one in (*held.dated, *held.upcoming)]


def lifetime(desk: MadeDesk, client: str = HANS) -> int:
    return desk.anna.read(ReadIncidents(client)).lifetime


def balance(desk: MadeDesk, client: str = HANS) -> int:
    return desk.anna.read(ReadAccount(client)).balance


def order(desk: MadeDesk, months: int, client: str = HANS, **more: object) -> int:
    return desk.anna.perform(PlaceOrder(client, "care", months, **more))  # type: ignore[arg-type]


def refusal(desk: MadeDesk, act: object) -> str:
    """The code of a refusal, which leaves the account as it was."""
    before = (lots(desk), lifetime(desk), balance(desk))
    with pytest.raises(Refused) as refused:
        desk.anna.perform(act)  # type: ignore[arg-type]
    assert (lots(desk), lifetime(desk), balance(desk)) == before
    return refused.value.code


def sound(desk: MadeDesk) -> bool:
    """Whether `doctor` finds the ledger and the orders in order."""
    found = {one.name: one.ok for one in diagnose(desk.where, clock=desk.clock)}
    return found["ledger"] and found["orders"]


def waiting(desk: MadeDesk, client: str = HANS) -> list[int]:
    """The payments that are New."""
    return [one.id for one in desk.anna.read(ReadPayments(client)) if one.status is NEW]
