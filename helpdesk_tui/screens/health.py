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
    if not health.worker_alive:
        # Without a gateway there is mail that leaves and there are delays that end all the same.
        stopped = "mail stopped" if health.gateways else "no worker"
        return MailWords(f"{stopped}: run helpdesk-tui worker", stopped, True)
    for gateway in health.gateways:
        if gateway.error:
            return MailWords(f"mail {gateway.name}: {gateway.error}", "mail failing", True)
    late = [gateway.name for gateway in health.gateways if gateway.late]
    if late:
        return MailWords(f"mail {late[0]}: no poll for too long", "mail late", True)
    failed = health.outbox.get("failed", 0) + health.outbox.get("unknown", 0)
    if failed:
        return MailWords(f"mail ok, {failed} undelivered", f"{failed} undelivered")
    retried = health.outbox.get("retry", 0)
    if retried:
        return MailWords(f"mail out: {retried} tried again later", f"{retried} retried", True)
    return MailWords("mail ok" if health.gateways else "no mail gateway")
