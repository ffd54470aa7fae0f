r"""Measure a program in a terminal: bytes and milliseconds from a key to the last byte it causes.

    python benchmarks/terminal.py --ready 'Queue' --step down=down*30 --step page=pagedown*10 \
        --step burst=burst:down*200 --step open=enter --step _=q -- helpdesk-tui demo

A step is `NAME=KEYS`. KEYS is a comma-separated list of Textual key names, `name*COUNT`, or `text:abc` for typed
characters; each key is one sample. `burst:KEYS` sends all keys at once as one sample, `idle:MS` counts what is
written while nobody touches the program, `wait:REGEX` waits for a screen. The name `_` is not measured; steps of the
same name are pooled, those of several runs too.

A sample ends with 40 ms of silence, which is not part of its time: more than two frames at 60 a second, so that a
program that paints on a timer is followed to its last frame. The emulator does not run while a key is timed. The
terminal does not offer synchronized output unless asked to, which would add 16 bytes to each frame.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.emulator.answers import Abilities
from tests.emulator.screen import Screen
from tests.emulator.stream import Stream
from tests.terminal import Sought, Terminal

QUIET_MS = 40.0
"""Silence that ends a sample, milliseconds."""
START_QUIET_MS = 400.0
"""Silence that ends the start, milliseconds."""
FIRST_MS = 1000.0
"""How long a key may take to cause its first byte before it counts as silent, milliseconds."""

_CAP_MS = 30_000.0
_START_CAP_SECONDS = 5.0
_SWITCH_SECONDS = 0.0005
_MEGABYTE = 1024 * 1024
_UNNAMED = "_"
_TIMES = ("first_byte_ms", "first_text_ms", "ready_ms", "settled_ms")


@dataclass(frozen=True, slots=True)
class Sample:
    """What one key, or one burst of keys, caused.

    Attributes:
        bytes: bytes written until the silence.
        first_ms: time from sending to the first byte; None if there was none.
        last_ms: time from sending to the last byte; None if there was none.
        quiet: False if it went on until the measurement was broken off.
    """

    bytes: int
    first_ms: float | None
    last_ms: float | None
    quiet: bool = True


@dataclass(frozen=True, slots=True)
class Start:
    """How a program came up; times in milliseconds from just before its start.

    Attributes:
        first_byte_ms: until its first byte.
        first_text_ms: until something that is not blank was on the screen.
        ready_ms: until the text that was waited for was on the screen.
        settled_ms: until its last byte before the silence.
        bytes: bytes written until then.
        memory_mb: PSS of its process tree then, megabytes.
    """

    first_byte_ms: float
    first_text_ms: float
    ready_ms: float
    settled_ms: float
    bytes: int
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Figure:
    """The samples of a step in short; times are those to the last byte, in milliseconds.

    Attributes:
        count: how many samples.
        bytes: median of the bytes.
        bytes_p95: the bytes not exceeded by 95 of 100 samples.
        ms: median of the times, silent samples left out; None if all were silent.
        ms_p95: the time not exceeded by 95 of 100 samples.
        silent: samples that caused no byte.
        restless: samples that did not come to an end.
    """

    count: int
    bytes: float
    bytes_p95: float
    ms: float | None
    ms_p95: float | None
    silent: int
    restless: int


class Measure:
    """A program in a terminal with a watch on it, for the length of a `with` block.

    Args:
        argv: the program and its arguments.
        columns: width of the terminal, cells.
        rows: height of the terminal, cells.
        env: variables to set, see `Terminal`.
        abilities: what the terminal offers, plain xterm if not given.
        quiet_ms: silence that ends a sample.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        env: Mapping[str, str | None] | None = None,
        abilities: Abilities | None = None,
        quiet_ms: float = QUIET_MS,
    ) -> None:
        self.terminal = Terminal(argv, columns=columns, rows=rows, env=env, abilities=abilities)
        """The terminal, for what need not be measured."""
        self.samples: dict[str, list[Sample]] = {}
        """All samples by the name of their step."""
        self.quiet_ms = quiet_ms
        self._switch = sys.getswitchinterval()

    def __enter__(self) -> Self:
        """Start the program."""
        # The thread that stamps arrivals must not wait 5 ms for its turn.
        sys.setswitchinterval(_SWITCH_SECONDS)
        self.terminal.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        """End the program."""
        self.terminal.__exit__(*exception)
        sys.setswitchinterval(self._switch)

    def start(self, ready: Sought, seconds: float = 30.0) -> Start:
        """Follow the program until it is ready and silent; the first thing to do.

        Raises:
            AssertionError: the text does not come, or the program does not fall silent.
        """
        terminal = self.terminal
        terminal.wait_until(lambda t: t.mark() > 0, seconds, "a first byte")
        # Nothing is drawn before the silence, so that the times are not those of a busy machine.
        terminal.settle(START_QUIET_MS, _START_CAP_SECONDS)
        terminal.wait_for(ready, seconds)
        terminal.settle(START_QUIET_MS, _START_CAP_SECONDS)
        pattern = re.compile(re.escape(ready)) if isinstance(ready, str) else ready
        arrivals, begin = terminal.connection.arrivals, terminal.connection.started
        return Start(
            first_byte_ms=(arrivals[0][0] - begin) * 1000,
            first_text_ms=self._shown_ms(lambda text: bool(text.strip())),
            ready_ms=self._shown_ms(lambda text: pattern.search(text) is not None),
            settled_ms=(arrivals[-1][0] - begin) * 1000,
            bytes=arrivals[-1][1],
            memory_mb=terminal.memory() / _MEGABYTE,
        )

    def _shown_ms(self, true: Callable[[str], bool]) -> float:
        """When something was first true of the screen, found by drawing the same bytes once more."""
        terminal, shown = self.terminal, 0
        screen = Screen(terminal.columns, terminal.rows, Abilities())
        stream = Stream(screen)
        for moment, until in list(terminal.connection.arrivals):
            stream.feed(terminal.connection.output(shown)[: until - shown])
            shown = until
            if true("\n".join(screen.row_text(row) for row in range(screen.lines))):
                return (moment - terminal.connection.started) * 1000
        return math.nan

    def press(self, name: str, *keys: str) -> list[Sample]:
        """Press keys one after the other, each when the one before has had its effect; one sample each."""
        return [self._sample(name, self.terminal.encode(key), FIRST_MS) for key in keys]

    def burst(self, name: str, *keys: str) -> Sample:
        """Send keys all at once; one sample."""
        return self._sample(name, self.terminal.encode(*keys), 2 * FIRST_MS)

    def idle(self, name: str, milliseconds: float) -> Sample:
        """Count what is written while nobody touches the program."""
        mark = self.terminal.mark()
        connection = self.terminal.connection
        with connection.changed:
            connection.changed.wait_for(lambda: connection.ended, milliseconds / 1000)
        return self._keep(name, Sample(self.terminal.mark() - mark, None, None))

    def _sample(self, name: str, data: bytes, first_ms: float) -> Sample:
        connection = self.terminal.connection
        known = len(connection.arrivals)
        sent, quiet = connection.send(data), True
        with connection.changed:
            while not connection.ended:
                now = _now_ms(sent)
                last = (connection.arrivals[-1][0] - sent) * 1000 if len(connection.arrivals) > known else None
                end = first_ms if last is None else last + self.quiet_ms
                if now >= end:
                    break
                if now >= _CAP_MS:
                    quiet = False
                    break
                connection.changed.wait((end - now) / 1000)
            came = connection.arrivals[known:]
            before = connection.arrivals[known - 1][1] if known else 0
        times = [(moment - sent) * 1000 for moment, _ in came]
        sample = Sample(came[-1][1] - before, times[0], times[-1], quiet) if came else Sample(0, None, None, quiet)
        # Drawn now, so that the next key finds the emulator at rest.
        _ = self.terminal.cursor
        return self._keep(name, sample)

    def _keep(self, name: str, sample: Sample) -> Sample:
        self.samples.setdefault(name, []).append(sample)
        return sample

    def step(self, name: str, what: str) -> None:
        """Do a step as the command line has it (see the top of this file).

        Raises:
            ValueError: it cannot be read.
            AssertionError: what it waits for does not come.
        """
        kind, _, rest = what.partition(":")
        if kind == "burst":
            self.burst(name, *keys_of(rest))
        elif kind == "idle":
            self.idle(name, float(rest))
        elif kind == "wait":
            self.terminal.wait_for(re.compile(rest, re.MULTILINE))
        else:
            self.press(name, *keys_of(what))


def keys_of(text: str) -> list[str]:
    """Key names from `down*3,enter,text:abc`.

    Raises:
        ValueError: a part is empty or its count is no number.
    """
    keys: list[str] = []
    for part in text.split(","):
        name, times, count = part.rpartition("*")
        if part.startswith("text:"):
            keys += part.removeprefix("text:")
        elif times and name:
            keys += [name] * int(count)
        elif part:
            keys.append(part)
        else:
            raise ValueError(f"no key between commas in {text!r}")
    return keys


def figure(samples: Sequence[Sample]) -> Figure:
    """Some samples in short."""
    times = [sample.last_ms for sample in samples if sample.last_ms is not None]
    sizes = [float(sample.bytes) for sample in samples]
    return Figure(
        count=len(samples),
        bytes=statistics.median(sizes),
        bytes_p95=percentile(sizes, 95),
        ms=statistics.median(times) if times else None,
        ms_p95=percentile(times, 95) if times else None,
        silent=sum(sample.bytes == 0 for sample in samples),
        restless=sum(not sample.quiet for sample in samples),
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that so many percent of them do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def _now_ms(since: float) -> float:
    return (time.perf_counter() - since) * 1000


@dataclass(frozen=True, slots=True)
class Report:
    """All runs of a command.

    Attributes:
        starts: one for each run.
        samples: those of all runs by the name of their step.
        end_memory_mb: PSS of the process tree at the end of each run, megabytes.
    """

    starts: list[Start]
    samples: dict[str, list[Sample]]
    end_memory_mb: list[float]

    def start(self) -> dict[str, float]:
        """The medians of the starts."""
        starts = [asdict(each) for each in self.starts]
        return {name: statistics.median(start[name] for start in starts) for name in starts[0]}

    def figures(self) -> dict[str, Figure]:
        """The steps in short, those without a name left out."""
        return {name: figure(samples) for name, samples in self.samples.items() if name != _UNNAMED}

    def as_json(self) -> str:
        """All figures for other programs."""
        steps = {name: asdict(each) for name, each in self.figures().items()}
        memory = statistics.median(self.end_memory_mb)
        return json.dumps({"start": self.start(), "steps": steps, "end_memory_mb": memory}, indent=2)

    def as_table(self) -> str:
        """All figures for people."""
        start = self.start()
        lines = [
            "start: "
            + ", ".join(f"{name.removesuffix('_ms').replace('_', ' ')} {start[name]:.0f} ms" for name in _TIMES),
            f"start: {start['bytes']:,.0f} bytes; memory {start['memory_mb']:.1f} MB, at the end "
            f"{statistics.median(self.end_memory_mb):.1f} MB (PSS)",
            f"{'step':16} {'n':>5} {'bytes':>9} {'p95':>9} {'ms':>8} {'p95':>8} {'silent':>7} {'restless':>9}",
        ]
        for name, each in self.figures().items():
            times = f"{each.ms:8.1f} {each.ms_p95:8.1f}" if each.ms is not None else f"{'-':>8} {'-':>8}"
            sizes = f"{each.bytes:9,.0f} {each.bytes_p95:9,.0f}"
            lines.append(f"{name:16} {each.count:5} {sizes} {times} {each.silent:7} {each.restless:9}")
        return "\n".join(lines)


def run(argv: Sequence[str], options: argparse.Namespace) -> Report:
    """Measure a command as the command line says.

    Raises:
        AssertionError: a screen that was waited for did not come; the text holds the screen that was there.
    """
    report = Report([], {}, [])
    env = dict(each.partition("=")[::2] for each in options.env)
    for _ in range(options.runs):
        with Measure(
            argv, columns=options.columns, rows=options.rows, env=env, quiet_ms=options.quiet,
            abilities=Abilities(synchronized=options.synchronized),
        ) as measure:  # fmt: skip
            report.starts.append(measure.start(re.compile(options.ready, re.MULTILINE)))
            for step in options.step:
                name, _, what = step.partition("=")
                measure.step(name, what)
            measure.idle("idle", options.idle * 1000)
            report.end_memory_mb.append(measure.terminal.memory() / _MEGABYTE)
        for name, samples in measure.samples.items():
            report.samples.setdefault(name, []).extend(samples)
    return report


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--columns", type=int, default=120, help="width of the terminal (120)")
    parser.add_argument("--rows", type=int, default=40, help="height of the terminal (40)")
    parser.add_argument("--ready", metavar="REGEX", required=True, help="what the first usable screen shows")
    parser.add_argument("--step", metavar="NAME=KEYS", action="append", default=[], help="what to do, in order")
    parser.add_argument("--runs", type=int, default=1, help="how often to do all of it (1)")
    parser.add_argument("--idle", type=float, default=2.0, metavar="SECONDS", help="how long to watch it idle (2)")
    parser.add_argument("--quiet", type=float, default=QUIET_MS, metavar="MS", help="silence that ends a sample (40)")
    parser.add_argument("--env", metavar="NAME=VALUE", action="append", default=[], help="a variable to set")
    parser.add_argument("--synchronized", action="store_true", help="offer synchronized output (mode 2026)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("command", nargs="+", help="the program and its arguments, after --")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns its exit code: 1 if a screen did not come."""
    options = _options().parse_args(arguments)
    try:
        report = run(options.command, options)
    except AssertionError as failure:
        print(failure, file=sys.stderr)
        return 1
    print(report.as_json() if options.json else report.as_table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
