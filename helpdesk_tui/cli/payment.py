"""`helpdesk-tui payment`: what clients pay (CL12)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import Noun, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, KEY, PAYMENT, Word
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, SetPayment
from helpdesk_tui.questions import ReadAccount, ReadPayment, ReadPayments
from helpdesk_tui.rules.money import amount, minor_units
from helpdesk_tui.vocab import PaymentStatus

STATUS = Word({status.value: status for status in PaymentStatus})


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


@verb("list", help="List the payments of a client, the oldest first.", example="payment list hans@acme.example --json")
@click.argument("client", type=CLIENT)
@pass_session
def listed(session: Session, client: str) -> None:
    """List them."""
    found = session.staff().read(ReadPayments(client))
    rows = (
        (one.id, tables.at(one.created, session.zone), f"{amount(one.amount, one.currency)} {one.currency}",
         one.status.value, tables.at(one.paid_at, session.zone), one.text)
        for one in found
    )  # fmt: skip
    session.answer(
        [shapes.payment(one) for one in found],
        lambda: tables.table(
            ("Id", "Created", "Amount", "Status", "Paid", "Text"), rows, "The client has no payments."
        ),
    )


def _answer(session: Session, number: int) -> None:
    found = session.staff().read(ReadPayment(number))
    said = f"Payment {found.id}: {amount(found.amount, found.currency)} {found.currency}, {found.status.value}."
    session.answer(shapes.payment(found), lambda: tables.line(said))


# An amount below zero is no option; the rules say why it is none.
add.context_settings["ignore_unknown_options"] = True

command = Noun("payment", "What clients pay.", (add, listed, set_, delete))
