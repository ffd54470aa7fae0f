"""Where the command line writes: answers on stdout, one line about what went wrong on stderr.

JSON is ASCII; everything else from outside has passed `helpdesk_tui.text` before it comes here.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TextIO

from helpdesk_tui.errors import DeskError, StorageFailed
from helpdesk_tui.text import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDE = 100_000


class ReaderGone(Exception):
    """Whoever read our output stopped reading (`| head`): nothing more is written, and nothing is wrong."""


def prepare() -> None:
    """Let no character of an answer fail to be written in the terminal's encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(text: str) -> None:
    """Write a line, or several, to stdout. Raises ReaderGone and StorageFailed."""
    say_part(text + "\n")


def say_part(text: str) -> None:
    """Write a piece of a line to stdout. Raises ReaderGone and StorageFailed."""
    with spoken():
        if sys.stdout is not None:
            sys.stdout.write(text)


def say_json(shape: object) -> None:
    """Write one JSON document in one line, at once."""
    say(json.dumps(shape, ensure_ascii=True))
    flush()


def say_bytes(content: bytes) -> None:
    """Write bytes as they are."""
    with spoken():
        if sys.stdout is not None:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)


def flush() -> None:
    """Write out what is buffered. Raises ReaderGone and StorageFailed."""
    with spoken():
        if sys.stdout is not None:
            sys.stdout.flush()


def say_table(table: RenderableType) -> None:
    """Write a Rich table: as wide as the terminal, or as wide as it needs where there is none (NO_COLOR counts)."""
    from rich.console import Console

    terminal = is_terminal(sys.stdout)
    drawn = io.StringIO()
    console = Console(
        file=drawn,
        force_terminal=terminal,
        width=None if terminal else _WIDE,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(table)
    say("\n".join(line.rstrip() for line in drawn.getvalue().rstrip("\n").split("\n")))


def complain(text: str) -> None:
    """Write a safe line to stderr."""
    _write_error(one_line(text))


def complain_of(error: DeskError, in_json: bool) -> None:
    """The one line about an error: a sentence, or an object with its code and further fields (CLI: exit codes)."""
    if not in_json:
        complain(f"helpdesk-tui: {error.sentence}")
        return
    shape = {"code": error.code, "message": error.sentence} | error.details
    _write_error(json.dumps({"error": shape}, ensure_ascii=True))


def _write_error(line: str) -> None:
    """Write a line to stderr; nothing can be done when that fails."""
    with contextlib.suppress(OSError, ValueError):
        if sys.stderr is not None:
            sys.stderr.write(line + "\n")
            sys.stderr.flush()


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sees what is written there."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


@contextlib.contextmanager
def progress(words: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar on stderr, where a person sees it; what is called after each of `total` steps."""
    if not total or not is_terminal(sys.stderr):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(words, total=total)
        yield lambda: bar.advance(task)


def let_go() -> None:
    """Forget what could not be written, so that the interpreter says nothing about it at its end."""
    with contextlib.suppress(OSError, ValueError):
        written = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, written)
        os.close(nowhere)


@contextlib.contextmanager
def spoken() -> Iterator[None]:
    """What fails in here is a failure to write. Raises ReaderGone and StorageFailed."""
    try:
        yield
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as failed:
        raise StorageFailed(f"The output cannot be written: {failed.strerror}.", code="output") from None
