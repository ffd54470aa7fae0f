"""Mails for parser children that fail on request (`child_with_faults`)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from helpdesk_tui.mail.parsers.surroundings import python_module
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
