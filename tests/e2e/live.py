"""A desk of real processes: command line, worker and app beside real servers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.nursery import Nursery
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpSink
from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "helpdesk_tui"]


class LiveDesk:
    """One desk in a folder; every call is a process of its own."""

    def __init__(self, nursery: Nursery, folder: Path, database: str, sink: SmtpSink, dovecot: Dovecot) -> None:
        self._nursery = nursery
        self.folder = folder
        self.config = folder / "config.toml"
        self.environment = {
            **inherited(),
            "HELPDESK_DATABASE": database, "HELPDESK_CONFIG": str(self.config), "HOME": str(folder),
            "DESK_IMAP_PASSWORD": dovecot.password, "SSL_CERT_FILE": str(dovecot.ca), "PYTHONWARNINGS": "error",
            "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
        }  # fmt: skip
        self.config.write_text(
            f'[desk]\nname = "Acme support"\n[smtp]\nhost = "127.0.0.1"\nport = {sink.port}\ntls = "none"\n'
            f"[send]\nundo_seconds = 0\n"
        )
        self.dovecot = dovecot
        self.reports = folder / "reports.jsonl"

    def run(self, *words: str) -> Any:
        """A command with `--json`; its answer. Fails unless it ends well and says nothing else."""
        output = self.folder / "output"
        output.unlink(missing_ok=True)
        self._nursery.begin(("--json", *words), self.environment, self.folder)
        ended, said = self._nursery.end(), output.read_text()
        assert ended == 0, (words, ended, said)
        return json.loads(said) if said.strip() else None

    def set_up(self) -> None:
        """A department, two members of staff, three clients, a gateway on the real mail server."""
        self.run("init", "--admin", "gary", "--name", "Acme support")
        self.run("--as", "gary", "department", "add", "Tech", "--email", "support@acme.example")
        for login in ("anna", "john"):
            self.run("--as", "gary", "staff", "add", login, "--department", "Tech")
        for email, name in (
            ("hans@nordlicht.example", "Nordlicht GmbH"), ("ivan@pochta.example", "Иван Петров"),
            ("billing@sakura.example", "株式会社さくら"),
        ):  # fmt: skip
            self.run("--as", "gary", "client", "add", "--email", email, "--name", name)
        self.run("--as", "gary", "client", "user", "add", "hans@nordlicht.example",
                 "--email", "accounts@nordlicht.example", "--name", "Accounts")  # fmt: skip
        self.run(
            "--as", "gary", "gateway", "add", "support", "--type", "imap", "--address", "support@acme.example",
            "--department", "Tech", "--host", self.dovecot.host, "--port", str(self.dovecot.ports.imaps),
            "--tls", "tls", "--login", "support", "--password-env", "DESK_IMAP_PASSWORD", "--interval", "5",
        )  # fmt: skip

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        """The worker, writing what became of each email to `reports`; stopped by SIGTERM."""
        with self.reports.open("ab") as out, (self.folder / "worker.err").open("ab") as err:
            process = subprocess.Popen(
                [*PROGRAM, "--json", "worker"], env=self.environment, stdout=out, stderr=err, stdin=subprocess.DEVNULL
            )
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.terminate()
                    process.wait(15)

    @contextmanager
    def app(self, login: str, columns: int = 120, rows: int = 40) -> Iterator[Terminal]:
        """The app of a member of staff on a pseudo-terminal."""
        argv = [*PROGRAM, "--as", login]
        with Terminal(argv, columns=columns, rows=rows, env=self.environment, patience=20) as terminal:
            yield terminal

    def told(self) -> list[dict[str, Any]]:
        """What the worker reported so far."""
        if not self.reports.exists():
            return []
        return [json.loads(line) for line in self.reports.read_text().splitlines() if line.strip()]


def inherited() -> dict[str, str]:
    """What a program gets of this process's environment: no settings, and no size, which its terminal says itself."""
    own = ("HELPDESK_", "COLUMNS", "LINES")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)}


def until(true: Callable[[], bool], seconds: float = 30.0, what: str = "") -> None:
    """Wait for a condition."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)
