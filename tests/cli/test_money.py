"""Sums are exact (SPEC: Sums)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.cli.money import amount, minor_units
from helpdesk_tui.errors import Refused, WrongUsage


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (1250, "EUR", "12.50"), (-1250, "EUR", "-12.50"), (0, "EUR", "0.00"), (5, "USD", "0.05"), (-5, "USD", "-0.05"),
        (999_999_999_999, "EUR", "9999999999.99"), (1250, "JPY", "1250"), (1250, "KWD", "1.250"),
    ],
)  # fmt: skip
def test_a_sum_in_minor_units_is_written(minor: int, currency: str, text: str) -> None:
    assert amount(minor, currency) == text


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.50", "EUR", 1250), ("12.5", "EUR", 1250), ("12", "EUR", 1200), ("0", "EUR", 0), (".5", "EUR", 50),
        ("5.", "EUR", 500), ("+5", "EUR", 500), ("007", "EUR", 700), ("9999999999.99", "EUR", 999_999_999_999),
        ("0.1", "EUR", 10), ("1250", "JPY", 1250), ("1.25", "KWD", 1250),
    ],
)  # fmt: skip
def test_a_sum_is_read(text: str, currency: str, minor: int) -> None:
    assert minor_units(text, currency) == minor


@pytest.mark.parametrize(
    "text", ["", ".", "abc", "1,50", "1e3", "1 000", "٣", "½", "NaN", "0x10", "--5", "1.2.3", " 5"]
)
def test_what_is_no_number_is_wrong_usage(text: str) -> None:
    with pytest.raises(WrongUsage, match="is no sum like"):
        minor_units(text, "EUR")


@pytest.mark.parametrize(
    ("text", "currency", "sentence"),
    [
        ("-1", "EUR", "A sum is not less than zero."),
        ("1.234", "EUR", "A sum in EUR has at most 2 decimal places."),
        ("1.0", "JPY", "A sum in JPY has at most 0 decimal places."),
        ("10000000000", "EUR", "A sum is at most 9,999,999,999.99."),
        ("1" * 5000, "EUR", "A sum is at most 9,999,999,999.99."),
    ],
)
def test_a_number_that_the_rules_refuse(text: str, currency: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        minor_units(text, currency)
    assert (refused.value.code, refused.value.sentence) == ("bad_sum", sentence)


@given(st.integers(0, 999_999_999_999), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_what_is_written_is_read_as_the_same_sum(minor: int, currency: str) -> None:
    if len(amount(minor, currency).split(".")[0]) <= 10:
        assert minor_units(amount(minor, currency), currency) == minor
