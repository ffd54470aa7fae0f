"""The desk itself: its row, its settings, its events, and what keeps workers apart."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from helpdesk_tui.store.tables.base import BigInt, key, moment, prose

OF_PAPER = "document IS NOT NULL"


class Desk(SQLModel, table=True):
    """The one row that makes a database a desk. `change` counts commits that people should see."""

    id: int | None = key()
    name: str
    currency: str = Field(max_length=3)
    secret: str
    change: int = Field(default=0, sa_type=BigInt)
    created: datetime = moment()
    worker_seen: datetime | None = moment(null=True)
    worker: str = prose()


class Setting(SQLModel, table=True):
    """A provider setting (CLI: provider set): key and value as text."""

    name: str = Field(primary_key=True)
    value: str = prose()


class Event(SQLModel, table=True):
    """One changed field, one added message, one refused right: who, when, what, before, after. Never changed.

    `document` is the payment, expense or withdrawal that it is about, as entries name it (`payment:12`).
    """

    __table_args__ = (
        Index("ix_event_ticket", "ticket", "id"), Index("ix_event_client", "client", "id"),
        Index("ix_event_document", "document", "id", sqlite_where=sql(OF_PAPER), postgresql_where=sql(OF_PAPER)),
    )  # fmt: skip

    id: int | None = key()
    change: int = Field(sa_type=BigInt, index=True)
    at: datetime = moment()
    actor: str = Field(max_length=8)
    actor_id: int | None = Field(default=None, sa_type=BigInt)
    actor_name: str
    action: str
    ticket: int | None = Field(default=None, sa_type=BigInt)
    client: int | None = Field(default=None, sa_type=BigInt)
    field: str = ""
    before: str = prose()
    after: str = prose()
    reason: str = prose()
    document: str | None = Field(default=None, max_length=32)


class Once(SQLModel, table=True):
    """An idempotency key that was used (rule 22): the same content gives the same answer, other content is refused."""

    key: str = Field(primary_key=True)
    fingerprint: str
    answer: str = prose()
    at: datetime = moment()


class Lease(SQLModel, table=True):
    """Who works on a thing that only one process may work on (rule 8): host, process and its start, and until when."""

    name: str = Field(primary_key=True)
    owner: str
    until: datetime = moment()
