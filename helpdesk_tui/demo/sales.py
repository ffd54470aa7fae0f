"""What the demonstration's clients paid, were charged and ordered in the last year, so that accounts have a history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.demo.scene import Known
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.vocab import PaymentStatus

PLAN = "Care"
_PRICES = {0: 45_00, 1: 9_00, 12: 90_00}
_PACKAGES = {10: 35_00, 25: 80_00}
_YEAR = timedelta(days=365)
_QUARTER = 91
_KINDS = 4


def sell(desk: Desk, clock: FixedClock, now: datetime, known: list[Known]) -> None:
    """A plan, support on credit for two incidents, and a year of every client's account."""
    clock.at = now - _YEAR - timedelta(days=30)
    desk.perform(AddPlan(PLAN, 5, _PRICES, _PACKAGES))
    desk.perform(SetProvider("extra_tickets", "on"))
    desk.perform(SetProvider("extra_tickets_limit", "2"))
    for position, one in enumerate(known):
        for days, act in _year(f"#{one.number}", position % _KINDS):
            clock.at = now - _YEAR + timedelta(days=days, minutes=position * 37)
            desk.perform(act)


def _year(client: str, kind: int) -> Iterator[tuple[int, Act[int]]]:
    """What happened to a client, by the day of the year: hosting by the quarter, and support as it suits each."""
    for quarter in range(_KINDS):
        day = quarter * _QUARTER
        if kind != _KINDS - 1 or quarter < _KINDS - 1:  # the last kind has not paid for it yet
            yield day, AddPayment(client, 180_00, PaymentStatus.PAID, f"Invoice, quarter {quarter + 1}")
        yield day + 1, AddExpense(client, 119_70, f"Hosting, quarter {quarter + 1}")
        if quarter == 1 and kind == 0:
            yield day + 2, PlaceOrder(client, PLAN, 12)
        elif quarter == 1 and kind == 1:
            yield day + 2, PlaceOrder(client, PLAN, 0, 10)
        elif quarter == _KINDS - 1 and kind == _KINDS - 1:
            yield day + 3, AddPayment(client, 119_70, text="Invoice, quarter 4")
    if kind == _KINDS - 2:
        yield 300, AdjustIncidents(client, 2, "For the outage in spring")
