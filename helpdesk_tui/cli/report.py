"""`helpdesk-tui report`: what the desk has done, for other programs (X5). So far: the entries of all accounts."""

from __future__ import annotations

import click

from helpdesk_tui.cli.account_export import pages, said_amount
from helpdesk_tui.cli.commands import Noun, verb
from helpdesk_tui.cli.periods import meant, period
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.streams import write_csv, write_json
from helpdesk_tui.cli.values import CLIENT
from helpdesk_tui.clock import iso
from helpdesk_tui.desk.actions.exports import NoteExport
from helpdesk_tui.questions import ReadEntries
from helpdesk_tui.rules.papers import harmless
from helpdesk_tui.views import EntryLine
from helpdesk_tui.vocab import Unit

COLUMNS = ("client", "unit", "amount", "at", "text")


@verb(
    "entries",
    acts=(NoteExport,),
    help="Every movement of money and of support incidents, of one client or of all.",
    example="report entries --csv --client hans@acme.example",
)
@click.option("--client", type=CLIENT, help="Of this client alone.")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, which it is without a word as well.")
@period
@pass_session
def entries(session: Session, client: str | None, as_csv: bool, since: str, until: str) -> None:
    """Write them out."""
    first, last = meant(since, until, session.zone)
    desk = session.staff()
    desk.perform(NoteExport(client, first, last))
    found = pages(desk, ReadEntries(0, client, first, last))
    if as_csv or not session.json:
        write_csv(COLUMNS, ((harmless(one.client), *_rest(one), harmless(one.text)) for one in found))
        return
    write_json(dict(zip(COLUMNS, (one.client, *_rest(one), one.text), strict=True)) for one in found)


def _rest(one: EntryLine) -> tuple[str, str, str]:
    # A sum is one of its currency: those of two are never added up.
    unit = one.currency if one.unit is Unit.MONEY else one.unit.value
    return unit, said_amount(one), iso(one.at) or ""


command = Noun("report", "What the desk has done: every movement, for other programs.", (entries,))
