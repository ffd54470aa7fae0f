"""Drafts (TR5): two texts in one field, nothing lost and nothing twice."""

from __future__ import annotations

import pytest

from helpdesk_tui.rules import drafts


@pytest.mark.parametrize(
    ("kept", "added", "both"),
    [("", "New", "New"), ("Old", "", "Old"), ("Old", "New", "Old\n\nNew"), ("Old and new", "new", "Old and new"),
     ("Dear", "Dear Hans", "Dear Hans")],
)  # fmt: skip
def test_two_drafts_in_one_field(kept: str, added: str, both: str) -> None:
    """TR5: nothing that was typed is lost."""
    assert drafts.joined(kept, added) == both
