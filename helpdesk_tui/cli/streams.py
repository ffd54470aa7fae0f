"""Long answers, written as they are read: tables as CSV, arrays as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from itertools import chain

from helpdesk_tui.cli import output


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table as CSV, row by row."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="")
    for row in chain((columns,), rows):
        line.seek(0)
        line.truncate()
        writer.writerow(row)
        output.say(line.getvalue())


def write_json(shapes: Iterable[object]) -> None:
    """Write one array in one line, item by item."""
    output.say_part("[")
    for place, shape in enumerate(shapes):
        output.say_part((", " if place else "") + json.dumps(shape, ensure_ascii=True))
    output.say("]")
