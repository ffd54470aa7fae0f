"""What is bought under an order of incidents: charged and given in one transaction, or waiting for a payment first.

What waits, waits for a payment over what is missing (SPEC: Orders). Once that is Paid, the purchase completes itself;
where other money or credit is enough before, it does so too, and the payment is deleted. One that is put back to New
later leaves what was given and charged as it is, and the balance says what is owed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from helpdesk_tui.desk import charging, ordering
from helpdesk_tui.rules.billing import missing
from helpdesk_tui.rules.ledger import Movement, Why
from helpdesk_tui.rules.money import amount, checked, most
from helpdesk_tui.rules.orders import gives, in_currency, is_late, say_purchase, windows_of, with_purchase
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.rules.pricing import priced, with_price
from helpdesk_tui.rules.stale import check_debt, check_given, check_missing, check_price
from helpdesk_tui.vocab import EntryKind, Unit

if TYPE_CHECKING:
    from helpdesk_tui.rules.orders import Purchase
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.rooms.billing import Payment
    from helpdesk_tui.store.rooms.orders import Kept, Step
    from helpdesk_tui.store.rooms.plans import Tariff
    from helpdesk_tui.store.tx import Tx
    from helpdesk_tui.views import Foreseen, Price


def today(tx: Tx) -> date:
    """The date that it is in the desk's time zone."""
    return day_of(tx.now, tx.rules.zone)


def place(
    tx: Tx, account: Account, tariff: Tariff, listed: Purchase, told: str = "", foreseen: Foreseen | None = None
) -> int:  # fmt: skip
    """Order a plan on a locked account, as it lists it; the order's number. Raises Refused as `buy`."""
    purchase, price = _told(tx, account, tariff, listed, told, foreseen)
    if account.client is not None:
        # Incidents are asked for, whether they are given now or once they are paid (IN6).
        tx.plans.connect(account.client)
    number = tx.orders.add(account, tariff.id, purchase, price, today(tx))
    _go_on(tx, tx.orders.order(number), tx.orders.add_step(number, purchase, price))
    return number


def buy(
    tx: Tx, order: int, tariff: Tariff, listed: Purchase, told: str = "", foreseen: Foreseen | None = None
) -> None:  # fmt: skip
    """Buy something under an order: at once where balance and credit limit are enough, else once it is paid.

    Raises Refused `account_inactive`, `ordering_blocked` where a payment is unpaid for too long, `no_rate` for a plan
    in another currency, `bad_sum` for a price that is no sum any more, and `stale` where the price is not the one that
    was `told`, or what has to be paid before, or the debt that it makes, is not what was `foreseen`.
    """
    account = tx.accounts.locked(tx.orders.order(order).account)
    purchase, price = _told(tx, account, tariff, listed, told, foreseen)
    _go_on(tx, tx.orders.order(order), tx.orders.add_step(order, purchase, price))


def _told(
    tx: Tx, account: Account, tariff: Tariff, listed: Purchase, told: str, foreseen: Foreseen | None
) -> tuple[Purchase, Price]:  # fmt: skip
    """A purchase in the account's currency by the rate of today, less discount, plus tax: what the client is told now,
    and what stays if it has to wait for its payment.
    """
    ordering.check(tx, account)
    assert account.client is not None
    purchase = in_currency(listed, tariff.currency, account.currency, tx.rates.of(account.client), today(tx))
    price = tx.pricing.price(account.client, tariff.id, purchase.price)
    total = checked(price.total, account.currency, zero=True)
    check_price(told, f"{amount(total, account.currency)} {account.currency}")
    check_given(foreseen, purchase.number)
    balance, limit = account.standing.balance, account.credit_limit
    short = missing(total, balance, limit, postpaid=account.postpaid)
    check_missing(foreseen, short, account.currency)
    check_debt(foreseen, balance + short - total, None, account.currency)
    return purchase, price


def paid(tx: Tx, payment: Payment) -> None:
    """A payment became Paid: complete what waits for it, then what else on its account is covered now.

    Where the balance went down meanwhile so that it is still not enough, a payment over what is missing now is waited
    for, or over the highest sum where that is less.
    """
    step = tx.orders.waiting_for(payment.id)
    if step is not None:
        _go_on(tx, tx.orders.order(step.order), step)
    covered(tx, payment.account)


def covered(tx: Tx, number: int) -> None:
    """Money or credit came to a locked account: complete what waits there, the oldest first, as far as it goes.

    What is not covered waits on, and does not hold up what is. A payment that nothing waits for any more is deleted:
    the client would pay twice. On an account that is switched off nothing is charged, so that everything waits.
    """
    for step in tx.orders.waiting_on(number):
        account, kept = tx.accounts.locked(number), tx.orders.order(step.order)
        now = _for_open_terms(tx, kept, step)
        if account.active and not _missing(account, now):
            _drop_payment(tx, account, now)
            _complete(tx, account, kept, now)


def given_up(tx: Tx, payment: Payment) -> None:
    """A payment that is New was deleted: nothing waits for it any more."""
    step = tx.orders.waiting_for(payment.id)
    if step is not None:
        kept = tx.orders.order(step.order)
        _cancel(tx, tx.accounts.locked(kept.account), kept, step)


def cancel(tx: Tx, account: Account, kept: Kept, step: Step) -> None:
    """Give up what waits under an order, and the payment it waits for."""
    _cancel(tx, account, kept, step)
    _drop_payment(tx, account, step)


def _drop_payment(tx: Tx, account: Account, step: Step) -> None:
    """Delete the payment that a purchase waits for."""
    assert step.payment is not None
    tx.billing.set_payment(account, tx.billing.payment(step.payment), {"deleted": tx.now})
    tx.outbox.drop_invoices(step.payment)


def _missing(account: Account, step: Step) -> int:
    """What has to be paid before a purchase can be charged."""
    balance, limit = account.standing.balance, account.credit_limit
    return missing(step.price.total, balance, limit, postpaid=account.postpaid)


def _for_open_terms(tx: Tx, kept: Kept, step: Step) -> Step:
    """An upgrade that waited until terms were over: it costs the difference for those that it raises still, no more.

    One in another currency keeps the price that was told with its rate.
    """
    purchase, price = step.purchase, step.price
    if purchase.terms < 2 or purchase.plan_price is not None:
        return step
    terms = tx.orders.terms(kept.order.id, today(tx))
    if not 0 < terms < purchase.terms:
        return step
    listed = price.listed // purchase.terms * terms
    lower = replace(purchase, terms=terms, price=listed)
    return tx.orders.reprice(replace(step, purchase=lower, price=priced(listed, price.discount, price.rate)))


def _go_on(tx: Tx, kept: Kept, step: Step) -> None:
    account, step = tx.accounts.locked(kept.account), _for_open_terms(tx, kept, step)
    short = _missing(account, step)
    if short and not _is_late(tx, kept, step):
        text = _text(tx, account, kept, step)
        # More than a sum can be is paid in several: once this one is, what is missing then is waited for.
        due = min(short, most(account.currency))
        payment = tx.billing.add_payment(account, due, text, kept.order.id)
        tx.orders.wait(step, payment)
        tx.record(kept.document, "", f"{text}, waits for payment {payment}", client=account.client)
    else:
        _complete(tx, account, kept, step)


def _is_late(tx: Tx, kept: Kept, step: Step) -> bool:
    """Whether a purchase waited until there was nothing left to give. What is over as it is ordered is a price."""
    return step.payment is not None and is_late(step.purchase, kept.order, today(tx))


def _complete(tx: Tx, account: Account, kept: Kept, step: Step) -> None:
    """Charge a purchase and give what it gives today; where it is too late for that, the money stays the client's."""
    if _is_late(tx, kept, step):
        _cancel(tx, account, kept, step, "given up: every month of it is over")
        return
    purchase, day = step.purchase, today(tx)
    first, numbers = windows_of(purchase, kept.order, day)
    text, total = _text(tx, account, kept, step), step.price.total
    expense = charging.charge(tx, account, total, text, order=kept.order.id) if total else None
    for given in gives(purchase, first, numbers, day):
        cause, document = f"{kept.document}:{step.id}", kept.document
        if given.window is None:
            move = Movement(Unit.INCIDENT, given.count, EntryKind.PURCHASE)
            tx.accounts.post(account.id, [move], Why(cause, document=document, staff=tx.scope.hand))
        else:
            why = Why(f"{cause}:{given.window.starts}", document=document, staff=tx.scope.hand)
            tx.accounts.add_lot(account.id, given.window, given.count, why, kept.order.id)
    after = with_purchase(kept.order, purchase, first, numbers)
    tx.orders.complete(step, after, expense, first=first, numbers=numbers, day=day)
    tx.record(kept.document, "", text, client=account.client)


def _cancel(tx: Tx, account: Account, kept: Kept, step: Step, why: str = "") -> None:
    text = _text(tx, account, kept, step)
    tx.orders.cancel(step)
    tx.record(kept.document, text, why, client=account.client)


def _text(tx: Tx, account: Account, kept: Kept, step: Step) -> str:
    """A purchase in words, its price explained where discount or tax made it."""
    return with_price(say_purchase(tx.plans.numbered(kept.plan).name, step.purchase), step.price, account.currency)
