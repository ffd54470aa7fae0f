"""Setting up departments and staff (DS1, DS2), and what all set-up lists share."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.setup import (
    NOT_SET_UP,
    AddDepartment,
    AddStaff,
    DeleteDepartment,
    DeleteStaff,
    EditDepartment,
    EditStaff,
    RestoreStaff,
)
from helpdesk_tui.questions import ReadDepartments, ReadSetUp, ReadStaff
from helpdesk_tui.screens.base import DeskScreen, act_key
from helpdesk_tui.screens.dialogs import Confirm
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.narrowing import narrowing
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import DepartmentView, StaffView
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words

_DETAIL_LINES = 4


class SetupScreen(DeskScreen[None]):
    """A list of things that can be added, edited and deleted; subclasses say what they are."""

    TITLE_WORDS: ClassVar[str]
    COLUMNS: ClassVar[tuple[Column, ...]]
    EMPTY: ClassVar[str]
    ACTS: ClassVar[tuple[type[Act[Any]], type[Act[Any]], type[Act[Any]]]]
    """Adding, editing, deleting."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._list = RecordList(self.COLUMNS, empty=self.keyed(self.EMPTY))
        self._detail = Words(id="detail")
        self._known: frozenset[Hashable] | None = None
        """The records there were before one was added."""

    def compose(self) -> ComposeResult:
        """A hairline, the list, more about the record under the cursor, the keys."""
        yield Rule(self.TITLE_WORDS)
        yield self._list
        yield self._detail
        yield self.foot

    async def load(self) -> None:
        """Read and list; the cursor goes to a record that was just added."""
        records = await self.records()
        self._list.show(records)
        self.query_one(Rule).show(self.TITLE_WORDS, narrowing(self.session, here=False))
        if self._known is not None:
            for key in {record.key for record in records} - self._known:
                self._list.go_to(key)
                self._known = None
        self.set_focus(self._list)
        self.show_detail()

    def detail(self, name: str) -> list[list[Piece]]:
        """A few lines more about the record under the cursor."""
        return []

    def show_detail(self) -> None:
        """Show what the list has no room for."""
        current = self._list.current
        self._detail.show([] if current is None else self.detail(str(current))[:_DETAIL_LINES])

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """Another record."""
        self.show_detail()
        self.show_keys()

    def on_resize(self) -> None:
        """Lay the lines out anew."""
        self.show_detail()

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
        add, edit, delete = self.ACTS
        current = self._list.current
        here = current is not None and not self.refusal(edit) and not self.changeable(str(current))
        return (Key("Enter", "edit", here), self.key_for("n", "add", add),
                Key("d", "delete", here and not self.refusal(delete)), Key("q", "back"), Key("?", "keys"))  # fmt: skip

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Edit it."""
        self.action_edit()

    def action_edit(self) -> None:
        """Edit the one under the cursor."""
        current = self._list.current
        if current is not None and self._may(self.ACTS[1], str(current)):
            self.begin(self.edit(str(current)))

    def action_add(self) -> None:
        """Add one."""
        if self._may(self.ACTS[0]):
            self.begin(self._add())

    async def _add(self) -> None:
        self._known = frozenset(record.key for record in await self.records())
        await self.add()
        self._known = None

    def changeable(self, name: str) -> str:
        """Why a record that is listed can neither be edited nor deleted; empty when it can."""
        return ""

    def _may(self, act: type[Act[Any]], name: str = "") -> bool:
        refused = self.refusal(act) or (self.changeable(name) if name else "")
        if refused:
            self.say(refused)
        return not refused

    def action_delete(self) -> None:
        """Delete the one under the cursor, after a question."""
        current = self._list.current
        if current is not None and self._may(self.ACTS[2], str(current)):
            self.begin(self._delete(str(current)))

    async def _delete(self, name: str) -> None:
        refused = await self.session.refusal(self.deletion(name))
        if refused:
            self.say(refused)
        elif await self.ask(Confirm(f"Delete {name}?")):
            await self.act(self.deletion(name), f"{name} is deleted.")


class DepartmentsScreen(SetupScreen):
    """Departments."""

    TITLE_WORDS = "Departments"
    EMPTY = "No departments yet; {n} adds the first."
    COLUMNS = (Column("Name", 18), Column("Address"), Column("Open", 6, right=True),
               Column("Support center", 14, fold=True), Column("Answers arrive", 14, fold=True))  # fmt: skip
    ACTS = (AddDepartment, EditDepartment, DeleteDepartment)
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", AddDepartment, "add"),
        act_key("e", EditDepartment, "edit"),
        act_key("d", DeleteDepartment, "delete"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: dict[str, DepartmentView] = {}
        self._set_up = False

    async def records(self) -> tuple[Record, ...]:
        """The departments."""
        found = await self.session.read(ReadDepartments())
        self._set_up = await self.session.read(ReadSetUp())
        self._found = {one.name: one for one in found}
        return tuple(
            Record(d.name, (d.name, d.address or "(the gateway's)", str(d.open_tickets),
                            "shown" if d.support_center else "hidden", "yes" if d.answers_arrive else "no gateway"))
            for d in found
        )  # fmt: skip

    async def add(self) -> None:
        """A new department."""
        fields = (
            Field("department", "Name"), Field("address", "Address"), Field("signature", "Signature", lines=3),
            Field("support_center", "Show in the Support center", True), self._write_off(False),
        )  # fmt: skip
        await fill(self, "Add department", fields, lambda given: AddDepartment(**({"department": ""} | given)),
                   "The department is added.")  # fmt: skip

    async def edit(self, name: str) -> None:
        """Change one."""
        one = self._found[name]
        fields = (
            Field("new_name", "Name", one.name), Field("address", "Address", one.address),
            Field("signature", "Signature", one.signature, lines=3),
            Field("support_center", "Show in the Support center", one.support_center), self._write_off(one.write_off),
        )  # fmt: skip
        await fill(self, f"Edit {name}", fields, lambda given: EditDepartment(name, **given) if given else None,
                   "The department is changed.")  # fmt: skip

    def _write_off(self, now: bool) -> Field:
        """DS1: unavailable, with the reason, while per-incident support is not set up; off it goes at any time."""
        if self._set_up or now:
            return Field("write_off", "Write off requests", now)
        return Field("write_off", "Write off requests", "no", locked=NOT_SET_UP)

    def deletion(self, name: str) -> Act[Any]:
        """Delete it."""
        return DeleteDepartment(name)


class StaffScreen(SetupScreen):
    """Staff."""

    TITLE_WORDS = "Staff"
    EMPTY = "Nobody yet; {n} adds the first."
    COLUMNS = (
        Column("Login", 14),
        Column("Name"),
        Column("Email", fold=True),
        Column("Role", 14),
        Column("Departments"),
    )
    ACTS = (AddStaff, EditStaff, DeleteStaff)
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", AddStaff, "add"), act_key("e", EditStaff, "edit"), act_key("d", DeleteStaff, "delete"),
        act_key("r", RestoreStaff, "restore"),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: dict[str, StaffView] = {}

    async def records(self) -> tuple[Record, ...]:
        """The staff."""
        found = await self.session.read(ReadStaff(former=True))
        self._found = {one.login: one for one in found}
        return tuple(
            Record(s.login, (s.login, s.name, s.email, _role(s), ", ".join(s.departments) if s.active else ""))
            for s in found
        )

    async def add(self) -> None:
        """A new member of staff."""
        fields = (
            Field("login", "Login"), Field("full_name", "Name"), Field("email", "Email"),
            Field("departments", "Departments (with commas)"), Field("admin", "Administrator", False),
            Field("language", "Language"), Field("signature", "Signature", lines=3),
        )  # fmt: skip
        await fill(self, "Add staff member", fields, lambda given: AddStaff(**({"login": ""} | _listed(given))),
                   "The staff member is added.")  # fmt: skip

    async def edit(self, name: str) -> None:
        """Change one."""
        one = self._found[name]
        fields = (
            Field("full_name", "Name", one.name), Field("email", "Email", one.email),
            Field("departments", "Departments (with commas)", ", ".join(one.departments)),
            Field("admin", "Administrator", one.admin), Field("language", "Language", one.language),
            Field("signature", "Signature", one.signature, lines=3),
        )  # fmt: skip
        await fill(self, f"Edit {name}", fields, lambda given: EditStaff(name, **given) if given else None,
                   "The staff member is changed.", review=partial(self._look_at, name))  # fmt: skip

    async def _look_at(self, name: str, given: dict[str, Any]) -> dict[str, Any] | None:
        """What is to be changed, after a question where tickets go back by it; None to go on writing."""
        wanted = _listed(given)
        held = (
            await self._in_the_way(EditStaff(name, **wanted), EditStaff(name, **wanted, release=True)) if wanted else ""
        )
        if held and not await self.ask(Confirm(f"Change {name} and give these tickets back?", held)):
            return None
        return wanted | {"release": True} if held else wanted

    async def _in_the_way(self, act: Act[Any], releasing: Act[Any]) -> str:
        """Which tickets stand in the way of an act and would go back with it; empty where there are none."""
        refused = await self.session.refusal(act)
        return refused if refused and not await self.session.refusal(releasing) else ""

    async def _delete(self, name: str) -> None:
        held = await self._in_the_way(DeleteStaff(name), DeleteStaff(name, release=True))
        if not held:
            await super()._delete(name)
        elif await self.ask(Confirm(f"Delete {name} and give these tickets back?", held)):
            await self.act(DeleteStaff(name, release=True), f"{name} is deleted; nobody holds these tickets now.")

    def deletion(self, name: str) -> Act[Any]:
        """Delete them."""
        return DeleteStaff(name)

    def changeable(self, name: str) -> str:
        """Who is no longer there is listed, because the login stays theirs."""
        if self._active(name):
            return ""
        return f"{name} is not active; {self.keyed('{r}')} restores them, with their departments and role."

    def keys(self) -> tuple[Key, ...]:
        """Who is not active can be restored, and nothing else."""
        first, *others = super().keys()
        gone = self._list.current is not None and not self._active(str(self._list.current))
        return (first, self.key_for("r", "restore", RestoreStaff), *others) if gone else (first, *others)

    def action_restore(self) -> None:
        """Let the one under the cursor act again."""
        name = str(self._list.current)
        if self.refusal(RestoreStaff):
            self.say(self.refusal(RestoreStaff))
        elif self._active(name):
            self.say(f"{name} is active." if name in self._found else "There is nobody to restore.")
        else:
            self.begin(self._restore(name))

    async def _restore(self, name: str) -> None:
        await self.act(RestoreStaff(name), f"{name} is active again.")

    def _active(self, name: str) -> bool:
        return name not in self._found or self._found[name].active


def _role(one: StaffView) -> str:
    if not one.active:
        return "inactive"
    return "administrator" if one.admin else ""


def _listed(given: dict[str, Any]) -> dict[str, Any]:
    if "departments" in given:
        names = (name.strip() for name in str(given["departments"]).split(","))
        return given | {"departments": tuple(name for name in names if name)}
    return given
