"""Writing in an editor of one's own (TR7): only where that gives nobody a shell who has none.

An editor runs any command (`:!sh`), so it is refused over a forced command (RELIABILITY rules 43, 44). sshd tells of
one only where the client asked for a command; hence `local`, the default, refuses every session that came by SSH.
"""

from __future__ import annotations

import codecs
import contextlib
import locale
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Edited:
    """The text as the editor left it, None where it left it alone; `said` is what its writer should know of it."""

    text: str | None
    said: str = ""


def edited(app: App[Any], command: Sequence[str], text: str) -> Edited:
    """What the editor made of the text; raises Refused where that cannot be used.

    What it saved is not lost with that: the file stays, and the refusal names its path. The terminal is the editor's
    meanwhile; nothing else of the program goes on.
    """
    whole = text if not text or text.endswith("\n") else text + "\n"
    before = whole.encode("utf-8", "replace")
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-"))
    path = folder / "answer.txt"
    keep = False
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(before)
        ended = _lent(app, (*command, str(path)))
        content = _read(path)
        if content == before:
            _as_it_was(ended.said)
            return Edited(None)
        if len(content) > _MOST or ended.gave_up:
            keep = True
            why = ended.said or f"The file has more than {_MOST:,} bytes."
            raise Refused(f"{why} Your text is as it was; what the editor saved is in {path}.", code="editor_failed")
        after, how = decoded(content)
        after = after.removesuffix("\n") if whole != text or not text else after
        rescued = f"{ended.said} What it had saved is here." if ended.said else ""
        return Edited(after, " ".join(filter(None, (rescued, how))))
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _as_it_was(why: str) -> None:
    """Raise Refused with the reason, where there is one: the editor saved nothing."""
    if why:
        raise Refused(f"{why} Your text is as it was.", code="editor_failed")


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file in UTF-8, else in the locale's encoding, else in Latin-1; and a word where it is not UTF-8."""
    for encoding in ("utf-8", locale.getpreferredencoding(False), "latin-1"):
        with contextlib.suppress(UnicodeDecodeError, LookupError):
            text = content.decode(encoding).replace("\r\n", "\n")
            same = codecs.lookup(encoding).name == "utf-8"
            return text, "" if same else f"The editor's file was not in UTF-8; it was read as {encoding}."
    raise AssertionError("Latin-1 has a character for every byte")


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a program ended, in a sentence, empty where all went well; whether it gave up by itself (`:cq` of vim)."""

    said: str = ""
    gave_up: bool = False


def _lent(app: App[Any], command: Sequence[str]) -> _Ended:
    """Run a program on our terminal; how it ended."""
    try:
        # Nothing may be raised in there: Textual would not take the terminal back.
        with app.suspend():
            ended = _run(command)
    except SuspendNotSupported:
        return _Ended("This terminal cannot be lent to an editor.", True)
    if isinstance(app, FramedApp):
        app.action_redraw()
    return ended


def _run(command: Sequence[str]) -> _Ended:
    name = os.path.basename(command[0])
    try:
        process = subprocess.Popen(command)
        with _signals_for(process):
            code = process.wait()
    except OSError as failure:
        return _Ended(f"{name} cannot be run: {failure.strerror}.", True)
    if code < 0:
        return _Ended(f"{name} was ended by a signal.")
    return _Ended(f"{name} ended with {code}.", True) if code else _Ended()


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


def _read(path: Path) -> bytes:
    """What the file holds now, a byte more than may come back at most; raises Refused where it cannot be read."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            return file.read(_MOST + 1)
    except OSError as failure:
        sentence = f"The editor's file cannot be read: {failure.strerror}. Your text is as it was."
        raise Refused(sentence, code="editor_failed") from None
