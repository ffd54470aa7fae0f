"""Text from outside reaches no terminal raw and is never markup, whoever prints it (rules 36 and 37)."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from helpdesk_tui.cli import output
from helpdesk_tui.desk.actions.gateways import NotePoll
from helpdesk_tui.desk.door import open_desk
from tests.cli.calls import Calls

HOSTILE = "\x1b]0;owned\x07[@click=app.quit]x[/] \x1b[2J\u202egnp.\u200b[/nope]"
SAFE = "␛]0;owned␇[@click=app.quit]x[/] ␛[2J‹bidi›gnp.·[/nope]"

CLEANED = {"mail outbox", "client list", "client user list 1", "service list 1", "staff list"}
"""Lists of names alone, which are one printable line from the start."""


@pytest.fixture
def hostile(call: Calls) -> Calls:
    """A desk in which whatever came from outside is hostile."""
    raw = (
        "From: =?utf-8?B?{name}?= <nora@elsewhere.example>\r\nTo: {to}\r\nSubject: =?utf-8?B?{name}?=\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )
    name = base64.b64encode(HOSTILE.encode()).decode()
    for sender in ("nora@elsewhere.example", "hans@acme.example"):
        letter = raw.format(name=name, to="support@desk.example", text=HOSTILE)
        done = call("mail", "deliver", "--gateway", "support",
                    stdin=letter.replace("nora@elsewhere.example", sender).encode())  # fmt: skip
        assert done.code == 0
    call.json("client", "edit", "1", "--name", HOSTILE, "--comment", HOSTILE, "--label", HOSTILE)
    call.json("client", "user", "add", "1", "--email", "it@acme.example", "--name", HOSTILE)
    call.json("service", "add", "1", "--name", HOSTILE, "--plan", HOSTILE)
    call.json("ticket", "summary", "1", HOSTILE)
    call.json("ticket", "take", "1")
    call.json("ticket", "reply", "1", "--text", "Hello")
    call.json("abuse", "add", "1", "--scores", "1", "--action", "support", "--until", "3d", "--comment", HOSTILE)
    call.json("staff", "edit", "john", "--name", HOSTILE)
    call.json("department", "edit", "Sales", "--signature", HOSTILE)
    system = open_desk(call.where)
    system.perform(NotePoll(1, None, HOSTILE, failures=1))
    system.close()
    return call


@pytest.mark.parametrize(
    "words",
    [
        "client list", "client show 1", "client user list 1", "service list 1", "ticket list", "ticket show 1",
        "ticket history 1", "mail incoming", "mail outbox", "search owned", "gateway list", "staff list",
        "abuse list",
    ],
)  # fmt: skip
def test_it_is_shown_safe_and_literally(hostile: Calls, words: str) -> None:
    shown = hostile.people(*words.split())
    assert all(char == "\n" or char.isprintable() for char in shown)
    assert "‹bidi›" in shown
    assert "[/nope]" in shown
    # JSON carries it as it is stored, in ASCII; names and headings of outgoing mail have lost their control characters.
    told = hostile(*words.split(), "--json").out
    assert told.isascii()
    assert b"\\u202egnp.\\u200b[/nope]" in told
    assert (b"\\u001b]0;owned\\u0007" in told) == (words not in CLEANED)


@pytest.mark.parametrize("words", ["department list", "status", "doctor"])
def test_no_control_reaches_the_reader(hostile: Calls, words: str) -> None:
    """Names, errors of servers, findings: whatever the code, all of it can be printed."""
    shown = hostile(*words.split())
    assert shown.code in (0, 1)
    assert all(char == "\n" or char.isprintable() for char in (shown.out + shown.err).decode())
    assert words == "department list" or "‹bidi›" in shown.text


def test_lines_for_people_who_watch_the_mail(hostile: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`mail poll` and `mail send` on a terminal: what came in, what went out, and what became of it."""
    monkeypatch.setattr(output, "is_terminal", lambda stream: True)
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mail" / name).mkdir(parents=True)
    hostile("gateway", "edit", "support", "--path", str(tmp_path / "mail"))
    subject = base64.b64encode(HOSTILE.encode()).decode()
    (tmp_path / "mail" / "new" / "1699.M1P2.host").write_text(
        f"From: hans@acme.example\r\nTo: support@desk.example\r\nSubject: =?utf-8?B?{subject}?=\r\n\r\n{HOSTILE}\r\n"
    )
    for words in ("mail poll --once", "mail send --once"):
        shown = hostile(*words.split())
        assert shown.code == 0
        assert "[/nope]" in shown.text, words
        assert all(char == "\n" or char.isprintable() for char in shown.text), words
        assert shown.err.decode().replace("\n", "").isprintable() or shown.err == b""


def test_the_subject_reads_as_expected(hostile: Calls) -> None:
    assert hostile.people("ticket", "show", "1").splitlines()[0] == f"1 {SAFE}"


def test_errors_are_safe_too(hostile: Calls) -> None:
    """One line of printable text, whatever the caller typed."""
    for words in (
        ("client", "show", HOSTILE), ("ticket", "show", HOSTILE), (HOSTILE,), ("ticket", "list", f"status:{HOSTILE}"),
        ("department", "delete", f"a\n{HOSTILE}"), ("ticket", "new", "--attach", HOSTILE),
    ):  # fmt: skip
        ended = hostile(*words)
        assert ended.code in (1, 2)
        assert ended.err.decode()[:-1].isprintable(), ended.err
        assert ended.err.endswith(b"\n")
        assert hostile(*words, "--json").err.isascii()
