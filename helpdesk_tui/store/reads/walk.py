"""The walk behind a list of tickets (TQ2, TQ8, TQ13; PERFORMANCE P3): numbers in order, along one index.

Whom departments do not limit walks along the tickets; everybody else along the tasks of each of their departments,
merged by the database. The tasks of one ticket have the same key, so a ticket that shows up twice does so in a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    type_coerce,
    union,
    union_all,
)

from helpdesk_tui.questions import ReadQueue, RowKey
from helpdesk_tui.rules.query_tree import Query
from helpdesk_tui.store import shelves
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.filters import conditions
from helpdesk_tui.store.tables import people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import QueueSort, QueueView

ticket = table(tickets.Ticket)
task = table(tickets.Task)
favourite = table(people.Favourite)
_also = task.alias("also")

_SHELF = {
    QueueView.SUPPORT: shelves.WANTS_STAFF, QueueView.DELAYED: shelves.DELAYED, QueueView.AWAITING: shelves.AWAITING,
}  # fmt: skip
_DESCENDING = {QueueSort.NEWEST, QueueSort.UPDATED}
_BY_NUMBER = {QueueSort.NEWEST, QueueSort.OLDEST}


@dataclass(frozen=True, slots=True)
class Branch:
    """One index to walk along: where the key and the number stand, and which rows belong to it."""

    number: ColumnElement[int]
    source: Any
    where: tuple[ColumnElement[bool], ...]


def branches(asking: Asking, view: QueueView) -> list[Branch]:
    """The indexes a view is made of, in the asker's scope (TQ1)."""
    scope = asking.scope
    if view is QueueView.MINE:
        mine = task.c.owner == (scope.staff_id if scope.staff_id is not None else -1)
        # Who left a department still holds its tasks; they are for others to see and take over.
        ours = select(_also.c.id).where(_also.c.ticket == task.c.ticket, _also.c.department.in_(scope.departments))
        return [Branch(task.c.ticket, task, (mine,) if scope.everything else (mine, ours.exists()))]
    if view is QueueView.FAVOURITES:
        joined = favourite.join(ticket, ticket.c.id == favourite.c.ticket)
        where = [favourite.c.staff == scope.staff_id, ticket.c.shelf < shelves.SPAM]
        return [Branch(ticket.c.id, joined, (*where, *reach(asking)))]
    if scope.client_id is not None:
        return [Branch(ticket.c.id, ticket, (ticket.c.client == scope.client_id, *_on(ticket, view)))]
    if scope.everything:
        return [Branch(ticket.c.id, ticket, _on(ticket, view))]
    listed = () if view is QueueView.UNASSIGNED else (_is(task.c.listed),)
    return [
        Branch(task.c.ticket, task, (task.c.department == department, *listed, *_on(task, view)))
        for department in scope.departments
    ]


def reach(asking: Asking) -> tuple[ColumnElement[bool], ...]:
    """The condition under which the asker sees a ticket (TQ1); nothing for whom departments do not limit."""
    scope = asking.scope
    if scope.everything:
        return ()
    if scope.client_id is not None:
        return (ticket.c.client == scope.client_id,)
    mine = select(task.c.id).where(task.c.ticket == ticket.c.id, task.c.department.in_(scope.departments))
    return (mine.exists(),)


def numbers(asking: Asking, question: ReadQueue, limit: int) -> list[int]:
    """The numbers of a page, each once, in the order in which the walk met them (backwards for `before`, `last`)."""
    found: dict[int, None] = {}
    start = question.before or question.after
    backwards = question.before is not None or question.last
    offset = question.offset
    while True:
        statement = _page(asking, question, start, backwards, limit + 2, offset)
        if statement is None:
            return []
        rows = asking.connection.execute(statement).all()
        for row in rows:
            found.setdefault(row.number, None)
        # Every row was a ticket of its own, or there are no more: the page is complete.
        if len(found) >= limit or len(rows) < limit + 2:
            return list(found)[:limit]
        start, offset = RowKey(rows[-1].sort_value, rows[-1].number), 0


def count(asking: Asking, view: QueueView, query: Query | None, client: int | None) -> int:
    """How many tickets a view holds; off the key path (PERFORMANCE P3)."""
    parts = branches(asking, view)
    if not parts:
        return 0
    picked = [
        _narrow(select(part.number.label("number")).select_from(part.source), part, asking, query, client)
        for part in parts
    ]
    alone = len(parts) == 1 and view is not QueueView.MINE
    inner = _merged(picked).subquery()
    counted = func.count() if alone else func.count(func.distinct(inner.c.number))
    counting: Any = select(counted).select_from(inner)
    held: int = asking.connection.execute(counting).scalar_one()
    return held


def _merged(picked: list[Any], once: bool = False) -> Any:
    """The walks of all branches as one statement; the database merges them in order, `once` without repetition."""
    if len(picked) == 1:
        return picked[0].distinct() if once else picked[0]
    together: Any = union if once else union_all
    return together(*picked)


def _page(
    asking: Asking, question: ReadQueue, start: RowKey | None, backwards: bool, limit: int, offset: int
) -> Any | None:
    sort = sort_of(question)
    descending = (sort in _DESCENDING) != backwards
    picked: list[Any] = []
    for part in branches(asking, question.view):
        key = _key(part, sort)
        statement: Any = select(key.label("sort_value"), part.number.label("number")).select_from(part.source)
        if start is not None:
            statement = statement.where(_beyond(key, part.number, start, descending, sort))
        picked.append(_narrow(statement, part, asking, question.query, question.client))
    if not picked:
        return None
    # Rows that are skipped have to be counted as tickets; a page by key leaves repetitions to the caller.
    merged = _merged(picked, once=offset > 0)
    # The number alone where it is the sort value: named twice, SQLite would sort by it instead of walking.
    order = ["number"] if sort in _BY_NUMBER else ["sort_value", "number"]
    by = [literal_column(column).desc() if descending else literal_column(column) for column in order]
    return merged.order_by(*by).limit(limit).offset(offset or None)


def sort_of(question: ReadQueue) -> QueueSort:
    """The order that is used: *All tickets* has no queue order, it is sorted by the last change instead."""
    if question.view is QueueView.ALL and question.sort is QueueSort.QUEUE:
        return QueueSort.UPDATED
    return question.sort


def _key(part: Branch, sort: QueueSort) -> ColumnElement[int]:
    columns = task.c if part.source is task else ticket.c
    if sort is QueueSort.QUEUE:
        return columns.place
    if sort is QueueSort.UPDATED:
        return type_coerce(columns.updated, BigInteger)
    return part.number


def _beyond(
    key: ColumnElement[int], number: ColumnElement[int], start: RowKey, descending: bool, sort: QueueSort
) -> ColumnElement[bool]:
    if sort in _BY_NUMBER:
        return number < start.number if descending else number > start.number
    if descending:
        return (key <= start.value) & or_(key < start.value, number < start.number)
    return (key >= start.value) & or_(key > start.value, number > start.number)


def _narrow(statement: Any, part: Branch, asking: Asking, query: Query | None, client: int | None) -> Any:
    statement = statement.where(*part.where)
    wanted: list[ColumnElement[bool]] = []
    if client is not None:
        wanted.append(ticket.c.client == client)
    if query is not None and query.terms:
        wanted.extend(conditions(query, asking))
    if not wanted:
        return statement
    if part.source is task:
        # One look at the ticket for each row of the walk; the walk itself stays on its index.
        met = select(literal(1)).select_from(ticket).where(ticket.c.id == task.c.ticket, *wanted)
        return statement.where(met.exists())
    return statement.where(*wanted)


def _is(flag: ColumnElement[bool]) -> ColumnElement[bool]:
    """The flag is on, in the words of the partial indexes: SQLite finds none of them by `IS 1`."""
    return flag == true()


def _on(where: Any, view: QueueView) -> tuple[ColumnElement[bool], ...]:
    if view is QueueView.UNASSIGNED:
        return (_is(where.c.free),)
    if view is QueueView.ALL:
        visible = "ticket.shelf < 4" if where is ticket else "task.shelf NOT IN (4, 5)"
        return (literal_column(visible),)
    return (where.c.shelf == _SHELF[view],)
