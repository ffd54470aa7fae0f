"""What a member of staff passes on by email proposes who first sent it (MG6; rule 15: no commands by mail)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.gateways import EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.incoming import AcceptIncoming, AnswerIncoming, RegisterIncoming
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.questions import ReadClient, ReadIncomingMail, ReadTicket
from helpdesk_tui.rules.writers import answered_at, writer
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


def test_mg11_who_only_says_to_be_a_colleague_proposes_nobody(desk: MadeDesk) -> None:
    """Where a server is trusted it has to vouch for the colleague; one it calls forged is told as that."""
    desk.gary.perform(EditGateway("support", GatewaySettings(authserv_id="mx.desk.example")))
    silent = desk.receive(replace(PASSED_ON, forwarded=Address("Hans", HANS)))
    assert (silent.outcome, silent.reason) == (MailOutcome.INCOMING, "unknown sender")
    ticket = desk.anna.perform(AcceptIncoming(silent.mail, replace(PASSED_ON, forwarded=Address("Hans", HANS)), HANS))
    assert desk.anna.read(ReadTicket(ticket)).messages[0].author == "anna@desk.example"
    forged = replace(PASSED_ON, subject="Fwd: 2", authentication_results=("mx.desk.example; dmarc=fail",))
    assert desk.receive(forged).reason == "the sender is forged, says the mail server"


def test_the_receipt_goes_to_who_wrote_it(desk: MadeDesk) -> None:
    """MO2: not to the colleague who passed it on."""
    desk.gary.perform(SetProvider("mail_ticket_received", "on"))
    mail = desk.receive(PASSED_ON).mail
    desk.anna.perform(AcceptIncoming(mail, PASSED_ON, client=HANS))
    assert [mail.to for mail in desk.system.perform(LeaseOutbox("w", 10))] == [(NEW.address,)]


@pytest.mark.parametrize("trusted", ["", "mx.desk.example"])
def test_screen_and_act_name_the_same_writer(desk: MadeDesk, trusted: str) -> None:
    """MG6, MG11: also after the gateway began to trust a server, and whatever the reason says by then."""
    mail = desk.receive(PASSED_ON).mail
    desk.gary.perform(EditGateway("support", GatewaySettings(authserv_id=trusted)))
    desk.sql(f"UPDATE mail SET reason = 'its Message-ID is that of another email' WHERE id = {mail}")
    shown = desk.anna.read(ReadIncomingMail(mail))
    sender = Address(shown.row.sender, shown.row.address)
    proposed = writer(sender, PASSED_ON, shown.of_staff, shown.authserv_id)
    assert proposed.address == ("anna@desk.example" if trusted else NEW.address)
    ticket = desk.anna.perform(AcceptIncoming(mail, PASSED_ON, client=HANS))
    assert desk.anna.read(ReadTicket(ticket)).messages[0].author == proposed.address


def test_a_stranger_s_email_is_of_no_staff(desk: MadeDesk) -> None:
    """What a screen is told of the sender."""
    mail = desk.receive(replace(PASSED_ON, senders=(Address("Eve", "eve@evil.example"),))).mail
    assert not desk.anna.read(ReadIncomingMail(mail)).of_staff


def test_an_answer_is_proposed_to_who_wrote_or_is_to_be_answered(desk: MadeDesk) -> None:
    """MG6: not to the colleague, nor to a web form's own address; the reason says why."""
    anna, form = Address("Anna", "anna@desk.example"), Address("Form", "www-data@web.example")
    assert answered_at(anna, PASSED_ON, True, "") == (
        "nora@newcomer.example", "first sent it, anna@desk.example passed it on"
    )  # fmt: skip
    asked = replace(email("www-data@web.example"), reply_to=NEW)
    assert answered_at(form, asked, False, "") == (
        "nora@newcomer.example", "is whom the email of www-data@web.example asks to answer (Reply-To)"
    )  # fmt: skip
    assert answered_at(form, email("www-data@web.example"), False, "") == ("www-data@web.example", "")
    assert answered_at(NEW, replace(asked, senders=(NEW,)), False, "") == ("nora@newcomer.example", "")
    assert answered_at(anna, PASSED_ON, True, "mx.desk.example") == ("anna@desk.example", ""), "nobody vouches for anna"


def test_an_answer_goes_where_it_is_said_to(desk: MadeDesk) -> None:
    """MG6: and to no address that is none."""
    mail = desk.receive(PASSED_ON).mail
    desk.anna.perform(AnswerIncoming(mail, "We do.", to="Nora@newcomer.example"))
    assert [mail.to for mail in desk.system.perform(LeaseOutbox("w", 10))] == [("Nora@newcomer.example",)]
    with pytest.raises(WrongUsage, match="is no email address"):
        desk.anna.perform(AnswerIncoming(mail, "We do.", to="nora"))
