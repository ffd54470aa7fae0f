"""The terminal the end-to-end tests stand on: real programs in it, from their start to their end."""

from __future__ import annotations

import re
import signal
import time
from pathlib import Path

import pytest

from tests import processes
from tests.emulator.answers import Abilities
from tests.emulator.programs import TEXTUAL_APP, program
from tests.terminal import Terminal

# Programs, their bytes, their end


def test_a_program_is_typed_to_and_ends_with_its_code() -> None:
    source = "name = input('Name? '); print(f'Hello, {name}.'); raise SystemExit(3)"
    with Terminal(program(source), columns=40, rows=6) as terminal:
        assert terminal.wait_for("Name?") == (0, 0)
        terminal.type("Zoë\n")
        assert terminal.wait_for("Hello, Zoë.") == (1, 0)
        assert terminal.wait() == 3
        assert terminal.lines == ["Name? Zoë", "Hello, Zoë.", "", "", "", ""]
        assert terminal.cursor == (2, 0)


def test_every_byte_is_kept_and_can_be_had_from_a_mark_on() -> None:
    with Terminal(["cat"]) as terminal:
        terminal.type("one\n")
        terminal.wait_for("one\none")
        mark = terminal.mark()
        terminal.type("two\n")
        terminal.wait_for("two\ntwo")
        assert terminal.raw == b"one\r\none\r\ntwo\r\ntwo\r\n"
        assert terminal.raw_since(mark) == b"two\r\ntwo\r\n"
        terminal.press("ctrl+d")
        assert terminal.wait() == 0


def test_the_program_has_a_controlling_terminal_and_a_session_of_its_own() -> None:
    script = "test $(ps -o sid= -p $$) = $$ && echo leader >/dev/tty; stty size; echo $TERM $COLORTERM."
    with Terminal(["sh", "-c", script], columns=90, rows=33) as terminal:
        assert terminal.wait() == 0
        assert terminal.lines[:3] == ["leader", "33 90", "xterm-256color ."]


def test_the_environment_can_be_changed_and_settings_from_outside_do_not_come_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HELPDESK_CONFIG", "elsewhere")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("GREETING", "good day")
    script = 'echo "[$HELPDESK_CONFIG][$NO_COLOR][$GREETING][$COLORTERM][$HOME]"; pwd'
    changes = {"COLORTERM": "truecolor", "HOME": None}
    with Terminal(["sh", "-c", script], env=changes, cwd=tmp_path, columns=200) as terminal:
        assert terminal.wait() == 0
        assert terminal.lines[:2] == ["[][][good day][truecolor][]", str(tmp_path)]


def test_a_program_that_cannot_be_started_says_so() -> None:
    with pytest.raises(FileNotFoundError), Terminal(["/nonexistent/program"]):
        pass


def test_a_signal_that_ends_a_program_is_its_code() -> None:
    with Terminal(["sleep", "600"]) as terminal:
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == -15
        terminal.signal(signal.SIGTERM)


def test_a_failed_wait_shows_the_whole_screen() -> None:
    with Terminal(["sh", "-c", "echo first; echo second; cat"], columns=30, rows=4) as terminal:
        terminal.wait_for("second")
        with pytest.raises(AssertionError) as failure:
            terminal.wait_for("third", seconds=0.05)
    message = str(failure.value)
    assert "never on the screen: 'third' [running; 30 x 4; cursor at row 2, column 0]" in message
    assert " 0 |first\n 1 |second\n 2 |\n 3 |\n" in message
    assert r"b'first\r\nsecond\r\n'" in message


def test_a_wait_ends_early_when_the_program_has_ended() -> None:
    with Terminal(["true"]) as terminal:
        terminal.wait()
        begin = time.monotonic()
        with pytest.raises(AssertionError, match="never on the screen"):
            terminal.wait_for("anything", seconds=60)
        with pytest.raises(AssertionError, match="never true: the moon"):
            terminal.wait_until(lambda _: False, seconds=60, what="the moon")
        assert time.monotonic() - begin < 30


def test_waits_for_patterns_for_things_to_go_and_for_anything_else(tmp_path: Path) -> None:
    made = tmp_path / "made"
    script = 'echo "ticket 4711"; read line; clear; touch "$1"; read line'
    with Terminal(["sh", "-c", script, "sh", str(made)], columns=30, rows=5) as terminal:
        assert terminal.wait_for(re.compile(r"\d{4}$", re.MULTILINE)) == (0, 7)
        assert terminal.find("4711") == (0, 7)
        terminal.press("enter")
        terminal.wait_gone("ticket")
        terminal.wait_until(lambda _: made.exists())
        with pytest.raises(AssertionError, match="not on the screen: 'ticket'"):
            terminal.find("ticket")


def test_settle_waits_for_quiet_and_refuses_a_program_that_never_is() -> None:
    busy = "import time\nwhile True: print('.', end='', flush=True); time.sleep(0.005)"
    with Terminal(program(busy)) as terminal:
        terminal.wait_for(".")
        with pytest.raises(AssertionError, match="never quiet for 200 ms"):
            terminal.settle(200, seconds=0.5)
    late = "import time\nfor n in range(6): print(n, end='', flush=True); time.sleep(0.02)\ninput()"
    with Terminal(program(late)) as terminal:
        terminal.wait_for("0")
        terminal.settle(400)
        assert terminal.text.startswith("012345")
    silent = "import time; print('begun', end='', flush=True); end = time.process_time() + 0.5\n" \
             "while time.process_time() < end: pass\nprint(' done', flush=True); input()"  # fmt: skip
    with Terminal(program(silent)) as terminal:
        terminal.wait_for("begun")
        terminal.settle(100)
        assert terminal.text.startswith("begun done")


def test_a_large_paste_blocks_nobody() -> None:
    """More than a pseudo-terminal holds, to a program that writes it all back."""
    with Terminal(["sh", "-c", "stty raw -echo; printf ready; exec cat"], columns=80, rows=5) as terminal:
        terminal.wait_for("ready")
        mark = terminal.mark()
        text = "".join(f"{number:06} " for number in range(30_000))
        terminal.paste(text)
        terminal.wait_until(lambda t: t.raw.endswith(b"029999 "), seconds=30)
        assert terminal.raw_since(mark) == text.encode()


def test_a_large_paste_arrives_at_a_program_that_says_nothing() -> None:
    source = (
        "import os, tty\n"
        "tty.setraw(0)\n"
        "os.write(1, b'ready')\n"
        "count = 0\n"
        "while count < 200_000: count += len(os.read(0, 1000))\n"
        "os.write(1, b' %d' % count)\n"
    )
    with Terminal(program(source)) as terminal:
        terminal.wait_for("ready")
        terminal.paste("x" * 200_000)
        terminal.wait_for("ready 200000")


def test_nothing_is_left_of_a_program_that_ignores_the_hang_up() -> None:
    script = "trap '' HUP TERM; (trap '' HUP TERM; sleep 600) & echo up; sleep 600"
    with Terminal(["sh", "-c", script]) as terminal:
        terminal.wait_until(lambda t: len(processes.tree(t.pid)) >= 3)
        family = processes.tree(terminal.pid)
    assert not [process for process in family if process in processes.tree(process.pid)]


def test_nothing_is_left_of_a_program_that_breeds() -> None:
    """A process that is born after the hang-up is found too."""
    script = "trap 'sleep 0.3; echo late; (sleep 600 &); sleep 600' HUP; echo $$; while :; do sleep 0.01; done"
    with Terminal(["sh", "-c", script]) as terminal:
        terminal.wait_for(str(terminal.pid))
        session = terminal.pid
    assert not processes.tree(session)


def test_memory_counts_the_children_too() -> None:
    with Terminal(["sh", "-c", "echo up; sleep 600 & wait"]) as terminal:
        terminal.wait_for("up")
        terminal.wait_until(lambda t: len(processes.tree(t.pid)) == 2)
        both = terminal.memory()
        assert 100_000 < both < 20_000_000
        assert both > processes.memory(processes.tree(terminal.pid)[:1])


# Hang-up and size


def test_hang_up_sends_sighup_and_the_end_of_file(tmp_path: Path) -> None:
    """Rule 45: a program learns of a broken connection; here it saves its draft and ends in its own way."""
    draft = tmp_path / "draft"
    source = (
        "import os, pathlib, signal, sys\n"
        "def gone(*_):\n"
        "    rest = os.read(0, 100)\n"
        "    pathlib.Path(sys.argv[1]).write_text('saved ' + repr(rest))\n"
        "    os._exit(12)\n"
        "signal.signal(signal.SIGHUP, gone)\n"
        "print('editing', flush=True)\n"
        "signal.pause()\n"
    )
    with Terminal(program(source, str(draft))) as terminal:
        terminal.wait_for("editing")
        terminal.hang_up()
        assert terminal.wait() == 12
        with pytest.raises(AssertionError, match="hung up"):
            terminal.press("j")
    assert draft.read_text() == "saved b''"


def test_hang_up_ends_a_program_without_a_handler() -> None:
    with Terminal(["cat"]) as terminal:
        terminal.hang_up()
        assert terminal.wait() == -signal.SIGHUP


def test_hang_up_reaches_a_program_though_the_test_run_ignores_it() -> None:
    """A test run under nohup ignores SIGHUP, and what it starts would too."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Terminal(["cat"]) as terminal:
            terminal.hang_up()
            assert terminal.wait() == -signal.SIGHUP
    finally:
        signal.signal(signal.SIGHUP, before)


def test_resize_reaches_the_program() -> None:
    source = (
        "import os, signal\n"
        "signal.signal(signal.SIGWINCH, lambda *_: print(*os.get_terminal_size(), flush=True))\n"
        "print('up', flush=True)\n"
        "while True: signal.pause()\n"
    )
    with Terminal(program(source), columns=80, rows=24) as terminal:
        terminal.wait_for("up")
        terminal.resize(132, 50)
        terminal.wait_for("132 50")
        assert len(terminal.lines) == 50


def test_a_smaller_picture_keeps_its_top_left_corner() -> None:
    with Terminal(["sh", "-c", "printf '~abcdef\n~ghijkl\n~mnopqr'; cat"], columns=20, rows=5) as terminal:
        terminal.wait_for("mnopqr")
        terminal.resize(4, 2)
        assert terminal.lines == ["~abc", "~ghi"]


# Textual on this terminal


@pytest.mark.parametrize("abilities", [Abilities(), Abilities(synchronized=True)])
def test_a_textual_app_comes_resizes_is_pasted_into_and_goes(abilities: Abilities) -> None:
    with Terminal(program(TEXTUAL_APP), columns=40, rows=8, abilities=abilities) as terminal:
        terminal.wait_for("40 by 8")
        assert (terminal.alternate, terminal.cursor_visible) == (True, False)
        assert {1000, 1003, 1006, 1004, 2004} <= terminal.modes
        terminal.resize(50, 10)
        terminal.wait_for("50 by 10")
        terminal.paste("größer\x1b[201~ 日本")
        terminal.wait_for("'größer[201~ 日本'")
        terminal.press("q")
        assert terminal.wait() == 7
        assert (terminal.alternate, terminal.cursor_visible) == (False, True)
        assert not {1000, 1003, 1006, 1004, 2004} & terminal.modes
        assert (b"\x1b[?2026h" in terminal.raw) is abilities.synchronized


def test_a_textual_app_dies_of_the_hang_up() -> None:
    with Terminal(program(TEXTUAL_APP)) as terminal:
        terminal.wait_for("120 by 40")
        terminal.hang_up()
        assert terminal.wait() == -signal.SIGHUP
