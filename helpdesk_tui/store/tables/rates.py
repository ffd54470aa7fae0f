"""The directory of currencies, and exchange rates of clients and for all (CL13; SPEC: Currencies)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Index
from sqlmodel import Field, SQLModel

from helpdesk_tui.store.tables.base import key, moment, prose, to


class Currency(SQLModel, table=True):
    """A currency that this desk knows, by its ISO 4217 code; how many places it has is the standard's to say."""

    code: str = Field(primary_key=True, max_length=3)
    active: bool = True


class ExchangeRate(SQLModel, table=True):
    """So many `units` of `base` are `rate` of `converted` from a date on (`rules.exchange`).

    `client` is whose it is; without one it is the provider's, for all. One that was deleted stays.
    """

    __table_args__ = (Index("ix_exchangerate_client", "client"),)

    id: int | None = key()
    client: int | None = to("client.id", null=True)
    base: str = Field(max_length=3)
    converted: str = Field(max_length=3)
    rate: str = Field(max_length=24)
    units: int = 1
    since: date = Field(sa_type=Date)
    comment: str = prose()
    at: datetime = moment()
    deleted: datetime | None = moment(null=True)
