"""Forms that are out of date (rules 26, 33): what was seen against what is, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import stale
from helpdesk_tui.views import Foreseen
from helpdesk_tui.vocab import Priority


@pytest.mark.parametrize(
    ("check", "code", "sentence", "details"),
    [
        (lambda: stale.check_amount(10_00, 12_00, "EUR"), "stale",
         "Somebody else changed the amount meanwhile: it is 12.00 EUR now. Look at it again.", {"amount": "12.00"}),
        (lambda: stale.check_currency("EUR", "JPY"), "stale",
         "The sum was entered in EUR, and the account is in JPY now. Look at it again.", {"currency": "JPY"}),
        (lambda: stale.check_price("54.00 EUR", "60.00 EUR"), "stale",
         "The price changed meanwhile: it is 60.00 EUR now. Look at it again.", {"price": "60.00 EUR"}),
        (lambda: stale.check_taken(Foreseen("takes 1: 1 lifetime", 2), "takes 1: 1 on credit", -1, "none"), "stale",
         "The client's support incidents changed meanwhile: it takes 1: 1 on credit; left: none. Look at it again.",
         {"takes": "takes 1: 1 on credit", "left": -1}),
        (lambda: stale.check_debt(Foreseen(balance=1_00), -2_00, None, "EUR"), "stale",
         "The account changed meanwhile: the balance is -2.00 EUR afterwards. Look at it again.",
         {"balance": "-2.00 EUR"}),
        (lambda: stale.check_debt(Foreseen(balance=-2_00, credit_limit=5_00), -2_00, 1_00, "EUR"), "stale",
         "The account changed meanwhile: the balance is -2.00 EUR afterwards, the credit limit 1.00 EUR. Look at it"
         " again.", {"balance": "-2.00 EUR"}),
        (lambda: stale.check_missing(Foreseen(), 7_00, "EUR"), "stale",
         "The account changed meanwhile: it waits for a payment over 7.00 EUR. Look at it again.",
         {"missing": "7.00 EUR"}),
        (lambda: stale.check_missing(Foreseen(missing=7_00), 0, "EUR"), "stale",
         "The account changed meanwhile: nothing has to be paid before. Look at it again.", {"missing": "0.00 EUR"}),
        (lambda: stale.check_given(Foreseen(number=10), 9), "stale",
         "The plan changed meanwhile: it has 9 support incidents now. Look at it again.", {"number": 9}),
        (lambda: stale.check_purchases(1, 2), "stale",
         "Somebody else bought something under this order meanwhile. Look at it again.", {}),
        (lambda: stale.check_fee(0, 15_00, 5_00, "EUR"), "stale",
         "Somebody else charged a support fee meanwhile: it is 5.00 EUR now. Look at it again.", {"fee": "5.00"}),
        (lambda: stale.check_fee(0, 15_00, 5_00, "EUR", "F3 shows it."), "stale",
         "Somebody else charged a support fee meanwhile: it is 5.00 EUR now. F3 shows it.", {"fee": "5.00"}),
        (lambda: stale.check_incidents(1, 3, 2), "stale",
         "Somebody else changed the support incidents meanwhile: the ticket has 3 now. Look at it again.",
         {"incidents": 3}),
        (lambda: stale.check_lots(4, 5, 10, 0), "changed",
         "Meanwhile the client has other incidents: limit 10, usage 0.", {}),
        (lambda: stale.check_parameter("priority", Priority.NORMAL, Priority.URGENT, Priority.LOW), "stale",
         "Somebody else changed the priority meanwhile: it is urgent now. Look at it again.", {}),
        (lambda: stale.check_parameter("front", False, True, None), "stale",
         "Somebody else changed the front meanwhile: the ticket is at the beginning of the queue now. Look at it"
         " again.", {}),
        (lambda: stale.check_parameter("service", 1, 2, None), "stale",
         "Somebody else changed the service meanwhile: it is another one now. Look at it again.", {}),
        (lambda: stale.check_ticket(3, 4, 57), "stale",
         "Ticket 57 was changed by somebody else meanwhile; look at it again.", {}),
        (lambda: stale.check_text("a", "b"), "stale",
         "Somebody else edited this message meanwhile; look at it again.", {}),
    ],
)  # fmt: skip
def test_what_is_otherwise_by_now(
    check: Callable[[], None], code: str, sentence: str, details: dict[str, object]
) -> None:
    """Rule 26: refused with the new value."""
    with pytest.raises(Refused) as refused:
        check()
    assert (refused.value.code, refused.value.sentence, refused.value.details) == (code, sentence, details)


def test_what_is_as_it_was_seen_or_was_not_looked_at() -> None:
    """Rule 26: nothing to say; neither where somebody else did already what is to be done."""
    for seen in (None, 12_00):
        stale.check_amount(seen, 12_00, "EUR")
        stale.check_purchases(seen, 12_00)
        stale.check_fee(seen, 12_00, 0, "EUR")
        stale.check_lots(seen, 12_00, 1, 1)
        stale.check_ticket(seen, 12_00, 57)
        stale.check_incidents(seen, 12_00, 4)
    for text in ("", "EUR"):
        stale.check_currency(text, "EUR")
        stale.check_price(text, "EUR")
    for said in (None, ""):
        stale.check_text(said, "")
    for told in (None, Foreseen("takes 1", 2, -3_00, 5_00, 10, 7_00)):
        stale.check_taken(told, "takes 1", 2, "2 lifetime")
        stale.check_taken(told, "takes 1", 9, "9 lifetime")
        stale.check_taken(told, "", 0, "")
        stale.check_debt(told, -3_00, 5_00, "EUR")
        stale.check_debt(told, -2_00, 2_00, "EUR")
        stale.check_debt(told, 0, None, "EUR")
        stale.check_missing(told, 7_00, "EUR")
        stale.check_given(told, 10)
    stale.check_debt(Foreseen(balance=50_00), 1, 0, "EUR")
    stale.check_debt(Foreseen(), -1, 0, "EUR")
    stale.check_incidents(1, 3, 3)
    stale.check_parameter("subject", "Before", "After", "After")
    stale.check_parameter("service", None, None, 4)
