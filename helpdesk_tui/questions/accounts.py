"""Questions about accounts of clients (CL11, IN12, IN13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpdesk_tui.questions.base import Read
from helpdesk_tui.views import AccountView, CostsView, ExpenseView, IncidentLine, IncidentsView, MoneyLine, PaymentView


@dataclass(frozen=True, slots=True)
class ReadAccount(Read[AccountView]):
    """A client's active account by number, `#id` or address (CL11); raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadMoney(Read[tuple[MoneyLine, ...]]):
    """Every movement of money on it, the oldest first; they sum up to the balance. Raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadIncidents(Read[IncidentsView]):
    """A client's support incidents at a moment, now without one (IN13); raises NotFound."""

    client: int | str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReadIncidentMoves(Read[tuple[IncidentLine, ...]]):
    """Every movement of a client's incidents, the oldest first (IN12); raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadExpenses(Read[tuple[ExpenseView, ...]]):
    """The expenses on a client's active account, the oldest first (CL13); raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadExpense(Read[ExpenseView]):
    """One of them; raises NotFound."""

    expense: int


@dataclass(frozen=True, slots=True)
class ReadPayments(Read[tuple[PaymentView, ...]]):
    """The payments on a client's active account, the oldest first (CL12); raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadPayment(Read[PaymentView]):
    """One of them; raises NotFound."""

    payment: int


@dataclass(frozen=True, slots=True)
class ReadCosts(Read[CostsView]):
    """What charging a ticket a fee (minor units) and so many incidents in all would do now; raises NotFound."""

    number: int
    fee: int | None = None
    incidents: int | None = None
