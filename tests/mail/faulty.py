"""Mails for parser children that fail on request (`child_with_faults`)."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from helpdesk_tui.bounded.surroundings import python_module
from tests.mail.mails import mail, part

FAULTY = (*python_module("tests.mail.child_with_faults"), "faults")
GOOD = mail("Message-ID: <good@acme.example>", body="hello")


def subject(word: str) -> bytes:
    """A mail that lets its child do what its subject says."""
    return part("From: a@x.example", f"Subject: {word}", body="x")


def until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Waits for a condition, with a deadline."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        threading.Event().wait(0.01)
    return True


def gone(pid: int) -> bool:
    """Whether there is no such process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def gone_or_zombie(pid: int) -> bool:
    """Whether it has ended, waited for or not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True
