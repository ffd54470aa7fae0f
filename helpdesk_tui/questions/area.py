"""Questions of the client area (CL16): for a client, about themselves; none of them names whom it is about."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk_tui.questions.accounts import NEWEST, Slice
from helpdesk_tui.questions.base import Read
from helpdesk_tui.views import (
    AreaView,
    ClientTicket,
    ClientTicketRow,
    MoneyLine,
    OfferView,
    OrderView,
    Part,
    PayerView,
    PaymentView,
    PlansView,
)
from helpdesk_tui.vocab import PaymentStatus


@dataclass(frozen=True, slots=True)
class ReadArea(Read[AreaView]):
    """What the asking client has, and where they can turn to; raises NotFound where they were deleted."""


@dataclass(frozen=True, slots=True)
class ReadMyTickets(Read[tuple[ClientTicketRow, ...]]):
    """The asking client's tickets, the newest first; those below the number `before`.

    `archived` and `unread` leave only those that are, or are not; None leaves both.
    """

    before: int | None = None
    limit: int = 50
    archived: bool | None = None
    unread: bool | None = None


@dataclass(frozen=True, slots=True)
class ReadMyTicket(Read[ClientTicket]):
    """One of the asking client's tickets with what was said to and fro; raises NotFound."""

    number: int


@dataclass(frozen=True, slots=True)
class ReadMyPlans(Read[PlansView]):
    """The plans that can be ordered, by name."""


@dataclass(frozen=True, slots=True)
class ReadMyOffer(Read[OfferView]):
    """What an order of a plan would cost and give the asking client now; raises NotFound, Refused as the act would.

    With an `order` of theirs it is that order's renewal for `months`, or (None) for its own period.
    """

    plan: str = ""
    months: int | None = None
    package: int | None = None
    order: int | None = None


@dataclass(frozen=True, slots=True)
class ReadMyOrders(Read[tuple[OrderView, ...]]):
    """The asking client's orders, the newest first; who of staff placed one is not said."""


@dataclass(frozen=True, slots=True)
class ReadMyPayments(Read[Part[PaymentView]]):
    """A part of the asking client's payments, the newest first; with a `status` only those that have it."""

    part: Slice = NEWEST
    status: PaymentStatus | None = None


@dataclass(frozen=True, slots=True)
class ReadMyStatement(Read[Part[MoneyLine]]):
    """A part of the movements of money on the asking client's account, without who did them and what staff noted."""

    part: Slice = NEWEST


@dataclass(frozen=True, slots=True)
class ReadMyPayers(Read[tuple[PayerView, ...]]):
    """Who pays for the asking client, the one of whom invoices speak first."""
