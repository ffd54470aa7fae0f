"""Documents of accounts (payments, expenses, withdrawals, adjustments), and plans with their orders (CL12, CL13, IN1).

Their texts may be cleared; what they moved stands in the entries. Amounts and prices are minor units.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from helpdesk_tui.store.tables.base import BigInt, key, moment, prose, to


class Plan(SQLModel, table=True):
    """A tariff plan of per-incident support: its name, how many incidents it includes, the currency of its prices."""

    id: int | None = key()
    name: str
    name_key: str = Field(unique=True)
    incidents: int
    active: bool = True
    currency: str = Field(default="", max_length=3)


class PlanPrice(SQLModel, table=True):
    """What a plan costs for an order period in months; 0 is for life."""

    plan: int = Field(primary_key=True, foreign_key="plan.id", sa_type=BigInt)
    months: int = Field(primary_key=True)
    price: int = Field(sa_type=BigInt)


class PlanPackage(SQLModel, table=True):
    """What a value package of so many incidents costs on top."""

    plan: int = Field(primary_key=True, foreign_key="plan.id", sa_type=BigInt)
    number: int = Field(primary_key=True)
    price: int = Field(sa_type=BigInt)


class IncidentOrder(SQLModel, table=True):
    """An order of a plan: `first` is the date from which months are counted, `windows` how many were ordered so far.

    `months` is the period that was bought last (0: for life), `number` and `package` what it has now, `price` what the
    order itself cost.
    """

    __table_args__ = (Index("ix_incidentorder_account", "account"),)

    id: int | None = key()
    account: int = to("account.id")
    plan: int = to("plan.id")
    months: int
    number: int
    price: int = Field(sa_type=BigInt)
    first: date = Field(sa_type=Date)
    windows: int = 0
    state: str = Field(max_length=12)
    at: datetime = moment()
    staff: int | None = to("staff.id", null=True)
    package: int | None = None


class OrderStep(SQLModel, table=True):
    """A purchase under an order: the order itself, a renewal, a raise (`rules.orders.Purchase`).

    While it waits, `payment` is what it waits for. Once it is done, on the date `day`, it gave `gives` incidents for
    life or in each of the windows from number `begin` on, counted from `first`; those that were over by then gave none.
    An upgrade raised `terms` terms. What was told to the client when it was ordered: `full_price`, less `discount` (a
    percent in hundredths) `net`, with `tax` at `tax_rate` (a percent in thousandths) `price`.
    Where the plan's price is in another currency, `plan_price` is that price in `plan_currency`, and `exchange_units`
    of `exchange_base` were `exchange_rate` of `exchange_converted` from `exchange_since` on.
    """

    __table_args__ = (
        Index("ix_orderstep_incident_order", "incident_order"),
        Index("ix_orderstep_payment", "payment"),
    )

    id: int | None = key()
    incident_order: int = to("incidentorder.id")
    kind: str = Field(max_length=12)
    months: int
    number: int
    package: int | None = None
    gives: int
    price: int = Field(sa_type=BigInt)
    full_price: int = Field(default=0, sa_type=BigInt)
    discount: int = 0
    net: int = Field(default=0, sa_type=BigInt)
    tax_rate: int = 0
    tax: int = Field(default=0, sa_type=BigInt)
    start: date | None = Field(default=None, sa_type=Date)
    terms: int = 1
    state: str = Field(max_length=12)
    payment: int | None = to("payment.id", null=True)
    expense: int | None = to("expense.id", null=True)
    first: date | None = Field(default=None, sa_type=Date)
    begin: int = 0
    windows: int = 0
    day: date | None = Field(default=None, sa_type=Date)
    at: datetime = moment()
    done: datetime | None = moment(null=True)
    staff: int | None = to("staff.id", null=True)
    plan_price: int | None = Field(default=None, sa_type=BigInt)
    plan_currency: str | None = Field(default=None, max_length=3)
    exchange_rate: str | None = Field(default=None, max_length=24)
    exchange_base: str | None = Field(default=None, max_length=3)
    exchange_converted: str | None = Field(default=None, max_length=3)
    exchange_units: int | None = None
    exchange_since: date | None = Field(default=None, sa_type=Date)


class Payment(SQLModel, table=True):
    """A payment, New or Paid.

    `turn` is how often it became Paid, `first` whether it holds the first payment's incidents (`rules.grants`).
    `funds_number` and `funds_amount` are the terms for funds that were in force when it became Paid. One that was
    deleted stays, so that its number is never another's.
    """

    __table_args__ = (Index("ix_payment_account", "account"),)

    id: int | None = key()
    account: int = to("account.id")
    amount: int = Field(sa_type=BigInt)
    status: str = Field(default="new", max_length=8)
    text: str = prose()
    created: datetime = moment()
    paid_at: datetime | None = moment(null=True)
    turn: int = 0
    first: bool = False
    funds_number: int = 0
    funds_amount: int = Field(default=0, sa_type=BigInt)
    incident_order: int | None = to("incidentorder.id", null=True)
    deleted: datetime | None = moment(null=True)


class Invoice(SQLModel, table=True):
    """What the invoice of a payment says since it became Paid, for the `turn`th time: facts as JSON (docs/adr/0025)."""

    __table_args__ = (UniqueConstraint("payment", "turn"),)

    id: int | None = key()
    payment: int = to("payment.id")
    turn: int
    facts: str = prose()
    at: datetime = moment()


class Expense(SQLModel, table=True):
    """An expense: its amount as it is now, and `turn`, how often it was changed. One that was deleted stays."""

    __table_args__ = (Index("ix_expense_account", "account"), Index("ix_expense_ticket", "ticket"))

    id: int | None = key()
    account: int = to("account.id")
    amount: int = Field(sa_type=BigInt)
    text: str = prose()
    ticket: int | None = to("ticket.id", null=True)
    incident_order: int | None = to("incidentorder.id", null=True)
    at: datetime = moment()
    turn: int = 0
    deleted: datetime | None = moment(null=True)


class Adjustment(SQLModel, table=True):
    """What was changed by hand, and why: a document of its own, so that the reason can be cleared."""

    __table_args__ = (Index("ix_adjustment_account", "account"),)

    id: int | None = key()
    account: int = to("account.id")
    text: str = prose()
    at: datetime = moment()


class Payer(SQLModel, table=True):
    """Who pays for a client, as invoices name them: an individual or a legal entity. One that was deleted stays."""

    __table_args__ = (Index("ix_payer_client", "client"),)

    id: int | None = key()
    client: int = to("client.id")
    kind: str = Field(max_length=12)
    name: str
    address: str = prose()
    tax_number: str = ""
    deleted: datetime | None = moment(null=True)


class Withdrawal(SQLModel, table=True):
    """Money that was withdrawn: the reason is referral or return."""

    __table_args__ = (Index("ix_withdrawal_account", "account"),)

    id: int | None = key()
    account: int = to("account.id")
    amount: int = Field(sa_type=BigInt)
    reason: str = Field(max_length=12)
    reference: str = prose()
    at: datetime = moment()
