"""What a member of staff passes on by email proposes who first sent it (MG6; rule 15: no commands by mail)."""

from __future__ import annotations

from dataclasses import replace

from helpdesk_tui.desk.actions.incoming import AcceptIncoming, RegisterIncoming
from helpdesk_tui.questions import ReadClient, ReadTicket
from helpdesk_tui.views import Address
from helpdesk_tui.vocab import MailOutcome
from tests.desk.letters import email
from tests.desks import HANS, MadeDesk

NEW = Address("Nora Berg", "nora@newcomer.example")
PASSED_ON = replace(email("anna@desk.example", subject="Fwd: prices"), forwarded=NEW)


def test_it_waits_with_the_name_of_who_sent_it_first(desk: MadeDesk) -> None:
    """Staff are no clients: what they send makes nothing by itself."""
    report = desk.receive(PASSED_ON)
    assert (report.outcome, report.reason) == (MailOutcome.INCOMING, "first sent by nora@newcomer.example")
    assert report.why[-1] == "A member of staff passed it on; first sent by nora@newcomer.example."


def test_accepted_it_is_the_first_sender_s_ticket(desk: MadeDesk) -> None:
    """Their address becomes a user of the client, not that of the colleague."""
    mail = desk.receive(PASSED_ON).mail
    ticket = desk.anna.perform(AcceptIncoming(mail, PASSED_ON, client=HANS))
    assert [user.email for user in desk.anna.read(ReadClient(HANS)).users][-1] == NEW.address
    assert desk.anna.read(ReadTicket(ticket)).messages[0].author == NEW.address


def test_registered_the_first_sender_is_the_client(desk: MadeDesk) -> None:
    """By their own name."""
    mail = desk.receive(PASSED_ON).mail
    ticket = desk.anna.perform(RegisterIncoming(mail, PASSED_ON))
    assert desk.anna.read(ReadTicket(ticket)).row.client_email == NEW.address
    assert desk.anna.read(ReadClient(NEW.address)).head.name == "Nora Berg"


def test_what_a_stranger_passes_on_proposes_nobody(desk: MadeDesk) -> None:
    """Anybody can write such lines; only those of staff are looked at, and only as a proposal."""
    stranger = replace(PASSED_ON, senders=(Address("Eve", "eve@evil.example"),), forwarded=Address("Hans", HANS))
    report = desk.receive(stranger)
    assert (report.outcome, report.reason) == (MailOutcome.INCOMING, "unknown sender")
    ticket = desk.anna.perform(AcceptIncoming(report.mail, stranger, client=HANS))
    assert desk.anna.read(ReadTicket(ticket)).messages[0].author == "eve@evil.example"
