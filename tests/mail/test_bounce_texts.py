"""MG9, rule 18: what mail systems say in plain text only about an email of ours."""

from __future__ import annotations

import pytest

from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.views import ParsedMail
from tests.mail.mails import part

OURS = "<t12.abc.0123456789abcdef0123456789abcdef@desk.example>"

EXIM = f"""This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@acme.example
    host mx.acme.example [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<bob@acme.example>:
    550 No such user

------ This is a copy of the message, including all the headers. ------

Message-ID: {OURS}

no action is required on your part
"""
EXIM_WARNS = """This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mail.desk.example.

No action is required on your part. Delivery attempts will continue for
some time, and this warning may be repeated at intervals if the message
remains undelivered.
"""
QMAIL = f"""Hi. This is the qmail-send program at mx.acme.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<bob@acme.example>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 No such user here.
Giving up on 192.0.2.1.

<eve@acme.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <support@desk.example>
Message-ID: {OURS}

<x@y.example>: hello
"""
SENDMAIL = """The original message was received at Mon, 30 Nov 2026 19:00:00 GMT

   ----- The following addresses had permanent fatal errors -----
<bob@acme.example>
    (reason: 553 5.1.8 Domain of sender address does not exist)

   ----- Transcript of session follows -----
<<< 553 5.1.8 x@y.example... other
"""
SENDMAIL_WARNS = """    **********************************************
    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
    **********************************************

   ----- The following addresses had transient non-fatal errors -----
<bob@acme.example>
"""


def told(subject: str, body: str, *headings: str, sender: str = "Mailer-Daemon@mx.example") -> ParsedMail:
    """A report in plain text."""
    lines = (f"From: Mail Delivery System <{sender}>", "To: support@desk.example", "Return-Path: <>")
    return parse(part(*lines, f"Subject: {subject}", *headings, body=body))


@pytest.mark.parametrize(
    ("subject", "body", "said"),
    [
        ("Mail delivery failed: returning message to sender", EXIM, "bob@acme.example: 550 No such user"),
        (
            "failure notice", QMAIL,
            "bob@acme.example: 550 5.1.1 No such user here. Giving up on 192.0.2.1; "
            "eve@acme.example: Sorry, no mailbox here by that name. (#5.1.1)",
        ),
        ("Returned mail: see transcript for details", SENDMAIL,
         "bob@acme.example: 553 5.1.8 Domain of sender address does not exist"),
        ("Undelivered", "<bob@acme.example>: host mx said: 450 4.2.2 Full (in reply to RCPT TO)",
         "bob@acme.example: 450 4.2.2 Full (in reply to RCPT TO)"),
    ],
    ids=["Exim", "qmail", "Sendmail", "Postfix"],
)  # fmt: skip
def test_mg9_the_reason_is_the_recipient_s_line(subject: str, body: str, said: str) -> None:
    parsed = told(subject, body, f"References: {OURS}")
    assert (parsed.kind, parsed.machine) == ("bounce", f"It is a delivery report: {said}.")
    assert parsed.reported_ids == (OURS,)


def test_mg9_a_report_that_names_nobody_says_who_sent_it() -> None:
    parsed = told("Undelivered", "Something went wrong.", f"References: {OURS}")
    assert (parsed.kind, parsed.machine) == ("bounce", "It was sent by mailer-daemon.")


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Warning: message 1kBcxX-0001 delayed 24 hours", EXIM_WARNS),
        ("Warning: message 1kBcxX-0001 delayed 24 hours", "In another language."),
        ("Verzögert", EXIM_WARNS),
        ("Warning: could not send message for past 4 hours", SENDMAIL_WARNS),
        ("Delivery Status Notification (Delay)", "** Delivery incomplete **"),
        ("Delayed Mail (still being retried)", "x"),
    ],
)
def test_rule_18_who_is_still_trying_has_not_failed(subject: str, body: str) -> None:
    parsed = told(subject, body, f"References: {OURS}", "Auto-Submitted: auto-replied")
    assert (parsed.kind, parsed.machine) == (
        "auto", "It warns that an email is delayed; its mail system goes on trying.",
    )  # fmt: skip


def test_what_the_copy_says_is_no_warning() -> None:
    """The client's words that come back say nothing about the delivery; nor does a subject against the addresses."""
    assert told("Mail delivery failed", EXIM).kind == "bounce"
    assert told("Warning: message x delayed 24 hours", EXIM, "X-Failed-Recipients: bob@acme.example").kind == "bounce"


def test_mg9_without_a_copy_the_last_reference_is_the_email_itself() -> None:
    first, second = OURS, OURS.replace("abc", "xyz")
    parsed = told("Mail delivery failed", "x", f"References: <a@acme.example> {first} {second}")
    assert parsed.reported_ids == (second, first, "<a@acme.example>")
