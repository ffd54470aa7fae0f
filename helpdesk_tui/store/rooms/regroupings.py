"""Rows that a split or a merge moves from one ticket to another, and the record of them (TF7)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, or_, select, update

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.regroup import Both, Move, Said
from helpdesk_tui.rules.ticket import Task, Ticket
from helpdesk_tui.store.tables import mail as mail_tables
from helpdesk_tui.store.tables import tickets as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import MessageKind, Priority, Regrouped

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_message = table(tables.Message)
_regrouping = table(tables.Regrouping)
_reference = table(mail_tables.Reference)
_mail = table(mail_tables.Mail)
_outbox = table(mail_tables.Outbox)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PORTION = 5000
"""So many numbers stand in one statement at most."""

_WITH = {"message": _message.c.id, "reference": _reference.c.message, "mail": _mail.c.message,
         "outbox": _outbox.c.message}  # fmt: skip
"""What belongs to a message, and where its number stands there. Attachments and edits hang on the message itself."""
_TABLES = {"message": _message, "reference": _reference, "mail": _mail, "outbox": _outbox}

Rows = Mapping[str, Sequence[int]]
"""Numbers of rows, by the name of their table."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A split or merge as it is kept: what it did, which rows it moved, what became of what people keep on tickets."""

    id: int
    staff: int | None
    move: Move
    rows: Rows
    said: tuple[int, ...]
    """System messages that tell of it: they stay where they are."""
    personal: Sequence[Any]
    tags: tuple[str, ...] = ()
    """Those that the target got of the source's."""


class Regroupings:
    """Moves whole messages; nothing is lost or made here."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def said(self, ticket: int) -> tuple[Said, ...]:
        """The messages of a ticket, as far as rules know them; what was taken back is none."""
        shown = (_message.c.ticket == ticket, _message.c.taken_back.is_(None))
        asked = select(_message.c.id, _message.c.kind, _message.c.at).where(*shown)
        return tuple(Said(row.id, MessageKind(row.kind), row.at) for row in self._tx.connection.execute(asked))

    def all_of(self, ticket: int, but: Iterable[int] = ()) -> Rows:
        """Every row that says what a ticket consists of, except these messages."""
        left = set(but)
        found = {name: self._ids(one, one.c.ticket == ticket) for name, one in _TABLES.items()}
        return found | {"message": [id for id in found["message"] if id not in left]}

    def those_of(self, messages: Sequence[int]) -> Rows:
        """The rows of these messages: they, their Message-IDs, the emails they came by or went out with."""
        return {
            name: [id for some in _portions(messages) for id in self._ids(_TABLES[name], column.in_(some))]
            for name, column in _WITH.items()
        }

    def move(self, rows: Rows, source: int, target: int) -> None:
        """Bring rows that are on one ticket to another; those that are elsewhere by now stay there."""
        for name, ids in rows.items():
            one = _TABLES[name]
            for some in _portions(ids):
                which = (one.c.id.in_(some), one.c.ticket == source)
                self._tx.connection.execute(update(one).where(*which).values(ticket=target))
        self._tx.tags.attached(target)

    def where(self, messages: Sequence[int]) -> dict[int, int]:
        """On which ticket each of these messages is."""
        asked = select(_message.c.id, _message.c.ticket)
        return {
            row.id: row.ticket
            for some in _portions(messages)
            for row in self._tx.connection.execute(asked.where(_message.c.id.in_(some)))
        }

    def keep(self, move: Move, rows: Rows, said: Sequence[int], personal: Sequence[Any],
             tags: Sequence[str]) -> int:  # fmt: skip
        """Record what was done, so that it can be taken back; the record's number."""
        values = {
            "kind": move.kind.value, "source": move.after.source.number, "target": move.after.target.number,
            "staff": self._tx.scope.staff_id, "at": self._tx.now, "undone": None,
            "moved": json.dumps({"messages": move.messages, "before": asdict(move.before), "after": asdict(move.after),
                                 "rows": dict(rows), "said": list(said), "personal": personal, "tags": tags},
                                default=_out),
        }  # fmt: skip
        done = self._tx.connection.execute(insert(_regrouping).values(values))
        assert done.inserted_primary_key is not None
        return int(done.inserted_primary_key[0])

    def tickets_of(self, number: int) -> tuple[int, int]:
        """Source and target of a record; raises NotFound."""
        asked = select(_regrouping.c.source, _regrouping.c.target).where(_regrouping.c.id == number)
        row = self._tx.connection.execute(asked).first()
        if row is None:
            raise NotFound("This split or merge")
        return row.source, row.target

    def last_of(self, ticket: int, kind: Regrouped | None, other: int | None) -> int | None:
        """The newest record about a ticket that was not taken back: of one kind, with another ticket."""
        asked = select(_regrouping.c.id).where(_about(ticket), _regrouping.c.undone.is_(None))
        if kind is not None:
            asked = asked.where(_regrouping.c.kind == kind.value)
        if other is not None:
            asked = asked.where(_about(other))
        newest = self._tx.connection.execute(asked.order_by(_regrouping.c.id.desc()).limit(1)).scalar()
        return None if newest is None else int(newest)

    def kept(self, number: int) -> Kept:
        """What was recorded; asked once both tickets are locked."""
        row = self._tx.connection.execute(select(_regrouping).where(_regrouping.c.id == number)).one()
        moved = json.loads(row.moved, object_hook=_moment)
        kind = Regrouped(row.kind)
        move = Move(kind, tuple(moved["messages"]), _both(moved["before"]), _both(moved["after"]), bool(row.undone))
        tags = tuple(moved.get("tags", ()))  # a record from before tags went along has none
        return Kept(row.id, row.staff, move, moved["rows"], tuple(moved["said"]), moved["personal"], tags)

    def undone(self, number: int) -> None:
        """Note that it was taken back."""
        self._tx.connection.execute(update(_regrouping).where(_regrouping.c.id == number).values(undone=self._tx.now))

    def _ids(self, one: Any, which: Any) -> list[int]:
        return list(self._tx.connection.execute(select(one.c.id).where(which).order_by(one.c.id)).scalars())


def _about(ticket: int) -> Any:
    return or_(_regrouping.c.source == ticket, _regrouping.c.target == ticket)


def _portions(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _PORTION):
        yield numbers[start : start + _PORTION]


def _out(value: object) -> dict[str, int]:
    """A time in JSON."""
    if not isinstance(value, datetime):
        raise TypeError(f"{type(value).__name__} has no place in a record")
    return {"ms": (value - _EPOCH) // timedelta(milliseconds=1)}


def _moment(found: dict[str, Any]) -> Any:
    """A time from JSON; any other object as it is."""
    return _EPOCH + timedelta(milliseconds=found["ms"]) if set(found) == {"ms"} else found


def _both(found: dict[str, Any]) -> Both:

    return Both(_ticket(found["source"]), _ticket(found["target"]))


def _ticket(found: dict[str, Any]) -> Ticket:
    tasks = tuple(Task(**task) for task in found["tasks"])
    ticket = Ticket(**(found | {"tasks": tasks}))
    return replace(ticket, priority=Priority(ticket.priority))
