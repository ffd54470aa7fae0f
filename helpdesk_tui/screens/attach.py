"""Files in and out of the ticket form (TF11): only where the program runs for its own user, never over a forced
command (RELIABILITY rules 44 and 46).
"""

from __future__ import annotations

import mimetypes
import os
import stat
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from helpdesk_tui.errors import DeskError, Refused
from helpdesk_tui.questions import ReadAttachment
from helpdesk_tui.rules.pictures import picture_of
from helpdesk_tui.rules.query_complete import Completion
from helpdesk_tui.screens.dialogs import AskLine, Choose
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.vocab import PictureUse
from helpdesk_tui.widgets.cells import size_words

if TYPE_CHECKING:
    from helpdesk_tui.screens.base import DeskScreen

MAX_FILE = 25_000_000
_OFFERED = 20
_LOOKED_AT = 5_000
"""Names of a folder that are looked through for one key."""
_TEXT = ("text/", "application/json", "application/xml", "message/rfc822")


async def attach_file(screen: DeskScreen[None]) -> ParsedAttachment | None:
    """Ask for a path and read the file; None when the question was left."""
    typed = await screen.ask(ask_file())
    if not typed or not typed.strip():
        return None
    try:
        return read_file(path_of(typed))
    except DeskError as refused:
        screen.say(refused.sentence)
        return None


def ask_file() -> AskLine:
    """Ask for a file, with its name completed."""
    return AskLine("Attach which file? Its path, ~ is your home", explain=_described, completer=files_like)


def files_like(typed: str, cursor: int) -> tuple[Completion, ...]:
    """What a path may go on as: the folders and files there in alphabetical order, hidden ones only when asked for."""
    folder, _, begun = typed.lstrip().rpartition("/")
    at = f"{folder}/" if "/" in typed else ""
    try:
        with os.scandir(path_of(at or ".")) as found:
            names = [
                entry.name + "/" * entry.is_dir()
                for entry in islice(found, _LOOKED_AT)
                if entry.name.startswith(begun) and (begun or not entry.name.startswith("."))
            ]
    except (OSError, ValueError):
        return ()
    return tuple(Completion(0, len(typed), at + name, name) for name in sorted(names)[:_OFFERED])


def path_of(typed: str) -> Path:
    """The path that was typed, with `~` for one's home."""
    return Path(os.path.expanduser(typed.strip()))


def read_file(path: Path) -> ParsedAttachment:
    """A file as an attachment; raises Refused for what is no plain file, too large, or not readable."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as failure:
        raise Refused(f"{path} cannot be read: {failure.strerror}.", code="no_file") from failure
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise Refused(f"{path} is not a plain file.", code="no_file")
        if found.st_size > MAX_FILE:
            raise Refused(f"{path} is larger than {MAX_FILE // 1_000_000} MB.", code="too_large")
        content = file.read(MAX_FILE + 1)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return ParsedAttachment(path.name.lstrip(".-") or "file", kind, content)


def _described(typed: str) -> str:
    path = path_of(typed)
    if path.is_dir():
        return "a folder; Tab goes through it"
    return f"{path.stat().st_size:,} bytes" if path.is_file() else "no such file"


async def open_attachment(screen: DeskScreen[None], number: int) -> None:
    """Show a text attachment or a picture, or save any into a folder, never over an existing file."""
    try:
        name, content = await screen.session.read(ReadAttachment(number))
    except DeskError as refused:
        screen.say(refused.sentence)
        return
    kind = mimetypes.guess_type(name)[0] or ""
    picture = picture_of(content)
    options = [("save", ("save to a folder" + (", for a viewer of pictures" if picture else ""),))]
    if picture is not None and screen.session.settings.screen.pictures != PictureUse.OFF:
        options.insert(0, ("look", ("show the picture",)))
    if picture is None and (kind.startswith(_TEXT) or b"\0" not in content[:4096]):
        options.insert(0, ("show", ("show as text",)))
    about = ", ".join(filter(None, (picture.words if picture else "", size_words(len(content)))))
    chosen = await screen.ask(Choose(f"{name}: {about}", options))
    if chosen == "show":
        from helpdesk_tui.screens.raw import TextScreen

        screen.app.push_screen(TextScreen(screen.session, name, content.decode("utf-8", "replace")))
    elif chosen == "look" and picture is not None:
        from helpdesk_tui.screens.picture import PictureScreen

        screen.app.push_screen(PictureScreen(screen.session, name, content, picture))
    elif chosen == "save":
        await ask_folder(screen, name, content)


async def ask_folder(screen: DeskScreen[None], name: str, content: bytes) -> None:
    """Ask for a folder, save the file there and say where it is."""
    folder = await screen.ask(AskLine("Save to folder", value=str(Path.home())))
    if folder:
        screen.say(save_file(path_of(folder), name, content), alarm=False)


def save_file(folder: Path, name: str, content: bytes) -> str:
    """Write a new file; the sentence that says where it is, or why it is not."""
    stem, suffix = os.path.splitext(name)
    for attempt in range(100):
        path = folder / (name if attempt == 0 else f"{stem}-{attempt}{suffix}")
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            continue
        except OSError as failure:
            return f"{path} cannot be written: {failure.strerror}."
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        return f"Saved as {path}."
    return f"There are too many files named {name} in {folder}."
