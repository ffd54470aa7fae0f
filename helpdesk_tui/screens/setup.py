"""Setting up departments, staff and mail gateways (DS1, DS2, MG1): enough to run a desk by keyboard."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.gateways import AddGateway, DeleteGateway, EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.setup import (
    AddDepartment,
    AddStaff,
    DeleteDepartment,
    DeleteStaff,
    EditDepartment,
    EditStaff,
)
from helpdesk_tui.questions import ReadDepartments, ReadGateways, ReadStaff
from helpdesk_tui.rules.when import waited
from helpdesk_tui.screens.base import DeskScreen, act_key
from helpdesk_tui.screens.dialogs import Choose, Confirm
from helpdesk_tui.screens.forms import Field, Form
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import DepartmentView, GatewayView, StaffView
from helpdesk_tui.vocab import GatewayType, TlsMode
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule

_KEYS = (Key("Enter", "edit"), Key("n", "add"), Key("d", "delete"), Key("q", "back"), Key("?", "keys"))


class SetupScreen(DeskScreen[None]):
    """A list of things that can be added, edited and deleted; subclasses say what they are."""

    TITLE_WORDS: ClassVar[str]
    COLUMNS: ClassVar[tuple[Column, ...]]
    EMPTY: ClassVar[str]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._list = RecordList(self.COLUMNS, empty=self.EMPTY)

    def compose(self) -> ComposeResult:
        """A hairline, the list, the keys."""
        yield Rule(self.TITLE_WORDS)
        yield self._list
        yield self.foot

    async def load(self) -> None:
        """Read and list."""
        self._list.show(await self.records())
        self.set_focus(self._list)

    async def records(self) -> tuple[Record, ...]:
        """What there is."""
        raise NotImplementedError

    async def add(self) -> None:
        """Ask for a new one and store it."""
        raise NotImplementedError

    async def edit(self, name: str) -> None:
        """Ask for changes and store them."""
        raise NotImplementedError

    def deletion(self, name: str) -> Act[Any]:
        """The act that deletes one."""
        raise NotImplementedError

    def keys(self) -> tuple[Key, ...]:
        """Add, edit, delete."""
        return _KEYS

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Edit it."""
        self.begin(self.edit(str(event.key)))

    def action_add(self) -> None:
        """Add one."""
        self.begin(self.add())

    def action_delete(self) -> None:
        """Delete the one under the cursor, after a question."""
        current = self._list.current
        if current is not None:
            self.begin(self._delete(str(current)))

    async def _delete(self, name: str) -> None:
        if await self.ask(Confirm(f"Delete {name}?")):
            await self.act(self.deletion(name), f"{name} is deleted.")


class DepartmentsScreen(SetupScreen):
    """Departments."""

    TITLE_WORDS = "Departments"
    EMPTY = "No departments yet; n adds the first."
    COLUMNS = (Column("Name", 18), Column("Address"), Column("Open", 6, right=True),
               Column("Support center", 14, fold=True), Column("Answers arrive", 14, fold=True))  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", AddDepartment, "add"),
        act_key("d", DeleteDepartment, "delete"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: dict[str, DepartmentView] = {}

    async def records(self) -> tuple[Record, ...]:
        """The departments."""
        found = await self.session.read(ReadDepartments())
        self._found = {one.name: one for one in found}
        return tuple(
            Record(d.name, (d.name, d.address or "(none: answers leave under the gateway's)", str(d.open_tickets),
                            "shown" if d.support_center else "hidden", "yes" if d.answers_arrive else "no gateway"))
            for d in found
        )  # fmt: skip

    async def add(self) -> None:
        """A new department."""
        given = await self.ask(Form("Add department", (
            Field("department", "Name"), Field("address", "Address"), Field("signature", "Signature"),
            Field("support_center", "Show in the Support center", True),
            Field("write_off", "Write off requests", "no", locked="no plan of per-incident support is set up"),
        )))  # fmt: skip
        if given:
            await self.act(AddDepartment(given.pop("department", ""), **given), "The department is added.")

    async def edit(self, name: str) -> None:
        """Change one."""
        one = self._found[name]
        given = await self.ask(Form(f"Edit {name}", (
            Field("new_name", "Name", one.name), Field("address", "Address", one.address),
            Field("signature", "Signature", one.signature),
            Field("support_center", "Show in the Support center", one.support_center),
            Field("write_off", "Write off requests", "no", locked="no plan of per-incident support is set up"),
        )))  # fmt: skip
        if given:
            await self.act(EditDepartment(name, **given), "The department is changed.")

    def deletion(self, name: str) -> Act[Any]:
        """Delete it."""
        return DeleteDepartment(name)


class StaffScreen(SetupScreen):
    """Staff."""

    TITLE_WORDS = "Staff"
    EMPTY = "Nobody yet; n adds the first."
    COLUMNS = (
        Column("Login", 14),
        Column("Name"),
        Column("Email", fold=True),
        Column("Role", 14),
        Column("Departments"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [act_key("n", AddStaff, "add"), act_key("d", DeleteStaff, "delete")]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: dict[str, StaffView] = {}

    async def records(self) -> tuple[Record, ...]:
        """The staff."""
        found = await self.session.read(ReadStaff())
        self._found = {one.login: one for one in found}
        return tuple(
            Record(s.login, (s.login, s.name, s.email, "administrator" if s.admin else "", ", ".join(s.departments)))
            for s in found
        )

    async def add(self) -> None:
        """A new member of staff."""
        given = await self.ask(Form("Add staff member", (
            Field("login", "Login"), Field("full_name", "Name"), Field("email", "Email"),
            Field("departments", "Departments (with commas)"), Field("admin", "Administrator", False),
            Field("signature", "Signature"),
        )))  # fmt: skip
        if given:
            await self.act(AddStaff(given.pop("login", ""), **_listed(given)), "The staff member is added.")

    async def edit(self, name: str) -> None:
        """Change one."""
        one = self._found[name]
        given = await self.ask(Form(f"Edit {name}", (
            Field("full_name", "Name", one.name), Field("email", "Email", one.email),
            Field("departments", "Departments (with commas)", ", ".join(one.departments)),
            Field("admin", "Administrator", one.admin), Field("signature", "Signature", one.signature),
        )))  # fmt: skip
        if given:
            await self.act(EditStaff(name, **_listed(given)), "The staff member is changed.")

    def deletion(self, name: str) -> Act[Any]:
        """Delete them."""
        return DeleteStaff(name)


class GatewaysScreen(SetupScreen):
    """Mail gateways, with their health."""

    TITLE_WORDS = "Mail gateways"
    EMPTY = "No mail comes in yet; n adds a gateway."
    COLUMNS = (Column("Name", 14), Column("Type", 8), Column("Address"), Column("To", 10, fold=True),
               Column("State", 9), Column("Last poll", 9, right=True), Column("Taken", 6, right=True, fold=True),
               Column("Error", fold=True))  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [act_key("n", AddGateway, "add"), act_key("d", DeleteGateway, "delete")]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: dict[str, GatewayView] = {}

    async def records(self) -> tuple[Record, ...]:
        """The gateways."""
        found = await self.session.read(ReadGateways())
        self._found = {one.name: one for one in found}
        now = self.session.clock.now()
        return tuple(
            Record(g.name, (g.name, g.type.value, g.address, g.department, _state(g),
                            waited(g.last_poll, now) if g.last_poll else "never", str(g.taken), g.last_error),
                   alarm=bool(g.last_error))
            for g in found
        )  # fmt: skip

    async def add(self) -> None:
        """A new gateway, in two steps: the type, then what the type needs (MG1)."""
        kind = await self.ask(Choose("Type of gateway", [
            (GatewayType.IMAP, "external: IMAP mailbox"), (GatewayType.MAILDIR, "local: Maildir folder"),
            (GatewayType.PIPE, "local: pipe from the mail server (mail deliver)"),
        ]))  # fmt: skip
        if kind is None:
            return
        departments = tuple(d.name for d in await self.session.read(ReadDepartments()))
        if not departments:
            self.say("Add a department first (g d).")
            return
        common = (Field("gateway", "Name"), Field("address", "Address"),
                  Field("department", "Department", departments[0], departments))  # fmt: skip
        given = await self.ask(Form(f"Add {kind.value} gateway", (*common, *_fields(kind, None))))
        if given:
            name, address = given.pop("gateway", ""), given.pop("address", "")
            department = given.pop("department", departments[0])
            settings = _settings(given)
            if settings is None:
                self.say("Port and interval are whole numbers.")
                return
            await self.act(AddGateway(name, kind, address, department, settings), "The gateway is added.")

    async def edit(self, name: str) -> None:
        """Change one, switch it on or off."""
        one = self._found[name]
        departments = tuple(d.name for d in await self.session.read(ReadDepartments()))
        given = await self.ask(Form(f"Edit {name}", (
            Field("enabled", "On", one.enabled), Field("address", "Address", one.address),
            Field("department", "Department", one.department, departments), *_fields(one.type, one),
        )))  # fmt: skip
        if given:
            address, department = given.pop("address", None), given.pop("department", None)
            settings = _settings(given)
            if settings is None:
                self.say("Port and interval are whole numbers.")
                return
            await self.act(EditGateway(name, settings, address, department), "The gateway is changed.")

    def deletion(self, name: str) -> Act[Any]:
        """Delete it."""
        return DeleteGateway(name)


def _state(gateway: GatewayView) -> str:
    if not gateway.enabled:
        return "off"
    return "failing" if gateway.last_error else "on"


def _fields(kind: GatewayType, one: GatewayView | None) -> tuple[Field, ...]:
    """What a type of gateway needs."""
    every = Field("interval", "Poll every (seconds)", str(one.interval if one else 300))
    if kind is GatewayType.IMAP:
        return (
            Field("host", "Server", one.host if one else ""), Field("port", "Port", str(one.port if one else 993)),
            Field("tls", "Encryption", (one.tls if one else TlsMode.TLS).value, tuple(TlsMode)),
            Field("login", "Login", one.login if one else ""),
            Field("password", "Password (env:NAME, file:PATH, command:...)", one.password if one else ""),
            Field("folder", "Folder", one.folder if one else "INBOX"),
            Field("delete", "Delete from the server", one.delete if one else False), every,
        )  # fmt: skip
    if kind is GatewayType.MAILDIR:
        return (Field("path", "Folder", one.path if one else ""), every)
    return ()


def _settings(given: dict[str, Any]) -> GatewaySettings | None:
    """The settings that were given; None when a number is none."""
    values = dict(given)
    for name in ("port", "interval"):
        if name in values:
            if not str(values[name]).isdigit():
                return None
            values[name] = int(values[name])
    if "tls" in values:
        values["tls"] = TlsMode(values["tls"])
    return GatewaySettings(**values)


def _listed(given: dict[str, Any]) -> dict[str, Any]:
    if "departments" in given:
        names = (name.strip() for name in str(given["departments"]).split(","))
        return given | {"departments": tuple(name for name in names if name)}
    return given
