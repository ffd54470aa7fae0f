"""Lapses among the movements of incidents, on both databases (IN4, IN12, IN13)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.questions import ReadIncidentMoves, ReadIncidents, ReadIncidentStatement, Slice
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import IncidentLine, LotView
from tests.desk.charges import charge, held_ticket
from tests.desk.test_currency_change import to
from tests.desks import HANS, NINE, MadeDesk
from tests.store.transactions import writing

MONTHS = (
    (date(2026, 4, 11), date(2026, 5, 10)), (date(2026, 5, 11), date(2026, 6, 10)),
    (date(2026, 6, 11), date(2026, 7, 10)),
)  # fmt: skip
WHOLE = [
    ("purchase", 10, 10, "2026-04-11"), ("purchase", 10, 20, "2026-05-11"), ("purchase", 10, 30, "2026-06-11"),
    ("ticket", -2, 28, "2026-04-11"), ("lapsed", -8, 20, "2026-04-11"), ("limit", 3, 23, ""),
    ("lapsed", -10, 13, "2026-05-11"), ("lapsed", -10, 3, "2026-06-11"),
]  # fmt: skip


@pytest.fixture
def lapsed(desk: MadeDesk, store: Store) -> MadeDesk:
    """Three months of incidents: two of the first used in it, three for life given after it, and all months over."""
    with writing(store) as tx:
        account = tx.accounts.of(tx.clients.find(HANS))
        for place, (starts, ends) in enumerate(MONTHS):
            tx.accounts.add_lot(account.id, Window(starts, ends), 10, Why(f"order:1:{place}"))
    charge(desk.anna, held_ticket(desk), incidents=2)
    desk.clock.at = datetime(2026, 5, 20, 9, tzinfo=UTC)
    desk.anna.perform(AdjustIncidents(HANS, 3, "gift"))
    desk.clock.at = datetime(2026, 7, 11, tzinfo=UTC)
    return desk


def told(lines: tuple[IncidentLine, ...]) -> list[tuple[str, int, int, str]]:
    return [(one.kind.value, one.amount, one.after, str(one.starts or "")) for one in lines]


def test_the_history_explains_every_incident(lapsed: MadeDesk) -> None:
    """What is left at the end is what there is; a lapse is at the end of the lot's last day and is no entry."""
    found = lapsed.anna.read(ReadIncidentMoves(HANS))
    assert told(found) == WHOLE
    assert found[-1].after == lapsed.anna.read(ReadIncidents(HANS)).total == 3
    gone = [one for one in found if one.kind.value == "lapsed"]
    assert [(one.id, one.at, one.who, one.ticket) for one in gone] == [
        (0, datetime(2026, 5, 11, tzinfo=UTC), "", None), (0, datetime(2026, 6, 11, tzinfo=UTC), "", None),
        (0, datetime(2026, 7, 11, tzinfo=UTC), "", None),
    ]  # fmt: skip
    assert lapsed.sql("SELECT count(*) FROM entry WHERE kind = 'lapsed'")[0][0] == 0


def test_the_day_before_nothing_has_lapsed_yet(lapsed: MadeDesk) -> None:
    """The last day of a lot is one of its days."""
    lapsed.clock.at -= timedelta(milliseconds=1)
    assert told(lapsed.anna.read(ReadIncidentMoves(HANS))) == WHOLE[:-1]


def test_what_is_posted_when_a_lot_ends_is_posted_after_it(lapsed: MadeDesk) -> None:
    lapsed.anna.perform(AdjustIncidents(HANS, 1, "another"))
    assert told(lapsed.anna.read(ReadIncidentMoves(HANS))) == [*WHOLE, ("limit", 1, 4, "")]
    assert told(lapsed.anna.read(ReadIncidentStatement(HANS)).rows) == [*WHOLE, ("limit", 1, 4, "")][::-1]


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 8, 200])
def test_the_statement_in_parts_is_the_whole_one(lapsed: MadeDesk, limit: int) -> None:
    """TQ13: however long a part is, each line is in one, in both directions, and it is known where the list goes on."""
    for older in (True, False):
        found: list[IncidentLine] = []
        key: int | None = None
        while True:
            part = lapsed.anna.read(ReadIncidentStatement(HANS, Slice(key, older, limit)))
            assert 0 < len(part.rows) <= limit
            assert (part.newer if older else part.older) is (key is not None)
            found = [*found, *part.rows] if older else [*part.rows, *found]
            key = found[-1 if older else 0].id
            if not (part.older if older else part.newer):
                break
        assert told(tuple(found)) == WHOLE[::-1]
        ids = [one.id for one in found]
        assert ids == sorted(set(ids), reverse=True)


def test_read_anew_from_a_lapse_on(lapsed: MadeDesk) -> None:
    """As a list is read again that stands within: its newest line and what is older."""
    rows = lapsed.anna.read(ReadIncidentStatement(HANS)).rows
    for place, row in enumerate(rows):
        part = lapsed.anna.read(ReadIncidentStatement(HANS, Slice(row.id + 1, limit=3)))
        assert part.rows == rows[place : place + 3]
        assert (part.newer, part.older) == (place > 0, place + 3 < len(rows))


def test_lots_that_are_over(lapsed: MadeDesk) -> None:
    """IN13: used-up and lapsed ones are known; `count` is what nobody used."""
    has = lapsed.anna.read(ReadIncidents(HANS))
    assert (has.dated, has.upcoming) == ((), ())
    assert [(lot.given, lot.count, lot.ends) for lot in has.past] == [
        (10, count, ends) for count, (_, ends) in zip((8, 10, 10), MONTHS, strict=True)
    ]
    then = lapsed.anna.read(ReadIncidents(HANS, at=NINE + timedelta(hours=1)))
    assert (len(then.dated), len(then.upcoming), then.past) == (1, 2, ())


def test_a_lot_that_went_on_in_another_currency_is_there_once(lapsed: MadeDesk) -> None:
    """CL11: it is what it is now; one that had lapsed before stays what it was."""
    lapsed.clock.at = datetime(2026, 6, 12, tzinfo=UTC)
    to(lapsed, "USD")
    has = lapsed.anna.read(ReadIncidents(HANS))
    assert [(lot.given, lot.count) for lot in has.dated] == [(10, 10)]
    assert has.past == (LotView(8, *MONTHS[0]), LotView(10, *MONTHS[1]))
    lapsed.clock.at = datetime(2026, 7, 12, tzinfo=UTC)
    assert told(lapsed.anna.read(ReadIncidentMoves(HANS))) == [
        ("moved", 3, 3, ""), ("moved", 10, 13, "2026-06-11"), ("lapsed", -10, 3, "2026-06-11"),
    ]  # fmt: skip
    assert lapsed.anna.read(ReadIncidentMoves(HANS, "EUR"))[-1].after == 0
