"""Tariff plans of per-incident support, and what *set up* means (IN1, IN2), on both databases."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.plans import AddPlan, DeletePlan, EditPlan
from helpdesk_tui.errors import DeskError, NotFound, Refused
from helpdesk_tui.questions import ReadPlans, ReadSetUp
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import PlanView
from tests.desks import MadeDesk
from tests.store.transactions import writing

PRICES = {0: 50_00, 3: 25_00, 12: 0}


def care(desk: MadeDesk) -> int:
    return desk.gary.perform(AddPlan(" Care\n", 10, PRICES, {50: 12_00, 20: 5_00}))


def plans(desk: MadeDesk) -> list[PlanView]:
    return list(desk.anna.read(ReadPlans()).plans)


def refusal(desk: MadeDesk, act: object) -> str:
    """The code of a refusal, which leaves the plans as they were."""
    before = plans(desk)
    with pytest.raises(DeskError) as refused:
        desk.gary.perform(act)  # type: ignore[arg-type]
    assert plans(desk) == before
    return refused.value.code


def test_a_plan_is_added_and_shown(desk: MadeDesk) -> None:
    """IN1, IN2: the number included, a price for each period, which can be mixed, and value packages."""
    number = care(desk)
    assert plans(desk) == [
        PlanView(number, "Care", 10, "EUR", ((0, 50_00), (3, 25_00), (12, 0)), ((20, 5_00), (50, 12_00)))
    ]


def test_set_up_means_that_a_plan_exists(desk: MadeDesk, store: Store) -> None:
    """SPEC, Set up: a new desk is not; one whose last plan was deleted is not either."""
    found = []
    for act in (
        None,
        AddPlan("Care", 10, PRICES),
        AddPlan("Other", 1, PRICES),
        DeletePlan("care"),
        DeletePlan("other"),
    ):
        if act is not None:
            desk.gary.perform(act)
        with writing(store) as tx:
            found.append((tx.plans.set_up(), desk.anna.read(ReadSetUp())))
    assert found == [(False, False), (True, True), (True, True), (True, True), (False, False)]


def test_a_plan_is_changed(desk: MadeDesk) -> None:
    """What is not named stays; prices and packages are given anew as a whole."""
    number = care(desk)
    desk.gary.perform(EditPlan("CARE", new_name="Care plus"))
    desk.gary.perform(EditPlan("care plus", prices={1: 9_00}, packages={}))
    assert plans(desk) == [PlanView(number, "Care plus", 10, "EUR", ((1, 9_00),), ())]
    desk.gary.perform(EditPlan("care plus", incidents=0, new_name="care PLUS"))
    assert (plans(desk)[0].name, plans(desk)[0].incidents) == ("care PLUS", 0)
    told = {tuple(row) for row in desk.sql("SELECT field, before, after FROM event")}
    assert ("plan Care name", "Care", "Care plus") in told
    assert ("plan Care plus incidents", "10", "0") in told


def test_a_name_is_free_again(desk: MadeDesk) -> None:
    first = care(desk)
    assert refusal(desk, AddPlan("care", 1, PRICES)) == "exists"
    desk.gary.perform(AddPlan("Other", 1, PRICES))
    assert refusal(desk, EditPlan("other", new_name="CARE")) == "exists"
    desk.gary.perform(DeletePlan("care"))
    assert care(desk) > first


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (AddPlan(" ", 1, PRICES), "bad_name"), (AddPlan("A", -1, PRICES), "bad_number"),
        (AddPlan("A", 1, {}), "no_period"),
        (AddPlan("A", 1, {0: -1}), "bad_sum"), (AddPlan("A", 1, {0: 10**12}), "bad_sum"),
        (AddPlan("A", 1, PRICES, {2: -1}), "bad_sum"), (AddPlan("A", 10, PRICES, {10: 1}), "bad_package"),
        (EditPlan("care", prices={}), "no_period"), (EditPlan("care", incidents=20), "bad_package"),
        (EditPlan("nobody", incidents=20), "not_found"), (DeletePlan("nobody"), "not_found"),
    ],
)  # fmt: skip
def test_plans_that_are_refused(desk: MadeDesk, act: AddPlan, code: str) -> None:
    care(desk)
    assert refusal(desk, act) == code


def test_only_administrators_change_plans(desk: MadeDesk) -> None:
    """DS3: whoever is in a department reads them."""
    care(desk)
    for act in (AddPlan("A", 1, PRICES), EditPlan("care", incidents=1), DeletePlan("care")):
        with pytest.raises(Refused) as refused:
            desk.anna.perform(act)
        assert (refused.value.code, refused.value.sentence[:22]) == ("not_allowed", "Only an administrator ")
    with pytest.raises(NotFound):
        desk.hans.read(ReadPlans())


def test_the_last_plan_stays_while_requests_are_written_off(desk: MadeDesk) -> None:
    """SPEC, Set up: write-off needs a plan."""
    care(desk)
    desk.gary.perform(AddPlan("Other", 1, PRICES))
    desk.sql("UPDATE department SET write_off = TRUE WHERE name = 'Tech'")
    desk.gary.perform(DeletePlan("other"))
    assert refusal(desk, DeletePlan("care")) == "in_use"
    desk.sql("UPDATE department SET write_off = FALSE")
    desk.gary.perform(DeletePlan("care"))
