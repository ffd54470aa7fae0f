"""Payers of clients in a write transaction (SPEC: Payers)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.payers import Payer
from helpdesk_tui.store.tables import billing as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import PayerKind

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_payer = table(tables.Payer)


class Payers:
    """Finds, adds and changes them; each change is in the client's history."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def payer(self, number: int) -> tuple[int, Payer]:
        """The client of a payer, and the payer; raises NotFound."""
        asked = select(_payer).where(_payer.c.id == number, _payer.c.deleted.is_(None)).with_for_update()
        row = self._tx.connection.execute(asked).first()
        if row is None:
            raise NotFound(f"Payer {number}")
        return row.client, Payer(PayerKind(row.kind), row.name, row.address, row.tax_number)

    def add(self, client: int, payer: Payer) -> int:
        """Store one; its number."""
        values = {"client": client, **_values(payer)}
        number: int = self._tx.connection.execute(insert(_payer).values(values)).inserted_primary_key[0]  # type: ignore[index]
        self._tx.record("payer", "", payer.name, client=client)
        return number

    def change(self, number: int, client: int, before: Payer, after: Payer) -> None:
        """Store what is otherwise."""
        old, new = _values(before), _values(after)
        for name in (name for name in new if new[name] != old[name]):
            self._tx.record(f"payer_{name}", old[name], new[name], client=client)
        self._tx.connection.execute(update(_payer).where(_payer.c.id == number).values(new))

    def retire(self, number: int, client: int, payer: Payer) -> None:
        """Mark one as deleted."""
        self._tx.connection.execute(update(_payer).where(_payer.c.id == number).values(deleted=self._tx.now))
        self._tx.record("payer", payer.name, "", client=client)

    def leave(self, client: int) -> None:
        """A client is deleted: theirs go with them."""
        self._tx.connection.execute(delete(_payer).where(_payer.c.client == client))


def _values(payer: Payer) -> dict[str, Any]:
    return {"kind": payer.kind.value, "name": payer.name, "address": payer.address, "tax_number": payer.tax_number}
