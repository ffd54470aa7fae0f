"""Sums are exact (SPEC: Sums)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.rules.money import amount, checked, minor_units, most, positive_units


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (1250, "EUR", "12.50"), (-1250, "EUR", "-12.50"), (0, "EUR", "0.00"), (5, "USD", "0.05"), (-5, "USD", "-0.05"),
        (999_999_999_999, "EUR", "9999999999.99"), (1250, "JPY", "1250"), (1250, "KWD", "1.250"),
        (1250, "CLF", "0.1250"), (-1, "JPY", "-1"),
    ],
)  # fmt: skip
def test_a_sum_in_minor_units_is_written(minor: int, currency: str, text: str) -> None:
    assert amount(minor, currency) == text


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.50", "EUR", 1250), ("12.5", "EUR", 1250), ("12", "EUR", 1200), ("0", "EUR", 0), (".5", "EUR", 50),
        ("5.", "EUR", 500), ("007", "EUR", 700), ("9999999999.99", "EUR", 999_999_999_999),
        ("0.1", "EUR", 10), (" 5 ", "EUR", 500), ("5\n", "EUR", 500), ("1250", "JPY", 1250), ("1.25", "KWD", 1250),
    ],
)  # fmt: skip
def test_a_sum_is_read(text: str, currency: str, minor: int) -> None:
    assert minor_units(text, currency) == minor


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "abc",
        "1,50",
        "1e3",
        "1 000",
        "٣",
        "½",
        "NaN",
        "0x10",
        "--5",
        "1.2.3",
        "+5",
        "-",
        "-.",
        "1\u00a0000",
        "12.5O",
    ],
)
def test_what_is_no_number_is_wrong_usage(text: str) -> None:
    with pytest.raises(WrongUsage, match="is no sum like"):
        minor_units(text, "EUR")


@pytest.mark.parametrize(
    ("text", "currency", "sentence"),
    [
        ("-1", "EUR", "A sum has to be zero or more."),
        ("1.234", "EUR", "A sum in EUR has at most 2 decimal places."),
        ("1.0", "JPY", "A sum in JPY has at most 0 decimal places."),
        ("-0.01", "EUR", "A sum has to be zero or more."),
        ("9999999999.999", "KWD", "A sum in KWD has to be at most 9,999,999,999.990."),
        ("10000000000", "JPY", "A sum in JPY has to be at most 9,999,999,999."),
        ("10000000000", "EUR", "A sum in EUR has to be at most 9,999,999,999.99."),
        ("1" * 5000, "EUR", "A sum in EUR has to be at most 9,999,999,999.99."),
    ],
)
def test_a_number_that_the_rules_refuse(text: str, currency: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        minor_units(text, currency)
    assert (refused.value.code, refused.value.sentence) == ("bad_sum", sentence)


@given(st.integers(0, 999_999_999_999), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_what_is_written_is_read_as_the_same_sum(minor: int, currency: str) -> None:
    if minor <= most(currency):
        assert minor_units(amount(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("currency", "minor"), [("EUR", 999_999_999_999), ("JPY", 9_999_999_999), ("KWD", 9_999_999_999_990)]
)
def test_the_highest_sum_is_the_same_number_in_every_currency(currency: str, minor: int) -> None:
    """SPEC, Sums: at most 9,999,999,999.99."""
    assert (most(currency), checked(minor, currency)) == (minor, minor)
    with pytest.raises(Refused):
        checked(minor + 1, currency)


@pytest.mark.parametrize("text", ["0", "0.00", ".0", "0."])
def test_fees_payments_and_new_expenses_are_above_zero(text: str) -> None:
    """SPEC, Sums; prices, costs, limits and edited expenses may be 0."""
    assert minor_units(text, "EUR") == 0
    with pytest.raises(Refused) as refused:
        positive_units(text, "EUR")
    assert (refused.value.code, refused.value.sentence) == ("bad_sum", "This sum has to be greater than zero.")
    assert positive_units("0.01", "EUR") == 1


@pytest.mark.parametrize(("minor", "zero"), [(0, False), (-1, True), (-1, False), (10**12, True), (None, True)])
def test_a_sum_that_did_not_come_as_text_is_in_range_too(minor: int | None, zero: bool) -> None:
    with pytest.raises(Refused) as refused:
        checked(minor, "EUR", zero=zero)
    assert refused.value.code == "bad_sum"
