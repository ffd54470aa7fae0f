"""What is wrong with a call: one line, the right exit code, nothing done (CLI: exit codes; Shapes: Errors)."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.calls import PROGRAM, Calls, clean_environment
from tests.servers.daemon import as_server_user, hand_over, own_directory

# Command line, exit code, error code, sentence (or its beginning, where it ends in `...`).
WRONG: list[tuple[str, int, str, str]] = [
    # Usage: no such command, option or word; something missing, or too much.
    ("tickets", 2, "usage", "No such command 'tickets'. Did you mean ticket? `helpdesk-tui --help` says more."),
    ("frobnicate", 2, "usage", "No such command 'frobnicate'. `helpdesk-tui --help` says more."),
    ("ticket", 2, "usage", "Missing command. `helpdesk-tui ticket --help` says more."),
    ("ticket frob", 2, "usage", "No such command 'frob'. `helpdesk-tui ticket --help` says more."),
    ("ticket take", 2, "usage", "Missing argument 'NUMBER'. `helpdesk-tui ticket take --help` says more."),
    ("ticket take 1 2", 2, "usage", "Got unexpected extra argument (2). `helpdesk-tui ticket take --help` says more."),
    ("ticket take --ovr 1", 2, "usage", "No such option '--ovr'. ..."),
    ("ticket reply 1 --discount 5", 2, "usage", "No such option '--discount'. ..."),
    ("client add", 2, "usage", "Missing option '--email'. `helpdesk-tui client add --help` says more."),
    ("gateway add x --type smtp --address a@b.example --department Tech", 2, "usage",
     "Invalid value for '--type': 'smtp' is not one of 'imap', 'pop3', 'maildir', 'mbox', 'pipe', 'lmtp'. ..."),
    ("ticket list --view everything", 2, "usage", "Invalid value for '--view': 'everything' is not one of ..."),
    ("ticket assign 1", 2, "usage", "Name either --department or --staff. ..."),
    ("ticket assign 1 --department Tech --staff anna", 2, "usage", "Name either --department or --staff. ..."),
    ("ticket delay 1", 2, "usage", "Name either a time or --clear. ..."),
    ("ticket delay 1 2d --clear", 2, "usage", "Name either a time or --clear. ..."),
    ("ticket take 1 --reason r", 2, "usage", "--reason goes with --over. ..."),
    ("ticket priority 1", 2, "usage", "Name a priority, or --front on or off. ..."),
    ("mail accept 1", 2, "usage", "Name either --client or --ticket. ..."),
    ("department edit Tech", 2, "usage", "Name something to change. ..."),
    ("staff edit anna", 2, "usage", "Name something to change. ..."),
    ("client edit 1", 2, "usage", "Name something to change. ..."),
    ("gateway edit support", 2, "usage", "Name something to change. ..."),
    ("gateway edit support --password-env A --password-command B", 2, "usage", "A password comes from one place: ..."),
    ("staff edit anna --department Tech --no-departments", 2, "usage", "--department and --no-departments do not ..."),
    # Values that are none: not a number, a switch, a date, a file, a sum, a field of the query language.
    ("ticket take twelve", 2, "usage", "Invalid value for 'NUMBER': “twelve” is no number. ..."),
    ("ticket show 12x", 2, "usage", "Invalid value for 'NUMBER': “12x” is no number. ..."),
    ("ticket show ٣", 2, "usage", "Invalid value for 'NUMBER': “٣” is no number. ..."),
    ("client show #x", 2, "usage", "Invalid value for 'CLIENT': “#x” is no number. ..."),
    ("ticket list --limit 0", 2, "usage", "Invalid value for '--limit': 0 is not in the range x>=1. ..."),
    ("ticket list --limit many", 2, "usage", "Invalid value for '--limit': 'many' is not a valid integer. ..."),
    ("ticket set 1 --front maybe", 2, "usage", "Invalid value for '--front': 'maybe' is not one of 'on', 'off'. ..."),
    ("ticket delay 1 31.2.", 2, "usage", "“31.2.” is not in the calendar or not on the clock."),
    ("ticket delay 1 2026-02-30", 2, "usage", "“2026-02-30” is not in the calendar or not on the clock."),
    ("mail replay --since yesterday", 2, "usage",
     "Invalid value for '--since': “yesterday” is no date like 2026-04-11 or time like 2026-04-11T09:00:00Z. ..."),
    ("ticket list colour:red", 2, "usage", "colour: is no field. ..."),
    ("ticket list age:soon", 2, "usage", "age: ..."),
    ("search !!!", 2, "usage", "“!!!” has no letter or digit to search for."),
    ("service add 1 --name n --cost 1,50", 2, "usage", "“1,50” is no sum like 12.50."),
    ("ticket new --client 1 --department Tech --subject s --message m --attach /nowhere/f", 2, "no_file",
     "/nowhere/f is no file: No such file or directory."),
    ("ticket new --client 1 --department Tech --subject s --message m --attach /tmp", 2, "no_file",
     "/tmp is no file."),
    ("client add --email nobody", 2, "usage", "..."),
    # What the rules refuse.
    ("service add 1 --name n --cost -1", 1, "bad_sum", "A sum has to be zero or more."),
    ("service add 1 --name n --cost 1.234", 1, "bad_sum", "A sum in EUR has at most 2 decimal places."),
    ("ticket delay 1 2020-01-01", 1, "not_ahead", "Wed 1 Jan 2020 9:00 is over; the time has to lie ahead."),
    ("department add tech", 1, "exists", "There is a department tech already."),
    ("staff add ANNA", 1, "bad_login", "A login has lower-case letters, ..."),
    ("staff add anna", 1, "exists", "The login anna is taken."),
    ("staff edit gary --admin off", 1, "last_admin", "A desk needs an administrator; make somebody else one first."),
    ("provider set colour blue", 1, "unknown_setting", "There is no provider setting colour; ..."),
    ("provider set use_priority yes", 1, "bad_value", "use_priority is on or off."),
    ("gateway edit support --password-env A --oauth2-command B", 2, "usage", "A password comes from one place: ..."),
    ("gateway edit support --password-env MY-PASSWORD", 1, "bad_value", "A variable's name has letters, digits ..."),
    ("gateway edit support --password-env 2nd", 1, "bad_value", "A variable's name has letters, digits ..."),
    ("gateway edit support --interval 1", 1, "bad_value", "The interval is 5 to 86400 seconds."),
    # Not there.
    ("ticket show 99", 1, "not_found", "Ticket 99 was not found."),
    ("ticket take 0", 1, "not_found", "Ticket 0 was not found."),
    ("ticket take 99999999999999999999", 1, "not_found", "Ticket 99999999999999999999 was not found."),
    ("ticket attachment 9 -", 1, "not_found", "Attachment 9 was not found."),
    ("client show nobody@acme.example", 1, "not_found", "Client nobody@acme.example was not found."),
    ("client show #99999999999999999999", 1, "not_found", "Client 99999999999999999999 was not found."),
    ("department delete Nowhere", 1, "not_found", "Department Nowhere was not found."),
    ("staff delete nobody", 1, "not_found", "Staff member nobody was not found."),
    ("gateway test nowhere", 1, "not_found", "Gateway nowhere was not found."),
    ("mail spam 9", 1, "not_found", "Incoming email 9 was not found."),
    ("ticket new --client 1 --department Nowhere --subject s --message m", 1, "not_found",
     "Department Nowhere was not found."),
    ("ticket new --client 1 --department Tech --subject s --message m --service none", 1, "not_found",
     "Service none was not found."),
]  # fmt: skip


@pytest.mark.parametrize(("line", "code", "word", "sentence"), WRONG, ids=[row[0] for row in WRONG])
def test_a_wrong_call_ends_in_one_line(call: Calls, line: str, code: int, word: str, sentence: str) -> None:
    if " 1 " in f"{line} " and line.startswith("ticket delay"):
        call.json("ticket", "new", "--client", "1", "--department", "Tech", "--subject", "s", "--message", "m")
    error = call.refused(*line.split(" "), code=code)
    assert error["code"] == word
    assert_said(error["message"], sentence)
    # The same, for people: one line of the program on stderr.
    ended = call(*line.split(" "))
    assert (ended.code, ended.out, ended.err.count(b"\n")) == (code, b"", 1)
    assert ended.err.decode() == f"helpdesk-tui: {error['message']}\n"


def assert_said(message: str, sentence: str) -> None:
    """The sentence, or its beginning where it ends in dots."""
    if sentence.endswith("..."):
        assert message.startswith(sentence[:-3]), message
    else:
        assert message == sentence


def test_an_option_without_its_value(call: Calls) -> None:
    ended = call("ticket", "comment", "1", "--text")
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.decode().startswith("helpdesk-tui: Option '--text' requires an argument. `helpdesk-tui ticket ")


def test_unknown_and_foreign_tickets_read_the_same_to_the_byte(call: Calls) -> None:
    """CLI: not found and no right are the same. Ticket 1 is of Tech, john of Sales; there is no ticket 2."""
    call.json("ticket", "new", "--client", "1", "--department", "Tech", "--subject", "s", "--message", "m")
    for words in (
        "show N", "take N", "release N", "history N", "close N", "favourite N", "read N", "summary N text",
        "comment N --text t", "reply N --text t", "set N --subject s", "priority N high", "delay N 2d", "archive N",
        "assign N --department Sales", "take N --over --reason r",
    ):  # fmt: skip
        foreign = call("ticket", *words.replace("N", "1").split(), as_="john")
        unknown = call("ticket", *words.replace("N", "2").split(), as_="john")
        assert (foreign.code, foreign.out) == (unknown.code, unknown.out) == (1, b""), words
        assert foreign.err == b"helpdesk-tui: Ticket 1 was not found.\n", words
        assert unknown.err == b"helpdesk-tui: Ticket 2 was not found.\n", words


# ---------------------------------------------------------------- the desk


def other(path: Path) -> None:
    """A database of another program."""
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as made, made:
        made.execute("CREATE TABLE books (id INTEGER)")


def version(path: Path, number: str) -> None:
    """A desk of another version."""
    with contextlib.closing(sqlite3.connect(path)) as made, made:
        made.execute("UPDATE alembic_version SET version_num = ?", (number,))


@pytest.mark.parametrize(
    ("break_it", "code", "word", "sentence"),
    [
        (lambda path: path.unlink(), 65, "not_a_desk", "There is no desk at {}; `helpdesk-tui init` makes one."),
        (lambda path: path.write_bytes(b""), 65, "not_a_desk", "{} is not a help desk; `helpdesk-tui init` makes one."),
        (lambda path: path.write_bytes(b"no database " * 500), 65, "damaged",
         "{} is not a database, or it is damaged; nothing was changed."),
        (other, 65, "not_a_desk", "{} is not a help desk; `helpdesk-tui init` makes one."),
        (lambda path: version(path, "9999"), 65, "newer_schema",
         "{} was written by a newer version of this program (schema 9999, this is 0022)."),
        (lambda path: version(path, "0000"), 65, "older_schema",
         "{} has the older schema 0000; `helpdesk-tui init` brings it to 0022."),
        (lambda path: (path.unlink(), path.mkdir()), 74, "unreadable",
         "{} cannot be opened; check who may read and write it."),
    ],
    ids=["missing", "empty", "no database", "another program's", "newer", "older", "a folder"],
)  # fmt: skip
def test_a_database_that_is_no_desk(
    call: Calls, break_it: Callable[[Path], object], code: int, word: str, sentence: str
) -> None:
    """CLI: not a desk, damaged or newer: 65; not readable, read-only: 74."""
    break_it(Path(call.where))
    for words in (("ticket", "list"), ("status",), ("doctor",), ("worker",)):
        assert call.refused(*words, code=code) == {"code": word, "message": sentence.format(call.where)}, words


def test_init_makes_no_desk_of_another_programs_database(call: Calls) -> None:
    other(Path(call.where))
    assert call.refused("init", code=65)["code"] == "not_a_desk"


def test_a_damaged_page_is_unusable_data(call: Calls) -> None:
    """The first page is intact, so it is the reading of a table that finds out."""
    path = Path(call.where)
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    assert call.refused("ticket", "list", code=65)["code"] == "damaged"


@pytest.fixture
def theirs(sqlite_template: Path) -> Iterator[Path]:
    """A desk in a folder of a user whom file permissions bind, as they do not bind root."""
    folder = own_directory("cli")
    copy = folder / "desk.sqlite"
    shutil.copy2(sqlite_template, copy)
    hand_over(copy)
    yield copy
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("mode", "words", "sentence"),
    [
        (0o400, "department add New", "{} is read-only; nothing was changed."),
        (0o000, "department list", "{} cannot be opened; check who may read and write it."),
    ],
    ids=["read-only", "unreadable"],
)
def test_a_file_that_may_not_be_written_or_read(theirs: Path, mode: int, words: str, sentence: str) -> None:
    """CLI: not readable, read-only: 74."""
    theirs.chmod(mode)
    environment = clean_environment() | {"HOME": str(theirs.parent), "HELPDESK_DATABASE": str(theirs)}
    ended = subprocess.run(
        as_server_user([*PROGRAM, "--as", "gary", *words.split()]), env=environment, capture_output=True, timeout=60
    )
    assert (ended.returncode, ended.stdout) == (74, b"")
    assert ended.stderr.decode() == f"helpdesk-tui: {sentence.format(theirs)}\n"
    assert os.path.exists(theirs)


# ---------------------------------------------------------------- the configuration


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("colour = 1", "{}: colour: is unknown; known here are ..."),
        ("[desk]\ntimezon = 'UTC'", "{}: [desk] timezon: is unknown; did you mean timezone?"),
        ("[smtp]\nport = 'high'", "{}: [smtp] port: has to be a whole number from 1 to 65535."),
        ("[desk", "{}: is no TOML: ..."),
    ],
)
def test_a_wrong_configuration_names_file_key_and_reason(call: Calls, toml: str, sentence: str) -> None:
    """CLI: a wrong configuration: 2."""
    call.config.write_text(toml)
    error = call.refused("status", code=2)
    assert error["code"] == "usage"
    assert_said(error["message"], sentence.format(call.config))


def test_a_failure_of_the_program_is_one_line_too(call: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never a traceback; the code 70 says that the program is to blame (sysexits.h: EX_SOFTWARE)."""
    from helpdesk_tui.cli.session import Session

    def broken(session: Session) -> None:
        raise ZeroDivisionError("by\nnought \x1b[2J")

    monkeypatch.setattr(Session, "staff", broken)
    ended = call("ticket", "list")
    assert (ended.code, ended.out) == (70, b"")
    assert ended.err.decode() == (
        "helpdesk-tui: The program failed (ZeroDivisionError: by nought ␛[2J); HELPDESK_TRACEBACK=1 shows where.\n"
    )
    monkeypatch.setenv("HELPDESK_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        call("ticket", "list")


def test_a_database_server_that_is_gone(call: Calls) -> None:
    """CLI: 69 a needed service is not there; no password of the URL is told. Nobody listens on port 1."""
    where = "postgresql+psycopg://desk:hunter2@127.0.0.1:1/desk"
    for words in (("ticket", "list"), ("doctor",), ("init",)):
        error = call.refused("--database", where, *words, code=69)
        assert error["code"] == "database_gone"
        assert "127.0.0.1" in error["message"]
        assert "hunter2" not in error["message"]


def test_a_mail_server_that_is_gone(call: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOX_PASSWORD", "hunter2")
    call.json("gateway", "add", "box", "--type", "imap", "--address", "box@desk.example", "--department", "Sales",
              "--host", "127.0.0.1", "--port", "1", "--tls", "none", "--login", "box",
              "--password-env", "BOX_PASSWORD")  # fmt: skip
    assert "127.0.0.1" in call.refused("gateway", "test", "box", code=69)["message"]
    assert "127.0.0.1" in call.refused("mail", "poll", "--once", "--gateway", "box", code=69)["message"]


def test_a_very_long_word_leaves_the_error_whole(call: Calls) -> None:
    error = call.refused("client", "show", f"{'x' * 20_000}@acme.example  with  gaps")
    assert error["message"] == f"Client {'x' * 20_000}@acme.example  with  gaps was not found."


def test_the_app_needs_a_terminal(call: Calls) -> None:
    ended = call()
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.decode() == (
        "helpdesk-tui: The app needs a terminal; `helpdesk-tui --help` lists the commands that need none.\n"
    )
    assert call.refused(code=2)["code"] == "no_terminal"
