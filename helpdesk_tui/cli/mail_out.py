"""Emails that go out: the outbox, and sending it (MO1)."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.mail_in import stopped_by_signals
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import OUTGOING, Whole
from helpdesk_tui.desk.actions.outgoing import DropOutgoing, RetryOutgoing
from helpdesk_tui.questions import ReadOutbox

if TYPE_CHECKING:
    from helpdesk_tui.mail.outgoing.sending import Sender

_LOOK_SECONDS = 1.0
_NEWEST = 10_000


@verb(
    "send",
    help="Deliver what is due in the outbox and say what became of each email; without --once until it is stopped."
    " Ends with 0 whatever became of single emails.",
    example="mail send --once",
)
@click.option("--once", is_flag=True, help="Send what is due now, then end.")
@pass_session
def send(session: Session, once: bool) -> None:
    """Send."""
    from helpdesk_tui.mail.outgoing.sending import Sender
    from helpdesk_tui.mail.owner import owner_name

    sender = Sender(session.desk, session.settings.smtp, owner_name())
    try:
        ended = threading.Event()
        with stopped_by_signals() as stop:
            threading.Thread(target=_stop_with, args=(stop, ended, sender), daemon=True).start()
            try:
                while not stop.is_set():
                    for mail in sender.send_due():
                        session.answer(shapes.sent(mail), partial(tables.sent, mail))
                        if stop.is_set():
                            break
                    if once:
                        break
                    stop.wait(_LOOK_SECONDS)
            finally:
                ended.set()
                stop.set()
    finally:
        sender.close()


def _stop_with(stop: threading.Event, ended: threading.Event, sender: Sender) -> None:
    """Let go of a server that keeps us waiting, at a signal; at the end of the work it is left with a goodbye."""
    stop.wait()
    if not ended.is_set():
        sender.stop()


@verb("outbox", help="List the outgoing emails, newest first.", example="mail outbox --json")
@click.option("--limit", type=Whole(1, 1_000_000), default=200, show_default=True, help="At most so many.")
@pass_session
def outbox(session: Session, limit: int) -> None:
    """List them."""
    found = session.staff().read(ReadOutbox(limit))
    rows = ((m.id, m.to, m.subject, m.state.value, m.attempts, m.ticket, tables.at(m.created, session.zone), m.error)
            for m in found)  # fmt: skip
    headings = ("Id", "To", "Subject", "State", "Tries", "Ticket", "Written", "Error")
    session.answer(
        [shapes.outgoing(one) for one in found], lambda: tables.table(headings, rows, "The outbox is empty.")
    )


@verb("resend", acts=(RetryOutgoing,), example="mail resend 7")
@click.argument("mail", type=OUTGOING)
@pass_session
def resend(session: Session, mail: int) -> None:
    """Queue it."""
    answer_outgoing(session, session.staff().perform(RetryOutgoing(mail)))


@verb("drop", acts=(DropOutgoing,), example="mail drop 7")
@click.argument("mail", type=OUTGOING)
@pass_session
def drop(session: Session, mail: int) -> None:
    """Give it up."""
    answer_outgoing(session, session.staff().perform(DropOutgoing(mail)))


def answer_outgoing(session: Session, number: int) -> None:
    """An outgoing email as the outbox shows it; its number alone to whom the outbox does not show it."""
    found = next((row for row in session.staff().read(ReadOutbox(_NEWEST)) if row.id == number), None)
    if found is None:
        session.answer({"id": number}, lambda: tables.line(f"Email {number} is in the outbox."))
        return
    session.answer(shapes.outgoing(found), partial(tables.sent, found))


VERBS = (send, outbox, resend, drop)
