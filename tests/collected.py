"""A pytest plugin for `tests/test_house.py`: writes down every collected test and the database it runs on.

Whether a test opens a database is found in what it calls: in itself, in its fixtures, and in the functions of the
tests that these call.
"""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

PLACE = "HELPDESK_TEST_COLLECTED"
OPENERS = {"Store", "open_desk", "open_for", "make_desk", "make_demo", "MadeDesk"}
"""What opens a database; whoever takes the template of a SQLite desk has one too."""
_TEMPLATE = "sqlite_template"


def pytest_collection_finish(session: pytest.Session) -> None:
    """One JSON line a test: module, name without the database, database, whether it opens one by itself."""
    lines = []
    for item in session.items:
        assert isinstance(item, pytest.Function)
        params = item.callspec.params if hasattr(item, "callspec") else {}
        database = params.get("database")
        lines.append(
            {
                "module": Path(inspect.getfile(item.function)).relative_to(session.config.rootpath).as_posix(),
                "test": item.name.replace(str(database), "", 1) if database else item.name,
                "database": database,
                "takes": "database" in item.fixturenames,
                "opens": _TEMPLATE in item.fixturenames or bool(OPENERS & set(_called(item))),
            }
        )
    Path(os.environ[PLACE]).write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")


def _called(item: pytest.Function) -> Iterator[str]:
    """The names that a test, its fixtures and the tests' own functions behind them use."""
    fixtures = [one.func for several in item._fixtureinfo.name2fixturedefs.values() for one in several]
    waiting: list[Callable[..., Any]] = [item.function, *fixtures]
    seen: set[CodeType] = set()
    while waiting:
        function = inspect.unwrap(waiting.pop())
        if not isinstance(function, FunctionType) or function.__code__ in seen:
            continue
        seen.add(function.__code__)
        for name in _names(function.__code__):
            yield name
            meant = function.__globals__.get(name)
            if str(getattr(meant, "__module__", "")).startswith("tests."):
                members = vars(meant).values() if isinstance(meant, type) else [meant]
                functions: list[Any] = [getattr(one, "__func__", one) for one in members]
                waiting += [one for one in functions if callable(one)]


def _names(code: CodeType) -> Iterator[str]:
    """The names that code uses, with the functions inside it."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
