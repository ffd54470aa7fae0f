"""Pages by key while others write: nothing that stayed where it was is left out or shown twice (SPEC TQ12, TQ13)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.parameters import SetPriority
from helpdesk_tui.desk.actions.redirect import Assign, Close
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadQueue, RowKey
from helpdesk_tui.vocab import QueueSort, QueueView
from tests.desks import MadeDesk

SIZE = 5


@pytest.fixture
def queue(desk: MadeDesk) -> list[int]:
    """Thirty tickets of Tech, one a minute; their numbers, the one that waits longest first."""
    numbers = []
    for _ in range(30):
        desk.clock.forward(minutes=1)
        numbers.append(desk.ticket())
    return numbers


def forwards(asker: Desk, sort: QueueSort) -> Iterator[list[int]]:
    """Page after page from the beginning."""
    after: RowKey | None = None
    asking = ReadQueue(QueueView.SUPPORT, sort)
    while rows := asker.read(ReadQueue(QueueView.SUPPORT, sort, after=after, limit=SIZE)).rows:
        yield [row.number for row in rows]
        after = asking.key_of(rows[-1])


def backwards(asker: Desk, sort: QueueSort) -> Iterator[list[int]]:
    """Page before page from the end."""
    asking = ReadQueue(QueueView.SUPPORT, sort)
    rows = asker.read(ReadQueue(QueueView.SUPPORT, sort, last=True, limit=SIZE)).rows
    while rows:
        yield [row.number for row in rows]
        rows = asker.read(ReadQueue(QueueView.SUPPORT, sort, before=asking.key_of(rows[0]), limit=SIZE)).rows


@pytest.mark.parametrize("sort", QueueSort)
@pytest.mark.parametrize("login", ["anna", "gary"])
def test_new_tickets_while_one_turns_pages(desk: MadeDesk, queue: list[int], login: str, sort: QueueSort) -> None:
    """TQ13: rows that come in between neither hide nor repeat the others."""
    seen: list[int] = []
    for page in forwards(getattr(desk, login), sort):
        seen += page
        desk.clock.forward(minutes=1)
        if len(seen) < 30:
            desk.ticket()
    old = queue if sort in (QueueSort.QUEUE, QueueSort.OLDEST) else queue[::-1]
    assert [number for number in seen if number in set(queue)] == old
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("sort", QueueSort)
def test_new_tickets_while_one_turns_back(desk: MadeDesk, queue: list[int], sort: QueueSort) -> None:
    """TQ13: from the end backwards, too."""
    seen: list[int] = []
    for page in backwards(desk.gary, sort):
        seen = page + seen
        desk.clock.forward(minutes=1)
        if len(seen) < 30:
            desk.ticket()
    old = queue if sort in (QueueSort.QUEUE, QueueSort.OLDEST) else queue[::-1]
    assert [number for number in seen if number in set(queue)] == old
    assert len(seen) == len(set(seen))


def test_a_ticket_that_leaves_takes_no_other_with_it(desk: MadeDesk, queue: list[int]) -> None:
    """TQ12: the last row of the page one has is closed meanwhile; the next page begins where it would have."""
    pages = forwards(desk.anna, QueueSort.QUEUE)
    first = next(pages)
    desk.gary.perform(Close(first[-1]))
    desk.gary.perform(Close(queue[7]))
    assert next(pages) == [*queue[5:7], *queue[8:11]]


def test_a_ticket_that_moves_to_the_front_is_not_shown_again(desk: MadeDesk, queue: list[int]) -> None:
    """TQ8: what is placed at the beginning while one reads on is found there by the next look from the start."""
    pages = forwards(desk.anna, QueueSort.QUEUE)
    next(pages)
    desk.gary.perform(SetPriority(queue[20], front=True))
    rest = [number for page in pages for number in page]
    assert rest == [number for number in queue[5:] if number != queue[20]]
    assert next(forwards(desk.anna, QueueSort.QUEUE)) == [queue[20], *queue[:4]]


def test_a_ticket_of_two_departments_of_mine_stands_once(desk: MadeDesk) -> None:
    """TQ5: open for Tech and Sales, it is one row for gus, and one ticket in the count of his pages."""
    numbers = []
    for _ in range(7):
        desk.clock.forward(minutes=1)
        numbers.append(desk.ticket())
        desk.anna.perform(Take(numbers[-1]))
        desk.anna.perform(Assign(numbers[-1], department="Sales"))
    for sort, order in ((QueueSort.QUEUE, numbers), (QueueSort.NEWEST, numbers[::-1])):
        assert [number for page in forwards(desk.gus, sort) for number in page] == order
        assert next(forwards(desk.gus, sort)) == order[:SIZE]
