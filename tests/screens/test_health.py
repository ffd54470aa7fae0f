"""The mail's health in the status bar (MG1): quiet when all is well, loud when it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from helpdesk_tui.screens.health import mail_words
from helpdesk_tui.views import GatewayHealth, Health

POLLED = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
SUPPORT = GatewayHealth("support", POLLED, late=False, error="")
SALES = GatewayHealth("sales", POLLED, late=False, error="")
WELL = Health("1", "1", "Acme", "desk.sqlite", {}, (SUPPORT, SALES), {"sent": 3, "queued": 1}, POLLED, True, 1)
DOWN = "mail.acme.example does not answer."


@pytest.mark.parametrize(
    ("health", "words", "bad"),
    [
        (WELL, "mail ok", False),
        (replace(WELL, outbox={}), "mail ok", False),
        (replace(WELL, gateways=()), "no mail gateway", False),
        (replace(WELL, gateways=(), worker_alive=False), "no worker: run helpdesk-tui worker", True),
        (replace(WELL, outbox={"retry": 57, "sent": 1}), "mail out: 57 tried again later", True),
        (replace(WELL, outbox={"retry": 1}, gateways=()), "mail out: 1 tried again later", True),
        (replace(WELL, worker_alive=False), "mail stopped: run helpdesk-tui worker", True),
        (replace(WELL, gateways=(SUPPORT, replace(SALES, late=True))), "mail sales: no poll for too long", True),
        (replace(WELL, gateways=(SUPPORT, replace(SALES, error=DOWN))), f"mail sales: {DOWN}", True),
        (replace(WELL, gateways=(replace(SUPPORT, late=True), replace(SALES, error=DOWN))),
         f"mail sales: {DOWN}", True),
        (replace(WELL, gateways=(replace(SUPPORT, error=DOWN),), worker_alive=False),
         "mail stopped: run helpdesk-tui worker", True),
        (replace(WELL, outbox={"failed": 2, "unknown": 1, "sent": 9}), "mail ok, 3 undelivered", False),
        (replace(WELL, outbox={"failed": 2}, gateways=(replace(SUPPORT, late=True),)),
         "mail support: no poll for too long", True),
    ],
)  # fmt: skip
def test_mail_words(health: Health, words: str, bad: bool) -> None:
    """MG1: ok, no gateway, no worker, late, an error, undelivered; the worst is what is said."""
    said = mail_words(health)
    assert (said.full, said.alarm) == (words, bad)
    assert len(said.brief) <= 16
    assert bool(said.brief) or not bad
