"""The mail's health in a few words, for the status bar (MG1): quiet when all is well, loud when it is not."""

from __future__ import annotations

from datetime import datetime

from helpdesk_tui.rules.when import waited
from helpdesk_tui.views import Health


def mail_words(health: Health, now: datetime) -> tuple[str, bool]:
    """What the status bar says of the mail, and whether it is bad news."""
    if not health.gateways:
        return "no mail gateway", False
    if not health.worker_alive:
        return "mail stopped: start `helpdesk-tui worker`", True
    for gateway in health.gateways:
        if gateway.error:
            return f"mail {gateway.name}: {gateway.error}", True
    late = [gateway.name for gateway in health.gateways if gateway.late]
    if late:
        return f"mail {late[0]}: no poll for too long", True
    failed = health.outbox.get("failed", 0) + health.outbox.get("unknown", 0)
    if failed:
        return f"mail ok, {failed} undelivered", False
    polls = [gateway.last_poll for gateway in health.gateways if gateway.last_poll is not None]
    return ("mail ok" if not polls else f"mail ok, {waited(min(polls), now)} ago"), False
