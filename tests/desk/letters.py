"""Emails as the door gets them: parsed, in plain data."""

from __future__ import annotations

from datetime import UTC, datetime

from helpdesk_tui.rules.headers import compared
from helpdesk_tui.views import Address, ParsedAttachment, ParsedMail
from tests.desks import HANS, SUPPORT

PICTURE = ParsedAttachment("screen.png", "image/png", b"\x89PNG")
SENT = datetime(2026, 4, 11, 8, 59, tzinfo=UTC)


def email(
    sender: str | tuple[str, ...] = HANS, to: str | tuple[str, ...] = SUPPORT, *, subject: str = "Server down",
    text: str = "Help!\n\n> quoted", own_lines: int = 1, message_id: str = "", in_reply_to: str = "",
    references: tuple[str, ...] = (), kind: str = "mail", machine: str = "", cc: tuple[str, ...] = (),
    delivered_to: tuple[str, ...] = (), reported: tuple[str, ...] = (), files: tuple[ParsedAttachment, ...] = (),
    name: str = "Hans Meier",
) -> ParsedMail:  # fmt: skip
    """An email from hans to the support address, unless said otherwise."""
    senders = (sender,) if isinstance(sender, str) else sender
    recipients = (to,) if isinstance(to, str) else to
    return ParsedMail(
        senders=tuple(Address(name, compared(address)) for address in senders if address),
        to=tuple(Address("", compared(address)) for address in recipients),
        cc=tuple(Address("", compared(address)) for address in cc), delivered_to=delivered_to, subject=subject,
        date=SENT, message_id=message_id, in_reply_to=(in_reply_to,) if in_reply_to else (), references=references,
        text=text, own_lines=own_lines, attachments=files, authentication_results=(), kind=kind, machine=machine,
        reported_ids=reported,
    )  # fmt: skip
