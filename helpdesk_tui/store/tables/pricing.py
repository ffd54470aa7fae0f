"""What makes a client's prices other than those of the plans: personal discounts and tax rules (CL13)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Index
from sqlmodel import Field, SQLModel

from helpdesk_tui.store.tables.base import key, moment, prose, to, words


class Discount(SQLModel, table=True):
    """A personal discount: `percent` in hundredths, its dates included, for a plan or (NULL) all. Deleted ones stay."""

    __table_args__ = (Index("ix_discount_client", "client"),)

    id: int | None = key()
    client: int = to("client.id")
    percent: int
    plan: int | None = to("plan.id", null=True)
    starts: date | None = Field(default=None, sa_type=Date)
    ends: date | None = Field(default=None, sa_type=Date)
    comment: str = prose()
    deleted: datetime | None = moment(null=True)


class TaxRule(SQLModel, table=True):
    """A personal tax rule: `rate` in thousandths of a percent, its local times of `zone` as they are typed.

    `products` are the product types it is for, none for all. Deleted ones stay.
    """

    __table_args__ = (Index("ix_taxrule_client", "client"),)

    id: int | None = key()
    client: int = to("client.id")
    rate: int
    zone: str
    starts: str = Field(max_length=19)
    ends: str = Field(max_length=19)
    products: tuple[str, ...] = words()
    comment: str = prose()
    deleted: datetime | None = moment(null=True)
