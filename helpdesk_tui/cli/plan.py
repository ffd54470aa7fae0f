"""`helpdesk-tui plan`: tariff plans of per-incident support (IN1, IN2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.desk.actions.plans import AddPlan, DeletePlan, EditPlan
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadPlans, ReadSetUp
from helpdesk_tui.rules.currencies import checked_code
from helpdesk_tui.rules.periods import parse_period, say_period
from helpdesk_tui.rules.plans import parse_number, parse_packages, parse_prices, say_packages, say_prices
from helpdesk_tui.views import PlanView

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk

_INCLUDED = "How many incidents it includes: for life, or for each month of a period."
PERIODS = click.option(
    "--period", "periods", multiple=True, metavar="PERIOD=PRICE",
    help="A period (lifetime, 1m, 3m, 6m, 12m ...) and what it costs; may be repeated.",
)  # fmt: skip
PACKAGES = click.option(
    "--package", "packages", multiple=True, metavar="N=PRICE",
    help="A larger number and what it costs on top; may be repeated.",
)  # fmt: skip
CURRENCY = click.option("--currency", metavar="CODE", help="The currency of its prices; the provider's without it.")


@verb(
    "add", acts=(AddPlan,),
    example="plan add Care --incidents 10 --period lifetime=50.00 --period 3m=25.00 --package 20=5.00",
)  # fmt: skip
@click.argument("name")
@click.option("--incidents", metavar="N", required=True, help=_INCLUDED)
@PERIODS
@PACKAGES
@CURRENCY
@pass_session
def add(
    session: Session, name: str, incidents: str, periods: tuple[str, ...], packages: tuple[str, ...],
    currency: str | None,
) -> None:  # fmt: skip
    """Add it."""
    desk = session.staff()
    code = desk.read(ReadPlans()).currency if currency is None else checked_code(currency)
    act = AddPlan(name, parse_number(incidents), parse_prices(periods, code), parse_packages(packages, code), code)
    _answer(session, desk, desk.perform(act))


@verb("list", help="List the plans, by name.", example="plan list --json")
@pass_session
def listed(session: Session) -> None:
    """List them."""
    found = session.staff().read(ReadPlans()).plans
    rows = (
        (
            one.id,
            one.name,
            one.incidents,
            say_prices(one.prices, one.currency),
            say_packages(one.packages, one.currency),
            one.currency,
        )
        for one in found
    )
    session.answer(
        [shapes.plan(one) for one in found],
        lambda: tables.table(("Id", "Name", "Incidents", "Periods", "Packages", "Currency"), rows, _NONE),
    )


@verb("show", help="Show a plan.", example="plan show Care --json")
@click.argument("name")
@pass_session
def show(session: Session, name: str) -> None:
    """Show it."""
    desk = session.staff()
    _show(session, _named(desk, name))


@verb("edit", acts=(EditPlan,), example="plan edit Care --period 3m=20.00 --drop-period lifetime")
@click.argument("name")
@click.option("--name", "new_name", help="Its new name.")
@click.option("--incidents", metavar="N", help=_INCLUDED)
@PERIODS
@PACKAGES
@click.option("--drop-period", "dropped", multiple=True, metavar="PERIOD", help="A period that is offered no more.")
@click.option("--drop-package", "without", multiple=True, metavar="N", help="A package that is offered no more.")
@CURRENCY
@pass_session
def edit(
    session: Session,
    name: str,
    new_name: str | None,
    incidents: str | None,
    periods: tuple[str, ...],
    packages: tuple[str, ...],
    dropped: tuple[str, ...],
    without: tuple[str, ...],
    currency: str | None,
) -> None:
    """Change it; periods and packages that are not named stay, unless the currency is another one."""
    something(new_name, incidents, periods or None, packages or None, dropped or None, without or None, currency)
    desk = session.staff()
    found = _named(desk, name)
    code = found.currency if currency is None else checked_code(currency)
    prices = _without(dict(found.prices), map(parse_period, dropped), "period")
    more = _without(dict(found.packages), map(parse_number, without), "package")
    if code != found.currency:
        prices, more = {}, {}
    prices, more = prices | parse_prices(periods, code), more | parse_packages(packages, code)
    number = parse_number(incidents) if incidents is not None else None
    _answer(session, desk, desk.perform(EditPlan(
        found.name, new_name, number, prices if periods or dropped else None, more if packages or without else None,
        code,
    )))  # fmt: skip


@verb("delete", acts=(DeletePlan,), example="plan delete Care")
@click.argument("name")
@pass_session
def delete(session: Session, name: str) -> None:
    """Delete it."""
    desk = session.staff()
    number = desk.perform(DeletePlan(name))
    more = "" if desk.read(ReadSetUp()) else " Paid support is not set up any more."
    session.answer({"id": number, "deleted": True}, lambda: tables.line(f"Plan {name} was deleted.{more}"))


def _named(desk: Desk, name: str) -> PlanView:
    words = " ".join(name.split()).casefold()
    for one in desk.read(ReadPlans()).plans:
        if one.name.casefold() == words:
            return one
    raise NotFound(f"Plan {name}")


def _without(there: dict[int, int], dropped: Iterable[int], what: str) -> dict[int, int]:
    for key in dropped:
        if key not in there:
            raise NotFound(f"That {what}")
        del there[key]
    return there


def _answer(session: Session, desk: Desk, number: int) -> None:
    _show(session, next(one for one in desk.read(ReadPlans()).plans if one.id == number))


def _show(session: Session, found: PlanView) -> None:
    session.answer(
        shapes.plan(found),
        lambda: tables.pairs((
            ("Plan", found.name), ("Incidents", found.incidents),
            ("Periods", say_prices(found.prices, found.currency)),
            ("Packages", say_packages(found.packages, found.currency)), ("Currency", found.currency),
            *([("Not offered", ", ".join(map(say_period, found.held)))] if found.held else []),
        )),
    )  # fmt: skip


_NONE = "There are no plans: paid support is not set up."

command = Noun("plan", "Plans of support incidents: numbers, periods, prices.", (add, listed, show, edit, delete))
