"""What another currency of the provider does, in words (CL11)."""

from __future__ import annotations

import pytest

from helpdesk_tui.rules.currencies import CurrencyChange, change_words


@pytest.mark.parametrize(
    ("orders", "said"),
    [
        (0, ""),
        (1, "1 purchase that waits for a payment is cancelled, with the payment."),
        (2, "2 purchases that wait for a payment are cancelled, with the payments."),
    ],
)
def test_purchases_that_wait_are_counted_as_people_do(orders: int, said: str) -> None:
    lines = change_words(CurrencyChange("EUR", "USD", 1, orders=orders)).splitlines()
    assert [line for line in lines if "cancelled" in line] == ([said] if said else [])
