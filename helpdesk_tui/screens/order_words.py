"""Orders of support incidents in words (pure): what one costs and gives before it is sent, and what it gave."""

from __future__ import annotations

from datetime import date

from helpdesk_tui.rules.exchange import plan_price_words
from helpdesk_tui.rules.incident_words import counted, per_period
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.orders import GIVES_NOTHING, say_state, say_unused
from helpdesk_tui.rules.periods import period_words
from helpdesk_tui.rules.pricing import is_plain, say_paid, say_price
from helpdesk_tui.views import OfferView, OrderView
from helpdesk_tui.vocab import OrderState, PurchaseKind
from helpdesk_tui.widgets.record_list import Record

_SOME = 2
"""So many months are named one by one."""
_WAITS = {PurchaseKind.ORDER: "waits", PurchaseKind.RENEWAL: "renewal waits", PurchaseKind.UPGRADE: "upgrade waits"}


def offer_words(offer: OfferView) -> str:
    """What an order costs, what becomes of the balance, and what the client gets; a line each."""
    return f"{_price_words(offer)}\n{gift_words(offer)}"


def bought_words(order: OrderView) -> str:
    """What became of an order that was just placed, renewed or raised."""
    if order.waits is not None:
        sum_ = f"{amount(order.waits.amount, order.currency)} {order.currency}"
        return f"Order {order.id} waits for payment {order.waits.payment} over {sum_}."
    if order.gives_nothing:
        return f"Order {order.id} is charged. {GIVES_NOTHING}"
    return f"Order {order.id} is charged, and its incidents are given."


def is_free(order: OrderView | None) -> bool:
    """Whether something more may be bought with an order: its plan is there, and it waits for nothing."""
    return order is not None and order.active_plan and order.waits is None and order.state is OrderState.ACTIVE


def state_words(order: OrderView, day: date) -> str:
    """The state of an order in a word or a few."""
    if order.waits is not None:
        return f"{_WAITS[order.waits.kind]}, payment {order.waits.payment}"
    if order.state is OrderState.ACTIVE and order.ends is not None and order.ends < day and not order.lifetime:
        return "over"
    return order.state.value


def order_words(order: OrderView, day: date, *, every: bool = False) -> str:
    """What an order has, what it cost, what it waits for, and its months with what is left of each; `every` month, or
    those that are over in a line.
    """
    several = len(order.purchases) > 1
    sum_ = f"{amount(order.total if several else order.price, order.currency)} {order.currency}"
    lines = [f"{per_period(order.counts, order.term)}; {f'{sum_} in all' if several else f'ordered for {sum_}'}"]
    lines[0] += f" ({plan_price_words(order.plan_price)})." if order.plan_price is not None else "."
    if order.waits is not None:
        lines[0] += f" {bought_words(order)}"
    lines += [
        f"{one.kind.value.capitalize()} of {say_date(one.at.date())}: {say_paid(one, order.currency)}"
        f"{say_state(one.state)}."
        for one in order.purchases if several or one.refunded or not is_plain(one.price)
    ]  # fmt: skip
    if order.gives_nothing:
        lines.append(GIVES_NOTHING)
    if order.lifetime:
        lines.append(f"{order.lifetime:,} given for life.")
    over = [] if every else [one for one in order.windows if one.ends < day]
    if over:
        unused = sum(one.lapsed for one in over)
        lines.append(f"{len(over):,} month{'s' * (len(over) != 1)} over by {say_date(over[-1].ends)}"
                     + (f"; {unused:,} lapsed." if unused else "."))  # fmt: skip
    lines += [
        f"{say_date(one.starts)} to {say_date(one.ends)}: {say_unused(one, f' of {one.count:,}')}."
        for one in order.windows if every or one.ends >= day
    ]  # fmt: skip
    return "\n".join(lines)


def say_date(day: date) -> str:
    """A calendar date: `11 Apr 2026`."""
    return f"{day.day} {day:%b %Y}"


def made_words(offer: OfferView) -> str:
    """What makes a price: exchange rate, discount and tax, each in brackets; empty for a price as it is listed."""
    made = f" ({plan_price_words(offer.plan_price)})" if offer.plan_price is not None else ""
    return made if is_plain(offer.price) else f"{made} ({say_price(offer.price, offer.currency)})"


def _price_words(offer: OfferView) -> str:
    made = made_words(offer)
    if not offer.price.total:
        return f"Costs nothing{made}."
    price, balance, after = (
        f"{amount(one, offer.currency)} {offer.currency}" for one in (offer.price.total, offer.balance, offer.after)
    )
    price += made
    if offer.terms > 1:
        price += f", the difference for each of {offer.terms:,} terms"
    if offer.missing:
        missing = f"{amount(offer.missing, offer.currency)} {offer.currency}"
        return (
            f"Costs {price}; the balance is {balance}.\nIt waits for a payment New over {missing}, and completes itself"
            f" when that is Paid.{' The exchange rate stays that of today.' * (offer.plan_price is not None)}"
        )
    on_credit = ", on credit" if offer.after < 0 else ""
    return f"Costs {price}. The balance is {balance}, and {after} afterwards{on_credit}."


def gift_words(offer: OfferView) -> str:
    """What the client gets, and from when on."""
    if offer.lifetime:
        stay = " The months of the order stay as they are." if offer.months_stay else ""
        return f"Gives {counted(offer.lifetime)} for life{_once_paid(offer)}.{stay}"
    if not offer.windows:
        return GIVES_NOTHING if offer.number else "Gives no incidents."
    # Where months differ each says its own number.
    some = _SOME if len({one.count for one in offer.windows[_SOME - 1 :]}) <= 1 else len(offer.windows)
    named = [f"{one.count:,} from {say_date(one.starts)} to {say_date(one.ends)}" for one in offer.windows[:some]]
    rest = len(offer.windows) - some
    more = f", and so on to {say_date(offer.windows[-1].ends)}" if rest > 0 else ""
    return f"Gives {', '.join(named)}{more}{_once_paid(offer)}."


def _once_paid(offer: OfferView) -> str:
    return ", if it is paid today" if offer.missing else ""


def order_record(one: OrderView, day: date) -> Record:
    """The row of an order in a list: number, plan, period, incidents, state, last day, what is left of its months."""
    left = sum(window.left for window in one.windows if window.ends >= day)
    return Record(
        one.id,
        (str(one.id), one.plan, period_words(one.months), f"{one.number:,}", state_words(one, day),
         "" if one.ends is None else say_date(one.ends), f"{left:,}" if one.windows else ""),
        alarm=one.waits is not None,
    )  # fmt: skip
