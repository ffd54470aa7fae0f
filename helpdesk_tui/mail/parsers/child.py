"""A parser child: reads mails from standard input, answers on standard output, and can be lost without loss (rule 6).

Started by `children.ParserPool` as `python -P -m helpdesk_tui.mail.parsers.child SECONDS BYTES`. Its bounds
are those of `bounded.limits`, with so much processor time for each mail, and it ends when its parent does. Imports
little, because every start of the worker waits for it.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from typing import BinaryIO

from helpdesk_tui.bounded.limits import allow, bound
from helpdesk_tui.mail.parsers.frames import QUESTION, READY, mail_answer, unreadable_answer
from helpdesk_tui.mail.reading.facts import Facts, facts
from helpdesk_tui.mail.reading.limits import UnreadableMail


def main(arguments: list[str], read: Callable[[bytes], Facts] = facts) -> int:
    """Serve until standard input ends; `read` is what reads a mail."""
    seconds, memory = float(arguments[0]), int(arguments[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bound(memory)
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
        allow(seconds)
        try:
            pieces = mail_answer(raw, read(raw))
        except UnreadableMail as unreadable:
            pieces = unreadable_answer(raw, unreadable.reason)
        del raw
        for piece in pieces:
            answers.write(piece)
        answers.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
