"""The JSON of what is booked on accounts: entries, changes of terms, withdrawals, sums of a period (CL11 to CL13).

As in `shapes`, sums are strings with their currency beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.cli.shapes import Shape, payment
from helpdesk_tui.clock import iso
from helpdesk_tui.rules.invoice import labelled
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.pricing import RATE_PLACES, say_percent
from helpdesk_tui.vocab import Unit

if TYPE_CHECKING:
    from helpdesk_tui.rules.invoice import Invoice
    from helpdesk_tui.views import (
        CurrencyView,
        EntryLine,
        EventView,
        InvoiceRow,
        PayerView,
        RateView,
        TurnoverView,
        WithdrawalView,
    )


def account_change(view: EventView) -> Shape:
    """A change of an account's terms."""
    return {
        "id": view.id, "at": iso(view.at), "who": view.who, "field": view.field.removeprefix("account_"),
        "before": view.before, "after": view.after,
    }  # fmt: skip


def entry(view: EntryLine) -> Shape:
    """An entry for the accountant: a sum with its currency, or a number of support incidents."""
    money = view.unit is Unit.MONEY
    return {
        "id": view.id, "client": view.client or None, "account": view.account, "unit": view.unit.value,
        "kind": view.kind.value, "amount": amount(view.amount, view.currency) if money else str(view.amount),
        "currency": view.currency if money else None, "at": iso(view.at), "who": view.who or "system",
        "ticket": view.ticket, "document": view.document, "text": view.text,
        "starts": view.starts and view.starts.isoformat(), "ends": view.ends and view.ends.isoformat(),
    }  # fmt: skip


def paper_change(view: EventView) -> Shape:
    """A change of a payment, an expense or a withdrawal."""
    return {
        "id": view.id, "at": iso(view.at), "who": view.who, "field": view.field, "before": view.before,
        "after": view.after,
    }  # fmt: skip


def invoice(view: InvoiceRow) -> Shape:
    """An invoice in a list: its payment, who pays, and when it was last sent."""
    net, tax = (None if one is None else amount(one, view.currency) for one in (view.net, view.tax))
    return payment(view.payment) | {
        "payer": view.payer, "tax_number": view.tax_number, "net": net, "tax": tax, "sent": iso(view.sent),
        "sent_to": view.sent_to or None, "due": view.due and view.due.isoformat(),
        "returned": amount(view.returned, view.currency), "number": labelled(view.id, view.turn), "turn": view.turn,
        "date": view.day and view.day.isoformat(), "put_back": iso(view.put_back), "reversal": view.reversal,
    }  # fmt: skip


def whole_invoice(view: Invoice) -> Shape:
    """An invoice by itself, as it is printed."""
    days = {name: getattr(view, name) and getattr(view, name).isoformat() for name in ("paid", "put_back", "due")}
    parts = dict.fromkeys(("net", "rate", "tax"))
    if view.exact and view.price is not None:
        parts = {"net": amount(view.price.net, view.currency), "rate": say_percent(view.price.rate, RATE_PLACES),
                 "tax": amount(view.price.tax, view.currency)}  # fmt: skip
    return {
        "id": view.number, "number": view.label, "turn": view.turn, "date": view.created.isoformat(),
        "from": [*view.sender()], "to": [*view.to()], "lines": _lines(view.lines()), "amount":
        amount(view.amount, view.currency), "currency": view.currency, "note": view.note,
        "returned": _lines(view.returns()), "where_to_pay": [*view.where_to_pay()],
    } | days | parts  # fmt: skip


def _lines(found: tuple[tuple[str, str], ...]) -> list[Shape]:
    return [{"text": text, "amount": said} for text, said in found]


def withdrawal(view: WithdrawalView) -> Shape:
    """Money that left an account."""
    return {
        "id": view.id, "client": f"#{view.client}", "at": iso(view.at), "amount": amount(view.amount, view.currency),
        "currency": view.currency, "reason": view.reason.value, "reference": view.reference,
    }  # fmt: skip


def turnover(view: TurnoverView) -> Shape:
    """An account over a period."""
    sums = {name: amount(getattr(view, name), view.currency)
            for name in ("before", "paid", "charged", "withdrawn", "after")}  # fmt: skip
    return {"client": view.client or None, "account": view.account, "currency": view.currency} | sums | {
        "incidents_before": view.incidents_before, "incidents_given": view.given, "incidents_used": view.used,
        "incidents_lapsed": view.lapsed, "incidents_moved": view.moved, "incidents_after": view.incidents_after,
    }  # fmt: skip


def payer(view: PayerView) -> Shape:
    """Who pays for a client."""
    return {
        "id": view.id, "client": f"#{view.client}", "kind": view.kind.value, "name": view.name,
        "address": view.address, "tax_number": view.tax_number,
    }  # fmt: skip


def currency(view: CurrencyView) -> Shape:
    """A currency of the directory."""
    return {"code": view.code, "places": view.places, "active": view.active, "provider": view.own}


def rate(view: RateView) -> Shape:
    """An exchange rate: `units` of the base are `rate` of the converted currency; without a client it is for all."""
    return {
        "id": view.id, "client": None if view.client is None else f"#{view.client}", "base": view.base,
        "to": view.converted, "rate": view.rate, "units": view.units, "from": view.since.isoformat(),
        "comment": view.comment, "in_force": view.in_force,
    }  # fmt: skip
