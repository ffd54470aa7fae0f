"""`helpdesk-tui account`: accounts of clients, their terms, movements and the accountant's files (CL11, IN9, IN12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import money_shapes, shapes, tables
from helpdesk_tui.cli.account_export import export
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, CURRENCY, KEY, SWITCH, Whole, Word
from helpdesk_tui.desk.actions.accounts import EditAccount
from helpdesk_tui.questions import ReadAccount, ReadAccountChanges, ReadAccounts, ReadMoney, ReadMonths
from helpdesk_tui.rules.account_terms import MOST_DAYS
from helpdesk_tui.rules.money import amount, minor_units
from helpdesk_tui.vocab import Grace

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.views import AccountView

GRACE = Word({grace.value: grace for grace in Grace})
DAYS = Whole(0, MOST_DAYS)
COUNT = Whole(0, 9_999_999)


@verb("show", help="Show a client's account.", example="account show hans@acme.example --json")
@click.argument("client", type=CLIENT)
@CURRENCY
@pass_session
def show(session: Session, client: str, currency: str) -> None:
    """Show it."""
    _answer(session, session.staff(), client, currency)


@verb("list", help="List a client's accounts: a currency each, those of earlier ones to be read.",
      example="account list hans@acme.example --json")  # fmt: skip
@click.argument("client", type=CLIENT)
@pass_session
def listed(session: Session, client: str) -> None:
    """List them."""
    desk = session.staff()
    found = desk.read(ReadAccounts(client))
    rows = ((one.currency, amount(one.balance, one.currency), one.old, one.active) for one in found)
    session.answer(
        [_shape(one, _turnover(desk, one)) for one in found],
        lambda: tables.table(("Currency", "Balance", "Read only", "Active"), rows, ""),
    )


@verb("edit", acts=(EditAccount,), example="account edit hans@acme.example --credit-limit 50 --grace due --block 14")
@click.argument("client", type=CLIENT)
@click.option("--active", type=SWITCH, help="Whether anything can be booked by hand and ordered.")
@click.option("--postpaid", type=SWITCH, is_flag=False, flag_value="on",
              help="Whether services are paid for afterwards; on without a word.")  # fmt: skip
@click.option(
    "--credit-limit", "limit", metavar="AMOUNT", help="How far a client who is not post-paid may go into debt."
)
@click.option("--grace", type=GRACE, help="How long: none, unlimited, or due, from the date of the due payment.")
@click.option("--respite", type=DAYS, help="With grace due: days in which it is to be paid.")
@click.option("--block", type=DAYS, help="With grace due: days after which nothing can be ordered (0: never).")
@click.option("--referred-by", "referred", type=CLIENT, help="The client who brought this one; empty for nobody.")
@click.option("--incident-limit", type=COUNT, help="Lifetime incidents that were ever given.")
@click.option("--incident-usage", type=COUNT, help="Lifetime incidents that were ever used.")
@KEY
@pass_session
def edit(
    session: Session, client: str, active: bool | None, postpaid: bool | None, limit: str | None, grace: Grace | None,
    respite: int | None, block: int | None, referred: str | None, incident_limit: int | None,
    incident_usage: int | None, key: str,
) -> None:  # fmt: skip
    """Change what is named."""
    something(active, postpaid, limit, grace, respite, block, referred, incident_limit, incident_usage)
    desk = session.staff()
    minor = None if limit is None else minor_units(limit, desk.read(ReadAccount(client)).currency)
    desk.perform(EditAccount(client, active, postpaid, minor, grace, respite, block, referred, incident_limit,
                             incident_usage, None, key))  # fmt: skip
    _answer(session, desk, client)


@verb(
    "history", help="List what moved a client's balance, the oldest first.", example="account history hans@acme.example"
)
@click.argument("client", type=CLIENT)
@CURRENCY
@pass_session
def history(session: Session, client: str, currency: str) -> None:
    """List it."""
    found = session.staff().read(ReadMoney(client, currency))
    rows = (
        (one.id, tables.at(one.at, session.zone), one.who or "system", tables.words(one.kind.value),
         f"{amount(one.amount, one.currency)} {one.currency}", amount(one.balance, one.currency), one.ticket, one.text)
        for one in found
    )  # fmt: skip
    headings = ("Id", "At", "Who", "What", "Amount", "Balance", "Ticket", "Text")
    session.answer(
        [shapes.money_line(one) for one in found], lambda: tables.table(headings, rows, "Nothing has moved.")
    )


@verb(
    "changes",
    help="List what was changed on a client's account: active, post-paid, credit limit, grace, the oldest first.",
    example="account changes hans@acme.example",
)
@click.argument("client", type=CLIENT)
@pass_session
def changes(session: Session, client: str) -> None:
    """List it."""
    found = session.staff().read(ReadAccountChanges(client))
    rows = ((one.id, tables.at(one.at, session.zone), one.who, tables.words(one.field.removeprefix("account_")),
             one.before, one.after) for one in found)  # fmt: skip
    session.answer(
        [money_shapes.account_change(one) for one in found],
        lambda: tables.table(("Id", "At", "Who", "What", "Before", "After"), rows, "Nothing was changed yet."),
    )


def _answer(session: Session, desk: Desk, client: str, currency: str = "") -> None:
    found = desk.read(ReadAccount(client, currency))
    turnover = _turnover(desk, found)

    def people() -> None:
        off = "" if found.active else " The account is switched off."
        off += " It can only be read: the provider has another currency." if found.old else ""
        tables.line(f"Balance {amount(found.balance, found.currency)} {found.currency}.{off}")
        tables.line(f"Turnover of twelve months {amount(turnover, found.currency)} {found.currency}.")
        limit = f"{amount(found.credit_limit, found.currency)} {found.currency}"
        tables.line("It is paid for afterwards." if found.postpaid else f"Credit limit {limit}.")
        if found.grace != Grace.NONE:
            days = f": {found.respite:,} days till respite, blocked after {found.block:,} days"
            tables.line(f"Grace period {found.grace}{days if found.grace == Grace.DUE else ''}.")
        if found.blocked_since is not None:
            since = tables.at(found.blocked_since, session.zone)
            tables.line(f"Nothing can be ordered since {since}: a payment is unpaid.")
        tables.line(f"Lifetime incidents: {found.limit:,} given, {found.usage:,} used.")

    session.answer(_shape(found, turnover), people)


def _turnover(desk: Desk, account: AccountView) -> int:
    """What was paid on an account in twelve months, in minor units (CL13)."""
    return sum(month.paid for month in desk.read(ReadMonths(f"#{account.client}", currency=account.currency)))


def _shape(account: AccountView, turnover: int) -> shapes.Shape:
    return shapes.account(account) | {"turnover": amount(turnover, account.currency)}


command = Noun(
    "account",
    "Accounts of clients: balance, terms, movements, files for the accountant.",
    (show, listed, edit, history, changes, export),
)
