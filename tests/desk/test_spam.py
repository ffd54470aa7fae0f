"""Senders of spam (MG6) and proven ones (MG11), emails that are given up (MO1), the desk's own letters (MO2)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.confirm import ConfirmSender
from helpdesk_tui.desk.actions.delivery import LeaseOutbox, SettleOutgoing
from helpdesk_tui.desk.actions.gateways import EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.outgoing import DropOutgoing, RetryOutgoing
from helpdesk_tui.desk.actions.own_letters import ForgetLetter, WriteLetter
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.spam import CallSpam, PardonSender
from helpdesk_tui.errors import NotFound, Refused, WrongUsage
from helpdesk_tui.questions import ReadHealth, ReadIncoming, ReadLetters, ReadOutbox, ReadSpamSenders, ReadTicket
from helpdesk_tui.rules.letter_kinds import LetterKind
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.vocab import MailOutcome, OutboxState
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import HANS, MadeDesk

SPAM = "offers@spam.example"


@pytest.mark.parametrize("pattern", [SPAM, "@spam.example", "Offers@SPAM.example"])
def test_mg6_a_listed_sender_s_email_goes_nowhere(desk: MadeDesk, pattern: str) -> None:
    """It is recorded with its reason; what waited becomes spam too; off the list it waits again."""
    desk.receive(email(SPAM))
    assert desk.anna.perform(CallSpam(pattern)) == 1
    assert desk.anna.read(ReadIncoming()) == ()
    report = desk.receive(email(SPAM, subject="More offers"))
    listed = pattern.lower()
    assert (report.outcome, report.reason) == (MailOutcome.IGNORED, f"{listed} is on the list of spam senders")
    assert [(one.sender, one.by) for one in desk.anna.read(ReadSpamSenders())] == [(listed, "anna")]
    desk.gus.perform(PardonSender(pattern))
    assert desk.receive(email(SPAM, subject="Once more")).outcome is MailOutcome.INCOMING


def test_mg6_what_others_handle_stays_with_them(desk: MadeDesk) -> None:
    """Email of a department that is not the actor's is not put away by them."""
    desk.receive(email(SPAM))
    assert desk.john.perform(CallSpam(SPAM)) == 0
    assert len(desk.anna.read(ReadIncoming())) == 1


@pytest.mark.parametrize(
    ("sender", "code"),
    [(HANS, "client"), ("@acme.example", "client"), (SPAM, "exists")],
    ids=["client", "domain", "twice"],
)
def test_mg6_a_client_is_no_spam_sender(desk: MadeDesk, sender: str, code: str) -> None:
    """Nor is anybody listed twice."""
    desk.anna.perform(CallSpam(SPAM))
    assert refused(desk.anna, CallSpam(sender)).code == code


@pytest.mark.parametrize("sender", ["", "spam", "@", "@spam example", "a@b@c", "x@spam.example\nBcc: y"])
def test_mg6_a_sender_is_an_address_or_a_domain(desk: MadeDesk, sender: str) -> None:
    """Anything else is said to be none."""
    with pytest.raises(WrongUsage):
        desk.anna.perform(CallSpam(sender))
    with pytest.raises(NotFound):
        desk.anna.perform(PardonSender("nobody@spam.example"))


def test_mg11_a_sender_is_confirmed_with_one_act(desk: MadeDesk) -> None:
    """The ticket says who vouched; a second time there is nothing to confirm."""
    desk.gary.perform(EditGateway("support", GatewaySettings(authserv_id="mx.desk.example")))
    desk.receive(email())
    desk.anna.perform(ConfirmSender(1))
    first, said = desk.anna.read(ReadTicket(1)).messages
    assert (first.note, said.text) == ("sender confirmed", "anna confirmed that hans@acme.example wrote this.")
    assert refused(desk.anna, ConfirmSender(1)).code == "nothing_to_confirm"


# ---------------------------------------------------------------- outgoing


@pytest.fixture
def answered(desk: MadeDesk) -> MadeDesk:
    """A desk with an answer in the outbox, held back for ten seconds."""
    slow = desk.with_rules(SendRules(undo_seconds=10))
    slow.ticket()
    slow.anna.perform(Take(1))
    slow.anna.perform(Reply(1, "It works again."))
    return slow


def test_tr7_a_held_answer_is_taken_back(answered: MadeDesk) -> None:
    """Within the undo window nothing is sent, and the ticket says so."""
    (row,) = answered.anna.read(ReadOutbox())
    answered.anna.perform(DropOutgoing(row.id))
    answered.clock.forward(minutes=5)
    assert answered.system.perform(LeaseOutbox("w", 10)) == []
    (row,) = answered.anna.read(ReadOutbox())
    assert (row.state, row.dropped, row.error) == (
        OutboxState.FAILED, True, "Given up by anna: it was taken back before it was sent.",
    )  # fmt: skip
    assert answered.anna.read(ReadTicket(1)).messages[-1].text == (
        "anna gave up an email to the client: it was taken back before it was sent."
    )
    assert refused(answered.anna, DropOutgoing(row.id)).code == "dropped"
    answered.close()


def test_mo1_a_failed_email_that_is_given_up_is_no_alarm(answered: MadeDesk) -> None:
    """It is not counted any more; sent again it counts as before."""
    answered.clock.forward(minutes=1)
    (mail,) = answered.system.perform(LeaseOutbox("w", 10))
    assert refused(answered.anna, DropOutgoing(mail.id)).code == "being_sent"
    answered.system.perform(SettleOutgoing(mail.id, OutboxState.FAILED, "no such user"))
    assert answered.gary.read(ReadHealth()).outbox == {"failed": 1}
    answered.anna.perform(DropOutgoing(mail.id))
    assert answered.gary.read(ReadHealth()).outbox == {}
    answered.anna.perform(RetryOutgoing(mail.id))
    assert [(row.state, row.dropped) for row in answered.anna.read(ReadOutbox())] == [(OutboxState.QUEUED, False)]
    (mail,) = answered.system.perform(LeaseOutbox("w", 10))
    answered.system.perform(SettleOutgoing(mail.id, OutboxState.SENT))
    assert refused(answered.anna, DropOutgoing(mail.id)).code == "sent_already"
    answered.close()


def test_an_answer_keeps_the_client_s_own_thread(desk: MadeDesk) -> None:
    """RFC 5322, 3.6.4: its References are those of the email it answers, and that email."""
    desk.receive(email(message_id="<3@acme.example>", references=("<1@acme.example>", "<2@acme.example>")))
    desk.anna.perform(Take(1))
    desk.anna.perform(Reply(1, "Hello"))
    (mail,) = desk.system.perform(LeaseOutbox("w", 10))
    assert mail.references == ("<1@acme.example>", "<2@acme.example>", "<3@acme.example>")


# ---------------------------------------------------------------- letters


def test_mo2_a_letter_is_changed_and_restored(desk: MadeDesk) -> None:
    """In one language; the others stay the program's."""
    desk.gary.perform(SetProvider("mail_ticket_received", "on"))
    kind = LetterKind.TICKET_RECEIVED
    desk.gary.perform(WriteLetter(kind, "en", "Got it: {{subject}}", "Number {{ticket}}, {{client}}."))
    desk.receive(email(subject="{{desk}}"))
    (mail,) = desk.system.perform(LeaseOutbox("w", 10))
    assert (mail.subject, mail.text.split("\n")[0]) == ("Got it: {{desk}} [#1]", "Number 1, Acme GmbH.")
    own = {(one.kind, one.language) for one in desk.anna.read(ReadLetters()) if one.own}
    assert own == {("ticket_received", "en")}
    desk.gary.perform(ForgetLetter(kind, "en"))
    assert not any(one.own for one in desk.anna.read(ReadLetters()))
    with pytest.raises(NotFound):
        desk.gary.perform(ForgetLetter(kind, "en"))


def test_mo2_a_letter_in_a_new_language(desk: MadeDesk) -> None:
    """A language that the program does not speak."""
    desk.gary.perform(WriteLetter(LetterKind.TICKET_RECEIVED, "sv", "Tack", "Ärende {{ticket}}"))
    there = [one.language for one in desk.anna.read(ReadLetters()) if one.kind == "ticket_received"]
    assert there == ["en", "de", "es", "fr", "it", "nl", "pl", "ru", "sv"]


def test_mo2_a_letter_that_could_not_be_filled_is_refused(desk: MadeDesk) -> None:
    """Before anybody gets it."""
    with pytest.raises(Refused, match="password"):
        desk.gary.perform(WriteLetter(LetterKind.TICKET_RECEIVED, "en", "Hello", "{{password}}"))


@pytest.mark.parametrize("sender", ["gus@desk.example", "@desk.example", "support@desk.example"])
def test_mg6_nobody_of_ours_is_a_spam_sender(desk: MadeDesk, sender: str) -> None:
    """Colleagues and gateways."""
    assert refused(desk.anna, CallSpam(sender)).code == "own_address"


def test_mg6_a_client_who_was_listed_before_is_heard(desk: MadeDesk) -> None:
    """Who became a client is one, whatever stands on the list."""
    desk.anna.perform(CallSpam("@newcomer.example"))
    desk.gary.perform(AddClient("nora@newcomer.example", "Nora"))
    assert desk.receive(email("nora@newcomer.example")).outcome is MailOutcome.TICKET_CREATED
