"""The watch the benchmarks of the screen are taken with, on a program whose bytes and times are known."""

from __future__ import annotations

import json
import sys

import pytest

from benchmarks.terminal import Figure, Measure, Sample, figure, keys_of, main, percentile
from tests.emulator.programs import program

pytestmark = pytest.mark.serial

KNOWN = """
import os, time, tty
tty.setraw(0)
os.write(1, b"\\x1b[2J")
time.sleep(0.02)
os.write(1, b"ready")
while (key := os.read(0, 1)) != b"q":
    if key == b"j":
        os.write(1, b"0123456789")
        time.sleep(0.05)
        os.write(1, b"abcde")
    elif key == b"t":
        os.write(1, b"tick")
        time.sleep(0.3)
        os.write(1, b"tock")
"""


@pytest.fixture
def measure() -> Measure:
    return Measure(program(KNOWN), columns=40, rows=5, quiet_ms=200)


def test_the_start_is_followed_to_its_end(measure: Measure) -> None:
    with measure:
        start = measure.start("ready")
    assert start.bytes == len(b"\x1b[2Jready")
    assert 0 < start.first_byte_ms < start.first_text_ms == start.ready_ms == start.settled_ms
    assert start.first_text_ms - start.first_byte_ms >= 15
    assert 1 < start.memory_mb < 50


def test_a_key_is_followed_to_its_last_byte_and_the_silence_is_not_counted(measure: Measure) -> None:
    with measure:
        measure.start("ready")
        first, second = measure.press("down", "j", "j")
    for sample in (first, second):
        assert (sample.bytes, sample.quiet) == (15, True)
        assert sample.first_ms is not None
        assert sample.last_ms is not None
        assert 0 < sample.first_ms < sample.last_ms < 200
        assert sample.last_ms >= 50
    assert measure.samples == {"down": [first, second]}


def test_a_burst_is_one_sample(measure: Measure) -> None:
    with measure:
        measure.start("ready")
        assert measure.burst("burst", "j", "j", "j").bytes == 45


def test_a_key_that_does_nothing_is_silent(measure: Measure) -> None:
    with measure:
        measure.start("ready")
        assert measure.press("nothing", "x") == [Sample(bytes=0, first_ms=None, last_ms=None, quiet=True)]


def test_what_comes_by_itself_is_idle_output(measure: Measure) -> None:
    with measure:
        measure.start("ready")
        measure.terminal.press("t")
        measure.terminal.wait_for("tick")
        assert measure.idle("idle", 1000).bytes == len(b"tock")
        assert measure.idle("idle", 20).bytes == 0


def test_samples_in_short() -> None:
    samples = [Sample(100, 1.0, 4.0), Sample(300, 1.0, 2.0), Sample(200, 1.0, 9.0, quiet=False), Sample(0, None, None)]
    assert figure(samples) == Figure(
        count=4, bytes=150.0, bytes_p95=300.0, ms=4.0, ms_p95=9.0, silent=1, restless=1
    )  # fmt: skip
    assert figure([Sample(0, None, None)]) == Figure(1, 0.0, 0.0, None, None, 1, 0)


@pytest.mark.parametrize(
    ("values", "expected"), [(range(1, 21), 19), (range(1, 101), 95), ([7], 7), ([3, 1, 2], 3)], ids=str
)
def test_the_95th_percentile_is_one_of_the_values(values: list[float], expected: float) -> None:
    assert percentile(values, 95) == expected


def test_keys_of_a_step() -> None:
    assert keys_of("down*3,enter,ctrl+s") == ["down", "down", "down", "enter", "ctrl+s"]
    assert keys_of("slash,text:a*b") == ["slash", "a", "*", "b"]
    assert keys_of("*") == ["*"]
    with pytest.raises(ValueError, match="no key between commas"):
        keys_of("down,,up")


COMMAND = [sys.executable, "-c", KNOWN]


def test_the_command_prints_all_figures(capsys: pytest.CaptureFixture[str]) -> None:
    steps = ["--step", "down=j*2", "--step", "_=j", "--step", "burst=burst:j*4", "--step", "down=j"]
    options = ["--ready", "^re", "--runs", "2", "--idle", "0.02", "--quiet", "200", *steps]
    assert main([*options, "--json", "--", *COMMAND]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["start"]["bytes"] == 9
    assert {name: (step["count"], step["bytes"]) for name, step in report["steps"].items()} == {
        "down": (6, 15), "burst": (2, 60), "idle": (2, 0),
    }  # fmt: skip
    assert main(["--ready", "ready", "--idle", "0.02", "--step", "wait=wait:^re", "--", *COMMAND]) == 0
    assert "start: 9 bytes; memory" in capsys.readouterr().out


def test_a_program_that_never_is_ready_fails_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--ready", "ready", "--", "echo", "something else"]) == 1
    assert "never on the screen: /ready/" in capsys.readouterr().err
