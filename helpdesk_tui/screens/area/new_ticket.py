"""A new ticket as the client opens it: what it costs stands below before it is sent (CL16, IN8, IN10)."""

from __future__ import annotations

import contextlib
from typing import Any, ClassVar

from textual.app import ComposeResult

from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.errors import DeskError, NotFound, Refused, WrongUsage
from helpdesk_tui.questions import ReadArea, ReadMyTicket
from helpdesk_tui.screens.area.answer import WritingAsClient, whose
from helpdesk_tui.screens.area.base import AreaScreen
from helpdesk_tui.screens.area.ticket import AreaTicketScreen
from helpdesk_tui.screens.area.words import choice_words, cost_words, foreseen, taken_words
from helpdesk_tui.screens.base import StoreChanged, in_background
from helpdesk_tui.screens.fields import Field, Option
from helpdesk_tui.views import AreaView, DepartmentChoice, ParsedAttachment
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.words import Words

_NO_SERVICE = "no service"


class NewTicketAsClient(WritingAsClient):
    """Department with its cost, service, subject, message and files."""

    LINES_BELOW: ClassVar[int] = 3

    def __init__(self, screen: AreaScreen, area: AreaView) -> None:
        self._area = area
        self._choices = self._choices_now()
        self._cost = Words(id="cost")
        # Begin where a ticket would be taken, where there is such a department.
        first = next((words for words, one in self._choices.items() if not one.refused), next(iter(self._choices)))
        services = (_NO_SERVICE, *area.services)
        super().__init__(screen, f"New ticket as {whose(screen)}", (
            Field("department", "Department", first, tuple(self._choices)),
            Field("service", "Service", _NO_SERVICE, services), Field("subject", "Subject"),
            Field("message", "Message", lines=7),
        ), self._act, "department")  # fmt: skip

    def below(self) -> ComposeResult:
        """What it costs."""
        yield self._cost

    def on_mount(self) -> None:
        """Say it at once."""
        self._say_cost()

    def on_resize(self) -> None:
        """Lay it out anew."""
        self._say_cost()

    def on_option_turned(self, event: Option.Turned) -> None:
        """Another department."""
        self._say_cost()

    def on_store_changed(self, message: StoreChanged) -> None:
        """Somebody changed the desk: a ticket may cost otherwise."""
        in_background(self, self._keep_up, "follow")

    async def _keep_up(self) -> None:
        """Say anew what it costs, with what the client has by now."""
        with contextlib.suppress(DeskError):
            self._area = await self._from.session.read(ReadArea())
            choices, chosen = self._choices_now(), self.department.name
            there = {one.name: words for words, one in choices.items()}
            if chosen in there:  # one that is not shown any more stays, and the act says so
                self._choices = choices
                self.offer("department", tuple(choices), there[chosen])
            self._say_cost()

    def _choices_now(self) -> dict[str, DepartmentChoice]:
        return {choice_words(one, self._area): one for one in self._area.departments}

    async def _send(self, changed: dict[str, Any]) -> str | None:
        refused = await super()._send(changed)
        if refused:
            await self._keep_up()
        return refused

    @property
    def department(self) -> DepartmentChoice:
        """The department that is chosen."""
        return self._choices[self.value_of("department")]

    def _say_cost(self) -> None:
        one = self.department
        look = "alarm" if one.refused else "plain"
        self._cost.show([[], *text_lines(cost_words(one, self._area), self.app.size.width - 1, look=look)])

    def _act(self, files: tuple[ParsedAttachment, ...], key: str) -> NewTicket:
        """The act; raises what speaks against it, in the order of the fields."""
        if self.department.refused:
            # What was shown may be old by now: the act says what holds.
            return self._made(files, key)
        if not self.value_of("subject").strip():
            raise WrongUsage("A ticket needs a subject.")
        if not self.value_of("message").strip() and not files:
            raise WrongUsage("A ticket needs a message.")
        return self._made(files, key)

    def _made(self, files: tuple[ParsedAttachment, ...], key: str) -> NewTicket:
        service = self.value_of("service")
        return NewTicket(
            f"#{self._area.client}", self.department.name, self.value_of("subject"), self.value_of("message"),
            "" if service == _NO_SERVICE else service, attachments=files, key=key,
            foreseen=foreseen(self.department, self._area),
        )  # fmt: skip


async def new_ticket(screen: AreaScreen) -> None:
    """Ask for a ticket and open it as the client; then show it, with what it took."""
    try:
        before = await screen.read_area()
    except DeskError as failure:
        screen.say(failure.sentence)
        return
    if not before.departments:
        screen.say(screen.keyed("No department is shown in the Support center; an administrator sets that up ({g} d)."))
        return
    form = NewTicketAsClient(screen, before)
    await screen.ask(form)
    if form.half_written:
        screen.say(screen.keyed("Your draft is kept; {n} goes on with it."), alarm=False)
    if form.number is None:
        return
    await screen.read_again()
    after = screen.area or before
    try:
        took = (await screen.session.read(ReadMyTicket(form.number))).incidents
    except NotFound:
        said = taken_words(form.number, form.department.incidents, after)
        screen.say(f"{said} {form.department.name} sees it, you do not.", alarm=False)
        return
    except Refused as refused:
        screen.say(refused.sentence)
        return
    said = taken_words(form.number, took, after)
    screen.app.push_screen(AreaTicketScreen(screen.session, form.number, said))
