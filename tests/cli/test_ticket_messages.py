"""Messages on the command line: one whole, edited, split off, merged and back (CLI: ticket edit, split, merge; TF7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.calls import Calls
from tests.cli.test_tickets import numbers, opened


def conversation(call: Calls, number: int) -> list[str]:
    return [message["text"] for message in call.json("ticket", "show", str(number))["messages"]]


def answered(call: Calls) -> list[int]:
    """Ticket 1 of Acme, held and answered by anna; the numbers of its messages."""
    opened(call)
    call.json("ticket", "take", "1", as_="anna")
    call.json("ticket", "reply", "1", "--text", "It is up again.", as_="anna")
    return [message["id"] for message in call.json("ticket", "show", "1")["messages"]]


def test_a_message_is_edited(call: Calls) -> None:
    """CLI: answers with the ticket; the earlier text is shown by `ticket message`."""
    first, answer = answered(call)
    row = call.json("ticket", "edit", "1", str(first), "--text", "(removed)", as_="anna")
    assert (row["number"], row["taken_by"]) == (1, "anna")
    whole = call.json("ticket", "message", "1", str(first))
    assert (whole["text"], whole["edited"]) == ("(removed)", "2026-04-11T10:00:00Z")
    assert whole["earlier"] == [{"at": "2026-04-11T10:00:00Z", "who": "anna", "text": "Help!"}]
    said = call("ticket", "edit", "1", str(answer), "--text", "-", as_="anna", stdin=b"It was node 4.\n").text
    assert said == (
        "Ticket 1 has an edited message; its earlier text is kept. Its email has not left yet and says the new text.\n"
    )
    shown = call("ticket", "message", "1", str(first)).text
    assert shown.splitlines()[1:] == [
        f"--- 2026-04-11 12:00 hans@acme.example edited [{first}]", "(removed)", "",
        "--- until 2026-04-11 12:00, edited by anna", "Help!",
    ]  # fmt: skip
    assert call("ticket", "message", "1", "99", "--json").error["code"] == "not_found"


def test_a_ticket_is_split_and_put_together_again(call: Calls) -> None:
    """CLI: `split` answers with the new ticket, `--undo` with the old one."""
    _, answer = answered(call)
    made = call.json("ticket", "split", "1", "--from", str(answer), "--subject", "Node 4", as_="anna")
    assert (made["number"], made["subject"], made["client"], made["taken_by"]) == (
        2,
        "Node 4",
        "hans@acme.example",
        None,
    )
    assert conversation(call, 2) == ["It is up again.", "anna split this off from ticket 1 “Server down”."]
    assert call.json("ticket", "split", "2", "--undo", as_="anna")["number"] == 1
    assert conversation(call, 1)[:2] == ["Help!", "It is up again."]
    assert call.json("ticket", "show", "2")["merged_into"] == 1
    assert "Merged into 1\n" in call("ticket", "show", "2").text


def test_tickets_are_merged_and_come_apart(call: Calls) -> None:
    """CLI: N leaves the queue and points to INTO."""
    answered(call)
    opened(call, subject="Again")
    assert call.json("ticket", "merge", "1", "2", as_="anna")["number"] == 2
    assert numbers(call) == [2]
    assert conversation(call, 2)[:3] == ["Help!", "Help!", "It is up again."]
    assert call("ticket", "reply", "1", "--text", "x", "--json", as_="anna").error == {
        "code": "merged", "message": "Ticket 1 was merged into 2.", "ticket": 2,
    }  # fmt: skip
    assert call.json("ticket", "merge", "1", "2", "--undo", as_="anna")["number"] == 1
    assert sorted(numbers(call)) == [1, 2]
    assert call("ticket", "merge", "1", "2", "--undo", "--json", as_="anna").error["code"] == "nothing_to_take_back"


@pytest.mark.parametrize("words", [("1",), ("1", "--from", "1", "--undo"), ("1", "--undo", "--subject", "x")])
def test_a_split_names_a_message_or_undoes(call: Calls, words: tuple[Any, ...]) -> None:
    """Exit code 2."""
    ended = call("ticket", "split", *words)
    assert (ended.code, b"Name either --from (and --subject) or --undo." in ended.err) == (2, True)
