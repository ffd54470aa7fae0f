"""Whois and dig about what a ticket names (TF1): asked beside the keys, shown, kept as an internal comment.

They are allowed in a session over a forced command too: the deployment says which program runs, the arguments are
fixed, what is asked about has the form of a name (`rules.lookups`), and the person gets no shell, file or pager
(docs/adr/0016).
"""

from __future__ import annotations

import shlex
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.reply import Comment
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadTicket
from helpdesk_tui.rules.lookups import Target, Tool, arguments, targets
from helpdesk_tui.screens.base import DeskScreen, in_background
from helpdesk_tui.screens.dialogs import Choose
from helpdesk_tui.screens.programs import answer_of, program_of
from helpdesk_tui.screens.raw import TextScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.text import safe_text
from helpdesk_tui.views import TicketView
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.record_list import Column

LOOKUP = Binding(
    "d", "look_up", "Whois, dig", id="lookup",
    tooltip="Ask whois or dig about a domain or address that the ticket's service or subject names.",
)  # fmt: skip


async def look_up(screen: DeskScreen[Any], number: int) -> None:
    """Ask what to look up, and show the answer on a screen of its own."""
    try:
        ticket = await screen.session.read(ReadTicket(number))
    except DeskError as failure:
        screen.say(failure.sentence)
        return
    named = targets(_texts(ticket))
    if not named:
        screen.say("Neither the service nor the subject names a domain or an address.")
        return
    commands = {tool: command_of(screen.session, tool) for tool in Tool}
    if not any(commands.values()):
        screen.say("Whois and dig are switched off here (configuration, section [lookups]).")
        return
    options = [((tool, target), (tool.value, target.name)) for target in named for tool in Tool if commands[tool]]
    chosen = await screen.ask(Choose("Look up", options, (Column("", 8), Column(""))))
    if chosen is None:
        return
    tool, target = chosen
    try:
        program_of(commands[tool])
    except DeskError as missing:
        screen.say(missing.sentence)
        return
    screen.app.push_screen(LookupScreen(screen.session, number, tool, target))


def command_of(session: Session, tool: Tool) -> tuple[str, ...]:
    """The program and its own options, as the deployment has them; empty where it is switched off."""
    settings = session.settings.lookups
    return tuple(shlex.split(settings.whois if tool is Tool.WHOIS else settings.dig))


def _texts(ticket: TicketView) -> tuple[str, ...]:
    """Where names are looked for: the service's own domain first."""
    service = next((one for one in ticket.client.services if one.id == ticket.service_id), None)
    of_service = (service.domain, service.name) if service else (ticket.row.service or "",)
    return (*of_service, ticket.row.subject)


class LookupScreen(TextScreen):
    """What a program answers about a name. Leaving the screen ends the program."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "keep", "Keep as comment", id="lookup.keep",
                tooltip="Keep the answer on the ticket as an internal comment."),
    ]  # fmt: skip

    def __init__(self, session: Session, number: int, tool: Tool, target: Target) -> None:
        words = f"{tool.value} {target.name}"
        super().__init__(session, words, f"{words} is being asked ... (q gives up)")
        self._number, self._tool, self._target = number, tool, target
        self._answered = False

    def on_mount(self) -> None:
        """Ask in the background, once."""
        in_background(self, self._ask, "lookup")

    async def _ask(self) -> None:
        settings = self.session.settings.lookups
        command = (*command_of(self.session, self._tool), *arguments(self._tool, self._target))
        try:
            answer = await answer_of(command, seconds=settings.seconds, max_bytes=settings.max_bytes)
        except DeskError as refused:
            self._text = refused.sentence
        else:
            said = safe_text(answer.text, lines=True).strip("\n")
            self._text = "\n\n".join(filter(None, (said, answer.trouble))) or f"{self._tool.value} found nothing."
            self._answered = True
        self.reload()

    def keys(self) -> tuple[Key, ...]:
        """Keep it, or go back."""
        return (Key("i", "keep as internal comment", self._answered), *super().keys())

    def action_keep(self) -> None:
        """Keep the answer on the ticket."""
        if self._answered:
            self.begin(self._keep())
        else:
            self.say("There is no answer yet.")

    async def _keep(self) -> None:
        text = f"{self._tool.value} {self._target.name}\n\n{self._text}"
        try:
            await self.session.perform(Comment(self._number, text))
        except DeskError as refused:
            self.say(refused.sentence)
            return
        self._say_below("The answer is kept as an internal comment.")

    def _say_below(self, words: str) -> None:
        """Back to the ticket, which says what was done."""
        self.app.pop_screen()
        if isinstance(self.app.screen, DeskScreen):
            self.app.screen.say(words, alarm=False)
