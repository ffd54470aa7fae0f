"""Mail from outside is read in child processes with limits (rule 6): a hostile mail harms one of them, nothing else."""

from __future__ import annotations

import select
import threading
import time
from collections import deque
from collections.abc import Sequence
from types import TracebackType

from helpdesk_tui.bounded.surroundings import python_module
from helpdesk_tui.errors import TryLater
from helpdesk_tui.mail.parsers.asked import Asked
from helpdesk_tui.mail.parsers.child_process import ChildGone, ChildProcess, NeverReady
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.views import ParsedMail

CHILD = python_module("helpdesk_tui.mail.parsers.child")

_MEGABYTE = 1024 * 1024
_LARGE_MAIL = 16 * _MEGABYTE
_MAILS_A_CHILD = 10_000
_DEPTH, _DEPTH_BYTES = 8, _MEGABYTE // 2
"""So many mails lie before a child at most, and so many bytes of them, if it is more than one: its pipe holds them."""
_SLOW_SECONDS = 0.5
"""Mails behind one that takes longer are given to another child."""
_LOOK_SECONDS = 0.05
"""Who waits looks again after so long at what other threads asked meanwhile; longer pauses count as this much."""


class ParserPool:
    """Parser children, for any number of threads.

    `workers` children are started by the constructor, which does not wait for them. `seconds` bounds both the time
    a mail may take and the processor time it may use; `memory` is the address space of a child in bytes; `child` is
    the command that starts one. A child that ends or does not answer is replaced; so is, quietly, one that has
    grown on a large mail or has read many.

    Of the threads that wait one watches the pipes for all. A child has some mails before it and works on while
    nobody watches.
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
        self._workers = max(workers, 1)
        self._lock = threading.Condition()
        self._watched = False
        self._looked = time.monotonic()
        self._closed = False
        self._queue: deque[Asked] = deque()
        self._children: list[ChildProcess] = []
        self._worn: set[ChildProcess] = set()
        self._fill()

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
            return tuple(sorted(child.pid for child in self._children))

    def ask(self, raw: bytes) -> Asked:
        """Have an email read while one does something else.

        A child that somebody killed is no mail's fault: what it read is read once more by another.
        """
        asked = Asked(raw, self._look, self._wait)
        with self._lock:
            self._queue.append(asked)
            self._step()
        return asked

    def parse(self, raw: bytes) -> ParsedMail:
        """Read an email; waits for it. Raises what `Asked.result` raises."""
        return self.ask(raw).result()

    def close(self) -> None:
        """End all children; who waits for an answer gets TryLater."""
        with self._lock:
            self._closed = True
            for child in self._children:
                self._queue.extend(asked for asked in child.asked if asked is not None)
                child.end()
            self._children.clear()
            self._give_up("The parser of emails is closed.")
            self._lock.notify_all()

    def _look(self) -> None:
        with self._lock:
            self._step()

    def _wait(self, asked: Asked) -> None:
        """Wait until it is settled; who watches the pipes does it for all."""
        with self._lock:
            while not asked.settled:
                if self._watched:
                    self._lock.wait()
                    continue
                self._watched = True
                try:
                    self._step()
                    if not asked.settled:
                        self._watch()
                finally:
                    self._watched = False
                    self._lock.notify_all()

    def _watch(self) -> None:
        """Wait for a pipe, without the lock."""
        pipes = select.poll()
        for child in self._children:
            for descriptor, event in child.waits_for():
                pipes.register(descriptor, event)
        self._lock.release()
        try:
            pipes.poll(_LOOK_SECONDS * 1000)
        finally:
            self._lock.acquire()

    def _step(self) -> None:
        """Move what can be moved; the lock is held."""
        now = time.monotonic()
        passed, self._looked = min(now - self._looked, _LOOK_SECONDS * 2), now
        for child in tuple(self._children):
            self._step_child(child, passed)
        self._fill()
        for child in self._hand_out():
            # What it was just handed goes into its pipe at once.
            self._step_child(child, 0.0)

    def _step_child(self, child: ChildProcess, passed: float) -> None:
        try:
            child.step(passed)
        except ChildGone as gone:
            self._lost(child, UnreadableMail("reading it ended the process that read it"), gone.blameless)
        except TimeoutError:
            self._lost(child, UnreadableMail(f"reading it took more than {self._seconds:g} seconds"))
        except NeverReady:
            self._drop(child)
            for asked in filter(None, child.asked):
                asked.fail(TryLater("The parser of emails does not start; the mail stays where it is."))
        else:
            if not child.asked and child in self._worn:
                self._drop(child)
            elif child.waited > _SLOW_SECONDS and len(self._children) > 1:
                self._queue.extendleft(reversed(child.take_back()))

    def _lost(self, child: ChildProcess, failure: UnreadableMail, blameless: bool = False) -> None:
        """A child is no more: the mail that it read is to blame or is read again, and so are those behind it."""
        first = child.asked.popleft() if child.asked else None
        again = [asked for asked in child.asked if asked is not None]
        if first is not None and blameless and not first.asked_again:
            first.asked_again = True
            again.insert(0, first)
        elif first is not None:
            first.fail(failure)
        self._queue.extendleft(reversed(again))
        self._drop(child)

    def _hand_out(self) -> set[ChildProcess]:
        """Give what is asked to the children that have least before them; returns which got something."""
        given: set[ChildProcess] = set()
        while self._queue:
            asked = self._queue[0]
            free = [child for child in self._children if self._takes(child, asked)]
            if not free and asked.asked_again and self._renewed():
                continue
            if not free:
                break
            child = min(free, key=lambda one: len(one.asked))
            child.hand(self._queue.popleft())
            given.add(child)
            if len(asked.raw) >= _LARGE_MAIL or child.handed >= _MAILS_A_CHILD:
                self._worn.add(child)
        return given

    def _renewed(self) -> bool:
        """Replace a child that has nothing to do, for a mail that wants a new one; whether there was one."""
        idle = next((child for child in self._children if not child.asked), None)
        if idle is not None:
            self._drop(idle)
            self._fill()
        return idle is not None

    def _takes(self, child: ChildProcess, asked: Asked) -> bool:
        # Whoever killed one child may have killed all that there were.
        if child in self._worn or (asked.asked_again and child.handed):
            return False
        if not child.asked:
            return True
        size = len(asked.raw) + sum(len(other.raw) for other in child.asked if other is not None)
        return child.waited < _SLOW_SECONDS and len(child.asked) < _DEPTH and size <= _DEPTH_BYTES

    def _fill(self) -> None:
        """Start what is missing; where none can be had now, nobody waits for it, and the next look tries again."""
        while len(self._children) < self._workers and not self._closed:
            try:
                self._children.append(ChildProcess(self._command, self._seconds))
            except OSError as error:
                if not self._children:
                    self._give_up(f"The parser of emails does not start: {error.strerror}.")
                break
        if self._closed:
            self._give_up("The parser of emails is closed.")

    def _give_up(self, why: str) -> None:
        while self._queue:
            self._queue.popleft().fail(TryLater(why))

    def _drop(self, child: ChildProcess) -> None:
        if child in self._children:
            self._children.remove(child)
            self._worn.discard(child)
            child.end()
