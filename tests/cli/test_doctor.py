"""`doctor` finds what is broken, mends what can be mended, and leaves the rest alone (X6; rules 25, 27, 31, 43)."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.store.engine import Store
from tests.cli.calls import Calls
from tests.cli.test_mail_in import LETTER, NO_MAIL


@pytest.fixture
def busy(call: Calls) -> Calls:
    """A desk with a held, a delayed, a closed and a redirected ticket, an original and an attachment."""
    call("mail", "deliver", "--gateway", "support", stdin=LETTER)
    for subject in ("two", "three", "four"):
        call.json("ticket", "new", "--client", "1", "--department", "Tech", "--subject", subject, "--message", "m")
    call.json("ticket", "take", "2", as_="anna")
    call.json("ticket", "assign", "2", "--department", "Sales", as_="anna")
    call.json("ticket", "delay", "3", "2d")
    call.json("ticket", "close", "4")
    for number in ("2", "4"):
        call.json("ticket", "set", number, "--tag", "dns")
    return call


def found(call: Calls, *words: str, code: int = 0) -> dict[str, Any]:
    """The findings by name."""
    ended = call("doctor", "--json", *words, as_=None)
    assert (ended.code, ended.err) == (code, b""), ended
    return {one["name"]: one for one in ended.lines[0]}


def damage(call: Calls, *statements: str) -> None:
    """Change the database behind the program's back."""
    store = Store(call.where)
    with store.write() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    store.close()


def test_a_sound_desk_has_nothing_broken(busy: Calls) -> None:
    """Whatever acts wrote stands where the check expects it; what is only worth knowing breaks nothing."""
    findings = found(busy)
    assert [name for name, one in findings.items() if not one["ok"]] == []
    assert list(findings) == ["database", "schema", "desk", "file", "integrity", "contents", "search", "lists",
                              "ledger", "documents", "orders", "gateway support", "senders", "worker"]  # fmt: skip
    assert findings["lists"] == {
        "name": "lists", "ok": True, "note": False,
        "sentence": "Every ticket stands in the lists where its tasks put it.",
    }  # fmt: skip
    assert findings["contents"]["sentence"] == "Originals and attachments are as they were stored (2)."
    assert (findings["worker"]["ok"], findings["worker"]["note"]) == (True, True)


@pytest.mark.parametrize(
    ("statement", "numbers"),
    [
        ("UPDATE task SET place = place + 1 WHERE ticket = 1", "1"),
        ("UPDATE task SET shelf = 2 WHERE ticket = 1", "1"),
        ("UPDATE task SET free = 1 WHERE ticket = 2 AND holder IS NOT NULL", "2"),
        ("UPDATE task SET owner = NULL WHERE ticket = 2", "2"),
        ("UPDATE task SET listed = 0 WHERE ticket = 4", "4"),
        ("UPDATE task SET updated = updated - 1 WHERE ticket IN (1, 3)", "1, 3"),
        ("UPDATE ticket SET status = 'archived' WHERE id = 1", "1"),
        ("UPDATE ticket SET shelf = 2 WHERE id = 3", "3"),
        ("UPDATE ticket SET free = 0 WHERE id = 1", "1"),
        ("UPDATE ticket SET status = 'in_progress', shelf = 0 WHERE id = 4", "4"),
        ("UPDATE tagrow SET place = place + 1 WHERE ticket = 2 AND department = 0", "2"),
        ("UPDATE tagrow SET shelf = 3 WHERE ticket = 2 AND department = 1", "2"),
        ("UPDATE tagrow SET updated = updated - 1 WHERE department > 0 AND ticket > 1", "2, 4"),
        ("DELETE FROM tagrow WHERE ticket = 1 AND department = 0", "1"),
        ("DELETE FROM tagrow WHERE ticket = 1 AND department > 0", "1"),
        ("UPDATE tagrow SET free = NOT free WHERE ticket = 2 AND department = 2", "2"),
        ("UPDATE tagrow SET free = NOT free WHERE ticket = 4 AND department = 0", "4"),
        ("UPDATE tagrow SET tag = 'vip' WHERE ticket = 4 AND department = 0", "4"),
        ("UPDATE tagrow SET department = 3 WHERE ticket = 2 AND department = 1", "2"),
        ("DELETE FROM tagrow WHERE ticket = 4 AND department = 0", "4"),
        ("DELETE FROM tagrow WHERE ticket = 2 AND department = 2", "2"),
        (
            "INSERT INTO tagrow SELECT ticket, 'x', department, shelf, place, updated, free FROM tagrow"
            " WHERE ticket = 4",
            "4",
        ),
    ],
)
def test_tickets_that_stand_wrong_in_the_lists_are_put_right(busy: Calls, statement: str, numbers: str) -> None:
    before = busy.json("ticket", "list", "--view", "all", "--sort", "oldest")
    damage(busy, statement)
    count = "2 tickets" if "," in numbers else "1 ticket"
    told = found(busy, code=65)["lists"]["sentence"]
    assert told == f"Wrong in the lists: {count} ({numbers}); --fix mends that."
    mended = found(busy, "--fix")["lists"]
    assert (mended["ok"], mended["sentence"]) == (True, f"Put right in the lists: {count}.")
    assert found(busy)["lists"]["sentence"] == "Every ticket stands in the lists where its tasks put it."
    assert busy.json("ticket", "list", "--view", "all", "--sort", "oldest") == before


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (["INSERT INTO message_search(message_search) VALUES ('delete-all')"], "lacks 4 messages and has 0 too many"),
        (["INSERT INTO ticket_search(ticket_search) VALUES ('delete-all')"], "lacks 4 tickets and has 0 too many"),
        (["INSERT INTO client_search(client_search) VALUES ('delete-all')"], "lacks 3 clients and has 0 too many"),
        (["DELETE FROM client_search_data WHERE id > 10"], "is damaged"),
        (["DELETE FROM message_search_data WHERE id > 10"], "is damaged"),
    ],
)
def test_a_wrong_search_index_is_built_anew(busy: Calls, statements: list[str], sentence: str) -> None:
    hits = busy.json("search", "two")
    assert len(hits) == 1
    damage(busy, *statements)
    findings = found(busy, code=65)
    assert findings["search"]["sentence"] == f"The search index {sentence}; --fix builds it anew."
    assert found(busy, "--fix")["search"]["ok"] is True
    assert found(busy)["search"]["sentence"] == "The search index holds every message, subject and client."
    assert busy.json("search", "two") == hits


def test_an_original_that_is_not_what_was_stored(busy: Calls) -> None:
    """Rule 31: only a backup has it, so nothing is mended."""
    damage(busy, "UPDATE blob SET sha256 = 'x' || substr(sha256, 2) WHERE id = 1",
           "UPDATE blob SET packed = x'00' WHERE id = 2")  # fmt: skip
    for words in ([], ["--fix"]):
        told = found(busy, *words, code=65)["contents"]
        assert told["sentence"] == "Not what was stored: 2 originals or attachments (1, 2); restore a backup."


def test_rows_that_point_nowhere(busy: Calls) -> None:
    with contextlib.closing(sqlite3.connect(busy.where)) as raw, raw:  # this library does not keep foreign keys
        raw.execute("DELETE FROM service WHERE id = 1")
        raw.execute("DELETE FROM client WHERE id = 3")
    told = found(busy, code=65)["integrity"]
    # Omar's user has lost its client; nothing was about the service.
    assert (told["ok"], told["sentence"]) == (False, "Rows that need a row that is gone: 1, in clientuser.")


def test_a_table_that_lost_a_column(call: Calls) -> None:
    damage(call, "ALTER TABLE ticket RENAME COLUMN summary TO resume", "DROP TABLE lease")
    findings = found(call, code=65)
    assert findings["schema"]["sentence"] == "The schema lacks lease, ticket.summary; restore a backup."
    assert list(findings) == ["database", "schema"]


def test_a_desk_without_its_row(call: Calls) -> None:
    damage(call, "DELETE FROM desk")
    assert found(call, code=65)["desk"]["sentence"] == "The desk's row is missing; `helpdesk-tui init` writes it."


def test_a_file_that_others_may_read(call: Calls) -> None:
    """Rule 43."""
    os.chmod(call.where, 0o644)
    told = found(call)["file"]
    assert (told["note"], told["sentence"]) == (
        True, "Others on this computer may read the file; --fix takes that away."
    )  # fmt: skip
    assert Path(call.where).stat().st_mode & 0o777 == 0o644
    found(call, "--fix")
    assert Path(call.where).stat().st_mode & 0o777 == 0o600


def test_what_is_worth_knowing(call: Calls) -> None:
    """Clarification: where no gateway takes mail, `doctor` warns that answers will not arrive."""
    call("mail", "deliver", "--gateway", "support", stdin=NO_MAIL)
    call("mail", "poll", "--once")
    findings = found(call)
    assert findings["gateway support"]["note"] is True
    assert "/var/mail/support" in findings["gateway support"]["sentence"]
    assert findings["quarantine"]["sentence"] == "Could not be read: 1 email; `mail replay` tries again."
    call.json("gateway", "edit", "support", "--enabled", "off")
    assert found(call)["answers"]["sentence"] == (
        "No gateway takes mail, so clients' answers to Billing, Sales, Tech will not arrive."
    )
    assert "note   quarantine  Could not be read: 1 email" in call.people("doctor")


def test_postgresql_is_looked_at_too(call: Calls, postgres_url: str) -> None:
    assert call.json("init", "--admin", "gary", "--database", postgres_url)["created"] is True
    call.json("department", "add", "Tech", "--database", postgres_url)
    call.json("client", "add", "--email", "hans@acme.example", "--database", postgres_url)
    call.json("ticket", "new", "--client", "1", "--department", "Tech", "--subject", "s", "--message", "m",
              "--database", postgres_url)  # fmt: skip
    findings = found(call, "--database", postgres_url)
    assert list(findings) == [
        "database",
        "schema",
        "desk",
        "contents",
        "lists",
        "ledger",
        "documents",
        "orders",
        "answers",
    ]
    store = Store(postgres_url)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE task SET free = false")
    store.close()
    assert found(call, "--database", postgres_url, code=65)["lists"]["ok"] is False
    assert found(call, "--fix", "--database", postgres_url)["lists"]["ok"] is True
