"""Dialogues that look something up in the desk while one types: a client by anybody's name, a ticket by its number."""

from __future__ import annotations

from functools import partial

from helpdesk_tui.errors import DeskError, WrongUsage
from helpdesk_tui.questions import ReadPeople, ReadRow
from helpdesk_tui.screens.base import in_background
from helpdesk_tui.screens.dialogs import AskLine, Choose
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import PersonRow, QueueRow
from helpdesk_tui.widgets.record_list import Column, Record

_COLUMNS = (Column("", 26), Column(""), Column("", 20, fold=True), Column("", 10, fold=True))
_LINES = 10


class FindClient(Choose[PersonRow]):
    """Choose a client by the name or address of any of its people; those near an address stand first."""

    def __init__(self, session: Session, title: str, *, near: str = "", typed: str = "") -> None:
        super().__init__(title, (), _COLUMNS, lines=_LINES, typed=typed)
        self._list.empty = "No client has these words; Esc leaves."
        self._session = session
        self._near = near
        self._found: tuple[PersonRow, ...] = ()
        self._found_for: str | None = None

    def narrow(self, typed: str) -> None:
        """Look for those who hold the words."""
        in_background(self, partial(self._look, typed), "find")

    def take(self) -> None:
        """Take the one under the cursor, found for what stands in the field now."""
        in_background(self, self._take, "take")

    async def _take(self) -> None:
        if self._found_for != self.typed:
            await self._look(self.typed)
        current = self._list.current
        if isinstance(current, PersonRow):
            self.dismiss(current)
        else:
            self.say(self._list.empty)

    async def _look(self, typed: str) -> None:
        try:
            found = await self._session.read(ReadPeople(typed, self._near))
        except DeskError as failure:
            self.say(failure.sentence)
            return
        if typed == self.typed:
            self._found, self._found_for = found, typed
            self._list.show(tuple(Record(one, _cells(one)) for one in found))
            self._list.action_go(0)


def _cells(one: PersonRow) -> tuple[str, ...]:
    return (one.client_name or one.client_email, one.email, "" if one.name == one.client_name else one.name, one.label)


class AskTicket(AskLine):
    """Ask for the number of a ticket; its subject and client are shown while it is typed."""

    def __init__(self, session: Session, title: str, value: str = "") -> None:
        super().__init__(title, value=value)
        self._session = session

    def understand(self, typed: str) -> None:
        """Show the ticket with this number."""
        in_background(self, partial(self._show, typed), "ticket")

    def take(self, typed: str) -> None:
        """Take the number, if it is one of a ticket."""
        in_background(self, partial(self._take, typed), "take")

    async def _find(self, typed: str) -> QueueRow:
        number = typed.strip().removeprefix("#")
        if not (number.isascii() and number.isdigit()) or len(number) > 15:
            raise WrongUsage("A ticket has a number.")
        return await self._session.read(ReadRow(int(number)))

    async def _show(self, typed: str) -> None:
        try:
            row = await self._find(typed)
        except DeskError as refused:
            self.explain(refused.sentence if typed.strip() else "")
            return
        self.explain(f"{row.subject} · {row.client or row.client_email}")

    async def _take(self, typed: str) -> None:
        try:
            row = await self._find(typed)
        except DeskError as refused:
            self.say(refused.sentence)
            return
        self.dismiss(str(row.number))
