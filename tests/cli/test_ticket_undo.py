"""Taking back on the command line (CLI: ticket; X4, TR7)."""

from __future__ import annotations

import pytest

from tests.cli.calls import Calls
from tests.cli.test_tickets import opened


@pytest.fixture
def held(call: Calls) -> Calls:
    """The same desk with an undo window of ten seconds; the clock of all calls stands at one time."""
    call.config.write_text(call.config.read_text().replace("undo_seconds = 0", "undo_seconds = 10"))
    return call


def test_undo_answers_with_the_ticket_as_it_was(call: Calls) -> None:
    """CLI, X4: on one ticket, and on whichever was last."""
    before = opened(call)
    call.json("ticket", "take", "1", as_="anna")
    other = opened(call, subject="Disk full")
    call.json("ticket", "take", "2", as_="anna")
    assert call.json("ticket", "undo", "1", as_="anna") == before
    assert call.json("ticket", "undo", as_="anna") == other
    assert call.refused("ticket", "undo", as_="anna") == {
        "code": "nothing_to_undo", "message": "There is nothing that you could take back.",
    }  # fmt: skip


def test_the_journal_lists_what_can_be_taken_back(call: Calls) -> None:
    """CLI: newest first; any act of it by its number."""
    opened(call)
    call.json("ticket", "favourite", "1", as_="anna")
    call.json("ticket", "take", "1", as_="anna")
    first = {"id": 1, "at": "2026-04-11T10:00:00Z", "act": "favourite", "what": "ticket 1 added to your favourites",
             "tickets": [1]}  # fmt: skip
    listed = call.json("ticket", "journal", "1", as_="anna")
    assert [one["what"] for one in listed] == ["ticket 1 taken", "ticket 1 added to your favourites"]
    assert listed[1] == first
    assert call.json("ticket", "undo", "--act", "1", as_="anna")["favourite"] is False
    assert call("ticket", "journal", as_="anna").text.splitlines()[1].endswith("ticket 1 taken")
    assert call.json("ticket", "journal") == []


def test_undo_in_words(call: Calls) -> None:
    """CLI: a line for people."""
    opened(call)
    call.json("ticket", "take", "1", as_="anna")
    call.json("ticket", "close", "1", as_="anna")
    assert call("ticket", "undo", "1", as_="anna").text == "Ticket 1 is as it was; taken back: ticket 1 closed.\n"


def test_a_held_answer_is_taken_back_and_its_text_is_the_draft(held: Calls, tmp_path: object) -> None:
    """TR7: the answer is gone from the ticket; the email is given up; files have to be attached again."""
    opened(held)
    held.json("ticket", "take", "1", as_="anna")
    path = held.config.parent / "log.txt"
    path.write_text("log")
    held.json("ticket", "reply", "1", "--text", "It is up", "--attach", str(path), "--close", as_="anna")
    ended = held("ticket", "undo", "1", as_="anna")
    assert ended.text == "Ticket 1 is as it was; taken back: ticket 1 answered and closed.\n"
    assert ended.err.decode() == "What it said is your draft again, but for its files (log.txt).\n"
    shown = held.json("ticket", "show", "1", as_="anna")
    assert ([message["kind"] for message in shown["messages"]], shown["taken_by"]) == (["client"], "anna")
    [mail] = held.json("mail", "outbox")
    assert (mail["state"], mail["dropped"]) == ("failed", True)
    assert held.json("search", "up") == []


def test_an_answer_without_a_window_is_refused(call: Calls) -> None:
    """TR7: with the reason, and exit code 1."""
    opened(call)
    call.json("ticket", "take", "1", as_="anna")
    call.json("ticket", "reply", "1", "--text", "It is up", as_="anna")
    assert call.refused("ticket", "undo", "1", as_="anna") == {
        "code": "too_late", "message": "The time to take the answer back is over; it is on its way. `ticket journal` "
        "lists what you did before; --act takes one of that back.",
    }  # fmt: skip
    answer, taken = call.json("ticket", "journal", "1", as_="anna")
    assert "answered" in answer["what"]
    assert call.json("ticket", "undo", "--act", str(taken["id"]), as_="anna")["number"] == 1
    assert call.refused("ticket", "undo", "--act", str(answer["id"]), as_="anna") == {
        "code": "too_late", "message": "The time to take the answer back is over; it is on its way.",
    }  # fmt: skip


def test_foreign_and_missing_are_alike(call: Calls) -> None:
    """DS3: a ticket of others, one that is not there, an act of others."""
    opened(call)
    call.json("ticket", "take", "1", as_="anna")
    assert call.refused("ticket", "undo", "1", as_="john")["code"] == "not_found"
    assert call.refused("ticket", "undo", "99", as_="john")["code"] == "not_found"
    assert call.refused("ticket", "undo", "--act", "1", as_="john")["code"] == "not_found"
    assert call.refused("ticket", "journal", "1", as_="john")["code"] == "not_found"


def test_a_ticket_and_an_act_are_too_much(call: Calls) -> None:
    """CLI: wrong usage."""
    opened(call)
    ended = call("ticket", "undo", "1", "--act", "1")
    assert (ended.code, ended.err.decode()) == (
        2, "helpdesk-tui: Name either a ticket or --act. `helpdesk-tui ticket undo --help` says more.\n",
    )  # fmt: skip
