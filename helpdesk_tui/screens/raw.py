"""Text as it is: a raw original email, a text attachment."""

from __future__ import annotations

from textual.app import ComposeResult

from helpdesk_tui.questions import ReadRaw
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import Page, text_lines
from helpdesk_tui.widgets.rule import Rule

_MOST = 400_000


class TextScreen(DeskScreen[None]):
    """A text, page by page."""

    def __init__(self, session: Session, title: str, text: str = "") -> None:
        super().__init__(session)
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """A hairline, the text, the keys."""
        yield Rule(self._title)
        yield Page()
        yield self.foot

    async def load(self) -> None:
        """Show it."""
        page = self.query_one(Page)
        text = self._text[:_MOST]
        if len(self._text) > _MOST:
            text += f"\n... {len(self._text) - _MOST:,} more characters"
        page.show(text_lines(text, self.app.size.width))
        self.set_focus(page)

    def keys(self) -> tuple[Key, ...]:
        """The way back."""
        return (Key("q", "back"), Key("Space", "page"), Key("?", "keys"))


class RawScreen(TextScreen):
    """The stored original of an email (MG10)."""

    def __init__(self, session: Session, mail: int) -> None:
        super().__init__(session, f"Original of email {mail}")
        self._mail = mail

    async def load(self) -> None:
        """Read it, then show it."""
        self._text = (await self.session.read(ReadRaw(self._mail))).decode("utf-8", "replace")
        await super().load()
