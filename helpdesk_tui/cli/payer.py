"""`helpdesk-tui payer`: who pays for clients, as invoices name them (SPEC: Payers)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import money_shapes, tables
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, PAYER, Word
from helpdesk_tui.desk.actions.payers import AddPayer, DeletePayer, EditPayer
from helpdesk_tui.questions import ReadPayers
from helpdesk_tui.vocab import PayerKind

KIND = Word({kind.value: kind for kind in PayerKind})


@verb("add", acts=(AddPayer,), example="payer add hans@acme.example --name 'Acme GmbH' --kind entity --tax-number DE1")
@click.argument("client", type=CLIENT)
@click.option("--name", required=True, help="The name of the person or company.")
@click.option("--kind", type=KIND, default="individual", show_default=True, help="An individual or a legal entity.")
@click.option("--address", default="", help="The postal address, in several lines.")
@click.option("--tax-number", "tax", default="", help="The tax number.")
@pass_session
def add(session: Session, client: str, name: str, kind: PayerKind, address: str, tax: str) -> None:
    """Add them."""
    desk = session.staff()
    number = desk.perform(AddPayer(client, name, kind, address, tax))
    found = next(one for one in desk.read(ReadPayers(client)) if one.id == number)
    session.answer(money_shapes.payer(found), lambda: tables.line(f"Payer {found.id}: {found.name}."))


@verb("list", help="List who pays for a client; invoices name the first.", example="payer list hans@acme.example")
@click.argument("client", type=CLIENT)
@pass_session
def listed(session: Session, client: str) -> None:
    """List them."""
    found = session.staff().read(ReadPayers(client))
    rows = ((one.id, one.kind.value, one.name, one.address.replace("\n", ", "), one.tax_number) for one in found)
    session.answer(
        [money_shapes.payer(one) for one in found],
        lambda: tables.table(("Id", "Kind", "Name", "Address", "Tax number"), rows, "The client has no payers."),
    )


@verb("edit", acts=(EditPayer,), example="payer edit 3 --tax-number DE123456789")
@click.argument("payer", type=PAYER)
@click.option("--name", help="The name of the person or company.")
@click.option("--kind", type=KIND, help="An individual or a legal entity.")
@click.option("--address", help="The postal address, in several lines.")
@click.option("--tax-number", "tax", help="The tax number.")
@pass_session
def edit(
    session: Session, payer: int, name: str | None, kind: PayerKind | None, address: str | None, tax: str | None
) -> None:
    """Change what is named."""
    something(name, kind, address, tax)
    number = session.staff().perform(EditPayer(payer, name, kind, address, tax))
    session.answer({"id": number, "changed": True}, lambda: tables.line(f"Payer {number} was changed."))


@verb("delete", acts=(DeletePayer,), example="payer delete 3")
@click.argument("payer", type=PAYER)
@pass_session
def delete(session: Session, payer: int) -> None:
    """Delete them."""
    number = session.staff().perform(DeletePayer(payer))
    session.answer({"id": number, "deleted": True}, lambda: tables.line(f"Payer {number} was deleted."))


command = Noun("payer", "Who pays for clients, as invoices name them.", (add, listed, edit, delete))
