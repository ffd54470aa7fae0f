"""`helpdesk-tui account`: accounts of clients (CL11, IN12)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import Noun, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT
from helpdesk_tui.questions import ReadAccount, ReadMoney
from helpdesk_tui.rules.money import amount


@verb("show", help="Show a client's account.", example="account show hans@acme.example --json")
@click.argument("client", type=CLIENT)
@pass_session
def show(session: Session, client: str) -> None:
    """Show it."""
    found = session.staff().read(ReadAccount(client))

    def people() -> None:
        tables.line(f"Balance {amount(found.balance, found.currency)} {found.currency}.")
        limit = f"{amount(found.credit_limit, found.currency)} {found.currency}"
        tables.line("It is paid for afterwards." if found.postpaid else f"Credit limit {limit}.")
        tables.line(f"Lifetime incidents: {found.limit:,} given, {found.usage:,} used.")

    session.answer(shapes.account(found), people)


@verb(
    "history", help="List what moved a client's balance, the oldest first.", example="account history hans@acme.example"
)
@click.argument("client", type=CLIENT)
@pass_session
def history(session: Session, client: str) -> None:
    """List it."""
    found = session.staff().read(ReadMoney(client))
    rows = (
        (one.id, tables.at(one.at, session.zone), one.who or "system", tables.words(one.kind.value),
         f"{amount(one.amount, one.currency)} {one.currency}", amount(one.balance, one.currency), one.ticket, one.text)
        for one in found
    )  # fmt: skip
    headings = ("Id", "At", "Who", "What", "Amount", "Balance", "Ticket", "Text")
    session.answer(
        [shapes.money_line(one) for one in found], lambda: tables.table(headings, rows, "Nothing has moved.")
    )


command = Noun("account", "Accounts of clients: balance and movements.", (show, history))
