"""Faults that are planted in the program, to show that the lives notice them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC
from types import SimpleNamespace
from typing import Any

import pytest

from helpdesk_tui.desk import (
    automatic_incidents,
    charging,
    currency_change,
    old_accounts,
    orders,
    ticket_charges,
    ticket_incidents,
)
from helpdesk_tui.desk.actions import expenses, payments
from helpdesk_tui.desk.actions import orders as order_acts
from helpdesk_tui.rules import billing, grants, incidents, moving, plans
from helpdesk_tui.rules import orders as order_rules
from helpdesk_tui.rules.ledger import Lot, Movement
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.store.reads import accounts as account_reads
from helpdesk_tui.store.rooms import accounts as account_room
from helpdesk_tui.store.rooms import desk as desk_room
from helpdesk_tui.store.rooms import entries, ledger_rows
from helpdesk_tui.vocab import EntryKind

Fault = Callable[[pytest.MonkeyPatch], None]


def nothing(*given: Any, **more: Any) -> None:
    """Do nothing where something is to be done."""


def expiry_order_reversed(patch: pytest.MonkeyPatch) -> None:
    first = incidents._by_end
    patch.setattr(incidents, "_by_end", lambda dated: list(reversed(first(dated))))


def lifetime_before_dated(patch: pytest.MonkeyPatch) -> None:
    """Lifetime incidents are taken although dated ones are open."""
    patch.setattr(Lot, "is_open", lambda lot, day: lot.starts < day <= lot.ends)


def lapsed_ones_go_on(patch: pytest.MonkeyPatch) -> None:
    """What a lapsed lot gave goes back to that lot, and is lost."""
    patch.setattr(Lot, "has_lapsed", lambda lot, day: False)


def without_the_time_zone(patch: pytest.MonkeyPatch) -> None:
    for place in (ticket_incidents, orders, entries):
        patch.setattr(place, "day_of", lambda moment, zone: day_of(moment, UTC))


def credit_without_limit(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(incidents, "_allowed", lambda credit, debt: credit.allowed)


def reversal_without_cap(patch: pytest.MonkeyPatch) -> None:
    """What a ticket gave back before is given back again, and nobody checks it."""
    patch.setattr(account_room, "check_reversal", nothing)
    found = incidents.takes_of

    def takes(entries: Any, ticket: int) -> Any:
        return found((one for one in entries if one.movement.kind is EntryKind.TICKET), ticket)

    patch.setattr(ledger_rows, "takes_of", takes)


def key_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(desk_room.DeskRoom, "answered", nothing)
    patch.setattr(desk_room.DeskRoom, "remember", nothing)


def old_amounts_overwrite(patch: pytest.MonkeyPatch) -> None:
    """Expenses and payments are changed from forms that are out of date."""
    for place in (expenses, payments):
        patch.setattr(place, "check_amount", nothing)


def old_tickets_are_charged(patch: pytest.MonkeyPatch) -> None:
    """So are tickets."""
    charge = ticket_charges.apply

    def unseen(tx: Any, ticket: Any, what: ticket_charges.Charge) -> Any:
        return charge(tx, ticket, replace(what, seen_fee=None, seen_incidents=None))

    patch.setattr(ticket_charges, "apply", unseen)


def old_orders_go_on(patch: pytest.MonkeyPatch) -> None:
    """So are orders."""
    patch.setattr(order_acts, "check_purchases", nothing)


def old_prices_are_charged_anew(patch: pytest.MonkeyPatch) -> None:
    """The buyer was told one price and pays another."""
    patch.setattr(orders, "check_price", nothing)


def grant_stays(patch: pytest.MonkeyPatch) -> None:
    """A payment goes back to New, and what it gave stays."""
    patch.setattr(automatic_incidents, "back_to_new", nothing)


def remainder_lost(patch: pytest.MonkeyPatch) -> None:
    """Each payment's full amounts count alone."""

    def due(paid: Any, rest: int = 0) -> int:
        return sum(one.amount // one.funds_amount * one.per_funds for one in paid)

    patch.setattr(grants, "_counted", due)


def first_charge_each_time(patch: pytest.MonkeyPatch) -> None:
    given = grants.for_first_charge
    patch.setattr(grants, "for_first_charge", lambda terms, *, charged: given(terms, charged=False))


def spam_keeps(patch: pytest.MonkeyPatch) -> None:
    """A ticket that is spam keeps what it took."""
    patch.setattr(ticket_incidents, "give_back_spam", nothing)


def spam_for_nothing(patch: pytest.MonkeyPatch) -> None:
    """A ticket that is no spam after all takes nothing again."""
    patch.setattr(ticket_incidents, "take_again", nothing)


def refund_forgotten(patch: pytest.MonkeyPatch) -> None:
    """An expense is edited and nothing posted."""
    patch.setattr(charging, "_post", nothing)


def refund_of_all(patch: pytest.MonkeyPatch) -> None:
    """An expense that is edited gives back everything."""
    changed = billing.changed
    patch.setattr(charging, "changed", lambda seq, before, after: changed(seq, before, min(after, 0)))


def renewal_begins_anew(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(order_rules, "renewed", lambda first, given, months, day: (day, range(months)))


def past_windows_give(patch: pytest.MonkeyPatch) -> None:
    """Windows that are over give incidents too, for life."""
    given = plans.given

    def more(count: int, months: int, first: Any, numbers: Any, day: Any) -> Any:
        return given(count, months, first, numbers, day) or (plans.Given(count),)

    patch.setattr(order_rules, "given", more)


def payment_completes_nothing(patch: pytest.MonkeyPatch) -> None:
    """An order that waits goes on waiting."""
    patch.setattr(orders, "paid", nothing)


def past_is_today(patch: pytest.MonkeyPatch) -> None:
    """What is asked of a moment is answered of now."""
    held = account_reads._held_at
    patch.setattr(account_reads, "_held_at", lambda asking, accounts, moment: held(asking, accounts, asking.now))


def undo_forgets(patch: pytest.MonkeyPatch) -> None:
    """An answer is taken back without its fee."""
    patch.setattr(ticket_charges, "_refund", lambda tx, expense: "")


def doubled(patch: pytest.MonkeyPatch) -> None:
    """A ticket takes each of its incidents twice."""
    take = incidents.taken

    def twice(holding: Any, number: int, day: Any, credit: Any) -> tuple[Movement, ...]:
        return (*take(holding, number, day, credit), *take(holding, number, day, credit)[:1])

    patch.setattr(incidents, "taken", twice)


def forgotten_at_the_change(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(currency_change, "old_accounts", SimpleNamespace(move=nothing))


def forgotten_when_given_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ticket_incidents, "old_accounts", SimpleNamespace(move=nothing))


def without_credit(patch: pytest.MonkeyPatch) -> None:
    everything = moving.everything
    patch.setattr(moving, "everything", lambda holding: [one for one in everything(holding) if one.number > 0])


def without_lots(patch: pytest.MonkeyPatch) -> None:
    everything = moving.everything
    patch.setattr(moving, "everything", lambda holding: [one for one in everything(holding) if one.lot is None])


def arrives_twice(patch: pytest.MonkeyPatch) -> None:
    move = old_accounts.move

    def moved(tx: Any, old: Any, new: Any, moves: Any) -> None:
        for _ in range(2):
            move(tx, old, new, moves)

    patch.setattr(old_accounts, "move", moved)


FAULTS: Mapping[str, Fault] = {
    fault.__name__: fault
    for fault in (
        expiry_order_reversed, lifetime_before_dated, lapsed_ones_go_on, without_the_time_zone, credit_without_limit,
        reversal_without_cap, key_ignored, old_amounts_overwrite, old_tickets_are_charged, old_orders_go_on,
        old_prices_are_charged_anew, grant_stays, remainder_lost, first_charge_each_time, spam_keeps, spam_for_nothing,
        refund_forgotten, refund_of_all, renewal_begins_anew, past_windows_give, payment_completes_nothing,
        past_is_today, undo_forgets, doubled,
    )
}  # fmt: skip
SOON: Mapping[str, int] = {
    "expiry_order_reversed": 1, "lifetime_before_dated": 1, "without_the_time_zone": 2, "reversal_without_cap": 4,
    "key_ignored": 0, "old_amounts_overwrite": 1, "old_tickets_are_charged": 5, "old_prices_are_charged_anew": 0,
    "grant_stays": 3, "spam_keeps": 0, "refund_forgotten": 1, "renewal_begins_anew": 2, "past_is_today": 0,
    "without_credit": 5, "without_lots": 2,
}  # fmt: skip
"""Faults that are planted in every run, and a life that notices each."""
MOVES: Mapping[str, Fault] = {
    fault.__name__: fault
    for fault in (
        forgotten_at_the_change, forgotten_when_given_back, without_credit, without_lots, arrives_twice,
    )
}  # fmt: skip
"""Faults of what moves when the currency changes."""
