"""Payers of a client: added, edited, deleted (SPEC: Payers), by staff and by the client. They appear on invoices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.desk.actions.setup import given
from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.payers import Payer, checked
from helpdesk_tui.vocab import PayerKind

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class AddPayer(Act[int]):
    """Another payer of a client; answers with the payer's number."""

    name: ClassVar[str] = "add-payer"
    title: ClassVar[str] = "Add payer"
    help: ClassVar[str] = "Add who pays for a client, as invoices name them."
    who: ClassVar[Who] = Who.CLIENT

    client: str
    full_name: str
    kind: PayerKind = PayerKind.INDIVIDUAL
    address: str = ""
    tax_number: str = ""

    def apply(self, tx: Tx) -> int:
        """Store them."""
        payer = checked(Payer(self.kind, self.full_name, self.address, self.tax_number))
        client = tx.clients.find(self.client)
        if tx.scope.client_id not in (None, client):
            raise NotFound(f"Client {self.client}")
        return tx.payers.add(client, payer)


@dataclass(frozen=True, slots=True)
class EditPayer(Act[int]):
    """Change what invoices say of a payer; answers with the payer's number."""

    name: ClassVar[str] = "edit-payer"
    title: ClassVar[str] = "Edit payer"
    help: ClassVar[str] = "Change a payer's name, kind, address or tax number."
    who: ClassVar[Who] = Who.CLIENT

    payer: int
    full_name: str | None = None
    kind: PayerKind | None = None
    address: str | None = None
    tax_number: str | None = None

    def apply(self, tx: Tx) -> int:
        """Store what is otherwise."""
        client, before = _payer(tx, self.payer)
        values = {"name": self.full_name, "kind": self.kind, "address": self.address, "tax_number": self.tax_number}
        tx.payers.change(self.payer, client, before, checked(replace(before, **given(values))))
        return self.payer


@dataclass(frozen=True, slots=True)
class DeletePayer(Act[int]):
    """A payer is none any more; answers with the payer's number."""

    name: ClassVar[str] = "delete-payer"
    title: ClassVar[str] = "Delete payer"
    help: ClassVar[str] = "Delete a payer; invoices name the next one, or the client."
    who: ClassVar[Who] = Who.CLIENT

    payer: int

    def apply(self, tx: Tx) -> int:
        """Mark them."""
        client, before = _payer(tx, self.payer)
        tx.payers.retire(self.payer, client, before)
        return self.payer


def _payer(tx: Tx, number: int) -> tuple[int, Payer]:
    """A payer and whose it is; raises NotFound, for another client's too."""
    client, found = tx.payers.found(number)
    if tx.scope.client_id not in (None, client):
        raise NotFound(f"Payer {number}")
    return client, found
