"""Accounts of clients: what they have, and every movement of it (CL11, IN12, IN13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from helpdesk_tui.vocab import EntryKind, PaymentStatus


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


@dataclass(frozen=True, slots=True)
class LotView:
    """Dated incidents: how many, from one date to another, both included."""

    count: int
    starts: date
    ends: date


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
    """A movement of incidents: those of a lot, whose dates it has, or lifetime ones."""

    id: int
    at: datetime
    who: str
    kind: EntryKind
    amount: int
    starts: date | None
    ends: date | None
    text: str
    ticket: int | None


@dataclass(frozen=True, slots=True)
class IncidentsView:
    """The incidents of a client at a moment (IN13): `dated` are open then, `upcoming` start later.

    `total` is lifetime and dated less the credit used.
    """

    lifetime: int
    dated: tuple[LotView, ...]
    upcoming: tuple[LotView, ...]
    credit_used: int
    total: int
