"""Taking back what one did (X4, TR7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import output, shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.ticket_read import answer
from helpdesk_tui.cli.values import TICKET, Whole
from helpdesk_tui.desk.actions.undo import TakenBack, Undo
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.questions import ReadJournal, ReadRow

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk


@verb(
    "undo",
    help="Take back what you did last, on one ticket or on any; again, what you did before.",
    acts=(Undo,),
    example="ticket undo 4812\nticket undo\nticket undo --act 77",
)
@click.argument("number", type=TICKET, required=False)
@click.option("--act", type=Whole(1, 2**62), help="This act, as `ticket journal` numbers it.")
@pass_session
def undo(session: Session, number: int | None, act: int | None) -> None:
    """Take it back; refused where somebody changed since what it changed, and for an answer that was sent."""
    desk = session.staff()
    if number is not None:
        desk.read(ReadRow(number))
    newest_is_meant = act is None
    if act is None:
        newest = desk.read(ReadJournal(number, 1))
        if not newest:
            where = "" if number is None else f" on ticket {number}"
            raise Refused(f"There is nothing{where} that you could take back.", code="nothing_to_undo")
        act = newest[0].id
    elif number is not None:
        raise click.UsageError("Name either a ticket or --act.")
    back = _taken_back(desk, act, newest=newest_is_meant)
    try:
        answer(session, back.tickets[0], f"is as it was; taken back: {back.words}")
    except NotFound:
        # It went back to where it is theirs to see.
        session.answer({"number": back.tickets[0]}, lambda: tables.line(f"Taken back: {back.words}."))
    if back.given is not None and not session.json:
        names = ", ".join(one.name for one in back.given.attachments)
        files = f", but for its files ({names})" if names else ""
        output.complain(f"What it said is your draft again{files}.")


def _taken_back(desk: Desk, act: int, *, newest: bool) -> TakenBack:
    """Take an act back; where the newest was meant and is refused, say how those before it are named."""
    try:
        return desk.perform(Undo(act))
    except Refused as refused:
        if newest:
            more = "`ticket journal` lists what you did before; --act takes one of that back."
            raise Refused(f"{refused.sentence} {more}", code=refused.code, **refused.details) from None
        raise


@verb(
    "journal",
    help="List what you did in the last 24 hours and can take back, newest first.",
    example="ticket journal\nticket journal 4812 --json",
)
@click.argument("number", type=TICKET, required=False)
@click.option("--limit", type=Whole(1, 1_000_000), default=200, show_default=True, help="At most so many.")
@pass_session
def journal(session: Session, number: int | None, limit: int) -> None:
    """List it."""
    desk = session.staff()
    if number is not None:
        desk.read(ReadRow(number))
    found = desk.read(ReadJournal(number, limit))
    rows = ((one.id, tables.at(one.at, session.zone), one.words) for one in found)
    session.answer(
        [shapes.journal(one) for one in found],
        lambda: tables.table(("Act", "At", "What"), rows, "There is nothing that you could take back."),
    )


VERBS = (undo, journal)
