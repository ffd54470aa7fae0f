"""Reports of mail systems: ours come back and are shown on their ticket, others are recorded (MG9, rule 19)."""

from __future__ import annotations

from typing import Any

from tests.mail.corpus.case import Case, File
from tests.mail.corpus.desk import ANSWER, OMARS_ANSWER
from tests.mail.corpus.written import DATE, SUPPORT
from tests.mail.mails import multipart, part, text_part

DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.acme.example>"
_OURS = (
    "From: Example Hosting <support@desk.example>\r\nTo: hans@acme.example\r\nSubject: Re: Server down [#1]\r\n"
    f"Message-ID: {ANSWER}\r\n"
)
_OMARS = _OURS.replace(ANSWER, OMARS_ANSWER).replace("hans@acme.example", "omar@example.org")
_OTHERS = "From: spam@evil.example\r\nTo: x@acme.example\r\nSubject: Win\r\nMessage-ID: <winner.1@evil.example>\r\n"
_FAILED = (
    "Final-Recipient: rfc822; hans@acme.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    "Diagnostic-Code: smtp; 550 5.1.1 unknown\r\n"
)
BOUNCED: dict[str, Any] = {"kind": "bounce", "outcome": "bounced", "ticket": 1}
RECORDED: dict[str, Any] = {"kind": "bounce", "outcome": "ignored"}


def heads(name: str, subject: str, sender: str, *headings: str) -> tuple[str, ...]:
    return (
        f"From: {sender}",
        f"To: {SUPPORT}",
        f"Subject: {subject}",
        DATE,
        f"Message-ID: <{name}@mx.acme.example>",
        *headings,
    )


def sent_by(sender: str) -> dict[str, Any]:
    name, _, address = sender.rpartition("<")
    return {"sender": address.rstrip(">").lower(), "sender_name": name.strip()}


def _report(name: str, structure: str, subject: str, fields: str, original: tuple[str, str] | None, *headings: str,
            sender: str = DAEMON, text: str = "Your message could not be delivered.", subtype: str = "report",
            **values: Any) -> Case:  # fmt: skip
    """A report in parts: words, fields for machines, and what came back with its type."""
    parts = [text_part(text)]
    files: list[File] = []
    if fields:
        fields = "Reporting-MTA: dns; mx.acme.example\r\n\r\n" + fields
        parts.append(part("Content-Type: message/delivery-status", body=fields))
        files.append(File("attachment-1.txt", "message/delivery-status", fields.encode()))
    if original:
        content_type, body = original
        parts.append(part(f"Content-Type: {content_type}", body=body))
        ending = "Re: Server down [#1].eml" if content_type == "message/rfc822" else f"attachment-{len(files) + 1}.txt"
        files.append(File(values.pop("file", ending), content_type, body.encode()))
    raw = part(*heads(name, subject, sender, *headings, "MIME-Version: 1.0"))[:-2]
    raw += multipart(subtype, *parts, parameters="; report-type=delivery-status" if subtype == "report" else "")
    found = BOUNCED | sent_by(sender) | values
    return Case(f"bounce-{name}", structure, raw, subject, text, files=tuple(files), **found)


_WHOLE = ("message/rfc822", _OURS + "\r\nWhich one?")
_HEADS = ("text/rfc822-headers", _OURS)
NULL = "Return-Path: <>"

CASES: tuple[Case, ...] = (
    _report(
        "postfix",
        "report: Postfix, headings come back",
        "Undelivered Mail Returned to Sender",
        _FAILED,
        _HEADS,
        NULL,
        "Auto-Submitted: auto-replied",
        reason="hans@acme.example, failed, 5.1.1, 550 5.1.1 unknown",
    ),
    _report(
        "postfix-whole",
        "report: Postfix, all of it comes back",
        "Undelivered Mail Returned to Sender",
        _FAILED,
        _WHOLE,
        NULL,
    ),
    _report(
        "sendmail",
        "report: sendmail",
        "Returned mail: see transcript for details",
        _FAILED,
        _WHOLE,
        "Auto-Submitted: auto-generated (failure)",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@mx.acme.example>",
    ),
    _report(
        "google",
        "report: Google, only In-Reply-To names it",
        "Delivery Status Notification (Failure)",
        _FAILED,
        None,
        NULL,
        f"In-Reply-To: {ANSWER}",
        f"References: {ANSWER}",
        "X-Failed-Recipients: hans@acme.example",
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
    ),
    _report(
        "exchange-online",
        "report: Exchange Online",
        "Undeliverable: Re: Server down [#1]",
        _FAILED,
        _WHOLE,
        NULL,
        "Auto-Submitted: auto-generated",
        "X-MS-Exchange-Message-Is-Ndr: ",
        sender="<postmaster@acme.onmicrosoft.example>",
    ),
    _report(
        "exchange-de",
        "report: Exchange in German",
        "Unzustellbar: Re: Server down [#1]",
        _FAILED,
        _WHOLE,
        sender="Microsoft Outlook <postmaster@acme.example>",
    ),
    _report(
        "domino",
        "report: Lotus Domino",
        "DELIVERY FAILURE: User hans (hans@acme.example) not listed in Domino Directory",
        _FAILED,
        _HEADS,
        sender="<Postmaster@acme.example>",
    ),
    _report(
        "yandex",
        "report: Yandex in Russian",
        "Недоставленное сообщение",
        _FAILED,
        _HEADS,
        sender="<mailer-daemon@yandex.example>",
        text="Письмо не может быть доставлено.",
    ),
    _report(
        "message-global",
        "report: UTF-8 headings come back (RFC 6533)",
        "Undelivered",
        _FAILED,
        ("message/global-headers", _OURS),
        file="attachment-2.bin",
    ),
    _report(
        "fields-name-nothing", "report: status without fields", "Undelivered Mail", "Arrival-Date: today\r\n", _HEADS
    ),
    _report(
        "mixed",
        "report: multipart/mixed with a status",
        "failure notice",
        _FAILED,
        _WHOLE,
        NULL,
        subtype="mixed",
        sender="<bounce@mx.acme.example>",
    ),
    _report(
        "groupwise",
        "report: GroupWise, the original attached",
        "Message status - undeliverable",
        "",
        _WHOLE,
        NULL,
        subtype="mixed",
        sender="<Mailer-Daemon@gw.acme.example>",
    ),
    _report(
        "exchange-5",
        "report: Exchange 5.5, the original attached",
        "Undeliverable: Re: Server down [#1]",
        "",
        _WHOLE,
        subtype="mixed",
        sender="System Administrator <postmaster@acme.example>",
        text="Your message did not reach the following recipient(s):\n\nhans@acme.example on Sat, 11 Apr 2026",
    ),
    _report(
        "two-recipients",
        "report: one delivered, one failed",
        "Undelivered Mail",
        "Final-Recipient: rfc822; erika@acme.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n" + _FAILED,
        _HEADS,
    ),
    _report(
        "of-omars-answer",
        "report: about another ticket",
        "Undelivered Mail Returned",
        _FAILED.replace("hans@acme.example", "omar@example.org"),
        ("message/rfc822", _OMARS + "\r\nWhich one?"),
        ticket=2,
    ),
    _report(
        "of-a-strangers-mail",
        "report: about nothing of ours",
        "Undelivered Mail Returned to sender",
        _FAILED,
        ("message/rfc822", _OTHERS + "\r\nBuy"),
        **RECORDED,
        ticket=None,
        file="Win.eml",
    ),
    _report(
        "forged-id",
        "report: an id like ours with another signature",
        "Undelivered Mail!",
        _FAILED,
        ("text/rfc822-headers", _OURS.replace("08f1bfe1", "ffffffff")),
        **RECORDED,
        ticket=None,
    ),
    *(
        _report(
            action,
            f"report: {action}",
            subject,
            _FAILED.replace("failed", action).replace("5.1.1", status),
            _HEADS,
            NULL,
            kind="auto",
            outcome="ignored",
            ticket=None,
            reason="without a failure",
        )
        for action, status, subject in (
            ("delayed", "4.4.1", "Warning: could not send message for past 4 hours"),
            ("relayed", "2.0.0", "Relayed: Re: Server down [#1]"),
            ("delivered", "2.0.0", "Successful Mail Delivery Report"),
            ("expanded", "2.0.0", "Expanded: Re: Server down [#1]"),
        )
    ),
)
