"""How the house is kept: sizes, names, what imports what, and that both databases are tested (ARCHITECTURE.md)."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.collected import PLACE
from tests.desks import DATABASES

ROOT = Path(__file__).parents[1]
FILE_LINES = 400
FUNCTION_LINES = 60
MIGRATIONS = "helpdesk_tui/store/migrations/versions/"

_COMMANDS = "words, tables and exit codes; the acts and questions behind them run on both databases in tests/desk"
_DEMO = "a demonstration is always a SQLite file in a folder of its own"
ONE_DATABASE = {
    "tests/store/test_sqlite_file.py": "the file, its rights, its journal and its damage are SQLite's alone",
    "tests/store/test_older.py": "older desks are files that were kept; one of its tests makes its own older database",
    "tests/bench/test_lists_stay_quick.py": "it counts SQLite's own steps",
    "tests/bench/test_plans.py": "the plans are SQLite's; PostgreSQL chooses its own by the sizes of the tables",
    "tests/store/test_plain_role.py": "roles and their rights are PostgreSQL's",
    "tests/store/test_refusals.py": "what a database that is not there, closed or locked is called, a driver each",
    "tests/bench/test_seed.py": "the seeded desks of the benchmarks are files that are kept",
    "tests/cli/test_client_message.py": "it kills a command; tests/desk tries on both that nobody is written to twice",
    "tests/cli/test_doctor.py": "the damage is done to a file; what `doctor` looks at is the same question on both",
    "tests/cli/test_ends.py": "how a process ends; what locks a desk is told by tests/store for both databases",
    "tests/desk/test_planted_faults.py": "the faults are of the program; that its lives hold is tried on both",
    "tests/demo/test_making.py": _DEMO,
    "tests/demo/test_postman.py": _DEMO,
    **{
        f"tests/cli/test_{name}.py": _COMMANDS
        for name in (
            "abuse", "accounts", "account_edit", "charges", "plans_and_orders", "prices", "currencies",
            "client_area", "clients", "files", "gateways_and_health", "hostile_text", "mail_explain", "mail_in",
            "mail_incoming", "expense_show", "invoice_turns",
            "mail_replay", "people_and_departments", "places_and_limits", "replies", "tickets", "who_acts",
            "ticket_messages", "ticket_spam", "ticket_undo", "paid_support",
            "wrong_calls",
        )
    },
}  # fmt: skip
FOLDERS = ("tests/store", "tests/desk", "tests/bench", "tests/cli", "tests/demo")
"""Modules whose tests run on one database, and why."""

NAMES = re.compile(r"(?i)(manager|helper|util)s?$|^(manager|helper|util)s?")


@cache
def sources() -> dict[str, str]:
    """Path and text of every Python file of ours."""
    paths = [
        path for folder in ("helpdesk_tui", "tests", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py"))
    ]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@cache
def parts() -> list[tuple[str, ast.AST]]:
    """Every function, class and attribute of these files, with the path."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Attribute)
    return [
        (name, node)
        for name, text in sources().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, kinds)
    ]


def test_files_are_short() -> None:
    """STYLE: at most 400 lines a file, so that none becomes the one that got away."""
    lengths = {name: text.count("\n") for name, text in sources().items() if not name.startswith(MIGRATIONS)}
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_functions_are_short() -> None:
    """STYLE: at most 60 lines a function."""
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name, node in parts()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not name.startswith(MIGRATIONS)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_names_say_what_things_are() -> None:
    """STYLE: the trade's words; never Manager, Helper or utils."""
    found = [name for name in sources() if any(NAMES.search(part) for part in Path(name).with_suffix("").parts)]
    for name, node in parts():
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and NAMES.search(node.name):
            found.append(f"{name}:{node.lineno} {node.name}")
    assert found == []


def test_a_test_that_cannot_wait_does_not_sleep() -> None:
    """STYLE: no sleeps; tests wait on conditions with a deadline."""
    calls = [
        f"{name}:{node.lineno}"
        for name, node in parts()
        if isinstance(node, ast.Attribute)
        and node.attr == "sleep"
        and name.startswith(("tests/store/", "tests/desk/", "tests/rules/"))
    ]
    assert calls == []


@pytest.mark.parametrize(
    "module", ["helpdesk_tui.desk.registry", "helpdesk_tui.questions", "helpdesk_tui.desk.intake", "helpdesk_tui.views"]
)
def test_the_acts_load_no_database(module: str) -> None:
    """DESIGN: only the door opens the store; screens and mail can name every act and question without SQLAlchemy."""
    unwanted = ("sqlalchemy", "sqlmodel", "alembic", "helpdesk_tui.store", "textual", "rich")
    code = f"import sys, {module}; print([m for m in sys.modules if m.startswith({unwanted!r})])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def collected(tmp_path: Path) -> list[dict[str, object]]:
    """Every test that works on a desk by the store, the door or the command line, as pytest finds it."""
    place = tmp_path / "collected"
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "tests.collected", "-p", "no:xdist",
               "-p", "no:cacheprovider", *FOLDERS]  # fmt: skip
    environment = os.environ | {PLACE: str(place)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]


def test_the_store_is_tested_on_both_databases(tmp_path: Path) -> None:
    """DESIGN, Tests: the store's contract holds on both engines; what runs on one stands above with its reason."""
    runs: dict[tuple[object, object], set[object]] = defaultdict(set)
    alone: set[object] = set()
    for test in collected(tmp_path):
        if test["takes"] and test["database"]:
            runs[test["module"], test["test"]].add(test["database"])
        elif test["takes"] or test["opens"]:
            alone.add(test["module"])
    missing = {name: found for name, found in runs.items() if found != set(DATABASES)}
    assert missing == {}
    assert alone == set(ONE_DATABASE)
    assert len(runs) > 500
