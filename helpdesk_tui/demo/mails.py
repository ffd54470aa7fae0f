"""Emails as the clients' programs write them: questions, answers that quote, auto-replies, broken ones."""

from __future__ import annotations

import email.policy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from helpdesk_tui.views import ParsedAttachment

_SAID = {
    "de": "Am {0:%d.%m.%Y} um {0:%H:%M} schrieb {1}:",
    "ru": "{0:%d.%m.%Y}, {0:%H:%M}, {1} пишет:",
    "uk": "{0:%d.%m.%Y}, {0:%H:%M}, {1} пише:",
    "ja": "{0:%Y/%m/%d} {0:%H:%M} {1}:",
    "zh": "在 {0:%Y-%m-%d %H:%M}，{1} 写道：",
    "ar": "في {0:%Y-%m-%d %H:%M} كتب {1}:",
}
_SAID_ELSEWHERE = "On {0:%a, %d %b %Y at %H:%M}, {1} wrote:"
AUTO_REPLY = (("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"))
"""The headings of an automatic answer (RFC 3834)."""
PROGRAMS = ("Mozilla Thunderbird", "Apple Mail (2.3774)", "Microsoft Outlook 16.0", "K-9 Mail for Android")


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes: a name and an address."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The domain of the address, as headings have it (RFC 5890)."""
        return self.address.rpartition("@")[2].encode("idna").decode()

    @property
    def box(self) -> str:
        """Name and address as a heading has them."""
        return formataddr((self.name, f"{self.address.rpartition('@')[0]}@{self.domain}"))


@dataclass(frozen=True, slots=True)
class Answered:
    """What an email answers: its Message-ID and references, who wrote it when, and its text."""

    message_id: str
    references: tuple[str, ...]
    subject: str
    sender: str
    text: str
    at: datetime


def letter(
    writer: Person,
    to: str,
    subject: str,
    text: str,
    at: datetime,
    token: str,
    *,
    answers: Answered | None = None,
    language: str = "en",
    files: Sequence[ParsedAttachment] = (),
    html: bool = False,
    headings: Sequence[tuple[str, str]] = (),
) -> bytes:
    """An email, CRLF lines; `token` makes its Message-ID its own, an answer quotes what it answers below its text."""
    mail = EmailMessage(email.policy.SMTP)
    mail["Date"] = format_datetime(at)
    mail["From"] = writer.box
    mail["To"] = to
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{token}@{writer.domain}>"
    if answers is not None:
        mail["In-Reply-To"] = answers.message_id
        mail["References"] = " ".join((*answers.references, answers.message_id))
        text = f"{text}\n\n{quoted(answers, language)}"
    mail["X-Mailer"] = PROGRAMS[sum(writer.address.encode()) % len(PROGRAMS)]
    for name, value in headings:
        mail[name] = value
    mail.set_content(text + "\n", charset="utf-8", cte="quoted-printable")
    if html:
        mail.add_alternative(_page(text), subtype="html", charset="utf-8", cte="quoted-printable")
    for file in files:
        main, _, sub = file.content_type.partition("/")
        mail.add_attachment(file.content, main, sub, filename=file.name)
    return mail.as_bytes()


def quoted(answers: Answered, language: str) -> str:
    """The quotation below an answer, with the line above it that the language's programs write."""
    said = _SAID.get(language, _SAID_ELSEWHERE).format(answers.at, answers.sender)
    return said + "\n" + "\n".join(f"> {line}".rstrip() for line in answers.text.rstrip().split("\n"))


def reply_subject(subject: str) -> str:
    """The subject of an answer to a subject."""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def broken(token: str, to: str) -> bytes:
    """An email that no parser can make sense of: its headings never end, and its bytes are no text."""
    junk = bytes((index * 73 + 11) % 256 for index in range(600)).replace(b"\n", b"\x0b").replace(b"\r", b"\x0b")
    many = b"".join(b"X-Relay-%d: lost\r\n" % number for number in range(10_050))
    return f"Message-ID: <{token}@relay.example>\r\nTo: {to}\r\n".encode() + many + b"From: \xff\xfe\r\n\r\n" + junk


def _page(text: str) -> str:
    """The HTML alternative that a program makes of a text."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<html><body><div>{escaped.replace(chr(10), '<br>')}</div></body></html>\n"
