"""`helpdesk-tui expense`: what clients are charged (CL13, SF2)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import Noun, verb
from helpdesk_tui.cli.paper_history import tell_history
from helpdesk_tui.cli.periods import FIND, IN_CURRENCY, meant, oldest_first, period
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, EXPENSE, KEY
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense, EditExpense
from helpdesk_tui.questions import Narrow, ReadAccount, ReadExpense, ReadExpensePart, ReadShares
from helpdesk_tui.rules.money import amount, minor_units


@verb("add", acts=(AddExpense,), example="expense add hans@acme.example 12.50 --text 'Backup restored'")
@click.argument("client", type=CLIENT)
@click.argument("sum_", metavar="AMOUNT")
@click.option("--text", required=True, help="What it is for; the client reads it.")
@KEY
@pass_session
def add(session: Session, client: str, sum_: str, text: str, key: str) -> None:
    """Charge it."""
    desk = session.staff()
    minor = minor_units(sum_, desk.read(ReadAccount(client)).currency)
    _answer(session, desk.perform(AddExpense(client, minor, text, key)))


@verb("edit", acts=(EditExpense,), example="expense edit 9 --amount 10.00")
@click.argument("expense", type=EXPENSE)
@click.option("--amount", "sum_", required=True, metavar="AMOUNT", help="What it costs from now on; 0 is one.")
@KEY
@pass_session
def edit(session: Session, expense: int, sum_: str, key: str) -> None:
    """Change it."""
    desk = session.staff()
    minor = minor_units(sum_, desk.read(ReadExpense(expense)).currency)
    _answer(session, desk.perform(EditExpense(expense, minor, key)))


@verb("delete", acts=(DeleteExpense,), example="expense delete 9")
@click.argument("expense", type=EXPENSE)
@KEY
@pass_session
def delete(session: Session, expense: int, key: str) -> None:
    """Delete it."""
    number = session.staff().perform(DeleteExpense(expense, key))
    session.answer({"id": number, "deleted": True}, lambda: tables.line(f"Expense {number} was deleted."))


@verb(
    "list",
    help="List the expenses of a client, or of all, the oldest first.",
    example="expense list hans@acme.example --json\nexpense list --from 2026-01-01 --find backup",
)
@click.argument("client", type=CLIENT, required=False)
@FIND
@IN_CURRENCY
@period
@pass_session
def listed(session: Session, client: str | None, find: str, currency: str, since: str, until: str) -> None:
    """List them."""
    first, last = meant(since, until, session.zone)
    desk, narrow = session.staff(), Narrow(client, None, find, first, last, currency.upper())
    found = oldest_first(lambda part: desk.read(ReadExpensePart(narrow, part)))
    rows = ((one.id, one.client_name, tables.at(one.at, session.zone),
             f"{amount(one.amount, one.currency)} {one.currency}", one.ticket, one.text) for one in found)  # fmt: skip
    nothing = "The client has no expenses." if client else "There are no expenses."
    session.answer(
        [shapes.expense(one) for one in found],
        lambda: tables.table(
            ("Id", "Client", "At", "Amount", "Ticket", "Text"),
            rows,
            nothing,
        ),
    )


@verb("show", help="Show an expense and the payments that it is allocated to.", example="expense show 9 --json")
@click.argument("expense", type=EXPENSE)
@pass_session
def show(session: Session, expense: int) -> None:
    """Show it."""
    desk = session.staff()
    found, shares = desk.read(ReadExpense(expense)), desk.read(ReadShares(f"expense:{expense}"))
    unpaid = amount(found.amount - sum(one.amount for one in shares), found.currency)
    covered = [
        {"document": f"payment:{one.payment}", "amount": amount(one.amount, found.currency), "text": one.text}
        for one in shares
    ]

    def people() -> None:
        tables.pairs((
            ("Expense", found.id), ("Client", found.client_name), ("At", tables.at(found.at, session.zone)),
            ("Amount", f"{amount(found.amount, found.currency)} {found.currency}"), ("Ticket", found.ticket),
            ("Text", found.text), ("Not paid yet", f"{unpaid} {found.currency}"),
        ))  # fmt: skip
        rows = ((one.payment, f"{amount(one.amount, found.currency)} {found.currency}", one.text) for one in shares)
        tables.table(("Payment", "Covers", "Text"), rows, "No payment covers it yet.")

    session.answer(shapes.expense(found) | {"covered_by": covered, "unpaid": unpaid}, people)


@verb("history", help="Show who changed what of an expense, the oldest first.", example="expense history 9")
@click.argument("expense", type=EXPENSE)
@pass_session
def history(session: Session, expense: int) -> None:
    """Show it."""
    tell_history(session, f"expense:{expense}")


# An amount below zero is no option; the rules say why it is none.
add.context_settings["ignore_unknown_options"] = True


def _answer(session: Session, number: int) -> None:
    found = session.staff().read(ReadExpense(number))
    said = f"Expense {found.id}: {amount(found.amount, found.currency)} {found.currency}, {found.text}"
    session.answer(shapes.expense(found), lambda: tables.line(said))


command = Noun("expense", "What clients are charged.", (add, listed, show, history, edit, delete))
