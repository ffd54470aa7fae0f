"""Running a program for its answer, within bounds: no shell, a fixed list of arguments.

The program gets no terminal, and leads a process group of its own, which is ended with it: after the time, at the
limit of bytes, and when whoever waits is cancelled.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_CHUNK = 16_384
_LAST_SECONDS = 2.0
"""So long the end of a killed program is waited for; a child of its own session may hold its pipe open."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program printed and what it ended with, minus the signal's number where a signal did it.

    `code` is None where it was ended before: because of the time where `late`, else because it printed too much.
    """

    printed: bytes
    code: int | None
    late: bool = False


async def ran(
    command: Sequence[str], *, seconds: float, max_bytes: int, environment: Mapping[str, str],
    given: bytes | None = None, errors: bool = True,
) -> Ran:  # fmt: skip
    """Run a program and wait for what it prints; raises OSError when it cannot be run.

    `given` is its standard input; `errors` says whether what it prints on standard error belongs to its answer.
    """
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL if given is None else asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT if errors else asyncio.subprocess.DEVNULL,
        env=environment, cwd="/", start_new_session=True,
    )  # fmt: skip
    printed, code, late = bytearray(), None, False
    giving = asyncio.create_task(_give(process, given or b""))
    try:
        async with asyncio.timeout(seconds):
            if await _read(process, printed, max_bytes):
                code = await process.wait()
    except TimeoutError:
        late = True
    finally:
        _end(process.pid)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        giving.cancel()
        await asyncio.shield(_ended(process))
    return Ran(bytes(printed), code, late)


async def _give(process: asyncio.subprocess.Process, given: bytes) -> None:
    """Hand the program its input; one that does not want all of it is nobody's affair."""
    if process.stdin is None:
        return
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(given)
        await process.stdin.drain()
    process.stdin.close()


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
