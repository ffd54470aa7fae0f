"""Running a program of the system for its answer (TF1): no shell, a fixed list of arguments, within bounds.

The program gets no terminal, no input and none of our environment but PATH, and leads a process group of its own,
which is ended with it: after the time, at the limit of bytes, and when whoever waits is cancelled.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk_tui.errors import Refused

_CHUNK = 16_384
_LAST_SECONDS = 2.0
"""So long the end of a killed program is waited for; a child of its own session may hold its pipe open."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program printed, and in a sentence how it ended other than well; empty when it ended well."""

    text: str
    trouble: str = ""


def program_of(command: Sequence[str]) -> str:
    """Where the program is; raises Refused when it is not installed."""
    found = shutil.which(command[0])
    if found is None:
        raise Refused(f"The program {command[0]} is not installed on this computer.", code="no_program")
    return found


async def answer_of(command: Sequence[str], *, seconds: float, max_bytes: int) -> Answer:
    """Run a program and wait for what it prints; raises Refused when it cannot be run."""
    program = program_of(command)
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": "/"}
    try:
        process = await asyncio.create_subprocess_exec(
            program, *command[1:], stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT, env=environment, cwd="/", start_new_session=True,
        )  # fmt: skip
    except OSError as failure:
        raise Refused(f"{command[0]} cannot be run: {failure.strerror}.", code="no_program") from None
    printed, trouble = bytearray(), ""
    try:
        async with asyncio.timeout(seconds):
            whole = await _read(process, printed, max_bytes)
            code = await process.wait() if whole else None
        if not whole:
            trouble = f"{command[0]} said more than {max_bytes:,} bytes; the rest is left out."
        elif code:
            trouble = f"{command[0]} ended with {code}."
    except TimeoutError:
        trouble = f"{command[0]} gave no whole answer within {seconds:g} seconds."
    finally:
        _end(process.pid)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await asyncio.shield(_ended(process))
    return Answer(bytes(printed).decode("utf-8", "replace"), trouble)


async def _read(process: asyncio.subprocess.Process, printed: bytearray, max_bytes: int) -> bool:
    """Collect what is printed; whether that was all of it."""
    assert process.stdout is not None
    while chunk := await process.stdout.read(_CHUNK):
        printed += chunk
        if len(printed) > max_bytes:
            del printed[max_bytes:]
            return False
    return True


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Wait for a killed program, not for ever.

    Its end is told only when its pipe has ended too, which is not read any more where more was waiting than is kept.
    """
    assert process.stdout is not None
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_LAST_SECONDS):
            while await process.stdout.read(_CHUNK):
                pass
            await process.wait()


def _end(group: int) -> None:
    """End a process and all that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
