"""Plain data for the tests of gateways and of outgoing mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from helpdesk_tui.views import GatewayView, OutgoingMail
from helpdesk_tui.vocab import GatewayType, TlsMode

MAIL = b"From: anna@client.example\r\nTo: support@acme.example\r\nSubject: Disk full\r\n\r\nThe disk is full.\r\n"


def numbered(number: int) -> bytes:
    """A mail that can be told from others by its subject."""
    return MAIL.replace(b"Disk full", b"Disk %d full" % number)


def gateway(**values: Any) -> GatewayView:
    """A gateway of the department Support, with some values of its own."""
    plain: dict[str, Any] = {
        "id": 1, "name": "support", "type": GatewayType.IMAP, "address": "support@acme.example",
        "department": "Support", "department_id": 1, "enabled": True, "host": "", "port": 0, "tls": TlsMode.TLS,
        "login": "", "password": "env:DESK_PASSWORD", "folder": "INBOX", "path": "", "delete": False, "interval": 300,
        "authserv_id": "", "match": "to", "last_poll": None, "last_error": "", "failures": 0, "taken": 0,
        "next_poll": None, "state": "",
    }  # fmt: skip
    return GatewayView(**(plain | values))


def outgoing(**values: Any) -> OutgoingMail:
    """An answer of the department Support to one client, with some values of its own."""
    plain: dict[str, Any] = {
        "id": 7, "message_id": "<t12.n1.0f@acme.example>", "sender_name": "Acme support",
        "sender": "support@acme.example", "reply_to": "", "to": ("anna@client.example",), "cc": (),
        "subject": "Re: Disk full [#12]", "in_reply_to": "<1@client.example>", "references": ("<1@client.example>",),
        "text": "It is empty again.", "auto": False, "null_sender": False, "attempts": 1, "attachments": (),
        "created": datetime(2026, 4, 11, 9, 0, tzinfo=UTC),
    }  # fmt: skip
    return OutgoingMail(**(plain | values))


def nothing(_: Sequence[str]) -> set[str]:
    """A desk that knows no mail yet."""
    return set()
