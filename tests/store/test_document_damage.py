"""`doctor` finds documents that say something else than was posted for them (rule 25), on both databases."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.accounts import AddWithdrawal
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, SetPayment
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.vocab import PaymentStatus, WithdrawalReason
from tests.desks import HANS, NORD, MadeDesk

PAID, NEW = PaymentStatus.PAID, PaymentStatus.NEW


@pytest.fixture
def papers(desk: MadeDesk) -> MadeDesk:
    """Hans: payments Paid, New, put back and deleted; expenses as they were, edited and deleted; a withdrawal."""
    run = desk.gary.perform
    run(AddPayment(HANS, 100_00, PAID))
    run(AddPayment(HANS, 20_00))
    run(SetPayment(run(AddPayment(HANS, 30_00, PAID)), NEW))
    run(DeletePayment(run(AddPayment(HANS, 40_00))))
    run(AddExpense(HANS, 25_00, "Backup"))
    run(EditExpense(run(AddExpense(HANS, 10_00, "Work")), 4_00))
    run(DeleteExpense(run(AddExpense(HANS, 5_00, "Mistake"))))
    run(AddWithdrawal(HANS, 1_00, WithdrawalReason.RETURN, "Transfer"))
    run(AddExpense(NORD, 2_00, "Call"))
    return desk


def finding(desk: MadeDesk) -> tuple[bool, str]:
    (found,) = (one for one in diagnose(desk.where, clock=desk.clock) if one.name == "documents")
    return found.ok, found.sentence


def test_they_say_what_was_posted(papers: MadeDesk) -> None:
    assert finding(papers) == (True, "Payments, expenses and withdrawals say what was posted (9).")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE payment SET amount = 77700 WHERE id = 1", "payment 1 says 777.00 EUR, posted is 100.00 EUR; "
         "invoice 1 says 100.00 EUR, its payment 777.00 EUR"),
        ("UPDATE payment SET status = 'paid' WHERE id = 3", "payment 3 says 30.00 EUR, posted is 0.00 EUR"),
        ("UPDATE payment SET deleted = created WHERE id = 1", "payment 1 says 0.00 EUR, posted is 100.00 EUR"),
        ("UPDATE expense SET amount = 1 WHERE id = 1", "expense 1 says -0.01 EUR, posted is -25.00 EUR"),
        ("UPDATE expense SET amount = 1000 WHERE id = 2", "expense 2 says -10.00 EUR, posted is -4.00 EUR"),
        ("UPDATE expense SET deleted = NULL WHERE id = 3", "expense 3 says -5.00 EUR, posted is 0.00 EUR"),
        ("UPDATE expense SET account = 1 WHERE id = 4", "expense 4 says -2.00 EUR, posted is 0.00 EUR"),
        ("UPDATE withdrawal SET amount = 200", "withdrawal 1 says -2.00 EUR, posted is -1.00 EUR"),
    ],
)  # fmt: skip
def test_one_that_says_something_else(papers: MadeDesk, statement: str, said: str) -> None:
    papers.sql(statement)
    number = said.count("; ") + 1
    assert finding(papers) == (
        False, f"Not what was posted: {number} document{'s' * (number > 1)} ({said}); restore a backup.",
    )  # fmt: skip
