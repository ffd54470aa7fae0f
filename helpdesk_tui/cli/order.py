"""`helpdesk-tui order`: orders of support incidents (IN3 to IN5). `order CLIENT PLAN` places one."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from helpdesk_tui.cli import order_shapes, tables
from helpdesk_tui.cli.commands import Noun, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, DAY, KEY, ORDER
from helpdesk_tui.desk.actions.orders import CancelOrder, PlaceOrder, RenewOrder, UpgradeOrder
from helpdesk_tui.questions import ReadOrder, ReadOrders
from helpdesk_tui.rules.exchange import plan_price_words
from helpdesk_tui.rules.incident_words import per_period
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.orders import GIVES_NOTHING, say_state, say_unused
from helpdesk_tui.rules.periods import parse_period, say_period
from helpdesk_tui.rules.plans import parse_number
from helpdesk_tui.rules.pricing import say_paid
from helpdesk_tui.views import OrderView
from helpdesk_tui.vocab import OrderState

_ALONE = frozenset(("--json", "--help", "-h"))
"""The options that take no value."""


class _Orders(Noun):
    """Orders; without a verb one is placed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the verb in front where the first word is none."""
        first = _first_word(args)
        if first is not None and first not in self.commands:
            args = ["place", *args]
        return super().parse_args(ctx, args)


def _first_word(args: list[str]) -> str | None:
    """The first argument that is no option and no value of one."""
    words = iter(args)
    for word in words:
        if word == "--":
            return next(words, None)
        if not word.startswith("-"):
            return word
        if "=" not in word and word not in _ALONE:
            next(words, None)
    return None


@verb("place", acts=(PlaceOrder,), example="order place hans@acme.example Care --period 3m --start 2026-04-11")
@click.argument("client", type=CLIENT)
@click.argument("plan")
@click.option("--period", required=True, help="For life (lifetime), or months (1m, 3m, 6m, 12m ...).")
@click.option("--package", metavar="N", help="The value package: so many incidents instead of those included.")
@click.option("--start", "--from", "start", type=DAY, metavar="DATE",
              help="The first date; today, or once it is paid, without it.")  # fmt: skip
@KEY
@pass_session
def place(
    session: Session, client: str, plan: str, period: str, package: str | None, start: date | None, key: str
) -> None:
    """Order it."""
    number = parse_number(package) if package is not None else None
    _answer(session, session.staff().perform(PlaceOrder(client, plan, parse_period(period), number, start, key)))


@verb("renew", acts=(RenewOrder,), example="order renew 3 --period 6m")
@click.argument("order", type=ORDER)
@click.option("--period", help="Another period than the one bought last.")
@KEY
@pass_session
def renew(session: Session, order: int, period: str | None, key: str) -> None:
    """Renew it."""
    months = parse_period(period) if period is not None else None
    _answer(session, session.staff().perform(RenewOrder(order, months, key)))


@verb("upgrade", acts=(UpgradeOrder,), example="order upgrade 3 --package 20")
@click.argument("order", type=ORDER)
@click.option("--package", metavar="N", required=True, help="The package: a higher number than it has.")
@KEY
@pass_session
def upgrade(session: Session, order: int, package: str, key: str) -> None:
    """Raise it."""
    _answer(session, session.staff().perform(UpgradeOrder(order, parse_number(package), key)))


@verb("cancel", acts=(CancelOrder,), example="order cancel 3")
@click.argument("order", type=ORDER)
@KEY
@pass_session
def cancel(session: Session, order: int, key: str) -> None:
    """Cancel it."""
    _answer(session, session.staff().perform(CancelOrder(order, key)))


@verb("list", help="List the orders of a client, the newest first.", example="order list hans@acme.example --json")
@click.argument("client", type=CLIENT)
@pass_session
def listed(session: Session, client: str) -> None:
    """List them."""
    found = session.staff().read(ReadOrders(client))
    rows = (
        (one.id, one.plan, say_period(one.months), one.number, f"{amount(one.total, one.currency)} {one.currency}",
         state_of(one), str(one.first or ""), str(one.ends or ""))
        for one in found
    )  # fmt: skip
    headings = ("Id", "Plan", "Period", "Incidents", "In all", "State", "From", "Until")
    session.answer(
        [order_shapes.order(one) for one in found], lambda: tables.table(headings, rows, "The client has no orders.")
    )


@verb("show", help="Show an order with what it gave.", example="order show 3 --json")
@click.argument("order", type=ORDER)
@pass_session
def show(session: Session, order: int) -> None:
    """Show it."""
    _answer(session, order)


def state_of(one: OrderView) -> str:
    """The state of an order in words: what it waits for, if it does."""
    if one.waits is None:
        return one.state.value
    what = "waits" if one.state is OrderState.WAITING else f"{one.waits.kind.value} waits"
    return f"{what} for payment {one.waits.payment} ({amount(one.waits.amount, one.currency)} {one.currency})"


def _answer(session: Session, number: int) -> None:
    found = session.staff().read(ReadOrder(number))
    session.answer(order_shapes.order(found), lambda: _say(found))


def _say(found: OrderView) -> None:
    tables.line(f"Order {found.id}: {found.plan}, {per_period(found.counts, found.term)}; {state_of(found)}.")
    if found.plan_price is not None:
        tables.line(
            f"{amount(found.price, found.currency)} {found.currency}, for {plan_price_words(found.plan_price)}."
        )
    for one in found.purchases:
        tables.line(f"{one.kind.value.capitalize()}: {say_paid(one, found.currency)}{say_state(one.state)}.")
    if len(found.purchases) > 1:
        tables.line(f"In all: {amount(found.total, found.currency)} {found.currency}.")
    if found.gives_nothing:
        tables.line(GIVES_NOTHING)
    if found.lifetime:
        tables.line(f"{found.lifetime:,} for life were given.")
    for month in found.windows:
        tables.line(f"{month.count:,} from {month.starts} to {month.ends}, {say_unused(month)}.")


def _noun(*verbs: Any) -> _Orders:
    return _Orders(
        "order", "Orders of support incidents: placed, renewed, raised. `order CLIENT PLAN` places one.", verbs
    )


command = _noun(place, listed, show, renew, upgrade, cancel)
