"""The sections of the client card, each as a list of its own (CL4): users, services, history."""

from __future__ import annotations

import enum
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.clients import AddClientUser, AddService, SetServiceState
from helpdesk_tui.questions import ReadClient
from helpdesk_tui.screens.base import DeskScreen, act_key
from helpdesk_tui.screens.card import change_words, cost_words
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import ClientCard, ServiceView
from helpdesk_tui.vocab import ServiceStatus
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule


class Part(enum.Enum):
    """A section of the card."""

    USERS = "Users"
    SERVICES = "Services"
    HISTORY = "History"


_COLUMNS = {
    Part.USERS: (Column("Address"), Column("Name"), Column("", 12)),
    Part.SERVICES: (Column("No", 6, right=True), Column("Service"), Column("Plan", 14), Column("State", 10),
                    Column("Cost", 14, right=True), Column("Domain", fold=True)),
    Part.HISTORY: (Column("When", 18), Column("What was changed")),
}  # fmt: skip
_EMPTY = {
    Part.USERS: "No users; {n} adds one.", Part.SERVICES: "No services; {n} adds one.",
    Part.HISTORY: "Nothing was changed yet.",
}  # fmt: skip


class ClientPartScreen(DeskScreen[None]):
    """One section; what can be added to it is added here too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "Add", id="client.add", tooltip="Add a user or a service, whichever is listed."),
        act_key("s", SetServiceState, "switch"),
    ]

    def __init__(self, session: Session, client: int, part: Part) -> None:
        super().__init__(session)
        self._client = client
        self._part = part
        self._list = RecordList(_COLUMNS[part], empty=self.keyed(_EMPTY[part]))
        self._services: dict[int, ServiceView] = {}

    def compose(self) -> ComposeResult:
        """A hairline, the list, the keys."""
        yield Rule(self._part.value)
        yield self._list
        yield self.foot

    async def load(self) -> None:
        """Read the card, show its section."""
        card = await self.session.read(ReadClient(self._client))
        self.query_one(Rule).show(self._part.value, card.head.name or card.head.email)
        self._services = {one.id: one for one in card.head.services} if self._part is Part.SERVICES else {}
        self._list.show(self._records(card))
        self.set_focus(self._list)

    def _records(self, card: ClientCard) -> tuple[Record, ...]:
        if self._part is Part.USERS:
            marks = {True: "main", False: ""}
            return tuple(
                Record(user.id, (user.email, user.name, marks[user.main] if user.active else "switched off"))
                for user in card.users
            )
        if self._part is Part.SERVICES:
            return tuple(
                Record(one.id, (str(one.id), one.name, one.plan, one.status.value, cost_words(one), one.domain))
                for one in card.head.services
            )
        now = self.session.now()
        return tuple(Record(event.id, (moment(event.at, now), change_words(event))) for event in card.changes)

    def keys(self) -> tuple[Key, ...]:
        """Adding, where there is something to add."""
        add = {Part.USERS: (Key("n", "add user"),), Part.SERVICES: (Key("n", "add service"),), Part.HISTORY: ()}
        here = self._service()
        suspended = here is not None and here.status is ServiceStatus.SUSPENDED
        switch = Key("s", "make active" if suspended else "suspend", here is not None)
        return (*add[self._part], *([switch] if self._part is Part.SERVICES else []), Key("q", "back"),
                Key("?", "keys"))  # fmt: skip

    def _service(self) -> ServiceView | None:
        """The service under the cursor, unless it is deleted."""
        current = self._list.current
        found = self._services.get(current) if isinstance(current, int) else None
        return None if found is None or found.status is ServiceStatus.DELETED else found

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """The keys that matter follow the cursor."""
        self.show_keys()

    def action_switch(self) -> None:
        """Suspend the service, or make it active again."""
        here = self._service()
        if here is None:
            self.say("Only services are suspended and made active; s on the card lists them.")
        else:
            self.begin(self._switch(here))

    async def _switch(self, service: ServiceView) -> None:
        suspended = service.status is ServiceStatus.SUSPENDED
        status = ServiceStatus.ACTIVE if suspended else ServiceStatus.SUSPENDED
        await self.act(SetServiceState(f"#{self._client}", service.id, status), f"{service.name} is {status.value}.")

    def action_add(self) -> None:
        """Add one."""
        if self._part is Part.HISTORY:
            self.say("History is written by itself.")
        else:
            self.begin(add_user(self, self._client) if self._part is Part.USERS else add_service(self, self._client))


async def add_user(screen: DeskScreen[None], client: int) -> None:
    """Ask for another address of a client, and add it."""

    def added(given: dict[str, Any]) -> Act[int]:
        return AddClientUser(f"#{client}", given.get("email", ""), given.get("full_name", ""))

    await fill(screen, "Add user", (Field("email", "Email"), Field("full_name", "Name")), added, "The user is added.")


async def add_service(screen: DeskScreen[None], client: int) -> None:
    """Ask for a service of a client, and add it."""

    def added(given: dict[str, Any]) -> Act[int]:
        return AddService(f"#{client}", given.get("service", ""), given.get("plan", ""), given.get("domain", ""))

    fields = (Field("service", "Name"), Field("plan", "Plan"), Field("domain", "Domain"))
    await fill(screen, "Add service", fields, added, "The service is added.")
