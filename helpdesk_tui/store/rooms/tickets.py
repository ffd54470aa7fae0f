"""Tickets and their tasks in a write transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, case, cast, delete, func, insert, literal, select, type_coerce, update

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.ticket import PRIORITY_BITS, WAIT_BITS, Task, Ticket, place
from helpdesk_tui.store import shelves
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables import desk
from helpdesk_tui.store.tables import tickets as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import Priority

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_ticket = table(tables.Ticket)
_task = table(tables.Task)
_event = table(desk.Event)
_FACTS = tuple(f.name for f in fields(Ticket) if f.name not in ("number", "tasks"))
_SILENT = {"updated", "waiting", "version", "client_read", "client_wrote", "staff_wrote", "delayed", "returned"}
_load_ticket = select(_ticket.c.id, *[_ticket.c[name] for name in _FACTS])
_load_tasks = select(
    _task.c.id,
    _task.c.ticket,
    _task.c.department,
    _task.c.holder,
    _task.c.open,
    _task.c.opened,
    _task.c.closed,
    _task.c.closed_by,
    _task.c.former,
    _task.c.answered,
)
_insert_ticket, _insert_task = Statement(insert(_ticket)), Statement(insert(_task))
_change_ticket = Statement(update(_ticket).where(_ticket.c.id == bindparam("the_ticket")))
_change_task = Statement(update(_task).where(_task.c.id == bindparam("the_task")))
_remove_task = Statement(delete(_task).where(_task.c.id == bindparam("the_task")))
_one_ticket = _load_ticket.where(_ticket.c.id == bindparam("number"))
_the_ticket, _the_ticket_locked = Statement(_one_ticket), Statement(_one_ticket.with_for_update())
_its_tasks = Statement(_load_tasks.where(_task.c.ticket == bindparam("number")).order_by(_task.c.opened, _task.c.id))


class Tickets:
    """Loads the facts of tickets and saves what the rules made of them."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def load(self, number: int) -> Ticket:
        """The facts of a ticket, its row locked; raises NotFound when it is not there or not in the actor's scope."""
        return self._seen(number, _the_ticket_locked)

    def load_both(self, one: int, other: int) -> tuple[Ticket, Ticket]:
        """Two tickets, locked in the order of their numbers, so that nobody waits for whoever waits for them."""
        found = {number: self.load(number) for number in sorted({one, other})}
        return found[one], found[other]

    def surviving(self, number: int) -> Ticket:
        """As `load`; where the ticket was merged into another one, that one."""
        ticket = self.load(number)
        while ticket.merged_into is not None:
            ticket = self.load(ticket.merged_into)
        return ticket

    def look(self, number: int) -> Ticket:
        """As `load`, without a lock: for what is not going to be changed."""
        return self._seen(number, _the_ticket)

    def _seen(self, number: int, statement: Statement) -> Ticket:
        self._tx.desk.keep_settings()
        found = self._with_tasks(statement.rows(self._tx.connection, {"number": number}))
        if not found or not self._tx.scope.sees(found[0].departments, found[0].client):
            raise NotFound(f"Ticket {number}")
        return found[0]

    def continued_by(self, ticket: Ticket) -> int | None:
        """The ticket that goes on with this one."""
        asked = select(func.max(_ticket.c.id)).where(
            _ticket.c.client == ticket.client, _ticket.c.continues == ticket.number
        )
        found: int | None = self._tx.connection.execute(asked).scalar()
        return found

    def marked_spam(self, number: int) -> datetime | None:
        """When a ticket was marked as spam last; None where that is not on record.

        An undo marks nothing anew: it brings back the mark that had been taken off, and the tasks that this one closed.
        """
        marks = (_event.c.field == "spam", _event.c.after == "yes", _event.c.action != "undo")
        which = (_event.c.ticket == number, *marks)
        found: datetime | None = self._tx.connection.execute(
            select(_event.c.at).where(*which).order_by(_event.c.id.desc()).limit(1)
        ).scalar()
        return found

    def due(self, limit: int = 200) -> list[Ticket]:
        """Delayed tickets whose time has come."""
        which = _ticket.c.delayed & (_ticket.c.delayed_until <= self._tx.now)
        self._tx.desk.keep_settings()
        asked = _load_ticket.where(which).order_by(_ticket.c.delayed_until).limit(limit).with_for_update()
        return self._with_tasks(self._tx.connection.execute(asked).all())

    def add(self, ticket: Ticket) -> Ticket:
        """Store a new ticket; the facts with its number."""
        values = ticket_columns(ticket, self._use_priority)
        number = _insert_ticket.add(self._tx.connection, values)
        tasks = self._save_tasks(number, ticket)
        self._tx.record("ticket", "", ticket.subject, ticket=number, client=ticket.client)
        return replace(ticket, number=number, tasks=tasks)

    def save(self, before: Ticket, after: Ticket, reason: str = "") -> Ticket:
        """Store what changed and record an event for each changed field; the facts with their new version."""
        if before == after:
            return after
        after = replace(after, version=before.version + 1)
        values = ticket_columns(after, self._use_priority)
        _change_ticket.run(self._tx.connection, values | {"the_ticket": after.number})
        tasks = self._save_tasks(after.number, after, before)
        self._record(before, after, reason)
        saved = replace(after, tasks=tasks)
        self._tx.tags.follow(saved)
        self._tx.journal.saved(before, saved)
        return saved

    def re_place_all(self) -> None:
        """Compute every place anew in three statements, after the desk changed whether it uses priorities."""
        rank = int(Priority.URGENT) - _ticket.c.priority if self._tx.desk.switch("use_priority") else literal(0)
        first = case((_ticket.c.front, 0), else_=1) * 2**PRIORITY_BITS
        waits = cast(type_coerce(_ticket.c.waiting, BigInteger), BigInteger)
        placed = cast(first + rank, BigInteger) * 2**WAIT_BITS + waits
        self._tx.connection.execute(update(_ticket).values(place=placed))
        own = select(_ticket.c.place).where(_ticket.c.id == _task.c.ticket).scalar_subquery()
        self._tx.connection.execute(update(_task).values(place=own))
        self._tx.tags.re_place_all()

    def _with_tasks(self, rows: Sequence[Any]) -> list[Ticket]:
        """From here on the transaction's time is later than whatever happened to these tickets before."""
        if rows:
            self._tx.after(max(row.updated for row in rows))
        return [_facts(row, self._tasks_of(row.id)) for row in rows]

    def _tasks_of(self, number: int) -> tuple[Task, ...]:
        return tuple(
            Task(r.id, r.department, r.holder, r.open, r.opened, r.closed, r.closed_by, r.former, r.answered)
            for r in _its_tasks.rows(self._tx.connection, {"number": number})
        )

    @property
    def _use_priority(self) -> bool:
        return self._tx.desk.switch("use_priority")

    def _save_tasks(self, number: int, ticket: Ticket, before: Ticket | None = None) -> tuple[Task, ...]:
        """Write every task with its place in the lists; the tasks with their ids. One that is gone is removed."""
        saved: list[Task] = []
        for task, values in zip(ticket.tasks, task_columns(ticket, self._use_priority), strict=True):
            if task.id:
                _change_task.run(self._tx.connection, values | {"the_task": task.id})
                saved.append(task)
            else:
                added = _insert_task.add(self._tx.connection, values | {"ticket": number})
                saved.append(replace(task, id=added))
        for gone in {task.id for task in before.tasks} - {task.id for task in saved} if before else ():
            _remove_task.run(self._tx.connection, {"the_task": gone})
        return tuple(saved)

    def _record(self, before: Ticket, after: Ticket, reason: str) -> None:
        for name in _FACTS:
            old, new = getattr(before, name), getattr(after, name)
            if old != new and name not in _SILENT:
                self._tx.record(name, _shown(old), _shown(new), ticket=after.number, client=after.client, reason=reason)
        if before.tasks != after.tasks or not self._tx.changed:
            old, new = self._tasks_in_words(before.tasks), self._tasks_in_words(after.tasks)
            self._tx.record("tasks", old, new, ticket=after.number, client=after.client, reason=reason)

    def _tasks_in_words(self, tasks: Iterable[Task]) -> str:
        people = self._tx.people
        parts = []
        for task in tasks:
            holder = people.login(task.holder) if task.holder else "-"
            parts.append(f"{people.department_name(task.department)}:{holder if task.open else 'closed'}")
        return ", ".join(parts)


def ticket_columns(ticket: Ticket, use_priority: bool) -> dict[str, Any]:
    """Every column of a ticket's row but its number: the facts, and what is derived from them for the lists."""
    shelf = shelves.shelf_of(ticket)
    return {name: getattr(ticket, name) for name in _FACTS} | {
        "priority": int(ticket.priority), "status": ticket.status.value, "department": ticket.department,
        "shelf": shelf, "place": place(ticket.front, ticket.priority, ticket.waiting, use_priority),
        "free": shelf == shelves.WANTS_STAFF and any(t.holder is None for t in ticket.open_tasks),
    }  # fmt: skip


def task_columns(ticket: Ticket, use_priority: bool) -> list[dict[str, Any]]:
    """Every column of the rows of a ticket's tasks but their ids and the ticket's number, in the order of the tasks."""
    shown = shelves.listed(ticket)
    shared = {"place": place(ticket.front, ticket.priority, ticket.waiting, use_priority), "updated": ticket.updated}
    return [shared | _task_columns(ticket, task, position in shown) for position, task in enumerate(ticket.tasks)]


def _task_columns(ticket: Ticket, task: Task, listed: bool) -> dict[str, Any]:
    shelf = shelves.shelf_for(ticket, task)
    waiting_for_owner = task.open and shelf in (shelves.WANTS_STAFF, shelves.DELAYED)
    return {
        "department": task.department, "holder": task.holder, "open": task.open, "opened": task.opened,
        "closed": task.closed, "closed_by": task.closed_by, "former": task.former, "answered": task.answered,
        "listed": listed, "shelf": shelf,
        "free": task.open and task.holder is None and shelf == shelves.WANTS_STAFF,
        "owner": (task.holder or task.former) if waiting_for_owner else None,
    }  # fmt: skip


def _facts(row: Any, tasks: tuple[Task, ...]) -> Ticket:
    values = {name: getattr(row, name) for name in _FACTS}
    values["priority"] = Priority(values["priority"])
    return Ticket(number=row.id, tasks=tasks, **values)


def _shown(value: object) -> object:
    if isinstance(value, Priority):
        return value.word
    return value.isoformat() if isinstance(value, datetime) else value
