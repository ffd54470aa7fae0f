"""Emails that the desk writes by itself: who gets which, and who never gets one (MO2, MG7, MG12; rule 16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from helpdesk_tui.desk.actions.abuse import AddAbuse
from helpdesk_tui.desk.actions.clients import EditClient
from helpdesk_tui.desk.actions.delivery import LeaseOutbox, SettleOutgoing
from helpdesk_tui.desk.actions.gateways import EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Assign, Delay
from helpdesk_tui.desk.actions.setup import EditStaff
from helpdesk_tui.questions import ReadIncoming, ReadOutbox, ReadTicket
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import OutgoingMail, ParsedMail
from helpdesk_tui.vocab import AbuseAction, MailOutcome, OutboxState
from tests.desk.letters import email
from tests.desks import ERIKA, HANS, NINE, SUPPORT, MadeDesk

DMARC_PASS = "mx.desk.example; dmarc=pass header.from=acme.example"


@pytest.fixture
def telling(desk: MadeDesk) -> MadeDesk:
    """A desk that tells clients that their ticket was received, as a new desk does."""
    desk.gary.perform(SetProvider("mail_ticket_received", "on"))
    return desk


def sent(desk: MadeDesk) -> list[OutgoingMail]:
    """Everything that is due in the outbox, oldest first."""
    return desk.system.perform(LeaseOutbox("test", 100))


def write_off(desk: MadeDesk) -> None:
    """Make the department Tech one that needs incidents, of which nobody has any."""
    desk.sql("UPDATE department SET write_off = TRUE WHERE name = 'Tech'")


def test_a_client_is_told_that_a_ticket_was_received(telling: MadeDesk) -> None:
    """MO2: in answer to the email, from the department, by a machine, with the ticket's token and nothing quoted."""
    report = telling.receive(email(message_id="<1@acme.example>", references=("<0@acme.example>",), text="Secret!"))
    (mail,) = sent(telling)
    assert (mail.to, mail.sender, mail.sender_name) == ((HANS,), SUPPORT, "Tech - Acme support")
    assert (mail.subject, mail.in_reply_to) == ("We have your message: Server down [#1]", "<1@acme.example>")
    assert mail.references == ("<0@acme.example>", "<1@acme.example>")
    assert (mail.auto, mail.null_sender, "Secret" in mail.text) == (True, True, False)
    assert mail.text.startswith("Thank you for your message. It is ticket 1 of Tech now")
    answer = telling.receive(email(in_reply_to=mail.message_id, text="One more thing"))
    assert (answer.outcome, answer.ticket, report.ticket) == (MailOutcome.REPLY_ADDED, 1, 1)
    assert sent(telling) == []


def test_it_waits_for_no_undo_window(telling: MadeDesk) -> None:
    """TR7 is for what people write: nobody takes back what the desk says by itself."""
    slow = telling.with_rules(SendRules(undo_seconds=600))
    slow.receive(email())
    assert len(sent(slow)) == 1
    slow.close()


@pytest.mark.parametrize(("language", "begins"), [("de", "Vielen Dank"), ("de-AT", "Vielen Dank"), ("xx", "Thank you")])
def test_it_speaks_the_client_s_language(telling: MadeDesk, language: str, begins: str) -> None:
    """MO2: per language."""
    telling.gary.perform(EditClient(HANS, language=language))
    telling.receive(email())
    assert sent(telling)[0].text.startswith(begins)


def test_without_one_it_speaks_the_provider_s(telling: MadeDesk) -> None:
    """The provider's setting, where the client's language is not known."""
    telling.gary.perform(SetProvider("language", "fr"))
    telling.receive(email())
    assert sent(telling)[0].subject == "Nous avons reçu votre message : Server down [#1]"


def test_a_ticket_that_the_client_opens_is_received_too(telling: MadeDesk) -> None:
    """In the client area, or entered by staff for them; not one that staff write to the client."""
    telling.hans.perform(NewTicket(HANS, "Tech", "From the client area", "Hello"))
    telling.gary.perform(NewTicket(HANS, "Tech", "By telephone", "Hello"))
    telling.gary.perform(NewTicket(HANS, "Tech", "To you", "Hello", by_staff=True))
    assert [mail.subject for mail in sent(telling)] == [
        "We have your message: From the client area [#1]",
        "We have your message: By telephone [#2]",
        "Re: To you [#3]",
    ]


MACHINES = [
    email(kind="generated", machine="sent by monitoring"),
    email("noreply@acme.example"),
    email("mailer-daemon@acme.example"),
]


@pytest.mark.parametrize("mail", MACHINES, ids=["generated", "noreply", "mailer-daemon"])
def test_rule_16_a_machine_is_never_answered(telling: MadeDesk, mail: ParsedMail) -> None:
    """Whoever is known makes a ticket; a machine among them is told nothing, and that is on record."""
    sender = mail.senders[0].address
    if sender != HANS:
        telling.sql(f"UPDATE clientuser SET address = '{sender}', email = '{sender}' WHERE address = '{HANS}'")
    report = telling.receive(mail)
    assert (report.outcome, sent(telling)) == (MailOutcome.TICKET_CREATED, [])
    assert events(telling, "notice")[0].startswith("not sent: ")


def events(desk: MadeDesk, field: str) -> list[str]:
    """What was recorded under this name."""
    return [row[0] for row in desk.sql(f"SELECT after FROM event WHERE field = '{field}' ORDER BY id")]


@pytest.mark.parametrize("envelope", ["", "mailer-daemon@acme.example", "owner-list@acme.example"])
def test_rule_16_nor_is_who_has_no_envelope(telling: MadeDesk, envelope: str) -> None:
    """The null sender, a list's own address."""
    telling.receive(replace(email(), return_path=envelope))
    assert sent(telling) == []


def test_rule_16_a_loop_of_two_desks_ends(telling: MadeDesk) -> None:
    """The same address is told at most twenty times within a day, whatever it sends."""
    for number in range(25):
        telling.receive(email(subject=f"Alarm {number}", message_id=f"<{number}@acme.example>"))
    assert len(sent(telling)) == 20
    telling.sql("UPDATE outbox SET state = 'sent'")
    telling.clock.forward(days=1, minutes=1)
    telling.receive(email(subject="The next day"))
    assert len(sent(telling)) == 1


def test_rule_16_all_together_are_limited_by_the_hour(telling: MadeDesk) -> None:
    """`notices_per_hour`; 0 is no limit."""
    telling.gary.perform(SetProvider("notices_per_hour", "2"))
    for number, sender in enumerate((HANS, ERIKA, HANS)):
        telling.receive(email(sender, message_id=f"<{number}@acme.example>"))
    assert len(sent(telling)) == 2
    assert events(telling, "notice") == ["not sent: 2 automatic emails within an hour are the most that are sent"]


def test_mg11_an_unproven_sender_is_not_told(telling: MadeDesk) -> None:
    """With a trusted server that says nothing the ticket is made and marked; who is proven is told."""
    telling.gary.perform(EditGateway("support", GatewaySettings(authserv_id="mx.desk.example")))
    report = telling.receive(email(message_id="<1@acme.example>"))
    assert (report.outcome, sent(telling)) == (MailOutcome.TICKET_CREATED, [])
    (message,) = telling.anna.read(ReadTicket(1)).messages
    assert message.note == "sender not proven"
    telling.receive(replace(email(message_id="<2@acme.example>"), authentication_results=(DMARC_PASS,)))
    assert [mail.to for mail in sent(telling)] == [(HANS,)]


def test_mg7_without_incidents_the_email_is_kept_and_the_sender_told_once(desk: MadeDesk) -> None:
    """No ticket; one notice per email and one per sender in a day; the second is on record as not sent."""
    write_off(desk)
    first = desk.receive(email(message_id="<1@acme.example>"))
    again = desk.receive(email(message_id="<2@acme.example>", subject="Hello?"))
    assert [(r.outcome, r.ticket, r.reason) for r in (first, again)] == [
        (MailOutcome.REFUSED, None, "no support incidents are left")
    ] * 2
    (mail,) = sent(desk)
    assert (mail.to, mail.subject, mail.in_reply_to) == ((HANS,), "No support incidents left", "<1@acme.example>")
    assert (mail.auto, mail.null_sender) == (True, True)
    rows = desk.anna.read(ReadIncoming())
    assert [row.notice for row in rows] == [
        "the sender was not told: hans@acme.example was told already within a day", "the sender was told",
    ]  # fmt: skip
    assert desk.anna.read(ReadOutbox())[0].ticket is None


def test_mg7_an_answer_is_always_accepted(desk: MadeDesk) -> None:
    """An answer to an existing ticket costs nothing, also in a department with write-off."""
    desk.receive(email(message_id="<1@acme.example>"))
    write_off(desk)
    answer = desk.receive(email(in_reply_to="<1@acme.example>", message_id="<2@acme.example>"))
    assert (answer.outcome, answer.ticket) == (MailOutcome.REPLY_ADDED, 1)


def test_mg12_beyond_the_limit_the_sender_is_told_once(desk: MadeDesk) -> None:
    """Surplus mail waits with its reason, with one notice under the same limits."""
    limited = desk.with_rules(SendRules(limit_client=1))
    reports = [limited.receive(email(message_id=f"<{n}@acme.example>", subject=f"No {n}")) for n in range(3)]
    assert [r.outcome.value for r in reports] == ["ticket_created", "incoming", "incoming"]
    assert [mail.subject for mail in sent(limited)] == ["Too many messages"]
    limited.close()


def test_redirecting_and_delaying_are_told_where_that_is_switched_on(desk: MadeDesk) -> None:
    """MO2: each off by default."""
    desk.ticket()
    until = datetime(2026, 4, 13, 9, 0, tzinfo=UTC)
    desk.gary.perform(Delay(1, until))
    desk.gary.perform(Assign(1, "Sales"))
    assert sent(desk) == []
    for setting in ("mail_ticket_delayed", "mail_ticket_redirected"):
        desk.gary.perform(SetProvider(setting, "on"))
    desk.gary.perform(Delay(1, until))
    desk.gary.perform(Assign(1, "Billing"))
    assert [(mail.to, mail.subject, mail.text.split("\n")[0]) for mail in sent(desk)] == [
        ((HANS,), "Server down [#1]", "We will go on with your ticket 1 on 2026-04-13 09:00."),
        ((HANS,), "Server down [#1]", "Your ticket 1 is with Billing now, who will answer it."),
    ]


def test_staff_are_told_where_that_is_switched_on(desk: MadeDesk) -> None:
    """Members of the department of a new ticket; who was given one by somebody else, in their language."""
    for setting in ("mail_staff_new", "mail_staff_assigned"):
        desk.gary.perform(SetProvider(setting, "on"))
    desk.gary.perform(EditStaff("gus", language="de"))
    desk.receive(email())
    told = {mail.to[0]: mail.subject for mail in sent(desk)}
    assert told == {
        "anna@desk.example": "New ticket 1: Server down", "gus@desk.example": "Neues Ticket 1: Server down",
    }  # fmt: skip
    desk.anna.perform(Take(1))
    desk.anna.perform(Assign(1, staff="gus"))
    assert [(mail.to, mail.subject) for mail in sent(desk)] == [
        (("gus@desk.example",), "Ticket 1 ist Ihres: Server down")
    ]


def test_staff_who_answer_such_an_email_are_no_client(desk: MadeDesk) -> None:
    """Staff commands by mail: none (rule 15). The answer waits among Incoming emails."""
    desk.gary.perform(SetProvider("mail_staff_new", "on"))
    desk.receive(email())
    mail = next(mail for mail in sent(desk) if mail.to == ("anna@desk.example",))
    answer = desk.receive(email("anna@desk.example", in_reply_to=mail.message_id, subject=f"Re: {mail.subject}"))
    assert (answer.outcome, answer.ticket) == (MailOutcome.INCOMING, None)


def test_mg8_answers_ask_for_the_ticket_in_the_address(desk: MadeDesk) -> None:
    """`reply_token`: what is sent there without any heading belongs to the ticket, from its client alone."""
    desk.gary.perform(SetProvider("reply_token", "on"))
    desk.gary.perform(NewTicket(HANS, "Tech", "To you", "Hello", by_staff=True))
    (mail,) = sent(desk)
    assert (mail.sender, mail.reply_to) == (SUPPORT, "support+t1@desk.example")
    answer = desk.receive(email(to="support+t1@desk.example", subject="no token"))
    assert (answer.outcome, answer.reason, answer.ticket) == (
        MailOutcome.REPLY_ADDED, "by the number in the address", 1,
    )  # fmt: skip
    stranger = desk.receive(email("eve@evil.example", to="support+t1@desk.example"))
    assert (stranger.outcome, stranger.ticket) == (MailOutcome.INCOMING, None)


def test_the_time_is_the_one_of_the_clock(telling: MadeDesk) -> None:
    """What is written now is created now."""
    telling.receive(email())
    assert sent(telling)[0].created == NINE


def test_mg11_an_unproven_answer_is_marked_too(desk: MadeDesk) -> None:
    """Into a ticket that is there as into a new one; what goes on with an archived ticket is no more proven."""
    desk.gary.perform(EditGateway("support", GatewaySettings(authserv_id="mx.desk.example")))
    desk.ticket()
    report = desk.receive(email(subject="Re: Server down [#1]"))
    last = desk.anna.read(ReadTicket(1)).messages[-1]
    assert (report.outcome, last.note) == (
        MailOutcome.REPLY_ADDED, "added here by the number in the subject; sender not proven",
    )  # fmt: skip
    assert desk.sql(f"SELECT proof FROM mail WHERE id = {report.mail}") == [("unproven",)]


def test_staff_letters_take_nothing_from_clients(telling: MadeDesk) -> None:
    """`notices_per_hour` counts what goes to clients; a letter to staff that fails is no news on the ticket."""
    telling.gary.perform(SetProvider("mail_staff_new", "on"))
    telling.gary.perform(SetProvider("notices_per_hour", "2"))
    for number in range(2):
        telling.receive(email(message_id=f"<{number}@acme.example>", subject=f"No {number}"))
    mails = sent(telling)
    assert [mail.to[0] for mail in mails].count(HANS) == 2
    staff = next(mail for mail in mails if mail.to[0] != HANS)
    telling.system.perform(SettleOutgoing(staff.id, OutboxState.FAILED, "550 no such user"))
    assert [message.kind.value for message in telling.anna.read(ReadTicket(1)).messages] == ["client"]


def test_a_letter_that_fails_is_called_what_it_is(telling: MadeDesk) -> None:
    """MO1: giving up is visible, and says what did not arrive."""
    telling.receive(email())
    (mail,) = sent(telling)
    telling.system.perform(SettleOutgoing(mail.id, OutboxState.FAILED, "550 no such user"))
    said = telling.anna.read(ReadTicket(1)).messages[-1].text
    assert said == 'The email "ticket received" could not be delivered to hans@acme.example: 550 no such user'


def test_a_violation_is_told_with_its_date(desk: MadeDesk) -> None:
    """MO2 (abuse): on by default; what staff remark about it is not for the client."""
    desk.ticket()
    sent(desk)
    act = AddAbuse(1, 5, AbuseAction.SUPPORT, datetime(2026, 4, 13, 9, 0, tzinfo=UTC), "looks hacked")
    desk.anna.perform(act)
    [mail] = sent(desk)
    assert (mail.to, mail.subject) == ((HANS,), "A violation was registered: Server down [#1]")
    assert "Please put it right and reply to this email by 2026-04-13 09:00." in mail.text
    assert "hacked" not in mail.text
    desk.gary.perform(SetProvider("mail_abuse", "off"))
    desk.anna.perform(act)
    assert sent(desk) == []
