"""Random lives of clients who pay: what they are made of, and the desk they are lived on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st

from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.setup import EditDepartment
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tx import SendRules
from tests.desk.counted import FIRST_CHARGE, FIRST_PAYMENT, FUNDS, INCLUDED, PACKAGES, PER_FUNDS, PRICES, REGISTRATION
from tests.desk.ticket_life import TicketLife
from tests.desks import NINE, MadeDesk

MORE = int(os.environ.get("HELPDESK_TEST_LIVES", "0"))
"""How many lives are asked for, instead of a few; and then every fault is planted."""
ZONE = ZoneInfo("Pacific/Auckland")
Steps = list[tuple[str, int, int, str, int]]
STEPS = (
    "order", "order", "renew", "renew", "upgrade", "cancel", "pay", "settle", "settle", "unpay", "edit_payment",
    "delete_payment", "charge", "refund", "refund", "adjust", "by_client", "by_staff", "by_staff", "by_email",
    "save", "save", "save", "answer", "answer", "mark_spam", "mark_spam", "no_spam", "undo", "undo", "allow", "forbid",
    "wait", "wait", "discount", "tax",
)  # fmt: skip
BEGINNINGS: tuple[Steps, ...] = (
    [],
    # Money, and incidents of two orders at once, whose months end on different days.
    [("pay", 1, 5, "plain", 0), ("order", 2, 1, "plain", 0), ("order", 1, 0, "plain", 1)],
    [("pay", 1, 5, "again", 0), ("order", 1, 0, "plain", 7), ("order", 2, 3, "again", 0), ("allow", 0, 2, "plain", 0)],
)
HOW, HOURS = ("plain", "again", "stale"), (0, 0, 1, 7, 15)
_STEP = st.tuples(
    st.sampled_from(STEPS), st.integers(0, 5), st.integers(0, 5), st.sampled_from(HOW), st.sampled_from(HOURS)
)
_STEPS = st.lists(_STEP, min_size=30, max_size=45)
LIVES = st.builds(lambda beginning, steps: [*beginning, *steps], st.sampled_from(BEGINNINGS), _STEPS)
SUPPRESSED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def random_life(number: int) -> Steps:
    """One of countless lives, by its number."""
    with_ = Random(number)
    steps = [
        (with_.choice(STEPS), with_.randint(0, 5), with_.randint(0, 5), with_.choice(HOW), with_.choice(HOURS))
        for _ in range(40)
    ]  # fmt: skip
    return [*BEGINNINGS[number % len(BEGINNINGS)], *steps]


@pytest.fixture
def living(desk: MadeDesk) -> Iterator[MadeDesk]:
    """A desk in Auckland that sells incidents, gives some by itself, and holds answers back for two hours."""
    desk.gary.perform(AddPlan("Care", INCLUDED, PRICES, PACKAGES))
    desk.gary.perform(EditDepartment("Tech", write_off=True))
    grants = {"registration": REGISTRATION, "first_payment": FIRST_PAYMENT, "first_charge": FIRST_CHARGE,
              "per_funds": PER_FUNDS, "funds_amount": FUNDS // 100}  # fmt: skip
    for name, value in grants.items():
        desk.gary.perform(SetProvider(f"incidents_{name}", str(value)))
    there = desk.with_rules(SendRules(undo_seconds=7200, zone=ZONE))
    yield there
    there.close()


def live(desk: MadeDesk, store: Store, steps: Steps) -> None:
    """A whole life; and `doctor` finds nothing wrong at its end."""
    desk.clock.at = NINE
    desk.gary.perform(SetProvider("extra_tickets", "off"))
    life = TicketLife(desk, store, ZONE)
    life.check()
    for step in steps:
        life.happens(*step)
    life.check_statement()
    assert [one for one in diagnose(desk.where, clock=desk.clock) if not one.ok] == []
