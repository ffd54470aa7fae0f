"""Invoices of payments by email (CL12, MO2; SPEC: Once), on both databases."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.clients import EditClient
from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.invoices import SendInvoice
from helpdesk_tui.desk.actions.own_letters import WriteLetter
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadClient, ReadOutbox, ReadOutgoing
from helpdesk_tui.rules.letter_kinds import LetterKind
from helpdesk_tui.vocab import PaymentStatus
from tests.desks import HANS, SUPPORT, MadeDesk


def refused(desk: MadeDesk, act: SendInvoice, login: str = "anna") -> str:
    with pytest.raises(DeskError) as failure:
        getattr(desk, login).perform(act)
    return failure.value.code


def test_it_says_what_was_paid_for(desk: MadeDesk) -> None:
    """In the client's language, from the department of who sends it, with what the payment covers."""
    desk.anna.perform(EditClient(HANS, language="de"))
    desk.anna.perform(AddExpense(HANS, 12_50, "Backup"))
    number = desk.anna.perform(AddPayment(HANS, 50_00, PaymentStatus.PAID, "Rest"))
    mail = desk.anna.read(ReadOutgoing(desk.anna.perform(SendInvoice(number))))
    assert (mail.row.to, mail.row.subject, mail.row.ticket, mail.sender) == (HANS, f"Rechnung {number}", None, SUPPORT)
    assert mail.text.splitlines() == [
        f"Hier ist Ihre Rechnung {number} vom 2026-04-11 über 50.00 EUR.", "", "- Backup: 12.50 EUR",
    ]  # fmt: skip
    told = [(one.who, one.field, one.after) for one in desk.gary.read(ReadClient(HANS)).changes]
    assert ("anna", "invoice", f"{number} sent to {HANS}") in told


def test_one_that_waits_has_its_note(desk: MadeDesk) -> None:
    number = desk.anna.perform(AddPayment(HANS, 50_00, text="Server, May"))
    desk.gary.perform(WriteLetter(LetterKind.INVOICE, "en", "Please pay {{amount}}", "For {{client}}:\n{{items}}"))
    mail = desk.gary.read(ReadOutgoing(desk.gary.perform(SendInvoice(number, "Sales"))))
    assert (mail.row.subject, mail.text.splitlines()) == (
        "Please pay 50.00 EUR", ["For Acme GmbH:", "- Server, May"],
    )  # fmt: skip


def test_from_a_department_of_ones_own(desk: MadeDesk) -> None:
    """DS3; an administrator who is in none says which."""
    number = desk.anna.perform(AddPayment(HANS, 50_00))
    assert refused(desk, SendInvoice(number, "Sales")) == "not_found"
    assert refused(desk, SendInvoice(number, "Nowhere")) == "not_found"
    assert refused(desk, SendInvoice(number), "gary") == "no_department"
    desk.anna.perform(DeletePayment(number))
    assert refused(desk, SendInvoice(number)) == "not_found"
    assert desk.gary.read(ReadOutbox()) == ()


def test_it_is_sent_once(desk: MadeDesk) -> None:
    """SPEC, Once."""
    number = desk.anna.perform(AddPayment(HANS, 50_00))
    assert len({desk.anna.perform(SendInvoice(number, key="form")) for _ in range(3)}) == 1
    assert len(desk.anna.read(ReadOutbox())) == 1
