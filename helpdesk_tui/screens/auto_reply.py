"""The *Auto-reply* window (PR2, TR2 *Autocomplete*): find a predefined reply while typing, see it filled, insert it.

Everything is read when the window opens; a key only looks through what is in memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadMe, ReadProvider, ReadReplies
from helpdesk_tui.rules import blanks, provider
from helpdesk_tui.rules.replies import picked
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import Choose, lines_left
from helpdesk_tui.screens.reply_text import Shelf, marked_lines
from helpdesk_tui.views import ReplyView, TicketView
from helpdesk_tui.widgets.composer import CALL, Composer
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import Page
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule

_COLUMNS = (Column("Predefined reply"), Column("For", 16), Column("Languages", 16, fold=True))
_NONE = "No predefined reply is for you yet: Esc, then {g} r adds the first; the draft stays."
_AROUND = 4
"""Lines of the window that are neither list nor preview: two hairlines, the field, the keys."""


async def choose_reply(screen: DeskScreen[None], ticket: TicketView) -> str | None:
    """The text of the reply that is chosen, filled in for a ticket; None when none is, or when there is none."""
    session = screen.session
    try:
        replies, me, settings = await asyncio.gather(
            session.read(ReadReplies()), session.read(ReadMe()), session.read(ReadProvider())
        )
    except DeskError as failure:
        screen.say(failure.sentence)
        return None
    shelf = Shelf([one for one in replies if one.here], ticket.row.department)
    if not len(shelf):
        screen.say(screen.keyed(_NONE))
        return None
    languages = (ticket.client.language, settings.get("language", provider.default("language")))
    window = AutoReply(shelf, blanks.values(ticket, me, session.settings.desk.name), languages)
    return window.text if await screen.ask(window) is not None else None


def insert(composer: Composer, text: str, *, called: bool) -> None:
    """Put a text at the cursor, in place of what is marked; of the signs that called it where they did."""
    start, end = sorted(composer.selection)
    if called:
        start = (start[0], max(start[1] - len(CALL), 0))
    composer.move_cursor(composer.replace(text, start, end, maintain_selection_offset=False).end_location)


class AutoReply(Choose[int]):
    """Predefined replies, narrowed by what is typed, with the one under the cursor filled in below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "language", "Other language", show=False, priority=True),
        Binding("pagedown", "scroll(1)", "Preview down", show=False, priority=True),
        Binding("pageup", "scroll(-1)", "Preview up", show=False, priority=True),
    ]

    def __init__(self, shelf: Shelf, values: dict[str, str], languages: tuple[str, ...]) -> None:
        """`languages` are those to begin with, the client's first; `values` are what placeholders are filled with."""
        super().__init__("Auto-reply", (), _COLUMNS)
        self._shelf = shelf
        self._records = {one.id: Record(one.id, (one.name, one.whose, " ".join(one.texts))) for one in shelf.found("")}
        self._values = values
        self._languages = languages
        self._found: Sequence[ReplyView] = ()
        self._preview_rule = Rule()
        self._page = Page()
        self._page.can_focus = False

    def compose(self) -> ComposeResult:
        """What there is, the one under the cursor as it would be inserted, what is typed, the keys."""
        with Vertical(classes="dialog tall"):
            yield self._rule
            yield self._list
            yield self._preview_rule
            yield self._page
            yield self._field
            yield self._foot

    def on_resize(self) -> None:
        """Room for both, more of it for the text."""
        self._list.styles.height = self.list_height()
        self._page.styles.height = max(lines_left(self.app, _AROUND) - self.list_height(), 1)
        self._show_preview()

    def list_height(self) -> int:
        """Two fifths of the room."""
        return max(lines_left(self.app, _AROUND) * 2 // 5, 3)

    def foot_keys(self) -> tuple[Key, ...]:
        """What can be done with the one under the cursor."""
        return (Key("Enter", "insert"), Key("type", "find"), Key("Tab", "language"), Key("PgDn", "rest of it"),
                Key("Esc", "cancel"))  # fmt: skip

    # ------------------------------------------------------------ what is chosen

    @property
    def text(self) -> str:
        """The reply under the cursor in the language that is shown, filled in; empty when there is none."""
        one = self._current
        return blanks.filled(one.texts[self._language(one)], self._values) if one is not None else ""

    @property
    def _current(self) -> ReplyView | None:
        current = self._list.current
        return next((one for one in self._found if one.id == current), None)

    def _language(self, one: ReplyView) -> str:
        return picked(self._languages, one.texts)

    # ------------------------------------------------------------ keys

    def narrow(self, typed: str) -> None:
        """Show those that hold what was typed, the best one under the cursor."""
        self._found = self._shelf.found(typed)
        self._list.show(tuple([self._records[one.id] for one in self._found]))
        self._list.action_go(0)
        count = f"{len(self._found):,} of {len(self._shelf):,}" if typed.strip() else f"{len(self._shelf):,}"
        self._rule.show("Auto-reply", count)
        self._show_preview()

    def take(self) -> None:
        """Answer with the one under the cursor."""
        if (one := self._current) is not None:
            self.dismiss(one.id)

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """Another one."""
        self._show_preview()

    def action_language(self) -> None:
        """The next language of the one under the cursor; the others begin with it too from now on."""
        one = self._current
        if one is None:
            return
        codes = list(one.texts)
        if len(codes) == 1:
            self.say(f"{one.name} is there in {codes[0]} only.")
            return
        code = codes[(codes.index(self._language(one)) + 1) % len(codes)]
        self._languages = (code, *self._languages)
        self._show_preview()

    def action_scroll(self, by: int) -> None:
        """More of the text."""
        self._page.action_scroll_pages(by)

    def _show_preview(self) -> None:
        one = self._current
        if one is None:
            self._preview_rule.show()
            self._page.show([], from_top=True)
            return
        chosen, text = self._language(one), self.text
        left = blanks.blanks_in(text)
        others = [code for code in one.texts if code != chosen]
        languages = f"{chosen} (Tab: {', '.join(others)})" if others else chosen
        self._preview_rule.show(blanks.told(left) if left else "As it will be inserted", languages)
        self._page.show(marked_lines(text, left, self.app.size.width), from_top=True)
