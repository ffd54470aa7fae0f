"""Killing a program at its n-th system call, from outside (Linux, strace).

Nothing in the program knows of it: strace counts the calls that leave a trace outside the process and answers the
n-th with SIGKILL before it is done. What the kernel was given before that stays, as after `kill -9` at this moment.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests import processes
from tests.e2e.live import until
from tests.e2e.nursery import Nursery
from tests.services import missing

CALLS = "write,pwrite64,fsync,fdatasync,ftruncate,sendto,sendmsg,rename,renameat,renameat2,unlink,unlinkat"
"""What writes to files, folders, pipes and connections."""

EVERY = "HELPDESK_TEST_STEPS"
_PLAIN = "pwrite64"
_ATTACHED = b"attached"
_GONE_SECONDS = 10.0


def needs_strace() -> None:
    """Skip where strace is missing."""
    if shutil.which("strace") is None:
        missing("strace is not installed")


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """The `nth` call of this name in the main thread, counted from 1; the `number`th of all."""

    number: int
    name: str
    nth: int


def steps_of(
    nursery: Nursery, words: Sequence[str], environment: Mapping[str, str], folder: Path, calls: str = CALLS
) -> list[Step]:
    """The steps of a whole run's main thread, in their order; the run has to end well."""
    options = ["-o", str(folder / "trace"), "-e", f"trace={calls}", "-e", "signal=none"]
    code = _traced(nursery, words, environment, folder, options)
    assert code == 0, (folder / "output").read_text()
    return _numbered(line.partition("(")[0] for line in _lines(folder))


def steps_of_thread(
    nursery: Nursery, words: Sequence[str], environment: Mapping[str, str], folder: Path, mark: str,
    done: Callable[[], bool],
) -> list[Step]:  # fmt: skip
    """The steps of that thread of a program that runs for ever which makes the call `mark`.

    The run is ended by SIGTERM when it is `done`.
    """
    options = ["-f", "-o", str(folder / "trace"), "-e", f"trace={CALLS}", "-e", "signal=none"]
    code = _traced(nursery, words, environment, folder, options, done)
    assert code == 0, (folder / "output").read_text()
    calls = [line.split(maxsplit=1) for line in _lines(folder) if "resumed>" not in line]
    thread = next(pid for pid, call in calls if call.startswith(f"{mark}("))
    return _numbered(call.partition("(")[0] for pid, call in calls if pid == thread)


def kill_at(
    nursery: Nursery, words: Sequence[str], environment: Mapping[str, str], folder: Path, step: Step,
    done: Callable[[], bool] | None = None,
) -> bool:  # fmt: skip
    """Run it and kill it at this step, before the call is done.

    False when it ended by itself without coming there. With `done` every thread and child that comes to such a step is
    killed, and a run that is done all the same is ended by SIGTERM. Fails when anything of the run is left behind.
    """
    follow = [] if done is None else ["-f"]
    inject = ["-e", f"trace={step.name}", "-e", f"inject={step.name}:signal=SIGKILL:when={step.nth}"]
    code = _traced(nursery, words, environment, folder, ["-o", os.devnull, *follow, *inject], done)
    assert code in (0, -signal.SIGKILL), (code, (folder / "output").read_text())
    return code != 0


def program_steps(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> list[Step]:
    """The steps of the main thread of a program that is started as it is and ends by itself, its start among them."""
    trace = ["strace", "-o", str(folder / "trace"), "-e", f"trace={CALLS}", "-e", "signal=none", *command]
    done = subprocess.run(trace, env=environment, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return _numbered(line.partition("(")[0] for line in _lines(folder))


def kill_program_at(command: Sequence[str], environment: Mapping[str, str], folder: Path, step: Step) -> bool:
    """Start a program under strace and kill it at this step of its main thread; False when it did not come there."""
    inject = ["-e", f"trace={step.name}", "-e", f"inject={step.name}:signal=SIGKILL:when={step.nth}"]
    with (folder / "output").open("ab") as output:
        tracer = subprocess.Popen(
            ["strace", "-o", os.devnull, *inject, *command],
            env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        code = tracer.wait(60)
    assert code in (0, -signal.SIGKILL), (code, (folder / "output").read_text())
    no_orphans(tracer.pid)
    return code != 0


def run(nursery: Nursery, words: Sequence[str], environment: Mapping[str, str], folder: Path) -> int:
    """Run it to its end; its exit code."""
    nursery.begin(words, environment, folder)
    return nursery.end()


def run_until(
    nursery: Nursery, words: Sequence[str], environment: Mapping[str, str], folder: Path, done: Callable[[], bool]
) -> int:
    """Run what runs for ever until it is done, then end it by SIGTERM; its exit code."""
    pid = nursery.begin(words, environment, folder)
    _end_when(pid, done)
    return nursery.end()


def no_orphans(session: int) -> None:
    """Wait until no process of this session is left; fails when one stays."""
    end = time.monotonic() + _GONE_SECONDS
    while left := processes.tree(session):
        assert time.monotonic() < end, f"orphans: {left}"
        time.sleep(0.01)


def chosen(steps: Sequence[Step], sample: int) -> list[Step]:
    """All steps but the many writes into the database's file; of those the first of each run and an even sample.

    The first ones lie between what was told to the world and what is written about it. `HELPDESK_TEST_STEPS=all`
    asks for every step there is.
    """
    if os.environ.get(EVERY) == "all":
        return sorted(steps)
    behind = {step.number + 1 for step in steps if step.name != _PLAIN}
    special = [step for step in steps if step.name != _PLAIN or step.number in behind]
    plain = [step for step in steps if step.name == _PLAIN and step.number not in behind]
    return sorted([*special, *plain[:: max(-(-len(plain) // sample), 1)]])


def _traced(
    nursery: Nursery, words: Sequence[str], environment: Mapping[str, str], folder: Path, options: Sequence[str],
    done: Callable[[], bool] | None = None,
) -> int:  # fmt: skip
    pid = nursery.begin(words, environment, folder, held=True)
    tracer = subprocess.Popen(["strace", *options, "-p", str(pid)], stderr=subprocess.PIPE)
    assert tracer.stderr is not None
    said = tracer.stderr.readline()
    os.kill(pid, signal.SIGCONT if _ATTACHED in said else signal.SIGKILL)
    if done is not None:
        _end_when(pid, done)
    code = nursery.end()
    with tracer.stderr:
        said += tracer.stderr.read()
    tracer.wait(10)
    assert _ATTACHED in said, said
    no_orphans(pid)
    return code


def _end_when(pid: int, done: Callable[[], bool]) -> None:
    until(lambda: done() or not processes.tree(pid), what="done")
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)


def _lines(folder: Path) -> list[str]:
    return [line for line in (folder / "trace").read_text().splitlines() if "(" in line]


def _numbered(names: Iterable[str]) -> list[Step]:
    seen: Counter[str] = Counter()
    steps = []
    for number, name in enumerate(names, 1):
        seen[name] += 1
        steps.append(Step(number, name, seen[name]))
    return steps
