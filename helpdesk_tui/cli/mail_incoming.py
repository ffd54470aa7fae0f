"""*Incoming emails* (MG6): what staff do with emails that made no ticket by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import files, output, shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.mail_in import reparsed
from helpdesk_tui.cli.mail_out import answer_outgoing
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.ticket_read import answer_with_costs
from helpdesk_tui.cli.values import CLIENT, KEY, MAIL, TICKET, Whole
from helpdesk_tui.desk.actions.incoming import (
    AcceptIncoming,
    AnswerIncoming,
    DeleteIncoming,
    RegisterIncoming,
    RestoreIncoming,
    SpamIncoming,
)
from helpdesk_tui.errors import UnusableData
from helpdesk_tui.questions import ReadIncoming, ReadIncomingMail
from helpdesk_tui.rules.incidents import MOST_INCIDENTS
from helpdesk_tui.rules.writers import answered_at
from helpdesk_tui.views import Address

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk

_incidents = click.option(
    "--incidents",
    type=Whole(0, MOST_INCIDENTS),
    help="Support incidents that the new ticket takes; without it, as many as any new ticket there.",
)


@verb("incoming", help="List the emails that wait for a decision, newest first.", example="mail incoming --json")
@click.option("--limit", type=Whole(1, 1_000_000), default=1000, show_default=True, help="At most so many.")
@click.option("--handled", is_flag=True, help="Those that wait no more: accepted, spam, deleted.")
@click.option("--all", "everything", is_flag=True, help="Also those that were ignored: machines' mail, empty mail.")
@pass_session
def incoming(session: Session, limit: int, handled: bool, everything: bool) -> None:
    """List them."""
    found = session.staff().read(ReadIncoming(limit, handled, ignored=everything))
    rows = ((m.id, f"{m.sender} <{m.address}>".strip(), m.subject, m.reason, tables.words(m.outcome.value),
             tables.at(m.received, session.zone), m.department) for m in found)  # fmt: skip
    headings = ("Id", "From", "Subject", "Reason", "Outcome", "Received", "Department")
    session.answer(
        [shapes.incoming(one) for one in found], lambda: tables.table(headings, rows, "No email waits.")
    )  # fmt: skip


@verb(
    "accept",
    acts=(AcceptIncoming,),
    example="mail accept 56 --client hans@acme.example\nmail accept 56 --ticket 4812",
)
@click.argument("mail", type=MAIL)
@click.option("--client", type=CLIENT, default="", help="A new ticket of this client.")
@click.option("--ticket", type=TICKET, help="A message of this ticket.")
@_incidents
@KEY
@pass_session
def accept(session: Session, mail: int, client: str, ticket: int | None, incidents: int | None, key: str) -> None:
    """Accept it."""
    if bool(client) == (ticket is not None):
        raise click.UsageError("Name either --client or --ticket.")
    desk = session.staff()
    number = desk.perform(AcceptIncoming(mail, reparsed(desk, mail), client, ticket, incidents, key))
    answer_with_costs(session, number, f"has mail {mail}")


@verb("register", acts=(RegisterIncoming,), example="mail register 56 --name 'Omar Haddad'")
@click.argument("mail", type=MAIL)
@click.option("--name", default="", help="The client's name; by default the one the email gives.")
@_incidents
@KEY
@pass_session
def register(session: Session, mail: int, name: str, incidents: int | None, key: str) -> None:
    """Register its sender."""
    desk = session.staff()
    number = desk.perform(RegisterIncoming(mail, reparsed(desk, mail), name, incidents, key))
    answer_with_costs(session, number, f"has mail {mail}, and its sender is a client now")


@verb("answer", acts=(AnswerIncoming,), example="mail answer 56 --text 'We do not offer this.'")
@click.argument("mail", type=MAIL)
@click.option("--text", required=True, metavar="TEXT|-", help="The answer; - reads standard input.")
@click.option("--as-is", is_flag=True, help="Braces that look like placeholders are meant as they stand.")
@click.option(
    "--to",
    default="",
    metavar="ADDRESS",
    help="The address; by default the sender's, or that of who first sent what a colleague passed on.",
)
@pass_session
def answer_sender(session: Session, mail: int, text: str, as_is: bool, to: str) -> None:
    """Answer it."""
    [written] = files.text_of(text)
    desk = session.staff()
    address, why = (to, "") if to else _proposed(desk, mail)
    number = desk.perform(AnswerIncoming(mail, written or "", as_is, address))
    if why:
        output.complain(f"{address} {why}.")
    answer_outgoing(session, number)


def _proposed(desk: Desk, mail: int) -> tuple[str, str]:
    """Whom an answer goes to, and why, where that is not the sender (MG6); empty where it is."""
    found = desk.read(ReadIncomingMail(mail))
    try:
        parsed = reparsed(desk, mail)
    except UnusableData:
        return "", ""
    address, why = answered_at(Address(found.row.sender, found.row.address), parsed, found.of_staff, found.authserv_id)
    return (address, why) if why else ("", "")


@verb("spam", acts=(SpamIncoming,), example="mail spam 56")
@click.argument("mail", type=MAIL)
@pass_session
def spam(session: Session, mail: int) -> None:
    """Mark it."""
    number = session.staff().perform(SpamIncoming(mail))
    session.answer({"id": number, "state": "spam"}, lambda: tables.line(f"Mail {number} is marked as spam."))


@verb("delete", acts=(DeleteIncoming,), example="mail delete 56")
@click.argument("mail", type=MAIL)
@pass_session
def delete(session: Session, mail: int) -> None:
    """Take it off the list."""
    number = session.staff().perform(DeleteIncoming(mail))
    session.answer({"id": number, "state": "deleted"}, lambda: tables.line(f"Mail {number} is off the list."))


@verb("restore", acts=(RestoreIncoming,), example="mail restore 56")
@click.argument("mail", type=MAIL)
@pass_session
def restore(session: Session, mail: int) -> None:
    """Bring it back."""
    number = session.staff().perform(RestoreIncoming(mail))
    session.answer({"id": number, "state": "waiting"}, lambda: tables.line(f"Mail {number} waits again."))


VERBS = (incoming, accept, register, answer_sender, spam, delete, restore)
