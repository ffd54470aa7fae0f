"""The app on desks of several sizes, measured on a pseudo-terminal of 120x40: the promises P4, P5, P6 and P8.

    python benchmarks/app.py [--tickets 1000 --tickets 100000] [--runs 3] [--columns 160]

From 160 columns on the ticket under the cursor stands beside the queue; the promises are those of 120.

Beside each figure stands its budget. The yardstick of the start is an app that only imports Textual and paints text,
run in the same call. Bytes are exact; times are those of this machine at this moment.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

if __package__ in (None, ""):  # run as a file: the folder above has the packages
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.rows import Shape
from benchmarks.seed import seeded
from benchmarks.terminal import QUIET_MS, Figure, Measure, Sample, figure

YARDSTICK = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("Support", markup=False)
Empty().run()
"""
ENVIRONMENT: dict[str, str | None] = {"HELPDESK_CONFIG": None, "PYTHONDONTWRITEBYTECODE": None}
"""As a user starts a program: its modules were compiled before."""
ROWS = re.compile(r"(?m)^>.* \d")
"""What the screen shows when the rows are on it: one with the cursor."""
PAGES = ("enter", "q", "J*10")
PAGE_QUIET_MS = 250.0
"""A ticket is read between the first bytes and its page: only a longer silence says that all is there."""
STEPS = (
    ("Down in the window", "down*25", 300, 5.0),
    ("Down that scrolls", "down*40", 400, 5.0),
    ("_", "7", None, None),
    ("_", "home", None, None),
    ("PageDown", "pagedown", 9_000, None),
    ("_", "home", None, None),
    ("PageDown", "pagedown", 9_000, None),
    ("_", "home", None, None),
    ("200 Downs at once", "burst:down*200", None, 80.0),
    ("open a ticket", "enter", None, 50.0),
    *[("_", "q", None, None), ("open a ticket", "enter", None, 50.0)] * 4,
    ("next ticket", "J*10", None, 50.0),
    ("_", "idle:1000", None, None),
    ("idle for 2 s", "idle:2000", 0, None),
    ("_", "i", None, None),
    ("type a character", "text:abcdefghij", 400, 10.0),
)


def main() -> None:
    """Measure and print a table for each size."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tickets", type=int, action="append")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--columns", type=int, default=120)
    chosen = options.parse_args()
    empty = statistics.median(_yardstick() for _ in range(chosen.runs))
    print(f"yardstick: an empty Textual app shows text after {empty:.0f} ms\n")
    for tickets in chosen.tickets or [1_000, 100_000]:
        _measure(tickets, chosen.runs, empty, chosen.columns)


def _yardstick() -> float:
    with Measure([sys.executable, "-c", YARDSTICK], columns=120, rows=40, env=ENVIRONMENT) as measure:
        return measure.start("Support").first_text_ms


def _measure(tickets: int, runs: int, empty: float, columns: int) -> None:
    samples: dict[str, list[Sample]] = {}
    starts = []
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "desk.sqlite"
        shutil.copy(seeded(Shape(tickets)), desk)
        for _ in range(runs):
            argv = [sys.executable, "-m", "helpdesk_tui", "--database", str(desk), "--as", "gary"]
            with Measure(argv, columns=columns, rows=40, env=ENVIRONMENT | {"HOME": folder}) as measure:
                starts.append(measure.start(ROWS))
                for name, what, _, _ in STEPS:
                    measure.quiet_ms = PAGE_QUIET_MS if what in PAGES else QUIET_MS
                    measure.step(name, what)
            for name, taken in measure.samples.items():
                samples.setdefault(name, []).extend(taken)
    rows_ms = statistics.median(start.ready_ms for start in starts)
    size = statistics.median(start.bytes for start in starts)
    memory = statistics.median(start.memory_mb for start in starts)
    print(f"{tickets:,} tickets, {columns} columns")
    start = f"{size:8,.0f} B  (25,000)   {rows_ms:7.1f} ms  ({1.5 * empty:.0f})   {memory:.0f} MB (80)"
    print(f"  {'start, rows on screen':24} {start}")
    for name, most_bytes, most_ms in dict.fromkeys((name, size, ms) for name, _, size, ms in STEPS if name != "_"):
        print(f"  {name:24} {_told(figure(samples[name]), most_bytes, most_ms)}")
    print()


def _told(found: Figure, most_bytes: int | None, most_ms: float | None) -> str:
    size = f"{found.bytes:8,.0f} B  ({'-' if most_bytes is None else f'{most_bytes:,}'})"
    if found.ms is None:
        return size
    return f"{size:24} {found.ms:7.1f} ms  ({'-' if most_ms is None else f'{most_ms:.0f}'})   p95 {found.ms_p95:.1f} ms"


if __name__ == "__main__":
    main()
