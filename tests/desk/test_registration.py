"""The letter to a client who is added with *Send notification* (CL2, MO2), on both databases."""

from __future__ import annotations

import email

import pytest

from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.delivery import LeaseOutbox, SettleOutgoing
from helpdesk_tui.desk.actions.own_letters import WriteLetter
from helpdesk_tui.desk.actions.setup import EditDepartment
from helpdesk_tui.errors import DeskError
from helpdesk_tui.mail.outgoing.render import render
from helpdesk_tui.questions import ReadClient, ReadClients, ReadOutbox, ReadOutgoing
from helpdesk_tui.rules.letter_kinds import LetterKind
from helpdesk_tui.vocab import MailOutcome, OutboxState
from tests.desk.letters import email as letter
from tests.desks import SALES_MAIL, SUPPORT, MadeDesk

NEW = "eva@neu.example"


def refused(desk: MadeDesk, act: AddClient) -> str:
    with pytest.raises(DeskError) as failure:
        desk.anna.perform(act)
    assert [row.email for row in desk.gary.read(ReadClients(act.email))] == []
    return failure.value.code


def test_a_client_is_told(desk: MadeDesk) -> None:
    """In their language, from a department of who adds them; history and outbox say so."""
    number = desk.anna.perform(AddClient(NEW, "Eva Neu", language="de-AT", notify=True))
    [row] = desk.anna.read(ReadOutbox(client=number))
    mail = desk.anna.read(ReadOutgoing(row.id))
    assert (row.to, row.subject, row.ticket, mail.sender) == (
        NEW,
        "Sie sind bei Acme support registriert",
        None,
        SUPPORT,
    )
    assert mail.text.startswith(
        "Guten Tag Eva Neu,\n\nSie sind jetzt bei Acme support registriert, mit der Adresse eva@"
    )
    assert f"an {SUPPORT}: Ihre E-Mail wird ein Ticket von Tech." in mail.text
    told = [(one.who, one.field, one.after) for one in desk.gary.read(ReadClient(NEW)).changes]
    assert ("anna", "registration", f"sent to {NEW}") in told
    leased = desk.system.perform(LeaseOutbox("test/1/1"))[0]
    raw = email.message_from_bytes(render(leased))
    assert (raw["Auto-Submitted"], leased.null_sender) == ("auto-generated", False)
    # What they answer is a ticket.
    assert desk.receive(letter(NEW, in_reply_to=leased.message_id)).outcome is MailOutcome.TICKET_CREATED


def test_only_on_demand(desk: MadeDesk) -> None:
    desk.anna.perform(AddClient(NEW))
    assert desk.gary.read(ReadOutbox()) == ()


def test_from_a_department_that_clients_can_choose(desk: MadeDesk) -> None:
    """Of an administrator who is in none: the first one in the Support center."""
    desk.gary.perform(EditDepartment("Tech", support_center=False))
    desk.gary.perform(AddClient(NEW, notify=True))
    mail = desk.gary.read(ReadOutgoing(1))
    assert (mail.sender, mail.reply_to) == (SALES_MAIL, SUPPORT)
    assert f"write to {SUPPORT} from it" in mail.text


def test_its_text_is_the_desk_s(desk: MadeDesk) -> None:
    """MO2: changed like the others, with its own blanks."""
    text = "{{client}} {{email}} {{address}} {{department}}"
    desk.gary.perform(WriteLetter(LetterKind.REGISTRATION, "en", "Welcome to {{desk}}", text))
    desk.anna.perform(AddClient(NEW, "{{desk}}", notify=True))
    mail = desk.anna.read(ReadOutgoing(1))
    assert (mail.row.subject, mail.text.splitlines()[0]) == (
        "Welcome to Acme support",
        f"{{{{desk}}}} {NEW} {SUPPORT} Tech",
    )


def test_whom_it_cannot_reach(desk: MadeDesk) -> None:
    """Refused with words, and nobody is added; what comes back is shown in the outbox."""
    assert refused(desk, AddClient("noreply@neu.example", notify=True)) == "nobody_reads"
    assert refused(desk, AddClient("neu.example", notify=True)) == "usage"
    desk.anna.perform(AddClient(NEW, notify=True))
    mail = desk.system.perform(LeaseOutbox("test/1/1"))[0]
    desk.system.perform(SettleOutgoing(mail.id, OutboxState.SENT))
    desk.receive(letter(kind="bounce", machine="550 unknown", reported=(mail.message_id,), sender="d@neu.example"))
    [row] = desk.anna.read(ReadOutbox(10, True))
    assert (row.state, row.error) == (OutboxState.FAILED, "550 unknown")


def test_a_desk_without_an_address(desk: MadeDesk) -> None:
    desk.sql("UPDATE gateway SET enabled = false")
    desk.gary.perform(EditDepartment("Tech", address=""))
    assert refused(desk, AddClient(NEW, notify=True)) == "no_sender"
