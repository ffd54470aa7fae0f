"""`helpdesk-tui payment`: what clients pay (CL12)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.paper_history import tell_history
from helpdesk_tui.cli.payment_invoice import STATUS, invoice, invoices, pdf, send, show
from helpdesk_tui.cli.periods import FIND, IN_CURRENCY, meant, oldest_first, period
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, KEY, PAYMENT
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, EditPayment, SetPayment
from helpdesk_tui.questions import Narrow, ReadAccount, ReadPayment, ReadPaymentPart
from helpdesk_tui.rules.money import amount, minor_units
from helpdesk_tui.rules.orders import say_too_late
from helpdesk_tui.vocab import PaymentStatus


@verb("add", acts=(AddPayment,), example="payment add hans@acme.example 50.00 --status paid")
@click.argument("client", type=CLIENT)
@click.argument("sum_", metavar="AMOUNT")
@click.option("--status", type=STATUS, default="new", show_default=True, help="Whether it counts already.")
@click.option("--text", default="", help="A note on it.")
@KEY
@pass_session
def add(session: Session, client: str, sum_: str, status: PaymentStatus, text: str, key: str) -> None:
    """Add it."""
    desk = session.staff()
    minor = minor_units(sum_, desk.read(ReadAccount(client)).currency)
    _answer(session, desk.perform(AddPayment(client, minor, status, text, key)))


@verb("edit", acts=(EditPayment,), example="payment edit 12 --amount 60.00 --text 'Invoice 7'")
@click.argument("payment", type=PAYMENT)
@click.option("--amount", "sum_", metavar="AMOUNT", help="Another sum, while it is new.")
@click.option("--text", help="Another note on it.")
@KEY
@pass_session
def edit(session: Session, payment: int, sum_: str | None, text: str | None, key: str) -> None:
    """Change what is named."""
    something(sum_, text)
    desk = session.staff()
    minor = None if sum_ is None else minor_units(sum_, desk.read(ReadPayment(payment)).currency)
    _answer(session, desk.perform(EditPayment(payment, minor, text, key)))


@verb("set", acts=(SetPayment,), example="payment set 12 --status paid")
@click.argument("payment", type=PAYMENT)
@click.option("--status", type=STATUS, required=True, help="Paid counts, new does not.")
@KEY
@pass_session
def set_(session: Session, payment: int, status: PaymentStatus, key: str) -> None:
    """Set it."""
    _answer(session, session.staff().perform(SetPayment(payment, status, key)))


@verb("delete", acts=(DeletePayment,), example="payment delete 12")
@click.argument("payment", type=PAYMENT)
@KEY
@pass_session
def delete(session: Session, payment: int, key: str) -> None:
    """Delete it."""
    number = session.staff().perform(DeletePayment(payment, key))
    session.answer({"id": number, "deleted": True}, lambda: tables.line(f"Payment {number} was deleted."))


@verb(
    "list",
    help="List the payments of a client, or of all, the oldest first.",
    example="payment list hans@acme.example --json\npayment list --from 2026-01-01 --find backup",
)
@click.argument("client", type=CLIENT, required=False)
@click.option("--status", type=STATUS, help="Those that are new, or paid.")
@FIND
@IN_CURRENCY
@period
@pass_session
def listed(
    session: Session,
    client: str | None,
    status: PaymentStatus | None,
    find: str,
    currency: str,
    since: str,
    until: str,
) -> None:
    """List them."""
    first, last = meant(since, until, session.zone)
    desk, narrow = session.staff(), Narrow(client, status, find, first, last, currency.upper())
    found = oldest_first(lambda part: desk.read(ReadPaymentPart(narrow, part)))
    rows = (
        (one.id, one.client_name, tables.at(one.created, session.zone),
         f"{amount(one.amount, one.currency)} {one.currency}", one.status.value, tables.at(one.paid_at, session.zone),
         one.text)
        for one in found
    )  # fmt: skip
    nothing = "The client has no payments." if client else "There are no payments."
    session.answer(
        [shapes.payment(one) for one in found],
        lambda: tables.table(
            ("Id", "Client", "Created", "Amount", "Status", "Paid", "Text"),
            rows,
            nothing,
        ),
    )


@verb("history", help="Show who changed what of a payment, the oldest first.", example="payment history 12")
@click.argument("payment", type=PAYMENT)
@pass_session
def history(session: Session, payment: int) -> None:
    """Show it."""
    tell_history(session, f"payment:{payment}")


def _answer(session: Session, number: int) -> None:
    found = session.staff().read(ReadPayment(number))
    said = f"Payment {found.id}: {amount(found.amount, found.currency)} {found.currency}, {found.status.value}."
    if found.too_late_for is not None:
        said += f" {say_too_late(found.too_late_for)}"
    session.answer(shapes.payment(found) | {"too_late_for": found.too_late_for}, lambda: tables.line(said))


# An amount below zero is no option; the rules say why it is none.
add.context_settings["ignore_unknown_options"] = True

command = Noun(
    "payment", "What clients pay.", (add, listed, invoices, show, invoice, history, set_, edit, delete, pdf, send)
)
