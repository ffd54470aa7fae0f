"""Lots of incidents by keys: what lapsed stands in the statement, every lot in a list (IN4, IN12, IN13)."""

from __future__ import annotations

from datetime import date, datetime

from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.screens.lots import lot_cells
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import IncidentsView, LotView
from tests.screens.desk import ACME, NOW
from tests.screens.money import account
from tests.screens.seat import Seat
from tests.store.transactions import writing

NOVEMBER, DECEMBER = Window(date(2026, 11, 11), date(2026, 12, 10)), Window(date(2026, 12, 11), date(2027, 1, 10))


async def test_what_lapsed_and_every_lot(seat: Seat) -> None:
    """IN12, IN13: the statement explains why less is left, by a line and by the number after it."""
    store = Store(seat.desk._store.where)
    with writing(store, clock=seat.clock) as tx:
        made = tx.accounts.of(tx.clients.find(ACME))
        tx.accounts.add_lot(made.id, NOVEMBER, 7, Why("order:1:0"))
        tx.accounts.add_lot(made.id, DECEMBER, 9, Why("order:1:1"))
    store.close()
    seat.desk.perform(AdjustIncidents(ACME, 3, "gift"))
    seat.clock.at = datetime(2026, 12, 15, 9, tzinfo=NOW.tzinfo)
    await account(seat, "i")
    await seat.see("Left now 12", "3 lifetime", "9 of 9 left, until 10 Jan 2027")
    await seat.see("After")
    assert seat.line("lapsed").split()[:7] == [">", "11", "Dec", "00:00", "lapsed", "-7", "12"]
    assert seat.line("gift").split()[3:8] == ["limit", "by", "hand", "+3", "19"]
    await seat.press("l")
    await seat.see("Lots of support incidents", "Acme GmbH")
    rows = [seat.line("can be used").split(), seat.line("lapsed").split()]
    assert rows[0][1:] == ["11", "Dec", "2026", "10", "Jan", "2027", "9", "0", "9", "can", "be", "used"]
    assert rows[1] == ["11", "Nov", "2026", "10", "Dec", "2026", "7", "0", "7", "lapsed"]
    await seat.press("q")
    await seat.see("Left now 12")


async def test_who_never_had_a_lot(seat: Seat) -> None:
    await account(seat, "i")
    await seat.see("The client never had incidents")
    await seat.press("l")
    await seat.see("The client never had dated incidents.")


def test_the_state_of_a_lot() -> None:
    """IN13: the one that ends last first; a used-up one is told from a lapsed one."""

    def lot(count: int, month: int) -> LotView:
        return LotView(count, date(2026, month, 1), date(2026, month, 28), 10)

    has = IncidentsView(NOW, 0, (lot(4, 4),), (lot(10, 5),), 0, 4, (lot(0, 2), lot(3, 3)))
    assert [cells[2:] for cells in lot_cells(has)] == [
        ("10", "0", "10", "to come"), ("10", "6", "4", "can be used"), ("10", "7", "3", "lapsed"),
        ("10", "10", "0", "used up"),
    ]  # fmt: skip
