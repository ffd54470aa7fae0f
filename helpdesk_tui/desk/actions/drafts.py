"""Drafts: what was typed on a ticket and not sent (TR5; docs/adr/0027)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.drafts import Texts, is_empty

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class KeepDraft(Act[bool]):
    """Keep what was typed on a ticket and not sent (TR5); empty text forgets it.

    `known` are the drafts that this session found or kept here: one that is none of them is of another session of the
    same person, and stays beside this one; the answer says whether that is so. Without `known` this draft takes the
    place of any. `takes` is the other draft that is part of this text from now on, and is no other any more.
    """

    name: ClassVar[str] = "draft"
    title: ClassVar[str] = "Keep draft"
    help: ClassVar[str] = "What you type is kept at every pause and is there when you come back."

    number: int
    text: str
    comment: str = ""
    seen: int = 0
    known: tuple[Texts, ...] | None = None
    takes: int = 0

    def apply(self, tx: Tx) -> bool:
        """Keep or forget it; the ticket needs no lock for this."""
        typed = (self.text, self.comment)
        number = self._where(tx, typed)
        if self.takes:
            tx.drafts.drop_other(number, self.takes)
        if number != self.number:
            # It was merged away while somebody typed: nothing of both drafts is lost.
            tx.drafts.add(number, typed, self.seen)
            return False
        kept = tx.drafts.mine(self.number)
        if self.known is not None and not is_empty(kept) and kept != typed and kept not in self.known:
            return tx.drafts.keep_beside(self.number, typed, self.seen, self.known)
        if is_empty(typed):
            tx.drafts.drop(self.number)
        else:
            tx.drafts.keep(self.number, typed, self.seen)
        if self.known and is_empty(kept):
            # Another session sent the first one: this is the first from now on, and lies beside it no more.
            tx.drafts.drop_known(self.number, self.known)
        return False

    def _where(self, tx: Tx, typed: Texts) -> int:
        """The ticket, or the one it was merged into. Who lost sight of it while they typed loses no text by that."""
        try:
            return tx.tickets.surviving(self.number).number
        except NotFound:
            if is_empty(typed) or not tx.personal.has_read(self.number):
                raise
            return self.number
