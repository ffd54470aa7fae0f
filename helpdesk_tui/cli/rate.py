"""`helpdesk-tui rate`: exchange rates of clients and for all (CL13).

1 USD = 0.92 EUR is `--base USD --to EUR --rate 0.92`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import money_shapes, tables
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, DAY, RATE
from helpdesk_tui.desk.actions.rates import AddRate, DeleteRate, EditRate
from helpdesk_tui.questions import ReadRate, ReadRates
from helpdesk_tui.rules.exchange import parse_units

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.views import RateView

_UNITS = "How many units of the base currency the rate is for."
_SINCE = click.option("--from", "since", type=DAY, metavar="DATE", help="The date from which it is valid.")
_COMMENT = click.option("--comment", help="A note for staff.")


@verb(
    "add", acts=(AddRate,),
    example="rate add hans@acme.example --base USD --to EUR --rate 0.92 --from 2026-04-11 --comment 'as agreed'",
)  # fmt: skip
@click.argument("client", type=CLIENT, required=False)
@click.option("--base", required=True, metavar="CODE", help="The currency of which units are converted.")
@click.option("--to", required=True, metavar="CODE", help="The currency that they become.")
@click.option("--rate", required=True, metavar="RATE", help="What the units are worth in it, up to 10 decimal places.")
@click.option("--units", default="1", show_default=True, metavar="N", help=_UNITS)
@_SINCE
@_COMMENT
@pass_session
def add(
    session: Session, client: str | None, base: str, to: str, rate: str, units: str, since: date | None,
    comment: str | None,
) -> None:  # fmt: skip
    """Add it."""
    desk = session.staff()
    act = AddRate(client or "", base, to, rate, parse_units(units), since, comment or "")
    _answer(session, desk, desk.perform(act))


@verb("list", help="List a client's exchange rates with the provider's, or those alone.", example="rate list --json")
@click.argument("client", type=CLIENT, required=False)
@pass_session
def listed(session: Session, client: str | None) -> None:
    """List them."""
    found = session.staff().read(ReadRates(client or ""))
    rows = ((one.id, "all" if one.client is None else f"#{one.client}", one.units, one.base, one.rate, one.converted,
             str(one.since), "yes" if one.in_force else "", one.comment) for one in found)  # fmt: skip
    headings = ("Id", "For", "Units", "Base", "Rate", "To", "From", "In force", "Comment")
    session.answer(
        [money_shapes.rate(one) for one in found], lambda: tables.table(headings, rows, "There are no exchange rates.")
    )


@verb("edit", acts=(EditRate,), example="rate edit 3 --rate 0.95")
@click.argument("rate", type=RATE)
@click.option("--base", metavar="CODE", help="The currency of which units are converted.")
@click.option("--to", metavar="CODE", help="The currency that they become.")
@click.option("--rate", "worth", metavar="RATE", help="What the units are worth in it, up to 10 decimal places.")
@click.option("--units", metavar="N", help=_UNITS)
@_SINCE
@_COMMENT
@pass_session
def edit(
    session: Session, rate: int, base: str | None, to: str | None, worth: str | None, units: str | None,
    since: date | None, comment: str | None,
) -> None:  # fmt: skip
    """Change what is named."""
    something(base, to, worth, units, since, comment)
    desk = session.staff()
    number = None if units is None else parse_units(units)
    _answer(session, desk, desk.perform(EditRate(rate, base, to, worth, number, since, comment)))


@verb("delete", acts=(DeleteRate,), example="rate delete 3")
@click.argument("rate", type=RATE)
@pass_session
def delete(session: Session, rate: int) -> None:
    """Delete it."""
    number = session.staff().perform(DeleteRate(rate))
    session.answer({"id": number, "deleted": True}, lambda: tables.line(f"Exchange rate {number} was deleted."))


def _answer(session: Session, desk: Desk, number: int) -> None:
    found = desk.read(ReadRate(number))
    session.answer(money_shapes.rate(found), lambda: _say(found))


def _say(found: RateView) -> None:
    whose = "for all clients" if found.client is None else f"of client #{found.client}"
    worth = f"{found.units} {found.base} = {found.rate} {found.converted}"
    tables.line(f"Exchange rate {found.id} {whose}: {worth} from {found.since}.")


command = Noun("rate", "Exchange rates: of clients, and for all.", (add, listed, edit, delete))
