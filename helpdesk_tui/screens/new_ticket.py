"""A new ticket: written to a client, or entered as theirs (CL15)."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.errors import DeskError, WrongUsage
from helpdesk_tui.questions import ReadClient, ReadCosts, ReadDepartments, ReadSetUp
from helpdesk_tui.rules.abuse import Violation
from helpdesk_tui.rules.abuse import counted as counted_scores
from helpdesk_tui.rules.incidents import whole_number
from helpdesk_tui.screens.attach import ask_file, path_of, read_file
from helpdesk_tui.screens.base import DeskScreen, Dialog, in_background
from helpdesk_tui.screens.costs import NOTHING, costs_lines, costs_words
from helpdesk_tui.screens.fields import Field, Option, Picked
from helpdesk_tui.screens.find import FindClient
from helpdesk_tui.screens.look import Look
from helpdesk_tui.screens.new_ticket_more import ask_comment, ask_violation, violation_lines
from helpdesk_tui.screens.opening import open_ticket
from helpdesk_tui.screens.review import Choice
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.telling_form import TellingForm
from helpdesk_tui.views import ClientCard, CostsView, DepartmentView, Foreseen, ParsedAttachment
from helpdesk_tui.widgets.cells import shown, size_words
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.pieces import Piece

_TO_CLIENT = "to the client, by email"
_OF_CLIENT = "of the client, e.g. by telephone"
_NO_SERVICE = "no service"


class NewTicketForm(TellingForm):
    """Client, department, service, subject, message and files; what is written to a client is looked at first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g", "attach", show=False, priority=True), Binding("f2", "comment", show=False, priority=True),
        Binding("f4", "abuse", show=False, priority=True),
    ]  # fmt: skip

    def __init__(
        self, screen: DeskScreen[None], departments: Sequence[DepartmentView], department: str, card: ClientCard | None,
        paid: bool = False,
    ) -> None:  # fmt: skip
        """`card` is the client's to begin with, None when they are to be found; `paid`: incidents can be taken."""
        self._from = screen
        self._card = card
        self._departments = tuple(departments)
        self._department = department
        self._key = secrets.token_hex(12)
        self._files: tuple[ParsedAttachment, ...] = ()
        self._comment = ""
        self._violation: Violation | None = None
        self.number: int | None = None
        """The ticket that was made."""
        fields = (
            Field("client", "Client", _named(card), picked="Enter or a part of the name finds another"),
            Field("department", "Department", department, tuple(d.name for d in departments)),
            Field("service", "Service", _NO_SERVICE, _services(card)), Field("subject", "Subject"),
            Field("kind", "Written", _TO_CLIENT, (_TO_CLIENT, _OF_CLIENT)),
            *([Field("incidents", "Support incidents", "0")] if paid else []), Field("message", "Message", lines=7),
        )  # fmt: skip
        self._paid = paid
        self._told: tuple[int, int, CostsView] | None = None
        """Of which client how many incidents were told to be taken, and what that costs."""
        super().__init__("New ticket", fields, self._enter, "subject" if card else "client", "send ...")
        self.busy = screen.session.busy

    def own_keys(self) -> tuple[Key, ...]:
        """What the ticket may come with."""
        return (Key("ctrl+g", "attach"), Key("F2", "comment"), Key("F4", "abuse"))

    def on_option_turned(self, event: Option.Turned) -> None:
        """What ctrl+s does depends on whether anything is sent."""
        self.show_verb("save" if self.value_of("kind") == _OF_CLIENT else "send ...")

    # ------------------------------------------------------------ client and files

    def on_picked_asked(self, event: Picked.Asked) -> None:
        """Find the client."""
        self._open(partial(self._ask, FindClient(self._session, "To which client?", typed=event.typed), self._chosen))

    async def _chosen(self, one: Any) -> None:
        self._card = await self._session.read(ReadClient(one.client))
        self._violation = None
        self._show_more()
        self.put("client", _named(self._card))
        self.look()
        self.offer("service", _services(self._card))
        self.focus_next()

    def action_attach(self) -> None:
        """Attach a file."""
        self._open(partial(self._ask, ask_file(), self._attached))

    async def _attached(self, typed: str) -> None:
        if typed.strip():
            self._files = (*self._files, read_file(path_of(typed)))
            self._show_more()

    def action_comment(self) -> None:
        """A comment that only staff see."""
        self._open(self._write_comment)

    async def _write_comment(self) -> None:
        written = await ask_comment(self._from, self._comment)
        self._comment = self._comment if written is None else written
        self._show_more()

    def action_abuse(self) -> None:
        """A violation that is registered with the ticket."""
        self._open(self._give_violation)

    async def _give_violation(self) -> None:
        self._violation = await ask_violation(self._from, self._client(), self._service(), self._violation)
        self._show_more()

    def _show_more(self) -> None:
        """Say in the hairline what it comes with."""
        violation = self._violation
        more = (*((_listed(self._files),) if self._files else ()), *(("a comment",) if self._comment else ()),
                *((f"abuse of {counted_scores(violation.scores)}",) if violation else ()))  # fmt: skip
        self._rule.show("New ticket", f"with {', '.join(more)}" if more else "")

    async def _ask(self, dialog: Dialog[Any], then: Callable[[Any], Awaitable[None]]) -> None:
        answer = await self._from.ask(dialog)
        if answer is not None:
            await then(answer)

    def _open(self, asking: Callable[[], Awaitable[None]]) -> None:
        """Ask something above the form; keys belong to the question as soon as it is open."""
        self._session.busy.hold()
        in_background(self, partial(self._opened, asking), "ask")

    async def _opened(self, asking: Callable[[], Awaitable[None]]) -> None:
        try:
            await asking()
        except DeskError as refused:
            self._foot.say(refused.sentence)
        finally:
            self._session.busy.release()

    # ------------------------------------------------------------ sending

    async def tell(self) -> tuple[str, str]:
        """What the incidents that are entered take from the client, and what is left; nothing where none are."""
        number = whole_number(self.value_of("incidents")) if self._paid and self._card is not None else 0
        if not number:
            return "", "plain"
        costs = await self._read_costs(number)
        self._told = self._client().head.id, number, costs
        return costs.refused or "\n".join(costs_words(costs)), "alarm" if costs.refused else "plain"

    async def _read_costs(self, number: int) -> CostsView:
        if not number:
            return NOTHING
        return await self._session.read(ReadCosts(None, incidents=number, client=self._client().head.id))

    async def _foreseen(self, number: int) -> Foreseen | None:
        """What stands below the fields of so many incidents, once it does: keys may be faster than the answer."""
        asked = self._client().head.id, number
        if number and (self._told is None or self._told[:2] != asked):
            await self.tell_now()
        return self._told[2].foreseen if number and self._told is not None else None

    def changed(self) -> dict[str, Any]:
        """What it comes with counts as something typed too."""
        more = {"files": self._files, "comment": self._comment, "violation": self._violation}
        return super().changed() | {name: given for name, given in more.items() if given}

    async def _enter(self, changed: dict[str, Any]) -> str | None:
        """Look at it where it is sent, then make the ticket."""
        try:
            act = self._act()
            if act.by_staff:
                # What cannot be done is told before it is looked at: braces are the look's to ask about.
                refused = await self._session.refusal(replace(act, as_is=True)) if act.incidents else ""
                if refused:
                    return refused
                about = await violation_lines(self._session, self._client(), self._service(), act.violation)
                costs = await self._read_costs(act.incidents or 0)
                look = Look(self._lines(act, about, costs), self._ways(act), act.message)
                choice = await self._from.ask(look)
                if choice not in (Choice.OK, Choice.SEND):
                    return None
                act = replace(act, close=choice is Choice.OK, as_is=look.as_is, foreseen=costs.foreseen)
            else:
                act = replace(act, foreseen=await self._foreseen(act.incidents or 0))
            self.number = await self._session.perform(act)
        except DeskError as refused:
            self.look()
            return refused.sentence
        return ""

    def _act(self) -> NewTicket:
        """The act; raises WrongUsage for what is missing, in the order of the fields."""
        client = self._client()
        if not self.value_of("subject").strip():
            raise WrongUsage("A ticket needs a subject.")
        if not self.value_of("message").strip() and not self._files:
            raise WrongUsage("A ticket needs a message.")
        service = self.value_of("service")
        return NewTicket(
            f"#{client.head.id}", self.value_of("department"), self.value_of("subject"), self.value_of("message"),
            "" if service == _NO_SERVICE else service, self.value_of("kind") == _TO_CLIENT, self._files,
            self._key, incidents=whole_number(self.value_of("incidents")) if self._paid else 0, comment=self._comment,
            violation=self._violation,
        )  # fmt: skip

    def _client(self) -> ClientCard:
        """The client; raises WrongUsage where none is chosen."""
        if self._card is None:
            raise WrongUsage("Choose a client first: type a part of the name or address.")
        return self._card

    def _service(self) -> int | None:
        """The service that it is about."""
        named = self.value_of("service")
        return next((one.id for one in self._client().head.services if one.name == named), None)

    def _covers(self, department: DepartmentView) -> bool:
        return self._session.scope.covers(department.id)

    def _ways(self, act: NewTicket) -> dict[Choice, str]:
        """Only members of a department close its tickets."""
        department = next(d for d in self._departments if d.name == act.department)
        if not self._covers(department):
            return {Choice.SEND: "send"}
        return {Choice.OK: "Ok: send and close", Choice.SEND: "send, stay"}

    def _lines(self, act: NewTicket, about: list[list[Piece]], costs: CostsView) -> list[list[Piece]]:
        head = self._client().head
        department = next(d for d in self._departments if d.name == act.department)
        lines: list[list[Piece]] = [
            [(" To ", "dim"), (f"{shown(head.name)} <{shown(head.email)}>", "strong"),
             (f"   from {shown(department.name)}", "plain")],
            [(" Subject ", "dim"), (shown(act.subject), "plain")],
        ]  # fmt: skip
        if act.attachments:
            lines.append([(" With ", "dim"), (_listed(act.attachments), "plain")])
        if act.comment:
            lines.append([(" INTERNAL ", "internal"), (f" {shown(act.comment.splitlines()[0])}", "plain")])
        lines.extend(about)
        lines.extend(costs_lines(costs))
        if not department.answers_arrive:
            lines.append([(" No mail gateway is on: what the client answers will not arrive.", "alarm")])
        if self._covers(department):
            lines.append([(" y closes it ", "dim"), ("it then awaits a response", "plain"),
                          ("   s keeps it ", "dim"), ("open, held by you", "plain")])  # fmt: skip
        else:
            lines.append([(f" {shown(department.name)} is not your department: ", "dim"),
                          ("they see the ticket, you do not", "plain")])  # fmt: skip
        return [*lines, [], *text_lines(act.message.strip(), self.app.size.width)]

    @property
    def _session(self) -> Session:
        return self._from.session


async def new_ticket(screen: DeskScreen[None], client: str, department: str = "") -> None:
    """Ask for client, department, service, subject and the first message, then open the ticket.

    The department is the one of the ticket one comes from, where that is one's own. Staff reach every department
    (clarification); one's own come first, and what was written for another is not one's own to open.
    """
    covers = screen.session.scope.covers
    try:
        found = await screen.session.read(ReadDepartments())
        departments = sorted(found, key=lambda d: not covers(d.id))
        card = await screen.session.read(ReadClient(client)) if client else None
        paid = await screen.session.read(ReadSetUp())
    except DeskError as failure:
        screen.say(failure.sentence)
        return
    if not departments:
        screen.say(screen.keyed("There is no department yet; {g} d adds the first."))
        return
    first = department if department in [d.name for d in found if covers(d.id)] else departments[0].name
    form = NewTicketForm(screen, departments, first, card, paid)
    await screen.ask(form)
    if form.number is None:
        return
    await screen.read_again()
    chosen = next(d for d in departments if d.name == form.value_of("department"))
    if covers(chosen.id):
        open_ticket(screen, form.number)
    else:
        screen.say(f"Ticket {form.number} is made; {chosen.name} sees it, you do not.", alarm=False)


def _named(card: ClientCard | None) -> str:
    if card is None:
        return ""
    return f"{card.head.name} <{card.head.email}>" if card.head.name else card.head.email


def _services(card: ClientCard | None) -> tuple[str, ...]:
    return (_NO_SERVICE, *dict.fromkeys(service.name for service in card.head.services)) if card else (_NO_SERVICE,)


def _listed(files: Sequence[ParsedAttachment]) -> str:
    return ", ".join(f"{shown(one.name)} {size_words(len(one.content))}" for one in files)
