"""Which ticket an email belongs to, and what comes back of our own mail (SPEC MG8, MG9; RELIABILITY rule 15)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpdesk_tui.desk.actions.delivery import LeaseOutbox, SettleOutgoing
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incoming import AnswerIncoming
from helpdesk_tui.desk.actions.outgoing import RetryOutgoing
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.questions import ReadIncoming, ReadOutbox, ReadTicket
from helpdesk_tui.rules import headers
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.store.rooms.tickets import Tickets
from helpdesk_tui.views import MailReport, OutgoingMail, ParsedMail, TicketView
from helpdesk_tui.vocab import MailOutcome, MessageKind, OutboxState
from tests.desk.letters import email
from tests.desks import ERIKA, HANS, NORD, OMAR, SUPPORT, MadeDesk

TICKET, REPLY, INCOMING = MailOutcome.TICKET_CREATED, MailOutcome.REPLY_ADDED, MailOutcome.INCOMING
STRANGER = "mallory@example.org"


def answered(desk: MadeDesk) -> tuple[int, OutgoingMail]:
    """Hans wrote, anna answered, the answer was sent: the ticket and the email."""
    report = desk.receive(email(message_id="<first@acme.example>"))
    number = report.ticket or 0
    desk.anna.perform(Take(number))
    desk.anna.perform(Reply(number, "Is it plugged in?"))
    return number, sent(desk)


def sent(desk: MadeDesk) -> OutgoingMail:
    """The next email of the outbox, sent."""
    (outgoing,) = desk.system.perform(LeaseOutbox("test/1/1"))
    desk.system.perform(SettleOutgoing(outgoing.id, OutboxState.SENT))
    return outgoing


def ticket(desk: MadeDesk, number: int) -> TicketView:
    return desk.gary.read(ReadTicket(number))


# ---------------------------------------------------------------- the client's answers


@pytest.mark.parametrize("sender", [HANS, ERIKA])
def test_by_our_message_id(desk: MadeDesk, sender: str) -> None:
    """MG8: In-Reply-To names an email of ours, and a participant wrote."""
    number, ours = answered(desk)
    report = desk.receive(email(sender, subject="Other words", in_reply_to=ours.message_id))
    assert (report.outcome, report.ticket, report.reason) == (REPLY, number, "by Message-ID")
    last = ticket(desk, number).messages[-1]
    assert (last.kind, last.author, last.note) == (MessageKind.CLIENT, sender, "added here by Message-ID")


def test_by_the_references_alone(desk: MadeDesk) -> None:
    """MG8: a program that leaves In-Reply-To out."""
    number, ours = answered(desk)
    report = desk.receive(email(subject="x", references=("<a@b>", ours.message_id, "<c@d>")))
    assert (report.outcome, report.ticket) == (REPLY, number)


def test_by_the_client_s_own_earlier_email(desk: MadeDesk) -> None:
    """MG8: a second email before anybody answered refers to the first one."""
    first = desk.receive(email(message_id="<first@acme.example>"))
    report = desk.receive(email(subject="One more thing", in_reply_to="<first@acme.example>"))
    assert (report.outcome, report.ticket) == (REPLY, first.ticket)
    assert report.reason == "by the client's earlier Message-ID"


def test_by_the_number_in_the_subject(desk: MadeDesk) -> None:
    """MG8, rule 15: shown as matched by subject."""
    number, _ = answered(desk)
    report = desk.receive(email(ERIKA, subject=f"AW: Server down [#{number}]"))
    assert (report.outcome, report.ticket, report.reason) == (REPLY, number, "by the number in the subject")


def test_by_a_signed_message_id_that_is_not_on_record(desk: MadeDesk) -> None:
    """Rule 15: our HMAC tells, though the desk moved to another domain and lost the row."""
    number, ours = answered(desk)
    moved = ours.message_id.replace("@desk.example>", "@old-domain.example>")
    report = desk.receive(email(subject="x", in_reply_to=moved))
    assert (report.outcome, report.ticket) == (REPLY, number)
    assert report.reason == "by a Message-ID that carries our signature"


def test_a_made_up_message_id_is_nothing(desk: MadeDesk) -> None:
    """Rule 15: nobody can make one up; another number under a true signature is none."""
    number, ours = answered(desk)
    other = desk.ticket(client=OMAR)
    signature = ours.message_id.split(".", 1)[1]
    for forged in (
        f"<t{other}.{signature}",
        headers.message_id("desk.example", number, "abcd", "another secret"),
        f"<t{number}.abcd.{'0' * 32}@desk.example>",
    ):
        report = desk.receive(email(subject="x", in_reply_to=forged))
        assert (report.outcome, report.ticket not in (number, other)) == (TICKET, True), forged


def test_a_foreign_email_does_not_take_our_message_id(desk: MadeDesk) -> None:
    """Rule 15: somebody else's email under the id of our answer, before and after, shadows it for nobody."""
    number, ours = answered(desk)
    foreign = desk.receive(email(OMAR, subject="Mine now", message_id=ours.message_id))
    assert foreign.outcome is TICKET
    report = desk.receive(email(subject="Other words", in_reply_to=ours.message_id))
    assert (report.outcome, report.ticket, report.reason) == (REPLY, number, "by Message-ID")


def test_another_client_s_email_under_the_same_id(desk: MadeDesk) -> None:
    """Rule 4: ids are used again by others; each client's answer finds their own ticket."""
    mine = desk.receive(email(message_id="<one@acme.example>"))
    other = desk.receive(email(OMAR, message_id="<one@acme.example>"))
    assert desk.receive(email(subject="x", in_reply_to="<one@acme.example>")).ticket == mine.ticket
    assert desk.receive(email(OMAR, subject="x", in_reply_to="<one@acme.example>")).ticket == other.ticket


def test_only_the_ticket_that_is_found_is_locked(desk: MadeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule 28: an email may name two hundred tickets; who works on the others is not kept waiting."""
    number, _ = answered(desk)
    others = [desk.receive(email(OMAR, message_id=f"<{n}@example.org>")).ticket for n in range(3)]
    locked: list[int] = []
    load = Tickets.load

    def noted(self: Tickets, wanted: int) -> Ticket:
        locked.append(wanted)
        return load(self, wanted)

    monkeypatch.setattr(Tickets, "load", noted)
    named = tuple(f"<{n}@example.org>" for n in range(3))
    assert desk.receive(email(subject=f"Re: [#{number}]", references=named)).ticket == number
    assert set(locked) == {number}
    assert number not in others


def test_the_newest_reference_decides(desk: MadeDesk) -> None:
    """MG8: In-Reply-To before References, the last of these before the first, all of them before the subject."""
    one, two, three = desk.ticket(), desk.ticket(), desk.ticket()
    names = {}
    for number in (one, two, three):
        desk.anna.perform(Take(number))
        desk.anna.perform(Reply(number, "Hello"))
        names[number] = sent(desk).message_id
    mail = email(subject=f"Re: [#{three}]", in_reply_to=names[two], references=(names[one],))
    assert desk.receive(mail).ticket == two
    assert desk.receive(email(subject=f"Re: [#{three}]", references=(names[one], names[two]))).ticket == two


def test_an_email_to_a_ticket_that_is_not_there(desk: MadeDesk) -> None:
    """MG8: a number of another desk in the subject is no reference here."""
    report = desk.receive(email(subject="Re: [#99999] and [#999999999999999999]"))
    assert report.outcome is TICKET


# ---------------------------------------------------------------- others


@pytest.mark.parametrize("how", ["our Message-ID", "the client's Message-ID", "the subject"])
def test_a_stranger_who_quotes_becomes_incoming(desk: MadeDesk, how: str) -> None:
    """MG8, rule 15: whatever a stranger quotes, it is a new email among Incoming, with the ticket as a suggestion."""
    number, ours = answered(desk)
    mails = {
        "our Message-ID": email(STRANGER, subject="x", in_reply_to=ours.message_id),
        "the client's Message-ID": email(STRANGER, subject="x", in_reply_to="<first@acme.example>"),
        "the subject": email(STRANGER, subject=f"Re: [#{number}]"),
    }
    before = ticket(desk, number).messages
    report = desk.receive(mails[how])
    assert (report.outcome, report.ticket, report.reason) == (INCOMING, None, "unknown sender")
    (row,) = desk.anna.read(ReadIncoming())
    assert (row.suggestion, row.address) == (number, STRANGER)
    assert ticket(desk, number).messages == before


@pytest.mark.parametrize("by_subject", [True, False])
def test_another_client_gets_a_ticket_of_their_own(desk: MadeDesk, by_subject: bool) -> None:
    """Clarification: a known client who is no participant; the quoted ticket is a suggestion for staff."""
    number, ours = answered(desk)
    subject = f"Fwd: [#{number}]" if by_subject else "Fwd"
    report = desk.receive(email(NORD, subject=subject, in_reply_to="" if by_subject else ours.message_id))
    assert report.outcome is TICKET
    assert report.ticket not in (number, None)
    made = ticket(desk, report.ticket or 0)
    assert (made.row.client, made.messages[0].note) == ("Nordlicht GmbH", f"may belong to ticket {number}")


def test_a_token_names_the_ticket_never_the_client(desk: MadeDesk) -> None:
    """Clarification: one's own ticket further down the list is found, though the first reference is another's."""
    number, ours = answered(desk)
    own = desk.ticket(client=OMAR)
    report = desk.receive(email(OMAR, subject=f"Re: [#{own}]", in_reply_to=ours.message_id))
    assert (report.outcome, report.ticket) == (REPLY, own)
    assert number != own


# ---------------------------------------------------------------- what we send


def test_an_answer_can_be_threaded(desk: MadeDesk) -> None:
    """TR4: our Message-ID carries the ticket and our signature; In-Reply-To and References are the client's."""
    number, ours = answered(desk)
    assert ours.message_id.startswith(f"<t{number}.")
    assert (ours.in_reply_to, ours.references) == ("<first@acme.example>", ("<first@acme.example>",))
    assert (ours.subject, ours.to, ours.sender) == (f"Re: Server down [#{number}]", (HANS,), SUPPORT)
    desk.receive(email(ERIKA, in_reply_to=ours.message_id, message_id="<second@acme.example>"))
    desk.anna.perform(Reply(number, "Then plug it in."))
    second = sent(desk)
    assert (second.to, second.in_reply_to) == ((ERIKA,), "<second@acme.example>")
    assert second.references == ("<first@acme.example>", ours.message_id, "<second@acme.example>")


# ---------------------------------------------------------------- what comes back


def bounced(ours: OutgoingMail, machine: str = "It is a delivery report: 550 no such user.") -> ParsedMail:
    return email("mailer-daemon@acme.example", kind="bounce", machine=machine, reported=(ours.message_id,))


def test_a_bounce_of_ours_is_shown_on_its_ticket(desk: MadeDesk) -> None:
    """MG9, rule 19: a system message, the answer marked as failed, and no ticket made."""
    number, ours = answered(desk)
    report = desk.receive(bounced(ours))
    assert (report.outcome, report.ticket, report.auto) == (MailOutcome.BOUNCED, number, True)
    shown = ticket(desk, number)
    reply = next(message for message in shown.messages if message.kind is MessageKind.STAFF)
    assert (reply.delivery, reply.undelivered) == (OutboxState.FAILED, "It is a delivery report: 550 no such user.")
    assert shown.messages[-1].kind is MessageKind.SYSTEM
    assert "550 no such user" in shown.messages[-1].text
    assert desk.gary.read(ReadOutbox())[0].state is OutboxState.FAILED


@pytest.mark.parametrize("state", [OutboxState.RETRY, OutboxState.UNKNOWN, OutboxState.SENT, OutboxState.SENDING])
def test_mg9_a_bounce_is_told_in_whatever_state_the_answer_is(desk: MadeDesk, state: OutboxState) -> None:
    """MG9, rule 19: one that is tried again stays in the outbox, and its ticket tells of the report, each once."""
    number, ours = answered(desk)
    desk.sql(f"UPDATE outbox SET state = '{state.value}' WHERE id = {ours.id}")
    for subject in ("Undelivered", "Undelivered, too"):
        report = replace(bounced(ours), subject=subject)
        found = desk.receive(report)
        assert (found.outcome, found.ticket) == (MailOutcome.BOUNCED, number)
    told = [message.text for message in ticket(desk, number).messages if "not delivered" in message.text]
    again = " It is tried again." if state is OutboxState.RETRY else ""
    assert told == [f"The answer was not delivered: It is a delivery report: 550 no such user.{again}"]
    stays = OutboxState.RETRY if state is OutboxState.RETRY else OutboxState.FAILED
    assert desk.gary.read(ReadOutbox())[0].state is stays


def test_mg9_a_bounce_of_what_staff_send_again_is_told(desk: MadeDesk) -> None:
    """MG9: the answer left before; what staff asked for is done all the same."""
    number, ours = answered(desk)
    desk.sql(f"UPDATE outbox SET state = 'failed' WHERE id = {ours.id}")
    desk.gary.perform(RetryOutgoing(ours.id))
    assert desk.receive(bounced(ours)).outcome is MailOutcome.BOUNCED
    assert "not delivered" in ticket(desk, number).messages[-1].text
    assert desk.gary.read(ReadOutbox())[0].state is OutboxState.QUEUED


def test_a_bounce_that_names_ours_in_its_references(desk: MadeDesk) -> None:
    """MG9: reports without a copy of the headers refer to the email as an answer does."""
    number, ours = answered(desk)
    report = desk.receive(email("postmaster@acme.example", kind="bounce", in_reply_to=ours.message_id))
    assert (report.outcome, report.ticket) == (MailOutcome.BOUNCED, number)


def test_a_bounce_goes_to_no_other_ticket(desk: MadeDesk) -> None:
    """MG9: a number in its subject is quoted, not meant; and it is no client's answer."""
    number, _ = answered(desk)
    report = desk.receive(email(HANS, kind="bounce", subject=f"Undelivered: [#{number}]", in_reply_to="<x@y>"))
    assert (report.outcome, report.ticket) == (MailOutcome.IGNORED, None)


def test_a_bounce_from_our_own_address_is_no_loop(desk: MadeDesk) -> None:
    """MG9: a server that reports under our own address is heard, an email from there is not."""
    number, ours = answered(desk)
    report = desk.receive(email(SUPPORT, kind="bounce", reported=(ours.message_id,)))
    assert (report.outcome, report.ticket) == (MailOutcome.BOUNCED, number)


def test_a_bounce_is_about_the_newest_email_that_it_refers_to(desk: MadeDesk) -> None:
    """MG9: References hold what the answer answered, too; an older one that failed before swallows nothing."""
    number, first = answered(desk)
    desk.receive(email(ERIKA, in_reply_to=first.message_id, message_id="<second@acme.example>"))
    desk.anna.perform(Reply(number, "Then plug it in."))
    second = sent(desk)
    thread = ("<first@acme.example>", first.message_id, "<second@acme.example>", second.message_id)
    report = email("mailer-daemon@acme.example", kind="bounce", references=thread)
    assert [desk.receive(report).outcome for _ in range(2)] == [MailOutcome.BOUNCED] * 2
    states = {row.id: row.state for row in desk.gary.read(ReadOutbox())}
    assert (states[second.id], states[first.id]) == (OutboxState.FAILED, OutboxState.SENT)

    number, first = answered(desk)
    desk.receive(bounced(first))
    desk.receive(email(ERIKA, in_reply_to=first.message_id, message_id="<third@acme.example>"))
    desk.anna.perform(Reply(number, "Then plug it in."))
    second = sent(desk)
    desk.receive(email("mailer-daemon@acme.example", kind="bounce", references=(first.message_id, second.message_id)))
    assert [row.state for row in desk.gary.read(ReadOutbox()) if row.id == second.id] == [OutboxState.FAILED]


def test_a_bounce_of_an_automatic_letter_says_which(desk: MadeDesk) -> None:
    """MG9, rule 19: that the answer did not arrive is said of answers alone."""
    number, ours = answered(desk)
    desk.sql(f"UPDATE outbox SET kind = 'ticket_received' WHERE id = {ours.id}")
    desk.receive(bounced(ours, "It came back."))
    said = ticket(desk, number).messages[-1].text
    assert said == "The email to a client whose ticket was received was not delivered: It came back."


def test_an_answer_without_a_ticket_that_bounces(desk: MadeDesk) -> None:
    """Rule 19: an answer to an incoming email belongs to no ticket; that it failed stands in the outbox."""
    mail = desk.receive(email(STRANGER)).mail
    desk.anna.perform(AnswerIncoming(mail, "Please write from your own address."))
    ours = sent(desk)
    report = desk.receive(bounced(ours))
    assert (report.outcome, report.ticket) == (MailOutcome.IGNORED, None)
    assert desk.gary.read(ReadOutbox())[0].state is OutboxState.FAILED


@pytest.mark.parametrize("kind", ["auto", "list"])
def test_an_automatic_answer_to_ours_is_no_reply(desk: MadeDesk, kind: str) -> None:
    """MG9: an out-of-office note neither answers nor reopens."""
    number, ours = answered(desk)
    before = ticket(desk, number)
    report = desk.receive(email(kind=kind, in_reply_to=ours.message_id, machine="It is marked as automatic."))
    assert (report.outcome, report.ticket) == (MailOutcome.IGNORED, None)
    after = ticket(desk, number)
    assert (after.row, after.tasks, after.messages) == (before.row, before.tasks, before.messages)


def test_rule_4_a_message_id_that_is_used_again_is_another_email_with_a_note(desk: MadeDesk) -> None:
    """Other bytes under one Message-ID: a new email, which says so (some companies' programs reuse them)."""
    first = desk.receive(email(message_id="<parcel@courier.example>", subject="Parcel 1"))
    again = desk.receive(email(message_id="<parcel@courier.example>", subject="Parcel 2"))
    assert (again.outcome, again.ticket, again.reason) == (
        MailOutcome.TICKET_CREATED, 2, f"its Message-ID is that of mail {first.mail}, which was another email",
    )  # fmt: skip


def test_mg9_a_report_counts_once_and_only_of_what_was_sent(desk: MadeDesk) -> None:
    """Anybody who got an answer of ours can send reports about it: the first is told, and none of what never left."""
    desk.receive(email(message_id="<1@acme.example>"))
    desk.anna.perform(Take(1))
    desk.anna.perform(Reply(1, "Hello"))
    (sent,) = desk.system.perform(LeaseOutbox("w", 10))

    def report(number: int) -> MailReport:
        return desk.receive(
            email(
                "mailer-daemon@mx.example", subject=f"Undelivered {number}", kind="bounce", reported=(sent.message_id,)
            )
        )

    desk.sql("UPDATE outbox SET state = 'queued'")
    assert report(0).outcome is MailOutcome.IGNORED
    desk.sql("UPDATE outbox SET state = 'sent'")
    assert [report(number).outcome for number in (1, 2)] == [MailOutcome.BOUNCED] * 2
    told = [message.text for message in desk.anna.read(ReadTicket(1)).messages if "not delivered" in message.text]
    assert len(told) == 1
