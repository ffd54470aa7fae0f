"""Predefined replies in a write transaction (PR1, PR4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.replies import Whose
from helpdesk_tui.store.rooms.people import folded
from helpdesk_tui.store.tables import replies as tables
from helpdesk_tui.store.tables.base import table

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_reply = table(tables.PredefinedReply)
_text = table(tables.ReplyText)


@dataclass(frozen=True, slots=True)
class Reply:
    """A predefined reply as the acts need it."""

    id: int
    name: str
    whose: Whose
    texts: Mapping[str, str]


class Replies:
    """Predefined replies, by number and by name."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def load(self, number: int) -> Reply:
        """A reply that the actor may see; raises NotFound, alike for one that is another's and one that is not."""
        found = self._found(_reply.c.id == number)
        if found is None or not found.whose.seen_by(self._tx.scope):
            raise NotFound(f"Predefined reply {number}")
        return found

    def named(self, name: str, whose: Whose) -> Reply | None:
        """The one of this name for these people; case and outer white space do not count."""
        return self._found(_reply.c.name_key == _key(name, whose))

    def add(self, name: str, whose: Whose) -> int:
        """Store one, without a text yet; its number."""
        values = {"name": name, "name_key": _key(name, whose), "department": whose.department, "staff": whose.staff,
                  "changed": self._tx.now}  # fmt: skip
        made = self._tx.connection.execute(insert(_reply).values(values))
        number: int = made.inserted_primary_key[0]  # type: ignore[index]
        self._tx.record("predefined reply", "", name)
        return number

    def change(self, reply: Reply, name: str, whose: Whose) -> None:
        """Call it so, for these people from now on."""
        if (reply.name, reply.whose) == (name, whose):
            return
        values = {"name": name, "name_key": _key(name, whose), "department": whose.department, "staff": whose.staff,
                  "changed": self._tx.now}  # fmt: skip
        self._tx.connection.execute(update(_reply).where(_reply.c.id == reply.id).values(values))
        self._tx.record(f"predefined reply {reply.id}", self._words(reply.name, reply.whose), self._words(name, whose))

    def write(self, number: int, language: str, text: str, before: str = "") -> None:
        """Keep its text in a language."""
        self._tx.connection.execute(delete(_text).where(_text.c.reply == number, _text.c.language == language))
        self._tx.connection.execute(insert(_text).values({"reply": number, "language": language, "text": text}))
        self._changed(number, language, before, text)

    def forget(self, number: int, language: str, before: str) -> None:
        """Take away its text in a language."""
        self._tx.connection.execute(delete(_text).where(_text.c.reply == number, _text.c.language == language))
        self._changed(number, language, before, "")

    def delete(self, reply: Reply) -> None:
        """Take it away with all its texts."""
        self._tx.connection.execute(delete(_text).where(_text.c.reply == reply.id))
        self._tx.connection.execute(delete(_reply).where(_reply.c.id == reply.id))
        self._tx.record(f"predefined reply {reply.id}", self._words(reply.name, reply.whose), "")

    def _found(self, which: object) -> Reply | None:
        # Nobody changes it between this look and what is done with it.
        row = self._tx.connection.execute(select(_reply).where(which).with_for_update()).first()  # type: ignore[arg-type]
        if row is None:
            return None
        texts = self._tx.connection.execute(select(_text).where(_text.c.reply == row.id)).all()
        return Reply(row.id, row.name, Whose(row.department, row.staff), {one.language: one.text for one in texts})

    def _changed(self, number: int, language: str, before: str, after: str) -> None:
        self._tx.connection.execute(update(_reply).where(_reply.c.id == number).values(changed=self._tx.now))
        self._tx.record(f"predefined reply {number} {language}", before, after)

    def _words(self, name: str, whose: Whose) -> str:
        """Name and scope in an event."""
        people = self._tx.people
        if whose.department is not None:
            return f"{name} ({people.department_name(whose.department)})"
        return f"{name} ({people.login(whose.staff)})" if whose.staff is not None else name


def _key(name: str, whose: Whose) -> str:
    """For whom, and the name as it is compared."""
    owner = f"department {whose.department}" if whose.department is not None else f"staff {whose.staff}"
    return f"{owner if whose != Whose() else 'everybody'}: {folded(name)}"
