"""What became of a payment, an expense or a withdrawal: who changed what, and when (CL12, SF2)."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from helpdesk_tui.questions import ReadPaperHistory
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.times import moment
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule


class PaperHistoryScreen(DeskScreen[None]):
    """The history of a document, the newest change first; both sides of each stand there."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session, document: str) -> None:
        super().__init__(session)
        self._document = document
        self._list = RecordList(
            (Column("When", 17), Column("Who", 12), Column("What", 10), Column("Before"), Column("After")),
            empty="Nothing is on record.",
        )

    def compose(self) -> ComposeResult:
        """A hairline, the list, the keys."""
        yield Rule(f"History of {self._document.replace(':', ' ')}")
        yield self._list
        yield self.foot

    async def load(self) -> None:
        """Read and list."""
        now = self.session.now()
        self._list.show(tuple(
            Record(one.id, (moment(one.at, now), one.who, one.field, one.before or "-", one.after or "-"))
            for one in reversed(await self.session.read(ReadPaperHistory(self._document)))
        ))  # fmt: skip
        self.set_focus(self._list)

    def keys(self) -> tuple[Key, ...]:
        """Back."""
        return (Key("q", "back"), Key("?", "keys"))
