"""What `doctor` looks at, and what it can mend (X6; rules 25, 27, 31, 43): one finding about each thing.

A finding that is not `ok` means that something is broken; a `note` is worth knowing, such as a worker that does not
run. Everything that is mended follows from the facts of tickets and messages, which are never touched.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from helpdesk_tui.errors import DeskError, StorageFailed
from helpdesk_tui.questions import ReadDepartments, ReadHealth
from helpdesk_tui.rules.access import SYSTEM_SCOPE
from helpdesk_tui.store import (
    SCHEMA,
    doctor_ledger,
    doctor_lists,
    doctor_orders,
    doctor_papers,
    search,
    sqlite,
    sqlite_file,
)
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.reads import desk as desk_reads
from helpdesk_tui.store.reads import people as people_reads
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.tables import mail, metadata, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.store.tables.desk import Desk
from helpdesk_tui.views import Finding, Health
from helpdesk_tui.vocab import IncomingState, MailOutcome

_blob = table(tickets.Blob)
_mail = table(mail.Mail)
_SOME = 5
_COUNT = "SELECT count(*) FROM ({} EXCEPT {})"
_INDEXED = (
    ("messages", "SELECT id FROM message WHERE kind <> 'system'", "SELECT id FROM message_search_docsize"),
    ("tickets", "SELECT id FROM ticket", "SELECT id FROM ticket_search_docsize"),
    ("clients", "SELECT id FROM client", "SELECT id FROM client_search_docsize"),
)


@dataclass(frozen=True, slots=True)
class Patient:
    """The desk that is looked at, whether it may be mended, and when."""

    store: Store
    fix: bool
    now: datetime


Check = Callable[[Patient], Iterator[Finding]]


def examine(store: Store, *, fix: bool, now: datetime) -> tuple[Finding, ...]:
    """Look at everything, in an order in which a later check may trust the earlier ones.

    A check that cannot be made because the database is read-only, or too damaged, is a finding itself.
    """
    patient = Patient(store, fix, now)
    found: list[Finding] = []
    for name, check in _CHECKS.items():
        try:
            found.extend(check(patient))
        except (DeskError, DBAPIError, zlib.error) as failed:
            said = failed.sentence if isinstance(failed, DeskError) else f"{name} could not be read ({failed})."
            read_only = isinstance(failed, StorageFailed) and failed.code == "read_only"
            found.append(Finding(name, read_only, f"Not checked: {said}" if read_only else said, note=read_only))
        if found[-1].name in ("schema", "desk") and not found[-1].ok:
            break
    return tuple(found)


def _library(patient: Patient) -> Iterator[Finding]:
    """The database and its library (rule 27)."""
    if patient.store.is_postgres:
        yield Finding("database", True, f"{patient.store.name} answers.")
        return
    with patient.store.read(unhurried=True) as connection:
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    if sqlite.wal_is_safe():
        yield Finding("database", True, f"SQLite {version} with its write-ahead log.")
    else:
        yield Finding("database", True, f"SQLite {version} is used without its write-ahead log, which needs 3.51.3 or"
                      " newer: readers and writers wait for each other.", note=True)  # fmt: skip


def _schema(patient: Patient) -> Iterator[Finding]:
    """Every table and column that this program knows is there."""
    with patient.store.read(unhurried=True) as connection:
        look = inspect(connection)
        there = set(look.get_table_names())
        missing = sorted(set(metadata.tables) - there)
        for name in sorted(set(metadata.tables) & there):
            columns = {column["name"] for column in look.get_columns(name)}
            missing += [f"{name}.{one.name}" for one in metadata.tables[name].columns if one.name not in columns]
    if missing:
        yield Finding("schema", False, f"The schema lacks {', '.join(missing[:_SOME])}; restore a backup.")
    else:
        yield Finding("schema", True, f"The schema is {SCHEMA}, this program's.")


def _desk(patient: Patient) -> Iterator[Finding]:
    """The row that makes a database a desk."""
    with patient.store.read(unhurried=True) as connection:
        rows = connection.execute(select(func.count()).select_from(table(Desk))).scalar_one()
    yield Finding("desk", rows == 1, "The desk's row is there." if rows == 1 else
                  "The desk's row is missing; `helpdesk-tui init` writes it.")  # fmt: skip


def _private(patient: Patient) -> Iterator[Finding]:
    """Only its owner reads the file (rule 43)."""
    if patient.store.is_postgres or os.name != "posix":
        return
    if sqlite_file.is_private(patient.store.where):
        yield Finding("file", True, "Only its owner may read the file.")
    elif patient.fix:
        os.chmod(patient.store.name, 0o600)
        yield Finding("file", True, "The file was open to others; now only its owner may read it.")
    else:
        yield Finding("file", True, "Others on this computer may read the file; --fix takes that away.", note=True)


def _integrity(patient: Patient) -> Iterator[Finding]:
    """What the database says about itself."""
    if patient.store.is_postgres:
        return
    with patient.store.read(unhurried=True) as connection:
        said = [row[0] for row in connection.exec_driver_sql(f"PRAGMA integrity_check({_SOME})")]
        broken = [row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    # What is wrong with the search index alone is the next check's to say: it can be built anew.
    damage = [line for line in said if line != "ok" and "fts5" not in line.lower()]
    if damage:
        yield Finding("integrity", False, f"The file is damaged ({'; '.join(damage)}); restore a backup.")
    elif broken:
        names = ", ".join(sorted(set(broken)))
        yield Finding("integrity", False, f"Rows that need a row that is gone: {len(broken):,}, in {names}.")
    else:
        yield Finding("integrity", True, "The file is sound.")


def _contents(patient: Patient) -> Iterator[Finding]:
    """Originals and attachments are what was stored: each is hashed again (rule 31)."""
    count, wrong, last = 0, [], 0
    while True:
        with patient.store.read(unhurried=True) as connection:
            asked = select(_blob).where(_blob.c.id > last).order_by(_blob.c.id).limit(50)
            rows = connection.execute(asked).all()
        if not rows:
            break
        last = rows[-1].id
        count += len(rows)
        wrong += [row.id for row in rows if not _as_stored(row)]
    if wrong:
        numbers = ", ".join(str(number) for number in wrong[:_SOME])
        what = _counted(len(wrong), "original or attachment", "originals or attachments")
        said = f"Not what was stored: {what} ({numbers}); restore a backup."
        yield Finding("contents", False, said)
    else:
        yield Finding("contents", True, f"Originals and attachments are as they were stored ({count:,}).")


def _as_stored(row: Any) -> bool:
    try:
        content = zlib.decompress(row.packed)
    except zlib.error:
        return False
    return bool(len(content) == row.size and hashlib.sha256(content).hexdigest() == row.sha256)


def _search(patient: Patient) -> Iterator[Finding]:
    """The full-text index holds what it should; PostgreSQL keeps its own."""
    if patient.store.is_postgres:
        return
    # Comparing also what the rows say takes the write lock, which is for whoever mends.
    thorough = patient.fix or not sqlite.checks_index_in_a_read()
    with patient.store.write() if thorough else patient.store.read(unhurried=True) as connection:
        wrong = _index_errors(connection, thorough)
        if wrong and patient.fix:
            search.rebuild(connection)
            wrong = _index_errors(connection, thorough)
            if not wrong:
                yield Finding("search", True, "The search index was wrong; it was built anew.")
                return
    if wrong:
        yield Finding("search", False, f"The search index {wrong}; --fix builds it anew.")
    else:
        yield Finding("search", True, "The search index holds every message, subject and client.")


def _index_errors(connection: Connection, thorough: bool) -> str:
    """What is wrong with the index; empty when nothing is. `thorough` needs a transaction that writes.

    The index of messages leaves system messages out, so it is compared by numbers; those of tickets and clients have to
    equal them.
    """
    run = connection.exec_driver_sql
    try:
        if not thorough:
            tables = ("message_search", "ticket_search", "client_search")
            if any(run(f"PRAGMA integrity_check('{name}')").scalar() != "ok" for name in tables):
                return "is damaged"
        else:
            run("INSERT INTO message_search(message_search) VALUES ('integrity-check')")
            run("INSERT INTO ticket_search(ticket_search, rank) VALUES ('integrity-check', 1)")
            run("INSERT INTO client_search(client_search, rank) VALUES ('integrity-check', 1)")
    except DBAPIError:
        return "is damaged"
    for what, rows, indexed in _INDEXED:
        missing = run(_COUNT.format(rows, indexed)).scalar_one()
        extra = run(_COUNT.format(indexed, rows)).scalar_one()
        if missing or extra:
            return f"lacks {missing:,} {what} and has {extra:,} too many"
    return ""


def _lists(patient: Patient) -> Iterator[Finding]:
    """Every ticket stands in the lists where its tasks put it."""
    with patient.store.read(unhurried=True) as connection:
        wrong = doctor_lists.wrong_tickets(connection)
    if wrong and patient.fix:
        doctor_lists.mend(patient.store, wrong, patient.now)
        yield Finding("lists", True, f"Put right in the lists: {_counted(len(wrong), 'ticket')}.")
    elif wrong:
        numbers = ", ".join(str(number) for number in wrong[:_SOME])
        said = f"Wrong in the lists: {_counted(len(wrong), 'ticket')} ({numbers}); --fix mends that."
        yield Finding("lists", False, said)
    else:
        yield Finding("lists", True, "Every ticket stands in the lists where its tasks put it.")


def _ledger(patient: Patient) -> Iterator[Finding]:
    """Accounts are the sum of their entries, and these are the ones that were posted (rule 25)."""
    with patient.store.read(unhurried=True) as connection:
        wrong = list(doctor_ledger.wrong_accounts(connection, patient.now.date()))
        accounts, entries = doctor_ledger.counted(connection)
        unguarded = doctor_ledger.missing_guards(connection)
        rights = doctor_ledger.needless_rights(connection)
    if unguarded:
        yield Finding("guards", False, f"Nothing refuses changes of what was posted: {', '.join(unguarded)} is missing;"
                      " restore a backup.")  # fmt: skip
    if rights:
        told = "; ".join(f"{role} has {right} on {of}" for of, right, role in rights)
        yield Finding("rights", False, f"May change or remove what was posted: {told}; REVOKE takes that away.")
    if wrong:
        told = "; ".join(f"account {number}: {said}" for number, said in wrong[:_SOME])
        what = _counted(len(wrong), "account")
        yield Finding("ledger", False, f"Not what was posted: {what} ({told}); restore a backup.")
    else:
        yield Finding(
            "ledger", True, f"Accounts are the sum of what was posted ({accounts:,}, with {entries:,} entries)."
        )


def _papers(patient: Patient) -> Iterator[Finding]:
    """Payments, expenses and withdrawals say what was posted for them (rule 25)."""
    with patient.store.read(unhurried=True) as connection:
        wrong = [*doctor_papers.wrong_papers(connection), *doctor_papers.wrong_invoices(connection)]
        papers = doctor_papers.counted(connection)
    if wrong:
        told, what = "; ".join(wrong[:_SOME]), _counted(len(wrong), "document")
        yield Finding("documents", False, f"Not what was posted: {what} ({told}); restore a backup.")
    else:
        yield Finding("documents", True, f"Payments, expenses and withdrawals say what was posted ({papers:,}).")


def _orders(patient: Patient) -> Iterator[Finding]:
    """Orders gave what was bought under them, in their windows, and were charged for it (rule 25)."""
    with patient.store.read(unhurried=True) as connection:
        wrong = list(doctor_orders.wrong_orders(connection))
        orders = doctor_orders.counted(connection)
    if wrong:
        told = "; ".join(f"order {number}: {said}" for number, said in wrong[:_SOME])
        said = f"Not what was bought: {_counted(len(wrong), 'order')} ({told}); restore a backup."
        yield Finding("orders", False, said)
    else:
        yield Finding("orders", True, f"Orders gave what was bought ({orders:,}).")


def _mail_flow(patient: Patient) -> Iterator[Finding]:
    """Gateways, worker, outbox, quarantine, and whether answers arrive."""
    with patient.store.read(unhurried=True) as connection:
        asking = Asking(connection, SYSTEM_SCOPE, patient.now, patient.store.name)
        health = desk_reads.health(asking, ReadHealth())
        lost = [one.name for one in people_reads.departments(asking, ReadDepartments()) if not one.answers_arrive]
        waits = (_mail.c.outcome == MailOutcome.QUARANTINED.value) & (_mail.c.incoming == IncomingState.WAITING.value)
        unread = connection.execute(select(func.count()).select_from(_mail).where(waits)).scalar_one()
    yield from _gateways(health)
    if health.gateways and not health.worker_alive:
        yield Finding("worker", True, "No worker runs, so no mail comes in or goes out; start `helpdesk-tui worker`.",
                      note=True)  # fmt: skip
    if lost:
        yield Finding("answers", True, f"No gateway takes mail, so clients' answers to {', '.join(lost)} will not"
                      " arrive.", note=True)  # fmt: skip
    undelivered = health.outbox.get("failed", 0) + health.outbox.get("unknown", 0)
    if undelivered:
        said = f"Not delivered: {_counted(undelivered, 'outgoing email')}; `mail outbox` shows why."
        yield Finding("outbox", True, said, note=True)
    if unread:
        said = f"Could not be read: {_counted(unread, 'email')}; `mail replay` tries again."
        yield Finding("quarantine", True, said, note=True)


def _gateways(health: Health) -> Iterator[Finding]:
    for gateway in health.gateways:
        if gateway.error:
            yield Finding(f"gateway {gateway.name}", True, gateway.error, note=True)
        elif gateway.late:
            yield Finding(f"gateway {gateway.name}", True, "It was not polled for two intervals.", note=True)
        else:
            yield Finding(f"gateway {gateway.name}", True, "No error.")
    if any(not gateway.verified for gateway in health.gateways):
        names = ", ".join(gateway.name for gateway in health.gateways if not gateway.verified)
        said = f"Senders are not verified, as no authserv-id is trusted: {names}."
        yield Finding("senders", True, said, note=True)


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_CHECKS: dict[str, Check] = {
    "database": _library, "schema": _schema, "desk": _desk, "file": _private, "integrity": _integrity,
    "contents": _contents, "search": _search, "lists": _lists, "ledger": _ledger,
    "documents": _papers, "orders": _orders, "mail": _mail_flow,
}  # fmt: skip
