"""How a process of the program ends: exit codes, pipes that close, disks that are full, mail that is handed in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from helpdesk_tui.store import sqlite
from helpdesk_tui.store.engine import Store
from tests.cli.calls import PROGRAM, Calls, clean_environment
from tests.cli.test_mail_in import LETTER
from tests.terminal import Terminal


def shell(call: Calls, line: str) -> subprocess.CompletedProcess[bytes]:
    """A line for the shell, in which `$H` is the program."""
    environment = clean_environment() | call.environment | {"HELPDESK_STAFF": "gary", "H": " ".join(PROGRAM)}
    return subprocess.run(["bash", "-c", line], env=environment, capture_output=True, timeout=60)


def test_a_reader_that_stops_reading_is_no_error(call: Calls) -> None:
    """`| head` is quiet: no traceback, no complaint, and nothing that was done is undone."""
    for count in range(3):
        call.json("ticket", "new", "--client", "1", "--department", "Tech", "--subject", f"s{count}", "--message",
                  "x" * 200_000)  # fmt: skip
    done = shell(call, "$H ticket show 1 --json | head -c 10; echo ${PIPESTATUS[0]}")
    assert (done.stdout, done.stderr) == (b'{"number":0\n', b"")
    closed = shell(call, "exec 3> >(true); wait $!; $H ticket list >&3; echo $? >&2")
    assert closed.stderr == b"0\n"


def test_an_output_that_cannot_be_written(call: Calls) -> None:
    """CLI: 74 input/output error."""
    done = shell(call, "$H staff list --json > /dev/full")
    assert (done.returncode, done.stdout) == (74, b"")
    assert json.loads(done.stderr) == {
        "error": {"code": "output", "message": "The output cannot be written: No space left on device."}
    }  # fmt: skip


@pytest.mark.parametrize("words", ["--help", "--version", "mail --help", "mail poll --help"])
def test_so_is_a_help_that_cannot_be_written(call: Calls, words: str) -> None:
    """CLI: 74; and a reader that has gone is no error here either."""
    full = shell(call, f"$H {words} > /dev/full")
    sentence = b"helpdesk-tui: The output cannot be written: No space left on device.\n"
    assert (full.returncode, full.stdout, full.stderr) == (74, b"", sentence)
    closed = shell(call, f"exec 3> >(true); wait $!; $H {words} >&3; echo $? >&2")
    assert closed.stderr == b"0\n"


def test_closed_streams_are_survived(call: Calls) -> None:
    assert shell(call, "$H staff list >&-").returncode == 0
    assert shell(call, "$H ticket show 9 2>&-").returncode == 1


def test_the_module_and_the_program_are_the_same(call: Calls) -> None:
    assert call.process("staff", "list", "--json").out == call("staff", "list", "--json").out


@pytest.mark.parametrize(
    ("words", "code"),
    [("staff list", 0), ("ticket show 9", 1), ("ticket show x", 2), ("--database /nowhere/desk.sqlite status", 65)],
)
def test_exit_codes_reach_the_caller(call: Calls, words: str, code: int) -> None:
    ended = call.process(*words.split())
    assert ended.code == code
    assert (ended.err == b"") == (code == 0)


def test_a_mail_server_hands_in_a_mail(call: Calls) -> None:
    """Rule 10: all of standard input is read; 0 only after the commit."""
    first = call.process("mail", "deliver", "--gateway", "support", stdin=LETTER)
    assert (first.code, first.err, first.lines[0]["outcome"]) == (0, b"", "ticket_created")
    again = call.process("--json", "mail", "deliver", "--gateway", "support", stdin=LETTER)
    assert (again.code, again.lines[0]["outcome"]) == (0, "duplicate")
    assert [ticket["number"] for ticket in call.json("ticket", "list")] == [1]


def test_what_cannot_be_told_is_stored_all_the_same(call: Calls, tmp_path: Path) -> None:
    """After the commit the mail server must not hear of a failure, or it delivers the mail once more."""
    (tmp_path / "mail.eml").write_bytes(LETTER)
    for place in ("/dev/full", "&-"):
        done = shell(call, f"$H mail deliver --gateway support < {tmp_path}/mail.eml >{place}")
        assert (done.returncode, done.stderr) == (0, b"")
    assert len(call.json("ticket", "list")) == 1


def test_a_locked_desk_lets_the_mail_server_keep_the_mail(call: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """CLI: 75 try again later."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    store = Store(call.where)
    with store.write():
        ended = call("mail", "deliver", "--gateway", "support", "--json", stdin=LETTER)
        assert (ended.code, ended.error["code"]) == (75, "locked")
        assert call.refused("department", "add", "New", code=75)["code"] == "locked"
    store.close()


@pytest.mark.parametrize("words", ["mail poll", "mail send", "worker"])
def test_a_service_ends_cleanly_at_a_signal(call: Calls, tmp_path: Path, words: str) -> None:
    """CLI: worker: stops cleanly on SIGTERM; so do the others that go on until they are stopped."""
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mail" / name).mkdir(parents=True)
    call.json("gateway", "edit", "support", "--path", str(tmp_path / "mail"))
    (tmp_path / "mail" / "new" / "1699.M1P2.host").write_bytes(LETTER)
    call.json("ticket", "new", "--client", "1", "--department", "Tech", "--subject", "s", "--message", "m",
              "--by", "staff")  # fmt: skip
    environment = clean_environment() | call.environment | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*PROGRAM, *words.split(), "--json"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert b"Traceback" not in err
    assert first["state" if words == "mail send" else "outcome"] in ("retry", "ticket_created"), (first, out, err)


def test_on_a_terminal_people_read_tables_and_no_raw_bytes(call: Calls) -> None:
    """What came from outside reaches no terminal raw (rule 36), and an original goes to files only."""
    call(
        "mail", "deliver", "--gateway", "support", stdin=LETTER.replace(b"It is down.", b"\x1b]0;owned\x07 \xc2\x9b31m")
    )
    environment = clean_environment() | call.environment | {"HELPDESK_STAFF": "gary", "TERM": "xterm-256color"}
    for words, shown in ((("ticket", "show", "1"), "␛]0;owned␇ <9B>31m"), (("ticket", "list"), "Störung")):
        with Terminal([*PROGRAM, *words], columns=120, rows=40, env=environment, patience=20) as terminal:
            assert terminal.wait(20) == 0
            terminal.wait_for(shown)
            assert b"\x1b]0;" not in terminal.raw
    for line in ("mail raw 1", "ticket attachment 1 -"):
        with Terminal([*PROGRAM, *line.split()], columns=120, rows=40, env=environment, patience=20) as terminal:
            assert terminal.wait(20) == 2
            terminal.wait_for("not to a terminal; redirect it.")


def test_no_colour_is_honoured(call: Calls) -> None:
    """NO_COLOR, and no terminal, mean no escape at all; a terminal gets a bold heading."""
    environment = clean_environment() | call.environment | {"HELPDESK_STAFF": "gary", "TERM": "xterm-256color"}
    assert b"\x1b" not in call.process("staff", "list", TERM="xterm-256color").out
    with Terminal([*PROGRAM, "staff", "list"], columns=100, rows=20, env=environment, patience=20) as terminal:
        assert terminal.wait(20) == 0
        assert b"\x1b[1m" in terminal.raw
    with Terminal(
        [*PROGRAM, "staff", "list"], columns=100, rows=20, env=environment | {"NO_COLOR": "1"}, patience=20
    ) as terminal:
        assert terminal.wait(20) == 0
        assert b"\x1b[3" not in terminal.raw


def test_the_desk_is_not_open_to_others(call: Calls, tmp_path: Path) -> None:
    """Rule 43: whatever the program makes belongs to its owner alone, whatever the umask was."""
    call("mail", "deliver", "--gateway", "support", stdin=LETTER)
    done = shell(call, f"umask 000; cd {tmp_path}; $H ticket attachment 1 saved.txt; $H --database new.sqlite init")
    assert done.returncode == 0, done.stderr
    for name in ("saved.txt", "new.sqlite"):
        assert os.stat(tmp_path / name).st_mode & 0o077 == 0
