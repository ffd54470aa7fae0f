"""A parser child: reads mails from standard input, answers on standard output, and can be lost without loss (rule 6).

Started by `children.ParserPool` as `python -P -m helpdesk_tui.mail.parsers.child SECONDS BYTES`. Hostile mail can use
up this process only: its memory, its processor time for each mail, its open files and its core dumps are limited, it
may start no other process, and it ends when its parent does. Imports little, because every start of the worker waits
for it.
"""

from __future__ import annotations

import contextlib
import math
import resource
import signal
import sys
from collections.abc import Callable
from typing import BinaryIO

from helpdesk_tui.mail.parsers.frames import QUESTION, READY, mail_answer, unreadable_answer
from helpdesk_tui.mail.reading.facts import Facts, facts
from helpdesk_tui.mail.reading.limits import UnreadableMail

_OPEN_FILES = 32


def main(arguments: list[str], read: Callable[[bytes], Facts] = facts) -> int:
    """Serve until standard input ends; `read` is what reads a mail."""
    seconds, memory = float(arguments[0]), int(arguments[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_NPROC, 0)
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer, seconds, read)
    except BrokenPipeError:
        # The parent is gone, and so is standard output; Python would complain about it at exit.
        sys.stdout = None
    return 0


def serve(questions: BinaryIO, answers: BinaryIO, seconds: float, read: Callable[[bytes], Facts]) -> None:
    """Answer mail after mail, each within `seconds` of processor time."""
    answers.write(READY)
    answers.flush()
    while len(head := questions.read(QUESTION.size)) == QUESTION.size:
        (size,) = QUESTION.unpack(head)
        raw = questions.read(size)
        if len(raw) < size:
            return
        _allow(seconds)
        try:
            pieces = mail_answer(raw, read(raw))
        except UnreadableMail as unreadable:
            pieces = unreadable_answer(raw, unreadable.reason)
        del raw
        for piece in pieces:
            answers.write(piece)
        answers.flush()


def _limit(kind: int, amount: int) -> None:
    """Set a limit, or as much of it as the process may have; not every system knows every limit (macOS)."""
    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        amount = min(amount, most)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (amount, amount))


def _allow(seconds: float) -> None:
    """Allow the process so much more processor time; past it the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime + seconds)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    if most != resource.RLIM_INFINITY:
        soft = min(soft, most)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, most))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
