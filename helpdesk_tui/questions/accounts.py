"""Questions about accounts of clients (CL11, IN12, IN13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpdesk_tui.questions.base import Read
from helpdesk_tui.rules.papers import Narrow
from helpdesk_tui.views import (
    AccountView,
    CostsView,
    EntryLine,
    EventView,
    ExpenseView,
    IncidentLine,
    IncidentsView,
    MoneyLine,
    MonthView,
    Part,
    PayerView,
    PaymentView,
    ShareView,
    TurnoverView,
    WithdrawalView,
)

PAGE = 200
"""Lines of a long list that are read at once."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a long list is asked for: `limit` lines that are older or newer than `key`, a line's number.

    Without a key, the newest ones (`older`) or the oldest ones. They come the newest first in any case.
    """

    key: int | None = None
    older: bool = True
    limit: int = PAGE


NEWEST = Slice()
EVERYBODYS = Narrow()


@dataclass(frozen=True, slots=True)
class ReadAccount(Read[AccountView]):
    """The account of a client, by number, `#id` or address, in the provider's currency or another one (CL11).

    Raises NotFound, where the client has no account in that currency too.
    """

    client: int | str
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ReadAccounts(Read[tuple[AccountView, ...]]):
    """All accounts of a client, the one in the provider's currency first; raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadMoney(Read[tuple[MoneyLine, ...]]):
    """Every movement of money on it, the oldest first; they sum up to the balance. Raises NotFound."""

    client: int | str
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ReadIncidents(Read[IncidentsView]):
    """A client's support incidents at a moment, now without one (IN13); raises NotFound."""

    client: int | str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReadIncidentMoves(Read[tuple[IncidentLine, ...]]):
    """Every movement of incidents on such an account, the oldest first (IN12); raises NotFound."""

    client: int | str
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ReadExpenses(Read[tuple[ExpenseView, ...]]):
    """The expenses of a client, on all their accounts, the oldest first (CL13); raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadExpense(Read[ExpenseView]):
    """One of them; raises NotFound."""

    expense: int


@dataclass(frozen=True, slots=True)
class ReadPayments(Read[tuple[PaymentView, ...]]):
    """The payments of a client, on all their accounts, the oldest first (CL12); raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadPayment(Read[PaymentView]):
    """One of them; raises NotFound."""

    payment: int


@dataclass(frozen=True, slots=True)
class ReadCosts(Read[CostsView]):
    """What charging a ticket a fee (minor units) and so many incidents in all would do now; raises NotFound.

    Without a number it is a new ticket of a client (number, `#id` or address), or of somebody who is registered with it
    where none is named. `confirmed`: the incidents are those that wait for the ticket's senders to be confirmed (MG11).
    """

    number: int | None
    fee: int | None = None
    incidents: int | None = None
    client: int | str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ReadStatement(Read[Part[MoneyLine]]):
    """A part of the movements of money on a client's account (CL11), by their number on it; raises NotFound."""

    client: int | str
    part: Slice = NEWEST
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ReadIncidentStatement(Read[Part[IncidentLine]]):
    """The same of the movements of support incidents (IN12)."""

    client: int | str
    part: Slice = NEWEST
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ReadPaymentPart(Read[Part[PaymentView]]):
    """A part of the payments of a client or of all (SPEC: Billing screens); raises NotFound for no client."""

    narrow: Narrow = EVERYBODYS
    part: Slice = NEWEST


@dataclass(frozen=True, slots=True)
class ReadExpensePart(Read[Part[ExpenseView]]):
    """The same of the expenses."""

    narrow: Narrow = EVERYBODYS
    part: Slice = NEWEST


@dataclass(frozen=True, slots=True)
class ReadShares(Read[tuple[ShareView, ...]]):
    """The breakdown of a payment by expense (`payment:12`, CL12), or the payments of an expense (`expense:9`, CL13).

    Raises NotFound.
    """

    document: str


@dataclass(frozen=True, slots=True)
class ReadPayers(Read[tuple[PayerView, ...]]):
    """Who pays for a client, the one of whom invoices speak first; raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadWithdrawals(Read[tuple[WithdrawalView, ...]]):
    """What was withdrawn from a client's accounts, the oldest first; raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadAccountChanges(Read[tuple[EventView, ...]]):
    """The History of changes of a client's account (CL11): who, what, before and after, the oldest first.

    Raises NotFound.
    """

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadMonths(Read[tuple[MonthView, ...]]):
    """What a client's account had and used in each of the last months, the oldest first; raises NotFound."""

    client: int | str
    months: int = 12
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ReadEntries(Read[tuple[EntryLine, ...]]):
    """Entries of all accounts, or those of a client, from `since` to before `until`: those behind entry `after`.

    Raises NotFound for no client.
    """

    after: int = 0
    client: int | str | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 2000


@dataclass(frozen=True, slots=True)
class ReadTurnover(Read[tuple[TurnoverView, ...]]):
    """What each account had before a period, what moved in it and what it had after; those with entries alone.

    Raises NotFound for no client.
    """

    client: int | str | None = None
    since: datetime | None = None
    until: datetime | None = None
