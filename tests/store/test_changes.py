"""Change numbers and the watch: whoever looks knows what others committed (SPEC TQ12; DESIGN: From key to paint)."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from sqlalchemy import select

from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.parameters import MarkRead, Summarise, ToggleFavourite
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadHealth, ReadHistory, ReadQueue, ReadTouched
from helpdesk_tui.store.engine import Store, Watch
from helpdesk_tui.store.tables import desk as tables
from helpdesk_tui.store.tables.base import table
from tests.desks import MadeDesk
from tests.race import Starter
from tests.store.transactions import writing

_desk, _event = table(tables.Desk), table(tables.Event)
PATIENCE = 10.0


def drained(watch: Watch) -> Watch:
    """A watch that has seen everything up to now."""
    while watch.changed(0):
        pass
    return watch


def change_of(desk: MadeDesk) -> int:
    return desk.gary.read(ReadHealth()).change


def test_numbers_are_visible_in_their_order(desk: MadeDesk, store: Store) -> None:
    """TQ12: under eight writers, whoever sees change n sees every event up to n, and none appears later."""
    tickets = [desk.ticket() for _ in range(8)]
    first = change_of(desk)
    done, failures = Event(), list[BaseException]()

    def write(number: int) -> None:
        try:
            for turn in range(12):
                desk.anna.perform(Summarise(number, f"turn {turn}"))
        except BaseException as failure:
            failures.append(failure)

    def look() -> None:
        try:
            while True:
                last_look = done.is_set()
                with store.read() as connection:
                    now = connection.execute(select(_desk.c.change)).scalar_one()
                    seen = set(connection.execute(select(_event.c.change).where(_event.c.change > first)).scalars())
                assert seen == set(range(first + 1, now + 1))
                if last_look:
                    return
        except BaseException as failure:
            failures.append(failure)

    writers = [Thread(target=write, args=(number,)) for number in tickets]
    reader = Thread(target=look)
    for thread in (*writers, reader):
        thread.start()
    for thread in writers:
        thread.join(60)
    done.set()
    reader.join(60)
    assert failures == []
    assert change_of(desk) == first + 96


def test_one_act_is_one_change(desk: MadeDesk) -> None:
    """DESIGN, one door: an event for each changed field, all under the number of the one commit."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    before = change_of(desk)
    desk.anna.perform(Reply(number, "Done.", comment="It was the disk.", close=True))
    assert change_of(desk) == before + 1
    events = [(e.action, e.field) for e in desk.anna.read(ReadHistory(number)) if e.action == "reply"]
    assert set(events) >= {("reply", "staff"), ("reply", "comment"), ("reply", "tasks"), ("reply", "mail out")}


def test_a_refused_act_is_no_change(desk: MadeDesk) -> None:
    """Rule 29: refused means that nothing happened."""
    number = desk.ticket()
    before = change_of(desk)
    with pytest.raises(Refused):
        desk.anna.perform(Reply(number, "Done."))
    assert change_of(desk) == before


def test_quiet_acts_are_no_change(desk: MadeDesk) -> None:
    """P9: a draft at every pause of typing, or a look at a ticket, makes nobody's queue reload."""
    number = desk.ticket()
    before = change_of(desk)
    desk.anna.perform(KeepDraft(number, "Dear Hans,"))
    desk.anna.perform(MarkRead(number))
    assert change_of(desk) == before


def test_touched_names_the_tickets_of_my_scope(desk: MadeDesk) -> None:
    """TQ1, TQ12: what changed since, of the tickets one sees; anything else that changed is not named."""
    mine, foreign = desk.ticket("Tech"), desk.ticket("Sales")
    since = change_of(desk)
    assert desk.anna.read(ReadTouched(since)) == (since, frozenset())
    desk.gary.perform(Summarise(mine, "mine"))
    desk.gary.perform(Summarise(foreign, "foreign"))
    assert desk.anna.read(ReadTouched(since)) == (since + 2, frozenset({mine}))
    assert desk.gary.read(ReadTouched(since)) == (since + 2, frozenset({mine, foreign}))
    assert desk.anna.read(ReadTouched(since + 1)) == (since + 2, frozenset())


def test_many_changes_are_everything(desk: MadeDesk, store: Store) -> None:
    """TQ12: after more changes than anybody names one by one, -1 says that anything may have changed."""
    since = change_of(desk)
    with writing(store) as tx:
        for number in range(1, 600):
            tx.record("subject", ticket=number)
    assert -1 in desk.anna.read(ReadTouched(since))[1]


def test_the_watch_sees_another_process(desk: MadeDesk, race: Starter) -> None:
    """TQ12: a commit of another process is noticed, once."""
    watch = drained(desk.system.watch())
    assert not watch.changed(0)
    race(desk.where, "open_ticket", [{"key": "k", "subject": "From another process"}])
    assert watch.changed(PATIENCE)
    assert not drained(watch).changed(0)
    assert [row.subject for row in desk.gary.read(ReadQueue()).rows] == ["From another process"]
    watch.close()


def test_the_watch_sees_this_process_too(desk: MadeDesk) -> None:
    """DESIGN: the truth comes back by the change, not by the act's answer."""
    watch = drained(desk.system.watch())
    number = desk.ticket()
    assert watch.changed(PATIENCE)
    drained(watch)
    desk.anna.perform(ToggleFavourite(number))
    assert watch.changed(PATIENCE)
    watch.close()


def test_the_watch_sees_nothing_where_nothing_was_committed(desk: MadeDesk, store: Store) -> None:
    """P9: neither a read nor what was rolled back wakes anybody."""

    def fail() -> None:
        with writing(store) as tx:
            tx.record("subject", ticket=1)
            tx.finish()
            raise RuntimeError

    watch = drained(desk.system.watch())
    desk.anna.read(ReadQueue())
    with pytest.raises(RuntimeError):
        fail()
    assert not watch.changed(0)
    watch.close()
