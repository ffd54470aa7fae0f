"""MG9, rule 16: which mail a machine sent, why, and what a bounce reports about."""

from __future__ import annotations

import pytest

from helpdesk_tui.mail.parse import parse
from helpdesk_tui.views import ParsedMail
from tests.mail.mails import mail, multipart, of, part, text_part


def kind(*headings: str, sender: str = "anna@acme.example", subject: str = "Hello") -> tuple[str, str]:
    parsed = parse(part(f"From: {sender}", "To: support@desk.example", f"Subject: {subject}", *headings, body="x"))
    return parsed.kind, parsed.machine


@pytest.mark.parametrize(
    "headings",
    [
        (),
        ("Auto-Submitted: no",),
        ("Auto-Submitted: No (a person)",),
        ("Precedence: first-class",),
        ("X-Auto-Response-Suppress: None",),
        ("Return-Path: <anna@acme.example>",),
        ("X-Priority: 1", "X-Mailer: Outlook"),
        ("X-FC-MachineGenerated: false",),
    ],
)
def test_a_person(headings: tuple[str, ...]) -> None:
    assert kind(*headings) == ("mail", "")


@pytest.mark.parametrize("sender", ["postmaster@acme.example", "noreply@acme.example", "no-reply@acme.example"])
def test_an_address_alone_makes_no_machine(sender: str) -> None:
    assert kind(sender=sender) == ("mail", "")


@pytest.mark.parametrize(
    ("headings", "subject", "expected", "reason"),
    [
        (("Auto-Submitted: auto-replied",), "Hello", "auto", "Auto-Submitted: auto-replied"),
        (("Auto-Submitted: auto-replied; owner-email=x",), "Hello", "auto", "Auto-Submitted: auto-replied"),
        (("Auto-Submitted: AUTO-REPLIED (vacation)",), "Hello", "auto", "Auto-Submitted: auto-replied"),
        (("Auto-Submitted: auto-notified",), "Hello", "auto", "auto-notified"),
        (("Auto-Submitted: auto-generated",), "Hello", "generated", "auto-generated"),
        (("Auto-Submitted: auto-generated", "Return-Path: <>"), "Disk alert", "generated", "auto-generated"),
        (
            ("Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All"),
            "Automatic reply: Hello",
            "auto",
            "automatic",
        ),
        (("X-Auto-Response-Suppress: All",), "Automatische Antwort: Hallo", "auto", "X-Auto-Response-Suppress"),
        (("X-Auto-Response-Suppress: DR, OOF, AutoReply",), "Hello", "generated", "X-Auto-Response-Suppress"),
        (("X-Autoreply: yes",), "Hello", "auto", "X-Autoreply"),
        (("X-Autorespond: Hello",), "Hello", "auto", "X-Autorespond"),
        (("Precedence: auto_reply",), "Hello", "auto", "Precedence: auto_reply"),
        (("Precedence: bulk",), "Out of Office: Hello", "auto", "Precedence: bulk"),
        (("Precedence: bulk",), "Hello", "list", "Precedence: bulk"),
        (("Precedence: LIST",), "Hello", "list", "Precedence: list"),
        (("Precedence: junk",), "Hello", "list", "Precedence: junk"),
        (("List-Id: <talk.acme.example>",), "Hello", "list", "List-Id"),
        (("List-Unsubscribe: <mailto:x@acme.example>",), "Hello", "list", "List-Unsubscribe"),
        (("List-Post: <mailto:x@acme.example>",), "Hello", "list", "List-Post"),
        (("Mailing-List: contact x",), "Hello", "list", "Mailing-List"),
        (("Return-Path: <>",), "Hello", "auto", "Return-Path: <>"),
        (("X-FC-MachineGenerated: true",), "Hello", "generated", "X-FC-MachineGenerated"),
    ],
)
def test_a_machine_and_its_reason(headings: tuple[str, ...], subject: str, expected: str, reason: str) -> None:
    """RFC 3834, RFC 2919, RFC 2369, and what systems invented before them."""
    found, machine = kind(*headings, subject=subject)
    assert found == expected
    assert reason in machine
    assert machine.startswith("It ")
    assert machine.endswith(".")


def test_an_automatic_subject_alone_is_a_person_asking() -> None:
    assert kind(subject="Automatic reply: it does not work in my mailbox") == ("mail", "")


# ---------------------------------------------------------------- reports


STATUS = """Reporting-MTA: dns; mx.desk.example

Final-Recipient: rfc822; bob@acme.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user
"""


def report(
    action: str,
    *originals: bytes,
    report_type: str = "delivery-status",
    sender: str = "MAILER-DAEMON@mx.example",
    headings: tuple[str, ...] = (),
) -> ParsedMail:
    status = part("Content-Type: message/delivery-status", body=STATUS.format(action=action))
    inner = multipart("report", text_part("It failed."), status, *originals, parameters=f"; report-type={report_type}")
    raw = b"".join(
        heading.encode() + b"\r\n"
        for heading in (f"From: {sender}", "Subject: Undelivered", *headings, "MIME-Version: 1.0")
    )
    return parse(raw + inner)


def test_a_bounce_says_what_failed_and_names_our_mail() -> None:
    """RFC 3464; MG9: shown on its ticket."""
    original = part("Content-Type: message/rfc822", body="Message-ID: <t12.a.b@desk.example>\r\nSubject: x\r\n\r\nhi")
    parsed = report("failed", original)
    assert parsed.kind == "bounce"
    assert parsed.machine == "It is a delivery report: bob@acme.example, failed, 5.1.1, 550 5.1.1 no such user."
    assert parsed.reported_ids == ("<t12.a.b@desk.example>",)
    assert parsed.text == "It failed."


def test_headings_alone_name_our_mail_too() -> None:
    original = part(
        "Content-Type: text/rfc822-headers", body="Subject: x\r\nMessage-ID:\r\n <t12.a.b@desk.example>\r\n"
    )
    assert report("failed", original).reported_ids == ("<t12.a.b@desk.example>",)


def test_without_the_original_the_references_name_it() -> None:
    parsed = report("failed", headings=("References: <t12.a.b@desk.example>",))
    assert parsed.reported_ids == ("<t12.a.b@desk.example>",)


def test_a_report_of_success_is_no_bounce() -> None:
    for action in ("delivered", "relayed", "expanded", "delayed"):
        parsed = report(action, sender="postmaster@mx.example")
        assert parsed.kind == "auto"
        assert parsed.machine.startswith("It is a delivery report without a failure: bob@acme.example")


def test_receipts_and_abuse_reports() -> None:
    receipt = report("failed", report_type="disposition-notification", sender="bob@acme.example")
    assert (receipt.kind, receipt.machine) == ("auto", "It is a receipt of reading.")
    abuse = report("failed", report_type="feedback-report", sender="abuse@isp.example")
    assert (abuse.kind, abuse.machine) == ("generated", "It is an abuse report of a mail system (RFC 5965).")


def test_a_bounce_in_plain_text_names_our_mail() -> None:
    """qmail and others return the mail in the text."""
    body = "Hi. This is the qmail-send program.\n\n--- Below this line is a copy of the message.\n\n"
    body += "Message-ID: <t1.a.b@desk.example>\n"
    parsed = parse(part("From: MAILER-DAEMON@mx.example", "Return-Path: <>", "Subject: failure notice", body=body))
    assert parsed.kind == "bounce"
    assert parsed.reported_ids == ("<t1.a.b@desk.example>",)


@pytest.mark.parametrize(
    ("sender", "headings", "subject"),
    [
        ("MAILER-DAEMON@mx.example", (), "Hello"),
        ("Mail Delivery System <Mailer-Daemon@mx.example>", (), "x"),
        ("postmaster@mx.example", (), "Undeliverable: Hello"),
        ("noreply@mx.example", (), "Delivery Status Notification (Failure)"),
        ("system@mx.example", ("Return-Path: <>",), "Unzustellbar: Hallo"),
    ],
)
def test_bounces_without_a_report(sender: str, headings: tuple[str, ...], subject: str) -> None:
    assert kind(*headings, sender=sender, subject=subject)[0] == "bounce"


def test_a_person_who_asks_about_a_bounce_is_a_person() -> None:
    assert kind(subject="Undeliverable mail, please help") == ("mail", "")


def test_only_reports_report_ids() -> None:
    assert parse(mail("References: <t12.a.b@desk.example>", body="Message-ID: <x@y>")).reported_ids == ()


def test_a_broken_status_part_does_not_hide_the_bounce() -> None:
    status = part("Content-Type: message/delivery-status", body=b"\xff\x00garbage\n\n\n:::\n")
    parsed = parse(of(multipart("report", text_part("x"), status, parameters="; report-type=delivery-status")))
    assert parsed.kind == "bounce"
    assert parsed.machine == "It is a delivery report."
