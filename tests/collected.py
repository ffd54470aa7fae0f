"""A pytest plugin for `tests/test_house.py`: writes down every collected test and the database it runs on."""

from __future__ import annotations

import inspect
import json
import os
from pathlib import Path

import pytest

PLACE = "HELPDESK_TEST_COLLECTED"


def pytest_collection_finish(session: pytest.Session) -> None:
    """One JSON line a test: module, name without the database, database, whether it opens one by itself."""
    lines = []
    for item in session.items:
        assert isinstance(item, pytest.Function)
        params = item.callspec.params if hasattr(item, "callspec") else {}
        database = params.get("database")
        names = item.function.__code__.co_names
        lines.append(
            {
                "module": Path(inspect.getfile(item.function)).relative_to(session.config.rootpath).as_posix(),
                "test": item.name.replace(str(database), "", 1) if database else item.name,
                "database": database,
                "takes": "database" in item.fixturenames,
                "opens": bool({"Store", "open_desk", "make_desk", "MadeDesk"} & set(names)),
            }
        )
    Path(os.environ[PLACE]).write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
