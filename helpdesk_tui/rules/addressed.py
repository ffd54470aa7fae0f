"""Whether an email was sent to a gateway (MG4; RELIABILITY: To heading)."""

from __future__ import annotations

from helpdesk_tui.rules.headers import address_ticket
from helpdesk_tui.views import ParsedMail

MATCHES = ("to", "to,cc", "delivered", "any")
"""Which headings are asked for the gateway's address; `any` for a mailbox that belongs to the desk alone."""


def addressed_to(mail: ParsedMail, address: str, match: str) -> bool:
    """Whether the headings that `match` names hold the address, in its compared form.

    `delivered` asks Delivered-To and X-Original-To besides To and Cc. An address that holds a ticket's number is the
    one without it (MG8).
    """
    if match == "any":
        return True
    named = {to.address for to in mail.to} | set(mail.more_to)
    if match in ("to,cc", "delivered"):
        named |= {cc.address for cc in mail.cc} | set(mail.more_cc)
    if match == "delivered":
        named |= set(mail.delivered_to)
    return address in named or any(address_ticket(other)[0] == address for other in named)
