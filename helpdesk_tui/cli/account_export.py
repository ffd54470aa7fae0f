"""`helpdesk-tui account export`: every entry of a period, for the accountant (IN12; SPEC: Sums).

It is read and written in pages, so that neither this program nor the database holds all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import money_shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.periods import meant, period
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.shapes import Shape
from helpdesk_tui.cli.streams import write_csv, write_json
from helpdesk_tui.cli.values import CLIENT
from helpdesk_tui.clock import iso
from helpdesk_tui.desk.actions.exports import NoteExport
from helpdesk_tui.questions import ReadEntries, ReadTurnover
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.papers import harmless
from helpdesk_tui.views import EntryLine, TurnoverView
from helpdesk_tui.vocab import Unit

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk

COLUMNS = ("id", "client", "unit", "currency", "amount", "at", "kind", "who", "ticket", "document", "text",
           "starts", "ends")  # fmt: skip
SUMS = ("client", "account", "currency", "before", "paid", "charged", "withdrawn", "after", "incidents_before",
        "incidents_given", "incidents_used", "incidents_lapsed", "incidents_moved", "incidents_after")  # fmt: skip
_SHOWN = (SUMS[0], *SUMS[3:8], SUMS[2], *SUMS[8:])


@verb(
    "export",
    acts=(NoteExport,),
    help="Every entry of a period, of one client or of all: as CSV, as JSON, or in sums for people.",
    example="account export --from 2026-01-01 --to 2026-03-31 --csv > entries.csv",
)
@click.argument("client", type=CLIENT, required=False)
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, a line an entry.")
@click.option("--sums", is_flag=True, help="The sums of each account alone, for CSV and JSON too.")
@period
@pass_session
def export(session: Session, client: str | None, as_csv: bool, sums: bool, since: str, until: str) -> None:
    """Write them out."""
    first, last = meant(since, until, session.zone)
    desk = session.staff()
    if sums or not (as_csv or session.json):
        _write_sums(session, desk.read(ReadTurnover(client, first, last)), as_csv=as_csv)
        return
    desk.perform(NoteExport(client, first, last))
    if as_csv:
        write_csv(COLUMNS, (_row(one) for one in pages(desk, ReadEntries(0, client, first, last))))
    else:
        write_json(money_shapes.entry(one) for one in pages(desk, ReadEntries(0, client, first, last)))


def pages(desk: Desk, question: ReadEntries) -> Iterator[EntryLine]:
    """All entries that a question is for, page by page."""
    after = question.after
    while True:
        found = desk.read(ReadEntries(after, question.client, question.since, question.until, question.limit))
        yield from found
        if len(found) < question.limit:
            return
        after = found[-1].id


def said_amount(one: EntryLine) -> str:
    """A sum with the places of its currency, or a number of support incidents; an amount is never marked."""
    return amount(one.amount, one.currency) if one.unit is Unit.MONEY else str(one.amount)


def _row(one: EntryLine) -> tuple[str, ...]:
    currency = one.currency if one.unit is Unit.MONEY else ""
    return (
        str(one.id), harmless(one.client), one.unit.value, currency, said_amount(one), iso(one.at) or "",
        one.kind.value, harmless(one.who or "system"), str(one.ticket or ""), harmless(one.document),
        harmless(one.text), _day(one.starts), _day(one.ends),
    )  # fmt: skip


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _write_sums(session: Session, found: Sequence[TurnoverView], *, as_csv: bool) -> None:
    shapes = [money_shapes.turnover(one) for one in found]
    if session.json and not as_csv:
        write_json(shapes)
    elif as_csv:
        write_csv(SUMS, (_sums_row(one) for one in shapes))
    else:
        headings = ("Client", "Before", "Paid", "Charged", "Withdrawn", "After", "Currency", "Incidents before",
                    "Given", "Used", "Lapsed", "Moved", "Incidents after")  # fmt: skip
        tables.table(headings, [tuple(one[name] for name in _SHOWN) for one in shapes], "Nothing has moved.")


def _sums_row(shape: Shape) -> tuple[str, ...]:
    return harmless(str(shape["client"] or "")), *(str(shape[name]) for name in SUMS[1:])
