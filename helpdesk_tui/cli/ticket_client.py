"""What a client does with a ticket, done by staff as the client and on record as theirs (CL16)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import files
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.ticket_read import answer
from helpdesk_tui.cli.ticket_write import ATTACH, KEY, PRIORITY
from helpdesk_tui.cli.values import TICKET
from helpdesk_tui.desk.actions.area import AnswerAsClient, SetOwnPriority
from helpdesk_tui.questions import ReadRow
from helpdesk_tui.vocab import Priority


@verb(
    "answer",
    help="Answer a ticket as its client, or set its priority where clients may; marked as written by you.",
    acts=(AnswerAsClient, SetOwnPriority),
    example="ticket answer 4812 --text 'It is still down, he says on the telephone.'\n"
    "ticket answer 4812 --priority high",
)
@click.argument("number", type=TICKET)
@click.option("--text", default="", metavar="TEXT|-", help="What the client says; - reads standard input.")
@click.option("--priority", type=PRIORITY, help="The priority, where clients set it.")
@ATTACH
@KEY
@pass_session
def answered(
    session: Session, number: int, text: str, priority: Priority | None, attached: tuple[str, ...], key: str
) -> None:
    """Do it in the client area."""
    answers = bool(text or attached)
    if answers is (priority is not None):
        raise click.UsageError("Name either an answer (--text, --attach) or a --priority.")
    staff = session.staff()
    [written] = files.text_of(text)
    attachments = tuple(files.attachment_of(path) for path in attached)
    desk = staff.as_client(f"#{staff.read(ReadRow(number)).client_id}")
    if priority is not None:
        desk.perform(SetOwnPriority(number, priority))
    else:
        number = desk.perform(AnswerAsClient(number, written or "", attachments, key))
    answer(session, number, "was answered as its client" if answers else "was changed as its client")


VERBS = (answered,)
