"""Incidents that a ticket takes and gives back, on both databases (IN8, IN10, IN12; SPEC: Taking to Credit)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk import ticket_incidents
from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadIncidents
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tx import Tx
from tests.desk.paid import extra, left, moves, said
from tests.desks import HANS, NINE, MadeDesk
from tests.store.transactions import writing

MAY = Window(date(2026, 4, 11), date(2026, 5, 10))
JUNE = Window(date(2026, 4, 11), date(2026, 6, 10))


def lot(store: Store, window: Window, count: int, order: str = "") -> None:
    """Dated incidents of the client, as an order gives them."""
    with writing(store) as tx:
        tx.accounts.add_lot(tx.accounts.of(1).id, window, count, Why(order or f"order:{window.ends}"))


def do(store: Store, number: int, act: Callable[[Tx, Ticket], None], days: int = 0) -> None:
    """Something with a ticket, so many days later."""
    with writing(store, clock=FixedClock(NINE + timedelta(days=days))) as tx:
        act(tx, tx.tickets.load(number))


def take(store: Store, number: int, count: int, cause: str, days: int = 0) -> None:
    do(store, number, lambda tx, ticket: ticket_incidents.take(tx, ticket, count, cause), days)


def give_back(store: Store, number: int, count: int, cause: str, days: int = 0) -> None:
    do(store, number, lambda tx, ticket: ticket_incidents.give_back(tx, ticket, count, cause), days)


def charged(store: Store, number: int) -> int:
    with writing(store) as tx:
        return ticket_incidents.charged(tx, number)


def test_taking_and_giving_back_in_their_order(desk: MadeDesk, store: Store) -> None:
    """SPEC Taking: by earliest end, lifetime, credit. Giving back: credit first, last taken first given back."""
    desk.ticket()
    lot(store, JUNE, 2)
    lot(store, MAY, 1)
    desk.gary.perform(AdjustIncidents(HANS, 1, "gift"))
    extra(desk, 2)
    take(store, 1, 2, "ticket:1:open")
    take(store, 1, 3, "ticket:1:set:5")
    assert moves(desk) == [
        ("ticket", -1, date(2026, 5, 10), 1), ("ticket", -1, date(2026, 6, 10), 1),
        ("ticket", -1, date(2026, 6, 10), 1), ("ticket", -2, None, 1),
    ]  # fmt: skip
    assert charged(store, 1) == 5
    give_back(store, 1, 3, "ticket:1:set:2")
    assert moves(desk)[4:] == [("ticket_back", 2, None, 1), ("ticket_back", 1, date(2026, 6, 10), 1)]
    assert said(desk) == [
        "Taken from the client: 2 support incidents: 1 until 10 May 2026, 1 until 10 Jun 2026."
        " Left: 1 until 10 Jun 2026, 1 lifetime.",
        "Taken from the client: 3 support incidents: 1 until 10 Jun 2026, 1 lifetime, 1 on credit."
        " Left: none; used on credit: 1.",
        "Given back to the client: 3 support incidents: 1 on credit, 1 lifetime, 1 until 10 Jun 2026."
        " Left: 1 until 10 Jun 2026, 1 lifetime.",
    ]  # fmt: skip
    assert charged(store, 1) == 2
    assert all(found.ok for found in diagnose(desk.where))


def test_a_lot_that_has_lapsed_gives_a_lifetime_incident(desk: MadeDesk, store: Store) -> None:
    """SPEC Giving back, RELIABILITY rule 23; the ticket says so."""
    desk.ticket()
    lot(store, MAY, 1)
    take(store, 1, 1, "ticket:1:open")
    give_back(store, 1, 1, "ticket:1:spam:2", days=30)
    assert moves(desk) == [("ticket", -1, date(2026, 5, 10), 1), ("lapsed_back", 1, None, 1)]
    assert said(desk)[1] == (
        "Given back to the client: 1 support incident: 1 lifetime instead of lapsed ones. Left: 1 lifetime."
    )
    assert charged(store, 1) == 0


@pytest.mark.parametrize(
    ("extra", "limit", "has", "wants", "taken"),
    [
        ("off", 9, 0, 1, False), ("off", 9, 1, 1, True), ("off", 9, 1, 2, False), ("on", 0, 0, 1, False),
        ("on", 1, 0, 1, True), ("on", 1, 0, 2, False), ("on", 1, 2, 3, True), ("on", 1, 2, 4, False),
    ],
)  # fmt: skip
def test_credit(desk: MadeDesk, store: Store, extra: str, limit: int, has: int, wants: int, taken: bool) -> None:
    """SPEC Credit, IN8: down to the limit, counting only what dated and lifetime incidents do not cover."""
    desk.ticket()
    desk.gary.perform(SetProvider("extra_tickets", extra))
    desk.gary.perform(SetProvider("extra_tickets_limit", str(limit)))
    lot(store, MAY, has)
    with writing(store) as tx:
        assert (ticket_incidents.short(tx, 1, wants) is None) is taken
    if taken:
        take(store, 1, wants, "ticket:1:open")
        found = desk.gary.read(ReadIncidents(HANS, at=NINE + timedelta(hours=1)))
        assert found.total == has - wants
        return
    with pytest.raises(Refused) as refused:
        take(store, 1, wants, "ticket:1:open")
    assert (refused.value.code, refused.value.details["left"]) == ("no_incidents", has)
    assert (moves(desk), said(desk)) == ([], [])


def test_a_ticket_that_dated_incidents_cover_is_accepted_whatever_the_debt(desk: MadeDesk, store: Store) -> None:
    """SPEC Credit: a ticket that dated incidents cover is always accepted; what arrives dated repays nothing."""
    desk.ticket()
    extra(desk, 1)
    take(store, 1, 1, "ticket:1:open")
    desk.gary.perform(SetProvider("extra_tickets", "off"))
    lot(store, MAY, 1)
    take(store, 1, 1, "ticket:1:set:2")
    assert said(desk)[1].endswith("1 until 10 May 2026. Left: none; used on credit: 1.")


def test_a_cause_is_posted_once_and_no_more_is_given_back_than_was_taken(desk: MadeDesk, store: Store) -> None:
    """Rules 22 and 23."""
    desk.ticket()
    desk.ticket()
    desk.gary.perform(AdjustIncidents(HANS, 5, "gift"))
    take(store, 1, 2, "ticket:1:open")
    take(store, 2, 1, "ticket:2:open")
    with pytest.raises(Refused) as again:
        take(store, 1, 2, "ticket:1:open")
    with pytest.raises(Refused) as more:
        give_back(store, 2, 2, "ticket:2:spam:1")
    assert (again.value.code, more.value.code) == ("posted_before", "reversed")
    assert (charged(store, 1), charged(store, 2), left(desk)) == (2, 1, 2)


def test_the_client_is_told_by_email_where_that_is_switched_on(desk: MadeDesk, store: Store) -> None:
    """MO2, clarification: incidents charged is announced by mail if switched on; off by default."""
    desk.ticket()
    desk.gary.perform(AdjustIncidents(HANS, 5, "gift"))
    take(store, 1, 1, "ticket:1:open")
    assert desk.system.perform(LeaseOutbox("test", 9)) == []
    desk.gary.perform(SetProvider("mail_incidents_charged", "on"))
    take(store, 1, 2, "ticket:1:set:3")
    (mail,) = desk.system.perform(LeaseOutbox("test", 9))
    assert (mail.to, mail.subject) == ((HANS,), "Support incidents taken: Server down [#1]")
    assert mail.text.startswith("Support incidents taken for your ticket 1: 2. Left on your account: 2.")
    assert (mail.auto, mail.null_sender) == (True, True)


def test_now_is_after_what_was_posted_last(desk: MadeDesk, store: Store) -> None:
    """IN13: what a ticket moved is in the balance of now, though it was posted a moment ahead of a standing clock."""
    desk.ticket()
    desk.gary.perform(AdjustIncidents(HANS, 5, "gift"))
    take(store, 1, 2, "ticket:1:open")
    assert desk.gary.read(ReadIncidents(HANS)).total == 3
    assert desk.gary.read(ReadIncidents(HANS, at=NINE)).total == 5, "a moment that is named is that moment"
