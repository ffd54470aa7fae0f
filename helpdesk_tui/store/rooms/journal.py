"""The journal of what staff did, so that it can be taken back (docs/adr/0015).

While an act runs, the rooms tell the journal what they changed; the entry is written with the act's events, under the
same change number. Nothing is kept for clients and for the program itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.rules.undo import UNDO_FOR, Touched, touched
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables import desk
from helpdesk_tui.store.tables import journal as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import ActorKind, MessageKind

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_journal = table(tables.Journal)
_about = table(tables.JournalTicket)
_event = table(desk.Event)
_KEPT = UNDO_FOR + timedelta(days=1)
"""A day longer than an entry can be used, so that nobody uses one that is being removed."""
_NO_CHANGE_OF_THE_TICKET = {"read", "client read", "favourite", "mail out", "notice"}

_insert_entry, _insert_about = Statement(insert(_journal)), Statement(insert(_about))
_old = (_journal.c.staff == bindparam("me"), _journal.c.at < bindparam("until"))
_has_old = Statement(select(_journal.c.id).where(*_old).limit(1))
_remove_about = Statement(delete(_about).where(_about.c.journal.in_(select(_journal.c.id).where(*_old))))
_remove_old = Statement(delete(_journal).where(*_old))


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of the journal: what it changed of each ticket, what it said and mailed, and what else it noted."""

    id: int
    at: datetime
    change: int
    action: str
    words: str
    undone: datetime | None
    tickets: tuple[int, ...]
    touched: dict[int, Touched]
    said: tuple[tuple[int, int], ...]
    """Answers and internal comments: ticket and message."""
    system: tuple[tuple[int, int], ...]
    """System messages: ticket and message."""
    mails: tuple[int, ...]
    noted: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Since:
    """What somebody did to a ticket: who, as which act, and which of its fields changed."""

    who: str
    action: str
    fields: frozenset[str]


class Journal:
    """What the acting member of staff does in this transaction, and what they did before."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._kept = tx.actor.kind is ActorKind.STAFF
        self._before: dict[int, Ticket] = {}
        self._after: dict[int, Ticket] = {}
        self._said: list[tuple[int, int]] = []
        self._system: list[tuple[int, int]] = []
        self._mails: list[int] = []
        self._tickets: set[int] = set()
        self.noted: dict[str, Any] = {}
        self._words = ""

    # ------------------------------------------------------------ what an act does

    def saved(self, before: Ticket, after: Ticket) -> None:
        """The facts of a ticket changed."""
        if self._kept:
            self._before.setdefault(before.number, before)
            self._after[after.number] = after

    def said(self, ticket: int, kind: MessageKind, message: int) -> None:
        """A message was added."""
        if self._kept:
            (self._system if kind is MessageKind.SYSTEM else self._said).append((ticket, message))

    def mailed(self, mail: int) -> None:
        """An email was put into the outbox."""
        if self._kept:
            self._mails.append(mail)

    def note(self, ticket: int, **facts: Any) -> None:
        """What else the act needs to be taken back, as JSON keeps it; it is about this ticket."""
        self._tickets.add(ticket)
        self.noted |= facts

    def enter(self, words: str) -> None:
        """Keep what this transaction does as one act that can be taken back; `words` say what it was."""
        self._words = words

    def write(self, change: int) -> None:
        """Write the entry, if there is one, under the desk's change number."""
        changes = {number: touched(before, self._after[number]) for number, before in self._before.items()}
        changes = {number: changed for number, changed in changes.items() if changed.anything}
        about = sorted(self._tickets | set(changes) | {ticket for ticket, _ in self._said})
        if not (self._kept and self._words and about):
            return
        facts = {
            "tickets": {str(number): changed.data() for number, changed in changes.items()},
            "said": self._said, "system": self._system, "mails": self._mails, "noted": self.noted,
        }  # fmt: skip
        entry = _insert_entry.add(self._tx.connection, {
            "staff": self._tx.scope.staff_id, "at": self._tx.now, "change": change, "action": self._tx.action,
            "words": self._words, "facts": json.dumps(facts),
        })  # fmt: skip
        for number in about:
            _insert_about.run(self._tx.connection, {"journal": entry, "ticket": number})
        # Afterwards: SQLite gives the number of a last row that is gone to the next, and somebody may still have it.
        self._remove_old()

    def _remove_old(self) -> None:
        which = {"me": self._tx.scope.staff_id, "until": self._tx.now - _KEPT}
        if _has_old.first(self._tx.connection, which) is not None:
            _remove_about.run(self._tx.connection, which)
            _remove_old.run(self._tx.connection, which)

    # ------------------------------------------------------------ what was done

    def entry(self, number: int) -> Entry:
        """An act of mine, locked until the transaction ends; raises NotFound for any other, and for one too old."""
        mine = (_journal.c.id == number, _journal.c.staff == self._tx.scope.staff_id)
        asked = select(_journal).where(*mine, _journal.c.at > self._tx.now - UNDO_FOR)
        row = self._tx.connection.execute(asked.with_for_update()).first()
        if row is None:
            raise NotFound(f"Act {number}")
        about = select(_about.c.ticket).where(_about.c.journal == number).order_by(_about.c.ticket)
        facts = json.loads(row.facts)
        return Entry(
            row.id, row.at, row.change, row.action, row.words, row.undone,
            tuple(self._tx.connection.execute(about).scalars()),
            {int(ticket): Touched.of(data) for ticket, data in facts["tickets"].items()},
            tuple((ticket, message) for ticket, message in facts["said"]),
            tuple((ticket, message) for ticket, message in facts["system"]),
            tuple(facts["mails"]), facts["noted"],
        )  # fmt: skip

    def undone(self, number: int) -> None:
        """An act was taken back."""
        self._tx.connection.execute(update(_journal).where(_journal.c.id == number).values(undone=self._tx.now))

    def since(self, ticket: int, change: int, moved: frozenset[str]) -> Since | None:
        """What was done last to a ticket since a change: to one of these facts, else to any of it."""
        asked = select(_event.c.change, _event.c.actor_name, _event.c.action, _event.c.field)
        asked = asked.where(_event.c.ticket == ticket, _event.c.change > change).order_by(_event.c.id.desc())
        rows = [r for r in self._tx.connection.execute(asked.limit(200)) if r.field not in _NO_CHANGE_OF_THE_TICKET]
        if not rows:
            return None
        last = next((row for row in rows if row.field in moved), rows[0])
        return Since(last.actor_name, last.action, frozenset(row.field for row in rows if row.change == last.change))
