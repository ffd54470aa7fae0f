"""Runs of the program without its start: a process that has everything loaded forks one run after the other.

A crash test starts the program hundreds of times, and loading it takes longer than what it does. Lines of JSON on
standard input ask for runs (`Order`); the answers are the run's process id and then how it ended. A run that is
`held` stops itself before its first step, so that a tracer can be attached to it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_UNLOADED = ("helpdesk_tui.app", "helpdesk_tui.screens", "helpdesk_tui.widgets", "helpdesk_tui.themes",
             "helpdesk_tui.demo", "helpdesk_tui.__main__", "helpdesk_tui.api",
             "helpdesk_tui.store.migrations")  # fmt: skip


class Nursery:
    """The forking process, seen from a test; for one thread."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.nursery"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def begin(self, words: Sequence[str], environment: Mapping[str, str], folder: Path, *, held: bool = False) -> int:
        """Start `helpdesk-tui WORDS` in a folder as a leader of its own session; its process id.

        What it says on both channels is added to the folder's `output`.
        """
        assert self._process.stdin is not None
        order = {"words": list(words), "environment": dict(environment), "folder": str(folder), "held": held}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def end(self) -> int:
        """Wait for the run's end: its exit code, minus the signal's number if one ended it."""
        return self._answer()

    def _answer(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


def _load() -> None:
    """Import what a run may import, so that it need not."""
    import helpdesk_tui

    for module in pkgutil.walk_packages(helpdesk_tui.__path__, "helpdesk_tui.", onerror=lambda name: None):
        if not module.name.startswith(_UNLOADED):
            importlib.import_module(module.name)


def _run(order: dict[str, Any]) -> None:
    """In the forked process: become the run."""
    os.setsid()
    os.environ.clear()
    os.environ.update(order["environment"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.chdir(order["folder"])
    output = os.open("output", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for target, source in ((0, nothing), (1, output), (2, output)):
        os.dup2(source, target)
    if order["held"]:
        os.kill(os.getpid(), signal.SIGSTOP)
    from helpdesk_tui.cli import main

    if "poll" in order["words"]:
        _in_step()
    code = 70
    try:
        code = main(order["words"])
        sys.stdout.flush()
    finally:
        os._exit(code)


class _InStep(ThreadPoolExecutor):
    """Whoever asks for something waits until it is done."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        asked = super().submit(fn, *args, **more)
        wait([asked])
        return asked


def _in_step() -> None:
    """Let every poll be alike: which emails share a transaction must not depend on which of them is read sooner.

    A step of one run, by its number, would else be another step of the next, or none.
    """
    from helpdesk_tui.mail.gateways import polling

    setattr(polling, "ThreadPoolExecutor", _InStep)  # noqa: B010 - mypy knows it as a class of another module


def _main() -> None:
    _load()
    # What is loaded stays: no run has to look through it, and so to copy it, for what can be freed.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run(order)
        if order["held"]:
            os.waitpid(pid, os.WUNTRACED)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
