"""Ready-made tickets: only on a demonstration, and stored as the acts would have stored them (PERFORMANCE P3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.bulk import BeginDemonstration, SeedTickets
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import MarkRead, ToggleFavourite
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Archive, Assign
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.door import Desk, diagnose, open_desk
from helpdesk_tui.desk.registry import SYSTEM_ACTS
from helpdesk_tui.errors import Refused, UnusableData
from helpdesk_tui.questions import ReadHistory, ReadProvider, ReadQueue, ReadSearch, ReadTicket
from helpdesk_tui.rules import lifecycle
from helpdesk_tui.rules.query_tree import FreeText, Query, Term
from helpdesk_tui.rules.ready import ReadyMessage, ReadyTicket
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.vocab import MessageKind, Priority, QueueView
from tests.desks import HANS, NINE, MadeDesk, furnish

HOUR = timedelta(hours=1)
FILE = ParsedAttachment("zebra.txt", "text/plain", b"stripes")


def answered(desk: MadeDesk) -> ReadyTicket:
    """A ticket of Hans in Tech, taken and answered by anna, archived by Hans, as facts with two messages."""
    anna = desk.anna.scope()
    ticket = lifecycle.opened(number=0, client=1, subject="Server down", service=None, departments=(1,), now=NINE)
    ticket = lifecycle.client_wrote(ticket, NINE)
    taken = lifecycle.take(ticket, anna, NINE + HOUR)
    closed = lifecycle.close_mine(lifecycle.staff_wrote(taken, anna, NINE + 2 * HOUR), anna, NINE + 2 * HOUR)
    archived = lifecycle.archive(closed, NINE + 3 * HOUR)
    messages = (
        ReadyMessage(MessageKind.CLIENT, HANS, NINE, "Help!", 1, attachments=(FILE,)),
        ReadyMessage(MessageKind.STAFF, "anna", NINE + 2 * HOUR, "It was the\npangolin.", 2, anna.staff_id),
    )
    readings = ((anna.staff_id or 0, NINE + 2 * HOUR),)
    return ReadyTicket(replace(archived, version=4), messages, readings, (anna.staff_id or 0,))


def rows(store: Store, table: str, but: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """All rows of a table, without some columns."""
    with store.read() as connection:
        found = connection.exec_driver_sql(f'SELECT * FROM "{table}" ORDER BY 1, 2').mappings().all()
    hidden = {*but, "search"}
    return [{name: value for name, value in row.items() if name not in hidden} for row in found]


def test_an_ordinary_desk_cannot_be_filled(desk: MadeDesk) -> None:
    """The mark is needed, and a desk with tickets cannot get it any more."""
    with pytest.raises(Refused) as refused:
        desk.system.perform(SeedTickets((answered(desk),)))
    assert refused.value.code == "no_demonstration"
    desk.ticket()
    with pytest.raises(Refused) as refused:
        desk.system.perform(BeginDemonstration())
    assert refused.value.code == "not_empty"
    assert "demonstration" not in desk.gary.read(ReadProvider())


def test_nobody_but_the_program_may(desk: MadeDesk) -> None:
    """Not even an administrator marks or fills a desk; nor can the setting be changed by hand (DS3)."""
    assert {BeginDemonstration, SeedTickets} <= set(SYSTEM_ACTS)
    for act in (BeginDemonstration(), SeedTickets((answered(desk),))):
        with pytest.raises(Refused) as refused:
            desk.gary.perform(act)
        assert refused.value.code == "not_allowed"
    with pytest.raises(Refused) as refused:
        desk.gary.perform(SetProvider("demonstration", "on"))
    assert refused.value.code == "unknown_setting"


def test_the_mark_is_a_provider_setting(desk: MadeDesk) -> None:
    """It can be seen, and giving it twice is no error, with tickets neither."""
    desk.system.perform(BeginDemonstration())
    desk.system.perform(SeedTickets((answered(desk),)))
    desk.system.perform(BeginDemonstration())
    assert desk.gary.read(ReadProvider())["demonstration"] == "on"


def test_a_batch_is_one_transaction(desk: MadeDesk) -> None:
    """Rule 28: when one ticket cannot be stored, none is."""
    desk.system.perform(BeginDemonstration())
    good = answered(desk)
    lost = lifecycle.opened(number=0, client=999, subject="x", service=None, departments=(1,), now=NINE)
    with pytest.raises(UnusableData) as wrong:
        desk.system.perform(SeedTickets((good, ReadyTicket(lost, ()))))
    assert wrong.value.code == "contradiction"
    assert desk.gary.read(ReadQueue(QueueView.ALL)).rows == ()


def test_numbers_come_back_in_order_and_go_on(desk: MadeDesk) -> None:
    """Numbers follow each other over batches, and a ticket made by an act gets the next one."""
    desk.system.perform(BeginDemonstration())
    ready = answered(desk)
    assert desk.system.perform(SeedTickets((ready, ready, ready))) == [1, 2, 3]
    assert desk.system.perform(SeedTickets((ready,))) == [4]
    assert desk.system.perform(SeedTickets(())) == []
    assert desk.ticket() == 5


def test_what_is_stored_can_be_read_and_found(desk: MadeDesk) -> None:
    """Conversation, attachment, history, search: as of any other ticket (TF11, TQ10)."""
    desk.system.perform(BeginDemonstration())
    (number,) = desk.system.perform(SeedTickets((answered(desk),)))
    ticket = desk.anna.read(ReadTicket(number))
    assert [(m.kind.value, m.author, m.text, m.own_lines) for m in ticket.messages] == [
        ("client", HANS, "Help!", 1),
        ("staff", "anna", "It was the\npangolin.", 2),
    ]
    assert [(a.name, a.size) for a in ticket.messages[0].attachments] == [("zebra.txt", 7)]
    assert (ticket.row.status.value, ticket.row.client_status.value, ticket.row.unread) == (
        "archived",
        "reviewed",
        False,
    )
    assert [row.number for row in desk.anna.read(ReadQueue(QueueView.FAVOURITES)).rows] == [number]
    for word in ("pangolin", "zebra", "down"):
        assert [hit[0] for hit in desk.anna.read(ReadSearch(Query((Term(FreeText(word)),))))] == [number], word
    assert [event.field for event in desk.gary.read(ReadHistory(number))] == ["staff", "client", "ticket"]
    assert [row.number for row in desk.john.read(ReadQueue(QueueView.ALL)).rows] == []


def _by_acts(desk: MadeDesk) -> None:
    number = desk.hans.perform(NewTicket(HANS, "Tech", "Server down", "Help!", attachments=(FILE,)))
    desk.clock.forward(hours=1)
    desk.anna.perform(Take(number))
    desk.clock.forward(hours=1)
    desk.anna.perform(Reply(number, "It was the\npangolin.", close=True))
    desk.anna.perform(ToggleFavourite(number))
    desk.clock.forward(hours=1)
    desk.hans.perform(Archive(number))


def test_the_rows_are_those_that_acts_store(desk: MadeDesk, store: Store, tmp_path: Path) -> None:
    """P3: every column of ticket, task, message, attachment and reading is what the acts would have written.

    The same life is lived by acts on another desk.
    """
    other = tmp_path / "acts.sqlite"
    furnish(str(other))
    acts = MadeDesk.at(str(other))
    _by_acts(acts)
    desk.system.perform(BeginDemonstration())
    desk.system.perform(SeedTickets((answered(desk),)))
    by_acts = Store(str(other))
    try:
        for table in ("ticket", "task", "message", "attachment", "reading"):
            assert rows(store, table) == rows(by_acts, table), table
        assert rows(store, "favourite", ("change",)) == rows(by_acts, "favourite", ("change",))
        assert [row["sha256"] for row in rows(store, "blob")] == [row["sha256"] for row in rows(by_acts, "blob")]
    finally:
        by_acts.close()
        acts.close()


def test_priorities_count_where_the_desk_uses_them(empty: str) -> None:
    """TQ8: a ready-made ticket takes its place by the setting of the desk, as others do."""
    furnish(empty)
    system = open_desk(empty, FixedClock(NINE))
    try:
        system.perform(BeginDemonstration())
        system.staff("gary").perform(SetProvider("use_priority", "on"))
        early = lifecycle.opened(number=0, client=1, subject="early", service=None, departments=(1,), now=NINE)
        late = replace(early, subject="late", waiting=NINE + HOUR, priority=Priority.URGENT)
        two = lifecycle.assign_department(early, system.scope(), 2, NINE + HOUR)
        system.perform(SeedTickets(tuple(ReadyTicket(one, ()) for one in (early, late, two))))
        _assert_lists(system)
    finally:
        system.close()
    assert [finding.sentence for finding in diagnose(empty, clock=FixedClock(NINE)) if not finding.ok] == []


def _assert_lists(system: Desk) -> None:
    gary, john = system.staff("gary"), system.staff("john")
    assert [row.number for row in gary.read(ReadQueue()).rows] == [2, 1, 3]
    assert [row.number for row in gary.read(ReadQueue(QueueView.UNASSIGNED)).rows] == [2, 1, 3]
    assert [row.number for row in john.read(ReadQueue()).rows] == [3]
    john.perform(Take(3))
    john.perform(MarkRead(3))
    assert [row.number for row in john.read(ReadQueue(QueueView.MINE)).rows] == [3]
    john.perform(Assign(3, department="Billing"))
    assert john.read(ReadTicket(3)).row.taken_by == "john"
