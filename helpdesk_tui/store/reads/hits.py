"""Free-text search (TQ10; PERFORMANCE P7): the newest hits first, without meeting the many others of a common word.

Both indexes hand out what matches from the newest on. Some are taken, those that the asker may not see or that the
other terms exclude are dropped, and more are taken only while the page is not full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select, text

from helpdesk_tui.questions import ReadSearch
from helpdesk_tui.rules.query_text import fts5_match, websearch
from helpdesk_tui.rules.query_tree import FreeText, Query
from helpdesk_tui.store import shelves
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.filters import conditions, tsqueries
from helpdesk_tui.store.reads.walk import reach, ticket
from helpdesk_tui.store.tables import clients, tickets
from helpdesk_tui.store.tables.base import table

Hit = tuple[int, int | None, str]
"""Ticket, message (None where subject or summary match), and what stands around the first word."""

_message = table(tickets.Message)
_client = table(clients.Client)
_FIRST, _GROWTH, _MOST = 200, 4, 6_400
_AROUND = 160
_SQLITE = {
    False: "SELECT rowid FROM {0} WHERE {0} MATCH :match ORDER BY rowid DESC LIMIT :most",
    True: "SELECT rowid FROM {0} WHERE {0} MATCH :match AND rowid < :before ORDER BY rowid DESC LIMIT :most",
}


def search(asking: Asking, question: ReadSearch) -> tuple[Hit, ...]:
    """Tickets that match, those written to last first, each with the newest message that does."""
    query = question.query
    if not (query.words or query.phrases):
        return _without_text(asking, query, question.limit)
    rest = replace(query, terms=tuple(t for t in query.terms if t.negated or not isinstance(t.test, FreeText)))
    by_ticket = _in_messages(asking, query, rest, question.limit)
    newest: dict[int, tuple[int, int | None]] = {number: (hit, hit) for number, hit in by_ticket.items()}
    others = (*_in_subjects(asking, query, rest, question.limit), *_of_clients(asking, query, rest, question.limit))
    named = [number for number in dict.fromkeys(others) if number not in newest]
    newest |= {number: (last, None) for number, last in _last_messages(asking, named).items()}
    order = sorted(newest, key=lambda number: newest[number][0], reverse=True)[: question.limit]
    return _told(asking, query, [(number, newest[number][1]) for number in order])


def _in_messages(asking: Asking, query: Query, rest: Query, limit: int) -> dict[int, int]:
    """The newest message that matches of each ticket, newest first, until there are enough tickets."""
    found: dict[int, int] = {}
    asked = select(_message.c.ticket, _message.c.id).join(ticket, ticket.c.id == _message.c.ticket)
    shown = (_message.c.taken_back.is_(None), *_visible(asking, rest))
    asked = asked.where(*shown).order_by(_message.c.id.desc())
    for some in _matching(asking, query, "message"):
        for row in asking.connection.execute(asked.where(_message.c.id.in_(some))):
            found.setdefault(row.ticket, row.id)
        if len(found) >= limit:
            break
    return found


def _in_subjects(asking: Asking, query: Query, rest: Query, limit: int) -> list[int]:
    """The newest tickets whose subject or summary matches."""
    found: list[int] = []
    asked = select(ticket.c.id).where(*_visible(asking, rest)).order_by(ticket.c.id.desc())
    for some in _matching(asking, query, "ticket"):
        found += asking.connection.execute(asked.where(ticket.c.id.in_(some))).scalars()
        if len(found) >= limit:
            break
    return found


def _of_clients(asking: Asking, query: Query, rest: Query, limit: int) -> list[int]:
    """The newest tickets of the clients whose name or address matches."""
    found: list[int] = []
    asked = select(ticket.c.id).where(*_visible(asking, rest)).order_by(ticket.c.id.desc()).limit(limit)
    for some in _matching(asking, query, "client"):
        found += asking.connection.execute(asked.where(ticket.c.client.in_(some))).scalars()
        if len(found) >= limit:
            break
    return found


def _visible(asking: Asking, rest: Query) -> list[Any]:
    """TQ1, and whatever else was asked for besides the text."""
    return [ticket.c.shelf < shelves.SPAM, *reach(asking), *conditions(rest, asking)]


def _matching(asking: Asking, query: Query, where: str) -> Iterator[Sequence[int]]:
    """Numbers of the messages, tickets or clients that match, newest first, in portions that grow."""
    take = _postgres(asking, query, where) if asking.connection.dialect.name == "postgresql" else (
        _sqlite(asking, query, where)
    )  # fmt: skip
    before, most = 0, _FIRST
    while True:
        some = take(before, most)
        if some:
            yield some
        if len(some) < most:
            return
        before, most = some[-1], min(_MOST, most * _GROWTH)


Take = Callable[[int, int], Sequence[int]]
"""The next `most` numbers below `before` (0: from the newest on)."""


def _sqlite(asking: Asking, query: Query, where: str) -> Take:
    match = fts5_match(query.words, query.phrases, unfinished=query.unfinished)

    def take(before: int, most: int) -> Sequence[int]:
        if not match:
            return ()
        statement = text(_SQLITE[before > 0].format(f"{where}_search"))
        values = {"match": match, "most": most} | ({"before": before} if before else {})
        return asking.connection.execute(statement, values).scalars().all()

    return take


def _postgres(asking: Asking, query: Query, where: str) -> Take:
    source = {"message": _message, "ticket": ticket, "client": _client}[where]
    vector: Any = literal_column(f"{where}.search")
    wanted = tsqueries(websearch(query.words, query.phrases, unfinished=query.unfinished))
    matches = [vector.op("@@")(one) for one in wanted]
    asked = select(source.c.id).where(*matches).order_by(source.c.id.desc()).limit(bindparam("most"))

    def take(before: int, most: int) -> Sequence[int]:
        if not matches:
            return ()
        statement = asked.where(source.c.id < before) if before else asked
        return asking.connection.execute(statement, {"most": most}).scalars().all()

    return take


def _last_messages(asking: Asking, numbers: Sequence[int]) -> dict[int, int]:
    asked = select(_message.c.ticket, func.max(_message.c.id).label("last")).where(_message.c.ticket.in_(numbers))
    last = {row.ticket: row.last for row in asking.connection.execute(asked.group_by(_message.c.ticket))}
    return {number: last.get(number, 0) for number in numbers}


def _told(asking: Asking, query: Query, hits: Sequence[tuple[int, int | None]]) -> tuple[Hit, ...]:
    """The hits with what stands around the first word; the subject where no message matches."""
    run = asking.connection.execute
    messages = [message for _, message in hits if message is not None]
    texts = {row.id: row.text for row in run(select(_message.c.id, _message.c.text).where(_message.c.id.in_(messages)))}
    bare = [number for number, message in hits if message is None]
    subjects = {row.id: row.subject for row in run(select(ticket.c.id, ticket.c.subject).where(ticket.c.id.in_(bare)))}
    terms = [word.rstrip("*").casefold() for word in (*query.words, *query.phrases)]
    return tuple(
        (number, message, subjects[number] if message is None else _around(texts[message], terms))
        for number, message in hits
    )


def _around(said: str, terms: Sequence[str]) -> str:
    folded = said.casefold()
    at = min((place for place in map(folded.find, terms) if place >= 0), default=0)
    start = max(0, at - 30)
    return " ".join(said[start : start + _AROUND].split())


def _without_text(asking: Asking, query: Query, limit: int) -> tuple[Hit, ...]:
    asked = select(ticket.c.id, ticket.c.subject).where(*_visible(asking, query))
    rows = asking.connection.execute(asked.order_by(ticket.c.id.desc()).limit(limit))
    return tuple((row.id, None, row.subject) for row in rows)
