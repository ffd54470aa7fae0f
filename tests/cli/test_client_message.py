"""Mass messages and registration on the command line (CLI: client message, client add --notify; MO2, CL2)."""

from __future__ import annotations

import os
import signal
import subprocess

import pytest

from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.door import Desk, open_desk
from helpdesk_tui.questions import ReadOutbox
from tests.cli.calls import PROGRAM, Calls

WORDS = ("client", "message", "--department", "Tech", "--subject", "News for {client.name}", "--text", "-")
TEXT = b"Hello,\n\nwe move.\n"


def test_a_message_is_looked_at_and_sent(call: Calls) -> None:
    """Looking sends nothing; what was sent once is sent to nobody again."""
    call.json("client", "edit", "2", "--mass-messages", "off")
    looked = call.json(*WORDS, "gmbh", "--dry-run", stdin=TEXT)
    assert looked == {
        "recipients": 1, "unfilled": [], "answers_arrive": True,
        "without": [{"client": "#2", "email": "info@nordlicht.example", "reason": "wants no mass messages"}],
        "sample": {"to": "hans@acme.example", "from": "support@desk.example", "subject": "News for Acme GmbH",
                   "text": "Hello,\n\nwe move."},
    }  # fmt: skip
    assert call.json("mail", "outbox") == []
    sent = call.json(*WORDS, "--yes", stdin=TEXT)
    assert (sent["message"], sent["sent"], len(sent["without"])) == (1, 2, 1)
    again = call.json(*WORDS, "--yes", stdin=TEXT)
    assert (again["message"], again["sent"]) == (None, 0)
    assert {one["reason"] for one in again["without"]} == {"wants no mass messages", "had this message already"}
    assert sorted(one["to"] for one in call.json("mail", "outbox")) == ["hans@acme.example", "omar@example.org"]
    assert call.json("client", "show", "2")["mass_messages"] is False


def test_people_read_who_gets_none(call: Calls) -> None:
    call.json("client", "edit", "2", "--mass-messages", "off")
    assert call.people(*WORDS, "--dry-run", stdin=TEXT).splitlines() == [
        "2 clients would get it.", "Not 1, wants no mass messages: Nordlicht GmbH",
        "To hans@acme.example, from support@desk.example: News for Acme GmbH", "Hello,", "", "we move.",
    ]  # fmt: skip
    assert "Mass messages  none wanted" in call.people("client", "show", "2")


def test_it_asks_for_yes(call: Calls) -> None:
    ended = call(*WORDS, stdin=TEXT)
    assert ended.code == 2
    assert b"Add --yes to send it to 3 clients, or --dry-run" in ended.err
    assert call.json("mail", "outbox") == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--yes", "--dry-run"], 2, "usage"), (["status:busy"], 2, "usage"),
        (["--department", "No", "--yes"], 1, "not_found"),
        (["--subject", "{ticket.number}", "--yes"], 1, "unfilled"), (["--subject", " ", "--dry-run"], 1, "bad_value"),
    ],
)  # fmt: skip
def test_what_is_refused(call: Calls, words: list[str], code: int, said: str) -> None:
    ended = call("--json", *WORDS, *words, stdin=TEXT)
    assert (ended.code, ended.error["code"]) == (code, said)


def test_it_is_for_administrators(call: Calls) -> None:
    """DS3."""
    assert call("--json", *WORDS, "--yes", as_="anna", stdin=TEXT).error["code"] == "not_allowed"


def test_a_client_is_told_that_they_are_registered(call: Calls) -> None:
    """CL2."""
    added = call.people("client", "add", "--email", "eva@neu.example", "--notify")
    assert added == "Client #4 eva@neu.example was added and is told by email.\n"
    assert [one["to"] for one in call.json("mail", "outbox")] == ["eva@neu.example"]


def test_one_that_was_killed_goes_on(call: Calls) -> None:
    """Rule 22: killed in the middle of four hundred clients and sent again, each has it once."""
    desk = open_desk(call.where)
    _add(desk, 400)
    with subprocess.Popen(
        [*PROGRAM, *WORDS, "--yes"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | call.environment | {"HELPDESK_STAFF": "gary"},
    ) as program:  # fmt: skip
        assert program.stdin is not None
        program.stdin.write(TEXT)
        program.stdin.close()
        while program.poll() is None and not _written(desk):
            pass
        program.send_signal(signal.SIGKILL)
    before = _written(desk)
    assert before % 100 == 0
    call.json(*WORDS, "--yes", stdin=TEXT)
    assert _written(desk) == 403
    desk.close()


def _add(desk: Desk, count: int) -> None:
    with desk.staff("gary").together() as together:
        for number in range(count):
            together.perform(AddClient(f"c{number}@many.example"))


def _written(desk: Desk) -> int:
    """How many have it."""
    rows = desk.staff("gary").read(ReadOutbox(10_000))
    assert len({row.to for row in rows}) == len(rows)
    return len(rows)
