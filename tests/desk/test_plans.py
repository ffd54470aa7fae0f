"""Tariff plans of per-incident support, and what *set up* means (IN1, IN2), on both databases."""

from __future__ import annotations

from helpdesk_tui.questions import ReadSetUp
from helpdesk_tui.store.engine import Store
from tests.desks import MadeDesk
from tests.store.transactions import writing


def test_set_up_means_that_a_plan_exists(desk: MadeDesk, store: Store) -> None:
    """SPEC, Set up: a new desk is not; one whose plan was deleted is not either."""
    found = []
    for statement in (
        "SELECT 1",
        "INSERT INTO plan (name, name_key, incidents, active) VALUES ('Care', 'care', 10, TRUE)",
        "UPDATE plan SET active = FALSE",
    ):
        desk.sql(statement)
        with writing(store) as tx:
            found.append((tx.plans.set_up(), desk.anna.read(ReadSetUp())))
    assert found == [(False, False), (True, True), (False, False)]
