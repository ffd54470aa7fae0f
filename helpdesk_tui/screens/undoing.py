"""`z`: taking back what one did, alike in the list and in the form (X4, TR7; docs/adr/0015).

In the form the newest act on its ticket is meant, in the list the newest of all. An act of a moment ago goes back at
once; of an older one, which may be of another session, it is said first what it was.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual.binding import BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.undo import TakenBack, Undo
from helpdesk_tui.errors import DeskError, Refused
from helpdesk_tui.questions import ReadJournal
from helpdesk_tui.screens.base import A, DeskScreen, act_key
from helpdesk_tui.screens.dialogs import Confirm
from helpdesk_tui.screens.key_labels import keyless
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import JournalRow

HINT = " · z undo"
"""What stands behind the words for an act that can be taken back."""

_A_MOMENT = timedelta(minutes=1)


class Undoing(DeskScreen[None]):
    """A screen whose acts can be taken back."""

    BINDINGS: ClassVar[list[BindingType]] = [act_key("z", Undo, "undo")]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._passed: set[int] = set()
        """Acts that cannot be taken back, as was said: the next key means the one before."""

    def undo_on(self) -> int | None:
        """The ticket whose acts are meant; None for those on any."""
        return None

    async def act(self, act: Act[A], said: str = "") -> A | None:
        """Perform an act; what is said of it tells where it can be taken back."""
        undoable = type(act).done is not Act.done
        return await super().act(act, f"{said}{HINT}" if said and undoable else said)

    def say(self, words: str, *, alarm: bool = True) -> None:
        """Say a sentence, with the key in force where it tells how to take back what was done."""
        none = keyless(self.session.settings.keys, Undo.name)
        hint = "" if none else HINT.replace("z", self.key_of(Undo.name, "z"))
        super().say(f"{words.removesuffix(HINT)}{hint}" if words.endswith(HINT) else words, alarm=alarm)

    def action_undo(self) -> None:
        """Take back what I did last."""
        self.begin(self._undo())

    async def _undo(self) -> None:
        number = self.undo_on()
        try:
            row = await self._meant(number)
            if row is None:
                where = "" if number is None else f" on ticket {number}"
                self.say(f"There is nothing{where} that you could take back.")
            elif self._is_fresh(row):
                await self._take_back(row)
            elif refusal := await self.session.refusal(Undo(row.id)):
                self._pass_over(row, refusal)  # nobody is asked about what the desk refuses
            elif await self._sure(row):
                await self._take_back(row)
        except DeskError as failure:
            self.say(failure.sentence)

    async def _meant(self, number: int | None) -> JournalRow | None:
        rows = await self.session.read(ReadJournal(number))
        return next((row for row in rows if row.id not in self._passed), None)

    def _is_fresh(self, row: JournalRow) -> bool:
        return self.session.clock.now() - row.at < _A_MOMENT

    def _pass_over(self, row: JournalRow, refusal: str) -> None:
        self._passed.add(row.id)
        self.say(f"{refusal} {self.key_of(Undo.name, 'z')} again takes back what was before it.")

    async def _sure(self, row: JournalRow) -> bool:
        ago = self.session.clock.now() - row.at
        return await self.ask(Confirm(f"Take back: {row.words}, {ago_in_words(ago)} ago?")) is True

    async def _take_back(self, row: JournalRow) -> None:
        await self.keep_typed()
        try:
            back = await self.session.perform(Undo(row.id))
        except Refused as refused:
            await self.read_again()
            self._pass_over(row, refused.sentence)
            return
        await self.taken_back(back)

    async def keep_typed(self) -> None:
        """Keep what is being typed, before an answer comes back on top of it."""

    async def taken_back(self, back: TakenBack) -> None:
        """It is taken back; an answer is opened again."""
        await self.read_again()
        self.say(said_of(back), alarm=False)


def said_of(back: TakenBack) -> str:
    """What was taken back, as a sentence."""
    return f"Taken back: {back.words}."


def ago_in_words(ago: timedelta) -> str:
    """How long ago, in minutes or hours."""
    minutes = max(int(ago.total_seconds() // 60), 1)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h"
