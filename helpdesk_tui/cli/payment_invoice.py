"""A payment in detail: what it covers, as text to print, as PDF, and by email (CL12)."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import files, order_shapes, output, shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import FILE, KEY, PAYER, PAYMENT
from helpdesk_tui.desk.actions.invoices import SendInvoice
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import (
    ReadClient,
    ReadHealth,
    ReadOutgoing,
    ReadPaidPrice,
    ReadPayers,
    ReadPayment,
    ReadShares,
)
from helpdesk_tui.rules.invoice import Invoice, Item, printed
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.periods import day_of

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk

PAYER_OPTION = click.option("--payer", type=PAYER, help="Who pays; the client's first payer without it.")


@verb("show", help="Show a payment in detail, as an invoice to print.", example="payment show 12")
@click.argument("payment", type=PAYMENT)
@PAYER_OPTION
@pass_session
def show(session: Session, payment: int, payer: int | None) -> None:
    """Show it."""
    desk = session.staff()
    found = desk.read(ReadPayment(payment))
    shares = desk.read(ReadShares(f"payment:{payment}"))
    covers = [
        {"document": one.charge, "amount": amount(one.amount, found.currency), "text": one.text} for one in shares
    ]
    price = order_shapes.paid_price(desk.read(ReadPaidPrice(payment)), found.currency)
    session.answer(
        shapes.payment(found) | {"covers": covers, "price": price},
        lambda: output.say(printed(invoice_of(desk, payment, session.settings.desk.name, session.zone, payer))),
    )


@verb(
    "pdf",
    help="Save the invoice of a payment as PDF: to a file that is not there yet, into a folder, or to standard output.",
    example="payment pdf 12 invoice-12.pdf",
)
@click.argument("payment", type=PAYMENT)
@click.argument("file", type=FILE)
@click.option("--font", type=FILE, default="", help="A TrueType font file, where the system's own is not enough.")
@PAYER_OPTION
@pass_session
def pdf(session: Session, payment: int, file: str, font: str, payer: int | None) -> None:
    """Save it; an existing file is never overwritten."""
    from helpdesk_tui.cli.invoice_pdf import rendered

    invoice = invoice_of(session.staff(), payment, session.settings.desk.name, session.zone, payer)
    document, missing = rendered(invoice, font, session.now)
    if missing:
        output.complain(f"The font has no {missing}; --font names another one.")
    if file == files.STANDARD:
        files.pour(document)
        return
    saved = files.save_file(file, invoice.file_name, document)
    shape = {"id": payment, "file": saved, "size": len(document), "missing": missing}
    session.answer(shape, lambda: tables.line(f"{saved}: {len(document):,} bytes."))


@verb("send", acts=(SendInvoice,), example="payment send 12 --department Billing")
@click.argument("payment", type=PAYMENT)
@click.option("--department", default="", help="From this department of yours; without a name, from your first one.")
@KEY
@pass_session
def send(session: Session, payment: int, department: str, key: str) -> None:
    """Send it."""
    desk = session.staff()
    found = desk.read(ReadOutgoing(desk.perform(SendInvoice(payment, department, key)))).row
    session.answer(shapes.outgoing(found), lambda: tables.line(f"Invoice {payment} goes to {found.to}."))


def invoice_of(desk: Desk, payment: int, provider: str, zone: tzinfo, payer: int | None = None) -> Invoice:
    """The invoice of a payment, to a payer of the client, the first one if none is named; raises NotFound."""
    found = desk.read(ReadPayment(payment))
    shares = desk.read(ReadShares(f"payment:{payment}"))
    head = desk.read(ReadClient(f"#{found.client}")).head
    payers = [one for one in desk.read(ReadPayers(f"#{found.client}")) if payer in (None, one.id)]
    if payer is not None and not payers:
        raise NotFound(f"Payer {payer}")
    name, address, country = head.name or head.email, head.email, head.country
    if payers:
        name, address, country = payers[0].name, payers[0].address, ""
    items = tuple(Item(one.text or one.charge.replace(":", " "), one.amount) for one in shares)
    priced = desk.read(ReadPaidPrice(payment))
    price, exact = (priced.price, priced.exact) if priced else (None, False)
    return Invoice(
        found.id, provider or desk.read(ReadHealth()).desk, name, address, country, day_of(found.created, zone),
        None if found.paid_at is None else day_of(found.paid_at, zone), found.amount, found.currency, found.text, items,
        payers[0].tax_number if payers else "", price, exact,
    )  # fmt: skip
