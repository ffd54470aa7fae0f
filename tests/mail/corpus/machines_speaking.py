"""Machines that write on their own account: monitoring, cron, complaints (MG9, rule 16)."""

from __future__ import annotations

from typing import Any

from tests.mail.corpus.case import HANS, Case, File
from tests.mail.corpus.desk import ANSWER
from tests.mail.corpus.written import DATE, PLAIN, SUPPORT, lines, written
from tests.mail.mails import multipart, part, text_part

_INCOMING: dict[str, Any] = {"outcome": "incoming", "reason": "unknown sender"}
IGNORED: dict[str, Any] = {"outcome": "ignored"}


def from_elsewhere(name: str, structure: str, by: str, subject: str, body: str, *headings: str, **values: Any) -> Case:
    """An email of somebody else, in plain text."""
    shown, _, address = by.rpartition("<")
    raw = part(f"From: {by}", f"To: {SUPPORT}",
        f"Subject: {subject}", DATE, f"Message-ID: <{name}@x.example>", *headings, *PLAIN,
               body=lines(body))  # fmt: skip
    plain: dict[str, Any] = {"sender": address.rstrip(">"), "sender_name": shown.strip(' "')}
    return Case(f"machine-{name}", structure, raw, subject, body, **(plain | values))


_OUR_MAIL = (
    f"From: support@desk.example\r\nTo: x@isp.example\r\nSubject: Re: Server\r\nMessage-ID: {ANSWER}\r\n\r\nWhich one?"
)
_SPAM = (
    "From: win@web2.acme.example\r\nTo: x@isp.example\r\nSubject: Win\r\nMessage-ID: <9@web2.acme.example>\r\n"
    "Received: from [192.0.2.20]\r\n\r\nBuy"
)


def _complaint(name: str, structure: str, sender: str, original: str, file: str, **values: Any) -> Case:
    """A complaint about spam in the Abuse Reporting Format (RFC 5965)."""
    fields = "Feedback-Type: abuse\r\nUser-Agent: ISP/1.0\r\nVersion: 1\r\nSource-IP: 192.0.2.20\r\n"
    text = "This is an abuse report for an email message received from 192.0.2.20."
    feedback = part("Content-Type: message/feedback-report", body=fields)
    spam = part("Content-Type: message/rfc822", "Content-Disposition: inline", body=original)
    raw = part(
        f"From: {sender}",
        f"To: {SUPPORT}",
        "Subject: Abuse report",
        DATE,
        f"Message-ID: <{name}@isp.example>",
        "MIME-Version: 1.0",
    )[:-2]
    raw += multipart("report", text_part(text), feedback, spam, parameters="; report-type=feedback-report")
    files = (
        File("attachment-1.txt", "message/feedback-report", fields.encode()),
        File(file, "message/rfc822", original.encode()),
    )
    return Case(name, structure, raw, "Abuse report", text, sender=sender, files=files, **values)


_MONITORING = (
    written(
        "monitoring-of-a-client",
        "monitoring of a known client",
        "web2: load 97",
        "Auto-Submitted: auto-generated",
        subject="[FIRING] HighLoad web2",
        kind="generated",
    ),
    written(
        "monitoring-null-sender",
        "monitoring of a known client, null sender",
        "web2: load 98",
        "Return-Path: <>",
        subject="PROBLEM: web2",
        kind="generated",
    ),
    written(
        "monitoring-suppress",
        "monitoring of a known client, X-Auto-Response-Suppress",
        "web2: load 99",
        "X-Auto-Response-Suppress: All",
        subject="Zabbix: web2",
        kind="generated",
    ),
    written(
        "monitoring-into-a-ticket",
        "monitoring that names a ticket",
        "web2 is up again",
        "Auto-Submitted: auto-generated",
        subject="RECOVERY: web2 [#1]",
        kind="generated",
        outcome="reply_added",
        ticket=1,
        reason="by the number",
    ),
    from_elsewhere(
        "monitoring-unknown",
        "monitoring that nobody knows",
        "nagios@mon.example",
        "** PROBLEM **",
        "web2 is down",
        "Auto-Submitted: auto-generated",
        kind="generated",
        **_INCOMING,
    ),
    from_elsewhere(
        "cron",
        "cron of Debian",
        "(Cron Daemon) <root@web2.acme.example>",
        "Cron <root@web2> run-parts /etc/cron.daily",
        "/etc/cron.daily/logrotate: error: disk full",
        "Auto-Submitted: auto-generated",
        "X-Cron-Env: <SHELL=/bin/sh>",
        "Precedence: bulk",
        kind="generated",
        **_INCOMING | {"sender_name": "Cron Daemon"},
    ),
    written(
        "monitoring-bulk",
        "monitoring of a known client, Precedence: bulk",
        "web2: disk 99 %",
        "Auto-Submitted: auto-generated",
        "Precedence: bulk",
        subject="[Jira] (OPS-7) web2",
        kind="generated",
    ),
    written(
        "auto-forwarded",
        "passed on by a rule of a client's mailbox",
        "Our web2 is down. Karl",
        "Auto-Submitted: auto-forwarded",
        "X-MS-Exchange-Inbox-Rules-Loop: hans@acme.example",
        subject="FW: web2",
        kind="generated",
    ),
    from_elsewhere(
        "cron-old",
        "cron without Auto-Submitted",
        "root@web2.acme.example",
        "Cron <root@web2> backup",
        "backup failed",
        "X-Cron-Env: <LOGNAME=root>",
        kind="generated",
        **_INCOMING,
    ),
    written(
        "ticket-system-of-a-client",
        "a client's own ticket system passes a question on",
        "Our user cannot log in.",
        "Auto-Submitted: auto-generated",
        "X-Mailer: OTRS Mail Service",
        subject="[Ticket#2026041177] Login",
        kind="generated",
    ),
    written(
        "voicemail",
        "a telephone system's recording",
        "New message from 030 1234567, 0:42",
        "Auto-Submitted: auto-generated",
        "X-Asterisk-CallerID: 0301234567",
        subject="[PBX]: New message 1 in mailbox 100",
        kind="generated",
    ),
    written(
        "scanner-of-a-client",
        "a scanner's email without marks",
        "Scanned from MFP-07",
        subject="Message from KMBT_C284e",
    ),
)

_COMPLAINTS = (
    _complaint(
        "complaint-about-a-server",
        "complaint (ARF) about a client's server",
        "abuse@isp.example",
        _SPAM,
        "Win.eml",
        kind="generated",
        **_INCOMING,
    ),
    _complaint(
        "complaint-about-us",
        "complaint (ARF) about an email of ours",
        "fbl@isp.example",
        _OUR_MAIL,
        "Re: Server.eml",
        kind="auto",
        **IGNORED,
        reason="complaint about an email of this desk",
    ),
    _complaint(
        "complaint-of-a-client", "complaint (ARF) that a client sends", HANS, _SPAM, "Win.eml", kind="generated"
    ),
    from_elsewhere(
        "complaint-in-words",
        "complaint in words",
        "abuse@isp.example",
        "Abuse from 192.0.2.20",
        "Please stop the spam of 192.0.2.20.",
        "Auto-Submitted: auto-generated",
        "X-Arf: yes",
        kind="generated",
        **_INCOMING,
    ),
    from_elsewhere(
        "dmarc-report",
        "DMARC's daily report",
        "noreply-dmarc@isp.example",
        "Report domain: desk.example",
        "Attached.",
        "Auto-Submitted: auto-generated",
        kind="generated",
        **_INCOMING,
    ),
)


CASES: tuple[Case, ...] = (*_MONITORING, *_COMPLAINTS)
