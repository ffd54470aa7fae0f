"""What lists, filters, counts and searches cost the store (PERFORMANCE P3, P7).

    python -m benchmarks.store [--tickets 1000000 | --database WHERE] [--only lists,filters,counts,search] [--plans]

Every read goes through the door, as a screen's does. Beside it stands a yardstick, measured in the same run on the
same file: the bare statement for the first page of the queue (walk by key, rows joined), sent by the driver itself.
The last figure is the work of the statement that finds the page, as a multiple of the bare walk's: 10 at most, and 20
for members of all departments on SQLite, where merging twenty walks takes instructions, not rows.
A line that misses its promise is marked `*`; with `--plans` its statement's plan follows.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC
from pathlib import Path

if __package__ in (None, ""):  # run as a file: the folder above has the packages, this one would hide modules
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks import words
from benchmarks.measure import Asked, Sample, listened, plan, timed, work
from benchmarks.rows import NOW, TAGS, Shape
from benchmarks.seed import seeded
from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import Read, ReadCounts, ReadMatches, ReadQueue, ReadSearch
from helpdesk_tui.rules.query import Query, parse_query
from helpdesk_tui.store.engine import Store
from helpdesk_tui.vocab import QueueSort, QueueView

STAFF = {"gary": "all, as administrator", "anna": "1 department", "john": "3 departments", "olga": "all departments"}
LIST_MS, SEARCH_MS = 5.0, {"rare": 10.0, "common": 20.0, "phrase": 50.0}
WALK_TIMES = {"olga": 20.0}
FILTERS = (
    "status:progress", "status:awaiting", "dept:sales", "staff:agent2a", "staff:none", "client:#17", "from:client17@",
    "service:vps-17", "priority:high", "characteristic:problematic", "age:<2d", "before:2024-01-01", "has:attachment",
    "is:unread", "is:front", "is:favourite", "is:mine", "#4711", *[f"tag:{tag}" for tag in TAGS],
    words.COMMON, words.RARE, f'"{words.PHRASE}"',
)  # fmt: skip
BARE = """
SELECT t.*, c.name, c.email, c.characteristic, d.name, s.name FROM ticket t JOIN client c ON c.id = t.client
JOIN department d ON d.id = t.department LEFT JOIN service s ON s.id = t.service
WHERE t.shelf = 0 ORDER BY t.place, t.id LIMIT 51
"""
BARE_WALK = "SELECT place, id FROM ticket WHERE shelf = 0 ORDER BY place, id LIMIT 53"


@dataclass(frozen=True, slots=True)
class Line:
    """One measured read: its time, the work of its walk as a multiple of the bare one's, and what was promised."""

    kind: str
    who: str
    what: str
    rows: int
    time: Sample
    walk: float
    most_ms: float | None
    plan: str = ""

    @property
    def missed(self) -> bool:
        """Whether it took longer than promised, or its walk met more than promised."""
        slow = self.most_ms is not None and self.time.median > self.most_ms
        return slow or (self.kind == "list" and self.walk > WALK_TIMES.get(self.who, 10.0))

    def __str__(self) -> str:
        mark = "*" if self.missed else " "
        return f"{mark} {self.who:5} {self.what:34} {self.rows:7} {self.time!s:>15} ms {self.walk:9.1f} x"


class Bench:
    """A desk and its yardstick."""

    def __init__(self, where: str, runs: int, plans: bool) -> None:
        self.store = Store(where)
        self.desk = Desk(self.store, clock=FixedClock(NOW))
        self.runs = runs
        self.plans = plans
        self.bare_walk = work(self.store, (BARE_WALK, ()))
        self.bare = self._bare()

    def _bare(self) -> Sample:
        with self.store.read() as connection:
            cursor = connection.connection.cursor()
            return timed(lambda: cursor.execute(BARE) and cursor.fetchall(), self.runs)

    def line(self, kind: str, who: str, what: str, question: Read[object], most_ms: float | None, rows: int) -> Line:
        """Measure one question."""
        desk = self.desk.staff(who)
        took = timed(lambda: desk.read(question), self.runs)
        with listened(self.store) as asked:
            desk.read(question)
        heaviest, statement = self._heaviest(asked)
        found = Line(kind, who, what, rows, took, heaviest / self.bare_walk, most_ms)
        return replace(found, plan=plan(self.store, statement)) if self.plans and found.missed else found

    def _heaviest(self, asked: list[Asked]) -> tuple[int, Asked]:
        """The walk's work, or where there is none that of the statement with most work."""
        walks = [one for one in asked if "sort_value" in one[0]] or asked
        return max(((work(self.store, one), one) for one in walks), key=lambda pair: pair[0])


def asked_for(text: str) -> Query:
    """What the line asks for; its last word is finished."""
    return parse_query(text + " ", now=NOW, zone=UTC)


def lists(bench: Bench) -> Iterator[Line]:
    """First, next and last page of every view with every sort (P3)."""
    for who in STAFF:
        desk = bench.desk.staff(who)
        for view in QueueView:
            for sort in QueueSort:
                first = ReadQueue(view=view, sort=sort)
                page = desk.read(first)
                pages = {"first": first, "last": replace(first, last=True)}
                if page.more:
                    pages["next"] = replace(first, after=first.key_of(page.rows[-1]))
                for name, question in pages.items():
                    what = f"{view.value} by {sort.value}, {name}"
                    yield bench.line("list", who, what, question, LIST_MS, len(page.rows))


def filters(bench: Bench) -> Iterator[Line]:
    """First page of two views with any one filter (P3), and their counts."""
    for who in ("gary", "john"):
        desk = bench.desk.staff(who)
        for view in (QueueView.SUPPORT, QueueView.ALL):
            for text in FILTERS:
                question = ReadQueue(view=view, query=asked_for(text))
                rows = len(desk.read(question).rows)
                yield bench.line("filter", who, f"{view.value} / {text}", question, LIST_MS, rows)
            client = ReadQueue(view=view, client=17)
            yield bench.line("filter", who, f"{view.value} of a client", client, LIST_MS, len(desk.read(client).rows))


def counts(bench: Bench) -> Iterator[Line]:
    """The counts of all views, of one client's, and of a filtered view; off the key path."""
    for who in STAFF:
        total = sum(bench.desk.staff(who).read(ReadCounts()).values())
        yield bench.line("count", who, "all views", ReadCounts(), None, total)
        yield bench.line("count", who, "all views of a client", ReadCounts(client=17), None, 0)
        for text in ("dept:sales", words.COMMON):
            matches = ReadMatches(QueueView.ALL, asked_for(text))
            yield bench.line("count", who, f"all / {text}", matches, None, bench.desk.staff(who).read(matches))


def search(bench: Bench) -> Iterator[Line]:
    """Rare word, common word, phrase: the first fifty with a snippet (P7)."""
    asked = {"rare": words.RARE, "common": words.COMMON, "phrase": f'"{words.PHRASE}"'}
    for who in STAFF:
        for name, text in asked.items():
            question = ReadSearch(asked_for(text))
            rows = len(bench.desk.staff(who).read(question))
            yield bench.line("search", who, f"{name}: {text}", question, SEARCH_MS[name], rows)


PARTS: dict[str, Callable[[Bench], Iterator[Line]]] = {
    "lists": lists, "filters": filters, "counts": counts, "search": search,
}  # fmt: skip


def main() -> None:
    """Measure what was asked for, print a line each, then what was missed."""
    parser = argparse.ArgumentParser(description="What reads cost the store.")
    parser.add_argument("--tickets", type=int, default=100_000, help="a seeded SQLite desk of this size")
    parser.add_argument("--database", help="a seeded desk somewhere else: a path or URL")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--plans", action="store_true", help="show the plan of what missed its promise")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    given = parser.parse_args()
    where = given.database or str(seeded(Shape(given.tickets)))
    bench = Bench(where, given.runs, given.plans)
    print(f"{bench.store.name}\nyardstick, bare SQL: {bench.bare} ms (median/p95)")
    found: list[Line] = []
    for part in given.only.split(","):
        print(f"\n{part}")
        for line in PARTS[part](bench):
            print(line, *([line.plan] if line.plan else []), sep="\n", flush=True)
            found.append(line)
    missed = sum(line.missed for line in found)
    slowest = max(found, key=lambda line: line.time.median)
    print(f"\n{missed} of {len(found)} missed; slowest {slowest.who} {slowest.what}: {slowest.time} ms, "
          f"{slowest.time.median / bench.bare.median:.1f} x the yardstick")  # fmt: skip
    if given.json:
        given.json.write_text(json.dumps({"bare": asdict(bench.bare), "lines": [asdict(line) for line in found]}))


if __name__ == "__main__":
    main()
