"""How fast emails become tickets, beside a floor that does the least (PERFORMANCE P1, P2).

    python -m benchmarks.ingest [--mails 1000] [--rounds 3] [--tickets 1000000] [--hostile]

The floor runs in the same call, on the same emails and disk: the standard library's parser (`policy=default`), one row
and one full-text row an email, one durable transaction each. Ours polls a Maildir as the worker does, with everything
on: children that parse, identification, threading, the search index, events, raw bytes and outcome in one durable
transaction an email. With `--tickets` the desk has so many already (P2); with `--hostile` one email of 1 GB and one of
100,000 parts lie among the others, and the rate of the others is compared (issue: a tenth at most).
"""

from __future__ import annotations

import argparse
import contextlib
import email
import email.policy
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
from helpdesk_tui.desk.door import Desk, make_desk, open_desk
from helpdesk_tui.mail.gateways.polling import poll
from helpdesk_tui.mail.gateways.sources import open_gateway
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.questions import ReadGateways
from helpdesk_tui.vocab import GatewayType

NOW = datetime(2026, 4, 11, 10, 0, tzinfo=UTC)
MAX_BYTES = 52_428_800
GIGABYTE = 1024**3


def floor(folder: Path, raws: Sequence[bytes]) -> float:
    """Emails a second of the least that could be done."""
    database = dbapi2.connect(str(folder / "floor.sqlite"), isolation_level=None)
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


def prepared(folder: Path, tickets: int) -> Desk:
    """A desk with the clients whose emails come, and as many tickets as asked."""
    where = folder / "desk.sqlite"
    if tickets:
        shutil.copy2(seeded(Shape(tickets)), where)
    else:
        make_desk(str(where), MakeDesk("gary", "Acme support"), FixedClock(NOW))
    desk = open_desk(str(where), FixedClock(NOW))
    gary = desk.staff("gary")
    with contextlib.suppress(Exception):
        gary.perform(AddDepartment("Intake", ADDRESS))
    for number in range(CLIENTS):
        with contextlib.suppress(Exception):
            gary.perform(AddClient(f"client{number}@example.org", f"Client {number}"))
    settings = GatewaySettings(path=str(folder / "box"))
    gary.perform(AddGateway("intake", GatewayType.MAILDIR, ADDRESS, "Intake", settings))
    return desk


def ours(
    folder: Path, raws: Sequence[bytes], tickets: int, hostile: bool, pool: ParserPool
) -> tuple[float, dict[str, int]]:
    """Emails a second of a poll, hostile ones not counted; and what became of them."""
    desk = prepared(folder, tickets)
    fill(folder / "box", list(raws))
    if hostile:
        (folder / "box" / "new" / "1700000300.P.host").write_bytes(parts(100_000))
        huge(folder / "box" / "new" / "1700000301.H.host", GIGABYTE)
    gateway = next(one for one in desk.read(ReadGateways()) if one.name == "intake")
    source = open_gateway(gateway)
    outcomes: dict[str, int] = {}
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
    raws = list(letters(given.mails))
    ratios: list[float] = []
    with ParserPool(given.workers) as pool:
        for _ in range(given.rounds):
            with tempfile.TemporaryDirectory() as temporary:
                folder = Path(temporary)
                least = floor(folder, raws)
                (folder / "a").mkdir()
                rate, outcomes = ours(folder / "a", raws, given.tickets, False, pool)
                ratios.append(rate / least)
                print(f"floor {least:,.0f}/s, ours {rate:,.0f}/s, {rate / least:.2f} x  {outcomes}")
                if given.hostile:
                    (folder / "b").mkdir()
                    among, outcomes = ours(folder / "b", raws, given.tickets, True, pool)
                    print(f"         with two hostile ones: {among:,.0f}/s, {among / rate:.2f} x  {outcomes}")
    print(f"median: {statistics.median(ratios):.2f} x the floor (promised: 1)")


if __name__ == "__main__":
    main()
