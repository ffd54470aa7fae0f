"""What a purchase costs a client, to the last minor unit (CL13)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.rules.pricing import adds_up, is_plain, parse_discount, parse_rate, priced, say_percent, say_price
from helpdesk_tui.views import Price

SUMS = st.integers(0, 999_999_999_999)
DISCOUNTS = st.integers(0, 10_000)
RATES = st.integers(0, 100_000)


@pytest.mark.parametrize(
    ("listed", "discount", "rate", "expected"),
    [
        (10_00, 10_00, 20_000, (9_00, 1_80, 10_80)),
        (10_00, 0, 0, (10_00, 0, 10_00)),
        (10_00, 100_00, 20_000, (0, 0, 0)),
        (0, 10_00, 20_000, (0, 0, 0)),
        # Half a unit goes up, less than half goes down: 0.5, 0.49, 1.5, 0.5 of a unit.
        (1, 50_00, 0, (1, 0, 1)),
        (1, 51_00, 0, (0, 0, 0)),
        (3, 50_00, 0, (2, 0, 2)),
        (5, 0, 10_000, (5, 1, 6)),
        (4, 0, 10_000, (4, 0, 4)),
        (25, 0, 10_000, (25, 3, 28)),
        # The tax is that of the rounded net price: of 2, not of 1.5, at 25 % it is 0.5.
        (3, 50_00, 25_000, (2, 1, 3)),
        (19_99, 12_50, 8_875, (17_49, 1_55, 19_04)),
        (33_33, 33_33, 19_000, (22_22, 4_22, 26_44)),
        (100_00, 1, 1, (99_99, 0, 99_99)),
        (999_999_999_999, 0, 100_000, (999_999_999_999, 999_999_999_999, 1_999_999_999_998)),
    ],
)
def test_rounding(listed: int, discount: int, rate: int, expected: tuple[int, int, int]) -> None:
    """CL13: half up to the minor unit, the tax on the discounted price."""
    price = priced(listed, discount, rate)
    assert (price.net, price.tax, price.total) == expected
    assert (price.listed, price.discount, price.rate) == (listed, discount, rate)


@given(SUMS, DISCOUNTS, RATES)
def test_whatever_it_is(listed: int, discount: int, rate: int) -> None:
    """CL13: a discount never raises a price, the parts sum up, nothing is below zero, and no share is off by more than
    half a unit."""
    price = priced(listed, discount, rate)
    assert 0 <= price.net <= listed
    assert 0 <= price.tax <= price.net
    assert price.total == price.net + price.tax
    assert -10_000 < 2 * (price.net * 10_000 - listed * (10_000 - discount)) <= 10_000
    assert -100_000 < 2 * (price.tax * 100_000 - price.net * rate) <= 100_000
    assert adds_up(price)


@given(SUMS, st.lists(DISCOUNTS, min_size=2, max_size=2).map(sorted), RATES)
def test_a_higher_discount_is_never_dearer(listed: int, discounts: list[int], rate: int) -> None:
    low, high = discounts
    assert priced(listed, high, rate).total <= priced(listed, low, rate).total


@pytest.mark.parametrize(
    "wrong",
    [
        Price(10_00, 10_00, 9_00, 20_000, 1_80, 10_81), Price(10_00, 10_00, 9_01, 20_000, 1_80, 10_81),
        Price(10_00, 10_00, 9_00, 20_000, 1_81, 10_81), Price(10_00, 0, 9_00, 20_000, 1_80, 10_80),
        Price(-1, 0, -1, 0, 0, -1), Price(10, -1, 10, 0, 0, 10), Price(10, 0, 10, -1, 0, 10),
        Price(10, 10_001, 0, 0, 0, 0), Price(100, 0, 100, 100_001, 100, 200),
    ],
)  # fmt: skip
def test_what_does_not_add_up(wrong: Price) -> None:
    """RELIABILITY rule 25: a price is what its parts make."""
    assert not adds_up(wrong)


@pytest.mark.parametrize(
    ("price", "currency", "said"),
    [
        (priced(10_00, 10_00, 20_000), "EUR", "10.00 - 10 % = 9.00 + 20 % tax 1.80 = 10.80"),
        (priced(10_00, 12_50), "EUR", "10.00 - 12.5 % = 8.75"),
        (priced(10_00, 0, 8_875), "USD", "10.00 + 8.875 % tax 0.89 = 10.89"),
        (priced(10_00), "EUR", "10.00"),
        (priced(1000, 33_33, 10_000), "JPY", "1000 - 33.33 % = 667 + 10 % tax 67 = 734"),
        (priced(1000, 1, 5_000), "KWD", "1.000 - 0.01 % = 1.000 + 5 % tax 0.050 = 1.050"),
    ],
)
def test_every_unit_is_explained(price: Price, currency: str, said: str) -> None:
    assert say_price(price, currency) == said
    assert is_plain(price) == (said == "10.00")


@pytest.mark.parametrize(
    ("text", "units"),
    [("10", 10_00), ("10%", 10_00), (" 12.5 % ", 12_50), ("0.01", 1), ("100", 100_00), ("100.000", 100_00),
     ("007.", 7_00)],
)  # fmt: skip
def test_discounts_that_are_typed(text: str, units: int) -> None:
    assert parse_discount(text) == units


@pytest.mark.parametrize(("text", "units"), [("0", 0), ("20", 20_000), ("8.875", 8_875), ("100", 100_000)])
def test_rates_that_are_typed(text: str, units: int) -> None:
    assert parse_rate(text) == units


@pytest.mark.parametrize(
    ("parse", "text", "error"),
    [
        (parse_discount, "0", Refused), (parse_discount, "100.01", Refused), (parse_discount, "12.345", Refused),
        (parse_discount, "999", Refused), (parse_rate, "100.001", Refused), (parse_rate, "8.8755", Refused),
        (parse_discount, "", WrongUsage), (parse_discount, "-5", WrongUsage), (parse_discount, "1,5", WrongUsage),
        (parse_discount, "10 percent", WrongUsage), (parse_rate, "1e1", WrongUsage), (parse_rate, "\u0661", WrongUsage),
        (parse_rate, "9" * 5000, WrongUsage), (parse_rate, ".5", WrongUsage),
    ],
)  # fmt: skip
def test_percents_that_are_none(parse: Any, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse(text)


@given(DISCOUNTS.filter(bool))
def test_a_percent_is_read_as_it_is_said(units: int) -> None:
    assert parse_discount(say_percent(units, 2)) == units


@given(RATES)
def test_a_rate_is_read_as_it_is_said(units: int) -> None:
    assert parse_rate(say_percent(units, 3)) == units
