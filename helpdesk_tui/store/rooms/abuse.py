"""Violations of clients in a write transaction (TF5).

Whoever changes one has its ticket locked, so that an answer, the worker and a colleague come one after the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, literal_column, or_, select, update

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.abuse import Abuse
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables import abuse as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.store.tables.tickets import Ticket
from helpdesk_tui.vocab import AbuseAction, AbuseState

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_abuse = table(tables.Abuse)
_FACTS = ("ticket", "client", "service", "scores", "action", "until", "comment", "state", "ended", "reason")
_ticket = table(Ticket)
# Along the index of the open ones, which are few: asked for every answer of a client.
_open_on = Statement(
    select(_abuse)
    .join(_ticket, _ticket.c.id == _abuse.c.ticket)
    .where(literal_column(f"abuse.{tables.OPEN}"))
    .where(or_(_ticket.c.id == bindparam("number"), _ticket.c.merged_into == bindparam("number")))
    .order_by(_abuse.c.until, _abuse.c.id)
)


class Abuses:
    """Loads the facts of violations and saves what the rules made of them."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def find(self, number: int) -> Abuse:
        """A violation; raises NotFound. Whether the actor may know of it, its ticket tells."""
        row = self._tx.connection.execute(select(_abuse).where(_abuse.c.id == number)).first()
        if row is None:
            raise NotFound(f"Abuse {number}")
        return _facts(row)

    def open_on(self, ticket: int) -> list[Abuse]:
        """Those of a ticket, and of what was merged into it, that still wait for an answer."""
        return [_facts(row) for row in _open_on.rows(self._tx.connection, {"number": ticket})]

    def scores(self, client: int) -> int:
        """The sum of a client's scores; withdrawn violations do not count."""
        counts = _abuse.c.state != AbuseState.WITHDRAWN.value
        asked = select(func.coalesce(func.sum(_abuse.c.scores), 0)).where(_abuse.c.client == client, counts)
        return int(self._tx.connection.execute(asked).scalar_one())

    def add(self, abuse: Abuse) -> Abuse:
        """Store a new one; the facts with its number."""
        values = _columns(abuse) | {"staff": self._tx.scope.staff_id, "at": self._tx.now}
        number: int = self._tx.connection.execute(insert(_abuse).values(values)).inserted_primary_key[0]  # type: ignore[index]
        said = f"{number}: {abuse.scores} scores, {abuse.action.value} at {abuse.until.isoformat()}"
        self._tx.record("abuse", "", said, ticket=abuse.ticket, client=abuse.client, reason=abuse.comment)
        return replace(abuse, id=number)

    def save(self, before: Abuse, after: Abuse) -> None:
        """Store how one ended."""
        self._tx.connection.execute(update(_abuse).where(_abuse.c.id == after.id).values(_columns(after)))
        old, new = (f"{one.id}: {one.state.value}" for one in (before, after))
        self._tx.record("abuse", old, new, ticket=after.ticket, client=after.client, reason=after.reason)


def _columns(abuse: Abuse) -> dict[str, Any]:
    return {name: getattr(abuse, name) for name in _FACTS} | {
        "action": abuse.action.value, "state": abuse.state.value,
    }  # fmt: skip


def _facts(row: Any) -> Abuse:
    values = {name: getattr(row, name) for name in _FACTS}
    return Abuse(row.id, **values | {"action": AbuseAction(row.action), "state": AbuseState(row.state)})
