"""Exchange rates (CL13): which one is in force, and what a sum becomes; exact, rounded once, half up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.rules.exchange import Rate, checked, converted, in_force, into, parse_rate, parse_units, say_rate

DAY = date(2026, 4, 11)
CODES = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3, "CLF": 4}
"""Currencies and their places by ISO 4217."""


@st.composite
def rates(draw: st.DrawFn) -> str:
    """A rate above zero with up to ten places."""
    whole, rest = draw(st.integers(0, 99_999_999)), draw(st.integers(0, 10**10 - 1))
    return parse_rate(f"{whole}.{rest or 1:010}")


@pytest.mark.parametrize(
    ("minor", "source", "target", "rate", "expected"),
    [
        (25_00, "USD", "EUR", Rate("USD", "EUR", "0.92"), 23_00),
        (25_00, "EUR", "USD", Rate("USD", "EUR", "0.92"), 27_17),  # the inverse: 27.1739...
        (1_00, "EUR", "JPY", Rate("EUR", "JPY", "162.5"), 163),  # half up
        (1_00, "EUR", "JPY", Rate("EUR", "JPY", "162.4999999999"), 162),
        (1000, "JPY", "EUR", Rate("JPY", "EUR", "0.62", 100), 6_20),  # 100 JPY = 0.62 EUR
        (1, "USD", "EUR", Rate("USD", "EUR", "0.5"), 1),
        (1, "USD", "EUR", Rate("USD", "EUR", "0.4999999999"), 0),
        (0, "USD", "EUR", Rate("USD", "EUR", "0.92"), 0),
        (1_000, "KWD", "EUR", Rate("KWD", "EUR", "3"), 3_00),
    ],
)  # fmt: skip
def test_what_a_sum_becomes(minor: int, source: str, target: str, rate: Rate, expected: int) -> None:
    """CL13: `units` of the base are `rate` of the converted currency; half up to the minor unit, once."""
    assert converted(minor, source, target, rate) == expected


@given(st.integers(0, 10**9), st.sampled_from(sorted(CODES)), st.sampled_from(sorted(CODES)), rates(),
       st.integers(1, 10**6), st.booleans())  # fmt: skip
def test_it_is_the_decimal_rounded_once(
    minor: int, source: str, target: str, rate: str, units: int, inverse: bool
) -> None:
    """The same as a decimal of eighty digits, in either direction; too high a sum is refused."""
    pair = (target, source) if inverse else (source, target)
    with localcontext() as context:
        context.prec = 80
        factor = units / Decimal(rate) if inverse and source != target else Decimal(rate) / units
        exact = Decimal(minor).scaleb(-CODES[source]) * factor
        expected = int(exact.scaleb(CODES[target]).quantize(Decimal(1), ROUND_HALF_UP))
    try:
        assert converted(minor, source, target, Rate(*pair, rate, units)) == expected
    except Refused:
        assert expected > 999_999_999_999 * 10 ** CODES[target] // 100


@given(st.integers(0, 10**6), st.integers(0, 10**6), rates())
def test_more_costs_no_less(low: int, more: int, rate: str) -> None:
    """A conversion keeps the order of prices."""
    one = Rate("USD", "EUR", rate)
    try:
        high = converted(low + more, "USD", "EUR", one)
    except Refused:
        return
    assert converted(low, "USD", "EUR", one) <= high


def of(number: int, days: int = 0, client: int | None = None, base: str = "USD", to: str = "EUR") -> Rate:
    return Rate(base, to, f"{number}", 1, DAY + timedelta(days=days), "", client, number)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([], None),
        ([of(1, 1)], None),  # valid from tomorrow
        ([of(1, -9), of(2, -1), of(3, 1)], 2),  # the latest that is not after today
        ([of(1), of(2)], 2),  # the same date: added last
        ([of(2, -5), of(1, 0, 7)], 1),
        ([of(2), of(1, -99, 7)], 1),  # a client's own stands over the provider's, however old
        ([of(2), of(1, 1, 7)], 2),  # unless it is not valid yet
        ([of(1, -9), of(2, 0, None, "EUR", "USD")], 1),  # this direction over the inverse
        ([of(2, 0, None, "EUR", "USD")], 2),
        ([of(1, 0), of(2, 0, 7, "EUR", "USD")], 2),
        ([of(1, 0, None, "USD", "GBP")], None),
    ],
)  # fmt: skip
def test_which_is_in_force(known: list[Rate], expected: int | None) -> None:
    """CL13: latest date not after today, then added last; personal over general, direct over inverse."""
    found = in_force(known, "USD", "EUR", DAY)
    assert (found and found.id) == expected


def test_without_a_rate_it_says_which_to_add() -> None:
    """CL13: refused with a sentence that says which rate to add."""
    with pytest.raises(Refused, match="rate add --base USD --to EUR --rate") as refused:
        into(1_00, "USD", "EUR", [of(1, 0, None, "USD", "GBP")], DAY)
    assert refused.value.code == "no_rate"
    assert into(25_00, "USD", "EUR", [of(2)], DAY) == (50_00, of(2))


@pytest.mark.parametrize(("typed", "kept"), [("0.92", "0.92"), ("092.500", "92.5"), (".5", "0.5"), ("7.", "7"),
                                             ("0.0000000001", "0.0000000001"), ("99999999", "99999999")])  # fmt: skip
def test_a_rate_as_it_is_typed(typed: str, kept: str) -> None:
    """CL13: an exact decimal."""
    assert parse_rate(typed) == kept


@pytest.mark.parametrize("typed", ["0", "0.000", "0.00000000001", "100000000", "1" * 5000])
def test_a_rate_out_of_bounds(typed: str) -> None:
    """CL13: above zero, up to ten places."""
    with pytest.raises(Refused) as refused:
        parse_rate(typed)
    assert refused.value.code == "bad_rate"


@pytest.mark.parametrize("typed", ["", ".", "-1", "1,5", "1e3", "٣", "nan"])
def test_no_rate(typed: str) -> None:
    with pytest.raises(WrongUsage):
        parse_rate(typed)


def test_units() -> None:
    """CL13: how many units the rate is for."""
    assert (parse_units("100"), parse_units("1000000")) == (100, 1_000_000)
    for typed in ("0", "1000001", "9" * 5000):
        with pytest.raises(Refused):
            parse_units(typed)
    with pytest.raises(WrongUsage):
        parse_units("1.5")


@pytest.mark.parametrize(
    ("rate", "code"),
    [
        (Rate("USD", "USD", "1"), "same_currency"), (Rate("USD", "EURO", "1"), "bad_currency"),
        (Rate("ERU", "EUR", "1"), "bad_currency"), (Rate("USD", "EUR", "1", 0), "bad_number"),
        (Rate("USD", "EUR", "0"), "bad_rate"), (Rate("USD", "EUR", "1", comment="x" * 201), "too_long"),
    ],
)  # fmt: skip
def test_what_is_no_rate(rate: Rate, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(rate)
    assert refused.value.code == code


def test_in_words() -> None:
    assert say_rate(checked(Rate("jpy", " eur", "00.620", 100, comment=" as\nagreed "))) == "100 JPY = 0.62 EUR"
