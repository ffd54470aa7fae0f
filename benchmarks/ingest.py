"""How fast emails become tickets, beside a floor that does the least (PERFORMANCE P1, P2).

    python -m benchmarks.ingest [--mails 1000] [--rounds 3] [--tickets 1000000] [--hostile]

The floor runs in the same call, on the same emails and disk: the standard library's parser (`policy=default`), one row
and one full-text row an email, one durable transaction each. Ours polls a Maildir as the worker does, with everything
on: children that parse, identification, threading, the search index, events, raw bytes and outcome in one durable
transaction an email. With `--tickets` a desk that has so many already takes the same emails beside the empty one (P2);
with `--hostile` one email of 1 GB and one of 100,000 parts lie among the others, and the rate of the others is compared
(issue: a tenth at most). The desks are made once, and take other emails in each round.
"""

from __future__ import annotations

import argparse
import contextlib
import email
import email.policy
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

if __package__ in (None, ""):  # run as a file: the folder above has the packages, this one would hide modules
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from pysqlite3 import dbapi2

from benchmarks.letters import ADDRESS, CLIENTS, fill, huge, letters, parts
from benchmarks.rows import Shape
from benchmarks.seed import seeded
from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.gateways import AddGateway, GatewaySettings
from helpdesk_tui.desk.actions.setup import AddDepartment, MakeDesk
from helpdesk_tui.desk.door import make_desk, open_desk
from helpdesk_tui.mail.gateways.polling import poll
from helpdesk_tui.mail.gateways.sources import open_gateway
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.questions import ReadGateways
from helpdesk_tui.vocab import GatewayType

NOW = datetime(2026, 4, 11, 10, 0, tzinfo=UTC)
MAX_BYTES = 52_428_800
GIGABYTE = 1024**3


Outcomes = dict[str, int]


def floor(path: Path, raws: Sequence[bytes]) -> float:
    """Emails a second of the least that could be done."""
    database = dbapi2.connect(str(path), isolation_level=None)
    for statement in (
        "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
        "CREATE TABLE mail (id INTEGER PRIMARY KEY, sender TEXT, subject TEXT, message_id TEXT, text TEXT, raw BLOB)",
        "CREATE VIRTUAL TABLE words USING fts5(subject, text, content='')",
    ):  # fmt: skip
        database.execute(statement)
    begun = time.perf_counter()
    for raw in raws:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        text = body.get_content() if body is not None else ""
        for part in message.iter_attachments():
            part.get_content()
        database.execute("BEGIN IMMEDIATE")
        row = (str(message["from"]), str(message["subject"]), str(message["message-id"]), text, raw)
        made = database.execute("INSERT INTO mail (sender, subject, message_id, text, raw) VALUES (?, ?, ?, ?, ?)", row)
        database.execute("INSERT INTO words (rowid, subject, text) VALUES (?, ?, ?)", (made.lastrowid, row[1], text))
        database.execute("COMMIT")
    took = time.perf_counter() - begun
    database.close()
    return len(raws) / took


def prepared(where: Path, tickets: int) -> Path:
    """A desk in a new folder, with the clients whose emails come, and as many tickets as asked."""
    where.mkdir()
    path = str(where / "desk.sqlite")
    if tickets:
        shutil.copy2(seeded(Shape(tickets)), path)
    else:
        make_desk(path, MakeDesk("gary", "Acme support"), FixedClock(NOW))
    desk = open_desk(path, FixedClock(NOW))
    gary = desk.staff("gary")
    with contextlib.suppress(Exception):
        gary.perform(AddDepartment("Intake", ADDRESS))
    for number in range(CLIENTS):
        with contextlib.suppress(Exception):
            gary.perform(AddClient(f"client{number}@example.org", f"Client {number}"))
    settings = GatewaySettings(path=str(where / "box"))
    gary.perform(AddGateway("intake", GatewayType.MAILDIR, ADDRESS, "Intake", settings))
    desk.close()
    return where


def ours(where: Path, raws: Sequence[bytes], first: int, hostile: bool, pool: ParserPool) -> tuple[float, Outcomes]:
    """Emails a second of a poll, hostile ones not counted; and what became of them. Files are numbered from `first`."""
    desk = open_desk(str(where / "desk.sqlite"), FixedClock(NOW))
    shutil.rmtree(where / "box", ignore_errors=True)
    fill(where / "box", list(raws), first)
    if hostile:
        (where / "box" / "new" / "1700000300.P.host").write_bytes(parts(100_000))
        huge(where / "box" / "new" / "1700000301.H.host", GIGABYTE)
    os.sync()  # what was copied and filled in is on the disk before anything is measured
    gateway = next(one for one in desk.read(ReadGateways()) if one.name == "intake")
    source = open_gateway(gateway)
    outcomes: Outcomes = {}
    begun = time.perf_counter()
    for report in poll(desk, gateway, source, pool, owner="bench/0/0/0", max_bytes=MAX_BYTES):
        outcomes[report.outcome.value] = outcomes.get(report.outcome.value, 0) + 1
    took = time.perf_counter() - begun
    source.close()
    desk.close()
    return len(raws) / took, outcomes


def main() -> None:
    """Measure, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--mails", type=int, default=1000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--tickets", type=int, default=0)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--hostile", action="store_true")
    given = asked.parse_args()
    ratios: list[float] = []
    of_empty: list[float] = []
    with ParserPool(given.workers) as pool, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        empty = prepared(folder / "empty", 0)
        full = prepared(folder / "full", given.tickets) if given.tickets else None
        for run in range(given.rounds):
            raws, first = list(letters(given.mails, run)), run * given.mails
            least = floor(folder / f"floor{run}.sqlite", raws)
            rate, outcomes = ours(empty, raws, first, False, pool)
            ratios.append(rate / least)
            print(f"floor {least:,.0f}/s, ours {rate:,.0f}/s, {rate / least:.2f} x  {outcomes}")
            if full is not None:
                among, outcomes = ours(full, raws, first, False, pool)
                of_empty.append(among / rate)
                print(f"         with {given.tickets:,} tickets: {among:,.0f}/s, {among / rate:.2f} x  {outcomes}")
            if given.hostile:
                among, outcomes = ours(prepared(folder / f"hostile{run}", 0), raws, first, True, pool)
                print(f"         with two hostile ones: {among:,.0f}/s, {among / rate:.2f} x  {outcomes}")
    print(f"median: {statistics.median(ratios):.2f} x the floor (promised: 1)")
    if of_empty:
        print(f"median: {statistics.median(of_empty):.2f} of the empty desk's rate (promised: 0.9)")


if __name__ == "__main__":
    main()
