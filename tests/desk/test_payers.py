"""Who pays for a client (SPEC: Payers), on both databases."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.clients import AddClient, DeleteClient
from helpdesk_tui.desk.actions.payers import AddPayer, DeletePayer, EditPayer
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadClient, ReadPayers
from helpdesk_tui.vocab import PayerKind
from tests.desks import HANS, NORD, MadeDesk

ENTITY = PayerKind.ENTITY


def there(desk: MadeDesk, client: str = HANS) -> list[tuple[str, str, str, str]]:
    found = desk.anna.read(ReadPayers(client))
    return [(one.kind.value, one.name, one.address, one.tax_number) for one in found]


def test_added_changed_deleted(desk: MadeDesk) -> None:
    """Individual or legal entity, name, address, tax number; the client's history tells it."""
    one = desk.anna.perform(AddPayer(HANS, " Hans \n Meier ", address=" Street 1 \n\n 10115 Berlin\n"))
    two = desk.anna.perform(AddPayer(HANS, "Acme GmbH", ENTITY, tax_number="DE 1"))
    assert there(desk) == [
        ("individual", "Hans Meier", "Street 1\n\n10115 Berlin", ""), ("entity", "Acme GmbH", "", "DE 1"),
    ]  # fmt: skip
    assert there(desk, NORD) == []
    desk.gary.perform(EditPayer(one, "Erika Beck", ENTITY, "", "DE 2"))
    desk.gary.perform(DeletePayer(two))
    assert there(desk) == [("entity", "Erika Beck", "", "DE 2")]
    told = [(one.who, one.field, one.before, one.after) for one in desk.gary.read(ReadClient(HANS)).changes]
    for change in (
        ("anna", "payer", "", "Hans Meier"), ("gary", "payer_name", "Hans Meier", "Erika Beck"),
        ("gary", "payer_tax_number", "", "DE 2"), ("gary", "payer", "Acme GmbH", ""),
    ):  # fmt: skip
        assert change in told


@pytest.mark.parametrize(
    ("payer", "code"),
    [
        (AddPayer(HANS, " "), "name_missing"), (AddPayer(HANS, "x" * 201), "too_long"),
        (AddPayer(HANS, "x", address="x" * 501), "too_long"), (AddPayer(HANS, "x", tax_number="1" * 61), "too_long"),
        (AddPayer("nobody@example.org", "x"), "not_found"), (EditPayer(9, "x"), "not_found"),
        (DeletePayer(9), "not_found"),
    ],
)  # fmt: skip
def test_what_is_refused(desk: MadeDesk, payer: AddPayer | EditPayer | DeletePayer, code: str) -> None:
    with pytest.raises(DeskError) as refused:
        desk.anna.perform(payer)
    assert (refused.value.code, there(desk)) == (code, [])


def test_they_go_with_the_client(desk: MadeDesk) -> None:
    """CL6: payers alone keep nobody."""
    desk.gary.perform(AddClient("new@example.org"))
    number = desk.gary.perform(AddPayer("new@example.org", "New"))
    desk.gary.perform(DeletePayer(number))
    desk.gary.perform(AddPayer("new@example.org", "Newer"))
    desk.gary.perform(DeleteClient("new@example.org"))
    with pytest.raises(DeskError):
        desk.gary.perform(EditPayer(number + 1, "x"))
