"""`helpdesk-tui currency`: the directory of currencies (SPEC: Currencies: code, places, active)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import money_shapes, tables
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import SWITCH, Whole
from helpdesk_tui.desk.actions.currencies import AddCurrency, EditCurrency
from helpdesk_tui.questions import ReadCurrencies

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk

PLACES = Whole(0, 9)
_PLACES = "Its decimal places, which have to be those of ISO 4217."


@verb("list", help="List the currencies that the desk knows.", example="currency list --json")
@pass_session
def listed(session: Session) -> None:
    """List them."""
    found = session.staff().read(ReadCurrencies())
    rows = ((one.code, one.places, "yes" if one.active else "no", "the provider's" if one.own else "") for one in found)
    session.answer(
        [money_shapes.currency(one) for one in found],
        lambda: tables.table(("Code", "Places", "Active", ""), rows, "There are no currencies."),
    )


@verb("add", acts=(AddCurrency,), example="currency add USD")
@click.argument("code")
@click.option("--places", type=PLACES, help=_PLACES)
@pass_session
def add(session: Session, code: str, places: int | None) -> None:
    """Add it."""
    desk = session.staff()
    _answer(session, desk, desk.perform(AddCurrency(code, places)))


@verb("edit", acts=(EditCurrency,), example="currency edit USD --active off")
@click.argument("code")
@click.option("--active", type=SWITCH, help="Whether it is offered for anything new.")
@click.option("--places", type=PLACES, help=_PLACES)
@pass_session
def edit(session: Session, code: str, active: bool | None, places: int | None) -> None:
    """Change what is named."""
    something(active, places)
    desk = session.staff()
    _answer(session, desk, desk.perform(EditCurrency(code, active, places)))


def _answer(session: Session, desk: Desk, code: str) -> None:
    found = next(one for one in desk.read(ReadCurrencies()) if one.code == code)
    state = "active" if found.active else "switched off"
    session.answer(
        money_shapes.currency(found),
        lambda: tables.line(f"Currency {found.code}: {found.places} decimal places, {state}."),
    )


command = Noun("currency", "The currencies that the desk knows.", (listed, add, edit))
