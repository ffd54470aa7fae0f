"""Editing what was said (SPEC TF7)."""

from __future__ import annotations

import pytest

from helpdesk_tui.rules import edits

MAIL = "Hello\n\nmy password is x\n\nAm Montag schrieb Anna:\n> Which machine?"


@pytest.mark.parametrize(
    ("before", "own", "after", "expected"),
    [
        ("Hello", 1, "Hello\nagain", 2),
        (MAIL, 3, MAIL.replace("x\n", "(removed)\n"), 3),
        (MAIL, 3, "Hello\n\nAm Montag schrieb Anna:\n> Which machine?", 1),
        (MAIL, 3, MAIL.replace("Which", "What"), 6),
        ("Hello\n\n", 1, "Hello again", 1),
    ],
)
def test_quoted_history_stays_quoted(before: str, own: int, after: str, expected: int) -> None:
    """TF11: what nobody touched stays folded; what was changed is somebody's own words."""
    assert edits.own_lines(before, own, after) == expected


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("Dear Hans,\n\n-- \nAnna\n", "Dear Erika,\n\n-- \nAnna\n"),
        ("Dear Hans,\n", "Dear Erika,\n"),
        ("Something else", "Something else"),
    ],
)
def test_an_email_that_has_not_left_says_the_new_text(email: str, expected: str) -> None:
    """TF7: the signature below it stays."""
    assert edits.text_of_email(email, "Dear Hans,\n", "Dear Erika,") == expected
