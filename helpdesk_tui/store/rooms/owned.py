"""What clients have in lists of their own, in a write transaction: added, changed and marked as deleted, on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from sqlalchemy import delete, insert, select, update

from helpdesk_tui.errors import NotFound

if TYPE_CHECKING:
    from sqlalchemy import Table

    from helpdesk_tui.store.tx import Tx

T = TypeVar("T")


class Owned(Generic[T]):
    """A table of a client's things; subclasses say which, and how one is read, stored and told of.

    Every change is in the client's history, as `name` for the thing itself and `name_field` for what is otherwise.
    """

    WHERE: ClassVar[Table]
    NAME: ClassVar[str]
    """Its word in the history."""
    TITLE: ClassVar[str]
    """Its word for people."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def read(self, row: Any) -> T:
        """A thing from its row."""
        raise NotImplementedError

    def values(self, one: T) -> dict[str, Any]:
        """Its columns."""
        raise NotImplementedError

    def words(self, one: T) -> str:
        """What the history calls it."""
        raise NotImplementedError

    def said(self, one: T) -> dict[str, object]:
        """Its fields as the history tells them: the columns, unless something else is to be read there."""
        return self.values(one)

    def found(self, number: int) -> tuple[int, T]:
        """The client of a thing, and the thing, locked; raises NotFound."""
        which = (self.WHERE.c.id == number) & self.WHERE.c.deleted.is_(None)
        row = self._tx.connection.execute(select(self.WHERE).where(which).with_for_update()).first()
        if row is None:
            raise NotFound(f"{self.TITLE} {number}")
        return row.client, self.read(row)

    def add(self, client: int, one: T) -> int:
        """Store one; its number."""
        values = {"client": client, **self.values(one)}
        number: int = self._tx.connection.execute(insert(self.WHERE).values(values)).inserted_primary_key[0]  # type: ignore[index]
        self._tx.record(self.NAME, "", self.words(one), client=client)
        return number

    def change(self, number: int, client: int, before: T, after: T) -> None:
        """Store what is otherwise."""
        old, new = self.said(before), self.said(after)
        for name in (name for name in new if new[name] != old[name]):
            self._tx.record(f"{self.NAME}_{name}", old[name], new[name], client=client)
        self._set(number, self.values(after))

    def retire(self, number: int, client: int, one: T) -> None:
        """Mark one as deleted."""
        self._set(number, {"deleted": self._tx.now})
        self._tx.record(self.NAME, self.words(one), "", client=client)

    def leave(self, client: int) -> None:
        """A client is deleted: theirs go with them."""
        self._tx.connection.execute(delete(self.WHERE).where(self.WHERE.c.client == client))

    def _set(self, number: int, values: dict[str, Any]) -> None:
        self._tx.connection.execute(update(self.WHERE).where(self.WHERE.c.id == number).values(values))
