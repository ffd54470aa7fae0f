"""Messages of a ticket: one whole with its earlier texts, edited, split off, merged into another ticket."""

from __future__ import annotations

import click

from helpdesk_tui.cli import files, shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.ticket_read import answer
from helpdesk_tui.cli.values import MESSAGE, TICKET
from helpdesk_tui.desk.actions.messages import EditMessage, MergeTicket, SplitTicket, TakeBack
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadEarlier, ReadTicket
from helpdesk_tui.rules.edits import TOLD
from helpdesk_tui.vocab import Regrouped


@verb(
    "message",
    help="Show one message of a ticket, with what it said before it was edited.",
    example="ticket message 4812 34 --json",
)
@click.argument("number", type=TICKET)
@click.argument("message", type=MESSAGE)
@pass_session
def show(session: Session, number: int, message: int) -> None:
    """Show it."""
    desk = session.staff()
    found = next((one for one in desk.read(ReadTicket(number)).messages if one.id == message), None)
    if found is None:
        raise NotFound(f"Message {message}")
    earlier = desk.read(ReadEarlier(message))
    session.answer(shapes.message_whole(found, earlier), lambda: tables.message_whole(found, earlier, session.zone))


@verb("edit", acts=(EditMessage,), example="ticket edit 4812 34 --text 'The password was removed.'")
@click.argument("number", type=TICKET)
@click.argument("message", type=MESSAGE)
@click.option("--text", required=True, metavar="TEXT|-", help="What it says from now on; - reads standard input.")
@pass_session
def edit(session: Session, number: int, message: int, text: str) -> None:
    """Change what is shown of a message; its earlier text is kept. Only the holder of the ticket can."""
    [written] = files.text_of(text)
    became = session.staff().perform(EditMessage(number, message, written or ""))
    told = f" {TOLD[became].rstrip('.')}" if TOLD[became] else ""
    answer(session, number, f"has an edited message; its earlier text is kept.{told}")


@verb(
    "split",
    acts=(SplitTicket, TakeBack),
    example="ticket split 4812 --from 34 --subject 'The invoice of May'\nticket split 4830 --undo",
)
@click.argument("number", type=TICKET)
@click.option("--from", "first", type=MESSAGE, help="The message that the new ticket begins with.")
@click.option("--subject", default="", help="The new ticket's subject; the old one's, if none is given.")
@click.option("--undo", is_flag=True, help="Take the last split of this ticket back, the old or the new one.")
@pass_session
def split(session: Session, number: int, first: int | None, subject: str, undo: bool) -> None:
    """Make a new ticket of a message and everything after it; the answer is the new ticket. Nothing is emailed."""
    if (first is not None) == undo or (undo and subject):
        raise click.UsageError("Name either --from (and --subject) or --undo.")
    desk = session.staff()
    if first is None:
        back = desk.perform(TakeBack(number, kind=Regrouped.SPLIT))
        answer(session, back, "has the messages again that were split off")
    else:
        answer(session, desk.perform(SplitTicket(number, first, subject)), f"was split off from ticket {number}")


@verb("merge", acts=(MergeTicket, TakeBack), example="ticket merge 4813 4790\nticket merge 4813 4790 --undo")
@click.argument("number", type=TICKET)
@click.argument("into", type=TICKET)
@click.option("--undo", is_flag=True, help="Take the merge back: the ticket has its messages again.")
@pass_session
def merge(session: Session, number: int, into: int, undo: bool) -> None:
    """Bring its messages into another ticket of the client, to which its number leads; the answer is that ticket."""
    desk = session.staff()
    if undo:
        back = desk.perform(TakeBack(number, kind=Regrouped.MERGE, other=into))
        answer(session, back, "has its messages again")
    else:
        answer(session, desk.perform(MergeTicket(number, into)), f"has the messages of ticket {number} now")


VERBS = (show, edit, split, merge)
