"""Payers of clients in a write transaction (SPEC: Payers)."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.rules.payers import Payer
from helpdesk_tui.store.rooms.owned import Owned
from helpdesk_tui.store.tables import billing as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import PayerKind


class Payers(Owned[Payer]):
    """Finds, adds and changes them."""

    WHERE = table(tables.Payer)
    NAME, TITLE = "payer", "Payer"

    def read(self, row: Any) -> Payer:
        """A payer from their row."""
        return Payer(PayerKind(row.kind), row.name, row.address, row.tax_number)

    def values(self, one: Payer) -> dict[str, Any]:
        """Their columns."""
        return {"kind": one.kind.value, "name": one.name, "address": one.address, "tax_number": one.tax_number}

    def words(self, one: Payer) -> str:
        """Their name."""
        return one.name
