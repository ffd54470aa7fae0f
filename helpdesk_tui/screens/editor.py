"""Writing in an editor of one's own (TR7): only where that gives nobody a shell who has none.

An editor runs any command (`:!sh`), so it is refused over a forced command (RELIABILITY rules 43, 44). sshd tells of
one only where the client asked for a command; hence `local`, the default, refuses every session that came by SSH.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from helpdesk_tui.errors import Refused
from helpdesk_tui.vocab import EditorUse
from helpdesk_tui.widgets.framed_app import FramedApp

_BY_SSH = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_MOST = 2_000_000
"""Bytes of a file that come back."""
_PATIENCE_SECONDS = 1.0
"""So long an editor may take to end when the program has to."""


def editor_command(use: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The editor and its options; raises Refused where there is none, or none is allowed."""
    if use == EditorUse.NEVER:
        raise Refused("An editor of your own is switched off here (configuration, [screen] editor).", code="no_editor")
    if "SSH_ORIGINAL_COMMAND" in environ:
        raise Refused("There is no editor of your own over a forced command.", code="no_editor")
    if use == EditorUse.LOCAL and any(name in environ for name in _BY_SSH):
        raise Refused("An editor of your own works only where the program runs locally ([screen] editor).",
                      code="no_editor")  # fmt: skip
    given = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        command = tuple(shlex.split(given))
    except ValueError:
        command = ()
    if not command:
        raise Refused("VISUAL or EDITOR has to name your editor, as in EDITOR=nano.", code="no_editor")
    if shutil.which(command[0], path=environ.get("PATH")) is None:
        raise Refused(f"The editor {command[0]} is not installed.", code="no_editor")
    return command


def edited(app: App[Any], command: Sequence[str], text: str) -> str | None:
    """The text as the editor left it, None where it left it alone; raises Refused where it failed.

    The terminal is the editor's meanwhile; nothing else of the program goes on.
    """
    whole = text if not text or text.endswith("\n") else text + "\n"
    with tempfile.TemporaryDirectory(prefix="helpdesk-") as folder:
        path = Path(folder) / "answer.txt"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(whole.encode("utf-8", "replace"))
        failed = _lent(app, (*command, str(path)))
        if failed:
            raise Refused(f"{failed} Your text is as it was.", code="editor_failed")
        after = _read(path)
    if after == whole:
        return None
    return after.removesuffix("\n") if whole != text or not text else after


def _lent(app: App[Any], command: Sequence[str]) -> str:
    """Run a program on our terminal; in a sentence how it failed, empty when it did not."""
    try:
        # Nothing may be raised in there: Textual would not take the terminal back.
        with app.suspend():
            failed = _run(command)
    except SuspendNotSupported:
        return "This terminal cannot be lent to an editor."
    if isinstance(app, FramedApp):
        app.action_redraw()
    return failed


def _run(command: Sequence[str]) -> str:
    name = os.path.basename(command[0])
    try:
        process = subprocess.Popen(command)
        with _signals_for(process):
            code = process.wait()
    except OSError as failure:
        return f"{name} cannot be run: {failure.strerror}."
    if code < 0:
        return f"{name} was ended by a signal."
    return f"{name} ended with {code}." if code else ""


@contextlib.contextmanager
def _signals_for(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Keys that interrupt are the editor's. Who ends the program ends the editor first; the event loop, which is
    told of the signal too, does the rest as soon as it goes on.
    """

    def end(*_: object) -> None:
        process.terminate()
        killing = threading.Timer(_PATIENCE_SECONDS, process.kill)
        killing.daemon = True
        killing.start()

    def leave(*_: object) -> None:
        pass

    wanted = {signal.SIGTERM: end, signal.SIGHUP: end, signal.SIGINT: leave, signal.SIGQUIT: leave}
    before = {number: signal.signal(number, handler) for number, handler in wanted.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _read(path: Path) -> str:
    """What the file holds now; raises Refused for what is no text."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            content = file.read(_MOST + 1)
        if len(content) > _MOST:
            raise Refused(f"The file has more than {_MOST:,} bytes. Your text is as it was.", code="editor_failed")
        return content.decode("utf-8").replace("\r\n", "\n")
    except OSError as failure:
        sentence = f"The editor's file cannot be read: {failure.strerror}. Your text is as it was."
        raise Refused(sentence, code="editor_failed") from None
    except UnicodeDecodeError:
        raise Refused("The editor's file is not in UTF-8. Your text is as it was.", code="editor_failed") from None
