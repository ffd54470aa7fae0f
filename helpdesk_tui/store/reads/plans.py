"""Plans of per-incident support, their orders, and what one would cost and give (IN1 to IN5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadOffer, ReadOrder, ReadOrders, ReadPlans, ReadSetUp
from helpdesk_tui.rules.billing import missing
from helpdesk_tui.rules.currencies import check_current
from helpdesk_tui.rules.exchange import PlanPrice
from helpdesk_tui.rules.orders import (
    Order,
    Purchase,
    gives,
    in_currency,
    is_over,
    ordering,
    raising,
    renewing,
    windows_of,
)
from helpdesk_tui.rules.periods import LIFETIME, day_of, window
from helpdesk_tui.store.reads.accounts import account_row
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.clients import currency_of, find_client
from helpdesk_tui.store.reads.entry_texts import currencies_of
from helpdesk_tui.store.rooms.orders import PLAN_PRICE, order_numbered, order_of, plan_price_of, terms_of
from helpdesk_tui.store.rooms.plans import Tariff, is_set_up, offered_periods, tariff_named, tariff_numbered, tariffs
from helpdesk_tui.store.rooms.pricing import price_of, price_of_step
from helpdesk_tui.store.rooms.rates import rates_of
from helpdesk_tui.store.tables import billing, ledger, people
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import (
    LotView,
    OfferView,
    OrderView,
    PlanPriceView,
    PlansView,
    PlanView,
    PurchaseView,
    WaitView,
    WindowView,
)
from helpdesk_tui.vocab import EntryKind, OrderState, PurchaseKind

_account = table(ledger.Account)
_lot = table(ledger.Lot)
_entry = table(ledger.Entry)
_order = table(billing.IncidentOrder)
_step = table(billing.OrderStep)
_told = _step.alias("told")
_payment = table(billing.Payment)
_expense = table(billing.Expense)
_plan = table(billing.Plan)
_staff = table(people.Staff)
_orders = (
    select(
        _order, _account.c.client, _account.c.currency, _plan.c.name, _plan.c.active, _staff.c.login,
        _step.c.kind.label("waits"), _step.c.payment, _payment.c.amount, _told.c.start,
        *(_told.c[name] for name in PLAN_PRICE),
    )
    .join_from(_order, _account, _account.c.id == _order.c.account)
    .join(_told, (_told.c.incident_order == _order.c.id) & (_told.c.kind == PurchaseKind.ORDER.value), isouter=True)
    .join(_plan, _plan.c.id == _order.c.plan)
    .join(_staff, _staff.c.id == _order.c.staff, isouter=True)
    .join(_step, (_step.c.incident_order == _order.c.id) & (_step.c.state == OrderState.WAITING.value), isouter=True)
    .join(_payment, _payment.c.id == _step.c.payment, isouter=True)
    .order_by(_order.c.id.desc())
)  # fmt: skip


def set_up(asking: Asking, question: ReadSetUp) -> bool:
    """Whether paid support is set up."""
    return is_set_up(asking.connection)


def plans(asking: Asking, question: ReadPlans) -> PlansView:
    """The plans, by name."""
    currency, sold = currency_of(asking), offered_periods(asking.connection)
    found = (
        PlanView(one.id, one.name, one.plan.incidents, one.currency, tuple(sorted(one.plan.prices.items())),
                 tuple(sorted(one.plan.packages.items())),
                 tuple(months for months in sorted(one.plan.prices) if sold and months not in sold))
        for one in tariffs(asking.connection)
    )  # fmt: skip
    return PlansView(currency, tuple(found))


def orders(asking: Asking, question: ReadOrders) -> tuple[OrderView, ...]:
    """The orders of a client, on all their accounts, the newest first."""
    return _views(asking, _orders.where(_account.c.client == find_client(asking, question.client)))


def order(asking: Asking, question: ReadOrder) -> OrderView:
    """One of them; raises NotFound."""
    found = _views(asking, _orders.where(_order.c.id == question.order))
    if not found:
        raise NotFound(f"Order {question.order}")
    return found[0]


def offer(asking: Asking, question: ReadOffer) -> OfferView:
    """What an order, a renewal or an upgrade would cost and give now; raises NotFound and Refused."""
    day = day_of(asking.now, asking.zone)
    if question.order is None:
        client = find_client(asking, question.client)
        account, tariff = account_row(asking, client), tariff_named(asking.connection, question.plan)
        months = LIFETIME if question.months is None else question.months
        sold = offered_periods(asking.connection)
        purchase = ordering(tariff.plan, months, question.package, question.start, day, sold)
        standing, terms = Order(0, 0, 0, None, day), 1
    else:
        kept = order_numbered(asking.connection, question.order)
        account = asking.connection.execute(select(_account).where(_account.c.id == kept.account)).one()
        check_current(account.currency, currency_of(asking))
        client, tariff = account.client, tariff_numbered(asking.connection, kept.plan)
        standing, terms = kept.order, terms_of(asking.connection, kept.order.id, day)
        purchase = _bought_again(question, standing, tariff, asking, terms)
    currency = account.currency if account else currency_of(asking)
    purchase = in_currency(purchase, tariff.currency, currency, rates_of(asking.connection, client), day)
    price = price_of(asking.connection, client, tariff.id, purchase.price, asking.now, asking.zone)
    first, numbers = windows_of(purchase, standing, day)
    given = gives(purchase, first, numbers, day)
    balance, limit, postpaid = (account.balance, account.credit_limit, account.postpaid) if account else (0, 0, False)
    windows = tuple(LotView(one.count, one.window.starts, one.window.ends) for one in given if one.window is not None)
    return OfferView(
        price, currency, balance,
        missing(price.total, balance, limit, postpaid=postpaid), purchase.number,
        sum(one.count for one in given if one.window is None), windows, plan_price_view(purchase.plan_price),
        terms if purchase.kind is PurchaseKind.UPGRADE and purchase.months else 1,
        purchase.kind is PurchaseKind.UPGRADE and not purchase.months and bool(numbers) and not is_over(standing, day),
    )  # fmt: skip


def _bought_again(question: ReadOffer, standing: Order, tariff: Tariff, asking: Asking, terms: int) -> Purchase:
    day = day_of(asking.now, asking.zone)
    if question.package is not None:
        return raising(tariff.plan, standing, question.package, day, terms)
    return renewing(tariff.plan, standing, question.months, day, offered_periods(asking.connection))


def _views(asking: Asking, asked: Select[Any]) -> tuple[OrderView, ...]:
    rows = asking.connection.execute(asked).all()
    numbers = [row.id for row in rows]
    windows, lifetime, bought = _windows(asking, numbers), _lifetime(asking, rows), _purchases(asking, numbers)
    day = day_of(asking.now, asking.zone)
    return tuple(_view(row, day, windows.get(row.id, ()), lifetime.get(row.id, 0), bought[row.id]) for row in rows)


def _view(
    row: Any, day: date, windows: Sequence[WindowView], lifetime: int, bought: Sequence[PurchaseView]
) -> OrderView:
    standing = order_of(row)
    waits = None if row.waits is None else WaitView(PurchaseKind(row.waits), row.payment, row.amount)
    dated = bool(standing.windows) or (standing.state is not OrderState.ACTIVE and bool(standing.months))
    return OrderView(
        row.id, row.client, row.name, row.months, row.number, row.price, row.currency, standing.state,
        row.first if dated else None, standing.ends, lifetime, tuple(windows), waits, row.at, row.login or "",
        row.active, tuple(bought), plan_price_view(plan_price_of(row)),
        _gives_nothing(standing, row.start, day, windows),
    )  # fmt: skip


def _gives_nothing(standing: Order, start: date | None, day: date, windows: Sequence[WindowView]) -> bool:
    """Whether an order for months gave none, or would give none today; `start` is the first date it was ordered for."""
    if not standing.months or not standing.number or windows:
        return False
    if standing.state is OrderState.WAITING:
        return start is not None and window(start, standing.months - 1).is_over(day)
    return standing.state is OrderState.ACTIVE


def _purchases(asking: Asking, numbers: Sequence[int]) -> Mapping[int, list[PurchaseView]]:
    """What was bought under these orders, as it was ordered."""
    found: dict[int, list[PurchaseView]] = defaultdict(list)
    asked = (
        select(_step, _expense.c.amount.label("stands"), _expense.c.deleted)
        .join_from(_step, _expense, _expense.c.id == _step.c.expense, isouter=True)
        .where(_step.c.incident_order.in_(numbers))
        .order_by(_step.c.id)
    )
    for row in asking.connection.execute(asked) if numbers else ():
        price = price_of_step(row)
        stands = price.total if row.stands is None else 0 if row.deleted else row.stands
        back = max(price.total - stands, 0)
        kind, state = PurchaseKind(row.kind), OrderState(row.state)
        found[row.incident_order].append(PurchaseView(kind, state, row.at, price, back))
    return found


def plan_price_view(found: PlanPrice | None) -> PlanPriceView | None:
    """The price of a plan before it was converted, and the rate."""
    if found is None:
        return None
    rate = found.rate
    return PlanPriceView(found.price, found.currency, rate.base, rate.converted, rate.rate, rate.units, rate.since)


def _windows(asking: Asking, numbers: Sequence[int]) -> Mapping[int, list[WindowView]]:
    """The months of these orders; what a raise added to a month counts with it."""
    found: dict[int, list[WindowView]] = defaultdict(list)
    if not numbers:
        return found
    off = (_entry.c.kind == EntryKind.MOVED.value) & (_entry.c.amount < 0)
    left = (
        select(_entry.c.lot, func.sum(_entry.c.amount).label("left"),
               func.coalesce(func.sum(-_entry.c.amount).filter(off), 0).label("moved"),
               func.max(_entry.c.cause).filter(off).label("cause"))
        .join_from(_entry, _lot, _lot.c.id == _entry.c.lot)
        .where(_lot.c.incident_order.in_(numbers))
        .group_by(_entry.c.lot)
        .subquery()
    )  # fmt: skip
    asked = (
        select(_lot.c.incident_order, _lot.c.starts, _lot.c.ends, func.sum(_lot.c.number).label("given"),
               func.sum(left.c.left).label("left"), func.sum(left.c.moved).label("moved"),
               func.max(left.c.cause).label("cause"))
        .join_from(_lot, left, left.c.lot == _lot.c.id)
        .where(_lot.c.incident_order.in_(numbers))
        .group_by(_lot.c.incident_order, _lot.c.starts, _lot.c.ends)
        .order_by(_lot.c.starts)
    )  # fmt: skip
    rows, day = asking.connection.execute(asked).all(), day_of(asking.now, asking.zone)
    currencies = currencies_of(asking, (row.cause for row in rows))
    for row in rows:
        unused, over = int(row.left), row.ends < day
        _, to = currencies.get(row.cause, ("", ""))
        one = WindowView(row.starts, row.ends, int(row.given), 0 if over else unused, unused if over else 0,
                         int(row.moved), to)  # fmt: skip
        found[row.incident_order].append(one)
    return found


def _lifetime(asking: Asking, orders: Sequence[Any]) -> Mapping[int, int]:
    """How many incidents these orders gave for life, by order."""
    accounts = {row.account for row in orders}
    if not accounts:
        return {}
    bought = (_entry.c.kind == EntryKind.PURCHASE.value) & _entry.c.lot.is_(None) & _entry.c.account.in_(accounts)
    asked = select(_entry.c.document, func.sum(_entry.c.amount).label("given")).where(bought)
    rows = asking.connection.execute(asked.group_by(_entry.c.document))
    return {int(row.document.removeprefix("order:")): int(row.given) for row in rows if row.document[:6] == "order:"}
