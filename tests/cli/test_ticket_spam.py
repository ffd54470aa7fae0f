"""`ticket spam N [--undo]` and `ticket list --view spam` (CLI; SPEC Clarifications: Spam)."""

from __future__ import annotations

from tests.cli.calls import Calls
from tests.cli.test_tickets import numbers, opened


def test_a_ticket_is_spam_and_is_not(call: Calls) -> None:
    """It answers with the ticket, as every act does."""
    opened(call)
    marked = call.json("ticket", "spam", "1", as_="anna")
    assert (marked["number"], marked["status"], marked["taken_by"]) == (1, "awaiting_client", None)
    assert numbers(call) == numbers(call, "--view", "all") == []
    assert numbers(call, "--view", "spam") == [1]
    assert call.json("ticket", "spam", "1", "--undo", as_="anna")["status"] == "in_progress"
    assert numbers(call) == [1]
    assert numbers(call, "--view", "spam") == []


def test_it_is_refused(call: Calls) -> None:
    """Twice, of somebody who holds it, and of a ticket that one does not see."""
    opened(call)
    assert call.refused("ticket", "spam", "1", "--undo", as_="anna") == {
        "code": "not_spam", "message": "Ticket 1 is not marked as spam.",
    }  # fmt: skip
    call.json("ticket", "take", "1", as_="anna")
    assert call.refused("ticket", "spam", "1", as_="gus")["code"] == "ticket_blocked"
    call.json("ticket", "spam", "1", as_="anna")
    assert call.refused("ticket", "take", "1", as_="anna")["code"] == "spam"
    assert call.refused("ticket", "spam", "1", as_="john")["code"] == "not_found"


def test_in_words(call: Calls) -> None:
    """For people."""
    opened(call)
    assert call.people("ticket", "spam", "1", as_="anna") == "Ticket 1 is marked as spam.\n"
    assert call.people("ticket", "spam", "1", "--undo", as_="anna") == "Ticket 1 is no spam any more.\n"
