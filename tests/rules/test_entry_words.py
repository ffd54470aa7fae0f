"""What an entry says, for who reads a list of them (IN12, CL11)."""

from __future__ import annotations

import pytest

from helpdesk_tui.rules.entry_words import said
from helpdesk_tui.rules.moving import pair_of
from helpdesk_tui.vocab import EntryKind


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        (EntryKind.TICKET, {"ticket": 7}, "ticket 7"),
        (EntryKind.TICKET_BACK, {"ticket": 7}, "given back by ticket 7"),
        (EntryKind.LAPSED_BACK, {"ticket": 7}, "given back by ticket 7"),
        (EntryKind.WITHDRAWAL, {"text": "R1", "reason": "referral"}, "withdrawal (referral): R1"),
        (EntryKind.WITHDRAWAL, {"reason": "return"}, "withdrawal (return)"),
        (EntryKind.MOVED, {"moved": "from EUR"}, "moved from EUR"),
        (EntryKind.PURCHASE, {"text": "Care", "purchase": "order"}, "Care"),
        (EntryKind.PURCHASE, {"text": "Care", "purchase": "renewal"}, "Care renewed"),
        (EntryKind.PURCHASE, {"text": "Care", "purchase": "upgrade"}, "Care upgraded"),
        (EntryKind.EXPENSE, {"text": "Support fee for ticket 7", "ticket": 7}, "Support fee for ticket 7"),
        (EntryKind.LIMIT, {"text": "gift"}, "gift"),
        (EntryKind.REGISTRATION, {}, ""),
    ],
)
def test_an_entry_says_what_it_was_for(kind: EntryKind, given: dict[str, object], words: str) -> None:
    """IN12: a ticket, a withdrawal and a move too, which no document tells of."""
    assert said(kind, **({"text": ""} | given)) == words  # type: ignore[arg-type]


def test_the_accounts_of_a_pair() -> None:
    """CL11: named by the cause that both entries have; other causes name none."""
    assert pair_of("moved:3:14:7:1") == (3, 14)
    assert pair_of("order:3:14") is None
