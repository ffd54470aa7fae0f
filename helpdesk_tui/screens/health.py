"""The mail's health in a few words, for the status bar (MG1): quiet when all is well, loud when it is not."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk_tui.views import Health


@dataclass(frozen=True, slots=True)
class MailWords:
    """The state of the mail: in full, in brief for where there is no room, and whether it is bad news."""

    full: str = ""
    brief: str = ""
    alarm: bool = False


def mail_words(health: Health) -> MailWords:
    """What the status bar says of the mail; *Mail gateways* (`g y`) shows the details.

    No ages while all is well: a clock on an idle screen would send bytes for nothing.
    """
    if not health.gateways:
        return MailWords("no mail gateway")
    if not health.worker_alive:
        return MailWords("mail stopped: run helpdesk-tui worker", "mail stopped", True)
    for gateway in health.gateways:
        if gateway.error:
            return MailWords(f"mail {gateway.name}: {gateway.error}", "mail failing", True)
    late = [gateway.name for gateway in health.gateways if gateway.late]
    if late:
        return MailWords(f"mail {late[0]}: no poll for too long", "mail late", True)
    failed = health.outbox.get("failed", 0) + health.outbox.get("unknown", 0)
    if failed:
        return MailWords(f"mail ok, {failed} undelivered", f"{failed} undelivered")
    return MailWords("mail ok")
