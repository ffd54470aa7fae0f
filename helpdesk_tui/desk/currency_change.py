"""The provider gets another currency (CL11; SPEC: Account; docs/adr/0022): what becomes of accounts, orders, incidents.

Accounts in the old one can only be read from then on. What is left of a client's incidents, dated ones and used credit
too, goes to the account in the new one by pairs of entries, so that nobody loses what was paid for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helpdesk_tui.desk import old_accounts, orders
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import exchange, moving
from helpdesk_tui.rules.currencies import CurrencyChange
from helpdesk_tui.rules.money import amount, minor_units

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_FUNDS = "incidents_funds_amount"


def change(tx: Tx, code: str) -> CurrencyChange:
    """Change it, and say what that did. The settings are kept for the change, and `code` is an active currency."""
    before = tx.desk.currency()
    accounts, unpaid = tx.accounts.count_in(before), tx.billing.count_unpaid(before)
    funds = _funds(tx, before, code)
    waiting = tx.orders.all_waiting()
    for step in waiting:
        kept = tx.orders.order(step.order)
        orders.cancel(tx, tx.accounts.locked(kept.account), kept, step)
    tx.desk.change_currency(code)
    # Nothing is written anew as well: the places that the old currency has would be too many for another one.
    tx.desk.set(_FUNDS, funds[1].partition(" ")[0] or amount(0, code))
    moved = 0
    for client, number in tx.accounts.to_follow(before, orders.today(tx)):
        tx.clients.lock(client)
        old, new = tx.accounts.locked(number), tx.accounts.of(client)
        if not old.active:  # one that was there before may be on
            tx.accounts.edit(new, replace(new.terms, active=False))
        moves = moving.everything(tx.accounts.holding(old))
        old_accounts.move(tx, old, new, moves)
        moved += bool(moves)
    return CurrencyChange(before, code, accounts, moved, len(waiting), unpaid - len(waiting), funds)


def _funds(tx: Tx, before: str, after: str) -> tuple[str, str]:
    """The amount that gives incidents for funds, before and after; it is a sum of the provider's currency.

    Raises Refused `no_rate` where it cannot be converted: clients would get nothing for funds, or too much.
    """
    minor = minor_units(tx.desk.setting(_FUNDS), before)
    if not minor:
        return "", ""
    said = f"{amount(minor, before)} {before}"
    try:
        other, _ = exchange.into(minor, before, after, tx.rates.of(None), orders.today(tx))
    except Refused as refused:
        raise Refused(f"The amount of funds ({_FUNDS}) is {said}. {refused.sentence}", code=refused.code) from None
    if not other:
        raise Refused(f"The amount of funds ({_FUNDS}), {said}, would be nothing in {after}; set it to 0 first.",
                      code="bad_sum")  # fmt: skip
    return said, f"{amount(other, after)} {after}"
