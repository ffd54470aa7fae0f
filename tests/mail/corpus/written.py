"""How the cases about answers are put together: an email of hans about ticket 1, byte for byte."""

from __future__ import annotations

from typing import Any

from tests.mail.corpus.case import Case
from tests.mail.corpus.desk import ANSWER
from tests.mail.mails import multipart, part, text_part

HANS_MEIER = "Hans Meier <hans@acme.example>"
SUPPORT = "support@desk.example"
DATE = "Date: Sat, 11 Apr 2026 11:14:00 +0200"
PLAIN = ("MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")


def headed(name: str, subject: str, *headings: str, sender: str = HANS_MEIER, to: str = SUPPORT) -> tuple[str, ...]:
    """The headings of an email; its Message-ID is made of the case's name."""
    first = (f"From: {sender}", f"To: {to}", f"Subject: {subject}", DATE, f"Message-ID: <{name}@acme.example>")
    return (*first, *headings)


def lines(body: str) -> bytes:
    """A body as it travels: UTF-8, CRLF."""
    return body.replace("\n", "\r\n").encode()


def written(name: str, structure: str, body: str, *headings: str, subject: str = "Server", **values: Any) -> Case:
    """A plain email of hans that is new; its text is its body."""
    raw = part(*headed(name, subject, *headings), *PLAIN, body=lines(body))
    plain: dict[str, Any] = {"subject": subject, "text": body, "sender_name": "Hans Meier"}
    return Case(name, structure, raw, **(plain | values))


def answered(name: str, structure: str, body: str, reply: str | None = None, *, subject: str = "Re: Server down [#1]",
             headings: tuple[str, ...] = (), **values: Any) -> Case:  # fmt: skip
    """A plain answer of hans to ours; its text is its body."""
    found = (f"In-Reply-To: {ANSWER}", f"References: {ANSWER}", *headings)
    return written(name, structure, body, *found, subject=subject, reply=reply, **INTO_TICKET, **values)


INTO_TICKET: dict[str, Any] = {"outcome": "reply_added", "reason": "by Message-ID", "ticket": 1}


def in_html(name: str, structure: str, html: str, text: str, reply: str | None = None, *,
            subject: str = "Re: Server down [#1]", plain: str | None = None) -> Case:  # fmt: skip
    """An answer of hans in HTML: alone, or beside a plain form."""
    first = headed(name, subject, f"In-Reply-To: {ANSWER}", "MIME-Version: 1.0")
    page = text_part(html, "html")
    content = page if plain is None else multipart("alternative", text_part(plain), page)
    raw = b"".join(heading.encode() + b"\r\n" for heading in first) + content
    return Case(name, structure, raw, subject, text, reply, sender_name="Hans Meier", **INTO_TICKET)
