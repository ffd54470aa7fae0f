r"""A terminal to run programs in: real bytes, real signals, a real controlling terminal.

    with Terminal(["helpdesk-tui", "demo"], columns=120, rows=40) as terminal:
        terminal.wait_for("Queue")
        terminal.press("down", "enter")
        terminal.wait_for(re.compile(r"#\d+"))

What the program asks the terminal is answered at once; the picture is drawn only when somebody looks at it, so that
a measurement is not disturbed by the emulator. Nothing here sleeps for a fixed time: every wait is for a condition
and has a deadline, and a wait that fails shows the whole screen.
"""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self, TypeVar

from tests import processes
from tests.connection import Connection, environment
from tests.emulator import keys
from tests.emulator.answers import CELL_HEIGHT, CELL_WIDTH, Abilities
from tests.emulator.screen import Cell, Screen
from tests.emulator.stream import Stream

Seen = TypeVar("Seen")

Sought = str | re.Pattern[str]
"""What to look for on a screen: a text as it stands, or a pattern to search the whole screen with."""

PATIENCE = 10.0
"""How long a wait may take if nothing else is said, seconds."""

_RECHECK = 0.1
"""How often a condition that does not depend on output is looked at again, seconds."""

_LOOK = 0.005
"""How often a program that is silent is looked at for work it does, seconds."""

_APPLICATION_CURSOR = 1
_BRACKETED_PASTE = 2004
_QUESTION = re.compile(rb"\x1b(?:\[[<=>?]?[0-9;]*(?:\$p|[cnqtu])|\[\?2048h|[\]P])")
_LONGEST_QUESTION = 64


class Terminal:
    """A program on a pseudo-terminal of its own, started on entering the context and ended on leaving it.

    It leads a new session, the pseudo-terminal is its controlling terminal, and all signals have their default
    effect in it, whatever the test run itself ignores.

    Args:
        argv: the program and its arguments.
        columns: width, cells.
        rows: height, cells.
        env: variables to set on top of the inherited ones, `None` to remove one. Variables that change what a
            program draws are not inherited; TERM is `xterm-256color` and LANG `C.UTF-8` unless given.
        cwd: the directory to start in.
        abilities: what the terminal can do beyond xterm.
        patience: deadline of the waits that give none, seconds.
    """

    def __init__(
        self,
        argv: Sequence[str | os.PathLike[str]],
        *,
        columns: int = 120,
        rows: int = 40,
        env: Mapping[str, str | None] | None = None,
        cwd: str | os.PathLike[str] | None = None,
        abilities: Abilities | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.argv = [os.fspath(part) for part in argv]
        self.columns, self.rows, self.patience = columns, rows, patience
        directory = None if cwd is None else os.fspath(cwd)
        self.connection = Connection(self.argv, environment(env or {}), directory, self._arrived)
        """The bytes, with the times of their arrival."""
        self._screen = Screen(columns, rows, abilities or Abilities())
        self._stream = Stream(self._screen)
        self._drawn = 0
        self._looking = threading.RLock()

    def __enter__(self) -> Self:
        """Start the program."""
        self.connection.open(self.columns, self.rows, self._pixels)
        return self

    def __exit__(self, *exception: object) -> None:
        """Hang up; what does not go by itself is killed."""
        self.connection.close()

    # Life of the program

    @property
    def pid(self) -> int:
        """Process id of the program."""
        return self.connection.pid

    @property
    def exit_code(self) -> int | None:
        """What the program ended with, minus the signal's number if a signal ended it; None while it runs."""
        return self.connection.exit_code

    def hang_up(self) -> None:
        """Close the terminal as a broken connection does: the program gets SIGHUP and reads the end of file."""
        self.connection.hang_up()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program (not to its children); nothing happens if it has ended."""
        os.kill(self.pid, number)

    def wait(self, seconds: float | None = None) -> int:
        """Wait for the program to end and for the last of its output.

        Returns:
            Its exit code, minus the signal's number if a signal ended it.

        Raises:
            AssertionError: it still runs at the deadline.
        """
        changed = self.connection.changed
        with changed:
            changed.wait_for(lambda: self.exit_code is not None, self.patience if seconds is None else seconds)
            code = self.exit_code
            if code is not None:
                # A child that outlives the program may hold the terminal open for ever.
                changed.wait_for(lambda: self.connection.ended, timeout=1.0)
        if code is None:
            raise AssertionError(self._report("the program did not end"))
        return code

    def memory(self) -> int:
        """Proportional set size (PSS) of the program and all its children, bytes."""
        return processes.memory(processes.tree(self.pid))

    # What the program writes

    @property
    def raw(self) -> bytes:
        """Every byte the program has written."""
        return self.connection.output()

    def mark(self) -> int:
        """A place in the output, for `raw_since`: the number of bytes so far."""
        return len(self.connection)

    def raw_since(self, mark: int) -> bytes:
        """What the program has written since a mark."""
        return self.connection.output(mark)

    # What can be seen

    @property
    def lines(self) -> list[str]:
        """The rows of the screen without the blanks at their ends."""
        return self._see(lambda screen: [screen.row_text(row) for row in range(screen.lines)])

    @property
    def text(self) -> str:
        """The screen, a line a row."""
        return "\n".join(self.lines)

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column of the cursor, from 0."""
        return self._see(lambda screen: screen.position)

    @property
    def cursor_visible(self) -> bool:
        """Whether the cursor is shown."""
        return self._see(lambda screen: screen.cursor_visible)

    @property
    def alternate(self) -> bool:
        """Whether the alternate screen is shown, as in full-screen programs."""
        return self._see(lambda screen: screen.alternate)

    @property
    def modes(self) -> set[int]:
        """The private (DEC) modes that are set, such as 2004 for bracketed paste."""
        return self._see(lambda screen: screen.private_modes)

    @property
    def title(self) -> str:
        """The window's title."""
        return self._see(lambda screen: str(screen.title))

    def cell(self, row: int, column: int) -> Cell:
        """The character at a place and how it looks; rows and columns count from 0."""
        return self._see(lambda screen: screen.cell(row, column))

    def find(self, sought: Sought) -> tuple[int, int]:
        """Row and column (cells, from 0) of the first place with a text or pattern.

        Raises:
            AssertionError: it is not on the screen.
        """
        place = self._place(sought)
        if place is None:
            raise AssertionError(self._report(f"not on the screen: {_shown(sought)}"))
        return place

    # Keys

    def encode(self, *names: str) -> bytes:
        """The bytes of some keys in the encoding the program has asked for.

        Raises:
            ValueError: for an unknown key, and for Escape before another key: only a pause tells them apart from
                Alt with that key, so wait for what Escape does first.
        """
        kitty, application = self._see(lambda screen: (screen.kitty_flags, _APPLICATION_CURSOR in screen.private_modes))
        if "escape" in names[:-1] and not kitty:
            raise ValueError(f"escape must be the last key of a press: {names}")
        return b"".join(keys.encode(name, application_cursor=application, kitty=kitty) for name in names)

    def press(self, *names: str) -> None:
        """Press keys, by Textual's names for them, in one go."""
        self.send(self.encode(*names))

    def type(self, text: str) -> None:
        """Type a text; a line feed is Enter."""
        self.press(*("enter" if char == "\n" else "tab" if char == "\t" else char for char in text))

    def paste(self, text: str) -> None:
        """Paste a text, bracketed if the program asked for it; as terminals do, without escapes in it."""
        body = text.replace("\x1b", "").replace("\r\n", "\n").replace("\n", "\r").encode()
        self.send(b"\x1b[200~" + body + b"\x1b[201~" if _BRACKETED_PASTE in self.modes else body)

    def send(self, data: bytes) -> float:
        """Send bytes as they are; returns `time.perf_counter()` just before."""
        return self.connection.send(data)

    @property
    def _pixels(self) -> tuple[int, int]:
        return self.columns * CELL_WIDTH, self.rows * CELL_HEIGHT

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program gets SIGWINCH, and the report if it asked for that."""
        with self._looking:
            self._look()
            self.columns, self.rows = columns, rows
            self._screen.resize(rows, columns)
            self.connection.resize(columns, rows, self._pixels)
            self._answer()

    # Waiting

    def wait_for(self, sought: Sought, seconds: float | None = None) -> tuple[int, int]:
        """Wait until a text or pattern is on the screen.

        Args:
            sought: a text as it stands, or a compiled pattern to search the whole screen with.
            seconds: the deadline, `patience` if not given.

        Returns:
            Row and column (cells, from 0) of its first place.

        Raises:
            AssertionError: with the whole screen, at the deadline or as soon as nothing more can come.
        """
        place: tuple[int, int] | None = None

        def seen() -> bool:
            nonlocal place
            place = self._place(sought)
            return place is not None

        self._wait(seen, seconds, f"never on the screen: {_shown(sought)}", lambda: self.connection.ended)
        assert place is not None
        return place

    def wait_gone(self, sought: Sought, seconds: float | None = None) -> None:
        """Wait until a text or pattern is no longer on the screen.

        Raises:
            AssertionError: with the whole screen.
        """
        gone = f"never gone from the screen: {_shown(sought)}"
        self._wait(lambda: self._place(sought) is None, seconds, gone, lambda: self.connection.ended)

    def wait_until(
        self, predicate: Callable[[Terminal], object], seconds: float | None = None, what: str = "the condition"
    ) -> None:
        """Wait until something is true, on the screen or anywhere else.

        Raises:
            AssertionError: with the whole screen, at the deadline or once the program has ended without it.
        """
        over = lambda: self.connection.ended and self.exit_code is not None  # noqa: E731
        self._wait(lambda: bool(predicate(self)), seconds, f"never true: {what}", over)

    def settle(self, quiet_ms: float = 100.0, seconds: float | None = None) -> None:
        """Wait until the program has neither written nor run for a while, counted from this call at the earliest.

        A program that waits for a processor is at work, however long it has been silent.

        Raises:
            AssertionError: it never stops writing.
        """
        last, connection = time.perf_counter(), self.connection
        deadline = last + (self.patience if seconds is None else seconds)
        with connection.changed:
            while not connection.ended:
                now = time.perf_counter()
                arrived = connection.arrivals[-1][0] if connection.arrivals else last
                last = now if processes.running(self.pid) else max(last, arrived)
                left = last + quiet_ms / 1000 - now
                if left <= 0:
                    return
                if now >= deadline:
                    break
                connection.changed.wait(min(left, deadline - now, _LOOK))
            else:
                return
        raise AssertionError(self._report(f"never quiet for {quiet_ms:g} ms"))

    def _wait(self, true: Callable[[], bool], seconds: float | None, failure: str, over: Callable[[], bool]) -> None:
        connection = self.connection
        deadline = time.monotonic() + (self.patience if seconds is None else seconds)
        while True:
            seen, last_chance = len(connection), over()
            if true():
                return
            left = deadline - time.monotonic()
            if last_chance or left <= 0:
                raise AssertionError(self._report(failure))
            with connection.changed:
                if len(connection) == seen and not over():
                    connection.changed.wait(min(left, _RECHECK))

    # Inside

    def _arrived(self, begin: int) -> None:
        """Draw at once what may hold a question, in the thread that reads."""
        if _QUESTION.search(self.connection.output(max(0, begin - _LONGEST_QUESTION))):
            self._see(lambda screen: None)

    def _see(self, read: Callable[[Screen], Seen]) -> Seen:
        with self._looking:
            self._look()
            return read(self._screen)

    def _look(self) -> None:
        """Bring the picture up to date."""
        with self.connection.changed:
            data, final = self.connection.output(self._drawn), self.connection.ended
        self._drawn += len(data)
        self._stream.feed(data, final=final)
        self._answer()

    def _answer(self) -> None:
        replies, self._screen.replies = "".join(self._screen.replies), []
        if replies:
            self.connection.answer(replies.encode())

    def _place(self, sought: Sought) -> tuple[int, int] | None:
        text = self.text
        if isinstance(sought, str):
            at = text.find(sought)
        else:
            match = sought.search(text)
            at = match.start() if match else -1
        if at < 0:
            return None
        row = text.count("\n", 0, at)
        return row, self._screen.column_of(row, at - (text.rfind("\n", 0, at) + 1))

    def _report(self, failure: str) -> str:
        """The failure with all there is to know: how the program stands, its screen, its last bytes."""
        lines, (row, column) = self.lines, self.cursor
        state = "running" if self.exit_code is None else f"ended with {self.exit_code}"
        rule = f"   +{'-' * self.columns}+"
        picture = [f"{number:2} |{line}" for number, line in enumerate(lines)]
        return "\n".join([
            f"{failure} [{state}; {self.columns} x {self.rows}; cursor at row {row}, column {column}]",
            f"program: {' '.join(self.argv)}",
            rule, *picture, rule,
            f"last bytes: {self.raw[-200:]!r}",
        ])  # fmt: skip


def _shown(sought: Sought) -> str:
    return repr(sought) if isinstance(sought, str) else f"/{sought.pattern}/"
