"""`helpdesk-tui incident`: support incidents of clients (IN9, IN12, IN13)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import Noun, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, CURRENCY
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.questions import ReadIncidentMoves, ReadIncidents
from helpdesk_tui.rules.moments import say_date
from helpdesk_tui.rules.when import parse_moment
from helpdesk_tui.views import IncidentsView, LotView


@verb(
    "balance",
    help="Say how many incidents a client has, now or at another moment.",
    example="incident balance hans@acme.example --at 2026-05-10 --json",
)
@click.argument("client", type=CLIENT)
@click.option("--at", "moment", metavar="WHEN", help="Then: a day (its end) or a time, as in yesterday or 2d.")
@pass_session
def balance(session: Session, client: str, moment: str | None) -> None:
    """Say it."""
    if moment is None:
        _answer(session, session.staff().read(ReadIncidents(client)))
        return
    at = parse_moment(moment, now=session.now, zone=session.zone)
    _answer(session, session.staff().read(ReadIncidents(client, at)), f"{say_date(at, session.zone)}: ")


@verb(
    "history",
    help="List what moved a client's incidents, and what lapsed, the oldest first.",
    example="incident history 7 --json",
)
@click.argument("client", type=CLIENT)
@CURRENCY
@pass_session
def history(session: Session, client: str, currency: str) -> None:
    """List it."""
    found = session.staff().read(ReadIncidentMoves(client, currency))
    rows = (
        (one.id or "", tables.at(one.at, session.zone), one.who or "system", tables.words(one.kind.value), one.amount,
         one.after, "lifetime" if one.starts is None else f"{one.starts} to {one.ends}", one.ticket, one.text)
        for one in found
    )  # fmt: skip
    headings = ("Id", "At", "Who", "What", "Number", "After", "Of", "Ticket", "Text")
    session.answer(
        [shapes.incident_line(one) for one in found], lambda: tables.table(headings, rows, "Nothing has moved.")
    )


@verb("adjust", acts=(AdjustIncidents,), example="incident adjust hans@acme.example 5 --reason 'after the outage'")
@click.argument("client", type=CLIENT)
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Why.")
@click.option("--key", default="", help="Done once under this key, however often it is sent.")
@pass_session
def adjust(session: Session, client: str, number: int, reason: str, key: str) -> None:
    """Adjust them."""
    desk = session.staff()
    _answer(session, desk.read(ReadIncidents(desk.perform(AdjustIncidents(client, number, reason, key)))))


# A number below zero is no option.
adjust.context_settings["ignore_unknown_options"] = True


def _answer(session: Session, found: IncidentsView, then: str = "") -> None:
    """Answer with what there is; `then` names the moment where it was asked for."""

    def people() -> None:
        credit = f", {found.credit_used:,} on credit" if found.credit_used else ""
        tables.line(f"{then}Total {found.total:,}: {found.lifetime:,} lifetime{credit}.")
        for one in found.dated:
            tables.line(f"{_said(one)}.")
        for one in found.upcoming:
            tables.line(f"Later: {_said(one)}.")

    session.answer(shapes.incidents(found), people)


def _said(lot: LotView) -> str:
    return f"{lot.count:,} from {lot.starts} to {lot.ends}"


command = Noun("incident", "Support incidents of clients.", (balance, history, adjust))
