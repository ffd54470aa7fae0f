"""What moved a client's incidents, with what lapsed between, and how many there were after each (IN12, IN13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from sqlalchemy import func, select

from helpdesk_tui.questions import ReadIncidentMoves, ReadIncidentStatement, Slice
from helpdesk_tui.rules.lapses import Lapse, lapses
from helpdesk_tui.store.reads.accounts import account_row, moves, texts_on
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.clients import find_client
from helpdesk_tui.store.reads.entry_texts import entry_texts
from helpdesk_tui.store.reads.parts import part_of
from helpdesk_tui.store.reads.statement import texts_of
from helpdesk_tui.store.reads.support import lots_of
from helpdesk_tui.store.tables import ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import IncidentLine, Part
from helpdesk_tui.vocab import EntryKind, Unit

_entry = table(ledger.Entry)
_ROOM = 1 << 32
"""How many numbers there are between those of two entries in a statement, for what lapsed between them."""


def incident_moves(asking: Asking, question: ReadIncidentMoves) -> tuple[IncidentLine, ...]:
    """Every movement of incidents on a client's account and every lapse, the oldest first; raises NotFound."""
    row = account_row(asking, find_client(asking, question.client), question.currency)
    if row is None:
        return ()
    found = asking.connection.execute(moves.where(*_of(row.id))).all()
    texts = entry_texts(asking, found, texts_on(asking, row.id))
    gone = lapses(lots_of(asking, [row.id])[row.id], asking.now, asking.zone)
    lines = _in_order((_line(one, texts, one.id) for one in found), (_lapsed(one) for one in gone))
    sums = accumulate(one.amount for one in lines)
    return tuple(replace(one, after=after) for one, after in zip(lines, sums, strict=True))


def incident_statement(asking: Asking, question: ReadIncidentStatement) -> Part[IncidentLine]:
    """A part of the same, the newest first; raises NotFound.

    Entries have their number on the account times `_ROOM` as number, a lapse follows the entry before it.
    """
    row = account_row(asking, find_client(asking, question.client), question.currency)
    if row is None:
        return Part()
    dated, asked = lots_of(asking, [row.id])[row.id], question.part
    rows, newer, older = part_of(asking, moves.where(*_of(row.id)), _entry.c.seq, _of_entries(asked))
    if not rows:
        return Part((), newer, older)
    texts = entry_texts(asking, rows, texts_of(asking, (one.document for one in rows)))
    edge = _edge(asking, row.id, rows[0].seq)
    gone = lapses(dated, asking.now, asking.zone)
    within = [one for one in gone if one.at > rows[-1].at and (edge.at is None or one.at <= edge.at)]
    before = [one for one in gone if one.at <= rows[-1].at]
    total = row.pool + sum(one.left for one in dated) - edge.beyond - sum(one.number for one in (*before, *within))
    lines = _in_order((_line(one, texts, one.seq * _ROOM) for one in reversed(rows)), (_lapsed(one) for one in within))
    return _cut(_newest_first(lines, total), asked, newer, older)


@dataclass(frozen=True, slots=True)
class _Edge:
    """What follows an entry: when the next one was posted, None for no other, and the sum of all that follow."""

    at: Any
    beyond: int


def _edge(asking: Asking, account: int, seq: int) -> _Edge:
    later = (*_of(account), _entry.c.seq > seq)
    following = select(_entry.c.at).where(*later).order_by(_entry.c.seq).limit(1)
    at = asking.connection.execute(following).scalar()
    if at is None:
        return _Edge(None, 0)
    sum_ = asking.connection.execute(select(func.sum(_entry.c.amount)).where(*later)).scalar_one()
    return _Edge(at, int(sum_))


def _of(account: int) -> tuple[Any, Any]:
    return _entry.c.account == account, _entry.c.unit == Unit.INCIDENT.value


def _of_entries(part: Slice) -> Slice:
    """The entries that a part of the statement is of; towards the newer ones that before it too, for its lapses."""
    if part.key is None:
        return part
    if part.older:
        return replace(part, key=-(-part.key // _ROOM))
    return replace(part, key=part.key // _ROOM - 1, limit=part.limit + 1)


def _in_order(entries: Iterable[IncidentLine], gone: Iterable[IncidentLine]) -> list[IncidentLine]:
    """Both by their time, entries in the order they have; what lapsed at the moment of one was gone before it."""
    return sorted((*gone, *entries), key=lambda one: one.at)


def _newest_first(lines: Sequence[IncidentLine], total: int) -> list[IncidentLine]:
    """The same with their numbers, and how many there were after each: `total` at the end; the first is an entry."""
    found, number = [], 0
    for one in lines:
        number = one.id or number + 1
        found.append(replace(one, id=number))
    found.reverse()
    sums = accumulate((-one.amount for one in found[:-1]), initial=total)
    return [replace(one, after=after) for one, after in zip(found, sums, strict=True)]


def _cut(lines: Sequence[IncidentLine], part: Slice, newer: bool, older: bool) -> Part[IncidentLine]:
    """What of these lines is in the part that is asked for."""
    limit, key = max(part.limit, 1), part.key
    if part.older:
        there = [one for one in lines if key is None or one.id < key]
        return Part(tuple(there[:limit]), newer or len(there) < len(lines), older or len(there) > limit)
    there = [one for one in lines if key is None or one.id > key]
    return Part(tuple(there[-limit:]), newer or len(there) > limit, older or len(there) < len(lines))


def _line(row: Any, texts: Mapping[int, str], number: int) -> IncidentLine:
    """An entry, of a row that has its lot beside it."""
    return IncidentLine(number, row.at, row.login or "", EntryKind(row.kind), row.amount, row.starts, row.ends,
                        texts[row.id], row.ticket)  # fmt: skip


def _lapsed(one: Lapse) -> IncidentLine:
    return IncidentLine(0, one.at, "", EntryKind.LAPSED, -one.number, one.lot.starts, one.lot.ends, "", None)
