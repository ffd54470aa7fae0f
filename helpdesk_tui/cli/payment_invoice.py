"""A payment in detail: what it covers, as text to print, as PDF, and by email (CL12)."""

from __future__ import annotations

from datetime import tzinfo

import click

from helpdesk_tui.cli import files, money_shapes, order_shapes, output, shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.periods import FIND, IN_CURRENCY, meant, oldest_first, period
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, FILE, KEY, PAYER, PAYMENT, Word
from helpdesk_tui.desk.actions.invoices import SendInvoice
from helpdesk_tui.questions import (
    Narrow,
    ReadInvoice,
    ReadInvoicePart,
    ReadOutgoing,
    ReadPaidPrice,
    ReadPayment,
    ReadShares,
)
from helpdesk_tui.rules.invoice import labelled, printed
from helpdesk_tui.rules.money import amount
from helpdesk_tui.views import InvoiceRow
from helpdesk_tui.vocab import PaymentStatus

STATUS = Word({status.value: status for status in PaymentStatus})
PAYER_OPTION = click.option("--payer", type=PAYER, help="Who pays; the client's first payer without it.")
TURN_OPTION = click.option(
    "--turn", type=click.IntRange(1), help="The one of the Nth time that it was paid, not the one of now."
)


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
        shapes.payment(found) | {"too_late_for": found.too_late_for, "covers": covers, "price": price},
        lambda: output.say(printed(desk.read(ReadInvoice(payment, payer)))),
    )


@verb(
    "invoice",
    help="Show the invoice of a payment, to print; also one that the payment had before it was put back.",
    example="payment invoice 12 --turn 1",
)
@click.argument("payment", type=PAYMENT)
@TURN_OPTION
@PAYER_OPTION
@pass_session
def invoice(session: Session, payment: int, turn: int | None, payer: int | None) -> None:
    """Show it."""
    found = session.staff().read(ReadInvoice(payment, payer, turn))
    session.answer(money_shapes.whole_invoice(found), lambda: output.say(printed(found)))


@verb(
    "pdf",
    help="Save the invoice of a payment as PDF: to a file that is not there yet, into a folder, or to standard output.",
    example="payment pdf 12 invoice-12.pdf",
)
@click.argument("payment", type=PAYMENT)
@click.argument("file", type=FILE)
@click.option("--font", type=FILE, default="", help="A TrueType font file, where the system's own is not enough.")
@PAYER_OPTION
@TURN_OPTION
@pass_session
def pdf(session: Session, payment: int, file: str, font: str, payer: int | None, turn: int | None) -> None:
    """Save it; an existing file is never overwritten."""
    from helpdesk_tui.invoice_pdf import drawn

    found = session.staff().read(ReadInvoice(payment, payer, turn))
    document, missing = drawn(found, font)
    if missing:
        output.complain(f"The font has no {missing}; --font names another one.")
    if file == files.STANDARD:
        files.pour(document)
        return
    saved = files.save_file(file, found.file_name, document)
    shape = {"id": payment, "file": saved, "size": len(document), "missing": missing}
    session.answer(shape, lambda: tables.line(f"{saved}: {len(document):,} bytes."))


@verb("send", acts=(SendInvoice,), example="payment send 12 --department Billing")
@click.argument("payment", type=PAYMENT)
@click.option("--department", default="", help="From this department of yours; without a name, from your first one.")
@PAYER_OPTION
@KEY
@pass_session
def send(session: Session, payment: int, department: str, payer: int | None, key: str) -> None:
    """Send it."""
    desk = session.staff()
    found = desk.read(ReadOutgoing(desk.perform(SendInvoice(payment, department, key, payer)))).row
    session.answer(shapes.outgoing(found), lambda: tables.line(f"Invoice {payment} goes to {found.to}."))


@verb(
    "invoices",
    help="List the invoices of a client, or of all, the oldest first: who pays, net and tax, when they were sent.",
    example="payment invoices --from 2026-01-01 --to 2026-03-31 --status paid --currency EUR --json",
)
@click.argument("client", type=CLIENT, required=False)
@click.option("--status", type=STATUS, help="Those that are new, or paid.")
@FIND
@IN_CURRENCY
@period
@pass_session
def invoices(
    session: Session, client: str | None, status: PaymentStatus | None, find: str, currency: str, since: str,
    until: str,
) -> None:  # fmt: skip
    """List them."""
    first, last = meant(since, until, session.zone)
    desk, narrow = session.staff(), Narrow(client, status, find, first, last, currency.upper())
    found = oldest_first(lambda part: desk.read(ReadInvoicePart(narrow, part)), lambda one: one.key)
    rows = (
        (labelled(one.id, one.turn), one.client_name, one.payer, one.day.isoformat() if one.day else "",
         f"{amount(one.amount, one.currency)} {one.currency}",
         *("" if part is None else amount(part, one.currency) for part in (one.net, one.tax)),
         amount(one.returned, one.currency) if one.returned else "", _status(one, session.zone),
         tables.at(one.sent, session.zone))
        for one in found
    )  # fmt: skip
    headings = ("Id", "Client", "Payer", "Date", "Total", "Net", "Tax", "Returned", "Status", "Sent")
    session.answer(
        [money_shapes.invoice(one) for one in found], lambda: tables.table(headings, rows, "There are no invoices.")
    )


def _status(row: InvoiceRow, zone: tzinfo) -> str:
    """Whether it is new or paid, and when it, or the one before it, was put back."""
    if row.reversal:
        return "put back"
    back = "" if row.put_back is None else f", put back on {row.put_back.astimezone(zone):%Y-%m-%d}"
    return f"{row.payment.status.value}{back}"
