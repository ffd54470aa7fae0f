"""The desk of these tests: `tests.desks.furnish` tells who and what is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.calls import Calls
from tests.desks import sqlite_template  # noqa: F401 - a fixture

CONFIG = '[desk]\nname = "Acme support"\ntimezone = "Europe/Berlin"\ntest_clock = true\n[send]\nundo_seconds = 0\n'


@pytest.fixture
def call(
    sqlite_template: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Calls:
    """Calls of the program on a furnished desk, in Europe/Berlin, without an undo window."""
    where = tmp_path / "desk.sqlite"
    shutil.copy2(sqlite_template, where)
    config = tmp_path / "config.toml"
    config.write_text(CONFIG)
    return Calls(str(where), config, monkeypatch, capsysbinary)
