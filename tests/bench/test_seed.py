"""Seeded desks are what the acts would have stored: rows, lists, search index, schema (PERFORMANCE P2, P3)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import load_sqlite, words
from benchmarks.rows import BORN, NOW, Seeder, Shape, Team, columns, message_row, milliseconds
from benchmarks.seed import fill, seeded
from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.setup import MakeDesk
from helpdesk_tui.desk.door import diagnose, make_desk, open_desk
from helpdesk_tui.questions import ReadCounts, ReadMatches, ReadQueue, ReadSearch, ReadTicket
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.query_tree import FreeText, Query, Term
from helpdesk_tui.rules.ready import ReadyMessage
from helpdesk_tui.store.engine import Store
from helpdesk_tui.vocab import MessageKind, QueueView
from tests.desks import Databases

SHAPE = Shape(700, 3, 2)


@pytest.fixture(scope="module")
def where(database: str, databases: Databases) -> Iterator[str]:
    """A desk with 700 tickets in three departments, on each database."""
    with databases.empty(database) as place:
        fill(place, SHAPE)
        yield place


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    """Its store."""
    opened = Store(where)
    yield opened
    opened.close()


def found(store: Store, statement: str) -> list[tuple[Any, ...]]:
    """Rows of a statement that both databases understand."""
    with store.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(statement)]


def test_the_desk_is_sound(where: str) -> None:
    """X6: integrity, references, search index, and every ticket in the lists where its tasks put it."""
    assert [finding.sentence for finding in diagnose(where, clock=FixedClock(NOW)) if not finding.ok] == []


def test_how_many(store: Store) -> None:
    """So many tickets, each with two messages at least; a client with user and service for every twenty."""
    assert found(store, "SELECT count(*), min(id), max(id) FROM ticket") == [(700, 1, 700)]
    assert found(store, "SELECT count(*) FROM client") == found(store, "SELECT count(*) FROM service") == [(35,)]
    said = dict(found(store, "SELECT ticket, count(*) FROM message GROUP BY ticket"))
    assert len(said) == 700
    assert min(said.values()) == 2
    assert found(store, "SELECT count(*) FROM ticket WHERE by_staff OR created > updated OR created > waiting") == [
        (0,)
    ]


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        ("a status that its tasks do not have", "(status = 'in_progress') <> EXISTS (SELECT 1 FROM task k"
         " WHERE k.ticket = t.id AND k.open)"),
        ("archived by nobody", "(status = 'archived') <> (archived IS NOT NULL)"),
        ("a shelf of its own", "shelf <> CASE WHEN spam THEN 4 WHEN status = 'archived' THEN 3"
         " WHEN status = 'awaiting_client' THEN 2 WHEN delayed THEN 1 ELSE 0 END"),
        ("a place that is not its wait", "place <> CASE WHEN front THEN 0 ELSE 8 END * 4398046511104 + waiting"),
        ("free without a free task", "free <> (shelf = 0 AND EXISTS (SELECT 1 FROM task k WHERE k.ticket = t.id"
         " AND k.open AND k.holder IS NULL))"),
        ("a delay that is over", f"delayed AND delayed_until <= {milliseconds(NOW)}"),
        ("no message of its client at its birth", "NOT EXISTS (SELECT 1 FROM message m WHERE m.ticket = t.id"
         " AND m.kind = 'client' AND m.at = t.created)"),
        ("a department without a task", "NOT EXISTS (SELECT 1 FROM task k WHERE k.ticket = t.id"
         " AND k.department = t.department)"),
    ],
    ids=lambda text: text if len(text) < 40 else "",
)  # fmt: skip
def test_no_ticket_has(store: Store, what: str, wrong: str) -> None:
    """TQ3 to TQ8, in SQL: what a stored column says, the tasks say too."""
    assert found(store, f"SELECT id FROM ticket t WHERE {wrong}") == [], what


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        ("another place or time", "place <> t.place OR k.updated <> t.updated"),
        ("a shelf that its ticket is not on", "k.shelf <> CASE WHEN t.shelf < 2 AND NOT k.open THEN 6"
         " ELSE t.shelf END"),
        ("free though held or put off", "k.free <> (k.open AND k.holder IS NULL AND t.shelf = 0)"),
        ("an owner who neither holds nor held it", "(k.owner IS NOT NULL AND k.owner <> coalesce(k.holder, k.former))"
         " OR (k.owner IS NULL AND k.open AND coalesce(k.holder, k.former) IS NOT NULL)"),
    ],
    ids=lambda text: text if len(text) < 40 else "",
)  # fmt: skip
def test_no_task_has(store: Store, what: str, wrong: str) -> None:
    """P3: a task repeats its ticket's place in the lists."""
    wrong = wrong.replace("place <> t.place", "k.place <> t.place")
    assert found(store, f"SELECT k.id FROM task k JOIN ticket t ON t.id = k.ticket WHERE {wrong}") == [], what
    twice = "SELECT ticket, department FROM task WHERE listed GROUP BY ticket, department HAVING count(*) <> 1"
    assert found(store, twice) == []


def test_every_state_is_there(store: Store) -> None:
    """TQ2: every view has tickets, and some tickets are open in two departments."""
    assert {row[0] for row in found(store, "SELECT DISTINCT shelf FROM ticket")} == {0, 1, 2, 3, 4}
    assert {row[0] for row in found(store, "SELECT DISTINCT shelf FROM task")} == {0, 1, 2, 3, 4}
    two = "SELECT ticket FROM task WHERE open GROUP BY ticket HAVING count(DISTINCT department) = 2"
    assert len(found(store, two)) > 5
    assert found(store, "SELECT count(*) > 20 FROM task WHERE owner IS NOT NULL") == [(True,)]


def test_the_search_index_has_every_word(where: str, store: Store) -> None:
    """TQ10: as many tickets are found as hold the word, looked through one by one."""
    texts = found(store, "SELECT m.ticket, m.text, t.subject FROM message m JOIN ticket t ON t.id = m.ticket")
    holding = {row[0] for row in texts if words.COMMON in _tokens(row[1]) | _tokens(row[2])}
    spam = {row[0] for row in found(store, "SELECT id FROM ticket WHERE shelf = 4")}
    desk = open_desk(where, FixedClock(NOW))
    query = Query((Term(FreeText(words.COMMON)),))
    assert desk.staff("gary").read(ReadMatches(QueueView.ALL, query)) == len(holding - spam) > 100
    hits = desk.staff("gary").read(ReadSearch(query, limit=1000))
    assert {hit[0] for hit in hits} == holding - spam
    desk.close()


def _tokens(text: str) -> set[str]:
    return set(text.lower().replace(".", " ").replace(",", " ").split())


def test_who_sees_what(where: str) -> None:
    """TQ1: gary sees all, olga the same as a member of every department, anna a third, agents the like."""
    desk = open_desk(where, FixedClock(NOW))
    gary, olga, anna, john = (desk.staff(login).read(ReadCounts()) for login in ("gary", "olga", "anna", "john"))
    assert gary[QueueView.ALL] == olga[QueueView.ALL] == john[QueueView.ALL]
    assert 180 < anna[QueueView.ALL] < 350
    assert gary[QueueView.MINE] == 0
    assert anna[QueueView.MINE] > 0
    assert gary[QueueView.FAVOURITES] > 0
    desk.close()


def test_numbers_go_on(where: str) -> None:
    """A ticket that is opened on it gets the next number; acts work on the seeded ones."""
    desk = open_desk(where, FixedClock(NOW))
    gary = desk.staff("gary")
    number = gary.perform(NewTicket("#1", "Tech", "One more", "Hello"))
    assert number == 701
    assert gary.read(ReadTicket(number)).row.client_email == "client1@c1.example"
    assert gary.read(ReadTicket(350)).messages[0].author.startswith("client")
    first = gary.read(ReadQueue(limit=1)).rows[0]
    assert first.front
    desk.close()


def test_messages_are_made_as_the_store_makes_them() -> None:
    """The quick row equals the one made by the function that acts and bulk store with."""
    seeder = Seeder(Shape(3, 2, 4), Team(((1, "Tech"), (2, "Sales")), dict.fromkeys((1, 2), (_agent(),))))
    (chunk,) = seeder.chunks()
    assert len(chunk["message"]) >= 12
    position = {name: at for at, name in enumerate(columns("message"))}
    for row in chunk["message"]:
        value = {name: row[at] for name, at in position.items()}
        at = BORN.fromtimestamp(value["at"] / 1000, tz=BORN.tzinfo)
        kind = MessageKind(value["kind"])
        ready = ReadyMessage(kind, value["author"], at, value["text"], value["own_lines"], value["staff"])
        assert message_row(ready, value["id"], value["ticket"]) == row
        assert value["own_lines"] == len(value["text"].split("\n"))


def _agent() -> Scope:
    return Scope(5, "anna", departments=(1, 2))


def test_the_schema_is_left_as_it_was(tmp_path: Path) -> None:
    """Indexes and triggers that were dropped for the load are back, word for word."""
    full, fresh = tmp_path / "full.sqlite", tmp_path / "fresh.sqlite"
    fill(str(full), Shape(20, 2))
    make_desk(str(fresh), MakeDesk("gary"), FixedClock(NOW))
    ours, theirs = Store(str(full)), Store(str(fresh))
    statement = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
    assert found(ours, statement) == found(theirs, statement)
    ours.close()
    theirs.close()


def test_a_desk_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache is outside the repository, keyed by parameters; what was cut short leaves nothing behind."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = seeded(Shape(30, 2))
    assert tmp_path in made.parents
    stamp = made.stat().st_mtime_ns
    assert seeded(Shape(30, 2)) == made
    assert made.stat().st_mtime_ns == stamp
    assert seeded(Shape(30, 3)) != made

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    before = sorted(made.parent.iterdir())
    monkeypatch.setattr(load_sqlite, "load", broken)
    with pytest.raises(KeyboardInterrupt):
        seeded(Shape(31, 2))
    assert sorted(made.parent.iterdir()) == before


def test_the_command(tmp_path: Path) -> None:
    """`python benchmarks/seed.py --tickets N --database PATH` from any folder."""
    script = Path(__file__).parents[2] / "benchmarks" / "seed.py"
    place = tmp_path / "desk.sqlite"
    argv = [sys.executable, str(script), "--tickets", "25", "--departments", "2", "--database", str(place)]
    environment = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(argv, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{place}: 25 tickets, ")
    desk = open_desk(str(place), FixedClock(NOW))
    assert desk.staff("gary").read(ReadCounts())[QueueView.ALL] >= 20
    desk.close()
