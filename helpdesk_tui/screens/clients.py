"""The list of clients (CL1)."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.mass_messages import SendMassMessage
from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.questions import ReadClients
from helpdesk_tui.rules.client_query import ClientQuery, parse_clients
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.client import ClientScreen
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.mass_message import write_to_many
from helpdesk_tui.screens.narrowing import ONLY_THIS, Narrowed, narrowing
from helpdesk_tui.screens.session import Session
from helpdesk_tui.vocab import Characteristic
from helpdesk_tui.widgets.filter_bar import FilterBar
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule

_MOST = 200
_NOBODY = "No clients yet; {n} adds the first."
_NO_HITS = "No client has these words; Esc shows all, {n} adds one."
_SEARCH = (
    "Clients whose name, address or label holds the words; status:active or inactive, characteristic:good,"
    " label:wholesale and language:de leave only those."
)


class ClientsScreen(Narrowed):
    """Clients, searched by name, address or label."""

    AUTO_FOCUS = "RecordList"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="filter", tooltip=_SEARCH),
        act_key("n", AddClient, "add"),
        act_key("m", SendMassMessage, "message"),
        ONLY_THIS,
        Binding(
            "escape",
            "show_all",
            "Show all",
            id="clients.all",
            tooltip="Show all clients again after a search; back where all are shown.",
        ),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._words = ""
        self._query = ClientQuery()
        self._names: dict[int, str] = {}
        self._list = RecordList(
            (Column("No", 6, right=True), Column("Client"), Column("Address"), Column("", 12, fold=True),
             Column("Label", 12, fold=True), Column("Open", 5, right=True)),
            empty=self.keyed(_NOBODY),
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """The search line, the list, the keys."""
        yield Rule("Clients")
        yield FilterBar(id="filter")
        yield self._list
        yield self.foot

    async def load(self) -> None:
        """Read and list."""
        asked = ReadClients(self._query.words, _MOST + 1, self.session.only, self._query.tests)
        rows = await self.session.read(asked)
        more, rows = len(rows) > _MOST, rows[:_MOST]
        self._names = {row.id: row.name or row.email for row in rows}
        self._list.empty = self.keyed(_NO_HITS if self._words.strip() else _NOBODY)
        self._list.show(tuple(
            Record(row.id, (str(row.id), row.name, row.email,
                            "" if row.characteristic is Characteristic.COMMON else row.characteristic.value,
                            row.label, str(row.open_tickets or "")),
                   alarm=row.characteristic is Characteristic.PROBLEMATIC)
            for row in rows
        ))  # fmt: skip
        self.query_one(FilterBar).show_position(None, None if more else len(rows))
        others = f"the first {_MOST}; / finds the others" if more else ""
        self.query_one(Rule).show("Clients", narrowing(self.session) or others)

    def keys(self) -> tuple[Key, ...]:
        """What can be done here."""
        return (Key("Enter", "open"), Key("/", "search"), Key("n", "add client"),
                self.key_for("m", "write to all", SendMassMessage),
                *(self.narrow_keys() or (Key("f", "this client"),)), Key("q", "back"), Key("?", "keys"))  # fmt: skip

    def client_here(self) -> tuple[int, str] | None:
        """The client under the cursor."""
        current = self._list.current
        return (current, self._names[current]) if isinstance(current, int) else None

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Open the card."""
        if isinstance(event.key, int):
            self.app.push_screen(ClientScreen(self.session, event.key))

    def action_search(self) -> None:
        """Write what to search for."""
        self.query_one(FilterBar).enter()

    def on_filter_bar_typed(self, event: FilterBar.Typed) -> None:
        """Search while typing; what is no field or value yet is said, and the list waits."""
        self._words = event.query
        try:
            self._query = parse_clients(event.query)
        except WrongUsage as unfinished:
            self.say(unfinished.sentence)
            return
        self.foot.hush()
        self.reload()

    def on_filter_bar_asked(self, event: FilterBar.Asked) -> None:
        """Into the list of those who were found: Enter again opens one of them and not of those before."""
        self.set_focus(self._list)
        self.reload_for_keys()

    def on_filter_bar_left(self, event: FilterBar.Left) -> None:
        """Into the list; where nothing was found, to all of them."""
        if self._list.current is None:
            self.action_show_all()
        self.set_focus(self._list)

    def action_show_all(self) -> None:
        """Show all again; back where all are shown already."""
        if not self._words.strip():
            self.action_back()
            return
        self._words, self._query = "", ClientQuery()
        self.query_one(FilterBar).text = ""
        self.reload()

    def action_add(self) -> None:
        """Add a client."""
        self.begin(self._add())

    def action_message(self) -> None:
        """Write to all that the list finds, those beyond its last line too."""
        self.begin(write_to_many(self, self._query, self.session.only))

    async def _add(self) -> None:
        fields = (
            Field("email", "Email"), Field("full_name", "Name"), Field("country", "Country"),
            Field("language", "Language"), Field("label", "Label"),
            Field("characteristic", "Characteristic", Characteristic.COMMON.value, tuple(Characteristic)),
            Field("comment", "Comment", lines=4), Field("notify", "Send notification", False),
        )  # fmt: skip
        number = await fill(self, "Add client", fields, _added)
        if number is not None:
            self.app.push_screen(ClientScreen(self.session, number))


def _added(given: dict[str, Any]) -> AddClient:
    rated = Characteristic(given.get("characteristic", Characteristic.COMMON.value))
    return AddClient(**({"email": ""} | given | {"characteristic": rated}))
