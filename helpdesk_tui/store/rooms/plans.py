"""Tariff plans of per-incident support in a write transaction (IN1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.engine import Connection

from helpdesk_tui.store.tables import billing as tables
from helpdesk_tui.store.tables.base import table

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_plan = table(tables.Plan)


class Plans:
    """Finds, adds and changes plans."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def set_up(self) -> bool:
        """Whether paid support is set up: `is_set_up`."""
        return is_set_up(self._tx.connection)


def is_set_up(connection: Connection) -> bool:
    """Whether paid support is set up: there is a plan of per-incident support (SPEC: Set up).

    One that was deleted is none. Acts ask `tx.plans.set_up()`, screens and commands `ReadSetUp`, reads this.
    """
    return connection.execute(select(_plan.c.id).where(_plan.c.active).limit(1)).first() is not None
