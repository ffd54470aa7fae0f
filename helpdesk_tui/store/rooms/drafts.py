"""What the acting member of staff typed on a ticket and did not send, in a write transaction (TR5; docs/adr/0027).

One draft is the first: the form begins with it, and colleagues see by it who writes. Others lie beside it: of another
session of the same person, or a copy of what the former holder had typed. They are offered and never lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from helpdesk_tui.rules.drafts import NOTHING, Texts, is_empty, joined
from helpdesk_tui.rules.presence import is_writing
from helpdesk_tui.store.tables import people as tables
from helpdesk_tui.store.tables.base import table

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_draft = table(tables.Draft)
_other = table(tables.OtherDraft)


class Drafts:
    """Drafts of the acting member of staff."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def mine(self, ticket: int) -> Texts:
        """The first one."""
        asked = select(_draft.c.text, _draft.c.comment).where(*self._where(_draft, ticket))
        row = self._tx.connection.execute(asked).first()
        return NOTHING if row is None else (row.text, row.comment)

    def keep(self, ticket: int, texts: Texts, seen: int) -> None:
        """Keep what was typed as the first; who begins to write is seen to."""
        run, mine = self._tx.connection.execute, self._where(_draft, ticket)
        before = run(select(_draft.c.saved).where(*mine)).scalar()
        if not is_writing(before, self._tx.now):
            self._tx.tell()
        values = self._values(texts, seen)
        if run(update(_draft).where(*mine).values(values)).rowcount == 0:
            run(insert(_draft).values(values | {"staff": self._tx.scope.staff_id, "ticket": ticket}))

    def add(self, ticket: int, texts: Texts, seen: int) -> None:
        """Put what was typed elsewhere under the first one."""
        row = self._tx.connection.execute(select(_draft).where(*self._where(_draft, ticket))).first()
        if row is not None:
            texts, seen = (joined(row.text, texts[0]), joined(row.comment, texts[1])), row.seen
        if not is_empty(texts):
            self.keep(ticket, texts, seen)

    def keep_beside(self, ticket: int, texts: Texts, seen: int, known: Sequence[Texts]) -> bool:
        """Keep what was typed beside the first one, which is another session's; whether there are two now."""
        found = self._known(ticket, known)
        run = self._tx.connection.execute
        if is_empty(texts):
            run(delete(_other).where(_other.c.id.in_(found)))
            return False
        if found:
            run(update(_other).where(_other.c.id == found[0]).values(self._values(texts, seen)))
        else:
            values = self._values(texts, seen) | {"staff": self._tx.scope.staff_id, "ticket": ticket}
            run(insert(_other).values(values))
            self._tx.tell()
        return True

    def drop(self, ticket: int) -> None:
        """Forget the first one, because it was thrown away on purpose."""
        if self._tx.connection.execute(delete(_draft).where(*self._where(_draft, ticket))).rowcount:
            self._tx.tell()

    def drop_known(self, ticket: int, known: Sequence[Texts]) -> None:
        """Forget what lies beside the first one and was kept by who knows it."""
        if found := self._known(ticket, known):
            self._tx.connection.execute(delete(_other).where(_other.c.id.in_(found)))

    def drop_other(self, ticket: int, number: int) -> None:
        """Forget a draft that lies beside the first one, because it is part of that now."""
        which = self._where(_other, ticket)
        self._tx.connection.execute(delete(_other).where(*which, _other.c.id == number))

    def sent(self, ticket: int, known: Sequence[Texts], *, comment_alone: bool = False) -> None:
        """Forget the draft that was sent, whichever of mine it is: one of those that its writer knows.

        Any other stays: it was typed elsewhere and never sent. Of a comment alone the text of an answer stays.
        """
        first = self.mine(ticket)
        if first in known and not is_empty(first):
            self._lessen(_draft, self._where(_draft, ticket), first[0] if comment_alone else "")
            self._tx.tell()
            return
        for number in self._known(ticket, known):
            row = self._tx.connection.execute(select(_other.c.text).where(_other.c.id == number)).one()
            self._lessen(_other, (_other.c.id == number,), row.text if comment_alone else "")

    def hand_over(self, ticket: int, holder: int) -> int:
        """Lay a copy of what the former holder typed beside mine; its number, 0 where there is nothing to copy."""
        asked = select(_draft).where(_draft.c.ticket == ticket, _draft.c.staff == holder)
        row = self._tx.connection.execute(asked).first()
        if row is None or is_empty((row.text, row.comment)):
            return 0
        copied = {"text": row.text, "comment": row.comment, "seen": row.seen, "saved": row.saved}
        values = copied | {"staff": self._tx.scope.staff_id, "ticket": ticket, "former": holder}
        return int(self._tx.connection.execute(insert(_other).values(values).returning(_other.c.id)).scalar_one())

    def _lessen(self, where: Any, which: tuple[Any, ...], text: str) -> None:
        """Leave the text of an answer alone, or nothing."""
        run = self._tx.connection.execute
        if text.strip():
            run(update(where).where(*which).values(comment=""))
        else:
            run(delete(where).where(*which))

    def _known(self, ticket: int, known: Sequence[Texts]) -> list[int]:
        """Those beside the first that are among the known ones, of a session of mine."""
        asked = select(_other.c.id, _other.c.text, _other.c.comment)
        rows = self._tx.connection.execute(asked.where(*self._where(_other, ticket), _other.c.former.is_(None)))
        return [row.id for row in rows if (row.text, row.comment) in known]

    def _values(self, texts: Texts, seen: int) -> dict[str, Any]:
        return {"text": texts[0], "comment": texts[1], "seen": seen, "saved": self._tx.now}

    def _where(self, where: Any, ticket: int) -> tuple[Any, Any]:
        return where.c.staff == self._tx.scope.staff_id, where.c.ticket == ticket
