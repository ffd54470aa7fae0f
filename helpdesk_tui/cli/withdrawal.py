"""`helpdesk-tui withdrawal`: money that leaves clients' accounts (CL13; SPEC: Withdrawal)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import money_shapes, tables
from helpdesk_tui.cli.commands import Noun, verb
from helpdesk_tui.cli.paper_history import tell_history
from helpdesk_tui.cli.periods import FIND, IN_CURRENCY, meant, oldest_first, period
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, KEY, WITHDRAWAL, Word
from helpdesk_tui.desk.actions.accounts import AddWithdrawal
from helpdesk_tui.questions import Narrow, ReadAccount, ReadWithdrawalPart, ReadWithdrawals
from helpdesk_tui.rules.money import amount, minor_units
from helpdesk_tui.vocab import WithdrawalReason

REASON = Word({reason.value: reason for reason in WithdrawalReason})


@verb("add", acts=(AddWithdrawal,),
      example="withdrawal add hans@acme.example 12.50 --reason return --reference 'Transfer 88'")  # fmt: skip
@click.argument("client", type=CLIENT)
@click.argument("sum_", metavar="AMOUNT")
@click.option("--reason", type=REASON, required=True, help="Paid for a referral, or returned to the client.")
@click.option("--reference", default="", help="What names it elsewhere: the bank transfer, say.")
@KEY
@pass_session
def add(session: Session, client: str, sum_: str, reason: WithdrawalReason, reference: str, key: str) -> None:
    """Book it."""
    desk = session.staff()
    minor = minor_units(sum_, desk.read(ReadAccount(client)).currency)
    number = desk.perform(AddWithdrawal(client, minor, reason, reference, key))
    found = next(one for one in desk.read(ReadWithdrawals(client)) if one.id == number)
    said = f"Withdrawal {found.id}: {amount(found.amount, found.currency)} {found.currency}, {found.reason.value}."
    session.answer(money_shapes.withdrawal(found), lambda: tables.line(said))


@verb("list", help="List what was withdrawn from the account of a client, or of all, the oldest first.",
      example="withdrawal list hans@acme.example --json\nwithdrawal list --from 2026-01-01 --currency EUR")  # fmt: skip
@click.argument("client", type=CLIENT, required=False)
@FIND
@IN_CURRENCY
@period
@pass_session
def listed(session: Session, client: str | None, find: str, currency: str, since: str, until: str) -> None:
    """List it."""
    first, last = meant(since, until, session.zone)
    desk, narrow = session.staff(), Narrow(client, None, find, first, last, currency.upper())
    found = oldest_first(lambda part: desk.read(ReadWithdrawalPart(narrow, part)))
    rows = ((one.id, one.client_name, tables.at(one.at, session.zone),
             f"{amount(one.amount, one.currency)} {one.currency}", one.reason.value, one.reference)
            for one in found)  # fmt: skip
    session.answer(
        [money_shapes.withdrawal(one) for one in found],
        lambda: tables.table(("Id", "Client", "At", "Amount", "Reason", "Reference"), rows, "Nothing was withdrawn."),
    )


@verb("history", help="Show who booked a withdrawal, and when.", example="withdrawal history 3")
@click.argument("withdrawal", type=WITHDRAWAL)
@pass_session
def history(session: Session, withdrawal: int) -> None:
    """Show it."""
    tell_history(session, f"withdrawal:{withdrawal}")


# An amount below zero is no option; the rules say why it is none.
add.context_settings["ignore_unknown_options"] = True

command = Noun("withdrawal", "Money that leaves clients' accounts.", (add, listed, history))
