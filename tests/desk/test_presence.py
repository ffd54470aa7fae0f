"""Who has a ticket open and who writes on it (issue 4; SCREENS: `anna, writing`), seen from the desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.messages import MergeTicket
from helpdesk_tui.desk.actions.parameters import MarkRead
from helpdesk_tui.desk.actions.presence import Attend
from helpdesk_tui.desk.actions.redirect import Assign, Close
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadHistory, ReadJournal, ReadPresence, ReadQueue, ReadRow, ReadTouched
from helpdesk_tui.store.engine import Watch
from helpdesk_tui.views import Colleague
from tests.desks import MadeDesk

PATIENCE = 5.0
ANNA_READS, ANNA_WRITES = (Colleague("anna", False),), (Colleague("anna", True),)


def seen(desk: Desk, number: int) -> tuple[Colleague, ...]:
    """Who is on the ticket, which the row of a list says too."""
    found = desk.read(ReadPresence(number)).get(number, ())
    assert desk.read(ReadPresence()).get(number, ()) == found
    row = desk.read(ReadRow(number))
    assert row.opened_by == tuple(one.login for one in found)
    assert (row.writing is not None) is any(one.writing for one in found)
    return found


def test_who_opens_a_ticket_is_seen_until_they_leave(desk: MadeDesk) -> None:
    """By others, not by oneself; on the ticket and on no other one."""
    number, other = desk.ticket(), desk.ticket()
    desk.anna.perform(MarkRead(number, stays=True))
    assert (seen(desk.gus, number), seen(desk.gary, number), seen(desk.anna, number)) == (ANNA_READS, ANNA_READS, ())
    assert seen(desk.gus, other) == ()
    desk.anna.perform(Attend(number, here=False))
    assert seen(desk.gus, number) == ()


def test_reading_elsewhere_is_not_having_it_open(desk: MadeDesk) -> None:
    """An act that marks it as read opens no form."""
    number = desk.ticket()
    desk.anna.perform(MarkRead(number))
    assert seen(desk.gus, number) == ()


def test_it_passes_by_itself(desk: MadeDesk) -> None:
    """A crash tells nobody: without a beat it is over after four and a half minutes, with beats it goes on."""
    number = desk.ticket()
    desk.anna.perform(Attend(number))
    for _ in range(5):
        desk.clock.forward(seconds=60)
        desk.anna.perform(Attend(number))
    desk.clock.forward(seconds=269)
    assert seen(desk.gus, number) == ANNA_READS
    desk.clock.forward(seconds=2)
    assert seen(desk.gus, number) == ()


def test_what_a_crash_left_is_swept_up(desk: MadeDesk) -> None:
    """The table holds open forms, not history."""
    first, second, kept = desk.ticket(), desk.ticket(), desk.ticket()
    desk.anna.perform(Attend(first))
    desk.clock.forward(minutes=5)
    desk.gus.perform(Attend(kept))
    desk.anna.perform(Attend(second))
    assert {row.ticket for row in desk.sql("SELECT ticket FROM presence")} == {second, kept}


def test_who_writes(desk: MadeDesk) -> None:
    """A draft that was just kept, of an open ticket; a pause of two minutes, sending and leaving end it."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.anna.perform(Attend(number))
    desk.anna.perform(KeepDraft(number, "Dear Hans,"))
    assert seen(desk.gus, number) == ANNA_WRITES
    assert desk.gus.read(ReadRow(number)).writing == "anna"
    desk.clock.forward(seconds=121)
    assert seen(desk.gus, number) == ANNA_READS
    desk.anna.perform(KeepDraft(number, "Dear Hans, done"))
    assert seen(desk.gus, number) == ANNA_WRITES
    desk.anna.perform(Reply(number, "Dear Hans, done", drafts=(("Dear Hans, done", ""),)))
    assert seen(desk.gus, number) == ANNA_READS
    desk.anna.perform(KeepDraft(number, "One more"))
    desk.anna.perform(Attend(number, here=False))
    assert seen(desk.gus, number) == (), "a draft that was left behind is nobody writing"


def test_several(desk: MadeDesk) -> None:
    """By login; the row names one who writes."""
    number = desk.ticket()
    for one in (desk.gus, desk.anna):
        one.perform(Attend(number))
    desk.gus.perform(KeepDraft(number, "", "look at node 4"))
    assert seen(desk.gary, number) == (Colleague("anna", False), Colleague("gus", True))
    assert desk.gary.read(ReadRow(number)).writing == "gus"


def test_only_who_sees_the_ticket_sees_who_has_it_open(desk: MadeDesk) -> None:
    """TQ1: of a ticket of another department nothing is told, whether asked for it or for all."""
    number = desk.ticket("Tech")
    desk.anna.perform(Attend(number))
    assert desk.john.read(ReadPresence(number)) == {}
    assert desk.john.read(ReadPresence()) == {}
    assert desk.gus.read(ReadPresence()) == {number: ANNA_READS}


def test_who_lost_the_ticket_can_still_leave_it(desk: MadeDesk) -> None:
    """TQ1: and nobody has to wait until it passes."""
    number = desk.ticket("Tech")
    desk.anna.perform(Attend(number))
    desk.sql(f"UPDATE task SET department = (SELECT id FROM department WHERE name = 'Sales') WHERE ticket = {number}")
    desk.anna.perform(Attend(number, here=False))
    assert desk.gary.read(ReadPresence(number)) == {}


def test_nothing_of_it_is_a_change(desk: MadeDesk) -> None:
    """P9: no event, no entry of the journal, no list that is read anew."""
    number = desk.ticket()
    before, change = desk.gary.read(ReadHistory(number)), desk.gary.read(ReadQueue()).change
    desk.anna.perform(Attend(number))
    desk.anna.perform(KeepDraft(number, "Dear"))
    desk.anna.perform(Attend(number, here=False))
    assert desk.gary.read(ReadHistory(number)) == before
    assert desk.gary.read(ReadTouched(change)) == (change, frozenset())
    assert desk.anna.read(ReadJournal()) == ()


def test_a_merge_leaves_presence_alone(desk: MadeDesk) -> None:
    """TF7: a form moves on by itself; the row of a merged ticket passes."""
    first, second = desk.ticket(), desk.ticket()
    for number in (first, second):
        desk.gus.perform(Take(number))
    desk.anna.perform(Attend(second))
    desk.gus.perform(MergeTicket(second, first))
    assert seen(desk.gus, first) == ()
    desk.anna.perform(Attend(first))
    assert seen(desk.gus, first) == ANNA_READS


@pytest.fixture
def watch(desk: MadeDesk) -> Iterator[Watch]:
    made = desk.system.watch()
    yield made
    made.close()


def drained(watch: Watch) -> Watch:
    while watch.changed(0):
        pass
    return watch


def test_news_of_it_wake_the_others(desk: MadeDesk, watch: Watch) -> None:
    """TQ12: opening, the beginning of writing, its end, leaving: each is told at once on both databases."""
    number = desk.ticket()
    for act in (MarkRead(number, stays=True), KeepDraft(number, "Dear"), KeepDraft(number, ""),
                Attend(number, here=False)):  # fmt: skip
        drained(watch)
        desk.anna.perform(act)
        assert watch.changed(PATIENCE), act


def test_no_news_do_not_notify(desk: MadeDesk, watch: Watch) -> None:
    """P9: a beat, and another pause of who is known to write, change nothing that is shown."""
    number = desk.ticket()
    desk.anna.perform(Attend(number))
    desk.anna.perform(KeepDraft(number, "Dear"))
    if "postgres" not in desk.where:
        return  # a file tells that it was written, whatever that was
    drained(watch)
    desk.clock.forward(seconds=60)
    desk.anna.perform(Attend(number))
    desk.anna.perform(KeepDraft(number, "Dear Hans"))
    assert not watch.changed(0.3)


def test_leaving_what_was_not_open_is_nothing(desk: MadeDesk) -> None:
    """Once more changes nothing; a closed or reassigned ticket can be open as any other."""
    number = desk.ticket()
    desk.anna.perform(Attend(number, here=False))
    desk.anna.perform(Take(number))
    desk.anna.perform(Assign(number, department="Sales"))
    desk.anna.perform(Close(number))
    desk.anna.perform(Attend(number))
    assert seen(desk.john, number) == ANNA_READS
