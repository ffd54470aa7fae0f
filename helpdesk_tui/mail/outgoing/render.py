"""Outgoing mail from data to MIME (MO1; rules 17 and 20). The bytes are the same each time a mail is made.

Text is UTF-8: 7bit where it is plain and its lines are short, otherwise quoted-printable, which every relay hands on
unchanged (8bit is converted by some, and signatures break); lines are never `format=flowed`, an answer reads as typed.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
import urllib.parse
from email.message import EmailMessage
from email.utils import format_datetime

from helpdesk_tui.errors import UnusableData
from helpdesk_tui.mail.reading.header_lines import ids_line, mailbox_line, text_line
from helpdesk_tui.views import OutgoingMail, ParsedAttachment

_TYPE = re.compile(r"([a-z0-9!#$&^_.+-]{1,64})/([a-z0-9!#$&^_.+-]{1,64})")
_PLAIN_LINE = re.compile(r"(?:[\t -~]{0,75}[!-~])?")
_LINE_END = re.compile(r"\r\n?|\n")
_SURROGATE = re.compile("[\ud800-\udfff]")


def render(mail: OutgoingMail) -> bytes:
    """The mail as it goes over the wire: CRLF lines, 7-bit unless an address needs UTF-8 (RFC 6532).

    Raises UnusableData (code `bad_header`) for a value that holds a line break, NUL or other control character, or
    is no address; and when the result, read again, does not have exactly the headings that were meant.
    """
    lines = _headings(mail)
    raw = b"".join(lines) + _body(mail)
    _check(raw, [line.partition(b":")[0].decode() for line in lines])
    return raw


def _headings(mail: OutgoingMail) -> list[bytes]:
    lines = [
        text_line("Date", format_datetime(mail.created)),
        mailbox_line("From", [(mail.sender_name, mail.sender)]),
        mailbox_line("Reply-To", [("", mail.reply_to)]) if mail.reply_to else b"",
        mailbox_line("To", [("", address) for address in mail.to]),
        mailbox_line("Cc", [("", address) for address in mail.cc]) if mail.cc else b"",
        text_line("Subject", mail.subject),
        ids_line("Message-ID", [mail.message_id]),
        ids_line("In-Reply-To", [mail.in_reply_to]),
        ids_line("References", mail.references),
    ]
    if not lines[6]:
        raise UnusableData("The mail has no Message-ID.", code="bad_header")
    if mail.auto:
        # RFC 3834, 5: other machines must not answer this. The second is what Exchange understands.
        kind = "auto-replied" if mail.in_reply_to else "auto-generated"
        lines += [text_line("Auto-Submitted", kind), text_line("X-Auto-Response-Suppress", "All")]
    if mail.leaving:
        lines += _of_many(mail)
    return [line for line in lines if line]


def _of_many(mail: OutgoingMail) -> list[bytes]:
    """What tells machines that many got this: they do not answer it, and offer to leave the list (RFC 2369, 3834).

    A report that it could not be delivered is wanted, so that is not among what is suppressed.
    """
    to = urllib.parse.quote(mail.reply_to or mail.sender, safe="@")
    asked = urllib.parse.urlencode({"subject": mail.leaving}, quote_via=urllib.parse.quote)
    return [
        text_line("Precedence", "bulk"), text_line("X-Auto-Response-Suppress", "OOF, AutoReply"),
        f"List-Unsubscribe:\r\n <mailto:{to}?{asked}>\r\n".encode(),
    ]  # fmt: skip


def _body(mail: OutgoingMail) -> bytes:
    """Content headings and content, the MIME-Version first."""
    body = EmailMessage(email.policy.SMTP)
    text = _LINE_END.sub("\n", _SURROGATE.sub("\ufffd", mail.text)).rstrip("\n") + "\n"
    plain = all(_PLAIN_LINE.fullmatch(line) for line in text.split("\n"))
    body.set_content(text, charset="utf-8", cte="7bit" if plain else "quoted-printable")
    for attachment in mail.attachments:
        _attach(body, attachment)
    if mail.attachments:
        # Fixed by the mail, not by chance: what is sent again is the same to the byte (rule 17).
        body.set_boundary(f"=_{hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]}")
    return body.as_bytes()


def _attach(body: EmailMessage, attachment: ParsedAttachment) -> None:
    name = attachment.name
    if any(char < " " or char == "\x7f" for char in name):
        raise UnusableData("The name of an attachment holds a control character.", code="bad_header")
    kind = _TYPE.fullmatch(attachment.content_type.lower())
    # RFC 2046: composite types may not be in base64, and they are sent as they were found.
    main, sub = kind.groups() if kind and kind[1] not in ("message", "multipart") else ("application", "octet-stream")
    file_name = _SURROGATE.sub("\ufffd", name) or "attachment"
    # A text whose charset is not said is read as US-ASCII (RFC 2046 4.1.2); which one it is can be told for UTF-8 only.
    params = {"charset": "utf-8"} if main == "text" and _is_utf8(attachment.content) else {}
    body.add_attachment(attachment.content, main, sub, filename=file_name, params=params)


def _is_utf8(content: bytes) -> bool:
    """Whether this is text in UTF-8, which US-ASCII is too."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _check(raw: bytes, meant: list[str]) -> None:
    """Read the mail again: nothing that was written into it may have become a heading of its own (rule 20)."""
    read = email.message_from_bytes(raw, policy=email.policy.compat32)
    content = ("mime-version", "content-type", "content-transfer-encoding")
    found = [name.lower() for name in read.keys() if name.lower() not in content]  # noqa: SIM118
    if found != [name.lower() for name in meant] or read.defects:
        raise UnusableData("The mail would have other headings than were meant, and was not made.", code="bad_header")
