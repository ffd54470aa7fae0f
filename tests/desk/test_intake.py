"""What becomes of an email (SPEC MG3 to MG13; CLI: What happened to an email), on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.clients import AddClientUser
from helpdesk_tui.desk.actions.gateways import AddGateway, EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.redirect import Archive, Close, Delay
from helpdesk_tui.questions import (
    ReadAttachment,
    ReadIncoming,
    ReadIncomingMail,
    ReadKnownUnits,
    ReadMatches,
    ReadOutbox,
    ReadRaw,
    ReadTicket,
)
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import Address, MailReport, ParsedAttachment, ParsedMail
from helpdesk_tui.vocab import GatewayType, IncomingState, MailOutcome, MessageKind, QueueView, TicketStatus
from tests.desk.letters import SENT, email
from tests.desks import ERIKA, HANS, NINE, OMAR, SALES_MAIL, SUPPORT, MadeDesk

TICKET, REPLY, INCOMING = MailOutcome.TICKET_CREATED, MailOutcome.REPLY_ADDED, MailOutcome.INCOMING
IGNORED, DUPLICATE, QUARANTINED = MailOutcome.IGNORED, MailOutcome.DUPLICATE, MailOutcome.QUARANTINED


@pytest.fixture
def second(desk: MadeDesk) -> MadeDesk:
    """A desk with a second gateway, which delivers to Sales."""
    settings = GatewaySettings(path="/var/mail/sales")
    desk.gary.perform(AddGateway("sales", GatewayType.MAILDIR, SALES_MAIL, "Sales", settings))
    return desk


def count(desk: MadeDesk) -> int:
    """How many tickets there are."""
    return desk.gary.read(ReadMatches(QueueView.ALL))


def test_a_known_sender_s_email_becomes_a_ticket(desk: MadeDesk) -> None:
    """MG5: a ticket of that client in the gateway's department, its whole text, quoted part told apart."""
    report = desk.receive(email(message_id="<1@acme.example>"))
    assert (report.outcome, report.reason, report.gateway, report.source, report.auto) == (
        TICKET, "", "support", "maildir", False,
    )  # fmt: skip
    ticket = desk.anna.read(ReadTicket(report.ticket or 0))
    row = ticket.row
    assert (row.subject, row.client, row.department, row.status, row.taken_by) == (
        "Server down", "Acme GmbH", "Tech", TicketStatus.IN_PROGRESS, None,
    )  # fmt: skip
    assert (row.unread, row.created, row.waiting_since) == (True, NINE, NINE)
    (message,) = ticket.messages
    assert (message.id, message.kind, message.author, message.by_mail) == (
        report.message, MessageKind.CLIENT, HANS, True,
    )  # fmt: skip
    assert (message.text, message.own_lines, message.mail) == ("Help!\n\n> quoted", 1, report.mail)


def test_another_user_of_the_client_is_known_too(desk: MadeDesk) -> None:
    """MG5: an email of a client or of its user; the answer goes to whoever wrote."""
    report = desk.receive(email(ERIKA))
    ticket = desk.anna.read(ReadTicket(report.ticket or 0))
    assert (ticket.row.client, ticket.messages[0].author, ticket.reply_to) == ("Acme GmbH", ERIKA, (ERIKA,))


@pytest.mark.parametrize("sender", ["HANS@ACME.EXAMPLE", "Hans@Acme.Example"])
def test_addresses_are_compared_without_case(desk: MadeDesk, sender: str) -> None:
    """Clarification: addresses are compared without regard to case."""
    assert desk.receive(email(sender)).outcome is TICKET


def test_international_addresses_are_alike(desk: MadeDesk) -> None:
    """Clarification: IDNA forms alike; the client was entered in one form and writes in the other."""
    desk.gary.perform(AddClientUser(HANS, "info@bücher.example"))
    assert desk.receive(email("info@xn--bcher-kva.example")).outcome is TICKET
    assert desk.receive(email("info@BÜCHER.example")).outcome is TICKET


def test_attachments_come_along(desk: MadeDesk) -> None:
    """TF11: name, type, size and the bytes themselves."""
    files = (ParsedAttachment("log.txt", "text/plain", b"\0\1" * 500), ParsedAttachment("a.png", "image/png", b""))
    ticket = desk.anna.read(ReadTicket(desk.receive(email(files=files)).ticket or 0))
    attached = ticket.messages[0].attachments
    assert [(a.name, a.content_type, a.size) for a in attached] == [
        ("log.txt", "text/plain", 1000), ("a.png", "image/png", 0),
    ]  # fmt: skip
    assert desk.anna.read(ReadAttachment(attached[0].id)) == ("log.txt", b"\0\1" * 500)


def test_the_original_is_kept_byte_for_byte(desk: MadeDesk) -> None:
    """MG10, rule 1: whatever becomes of an email, its bytes can be had."""
    raw = bytes(range(256)) * 40
    for mail in (email(), email("stranger@example.org"), email(text="", files=()), None):
        content = raw + repr(mail).encode()
        report = desk.receive(mail, raw=content, unreadable="it is nested too deeply")
        assert desk.gary.read(ReadRaw(report.mail)) == content, report.outcome


@pytest.mark.parametrize(
    ("mail", "outcome", "reason"),
    [
        (email("stranger@example.org"), INCOMING, "unknown sender"),
        (email(""), INCOMING, "no sender"),
        (email((HANS, "mallory@example.org")), INCOMING, "no single sender"),
        (email((HANS, ERIKA)), INCOMING, "no single sender"),
        (email("hans"), INCOMING, "no single sender"),
        (replace(email(), senders=(Address("Hans", ""),)), INCOMING, "no single sender"),
        (replace(email(), senders=(Address("Hans", HANS), Address("", ""))), INCOMING, "no single sender"),
        (replace(email(to=()), more_to=(SUPPORT,)), TICKET, ""),
        (replace(email(to="x@acme.example"), to_cut=True), INCOMING,
         "its To heading is too long to tell whether it names support@desk.example"),
        (replace(email(), to_cut=True), TICKET, ""),
        (email(text="", own_lines=0), IGNORED, "empty"),
        (email(text=" \n\t\n"), IGNORED, "empty"),
        (email(to="info@desk.example"), IGNORED, "not addressed to support@desk.example"),
        (email(to="boss@acme.example", cc=(SUPPORT,)), IGNORED, "not addressed to support@desk.example"),
        (email(to=()), IGNORED, "not addressed to support@desk.example"),
        (email(SUPPORT), IGNORED, "from an address of this desk"),
        (email(SALES_MAIL), IGNORED, "from an address of this desk"),
        (email((HANS, SUPPORT)), IGNORED, "from an address of this desk"),
        (email(kind="auto", machine="It is marked as an automatic answer."), IGNORED,
         "It is marked as an automatic answer."),
        (email(kind="list", machine="It came through a mailing list."), IGNORED, "It came through a mailing list."),
        (email(kind="list"), IGNORED, "sent by a machine"),
        (email(kind="bounce"), IGNORED, "a delivery report about nothing we sent"),
        (email(kind="generated", machine="It was generated by a machine."), TICKET, ""),
        (email("stranger@example.org", kind="generated"), INCOMING, "unknown sender"),
        (email(to=("boss@acme.example", SUPPORT)), TICKET, ""),
        (email(text="", files=(ParsedAttachment("log.txt", "text/plain", b"x"),)), TICKET, ""),
        (email(subject=""), TICKET, ""),
    ],
    ids=["unknown sender", "no sender", "two senders, one a stranger", "two senders of one client", "no address",
         "a name alone", "words beside the address", "beyond the kept To", "To cut", "To cut behind ours",
         "empty", "white space", "alias", "only in Cc", "no To", "gateway's own address", "department's own address",
         "own address among the senders", "auto-reply", "list", "list without words", "foreign bounce", "monitoring",
         "a stranger's monitoring", "second To", "attachment alone", "no subject"],
)  # fmt: skip
def test_outcomes(desk: MadeDesk, mail: ParsedMail, outcome: MailOutcome, reason: str) -> None:
    """MG4, MG5, MG9, rules 11 and 12: every email is recorded with what became of it and why."""
    before = count(desk)
    report = desk.receive(mail, unit="1699.M1.host")
    assert (report.outcome, report.reason) == (outcome, reason)
    assert report.auto == (mail.kind != "mail")
    assert count(desk) - before == (outcome is TICKET)
    assert desk.system.read(ReadKnownUnits(1, ("1699.M1.host", "x"))) == {
        "1699.M1.host": (outcome, reason, len(desk.gary.read(ReadRaw(report.mail))))
    }
    assert [row.id for row in desk.anna.read(ReadIncoming())] == ([report.mail] if outcome is INCOMING else [])
    assert desk.gary.read(ReadOutbox()) == (), "nothing automatic is answered"


def test_without_a_subject_it_says_so(desk: MadeDesk) -> None:
    """MG10: a ticket has a subject in one line, whatever the email had."""
    plain = desk.receive(email(subject=""))
    folded = desk.receive(email(subject="  Server\r\n down \t now " + "x" * 600))
    assert desk.anna.read(ReadTicket(plain.ticket or 0)).row.subject == "(no subject)"
    assert desk.anna.read(ReadTicket(folded.ticket or 0)).row.subject == ("Server down now " + "x" * 600)[:500]


def test_what_cannot_be_read_is_kept_and_shown(desk: MadeDesk) -> None:
    """MG10, rule 6: quarantined with its bytes and the reason; shown to all staff."""
    report = desk.receive(None, unreadable="it is nested too deeply", raw=b"\xff" * 100)
    assert (report.outcome, report.reason, report.ticket) == (QUARANTINED, "it is nested too deeply", None)
    for staff in (desk.anna, desk.john, desk.gary):
        (row,) = staff.read(ReadIncoming())
        assert (row.id, row.reason, row.size, row.outcome) == (report.mail, "it is nested too deeply", 100, QUARANTINED)


def test_an_incoming_email_says_all_about_itself(desk: MadeDesk) -> None:
    """MG6: who, what about, why, when, where, how large."""
    report = desk.receive(email("stranger@example.org", name="Eve"), raw=b"x" * 1234)
    (row,) = desk.anna.read(ReadIncoming())
    assert (row.id, row.sender, row.address, row.subject, row.reason, row.received, row.department, row.gateway,
            row.suggestion, row.size, row.state) == (
        report.mail, "Eve", "stranger@example.org", "Server down", "unknown sender", NINE, "Tech", "support", None,
        1234, IncomingState.WAITING,
    )  # fmt: skip
    assert desk.anna.read(ReadIncomingMail(report.mail)).to == (SUPPORT,)


# ---------------------------------------------------------------- once


def test_the_same_unit_is_taken_once(desk: MadeDesk) -> None:
    """MG3, MG13, rule 4: a delivery that was recorded makes nothing, whatever is read in its bytes now."""
    first = desk.receive(email(), unit="1/17", raw=b"x")
    again = desk.receive(email(text="Something else"), unit="1/17", raw=b"x")
    assert (again.outcome, again.mail, again.ticket, again.message) == (
        DUPLICATE, first.mail, first.ticket, first.message,
    )  # fmt: skip
    assert count(desk) == 1


def test_the_same_bytes_under_another_unit_are_taken_once(desk: MadeDesk) -> None:
    """Rule 4, rule 5: UIDVALIDITY changed, a mailbox was copied, a client sent a copy: the content hash tells."""
    first = desk.receive(email(), unit="1/17", raw=b"the same")
    again = desk.receive(email(), unit="2/3", raw=b"the same")
    piped = desk.receive(email(), unit="", raw=b"the same")
    assert {(r.outcome, r.ticket, r.mail) for r in (again, piped)} == {(DUPLICATE, first.ticket, first.mail)}
    assert desk.receive(email(), unit="", raw=b"the same").outcome is DUPLICATE


def test_the_same_message_id_with_other_content_is_another_email(desk: MadeDesk) -> None:
    """Rule 4: Message-ID is a hint only; a program that uses one again loses nothing."""
    first = desk.receive(email(message_id="<1@acme.example>", text="One"))
    other = desk.receive(email(message_id="<1@acme.example>", text="Two"))
    assert (first.outcome, other.outcome) == (TICKET, TICKET)
    assert first.ticket != other.ticket


def test_two_gateways_one_ticket_two_tasks(second: MadeDesk) -> None:
    """Clarification: an email to two gateways is one ticket with a task in each department; the second a duplicate."""
    mail = email(to=(SUPPORT, SALES_MAIL))
    first = second.receive(mail, "support", raw=b"one")
    other = second.receive(mail, "sales", raw=b"one")
    again = second.receive(mail, "sales", raw=b"one")
    assert (first.outcome, other.outcome, again.outcome) == (TICKET, DUPLICATE, DUPLICATE)
    assert {other.ticket, again.ticket} == {first.ticket}
    tasks = second.gary.read(ReadTicket(first.ticket or 0)).tasks
    assert [(task.department, task.staff) for task in tasks] == [("Tech", None), ("Sales", None)]


def test_an_answer_to_two_gateways_is_said_once(second: MadeDesk) -> None:
    """Rule 4: the second arrival is a duplicate that names the ticket; an answer brings no other department in."""
    number = second.ticket()
    mail = email(to=(SUPPORT, SALES_MAIL), subject=f"Re: [#{number}]")
    answers = [second.receive(mail, gateway, raw=b"one") for gateway in ("support", "sales")]
    assert [(report.outcome, report.ticket) for report in answers] == [(REPLY, number), (DUPLICATE, number)]
    shown = second.gary.read(ReadTicket(number))
    assert ([task.department for task in shown.tasks], len(shown.messages)) == (["Tech"], 2)


def test_wrong_to_then_taken_by_the_right_gateway(second: MadeDesk) -> None:
    """MG4: one gateway's mailbox holds another one's mail; where it was sent to, it is taken."""
    mail = email(to=SALES_MAIL)
    left = second.receive(mail, "support", unit="1/1", raw=b"one")
    taken = second.receive(mail, "sales", unit="9/9", raw=b"one")
    assert (left.outcome, taken.outcome, taken.mail) == (IGNORED, TICKET, left.mail)
    ticket = second.john.read(ReadTicket(taken.ticket or 0))
    assert [task.department for task in ticket.tasks] == ["Sales"]
    assert ticket.messages[0].mail == left.mail


def test_taken_by_the_right_gateway_then_seen_by_another(second: MadeDesk) -> None:
    """MG4: an alias's copy is left alone, also when the other gateway was quicker: no task, and it stays unread."""
    mail = email(to=SALES_MAIL)
    taken = second.receive(mail, "sales", raw=b"one")
    for unit in ("1/1", "1/1", "1/2"):
        left = second.receive(mail, "support", unit=unit, raw=b"one")
        assert (left.outcome, left.reason) == (IGNORED, f"not addressed to {SUPPORT}")
    tasks = second.gary.read(ReadTicket(taken.ticket or 0)).tasks
    assert [task.department for task in tasks] == ["Sales"]


def test_a_mailbox_of_the_desk_alone_takes_everything(desk: MadeDesk) -> None:
    """Decisions, To heading: `any` for a mailbox that belongs to the desk alone."""
    desk.gary.perform(EditGateway("support", GatewaySettings(match="any")))
    assert desk.receive(email(to=())).outcome is TICKET


@pytest.mark.parametrize(
    ("trusted", "results", "outcome", "reason"),
    [
        ("mx.desk.example", ("mx.desk.example; dmarc=fail",), INCOMING, "the sender is forged, says the mail server"),
        ("mx.desk.example", ("mx.desk.example; dmarc=pass",), TICKET, ""),
        ("", ("mx.desk.example; dmarc=fail",), TICKET, ""),
    ],
)
def test_a_forged_sender_spends_nobody_s_incidents(
    desk: MadeDesk, trusted: str, results: tuple[str, ...], outcome: MailOutcome, reason: str
) -> None:
    """MG11: where the trusted server says that the sender failed, staff decide; without one nobody is verified."""
    desk.gary.perform(EditGateway("support", GatewaySettings(authserv_id=trusted)))
    report = desk.receive(replace(email(), authentication_results=results))
    assert (report.outcome, report.reason, report.client is None) == (outcome, reason, outcome is INCOMING)


# ---------------------------------------------------------------- answers, limits


def test_the_client_s_answer_wakes_the_ticket(desk: MadeDesk) -> None:
    """TQ9: reopens the task closed last, ends a delay, brings an archived ticket back."""
    number = desk.ticket()
    asleep: list[tuple[Act[int], ...]] = [
        (Close(number),), (Close(number), Archive(number)), (Delay(number, NINE + timedelta(days=1)),),
    ]  # fmt: skip
    for acts in asleep:
        for act in acts:
            desk.gary.perform(act)
        report = desk.receive(email(subject=f"Re: Server down [#{number}]"))
        assert (report.outcome, report.ticket) == (REPLY, number)
        row = desk.anna.read(ReadTicket(number)).row
        assert (row.status, row.delayed, row.unread) == (TicketStatus.IN_PROGRESS, False, True)


def limited(desk: MadeDesk, everybody: int = 0, client: int = 0) -> MadeDesk:
    return desk.with_rules(SendRules(limit_all=everybody, limit_client=client))


def outcomes(reports: list[MailReport]) -> list[tuple[MailOutcome, str]]:
    return [(report.outcome, report.reason) for report in reports]


def test_limit_per_client_and_hour(desk: MadeDesk) -> None:
    """MG12: surplus mail goes to *Incoming emails* with that reason; other clients and the next hour are free."""
    two = limited(desk, client=2)
    reason = "more than 2 emails of this client within an hour"
    assert outcomes([two.receive(email()) for _ in range(4)]) == [(TICKET, "")] * 2 + [(INCOMING, reason)] * 2
    assert two.receive(email(OMAR)).outcome is TICKET
    assert {row.reason for row in two.anna.read(ReadIncoming())} == {reason}
    two.clock.forward(minutes=60)
    assert two.receive(email()).outcome is TICKET
    two.close()


def test_limit_for_all(desk: MadeDesk) -> None:
    """MG12: for all clients together; what makes no ticket does not count."""
    two = limited(desk, everybody=2)
    reason = "more than 2 emails within an hour"
    reports = [two.receive(email(sender)) for sender in ("stranger@example.org", HANS, OMAR, ERIKA)]
    assert outcomes(reports) == [(INCOMING, "unknown sender"), (TICKET, ""), (TICKET, ""), (INCOMING, reason)]
    two.close()


def test_a_limit_holds_for_answers_too(desk: MadeDesk) -> None:
    """MG12: message limits, not ticket limits."""
    one = limited(desk, client=1)
    first = one.receive(email())
    assert one.receive(email(subject=f"Re: [#{first.ticket}]")).outcome is INCOMING
    one.close()


def test_no_limit_by_default(desk: MadeDesk) -> None:
    """CLI, configuration: 0 is no limit."""
    assert {desk.receive(email()).outcome for _ in range(5)} == {TICKET}


def test_the_date_is_the_email_s_the_order_is_ours(desk: MadeDesk) -> None:
    """Rule 32: what the sender's clock says is kept with the email, tickets stand in order of arrival."""
    report = desk.receive(email())
    assert report.parsed is not None
    assert report.parsed.date == SENT
    assert desk.anna.read(ReadTicket(report.ticket or 0)).messages[0].at == NINE
