"""The two kinds of transaction, on both databases (RELIABILITY rules 28 and 32; DESIGN: Store)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.parameters import Summarise
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.errors import NotFound, TryLater
from helpdesk_tui.questions import ReadQueue, ReadRow, ReadTicket
from helpdesk_tui.store import postgres, sqlite
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tables import desk as desk_tables
from helpdesk_tui.store.tables import tickets as tables
from helpdesk_tui.store.tables.base import table
from tests.desks import NINE, MadeDesk
from tests.store.transactions import writing

_ticket, _task, _lease = table(tables.Ticket), table(tables.Task), table(desk_tables.Lease)


@pytest.fixture
def impatient(desk: MadeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens the database now waits a moment only for a lock; the desk, which others use too, is open."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(postgres, "LOCK_SECONDS", 0.05)


@pytest.mark.usefixtures("impatient")
def test_a_write_starts_as_a_writer(desk: MadeDesk) -> None:
    """Rule 28: what one act has loaded no other can load until the first one ends."""
    number = desk.ticket()
    one, other = Store(desk.where), Store(desk.where)
    try:
        with writing(one) as first:
            first.tickets.load(number)
            with pytest.raises(TryLater) as refusal, writing(other) as second:
                second.tickets.load(number)
        assert (refusal.value.code, refusal.value.exit_code) == ("locked", 75)
        with writing(other) as second:
            assert second.tickets.load(number).number == number
    finally:
        one.close()
        other.close()


@pytest.mark.usefixtures("impatient")
def test_a_locked_database_says_so(desk: MadeDesk, store: Store) -> None:
    """CLI exit codes: 75, try again later; nothing was changed."""
    number = desk.ticket()
    hasty = MadeDesk.at(desk.where)
    with writing(store) as tx:
        tx.tickets.load(number)
        with pytest.raises(TryLater) as refusal:
            hasty.anna.perform(Take(number))
    hasty.close()
    assert refusal.value.exit_code == 75
    assert "try again" in refusal.value.sentence
    assert desk.anna.read(ReadRow(number)).taken_by is None


def test_a_reader_is_not_blocked(desk: MadeDesk, store: Store) -> None:
    """DESIGN: reads never wait for a writer, and see what was committed."""
    number = desk.ticket(subject="Before")
    with writing(store) as tx:
        tx.connection.execute(text("UPDATE ticket SET subject = 'After'"))
        assert desk.anna.read(ReadRow(number)).subject == "Before"
    assert desk.anna.read(ReadRow(number)).subject == "After"


def test_a_read_sees_one_moment(desk: MadeDesk, store: Store) -> None:
    """DESIGN: a page, its rows and the change number belong together, whatever is committed between its statements."""
    number = desk.ticket(subject="Before")
    asked = select(_ticket.c.subject).where(_ticket.c.id == number)
    change = text("SELECT change FROM desk")
    with store.read() as connection:
        seen = connection.execute(change).scalar_one()
        with writing(store) as tx:
            tx.connection.execute(text("UPDATE ticket SET subject = 'After'"))
            tx.record("subject", "Before", "After", ticket=number)
        assert connection.execute(asked).scalar_one() == "Before"
        assert connection.execute(change).scalar_one() == seen
    with store.read() as connection:
        assert (connection.execute(asked).scalar_one(), connection.execute(change).scalar_one()) == ("After", seen + 1)


def test_an_error_leaves_nothing(desk: MadeDesk, store: Store) -> None:
    """Rule 29: an act is refused, or all of it is there: ticket, messages, events, change number."""
    number = desk.ticket()
    change = desk.gary.read(ReadQueue()).change

    def fail() -> None:
        with writing(store) as tx:
            tx.conversation.system(tx.tickets.load(number), "Never seen")
            tx.finish()
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="disk is full"):
        fail()
    shown = desk.gary.read(ReadTicket(number))
    assert [message.text for message in shown.messages] == ["Help!"]
    assert shown.change == change


def test_read_and_write_back_in_many_threads(desk: MadeDesk) -> None:
    """Rule 28: eight threads read a row and write it back, and none of them is told that the database is locked."""
    number = desk.ticket()
    failures: list[BaseException] = []

    def work(who: int) -> None:
        try:
            for turn in range(10):
                desk.anna.perform(Summarise(number, f"{who} {turn}"))
        except BaseException as failure:
            failures.append(failure)

    version = desk.anna.read(ReadRow(number)).version
    threads = [Thread(target=work, args=(who,)) for who in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert desk.anna.read(ReadRow(number)).version == version + 80


def test_naive_times_are_refused(store: Store) -> None:
    """Rule 32: a time without a zone comes from a mistake, never from a clock of ours."""
    naive = datetime(2026, 4, 11, 9, 0)  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a time zone"), store.write() as connection:
        connection.execute(insert(_lease).values(name="x", owner="y", until=naive))


@pytest.mark.parametrize("hours", [-7, 0, 5.5])
def test_times_come_back_in_utc_to_the_millisecond(store: Store, hours: float) -> None:
    """Rule 32: times are stored in UTC, the same on both databases."""
    given = NINE.replace(microsecond=123_000).astimezone(timezone(timedelta(hours=hours)))
    with store.write() as connection:
        connection.execute(insert(_lease).values(name="x", owner="y", until=given))
        found = connection.execute(select(_lease.c.until)).scalar_one()
        stored: Any = connection.execute(text("SELECT until FROM lease")).scalar_one()
    assert (found.isoformat(), stored) == ("2026-04-11T09:00:00.123000+00:00", 1775898000123)


def test_foreign_keys_are_on(store: Store) -> None:
    """Rule 27: no task without its ticket."""
    values = {"ticket": 999, "department": 1, "open": True, "opened": NINE, "listed": True, "free": True, "shelf": 0,
              "place": 0, "updated": NINE}  # fmt: skip
    with pytest.raises(IntegrityError), store.write() as connection:
        connection.execute(insert(_task).values(values))


def test_text_that_no_database_takes(desk: MadeDesk) -> None:
    """MG10, TR5: NUL and half a surrogate pair, from an argument or a paste, are stored as a mark and stop nothing."""
    number = desk.ticket(subject="Server \ud83d down")
    desk.anna.perform(Take(number))
    desk.anna.perform(Reply(number, "one\x00two \udcff three"))
    shown = desk.anna.read(ReadTicket(number))
    assert shown.row.subject == "Server \ufffd down"
    assert shown.messages[-1].text == "one\ufffdtwo \ufffd three"


@pytest.mark.parametrize("number", [10**30, 2**63, -(10**30), 2**63 - 1, 0, -1])
def test_numbers_that_nothing_has(desk: MadeDesk, number: int) -> None:
    """Rule 34: whatever number is guessed, it was not found."""
    for question in (ReadTicket(number), ReadRow(number)):
        with pytest.raises(NotFound):
            desk.gary.read(question)
    with pytest.raises(NotFound):
        desk.gary.perform(Take(number))
