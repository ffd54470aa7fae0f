"""Violations of clients (TF5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpdesk_tui.vocab import AbuseAction, AbuseState


@dataclass(frozen=True, slots=True)
class AbuseView:
    """A violation as a list shows it.

    `until` is when it has to be put right, `ended` when it was answered, carried out or withdrawn; `by` is the login of
    who registered it at `at`, `reason` why it was withdrawn. `service` is the selected one, None where there is none.
    """

    id: int
    ticket: int
    subject: str
    client_id: int
    client: str
    client_email: str
    service: str | None
    scores: int
    action: AbuseAction
    until: datetime
    comment: str
    state: AbuseState
    ended: datetime | None
    reason: str
    by: str
    at: datetime
