"""A parser child that fails on request, for tests: what the word `faults` lets a mail's subject do to it."""

from __future__ import annotations

import os
import signal
import sys
import time

from helpdesk_tui.mail.parsers.child import main
from helpdesk_tui.mail.parsers.frames import ANSWER, MAIL
from helpdesk_tui.mail.reading.facts import Facts, facts


def read(raw: bytes) -> Facts:
    """Reads a mail, after doing what its subject says."""
    if sys.argv[1] == "faults":
        if b"Subject: loop" in raw:
            while True:
                pass
        if b"Subject: sleep" in raw:
            time.sleep(600)
        if b"Subject: crash" in raw:
            os.kill(os.getpid(), signal.SIGSEGV)
        if b"Subject: exit" in raw:
            os._exit(3)
        if b"Subject: raise" in raw:
            raise RuntimeError("not a DeskError")
        if b"Subject: memory" in raw:
            bytearray(4 * 1024**3)
        if b"Subject: lie " in raw:
            kind = raw.split(b"Subject: lie ")[1].split()[0].decode()
            head = {"null": b"null", "empty": b'{"files": [], "packed": []}', "deep": b"[" * 100_000, "short": b"{"}[
                kind
            ]
            os.write(1, ANSWER.pack(MAIL, len(head), 0) + head)
            time.sleep(600)
        if b"Subject: write" in raw:
            # Many times what a pipe holds, so that the parent finds the process gone in the middle of an answer.
            os.write(1, b"\0" * 17)
            os._exit(0)
    return facts(raw)


if __name__ == "__main__":
    if sys.argv[1] == "never":
        sys.exit(1)
    sys.exit(main(sys.argv[2:], read))
