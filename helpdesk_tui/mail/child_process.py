"""One parser child, seen from its parent: start, ask, and end it by its own process id."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Sequence

from helpdesk_tui.errors import TryLater
from helpdesk_tui.mail.facts import Facts
from helpdesk_tui.mail.frames import ANSWER, MAIL, QUESTION, READY, read_mail, read_reason
from helpdesk_tui.mail.limits import UnreadableMail
from helpdesk_tui.mail.surroundings import bare_environment

_START_SECONDS = 60.0
_END_SECONDS = 2.0
_CHUNK = 256 * 1024
_LARGEST_ANSWER = 2**30


class ChildGone(Exception):
    """The child ended, or answers what is no answer; `blameless` says that no mail is the cause of it."""

    def __init__(self, *, blameless: bool) -> None:
        super().__init__("the parser child ended")
        self.blameless = blameless


class ChildProcess:
    """A running child. Not for two threads at once.

    The constructor does not wait: the child's imports run beside what the parent does next. It gets none of the desk's
    secrets with its environment, and nothing of the folder in which the desk was started.
    """

    def __init__(self, command: Sequence[str]) -> None:
        # A process group of its own keeps the terminal's signals away until the child ignores them itself.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=0, process_group=0, cwd="/", env=bare_environment(),
        )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin = self._process.stdin.fileno()
        self._stdout = self._process.stdout.fileno()
        os.set_blocking(self._stdin, False)
        os.set_blocking(self._stdout, False)
        self._ready = False
        self.answered = 0

    @property
    def pid(self) -> int:
        """Process id of the child."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the child still runs."""
        return self._process.poll() is None

    def ask(self, raw: bytes, seconds: float) -> Facts:
        """What the child reads of a mail.

        Raises UnreadableMail with the child's reason, TimeoutError after `seconds`, ChildGone when it ended, and
        TryLater when it never came up, for which no mail is to blame.
        """
        self._wait_until_ready()
        deadline = time.monotonic() + seconds
        try:
            for piece in (QUESTION.pack(len(raw)), raw):
                self._write(piece, deadline)
        except BrokenPipeError:
            raise ChildGone(blameless=True) from None
        kind, head_size, rest_size = ANSWER.unpack(self._read(ANSWER.size, deadline))
        if head_size + rest_size > _LARGEST_ANSWER:
            raise ChildGone(blameless=False)
        answer = memoryview(self._read(head_size + rest_size, deadline))
        self.answered += 1
        try:
            if kind == MAIL:
                return read_mail(bytes(answer[:head_size]), answer[head_size:])
            reason = read_reason(bytes(answer[:head_size]))
        except (ValueError, KeyError, TypeError):
            raise ChildGone(blameless=False) from None
        raise UnreadableMail(reason)

    def _wait_until_ready(self) -> None:
        if self._ready:
            return
        try:
            self._ready = self._read(len(READY), time.monotonic() + _START_SECONDS) == READY
        except (ChildGone, TimeoutError):
            self._ready = False
        if not self._ready:
            raise TryLater("The parser of emails does not start; the mail stays where it is.")

    def _write(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self._stdin, view[:_CHUNK]) :]
            except BlockingIOError:
                _wait(self._stdin, select.POLLOUT, deadline)

    def _read(self, size: int, deadline: float) -> bytearray:
        data = bytearray()
        while len(data) < size:
            try:
                piece = os.read(self._stdout, min(size - len(data), _CHUNK))
            except BlockingIOError:
                _wait(self._stdout, select.POLLIN, deadline)
                continue
            if not piece:
                raise ChildGone(blameless=self._was_killed())
            data += piece
        return data

    def _was_killed(self) -> bool:
        """Whether somebody ended the child from outside; its own limits end it in other ways."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        return self._process.returncode in (-signal.SIGKILL, -signal.SIGTERM)

    def kill(self) -> None:
        """End the child at once, by its own process id; `end` is still to be called."""
        self._process.kill()

    def end(self) -> None:
        """Close the pipes, at which the child ends; it is gone when this returns."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _wait(descriptor: int, event: int, deadline: float) -> None:
    left = deadline - time.monotonic()
    poll = select.poll()
    poll.register(descriptor, event)
    if left <= 0 or not poll.poll(max(1, int(left * 1000))):
        raise TimeoutError
