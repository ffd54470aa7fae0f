"""Accounts of clients: what they have, and every movement of it (CL11, IN12, IN13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from helpdesk_tui.vocab import EntryKind, PayerKind, PaymentStatus, Unit, WithdrawalReason


@dataclass(frozen=True, slots=True)
class AccountView:
    """A client's account; sums in minor units of `currency`.

    `limit` and `usage` are the lifetime incidents ever given and ever used. `grace` is none, unlimited or due, the
    latter with `respite` and `block` days. Where no account was needed yet, everything is 0.
    """

    client: int
    currency: str
    balance: int = 0
    credit_limit: int = 0
    postpaid: bool = False
    grace: str = "none"
    respite: int = 0
    block: int = 0
    active: bool = True
    limit: int = 0
    usage: int = 0
    referred_by: str = ""
    """The address of the client who brought this one."""
    seq: int = 0
    """The number of the last entry: what an edit of the incidents goes by (rule 26)."""
    unpaid_since: datetime | None = None
    blocked_since: datetime | None = None
    """Since when the client can order nothing, because a payment is unpaid for too long."""
    old: bool = False
    """Whether it can only be read: the provider has another currency now."""


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A movement of money, and the balance after it, in minor units; `who` is a login, empty for the program itself."""

    id: int
    at: datetime
    who: str
    kind: EntryKind
    amount: int
    balance: int
    currency: str
    text: str
    ticket: int | None
    document: str = ""
    """What it belongs to: `payment:12`, `expense:9`, `withdrawal:3`."""


T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part of a long list, the newest first; whether there are newer and older ones than these."""

    rows: tuple[T, ...] = ()
    newer: bool = False
    older: bool = False


@dataclass(frozen=True, slots=True)
class ShareView:
    """So much of a payment (CL12) covers so much of an expense or a withdrawal (CL13), in minor units."""

    payment: int
    charge: str
    amount: int
    text: str


@dataclass(frozen=True, slots=True)
class PayerView:
    """Who pays for a client, as invoices name them; the address has several lines."""

    id: int
    client: int
    kind: PayerKind
    name: str
    address: str
    tax_number: str


@dataclass(frozen=True, slots=True)
class WithdrawalView:
    """Money that left an account; the amount in minor units."""

    id: int
    client: int | None
    at: datetime
    amount: int
    currency: str
    reason: WithdrawalReason
    reference: str
    client_name: str = ""

    @property
    def text(self) -> str:
        """What it says: the reference."""
        return self.reference


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry for the accountant: of money, in minor units of `currency`, or of support incidents."""

    id: int
    account: int
    seq: int
    client: str
    """The client's address; empty for one that was deleted."""
    at: datetime
    who: str
    unit: Unit
    kind: EntryKind
    amount: int
    currency: str
    ticket: int | None
    document: str
    text: str
    starts: date | None = None
    ends: date | None = None
    """The first and the last day of the lot that incidents are of; None for lifetime ones and for money."""


@dataclass(frozen=True, slots=True)
class TurnoverView:
    """An account over a period: its balance before and after, and what was paid, charged and withdrawn (minor units);
    incidents before, and those that were given and used, and lapsed.

    Incidents are lifetime ones, below zero for credit that is used, and dated ones, those to come too.
    """

    account: int
    client: str
    """The client's address; empty for one that was deleted."""
    currency: str
    before: int
    paid: int
    charged: int
    withdrawn: int
    after: int
    given: int
    used: int
    incidents_before: int = 0
    lapsed: int = 0
    """Dated incidents whose last day passed; no entry says so, it follows from the dates."""
    moved: int = 0
    """Those that came from the account in an earlier currency, below zero those that went; neither given nor used."""

    @property
    def incidents_after(self) -> int:
        """The incidents after the period."""
        return self.incidents_before + self.given - self.used - self.lapsed + self.moved


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month of an account: what came in and went out (minor units), the balance at its end, incidents used, given,
    and lifetime ones at its end.
    """

    first: date
    paid: int
    charged: int
    balance: int
    used: int
    given: int
    lifetime: int


@dataclass(frozen=True, slots=True)
class ExpenseView:
    """An expense as it is now (CL13); the amount in minor units."""

    id: int
    client: int | None
    at: datetime
    amount: int
    currency: str
    text: str
    ticket: int | None
    client_name: str = ""


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment as it is now (CL12); the amount in minor units, `paid_at` since when it is Paid."""

    id: int
    client: int | None
    created: datetime
    amount: int
    currency: str
    status: PaymentStatus
    paid_at: datetime | None
    text: str
    client_name: str = ""
    too_late_for: int | None = None
    """The order for which it became Paid too late, asked of one payment: nothing was charged for that."""
    due: date | None = None
    """The last day to pay one that is New, asked by the client whose it is; None where there is none."""


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice in a list (CL12): its payment and who is billed; sums in minor units.

    `net` and `tax` are those of the price where the payment is over exactly that, None where they are not told. `sent`
    is when it was last sent by email, `sent_to` the address; None and empty for one that never was. `due` is the last
    day to pay one that is New, if there is one. `returned` went back to the account since it was issued.

    Among those that are Paid a line is an `entry` of the ledger: an invoice on the day on which it was Paid, and a
    `reversal` over as much below zero on the day on which its payment was put back; sum, status and day of `payment`
    are those of then. `put_back` is when that was; of one that is New, when the invoice before it was put back.
    """

    payment: PaymentView
    payer: str
    tax_number: str
    net: int | None
    tax: int | None
    sent: datetime | None
    sent_to: str
    due: date | None = None
    returned: int = 0
    turn: int = 1
    """Of which turn of the payment it is: how often that is Paid with it."""
    day: date | None = None
    """The date of the invoice; of a reversal the day on which its payment was put back."""
    put_back: datetime | None = None
    reversal: bool = False
    entry: int | None = None

    @property
    def key(self) -> int:
        """What tells it from every other one in its list."""
        return self.payment.id if self.entry is None else self.entry

    @property
    def id(self) -> int:
        """Its number: the payment's."""
        return self.payment.id

    @property
    def client(self) -> int | None:
        """Whose it is; None for a client that was deleted."""
        return self.payment.client

    @property
    def client_name(self) -> str:
        """The client's name or address."""
        return self.payment.client_name

    @property
    def text(self) -> str:
        """The note on the payment."""
        return self.payment.text

    @property
    def amount(self) -> int:
        """What it is over, in minor units of its currency."""
        return self.payment.amount

    @property
    def currency(self) -> str:
        """The currency of its account."""
        return self.payment.currency


@dataclass(frozen=True, slots=True)
class LotView:
    """Dated incidents: how many, from one date to another, both included."""

    count: int
    starts: date
    ends: date
    given: int = field(default=0, compare=False)
    """How many there were at first."""


@dataclass(frozen=True, slots=True)
class SupportView:
    """What a client's account has today (IN13): `balance` in minor units, and the incidents that can be used.

    `moved` and `incidents` are whether any money and any incidents ever moved there: where none did, there is nothing
    to show.
    """

    balance: int = 0
    lifetime: int = 0
    dated: tuple[LotView, ...] = ()
    credit_used: int = 0
    moved: bool = False
    incidents: bool = False

    @property
    def left(self) -> int:
        """Incidents that can be used today, without credit."""
        return self.lifetime + sum(lot.count for lot in self.dated)


NOTHING = SupportView()
"""A client whose account nothing ever moved on, or who has none."""


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """A movement of incidents: those of a lot, whose dates it has, or lifetime ones; `after` is how many there are
    then, those of lots to come too, less the credit used.

    One of the kind `lapsed` is no entry: it follows from the dates of its lot, at the end of its last day.
    """

    id: int
    at: datetime
    who: str
    kind: EntryKind
    amount: int
    starts: date | None
    ends: date | None
    text: str
    ticket: int | None
    after: int = 0


@dataclass(frozen=True, slots=True)
class IncidentsView:
    """The incidents of a client at the moment `at` (IN13): `dated` are open then, `upcoming` start later.

    `total` is lifetime and dated less the credit used. `past` are lots that are used up or have lapsed, `count` of them
    unused; a lot that went on in another currency of the provider is there once, as what it is now.
    """

    at: datetime
    lifetime: int
    dated: tuple[LotView, ...]
    upcoming: tuple[LotView, ...]
    credit_used: int
    total: int
    past: tuple[LotView, ...] = ()
