"""The walk behind a list of tickets (TQ2, TQ8, TQ13; PERFORMANCE P3): numbers in order, along one index.

Whom departments do not limit walks along the tickets; everybody else along the tasks of each of their departments,
merged by the database. The tasks of one ticket have the same key, so a ticket that shows up twice does so in a row.
Where a tag is what narrows most (`tag:`), the walk goes along that tag's rows instead, which have the same keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    bindparam,
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
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.query_tree import Query
from helpdesk_tui.store import shelves
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.filters import conditions, leading_tags
from helpdesk_tui.store.tables import people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import QueueSort, QueueView

ticket = table(tickets.Ticket)
task = table(tickets.Task)
favourite = table(people.Favourite)
tagrow = table(tickets.TagRow)
_also = task.alias("also")

_SHELF = {
    QueueView.SUPPORT: shelves.WANTS_STAFF, QueueView.DELAYED: shelves.DELAYED, QueueView.AWAITING: shelves.AWAITING,
    QueueView.SPAM: shelves.SPAM,
}  # fmt: skip
_DESCENDING = {QueueSort.NEWEST, QueueSort.UPDATED}
_BY_NUMBER = {QueueSort.NEWEST, QueueSort.OLDEST}
_MOST_WAYS = 60
"""Walks that are merged along the rows of tags; SQLite takes 500, and each is a statement to write."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One index to walk along: where the key and the number stand, and which rows belong to it."""

    number: ColumnElement[int]
    source: Any
    where: tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a view, the tags along whose rows it is walked, and what else a ticket has to fulfil."""

    view: QueueView
    tags: tuple[str, ...]
    query: Query | None
    client: int | None

    @property
    def plain(self) -> bool:
        """Whether the indexes alone answer it."""
        return self.client is None and (self.query is None or not self.query.terms)


def _wanted(asking: Asking, view: QueueView, query: Query | None, client: int | None) -> Wanted:
    # What is one's own is a short list already, and so are the tickets of a client where an index has them.
    short = view in (QueueView.MINE, QueueView.FAVOURITES) or (client is not None and asking.scope.everything)
    if query is None or short:
        return Wanted(view, (), query, client)
    tags, rest = leading_tags(query, asking)
    ways = len(tags) * max(1, len(asking.scope.departments))
    return Wanted(view, tags, rest, client) if ways <= _MOST_WAYS else Wanted(view, (), query, client)


def _branches(scope: Scope, view: QueueView, tags: tuple[str, ...] = ()) -> list[Branch]:
    """The indexes a view is made of, in the asker's scope (TQ1)."""
    if tags:
        return [
            Branch(
                tagrow.c.ticket, tagrow, (tagrow.c.tag == tag, tagrow.c.department == department, *_on(tagrow, view))
            )
            for tag in tags
            for department in ((0,) if scope.everything else scope.departments)
        ]
    if view is QueueView.MINE:
        mine = task.c.owner == (scope.staff_id if scope.staff_id is not None else -1)
        # Who left a department still holds its tasks; they are for others to see and take over.
        ours = select(_also.c.id).where(_also.c.ticket == task.c.ticket, _also.c.department.in_(scope.departments))
        return [Branch(task.c.ticket, task, (mine,) if scope.everything else (mine, ours.exists()))]
    if view is QueueView.FAVOURITES:
        joined = favourite.join(ticket, ticket.c.id == favourite.c.ticket)
        where = [favourite.c.staff == scope.staff_id, ticket.c.shelf < shelves.SPAM]
        return [Branch(ticket.c.id, joined, (*where, *_reach(scope)))]
    if scope.everything:
        return [Branch(ticket.c.id, ticket, _on(ticket, view))]
    listed = () if view is QueueView.UNASSIGNED else (_is(task.c.listed),)
    return [
        Branch(task.c.ticket, task, (task.c.department == department, *listed, *_on(task, view)))
        for department in scope.departments
    ]


def reach(asking: Asking) -> tuple[ColumnElement[bool], ...]:
    """The condition under which the asker sees a ticket (TQ1); nothing for whom departments do not limit."""
    return _reach(asking.scope)


def _reach(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    if scope.everything:
        return ()
    if scope.client_id is not None:
        behind = () if scope.behind is None else _reach(scope.behind)
        return (ticket.c.client == scope.client_id, *behind)
    mine = select(task.c.id).where(task.c.ticket == ticket.c.id, task.c.department.in_(scope.departments))
    return (mine.exists(),)


def numbers(asking: Asking, question: ReadQueue, limit: int) -> list[int]:
    """The numbers of a page, each once, in the order in which the walk met them (backwards for `before`, `last`)."""
    found: dict[int, None] = {}
    start = question.before or question.after
    backwards = question.before is not None or question.last
    values = {"most": limit + 2, "skipped": question.offset}
    while True:
        statement = _page(asking, question, start is not None, backwards, values["skipped"] > 0)
        if statement is None:
            return []
        if start is not None:
            values |= {"from_value": start.value, "from_number": start.number}
        rows = asking.connection.execute(statement, values).all()
        for row in rows:
            found.setdefault(row.number, None)
        # Every row was a ticket of its own, or there are no more: the page is complete.
        if len(found) >= limit or len(rows) < limit + 2:
            return list(found)[:limit]
        start = RowKey(rows[-1].sort_value, rows[-1].number)
        values["skipped"] = 0


def count(asking: Asking, view: QueueView, query: Query | None, client: int | None) -> int:
    """How many tickets a view holds; off the key path (PERFORMANCE P3)."""
    wanted = _wanted(asking, view, query, client)
    parts = _branches(asking.scope, view, wanted.tags)
    if not parts:
        return 0
    picked = [
        _narrow(select(part.number.label("number")).select_from(part.source), part, asking, wanted) for part in parts
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


def _page(asking: Asking, question: ReadQueue, started: bool, backwards: bool, skipping: bool) -> Any | None:
    """The statement of a page; `from_value`, `from_number`, `most` and `skipped` are given when it is executed."""
    sort = question.order
    wanted = _wanted(asking, question.view, question.query, question.client)
    if wanted.plain:
        return _plain_page(asking.scope, wanted, sort, started, backwards, skipping)
    parts = [(part, _narrow(statement, part, asking, wanted)) for part, statement in _walks(asking.scope, wanted, sort)]
    return _ordered(parts, sort, started, backwards, skipping)


@lru_cache(maxsize=128)
def _plain_page(
    scope: Scope, wanted: Wanted, sort: QueueSort, started: bool, backwards: bool, skipping: bool
) -> Any | None:
    """A page without filters, built once: with twenty departments building takes as long as reading."""
    parts = [(part, statement.where(*part.where)) for part, statement in _walks(scope, wanted, sort)]
    return _ordered(parts, sort, started, backwards, skipping)


def _walks(scope: Scope, wanted: Wanted, sort: QueueSort) -> list[tuple[Branch, Any]]:
    return [
        (part, select(_key(part, sort).label("sort_value"), part.number.label("number")).select_from(part.source))
        for part in _branches(scope, wanted.view, wanted.tags)
    ]


def _ordered(
    parts: list[tuple[Branch, Any]], sort: QueueSort, started: bool, backwards: bool, skipping: bool
) -> Any | None:
    if not parts:
        return None
    descending = (sort in _DESCENDING) != backwards
    picked = [
        statement.where(_beyond(_key(part, sort), part.number, descending, sort)) if started else statement
        for part, statement in parts
    ]
    # Rows that are skipped have to be counted as tickets; a page by key leaves repetitions to the caller.
    merged = _merged(picked, once=skipping)
    # The number alone where it is the sort value: named twice, SQLite would sort by it instead of walking.
    order = ["number"] if sort in _BY_NUMBER else ["sort_value", "number"]
    by: list[Any] = [literal_column(column).desc() if descending else literal_column(column) for column in order]
    return merged.order_by(*by).limit(bindparam("most")).offset(bindparam("skipped") if skipping else None)


def _key(part: Branch, sort: QueueSort) -> ColumnElement[int]:
    columns = part.source.c if part.source in (task, tagrow) else ticket.c
    if sort is QueueSort.QUEUE:
        return columns.place
    if sort is QueueSort.UPDATED:
        return type_coerce(columns.updated, BigInteger)
    return part.number


def _beyond(
    key: ColumnElement[int], number: ColumnElement[int], descending: bool, sort: QueueSort
) -> ColumnElement[bool]:
    """The rows after the one at `from_value`, `from_number`, as a range of the index and a check within it."""
    value, place = bindparam("from_value", type_=BigInteger), bindparam("from_number", type_=BigInteger)
    if sort in _BY_NUMBER:
        return number < place if descending else number > place
    if descending:
        return (key <= value) & or_(key < value, number < place)
    return (key >= value) & or_(key > value, number > place)


def _narrow(statement: Any, part: Branch, asking: Asking, wanted: Wanted) -> Any:
    statement = statement.where(*part.where)
    fulfilled: list[ColumnElement[bool]] = []
    if wanted.client is not None:
        fulfilled.append(ticket.c.client == wanted.client)
    if wanted.query is not None and wanted.query.terms:
        fulfilled.extend(conditions(wanted.query, asking))
    if not fulfilled:
        return statement
    if part.source in (task, tagrow):
        # One look at the ticket for each row of the walk; the walk itself stays on its index.
        met = select(literal(1)).select_from(ticket).where(ticket.c.id == part.number, *fulfilled)
        return statement.where(met.exists())
    return statement.where(*fulfilled)


def _is(flag: ColumnElement[bool]) -> ColumnElement[bool]:
    """The flag is on, in the words of the partial indexes: SQLite finds none of them by `IS 1`."""
    return flag == true()


def _on(where: Any, view: QueueView) -> tuple[ColumnElement[bool], ...]:
    if view is QueueView.UNASSIGNED:
        return (_is(where.c.free),)
    if view is QueueView.ALL:
        visible = "ticket.shelf < 4" if where is ticket else f"{where.name}.shelf NOT IN (4, 5)"
        return (literal_column(visible),)
    return (where.c.shelf == _SHELF[view],)
