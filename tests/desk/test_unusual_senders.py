"""Several senders, and addresses with letters beyond ASCII (rule 12, RFC 6531), on both databases."""

from __future__ import annotations

import pytest

from helpdesk_tui.cli import shapes
from helpdesk_tui.desk.actions.incoming import AcceptIncoming, AnswerIncoming, RegisterIncoming
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadClient, ReadIncoming, ReadTicket
from helpdesk_tui.vocab import MailOutcome
from tests.desk.letters import email
from tests.desks import HANS, MadeDesk

BOTH = f"{HANS}, nora@newcomer.example"
WIDE = "jürgen@müller.example"


def test_of_two_senders_both_are_shown_and_nobody_is_meant(desk: MadeDesk) -> None:
    """Rule 12: on the list, in the report and on the ticket; there is nobody to answer or to register."""
    mail = email((HANS, "nora@newcomer.example"), name="")
    report = desk.receive(mail)
    [row] = desk.anna.read(ReadIncoming())
    assert (row.address, row.sender, row.reason) == ("", BOTH, "no single sender")
    assert shapes.mail(report)["from"] == {"name": BOTH, "address": ""}
    for act in (AnswerIncoming(report.mail, "Hello"), RegisterIncoming(report.mail, mail)):
        with pytest.raises(Refused, match="has no sender"):
            desk.anna.perform(act)
    before = desk.anna.read(ReadClient(HANS)).users
    ticket = desk.anna.perform(AcceptIncoming(report.mail, mail, ticket=desk.receive(email()).ticket))
    assert desk.anna.read(ReadClient(HANS)).users == before
    assert desk.anna.read(ReadTicket(ticket)).messages[-1].author == BOTH


def test_a_sender_with_letters_beyond_ascii_is_registered(desk: MadeDesk) -> None:
    """MG6: the next email of theirs, in whatever case, is the client's."""
    first = desk.receive(email(WIDE, name="Jürgen Müller"))
    assert first.outcome is MailOutcome.INCOMING
    ticket = desk.anna.perform(RegisterIncoming(first.mail, email(WIDE, name="Jürgen Müller")))
    assert desk.anna.read(ReadTicket(ticket)).row.client_email == "jürgen@xn--mller-kva.example"
    again = desk.receive(email("JÜRGEN@Müller.example", subject="Again"))
    assert again.outcome is MailOutcome.TICKET_CREATED


def test_an_accepted_sender_with_letters_beyond_ascii_is_remembered(desk: MadeDesk) -> None:
    """MG6: as a user of the client."""
    mail = email(WIDE, name="Jürgen Müller")
    desk.anna.perform(AcceptIncoming(desk.receive(mail).mail, mail, client=HANS))
    assert desk.anna.read(ReadClient(HANS)).users[-1].email == "jürgen@xn--mller-kva.example"
