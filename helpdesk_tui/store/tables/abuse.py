"""Violations of clients (TF5)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from helpdesk_tui.store.tables.base import key, moment, prose, to

OPEN = "state = 'open'"
"""The condition of the index by which those that are due are found, as both databases want it written."""


class Abuse(SQLModel, table=True):
    """A violation, on a ticket and on its client. `service` is the selected one, `staff` registered it.

    `until` is when it has to be put right, `ended` when it was answered, carried out or withdrawn.
    """

    __table_args__ = (
        Index("ix_abuse_ticket", "ticket"),
        Index("ix_abuse_client", "client"),
        Index("ix_abuse_due", "until", sqlite_where=sql(OPEN), postgresql_where=sql(OPEN)),
    )

    id: int | None = key()
    ticket: int = to("ticket.id")
    client: int = to("client.id")
    service: int | None = to("service.id", null=True)
    scores: int
    action: str = Field(max_length=16)
    until: datetime = moment()
    comment: str = prose()
    state: str = Field(default="open", max_length=12)
    ended: datetime | None = moment(null=True)
    reason: str = prose()
    staff: int | None = to("staff.id", null=True)
    at: datetime = moment()
