"""What a ticket costs its client, on the command line: the fee that is named, what was charged (SF1, IN11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from helpdesk_tui.cli.tables import at, counted, line, table, words
from helpdesk_tui.clock import iso
from helpdesk_tui.questions import ReadAccount, ReadRow
from helpdesk_tui.rules import fee_words
from helpdesk_tui.rules.money import amount, positive_units
from helpdesk_tui.vocab import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.views import ChargeLine, ChargesView, FeesView

FEE = click.option("--fee", metavar="AMOUNT", help="Charge the client a support fee, in full.")
INCIDENTS = click.option(
    "--incidents", type=int, metavar="N", help="What the ticket costs in all: more are taken, or some given back."
)


def fee_of(desk: Desk, ticket: int, sum_: str | None) -> int | None:
    """A fee in minor units of the currency of the ticket's client; raises NotFound, WrongUsage, Refused `bad_sum`."""
    if sum_ is None:
        return None
    client = desk.read(ReadRow(ticket)).client_id
    return positive_units(sum_, desk.read(ReadAccount(client)).currency)


def shape(view: ChargesView) -> dict[str, Any]:
    """What was charged on a ticket, as JSON has it; `fee` is what is left of its fees in the provider's currency."""
    return {
        "incidents": view.incidents, "fee": amount(view.fee, view.currency), "currency": view.currency,
        "earlier_fees": earlier(view.earlier),
        "entries": [_entry(one) for one in view.lines],
    }  # fmt: skip


def earlier(fees: Iterable[FeesView]) -> list[dict[str, Any]]:
    """What is left of a ticket's fees in currencies that the provider had before (CL11), as JSON has it."""
    return [{"currency": one.currency, "fee": amount(one.fee, one.currency)} for one in fees if one.fee]


def show(view: ChargesView, zone: tzinfo) -> None:
    """The same for people; nothing where nothing was charged."""
    if not view.lines:
        return
    fee = fee_words.fees(view) or _money(0, view.currency)
    line(f"Costs {counted(view.incidents, 'support incident')}, support fee {fee}")
    rows = (
        (at(one.at, zone), one.who or "system", words(one.kind.value), _moved(one),
         f"until {one.ends}" if one.ends else "", one.document.replace(":", " "), one.ticket)
        for one in view.lines
    )  # fmt: skip
    table(("At", "Who", "What", "Moved", "Of those", "Document", "Ticket"), rows, "")


def _entry(one: ChargeLine) -> dict[str, Any]:
    money = one.unit is Unit.MONEY
    kind, _, number = one.document.partition(":")
    return {
        "id": one.id, "at": iso(one.at), "who": one.who or "system", "kind": one.kind.value, "unit": one.unit.value,
        "amount": amount(one.amount, one.currency) if money else one.amount,
        "currency": one.currency if money else None,
        "from": one.starts and one.starts.isoformat(), "until": one.ends and one.ends.isoformat(),
        "expense": int(number) if kind == "expense" else None, "ticket": one.ticket,
    }  # fmt: skip


def _moved(one: ChargeLine) -> str:
    return _money(one.amount, one.currency) if one.unit is Unit.MONEY else f"{one.amount:+,} incidents"


def _money(minor: int, currency: str) -> str:
    return f"{amount(minor, currency)} {currency}"
