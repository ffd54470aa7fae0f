"""The support fees of a ticket in words, a sum for each currency that it was charged in (SF1, CL11)."""

from __future__ import annotations

from helpdesk_tui.rules.money import amount
from helpdesk_tui.views import ChargesView, FeesView


def fees(charges: ChargesView) -> str:
    """`15.00 EUR (5.00 EUR refunded), 10.00 USD`, the provider's currency first; nothing where none was charged."""
    return ", ".join(filter(None, (_charged(one) for one in _all(charges))))


def merged(charges: ChargesView) -> str:
    """`15.00 EUR on merged tickets`, with the other currencies; nothing where none was charged there."""
    sums = ", ".join(_money(one.merged, one.currency) for one in _all(charges) if one.merged)
    return sums and f"{sums} on merged tickets"


def _all(charges: ChargesView) -> tuple[FeesView, ...]:
    return (FeesView(charges.currency, charges.fee, charges.charged, charges.merged_fee), *charges.earlier)


def _charged(fees: FeesView) -> str:
    if not fees.charged:
        return ""
    refunded = fees.charged - fees.fee
    back = f" ({_money(refunded, fees.currency)} refunded)" if refunded > 0 else ""
    return _money(fees.fee, fees.currency) + back


def _money(minor: int, currency: str) -> str:
    return f"{amount(minor, currency)} {currency}"
