"""Killed behind any statement that writes, an answer with fee and incidents is there or not at all, on both databases.

That no statement of it is written before the others is also what `e2e/test_kill_charge.py` shows of SQLite's file, at
every write.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tables import metadata
from tests.desk.charges import costs, held_ticket, sound
from tests.desks import MadeDesk
from tests.race import Starter
from tests.race_money import ANSWERED, COMMIT

KILLED = [{"code": "killed"}]
TOGETHER = 12
"""How many are killed in one race, each waiting for the lock of the one before."""


def rows(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    with store.read() as connection:
        tables = metadata.sorted_tables
        return {one.name: connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables}


def test_killed_behind_every_statement(
    desk: MadeDesk, store: Store, race: Starter, figure: Callable[[str], None]
) -> None:
    """SF3, rules 17, 22, 24: till the COMMIT nothing is there, of no table; behind it all; the key answers for it."""
    first = held_ticket(desk, incidents=9, paid=100_00)
    second = desk.ticket()
    desk.anna.perform(Take(second))

    def answered(number: int, key: str, *places: int) -> list[dict[str, int | str]]:
        runners = [{"number": number, "key": key, "at": at, "expected": writes} for at in places]
        return race(desk.where, "answer_killed", runners)

    writes: int | str = 0
    ((_, writes),) = answered(first, "first", 0)[0].items()
    assert isinstance(writes, int)
    assert writes > 20
    before, had = rows(store), costs(desk, second)
    for begin in range(1, writes + 1, TOGETHER):
        places = (*range(begin, min(begin + TOGETHER, writes + 1)), COMMIT)
        assert answered(second, "second", *places) == KILLED * len(places), places
        assert rows(store) == before, places
    assert costs(desk, second) == had
    assert answered(second, "second", ANSWERED) == KILLED, "the second answer writes another number than the first"
    after = rows(store)
    grew = {name for name, number in after.items() if number > before[name]}
    assert {"message", "expense", "entry", "outbox", "once", "event", "journal"} <= grew
    assert costs(desk, second) == (15_00, 2, had[2] - 15_00, had[3] - 2)
    assert answered(second, "second", 0) == answered(second, "second", 0)
    assert rows(store) == after
    assert sound(desk)
    figure(f"killed behind each of {writes} statements that write, and at the commit")
