"""Mail that a mail server hands in, by a pipe or by LMTP: nothing is fetched, the answer is the mark (MG2, MG13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.errors import NotFound, TryLater
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.questions import ReadGateways
from helpdesk_tui.views import GatewayView, ParsedMail

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.mail.parsers.children import ParserPool


def understood(pool: ParserPool, raw: bytes, too_large: int = 0) -> tuple[ParsedMail | None, str]:
    """What a mail says, and why nothing is made of it; of one that is `too_large` (in bytes), `raw` is the beginning.

    Raises TryLater when no parser can be had.
    """
    parsed, reason = None, ""
    try:
        parsed = pool.parse(raw)
    except UnreadableMail as unreadable:
        reason = unreadable.reason
    return parsed, f"it has {too_large:,} bytes; its beginning is kept" if too_large else reason


def gateway_named(desk: Desk, name: str) -> GatewayView:
    """The gateway of that name; raises NotFound."""
    found = next((one for one in desk.read(ReadGateways(counted=False)) if one.name == name), None)
    if found is None:
        raise NotFound(f"Gateway {name}")
    return found


def gateway_at_work(desk: Desk, name: str) -> GatewayView:
    """The gateway of that name; raises NotFound, and TryLater where it is switched off."""
    found = gateway_named(desk, name)
    if not found.enabled:
        raise TryLater(f"Gateway {found.name} is switched off.", code="switched_off")
    return found
