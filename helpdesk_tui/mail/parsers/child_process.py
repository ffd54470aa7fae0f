"""One parser child, seen from its parent: start, ask, and end it by its own process id."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import subprocess
from collections import deque
from collections.abc import Sequence

from helpdesk_tui.bounded.surroundings import bare_environment
from helpdesk_tui.mail.parsers.asked import Asked
from helpdesk_tui.mail.parsers.frames import ANSWER, MAIL, QUESTION, READY, read_mail, read_reason
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.mail.reading.parse import mail_from

_START_SECONDS = 60.0
_END_SECONDS = 2.0
_CHUNK = 256 * 1024
_PIPE = 1024 * 1024
_LARGEST_ANSWER = 2**30


class ChildGone(Exception):
    """The child ended, or answers what is no answer; `blameless` says that no mail is the cause of it."""

    def __init__(self, *, blameless: bool) -> None:
        super().__init__("the parser child ended")
        self.blameless = blameless


class NeverReady(Exception):
    """The child did not come up."""


class ChildProcess:
    """A running child and the mails it was handed, which it reads one after the other. Not for two threads at once.

    The constructor does not wait: the child's imports run beside what the parent does next. It gets none of the desk's
    secrets with its environment, and nothing of the folder in which the desk was started.
    """

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        # A process group of its own keeps the terminal's signals away until the child ignores them itself.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=0, process_group=0, cwd="/", env=bare_environment(),
        )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin = self._process.stdin.fileno()
        self._stdout = self._process.stdout.fileno()
        for pipe in (self._stdin, self._stdout):
            os.set_blocking(pipe, False)
            _enlarge(pipe)
        self._seconds = seconds
        self._ready = False
        self._unwritten: deque[memoryview] = deque()
        self._came = bytearray()
        self.asked: deque[Asked | None] = deque()
        """What it was handed and has not answered, in order; None is one that another child was given meanwhile."""
        self.waited = 0.0
        """Seconds that its first mail has been waited for."""
        self.handed = 0

    @property
    def pid(self) -> int:
        """Process id of the child."""
        return self._process.pid

    def hand(self, asked: Asked) -> None:
        """Let it read a mail after those that it has; what its pipe does not hold is written by `step`."""
        if not self.asked:
            self.waited = 0.0
        self.asked.append(asked)
        self.handed += 1
        self._unwritten += (memoryview(QUESTION.pack(len(asked.raw))), memoryview(asked.raw))

    def step(self, passed: float) -> None:
        """Move what the pipes take and hold, `passed` seconds after the last time; answers go to who asked.

        Raises ChildGone when it ended, TimeoutError when it read its first mail too long, NeverReady when it did not
        come up.
        """
        if self.asked:
            self.waited += passed
        ended = False
        try:
            self._write()
        except BrokenPipeError:
            ended = True
        ended = self._read() or ended
        while self._answered():
            self.waited = 0.0
        if ended:
            if not self._ready:
                raise NeverReady
            raise ChildGone(blameless=self._was_killed())
        if self.waited > (self._seconds if self._ready else _START_SECONDS):
            raise TimeoutError if self._ready else NeverReady

    def waits_for(self) -> list[tuple[int, int]]:
        """Descriptors and events (`select.POLLIN`) at which `step` can go on."""
        writes = [(self._stdin, select.POLLOUT)] if self._unwritten else []
        return [(self._stdout, select.POLLIN), *writes]

    def take_back(self) -> list[Asked]:
        """The mails behind the first; it may still read them, which is nobody's business then."""
        behind = [asked for asked in list(self.asked)[1:] if asked is not None]
        for place in range(1, len(self.asked)):
            self.asked[place] = None
        return behind

    def _write(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._unwritten:
                data = self._unwritten[0]
                written = os.write(self._stdin, data[:_CHUNK])
                if written == len(data):
                    self._unwritten.popleft()
                else:
                    self._unwritten[0] = data[written:]

    def _read(self) -> bool:
        """Read what is there; whether the child's end was reached."""
        with contextlib.suppress(BlockingIOError):
            while piece := os.read(self._stdout, _CHUNK):
                self._came += piece
            return True
        return False

    def _answered(self) -> bool:
        """Take one whole thing out of what came; whether there was one."""
        came = self._came
        if not self._ready:
            if not came:
                return False
            if came[: len(READY)] != READY:
                raise NeverReady
            self._ready = True
            del came[: len(READY)]
            return True
        if len(came) < ANSWER.size or not self.asked:
            return False
        kind, head_size, rest_size = ANSWER.unpack_from(came)
        if head_size + rest_size > _LARGEST_ANSWER:
            raise ChildGone(blameless=False)
        end = ANSWER.size + head_size + rest_size
        if len(came) < end:
            return False
        with memoryview(came) as view:
            answer = bytes(view[ANSWER.size : end])
        del came[:end]
        self._settle(kind, answer[:head_size], memoryview(answer)[head_size:])
        return True

    def _settle(self, kind: int, head: bytes, rest: memoryview) -> None:
        asked = self.asked[0]
        try:
            if asked is not None and kind == MAIL:
                found, packed = read_mail(head, rest)
                asked.answer(mail_from(found), packed)
            elif asked is not None:
                asked.fail(UnreadableMail(read_reason(head)), (bytes(rest),))
        except Exception:  # whatever its answer lacks: who answers so is not to be asked again
            raise ChildGone(blameless=False) from None
        self.asked.popleft()

    def _was_killed(self) -> bool:
        """Whether somebody ended the child from outside; its own limits end it in other ways."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        return self._process.returncode in (-signal.SIGKILL, -signal.SIGTERM)

    def end(self) -> None:
        """Kill it by its own process id and close the pipes; it is gone when this returns."""
        # Not its group: it has no children. Nothing that reads mail starts a process, and its limits let it start none.
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()


def _enlarge(pipe: int) -> None:
    """Let a pipe hold more than one mail, where the system can (Linux): the child goes on while nobody looks."""
    with contextlib.suppress(OSError, AttributeError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
