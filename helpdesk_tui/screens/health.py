"""The mail's health in a few words, for the status bar (MG1): quiet when all is well, loud when it is not."""

from __future__ import annotations

from helpdesk_tui.views import Health


def mail_words(health: Health) -> tuple[str, bool]:
    """What the status bar says of the mail, and whether it is bad news.

    No ages while all is well: a clock on an idle screen would send bytes for nothing.
    """
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
    return "mail ok", False
