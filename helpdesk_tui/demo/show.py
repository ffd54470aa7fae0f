"""`make run`: the demonstration desk on a terminal, with a worker beside it and mail that keeps coming.

Without a terminal it takes the mail that lies there, tells what became of it and the queue, and ends.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from helpdesk_tui.bounded.surroundings import module_path, python_module
from helpdesk_tui.config import Settings, load_settings
from helpdesk_tui.demo.making import DemoDesk, make_demo
from helpdesk_tui.demo.postman import Postman
from helpdesk_tui.views import MailReport, QueueRow

_EVERY_SECONDS = 9.0
_WITHOUT_TERMINAL = 8
_ROWS = 12
_ENDING = (signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Looked:
    """A demonstration without a terminal: its desk, what became of the mail, the head of the queue."""

    demo: DemoDesk
    mail: tuple[MailReport, ...]
    rows: tuple[QueueRow, ...]


def run(folder: Path | None, tickets: int, told: Callable[[Looked], None], *, on_screen: bool) -> int:
    """Make the desk (kept in `folder`, or thrown away afterwards) and show it, or tell of it; the exit code."""
    _catch_signals()
    with _place(folder) as place:
        if sys.stderr.isatty():
            sys.stderr.write(f"Making a demonstration desk with {tickets:,} tickets ...\n")
        demo = make_demo(place, tickets=tickets, now=datetime.now(UTC))
        settings = load_settings(demo.config, str(demo.database), {})
        postman = Postman(demo.maildir)
        if on_screen:
            return _show(settings, demo, postman)
        told(_look(settings, demo, postman))
        return 0


@contextmanager
def _place(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="helpdesk-demo-", ignore_cleanup_errors=True) as made:
        yield Path(made)


def _show(settings: Settings, demo: DemoDesk, postman: Postman) -> int:
    """The app, a worker that ends with it, and an email every few seconds."""
    from helpdesk_tui import app

    ending = threading.Event()

    def deliver() -> None:
        while not ending.wait(_EVERY_SECONDS):
            postman.deliver_next()

    with _worker(demo):
        threading.Thread(target=deliver, name="postman", daemon=True).start()
        try:
            return app.run(settings, demo.login).code
        finally:
            _catch_signals()  # the app took its own handlers away
            ending.set()


@contextmanager
def _worker(demo: DemoDesk) -> Iterator[None]:
    """The worker as a process of its own; it also ends when this one is killed, because its input then ends."""
    argv = [*python_module("helpdesk_tui"), "--database", str(demo.database), "--config", str(demo.config)]
    with (demo.database.parent / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [*argv, "--json", "worker", "--until-input-ends"], stdin=subprocess.PIPE, stdout=log, stderr=log,
            start_new_session=True, env=os.environ | {"PYTHONPATH": module_path()},
        )  # fmt: skip
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            assert process.stdin is not None
            process.stdin.close()


def _look(settings: Settings, demo: DemoDesk, postman: Postman) -> Looked:
    """Poll the mail; what became of it, and the queue."""
    from helpdesk_tui.desk.door import open_for
    from helpdesk_tui.mail.gateways.polling import poll
    from helpdesk_tui.mail.gateways.sources import open_gateway
    from helpdesk_tui.mail.owner import owner_name
    from helpdesk_tui.mail.parsers.children import ParserPool
    from helpdesk_tui.questions import ReadGateways, ReadQueue

    for _ in range(_WITHOUT_TERMINAL):
        postman.deliver_next()
    reports: list[MailReport] = []
    limit = settings.intake.max_bytes
    with closing(open_for(settings)) as desk, ParserPool(settings.intake.workers) as pool:
        for gateway in desk.read(ReadGateways()):
            with closing(open_gateway(gateway)) as source:
                reports += poll(desk, gateway, source, pool, owner=owner_name(), max_bytes=limit)
        rows = desk.staff(demo.login).read(ReadQueue(limit=_ROWS)).rows
    return Looked(demo, tuple(reports), rows)


def _catch_signals() -> None:
    """Let SIGTERM and SIGHUP throw away what was made, but one that whoever started the program wants ignored."""
    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _raise_exit)


def _raise_exit(number: int, _: object) -> None:
    """End by an exception; a second signal, as a closed terminal sends, must not disturb the clearing up."""
    for one in _ENDING:
        signal.signal(one, signal.SIG_IGN)
    raise SystemExit(128 + number)
