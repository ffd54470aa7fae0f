"""Where an editor of one's own may be used (TR7): nowhere that it would give somebody a shell."""

from __future__ import annotations

import pytest

from helpdesk_tui.config import ScreenSettings
from helpdesk_tui.errors import Refused
from helpdesk_tui.screens.editor import decoded, editor_command
from helpdesk_tui.vocab import EditorUse
from tests.screens.desk import SERVER
from tests.screens.seat import Seat, Seats
from tests.screens.test_ticket import writing

HOME = {"EDITOR": "sh", "PATH": "/bin:/usr/bin"}


@pytest.mark.parametrize(("use", "environ", "expected"), [
    (EditorUse.LOCAL, HOME, ("sh",)),
    (EditorUse.LOCAL, HOME | {"VISUAL": "env -i 'a b'"}, ("env", "-i", "a b")),
    (EditorUse.ALWAYS, HOME | {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, ("sh",)),
])  # fmt: skip
def test_the_editor_is_found(use: EditorUse, environ: dict[str, str], expected: tuple[str, ...]) -> None:
    assert editor_command(use, environ) == expected


@pytest.mark.parametrize(("use", "environ", "sentence"), [
    (EditorUse.NEVER, HOME, "An editor of your own is switched off here (configuration, [screen] editor)."),
    (EditorUse.ALWAYS, HOME | {"SSH_ORIGINAL_COMMAND": ""}, "There is no editor of your own over a forced command."),
    *[(EditorUse.LOCAL, HOME | {name: "x"},
       "An editor of your own works only where the program runs locally ([screen] editor).")
      for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")],
    (EditorUse.LOCAL, {"PATH": "/bin"}, "VISUAL or EDITOR has to name your editor, as in EDITOR=nano."),
    (EditorUse.LOCAL, HOME | {"EDITOR": "'vi"}, "VISUAL or EDITOR has to name your editor, as in EDITOR=nano."),
    (EditorUse.LOCAL, HOME | {"EDITOR": "no-such-editor -x"}, "The editor no-such-editor is not installed."),
])  # fmt: skip
def test_why_there_is_none(use: EditorUse, environ: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        editor_command(use, environ)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(("content", "expected"), [
    ("Grüße\r\n".encode(), ("Grüße\n", "")),
    (b"Gr\xfc\xdfe", ("Grüße", "The editor's file was not in UTF-8; it was read as latin-1.")),
])  # fmt: skip
def test_tr7_a_file_is_read_whatever_its_encoding(
    content: bytes, expected: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """TR7: UTF-8, else the locale's, else Latin-1, with a word."""
    monkeypatch.setattr("locale.getpreferredencoding", lambda do_setlocale=True: "UTF-8")
    assert decoded(content) == expected
    monkeypatch.setattr("locale.getpreferredencoding", lambda do_setlocale=True: "cp1250")
    if expected[1]:
        assert decoded(b"\xb3") == ("ł", "The editor's file was not in UTF-8; it was read as cp1250.")


async def test_a_refused_editor_says_why(seats: Seats) -> None:
    async with seats.sit("anna", screen=ScreenSettings(editor=EditorUse.NEVER)) as seat:
        await writing(seat, SERVER)
        await seat.type("half")
        await seat.press("ctrl+e")
        await seat.told("An editor of your own is switched off here")
        await seat.see("half")


async def test_a_terminal_that_cannot_be_lent(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text stays, and is kept already."""
    for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "SSH_ORIGINAL_COMMAND", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EDITOR", "true")
    await writing(seat, SERVER)
    await seat.see("ctrl+e editor")
    await seat.type("half")
    await seat.press("ctrl+e")
    await seat.told("This terminal cannot be lent to an editor. Your text is as it was.")
    draft = seat.ticket(SERVER).draft
    assert draft is not None
    assert draft.text == "half"
