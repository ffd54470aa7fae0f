"""Questions about papers of accounts: invoices, everybody's withdrawals, what became of a document (CL12, CL13)."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk_tui.questions.accounts import EVERYBODYS, NEWEST, Slice
from helpdesk_tui.questions.base import Read
from helpdesk_tui.rules.invoice import Invoice
from helpdesk_tui.rules.papers import Narrow
from helpdesk_tui.views import EventView, InvoiceRow, Part, WithdrawalView


@dataclass(frozen=True, slots=True)
class ReadInvoice(Read[Invoice]):
    """The invoice of a payment (CL12), to a payer of the client, the first one if none is named; raises NotFound.

    With a `turn` the one that it had when it was Paid for the `turn`th time, also where it was put back since.
    """

    payment: int
    payer: int | None = None
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class ReadInvoicePart(Read[Part[InvoiceRow]]):
    """A part of the invoices of a client or of all, a payment each; raises NotFound for no client.

    Narrowed to those that are Paid, it is what became Paid and what was put back, by those days: a period that was
    declared stays as it is. Its lines go by `InvoiceRow.key`.
    """

    narrow: Narrow = EVERYBODYS
    part: Slice = NEWEST


@dataclass(frozen=True, slots=True)
class ReadWithdrawalPart(Read[Part[WithdrawalView]]):
    """The same of the withdrawals (CL13)."""

    narrow: Narrow = EVERYBODYS
    part: Slice = NEWEST


@dataclass(frozen=True, slots=True)
class ReadPaperHistory(Read[tuple[EventView, ...]]):
    """Who changed what of a payment, an expense or a withdrawal (`payment:12`), and when, the oldest first (CL12, SF2).

    One that was deleted has a history too. Sums are said in the account's currency. Raises NotFound.
    """

    document: str
