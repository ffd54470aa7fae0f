"""Mail from outside is read in child processes with limits (rule 6): a hostile mail harms one of them, nothing else."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Sequence
from types import TracebackType

from helpdesk_tui.errors import TryLater
from helpdesk_tui.mail.child_process import ChildGone, ChildProcess
from helpdesk_tui.mail.facts import Facts
from helpdesk_tui.mail.limits import UnreadableMail
from helpdesk_tui.mail.parse import mail_from
from helpdesk_tui.mail.surroundings import python_module
from helpdesk_tui.views import ParsedMail

CHILD = python_module("helpdesk_tui.mail.child")

_MEGABYTE = 1024 * 1024
_LARGE_MAIL = 16 * _MEGABYTE
_MAILS_A_CHILD = 10_000


class ParserPool:
    """Parser children, for any number of threads.

    `workers` children are started by the constructor, which does not wait for them. `seconds` bounds both the time
    a mail may take and the processor time it may use; `memory` is the address space of a child in bytes; `child` is
    the command that starts one. A child that ends or does not answer is replaced; so is, quietly, one that has
    grown on a large mail or has read many.
    """

    def __init__(
        self,
        workers: int = 2,
        seconds: float = 20.0,
        memory: int = 512 * _MEGABYTE,
        *,
        child: Sequence[str] = CHILD,
    ) -> None:
        self._seconds = seconds
        self._command = [*child, str(seconds), str(memory)]
        self._lock = threading.Lock()
        self._closed = False
        self._all: set[ChildProcess] = set()
        self._free: queue.SimpleQueue[ChildProcess | None] = queue.SimpleQueue()
        for _ in range(max(workers, 1)):
            self._free.put(self._start_quietly())

    def __enter__(self) -> ParserPool:
        """The pool itself; leaving the block closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the children."""
        with self._lock:
            return tuple(sorted(child.pid for child in self._all))

    def parse(self, raw: bytes) -> ParsedMail:
        """Read an email; waits for a free child.

        Raises UnreadableMail when the mail could not be read, or when the child that read it died or took too
        long; TryLater when no child can be started or the pool is closed, for which no mail is to blame. A child
        that somebody killed is no mail's fault either: the mail is read once more by another.
        """
        return mail_from(self._facts(raw))

    def close(self) -> None:
        """End all children; who waits for an answer gets TryLater.

        A child that is being asked is only killed here; its pipes belong to the thread that asks, which cleans up.
        """
        with self._lock:
            self._closed = True
            for child in self._all:
                child.kill()
        with contextlib.suppress(queue.Empty):
            while True:
                free = self._free.get_nowait()
                if free is not None:
                    self._drop(free)
        self._free.put(None)

    def _facts(self, raw: bytes) -> Facts:
        child = self._free.get()
        keep: ChildProcess | None = None
        try:
            child = self._running(child)
            try:
                found = child.ask(raw, self._seconds)
            except ChildGone as gone:
                if not gone.blameless:
                    raise
                self._drop(child)
                child = self._start()
                found = child.ask(raw, self._seconds)
            keep = child
            return found
        except UnreadableMail:
            keep = child
            raise
        except ChildGone:
            self._raise_if_closed()
            raise UnreadableMail("reading it ended the process that read it") from None
        except TimeoutError:
            self._raise_if_closed()
            raise UnreadableMail(f"reading it took more than {self._seconds:g} seconds") from None
        finally:
            self._give_back(child, keep, len(raw))

    def _give_back(self, child: ChildProcess | None, keep: ChildProcess | None, size: int) -> None:
        """Free a child that may go on, replace any other."""
        if keep is not None and not self._closed and size < _LARGE_MAIL and keep.answered < _MAILS_A_CHILD:
            self._free.put(keep)
            return
        if child is not None:
            self._drop(child)
        self._free.put(self._start_quietly())

    def _running(self, child: ChildProcess | None) -> ChildProcess:
        if child is not None and child.alive:
            return child
        if child is not None:
            self._drop(child)
        return self._start()

    def _start(self) -> ChildProcess:
        self._raise_if_closed()
        try:
            child = ChildProcess(self._command)
        except OSError as error:
            raise TryLater(f"The parser of emails does not start: {error.strerror}.") from error
        with self._lock:
            if not self._closed:
                self._all.add(child)
                return child
        child.kill()
        child.end()
        raise TryLater("The parser of emails is closed.")

    def _start_quietly(self) -> ChildProcess | None:
        """A new child, or None where none can be had now; the next mail tries again."""
        try:
            return self._start()
        except TryLater:
            return None

    def _drop(self, child: ChildProcess) -> None:
        with self._lock:
            self._all.discard(child)
        child.kill()
        child.end()

    def _raise_if_closed(self) -> None:
        if self._closed:
            raise TryLater("The parser of emails is closed.")
