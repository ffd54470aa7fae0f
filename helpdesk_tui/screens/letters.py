"""The desk's own emails and the senders of spam, each a list that can be changed (MO2, MG6)."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.own_letters import ForgetLetter, WriteLetter
from helpdesk_tui.desk.actions.spam import CallSpam, PardonSender
from helpdesk_tui.questions import ReadLetters, ReadSpamSenders
from helpdesk_tui.rules.letter_kinds import USES, LetterKind
from helpdesk_tui.rules.when import waited
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.dialogs import AskLine, Confirm, ask_spam_sender
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.setup import SetupScreen
from helpdesk_tui.views import LetterView
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record


class LettersScreen(SetupScreen):
    """The texts of the desk's own emails, by kind and language."""

    TITLE_WORDS = "Letters: emails that the desk writes by itself"
    EMPTY = "There are no letters."
    COLUMNS = (Column("Letter", 23), Column("Language", 9), Column("Text", 9), Column("Subject"),
               Column("Sent", fold=True))  # fmt: skip
    ACTS = (WriteLetter, WriteLetter, ForgetLetter)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "Another language", id="letter.language", tooltip=WriteLetter.help),
        act_key("e", WriteLetter, "edit"), act_key("d", ForgetLetter, "delete"),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: dict[str, LetterView] = {}

    async def records(self) -> tuple[Record, ...]:
        """Every text."""
        found = await self.session.read(ReadLetters())
        self._found = {f"{one.kind} {one.language}": one for one in found}
        return tuple(
            Record(
                name, (one.kind.replace("_", " "), one.language, "changed" if one.own else "", one.subject, one.help)
            )
            for name, one in self._found.items()
        )  # fmt: skip

    def detail(self, name: str) -> list[list[Piece]]:
        """The beginning of the text under the cursor."""
        one = self._found.get(name)
        return text_lines(one.text, self.app.size.width) if one else []

    async def add(self) -> None:
        """The letter under the cursor in another language."""
        one = self._found.get(str(self._list.current))
        if one is None:
            return
        language = await self.ask(AskLine("In which language (its code, such as sv)?"))
        if language:
            await self._write(one, language.strip().lower())

    async def edit(self, name: str) -> None:
        """Change a text."""
        one = self._found[name]
        await self._write(one, one.language)

    async def _write(self, one: LetterView, language: str) -> None:
        kind = LetterKind(one.kind)
        names = " ".join(f"{{{{{name}}}}}" for name in USES[kind].names)
        fields = (
            Field("subject", "Subject", one.subject), Field("text", "Text", one.text, lines=8),
            Field("names", "Blanks", "", locked=names),
        )  # fmt: skip

        def written(given: dict[str, Any]) -> Act[None] | None:
            if not given and language == one.language:
                return None
            return WriteLetter(kind, language, given.get("subject", one.subject), given.get("text", one.text))

        title = f"{one.kind.replace('_', ' ')} ({language}), sent {one.help}"
        await fill(self, title, fields, written, "The letter is changed.")

    def deletion(self, name: str) -> Act[Any]:
        """Back to the program's text."""
        one = self._found[name]
        return ForgetLetter(LetterKind(one.kind), one.language)

    async def _delete(self, name: str) -> None:
        one = self._found.get(name)
        if one is None or not one.own:
            self.say(self.keyed("This text is the program's own; {e} changes it."))
        elif await self.ask(Confirm(f"Go back to the program's text of {one.kind} ({one.language})?")):
            await self.act(self.deletion(name), "The program's text is back.")


class SpamSendersScreen(SetupScreen):
    """The senders whose email is spam."""

    TITLE_WORDS = "Spam senders: their emails are recorded and go nowhere"
    EMPTY = "Nobody is blocked; {n} blocks an address or a @domain, and so does {call-spam:B} among Incoming emails."
    COLUMNS = (Column("Sender"), Column("Blocked by", 14), Column("Since", 8, right=True))
    ACTS = (CallSpam, CallSpam, PardonSender)
    BINDINGS: ClassVar[list[BindingType]] = [act_key("n", CallSpam, "add"), act_key("d", PardonSender, "delete")]

    async def records(self) -> tuple[Record, ...]:
        """The list."""
        found = await self.session.read(ReadSpamSenders())
        now = self.session.clock.now()
        return tuple(Record(one.sender, (one.sender, one.by, waited(one.at, now))) for one in found)

    async def add(self) -> None:
        """Block one."""
        typed = await self.ask(ask_spam_sender())
        if typed:
            await self.act(CallSpam(typed), f"{typed} is blocked.")

    async def edit(self, name: str) -> None:
        """There is nothing to edit."""
        self.say(self.keyed("There is nothing to edit; {d} takes the sender off the list."))

    def deletion(self, name: str) -> Act[Any]:
        """Take it off."""
        return PardonSender(name)
