"""The first page that the driver reads alone is the one that the store reads (PERFORMANCE P4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import MarkRead, ToggleFavourite
from helpdesk_tui.desk.actions.presence import Attend
from helpdesk_tui.desk.actions.redirect import Delay, ReturnDelayed
from helpdesk_tui.desk.actions.reply import Comment
from helpdesk_tui.desk.actions.setup import DeleteStaff
from helpdesk_tui.questions import FirstLook, ReadProvider, ReadQueue
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.first_page import first_page
from tests.desks import HANS, NINE, Databases, MadeDesk
from tests.store.seeded import Seeded, seed


@pytest.fixture(scope="module")
def seeded(database: str, databases: Databases) -> Iterator[Seeded]:
    """A desk with a few hundred tickets, some of them read, delayed, or being written on."""
    with databases.furnished(database) as where:
        desk, store = MadeDesk.at(where), Store(where)
        made = seed(desk, store, 300, use_priority=True)
        free = [row.number for row in desk.anna.read(ReadQueue(limit=200)).rows if row.has_free_task]
        desk.gary.perform(ToggleFavourite(free[0]))
        desk.anna.perform(Comment(free[0], "look at node 4"))
        for number in free[:4]:
            desk.anna.perform(Take(number))
            desk.anna.perform(MarkRead(number, stays=True))
            desk.anna.perform(KeepDraft(number, "Hello", "", 0))
        for login in (desk.gary, desk.anna):
            login.perform(Attend(free[4]))
        desk.gary.perform(Delay(free[5], NINE + timedelta(hours=1)))
        desk.clock.at = NINE + timedelta(hours=1)
        desk.system.perform(ReturnDelayed())
        desk.clock.at = NINE
        desk.gary.perform(NewTicket(HANS, "Tech", "Server down", "Help!", "vps-31"))
        yield made
        store.close()
        desk.close()


def looked(where: str, login: str, limit: int) -> FirstLook | None:
    return first_page(where, lambda people: login, NINE, limit)


@pytest.mark.parametrize("login", ["gary", "anna", "gus", "every"])
@pytest.mark.parametrize("limit", [1, 7, 120, 400])
def test_it_is_the_page_of_the_store(seeded: Seeded, login: str, limit: int) -> None:
    desk = seeded.desks[login]
    look = looked(seeded.desk.where, login, limit)
    assert look is not None
    assert look.page == desk.read(ReadQueue(limit=limit))
    assert look.scope == desk.scope()
    assert look.use_priority is (desk.read(ReadProvider())["use_priority"] == "on")


def test_the_pages_compared_hold_everything_that_a_row_can_show(seeded: Seeded) -> None:
    rows = {login: seeded.desks[login].read(ReadQueue(limit=400)).rows for login in seeded.desks}
    every = [row for found in rows.values() for row in found]
    assert all(len(found) > 7 for found in rows.values())
    for shown in (
        "front",
        "held_by_me",
        "unread",
        "favourite",
        "returned",
        "service",
        "writing",
        "opened_by",
        "changes",
        "tags",
    ):
        assert {bool(getattr(row, shown)) for row in every} == {True, False}, shown


def test_who_acts_is_chosen_among_active_staff(desk: MadeDesk) -> None:
    desk.gary.perform(DeleteStaff("john"))
    asked: list[tuple[str, bool]] = []

    def choose(people: object) -> str:
        asked.extend((person.login, person.admin) for person in people)  # type: ignore[attr-defined]
        return "gus"

    look = first_page(desk.where, choose, NINE, 5)
    assert look is not None
    assert (look.scope.login, look.page.rows) == ("gus", ())
    assert asked == [("anna", False), ("gary", True), ("gus", False)]


def test_what_the_store_has_the_words_for_is_left_to_it(desk: MadeDesk, store: Store) -> None:
    """Nobody with that login, another schema, no desk at all."""
    assert looked(desk.where, "gus", 5) is not None
    assert looked(desk.where, "nobody", 5) is None
    assert looked("/nowhere/desk.sqlite", "gus", 5) is None
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert looked(desk.where, "gus", 5) is None
