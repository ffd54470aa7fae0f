"""A list of records that is longer than what is loaded of it: it says which part it needs next."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from textual.message import Message

from helpdesk_tui.widgets.record_list import Record, RecordList

AHEAD = 2
"""Pages that should be loaded beyond the cursor where it is heading."""


class LongList(RecordList):
    """The newest records at the top; newer and older ones are asked for before the cursor gets there."""

    @dataclass
    class Wanted(Message):
        """More is needed: what is older or newer than a record, or (no key) one end of the whole list."""

        key: Hashable | None
        older: bool

    newer = older = False
    """Whether the list goes on above and below what is loaded."""

    def show_part(self, records: tuple[Record, ...], *, newer: bool, older: bool) -> None:
        """Show this part; the record under the cursor stays on its line."""
        line = self._cursor - self._top
        self.newer, self.older = newer, older
        super().show(records)
        self._top = max(0, min(self._cursor - line, len(records) - self._page))
        self.refresh()

    def action_go(self, index: int) -> None:
        """To the first (0) or last (-1) record of the whole list, once it is loaded."""
        if self.newer if index == 0 else self.older:
            self.post_message(self.Wanted(None, older=index == 0))
        else:
            super().action_go(index)

    def _place(self, index: int, *, tell: bool = False) -> None:
        down, still = index > self._cursor, index == self._cursor
        super()._place(index, tell=tell)
        if not tell or still or not self._records:
            return
        near = AHEAD * self._page
        if down and self.older and self._cursor + near >= len(self._records):
            self.post_message(self.Wanted(self._records[-1].key, older=True))
        elif not down and self.newer and self._cursor - near < 0:
            self.post_message(self.Wanted(self._records[0].key, older=False))
