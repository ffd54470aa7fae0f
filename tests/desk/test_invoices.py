"""Invoices of payments by email (CL12, MO2; SPEC: Once), on both databases."""

from __future__ import annotations

import email
import email.policy
import sys
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from helpdesk_tui import invoice_pdf
from helpdesk_tui.desk.actions.clients import EditClient
from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.invoices import SendInvoice
from helpdesk_tui.desk.actions.own_letters import WriteLetter
from helpdesk_tui.desk.actions.payers import AddPayer
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, EditPayment, SetPayment
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.errors import DeskError
from helpdesk_tui.invoice_pdf import drawn
from helpdesk_tui.mail.outgoing import sending
from helpdesk_tui.mail.outgoing.sending import Sender
from helpdesk_tui.mail.outgoing.smtp import SmtpSender
from helpdesk_tui.mail.outgoing.smtp_connection import SmtpRoute
from helpdesk_tui.questions import ReadClient, ReadInvoice, ReadOutbox, ReadOutgoing
from helpdesk_tui.rules.invoice import printed
from helpdesk_tui.rules.letter_kinds import LetterKind
from helpdesk_tui.vocab import OutboxState, PaymentStatus, TlsMode
from tests.desks import HANS, NORD, SUPPORT, MadeDesk
from tests.servers.daemon import HOST
from tests.servers.smtp import DROP, Fault, Place, SmtpSink


def refused(desk: MadeDesk, act: SendInvoice, login: str = "anna") -> str:
    with pytest.raises(DeskError) as failure:
        getattr(desk, login).perform(act)
    return failure.value.code


def test_it_says_what_was_paid_for(desk: MadeDesk) -> None:
    """In the client's language, from the department of who sends it, with what the payment covers."""
    desk.anna.perform(EditClient(HANS, language="de"))
    desk.anna.perform(AddExpense(HANS, 12_50, "Backup"))
    number = desk.anna.perform(AddPayment(HANS, 50_00, PaymentStatus.PAID, "Rest"))
    mail = desk.anna.read(ReadOutgoing(desk.anna.perform(SendInvoice(number))))
    assert (mail.row.to, mail.row.subject, mail.row.ticket, mail.sender) == (HANS, f"Rechnung {number}", None, SUPPORT)
    assert mail.text.splitlines() == [
        f"Hier ist Ihre Rechnung {number} vom 2026-04-11 über 50.00 EUR.", "", "- Backup: 12.50 EUR",
    ]  # fmt: skip
    told = [(one.who, one.field, one.after) for one in desk.gary.read(ReadClient(HANS)).changes]
    assert ("anna", "invoice", f"{number} sent to {HANS}") in told


def test_one_that_waits_has_its_note(desk: MadeDesk) -> None:
    number = desk.anna.perform(AddPayment(HANS, 50_00, text="Server, May"))
    desk.gary.perform(WriteLetter(LetterKind.INVOICE, "en", "Please pay {{amount}}", "For {{client}}:\n{{items}}"))
    mail = desk.gary.read(ReadOutgoing(desk.gary.perform(SendInvoice(number, "Sales"))))
    assert (mail.row.subject, mail.text.splitlines()) == (
        "Please pay 50.00 EUR", ["For Acme GmbH:", "- Server, May"],
    )  # fmt: skip


def test_its_letter_says_until_when_and_where_to_pay(desk: MadeDesk) -> None:
    """MO2, CL12: `{{due}}` and `{{bank}}`; both are empty once it is paid."""
    for name, value in (("invoice_bank", "Acme Bank\nIBAN DE00 1234"), ("invoice_due_days", "14")):
        desk.gary.perform(SetProvider(name, value))
    number = desk.anna.perform(AddPayment(HANS, 50_00))
    desk.gary.perform(WriteLetter(LetterKind.INVOICE, "en", "Invoice", "By: {{due}}\n{{bank}}\nThank you"))
    said = desk.anna.read(ReadOutgoing(desk.anna.perform(SendInvoice(number)))).text.splitlines()
    assert said == ["By: 2026-04-25", "Acme Bank", "IBAN DE00 1234", "Thank you"]
    desk.anna.perform(SetPayment(number, PaymentStatus.PAID))
    said = desk.anna.read(ReadOutgoing(desk.anna.perform(SendInvoice(number)))).text.splitlines()
    assert [line.rstrip() for line in said] == ["By:", "", "Thank you"]


def test_from_a_department_of_ones_own(desk: MadeDesk) -> None:
    """DS3; an administrator who is in none says which."""
    number = desk.anna.perform(AddPayment(HANS, 50_00))
    assert refused(desk, SendInvoice(number, "Sales")) == "not_found"
    assert refused(desk, SendInvoice(number, "Nowhere")) == "not_found"
    assert refused(desk, SendInvoice(number), "gary") == "no_department"
    desk.anna.perform(DeletePayment(number))
    assert refused(desk, SendInvoice(number)) == "not_found"
    assert desk.gary.read(ReadOutbox()) == ()


def test_it_is_sent_once(desk: MadeDesk) -> None:
    """SPEC, Once."""
    number = desk.anna.perform(AddPayment(HANS, 50_00))
    assert len({desk.anna.perform(SendInvoice(number, key="form")) for _ in range(3)}) == 1
    assert len(desk.anna.read(ReadOutbox())) == 1


@pytest.fixture
def way(desk: MadeDesk, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sender]:
    """What sends the desk's outbox, to a real server."""
    route = SmtpRoute(port=smtp_sink.port, host=HOST, tls=TlsMode.NONE)
    monkeypatch.setattr(sending, "transport_for", lambda _: SmtpSender(route))
    sender = Sender(desk.system, None, "host/1/1")  # type: ignore[arg-type]
    yield sender
    sender.close()


def papers(raw: bytes) -> list[tuple[str | None, str, bytes | str]]:
    """The attachments of an email: name, type, content."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return [(one.get_filename(), one.get_content_type(), one.get_content()) for one in mail.iter_attachments()]


def test_the_pdf_goes_with_it(desk: MadeDesk, way: Sender, smtp_sink: SmtpSink) -> None:
    """CL12: attached to the email whose text says the same; on record with the payment."""
    number = desk.anna.perform(AddPayment(HANS, 50_00, PaymentStatus.PAID, "Server"))
    sent = desk.anna.perform(SendInvoice(number))
    assert desk.anna.read(ReadOutgoing(sent)).invoice == number
    assert [one.state for one in way.send_due()] == [OutboxState.SENT]
    (mail,) = smtp_sink.messages
    assert papers(mail.raw) == [
        (f"invoice-{number}.pdf", "application/pdf", drawn(desk.anna.read(ReadInvoice(number)))[0]),
    ]  # fmt: skip
    body = mail.message.get_body()
    assert body is not None
    assert "50.00 EUR" in body.get_content()


def test_what_is_sent_again_is_the_same_mail(desk: MadeDesk, way: Sender, smtp_sink: SmtpSink) -> None:
    """Rule 17: to the byte, whatever was paid, renamed or covered since; the first attempt's outcome is not known."""
    number = desk.anna.perform(AddPayment(HANS, 50_00, text="Server"))
    desk.anna.perform(SendInvoice(number))
    smtp_sink.fault = Fault(Place.KEPT, DROP)
    assert [one.state for one in way.send_due()] == [OutboxState.UNKNOWN]
    smtp_sink.fault = None
    desk.gary.perform(EditClient(HANS, full_name="Another GmbH"))
    desk.gary.perform(AddPayer(HANS, "Acme Holding"))
    desk.anna.perform(EditPayment(number, 60_00, "Another server"))
    desk.anna.perform(SetPayment(number, PaymentStatus.PAID))
    desk.clock.forward(hours=1)
    assert [one.state for one in way.send_due()] == [OutboxState.SENT]
    one, two = (kept.raw for kept in smtp_sink.messages)
    assert one == two
    assert len(papers(one)) == 1


@pytest.mark.parametrize("without", ["library", "letters"])
def test_without_library_or_letters_it_is_a_text_file(
    desk: MadeDesk, way: Sender, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch, without: str
) -> None:
    """The extra for PDF files is optional; a name that no font here can write is not mutilated."""
    number = desk.anna.perform(AddPayment(HANS, 50_00, text="Счёт"))
    desk.anna.perform(SendInvoice(number))
    if without == "library":
        monkeypatch.setitem(sys.modules, "fpdf", None)
    monkeypatch.setattr(invoice_pdf, "_FONTS", ())
    assert [one.state for one in way.send_due()] == [OutboxState.SENT]
    (mail,) = smtp_sink.messages
    said = printed(desk.anna.read(ReadInvoice(number)))
    assert "Счёт" in said
    assert papers(mail.raw) == [(f"invoice-{number}.txt", "text/plain", f"{said}\n")]
    assert 'charset="utf-8"' in mail.raw.decode("ascii")


def test_facts_that_cannot_be_read_are_told(desk: MadeDesk, way: Sender) -> None:
    """A damaged invoice is not sent in part; the outbox says so."""
    desk.anna.perform(SendInvoice(desk.anna.perform(AddPayment(HANS, 50_00))))
    desk.sql("UPDATE outbox SET invoice = '{}'")
    (one,) = way.send_due()
    assert (one.state, one.error) == (OutboxState.FAILED, "The facts of this invoice cannot be read.")


def test_it_is_to_the_payer_who_is_named(desk: MadeDesk, way: Sender, smtp_sink: SmtpSink) -> None:
    """SPEC, Payers: the first, or one that is named; none of another client."""
    number = desk.anna.perform(AddPayment(HANS, 50_00))
    desk.anna.perform(AddPayer(HANS, "Acme Holding"))
    second = desk.anna.perform(AddPayer(HANS, "Erika Beck"))
    assert refused(desk, SendInvoice(number, payer=desk.anna.perform(AddPayer(NORD, "Nord")))) == "not_found"
    desk.anna.perform(SendInvoice(number, payer=second))
    assert len(list(way.send_due())) == 1
    ((_, _, document),) = papers(smtp_sink.messages[0].raw)
    assert document == drawn(desk.anna.read(ReadInvoice(number, second)))[0]
    assert document != drawn(desk.anna.read(ReadInvoice(number)))[0]


def test_other_emails_have_none(desk: MadeDesk, way: Sender, smtp_sink: SmtpSink) -> None:
    desk.gary.perform(SetProvider("mail_ticket_received", "on"))
    desk.ticket()
    assert [one.state for one in way.send_due()] == [OutboxState.SENT]
    assert papers(smtp_sink.messages[0].raw) == []
