"""Calling the program from a test: within this process for breadth, as one of its own for what only that shows."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.cli import main

PROGRAM = (sys.executable, "-m", "helpdesk_tui")
NOW = "2026-04-11T10:00:00Z"
"""The time of every call: an hour after the desk was furnished (`tests.desks.NINE`)."""


@dataclass(frozen=True)
class Ended:
    """How a call ended."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """What it wrote for people."""
        return self.out.decode()

    @property
    def lines(self) -> list[Any]:
        """Its JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> dict[str, Any]:
        """The error object; fails unless it stands alone in one line of ASCII on stderr."""
        assert self.out == b"", self.out
        assert self.err.count(b"\n") == 1, self.err
        assert self.err.isascii()
        told = json.loads(self.err)
        assert list(told) == ["error"]
        found: dict[str, Any] = told["error"]
        return found


class Calls:
    """Calls of the program on one desk, within this process; gary, the administrator, acts unless told otherwise."""

    def __init__(
        self, where: str, config: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]
    ) -> None:
        self.where = where
        self.config = config
        self.environment = {"HELPDESK_DATABASE": where, "HELPDESK_CONFIG": str(config), "HELPDESK_NOW": NOW}
        self._patch = patch
        self._capture = capture
        for name, value in self.environment.items():
            patch.setenv(name, value)

    def __call__(self, *words: str, as_: str | None = "gary", stdin: bytes | None = b"") -> Ended:
        """Call the program; `as_` None lets it find out who acts."""
        if as_ is None:
            self._patch.delenv("HELPDESK_STAFF", raising=False)
        else:
            self._patch.setenv("HELPDESK_STAFF", as_)
        given = None if stdin is None else io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
        self._patch.setattr(sys, "stdin", given)
        self._capture.readouterr()
        code = main(words)
        written = self._capture.readouterr()
        return Ended(code, written.out, written.err)

    def json(self, *words: str, as_: str | None = "gary", stdin: bytes | None = b"") -> Any:
        """The one JSON document of a call that has to end with 0 and to complain of nothing."""
        ended = self(*words, "--json", as_=as_, stdin=stdin)
        assert (ended.code, ended.err) == (0, b""), ended
        assert ended.out.isascii()
        [document] = ended.lines
        return document

    def refused(self, *words: str, code: int = 1, as_: str | None = "gary", stdin: bytes | None = b"") -> Any:
        """The error object of a call that has to end with this code."""
        ended = self(*words, "--json", as_=as_, stdin=stdin)
        assert ended.code == code, ended
        return ended.error

    def people(self, *words: str, as_: str | None = "gary", stdin: bytes | None = b"") -> str:
        """What people read of a call that has to end with 0 and to complain of nothing."""
        ended = self(*words, as_=as_, stdin=stdin)
        assert (ended.code, ended.err) == (0, b""), ended
        return ended.text

    def process(self, *words: str, stdin: bytes = b"", **environment: str) -> Ended:
        """The same call as a process of its own."""
        done = subprocess.run(
            [*PROGRAM, *words],
            env=clean_environment() | self.environment | {"HELPDESK_STAFF": "gary"} | environment,
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)


def clean_environment() -> dict[str, str]:
    """This process's environment without what would change a call."""
    dropped = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM")
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("HELPDESK_", "_HELPDESK")) and n not in dropped}
    return kept | {"LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "error"}
