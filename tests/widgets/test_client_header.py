"""The lines above a ticket (TF1, TF2, TF3, IN13; SCREENS: ticket)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.views import ChargesView, FeesView, LotView, MessageView, SupportView, TaskView, TicketView
from helpdesk_tui.vocab import Characteristic, MessageKind, Priority, TaskState, TicketStatus
from helpdesk_tui.widgets.client_header import Support, client_line, note_line, service_line, support_words, ticket_line
from helpdesk_tui.widgets.pieces import width_of_pieces
from tests.widgets.ticket_app import ticket

TICKET = ticket(())
TICKET = replace(TICKET, row=replace(TICKET.row, front=False, favourite=False, delayed=False))
SUPPORT = Support("1 of 7 left (3 until 10 May, 4 lifetime)", "15.00 EUR", "12.50 EUR")


def text(pieces: list[tuple[str, str]]) -> str:
    """The text of some pieces."""
    return "".join(part for part, _ in pieces)


def task(department: str, staff: str | None, *, mine: bool = False, state: TaskState = TaskState.OPEN) -> TaskView:
    """A task of a ticket."""
    return TaskView(1, department, staff, state, mine)


def message(number: int, words: str) -> MessageView:
    """A message of the system."""
    return MessageView(number, MessageKind.SYSTEM, "system", datetime(2026, 11, 23, 9, 41, tzinfo=UTC), words, 1)


def lot(count: int, day: int) -> LotView:
    """Incidents until a day in May."""
    return LotView(count, date(2026, 4, 11), date(2026, 5, day))


def with_tasks(*tasks: TaskView) -> TicketView:
    """The ticket with these tasks."""
    return replace(TICKET, tasks=tasks)


def test_the_three_lines_at_120_columns() -> None:
    first = text(ticket_line(TICKET, SUPPORT, 120))
    assert first.startswith(" 4000  Backup failed again ")
    assert first.endswith(" In progress · Tech · held by you ")
    second = text(service_line(TICKET, SUPPORT, 120)).rstrip()
    assert second.split("    ") == [
        " vps-31 (KVM-2, active)",
        "incidents 1 of 7 left (3 until 10 May, 4 lifetime)",
        "fee 15.00 EUR",
        "priority normal",
    ]
    third = text(client_line(TICKET, SUPPORT, 120))
    assert third.split(" · ") == [
        " Acme GmbH <hans@acme.example>",
        "good",
        "wholesale",
        "balance 12.50 EUR",
        "client since Mar 2021",
        "14 tickets, 1 open",
    ]


@pytest.mark.parametrize(
    ("tasks", "words"),
    [
        ((task("Tech", None),), "Tech · held by nobody"),
        ((task("Tech", "anna"),), "Tech · held by anna"),
        (
            (task("Tech", "gary", mine=True), task("Sales", "anna"), task("Billing", None)),
            "Tech: you, Sales: anna, Billing: nobody",
        ),
        ((task("Tech", "gary", mine=True), task("Sales", "anna", state=TaskState.CLOSED)), "Tech · held by you"),
    ],
)
def test_who_holds_which_part_of_the_ticket(tasks: tuple[TaskView, ...], words: str) -> None:
    """TQ5, TF3."""
    assert text(ticket_line(with_tasks(*tasks), SUPPORT, 120)).rstrip().endswith(words)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (TicketStatus.IN_PROGRESS, "In progress"),
        (TicketStatus.AWAITING, "Awaiting response"),
        (TicketStatus.ARCHIVED, "In archive"),
    ],
)
def test_the_status_in_the_words_of_the_desk(status: TicketStatus, words: str) -> None:
    """TQ3."""
    one = replace(TICKET, row=replace(TICKET.row, status=status))
    assert f"  {words} · " in text(ticket_line(one, SUPPORT, 120))


def test_a_merged_ticket_says_into_which() -> None:
    assert ticket_line(replace(TICKET, merged_into=4790), SUPPORT, 120)[-1] == ("merged into 4790 ", "alarm")


def test_priority_and_missing_service_have_words() -> None:
    row = replace(TICKET.row, priority=Priority.URGENT, service=None)
    second = text(service_line(replace(TICKET, row=row, service_id=None), Support(), 120)).rstrip()
    assert second == " no service    priority urgent"


def test_what_the_list_marks_has_words() -> None:
    """TF4, TF8, TQ7: delay, place and favourite; at 80 columns the plan gives way, and then the priority."""
    until = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    one = replace(TICKET, row=replace(TICKET.row, front=True, favourite=True, delayed=True, delayed_until=until))
    assert text(service_line(one, Support(), 80)).rstrip() == (
        " vps-31    delayed until 1 Dec 09:00 · beginning of the queue · favourite"
    )


def test_the_summary_and_the_assignment_have_a_line() -> None:
    """TF1, TF3: the newest assignment of an open ticket; the summary comes first where both do not fit."""
    said = [
        message(number, f'The ticket has been assigned to "{name}".') for number, name in ((1, "Sales"), (2, "Tech"))
    ]
    one = replace(TICKET, messages=tuple(said), summary="")
    information = "Ticket information: The ticket is assigned to Tech."
    assert text(note_line(one, SUPPORT, 80)).strip() == information
    both = replace(one, summary="power of node 4")
    assert text(note_line(both, SUPPORT, 80)).split("  ")[0].strip() == "power of node 4"
    assert text(note_line(both, SUPPORT, 80)).rstrip().endswith(information)
    assert text(note_line(replace(both, summary="x" * 60), SUPPORT, 80)).strip() == "x" * 60
    closed = replace(one, row=replace(one.row, status=TicketStatus.AWAITING))
    assert text(note_line(closed, SUPPORT, 80)).strip() == ""


def test_client_since_is_cut_first() -> None:
    """TF1: at 80 columns the number of tickets is still there."""
    third = text(client_line(TICKET, SUPPORT, 80))
    assert "client since" not in third
    assert third.endswith("14 tickets, 1 open")


def test_answers_that_would_not_arrive_are_announced() -> None:
    pieces = service_line(replace(TICKET, answers_arrive=False), SUPPORT, 160)
    assert pieces[-1][1] == "alarm"
    assert "will not arrive" in pieces[-1][0]


def test_a_problematic_client_is_named_so_and_strong() -> None:
    """CL5."""
    client = replace(TICKET.client, characteristic=Characteristic.PROBLEMATIC)
    assert ("problematic", "alarm") in client_line(replace(TICKET, client=client), SUPPORT, 120)


@given(st.integers(10, 200), st.text(max_size=80), st.text(max_size=40), st.text(max_size=200))
def test_no_line_is_wider_than_the_terminal(width: int, subject: str, name: str, other: str) -> None:
    one = replace(
        TICKET,
        row=replace(TICKET.row, subject=subject, department=other),
        summary=other,
        client=replace(TICKET.client, name=name, email=other, label=other),
        tasks=(task(other, other),),
    )
    for make in (ticket_line, service_line, client_line, note_line):
        assert width_of_pieces(make(one, Support(other, other, other), width)) <= width


@pytest.mark.parametrize(
    ("has", "incidents", "balance"),
    [
        (SupportView(), "", ""),
        (SupportView(1250, moved=True), "", "12.50 EUR"),
        (SupportView(-1, 4, moved=True, incidents=True), "4 left", "-0.01 EUR"),
        (SupportView(0, 4, (lot(3, 10), lot(2, 31)), moved=True, incidents=True),
         "9 left (3 until 10 May, 2 until 31 May, 4 lifetime)", "0.00 EUR"),
        (SupportView(0, 0, (lot(1, 10),), 2, moved=True, incidents=True), "1 left (1 until 10 May), 2 on credit",
         "0.00 EUR"),
        (SupportView(0, 0, (), 1_200, moved=True, incidents=True), "0 left, 1,200 on credit", "0.00 EUR"),
    ],
)  # fmt: skip
def test_what_a_client_has_is_said_in_words(has: SupportView, incidents: str, balance: str) -> None:
    """IN13: dated ones with their last day, then lifetime ones, then the credit used; nothing where nothing moved."""
    client = replace(TICKET.client, support=has, currency="EUR")
    assert support_words(client) == Support(incidents, balance=balance)


@pytest.mark.parametrize(
    ("charges", "fee"),
    [
        (ChargesView("EUR", 15_00, 15_00), "15.00 EUR"),
        (ChargesView("EUR", 15_00, 20_00, merged_fee=1_00),
         "15.00 EUR (5.00 EUR refunded), 1.00 EUR on merged tickets"),
        (ChargesView("KWD", earlier=(FeesView("EUR", 10_00, 10_00),)), "10.00 EUR"),
        (ChargesView("KWD", 1_234, 1_234, earlier=(FeesView("EUR", 9_00, 10_00), FeesView("USD", 0, 0, 2_00))),
         "1.234 KWD, 9.00 EUR (1.00 EUR refunded), 2.00 USD on merged tickets"),
    ],
)  # fmt: skip
def test_fees_are_told_in_every_currency(charges: ChargesView, fee: str) -> None:
    """SF1, CL11: the provider's own first; what was charged before the currency changed is not forgotten."""
    assert support_words(TICKET.client, charges).fee == fee
