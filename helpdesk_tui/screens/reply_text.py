"""What a predefined reply looks like filled in, and which of a list hold what is typed (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from helpdesk_tui.rules import blanks
from helpdesk_tui.views import ReplyView
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.pieces import Piece

EXAMPLE = {
    "client.name": "Acme GmbH", "client.person": "Hans Meier", "client.email": "hans@acme.example",
    "ticket.number": "4812", "ticket.subject": "Server unreachable since 07:10", "ticket.department": "Tech",
    "service.name": "vps-31", "service.plan": "KVM-2", "service.domain": "acme.example", "staff.name": "Anna Ek",
    "staff.email": "anna@desk.example", "desk.name": "Acme support",
}  # fmt: skip
"""What the placeholders are filled with where there is no ticket."""


def marked_lines(text: str, marked: tuple[str, ...], width: int) -> list[list[Piece]]:
    """A text wrapped for this width; these placeholders in it stand out."""
    return [
        [(piece, "alarm" if piece in marked else look) for words, look in line for piece in blanks.parts(words)]
        for line in text_lines(text, width)
    ]


class Shelf:
    """Replies in memory, found by words of their names and texts, so that a key costs a look through strings.

    Those of the ticket's department and one's own stand before everybody's, those of other departments last; where
    words are sought, replies whose name has them stand before those that have them in a text.
    """

    def __init__(self, replies: Sequence[ReplyView], department: str) -> None:
        def rank(one: ReplyView) -> int:
            return 0 if one.staff or one.department == department else 1 if one.department is None else 2

        self._replies = sorted(replies, key=rank)  # each rank by name, as they came
        self._names = [one.name.casefold() for one in self._replies]
        self._texts = ["\n".join((one.name, one.whose, *one.texts.values())).casefold() for one in self._replies]

    def __len__(self) -> int:
        return len(self._replies)

    def found(self, typed: str) -> list[ReplyView]:
        """Those that hold every word typed."""
        words = typed.casefold().split()
        if not words:
            return self._replies
        named: list[ReplyView] = []
        others: list[ReplyView] = []
        for one, name, text in zip(self._replies, self._names, self._texts, strict=True):
            if all(word in text for word in words):
                (named if all(word in name for word in words) else others).append(one)
        return named + others
