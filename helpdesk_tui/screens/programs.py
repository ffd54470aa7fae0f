"""Running a program of the system for its answer (TF1): no shell, no input, none of our environment but PATH."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk_tui.bounded.running import ran
from helpdesk_tui.errors import Refused


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
        done = await ran((program, *command[1:]), seconds=seconds, max_bytes=max_bytes, environment=environment)
    except OSError as failure:
        raise Refused(f"{command[0]} cannot be run: {failure.strerror}.", code="no_program") from None
    trouble = ""
    if done.late:
        trouble = f"{command[0]} gave no whole answer within {seconds:g} seconds."
    elif done.code is None:
        trouble = f"{command[0]} said more than {max_bytes:,} bytes; the rest is left out."
    elif done.code:
        trouble = f"{command[0]} ended with {done.code}."
    return Answer(done.printed.decode("utf-8", "replace"), trouble)
