"""Kept originals read again (CLI: mail replay; PEERS: after a fixed parser). What a better parser would read is set
against a text that was spoiled beside the desk.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.cli.calls import Calls
from tests.cli.test_mail_in import LETTER, NO_MAIL, delivered

SINCE = ("mail", "replay", "--since", "2026-04-11")
DIFFERS = {
    "mail": 1, "outcome": "changed", "reason": "", "subject": "Störung", "ticket": 1, "message": 1, "text": True,
    "folding": True, "files": ["log.txt"],
}  # fmt: skip
COUNTS = {"read": 1, "changed": 1, "answered": 0, "unreadable": 0}


def spoil(call: Calls) -> None:
    """What an older parser made of the letter: wrong letters, nothing folded, no file."""
    with closing(sqlite3.connect(call.where)) as connection, connection:
        connection.execute("DELETE FROM attachment")
        connection.execute("UPDATE message SET text = 'It is dÃ¶wn.', own_lines = 9, names = ''")


@pytest.fixture
def spoiled(call: Calls) -> None:
    delivered(call, LETTER)
    spoil(call)


def message(call: Calls) -> tuple[str, list[str]]:
    """Text of the ticket's message and the names of its files."""
    (shown,) = call.json("ticket", "show", "1")["messages"]
    return shown["text"], [file["name"] for file in shown["attachments"]]


def texts_before(call: Calls) -> list[Any]:
    return [event["before"] for event in call.json("ticket", "history", "1") if event["field"] == "text"]


@pytest.mark.usefixtures("spoiled")
def test_a_message_is_made_anew_and_its_former_text_kept(call: Calls) -> None:
    """Each email that differs in a line, then the counts; the second time nothing differs."""
    assert call(*SINCE, "--json").lines == [DIFFERS, COUNTS | {"dry_run": False}]
    assert message(call) == ("It is down.\n\n> earlier words", ["log.txt"])
    assert texts_before(call) == ["It is dÃ¶wn."]
    assert call(*SINCE, "--json").lines == [COUNTS | {"changed": 0, "dry_run": False}]


@pytest.mark.usefixtures("spoiled")
def test_a_dry_run_tells_the_same_and_changes_nothing(call: Calls) -> None:
    assert call(*SINCE, "--dry-run", "--json").lines == [DIFFERS, COUNTS | {"dry_run": True}]
    assert message(call) == ("It is dÃ¶wn.", [])
    assert texts_before(call) == []
    assert call.people(*SINCE, "--dry-run") == (
        "Mail 1, message 1 of ticket 1: text, folding, log.txt\n"
        "1 email read again: 1 message would change, 0 left as staff answered them, 0 emails not readable now.\n"
    )


@pytest.mark.usefixtures("spoiled")
def test_an_answered_message_stays_unless_it_is_asked_for(call: Calls) -> None:
    call.json("ticket", "take", "1")
    call.json("ticket", "reply", "1", "--text", "Since when?")
    left = DIFFERS | {"outcome": "answered"}
    assert call(*SINCE, "--json").lines == [left, COUNTS | {"changed": 0, "answered": 1, "dry_run": False}]
    assert call(*SINCE, "--answered", "--json").lines == [DIFFERS, COUNTS | {"dry_run": False}]


@pytest.mark.usefixtures("spoiled")
def test_without_a_date_only_what_could_not_be_read_is_tried(call: Calls) -> None:
    """As before: nobody changes messages by leaving an option out."""
    number = delivered(call, NO_MAIL)["mail"]
    assert [(one["mail"], one["outcome"]) for one in call("mail", "replay", "--json").lines] == [
        (number, "quarantined")
    ]
    assert [one["outcome"] for one in call("mail", "replay", "--dry-run", "--json").lines] == ["quarantined"]
    assert message(call)[0] == "It is dÃ¶wn."
    assert call("mail", "replay", "--answered").code == 2


@pytest.mark.usefixtures("spoiled")
def test_those_of_other_departments_are_left_out(call: Calls) -> None:
    """TQ1: john is in Sales, the ticket in Tech."""
    assert call(*SINCE, "--json", as_="john").lines == []
    assert message(call)[0] == "It is dÃ¶wn."


def test_staff_of_other_departments_try_what_could_not_be_read(call: Calls) -> None:
    """Rule 6: one-key retry for all staff; its original stays its department's."""
    number = str(delivered(call, NO_MAIL)["mail"])
    assert call("mail", "retry", number, "--json", as_="john").lines[0]["outcome"] == "quarantined"
    assert call.refused("mail", "raw", number, as_="john")["code"] == "not_found"
    assert call.refused("mail", "spam", number, as_="john") == {
        "code": "not_allowed",
        "message": "The email came for Tech: only its staff and administrators handle it.",
    }
