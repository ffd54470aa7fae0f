"""Writing as the client: an answer, with files (CL16). What is left unsent is there again (TR5)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.area import AnswerAsClient
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import DeskError
from helpdesk_tui.screens.area.base import AreaScreen
from helpdesk_tui.screens.attach import ask_file, path_of, read_file
from helpdesk_tui.screens.base import in_background
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import Form
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.widgets.cells import cut, shown, size_words
from helpdesk_tui.widgets.key_bar import Key

_ROOM = 40


class WritingAsClient(Form):
    """A form whose text and files become the client's; `act_of` makes the act of the files and a key.

    Esc leaves it at once: what was typed is there when it is opened again about the same `ticket`, None for a new one.
    """

    LEAVES: ClassVar[str] = "leave, draft stays"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+g", "attach", show=False, priority=True)]

    def __init__(
        self, screen: AreaScreen, title: str, fields: Sequence[Field],
        act_of: Callable[[tuple[ParsedAttachment, ...], str], Act[int]], begin: str = "", ticket: int | None = None,
    ) -> None:  # fmt: skip
        self._from = screen
        self._act_of = act_of
        self._key = secrets.token_hex(12)
        self._about = screen.session.desk.actor.id or 0, ticket
        kept = screen.session.half_written.get(self._about, {})
        self._files: tuple[ParsedAttachment, ...] = kept.get("files", ())
        self._went_on = bool(kept)
        self.number: int | None = None
        """The ticket, once it is written."""
        super().__init__(title, [_with(field, kept) for field in fields], self._send, begin, "send")
        self.busy = screen.session.busy

    def on_mount(self) -> None:
        """Say in whose name it is."""
        self.show_heading()

    def show_heading(self) -> None:
        """Whose words these become, and the files that go with them."""
        by = "" if self._from.session.reads else "staff see that you wrote it"
        by = f"your draft{', ' * bool(by)}{by}" if self._went_on else by
        files = ", ".join(f"{shown(one.name)} {size_words(len(one.content))}" for one in self._files)
        self._rule.show(self._title, f"with {files}" if files else by)

    def own_keys(self) -> tuple[Key, ...]:
        """Files."""
        return (Key("ctrl+g", "attach"),)

    @property
    def half_written(self) -> bool:
        """Whether what was typed is kept."""
        return self._about in self._from.session.half_written

    def action_cancel(self) -> None:
        """Leave it; what was typed is kept, unless there is nothing."""
        typed = {field.name: self.value_of(field.name) for field in self._fields}
        kept = self._from.session.half_written
        kept.pop(self._about, None)
        if self._files or any(typed[field.name].strip() for field in self._fields if not field.options):
            kept[self._about] = typed | {"files": self._files}
        self.dismiss(None)

    def action_attach(self) -> None:
        """Attach a file; keys belong to the question as soon as it is open."""
        self._from.session.busy.hold()
        in_background(self, self._read_file, "ask")

    async def _read_file(self) -> None:
        try:
            typed = await self._from.ask(ask_file())
            if typed and typed.strip():
                self._files = (*self._files, read_file(path_of(typed)))
                self.show_heading()
        except DeskError as refused:
            self._foot.say(refused.sentence)
        finally:
            self._from.session.busy.release()

    async def _send(self, changed: dict[str, Any]) -> str | None:
        try:
            self.number = await self._from.session.perform(self._act_of(self._files, self._key))
        except DeskError as refused:
            return refused.sentence
        self._from.session.half_written.pop(self._about, None)
        return ""


async def answer(screen: AreaScreen, number: int) -> int | None:
    """Ask for an answer and store it as the client's; the ticket it stands on, None where the form was left."""

    def act(files: tuple[ParsedAttachment, ...], key: str) -> AnswerAsClient:
        return AnswerAsClient(number, form.value_of("message"), files, key)

    fields = (Field("message", "Message", lines=8),)
    form = WritingAsClient(screen, f"Answer as {whose(screen)}", fields, act, ticket=number)
    await screen.ask(form)
    if form.half_written:
        screen.say(screen.keyed("Your draft is kept; {r} goes on with it."), alarm=False)
    return form.number


def _with(field: Field, kept: dict[str, Any]) -> Field:
    """The field with what was typed in it before; an option that there is no more stays what it is."""
    value = kept.get(field.name, field.value)
    return replace(field, value=value) if not field.options or value in field.options else field


def whose(screen: AreaScreen) -> str:
    """In whose name something is written, short enough for a heading."""
    area = screen.area
    return "the client" if area is None else cut(shown(area.name or area.email), _ROOM)
