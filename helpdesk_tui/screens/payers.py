"""Who pays for a client, as invoices name them (SPEC: Payers)."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.payers import AddPayer, DeletePayer, EditPayer
from helpdesk_tui.questions import Read, ReadPayers
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.setup import SetupScreen
from helpdesk_tui.views import PayerView
from helpdesk_tui.vocab import PayerKind
from helpdesk_tui.widgets.record_list import Column, Record

_KINDS = {"individual": PayerKind.INDIVIDUAL, "legal entity": PayerKind.ENTITY}


class PayersScreen(SetupScreen):
    """The payers of a client; invoices name the first."""

    TITLE_WORDS = "Payers"
    EMPTY = "The client has no payers; {n} adds one. Until then invoices name the client."
    COLUMNS = (Column("Payer"), Column("Kind", 12), Column("Address", fold=True), Column("Tax number", 16))
    ACTS = (AddPayer, EditPayer, DeletePayer)
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", AddPayer, "add"), act_key("e", EditPayer, "edit"), act_key("d", DeletePayer, "delete"),
    ]  # fmt: skip

    def __init__(self, session: Session, client: int) -> None:
        super().__init__(session)
        self._client = client
        self._found: dict[str, PayerView] = {}

    def question(self) -> Read[tuple[PayerView, ...]]:
        """Who pays, and for whom."""
        return ReadPayers(f"#{self._client}")

    async def records(self) -> tuple[Record, ...]:
        """The payers."""
        found = await self.session.read(self.question())
        self._found = {f"{one.id} {one.name}": one for one in found}
        return tuple(
            Record(key, (one.name, _word(one.kind), one.address.replace("\n", ", "), one.tax_number))
            for key, one in self._found.items()
        )

    async def add(self) -> None:
        """A new payer."""

        def made(given: dict[str, Any]) -> AddPayer:
            return AddPayer(f"#{self._client}", **({"full_name": ""} | _read(given)))

        await fill(self, "Add payer", _fields(None), made, "The payer is added.")

    async def edit(self, name: str) -> None:
        """Change one."""
        one = self._found[name]

        def made(given: dict[str, Any]) -> EditPayer | None:
            return EditPayer(one.id, **_read(given)) if given else None

        await fill(self, f"Edit {one.name}", _fields(one), made, "The payer is changed.")

    def deletion(self, name: str) -> Act[Any]:
        """Delete one."""
        return DeletePayer(self._found[name].id)


def _fields(one: PayerView | None) -> tuple[Field, ...]:
    name, address, tax = (one.name, one.address, one.tax_number) if one else ("", "", "")
    kind = _word(one.kind if one else PayerKind.INDIVIDUAL)
    return (
        Field("full_name", "Name", name), Field("kind", "Kind", kind, tuple(_KINDS)),
        Field("address", "Address", address, lines=3), Field("tax_number", "Tax number", tax),
    )  # fmt: skip


def _read(given: dict[str, Any]) -> dict[str, Any]:
    return given | ({"kind": _KINDS[given["kind"]]} if "kind" in given else {})


def _word(kind: PayerKind) -> str:
    return next(word for word, one in _KINDS.items() if one is kind)
