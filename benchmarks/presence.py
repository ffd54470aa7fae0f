"""What fifty open forms cost everybody else (P5, P9; docs/adr/0017): every two minutes each says that it is there.

    python benchmarks/presence.py [--tickets 20000] [--forms 50] [--seconds 120]

An idle queue on a pseudo-terminal of 120x40 is watched without them and with them, in the same call: its processor time
and what it writes. The beats come from this process, through the door, as often as forms make them.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

if __package__ in (None, ""):  # run as a file: the folder above has the packages
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.app import ENVIRONMENT, ROWS
from benchmarks.rows import NOW, Shape
from benchmarks.seed import seeded
from benchmarks.terminal import Measure
from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.presence import Attend
from helpdesk_tui.desk.door import Desk, open_desk
from helpdesk_tui.questions import ReadQueue, ReadStaff
from helpdesk_tui.rules.presence import BEAT

_MOST = 1.0
"""Percent of a processor that an idle session may take (P9)."""


def main() -> None:
    """Measure and print both."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tickets", type=int, default=20_000)
    options.add_argument("--forms", type=int, default=50)
    options.add_argument("--seconds", type=float, default=120.0)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = str(shutil.copy(seeded(Shape(chosen.tickets)), Path(folder) / "desk.sqlite"))
        desk = open_desk(where, FixedClock(NOW))
        forms = _forms(desk, chosen.forms)
        argv = [sys.executable, "-m", "helpdesk_tui", "--database", where, "--as", "gary"]
        with Measure(argv, columns=120, rows=40, env=ENVIRONMENT | {"HOME": folder}) as measure:
            measure.start(ROWS)
            _watched("nobody has a form open", measure, chosen.seconds, itertools.repeat(lambda: 0.0), 1.0)
            beats = itertools.cycle(forms)
            every = BEAT.total_seconds() / len(forms)
            _watched(f"{len(forms)} open forms", measure, chosen.seconds, beats, every)
        desk.close()


def _forms(desk: Desk, count: int) -> list[Callable[[], float]]:
    """Open so many forms; each gives how long a beat of it took, milliseconds."""
    members = [desk.staff(person.login) for person in desk.staff("gary").read(ReadStaff()) if person.login != "gary"]
    theirs = [(form, [row.number for row in form.read(ReadQueue(limit=count)).rows]) for form in members]
    pairs = [(form, numbers[at]) for at in range(count) for form, numbers in theirs if at < len(numbers)]
    return [partial(_beat, form, number) for form, number in pairs[:count]]


def _beat(form: Desk, number: int) -> float:
    begun = time.perf_counter()
    form.perform(Attend(number), lasting=False)
    return (time.perf_counter() - begun) * 1000


def _used(pid: int) -> float:
    """Seconds of processor time that a process took so far."""
    fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _watched(name: str, measure: Measure, seconds: float, beats: Iterator[Callable[[], float]], every: float) -> None:
    """Beat for so long beside the idle app, and print what that cost."""
    pid, mark = measure.terminal.pid, measure.terminal.mark()
    used, begun = _used(pid), time.perf_counter()
    took = []
    while (now := time.perf_counter() - begun) < seconds:
        took.append(next(beats)())
        time.sleep(min(every, seconds - now))
    percent = 100 * (_used(pid) - used) / (time.perf_counter() - begun)
    size = measure.terminal.mark() - mark
    print(f"{name:24} idle queue: {percent:5.2f} % of a processor ({_MOST:g})   {size} B   "
          f"a beat {statistics.median(took):.2f} ms, {len(took)} of them", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
