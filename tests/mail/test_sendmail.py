"""Sending through a program, reading a mail from standard input, and where passwords come from.

SPEC MO1, MG2; rules 10, 18, 47.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from helpdesk_tui.errors import TryLater, Unavailable, WrongUsage
from helpdesk_tui.mail.gateways.pipe import read_mail
from helpdesk_tui.mail.gateways.sources import Oversize
from helpdesk_tui.mail.outgoing.render import render
from helpdesk_tui.mail.outgoing.sendmail import SendmailSender
from helpdesk_tui.mail.outgoing.smtp import SendResult
from helpdesk_tui.mail.secrets import password_from
from helpdesk_tui.vocab import OutboxState
from tests.mail.making import MAIL, outgoing

KEEPS = """
import json, sys
json.dump({"argv": sys.argv[1:], "raw": sys.stdin.buffer.read().decode("latin-1")}, open(KEPT, "w"))
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return tmp_path / "sendmail.py"


def argv(program: Path, script: str, *arguments: str) -> list[str]:
    """A program that runs the script; it finds where to keep things in KEPT."""
    program.write_text(f"KEPT = {str(program.with_suffix('.json'))!r}\n{script}")
    return [sys.executable, "-I", str(program), *arguments]


def kept(program: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(program.with_suffix(".json").read_text())
    return found


# ------------------------------------------------------------ sendmail


def test_mo1_the_program_gets_the_mail_with_this_computer_s_line_ends(program: Path) -> None:
    mail = outgoing(text="one\n.\ntwo")
    sender = SendmailSender(argv(program, KEEPS, "-t", "-i"))
    assert sender.send(mail, render(mail)) == SendResult(OutboxState.SENT)
    assert kept(program) == {
        "argv": ["-t", "-i", "-f", "support@acme.example"],
        "raw": render(mail).decode().replace("\r\n", "\n"),
    }


@pytest.mark.parametrize(
    ("given", "null_sender", "run"),
    [
        (["-t"], True, ["-t", "-f", "<>"]),
        (["-t", "-f", "bounces@acme.example"], False, ["-t", "-f", "bounces@acme.example"]),
        (["-t", "-fbounces@acme.example"], True, ["-t", "-fbounces@acme.example"]),
        (["--queue", "support"], True, ["--queue", "support"]),
        (["a b;$(reboot)`x`|y"], False, ["a b;$(reboot)`x`|y"]),
    ],
)
def test_the_arguments_are_those_of_the_configuration_and_no_shell_sees_them(
    program: Path, given: list[str], null_sender: bool, run: list[str]
) -> None:
    mail = outgoing(null_sender=null_sender)
    SendmailSender(argv(program, KEEPS, *given)).send(mail, render(mail))
    assert kept(program)["argv"] == run


def test_rule_18_exit_codes(program: Path) -> None:
    """All of them stand in `tests/desk/test_send_faults.py`; what the program says reaches no terminal as it is."""
    script = "import sys; sys.stdin.read(); print('no \\x1b[2Jsuch user', file=sys.stderr); sys.exit(67)"
    result = SendmailSender(argv(program, script)).send(outgoing(), MAIL)
    assert result == SendResult(OutboxState.FAILED, "python ended with 67: no ␛[2Jsuch user")


def test_rule_18_a_program_that_hangs_is_ended_with_its_children_and_nobody_knows(program: Path) -> None:
    script = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "open(KEPT, 'w').write(str(child.pid)); time.sleep(600)"
    )
    began = time.monotonic()
    result = SendmailSender(argv(program, script), seconds=3.0).send(outgoing(), MAIL)
    assert result.state is OutboxState.UNKNOWN
    assert time.monotonic() - began < 10
    child = Path(f"/proc/{program.with_suffix('.json').read_text()}/stat")
    deadline = time.monotonic() + 10
    with contextlib.suppress(FileNotFoundError):
        while child.read_text().rpartition(")")[2].split()[0] != "Z":
            assert time.monotonic() < deadline
            os.sched_yield()


def test_what_a_program_leaves_running_keeps_nobody_waiting(program: Path) -> None:
    script = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(30)'])"
    began = time.monotonic()
    assert SendmailSender(argv(program, script)).send(outgoing(), MAIL).state is OutboxState.SENT
    assert time.monotonic() - began < 25


def test_a_program_that_reads_nothing_of_a_large_mail_is_no_broken_pipe(program: Path) -> None:
    assert SendmailSender(argv(program, "")).send(outgoing(), b"x" * 10_000_000) == SendResult(OutboxState.SENT)


@pytest.mark.parametrize("there", [True, False])
def test_a_program_that_cannot_be_run_is_a_matter_of_configuration(tmp_path: Path, there: bool) -> None:
    program = tmp_path / "sendmail"
    if there:
        program.write_text("no program")
    result = SendmailSender([str(program)]).send(outgoing(), MAIL)
    assert result.state is OutboxState.RETRY
    assert result.error.startswith("sendmail cannot be run; check sendmail in [smtp]: ")


def test_what_is_no_address_does_not_become_an_argument(program: Path) -> None:
    sender = SendmailSender(argv(program, KEEPS, "-t"))
    assert sender.send(outgoing(sender="-oQ/tmp/evil"), MAIL).state is OutboxState.FAILED
    assert not program.with_suffix(".json").exists()


# ------------------------------------------------------------ pipe


class Broken(io.RawIOBase):
    """Standard input that fails."""

    def read(self, size: int = -1) -> bytes:
        raise OSError(5, "Input/output error")


def test_rule_10_the_whole_mail_is_read_byte_for_byte() -> None:
    raw = bytes(range(256)) * 10_000
    assert read_mail(io.BytesIO(raw), len(raw)) == raw
    assert read_mail(io.BytesIO(b""), 10) == b""


@pytest.mark.parametrize("size", [1001, 900_000])
def test_mg10_a_mail_above_the_limit_ends_with_65_and_keeps_its_beginning(size: int) -> None:
    raw = b"Subject: large\n\n" + b"x" * (size - 16)
    stream = io.BytesIO(raw)
    with pytest.raises(Oversize) as large:
        read_mail(stream, 1000)
    assert (large.value.exit_code, large.value.size) == (65, size)
    assert large.value.head == raw[: 16 + 65_536]
    assert stream.read() == b"", "the MTA could write all of it"


class Endless(io.RawIOBase):
    """Standard input of 100 MB."""

    left = 100_000_000

    def read(self, size: int = -1) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return b"x" * size


def test_what_is_too_large_is_not_kept_in_memory() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Oversize):
            read_mail(Endless(), 1000)  # type: ignore[arg-type]
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_rule_10_a_failure_ends_with_75() -> None:
    with pytest.raises(TryLater) as later:
        read_mail(Broken(), 1000)  # type: ignore[arg-type]
    assert later.value.exit_code == 75


# ------------------------------------------------------------ passwords


def test_rule_47_a_password_is_read_when_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "password"
    file.touch(mode=0o600)
    given = password_from(f"file:{file}")
    file.write_text("hunter2\n")
    assert given() == "hunter2"
    file.write_text("hunter3\n")
    assert given() == "hunter3"
    monkeypatch.setenv("DESK_PASSWORD", "hunter4")
    assert password_from("env:DESK_PASSWORD")() == "hunter4"
    assert password_from(f"command:{sys.executable} -c 'print(\"hunter 5\")'")() == "hunter 5"
    assert password_from(f"oauth2:{sys.executable} -c 'print(\"token\")'")() == "token"
    assert "hunter" not in repr(given)


@pytest.mark.parametrize("place", ["", "hunter2", "env:", "plain:hunter2", "file:"])
def test_rule_47_what_is_no_place_is_refused_and_not_repeated(place: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        password_from(place)
    assert "hunter2" not in refused.value.sentence


def test_rule_47_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("hunter2")
    file.chmod(0o640)
    with pytest.raises(WrongUsage, match="can be read by others") as refused:
        password_from(f"file:{file}")()
    assert "hunter2" not in refused.value.sentence


@pytest.mark.parametrize("code", ["import sys; sys.exit('hunter2')", "print('hunter2\\x00')"])
def test_rule_47_neither_the_command_nor_what_it_says_is_repeated(code: str) -> None:
    with pytest.raises((WrongUsage, Unavailable)) as refused:
        password_from(f'command:{sys.executable} -c "{code}"')()
    assert "hunter2" not in refused.value.sentence
    assert sys.executable not in refused.value.sentence
