"""Setting a desk up: the desk, departments, staff, provider settings (DS1, DS2; CLI: init, department, staff)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from helpdesk_tui.desk import leaving
from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import headers
from helpdesk_tui.text import clipped

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}\Z")
_MEANT = ("me", "none", "nobody")
MAX_SHORT = 200
_CURRENCY = re.compile(r"[A-Z]{3}\Z")


UNNAMED = "Help desk"
"""What a desk is called until somebody names it."""


@dataclass(frozen=True, slots=True)
class MakeDesk(Act[bool]):
    """Write the desk's row and its first administrator; safe to repeat, answers whether anything was made."""

    name: ClassVar[str] = "init"
    title: ClassVar[str] = "Set the desk up"
    help: ClassVar[str] = "Create the desk and its first administrator."
    who: ClassVar[Who] = Who.SYSTEM

    admin: str
    desk_name: str = UNNAMED
    currency: str = "EUR"

    def check(self) -> None:
        """Raise Refused for input that no desk takes; asked before a database is touched."""
        if not _CURRENCY.match(self.currency):
            raise Refused(f"{self.currency} is not a currency code such as EUR.", code="bad_currency")
        checked_login(self.admin)

    def apply(self, tx: Tx) -> bool:
        """Make what is missing."""
        self.check()
        made = False
        if not tx.desk.found():
            tx.desk.make(self.desk_name, self.currency)
            made = True
        if not tx.people.administrators():
            values = {"login": self.admin, "name": "", "email": "", "admin": True, "active": True,
                      "language": "", "signature": ""}  # fmt: skip
            tx.people.add_staff(values, ())
            made = True
        return made


@dataclass(frozen=True, slots=True)
class AddDepartment(Act[int]):
    """A new department; answers with its id."""

    name: ClassVar[str] = "add-department"
    title: ClassVar[str] = "Add department"
    help: ClassVar[str] = "Add a department with its address and signature."
    who: ClassVar[Who] = Who.ADMIN

    department: str
    address: str = ""
    signature: str = ""
    write_off: bool = False
    external: bool = False
    support_center: bool = True

    def apply(self, tx: Tx) -> int:
        """Store it."""
        name = checked_name(self.department, "department")
        if tx.people.has_department(name):
            raise Refused(f"There is a department {name} already.", code="exists")
        if self.write_off:
            check_set_up(tx)
        address = headers.checked_address(self.address) if self.address else ""
        return tx.people.add_department({
            "name": name, "address": address, "signature": self.signature, "write_off": self.write_off,
            "external": self.external, "support_center": self.support_center, "active": True,
        })  # fmt: skip


@dataclass(frozen=True, slots=True)
class EditDepartment(Act[int]):
    """Change a department; None leaves a field as it is."""

    name: ClassVar[str] = "edit-department"
    title: ClassVar[str] = "Edit department"
    help: ClassVar[str] = "Change a department's name, address, signature and settings."
    who: ClassVar[Who] = Who.ADMIN

    department: str
    new_name: str | None = None
    address: str | None = None
    signature: str | None = None
    write_off: bool | None = None
    external: bool | None = None
    support_center: bool | None = None

    def apply(self, tx: Tx) -> int:
        """Change it."""
        found = tx.people.department_named(self.department)
        values: dict[str, Any] = {
            "signature": self.signature, "external": self.external, "support_center": self.support_center,
            "write_off": self.write_off,
        }  # fmt: skip
        if self.new_name is not None and self.new_name != found.name:
            values["name"] = checked_name(self.new_name, "department")
            if values["name"].casefold() != found.name.casefold() and tx.people.has_department(values["name"]):
                raise Refused(f"There is a department {values['name']} already.", code="exists")
        if self.address is not None:
            values["address"] = headers.checked_address(self.address) if self.address else ""
        if self.write_off and not found.write_off:
            check_set_up(tx)
        tx.people.change_department(found.id, given(values))
        return found.id


@dataclass(frozen=True, slots=True)
class DeleteDepartment(Act[int]):
    """Delete a department; refused while it has open tasks. Its closed tickets keep its name."""

    name: ClassVar[str] = "delete-department"
    title: ClassVar[str] = "Delete department"
    help: ClassVar[str] = "Delete a department that has no open tickets."
    who: ClassVar[Who] = Who.ADMIN

    department: str

    def apply(self, tx: Tx) -> int:
        """Retire it; its name becomes free again."""
        found = tx.people.department_named(self.department, retire=True)
        count = tx.people.open_tasks(department=found.id)
        if count:
            raise Refused(f"{found.name} has {count} open tickets; assign or close them first.", code="in_use")
        if tx.mail.has_gateway_for(found.id):
            raise Refused(f"A mail gateway delivers to {found.name}; change or delete it first.", code="in_use")
        tx.people.retire_department(found.id)
        return found.id


@dataclass(frozen=True, slots=True)
class AddStaff(Act[int]):
    """A new member of staff; answers with their id."""

    name: ClassVar[str] = "add-staff"
    title: ClassVar[str] = "Add staff member"
    help: ClassVar[str] = "Add a member of staff with login, name, email and departments."
    who: ClassVar[Who] = Who.ADMIN

    login: str
    full_name: str = ""
    email: str = ""
    admin: bool = False
    departments: tuple[str, ...] = ()
    language: str = ""
    signature: str = ""

    def apply(self, tx: Tx) -> int:
        """Store them."""
        login = checked_login(self.login)
        if tx.people.has_staff(login):
            raise Refused(f"The login {login} is taken.", code="exists")
        departments = [tx.people.department_named(name).id for name in self.departments]
        email = headers.checked_address(self.email) if self.email else ""
        values = {"login": login, "name": short(self.full_name), "email": email, "admin": self.admin, "active": True,
                  "language": self.language, "signature": self.signature}  # fmt: skip
        return tx.people.add_staff(values, departments)


@dataclass(frozen=True, slots=True)
class EditStaff(Act[int]):
    """Change a member of staff; None leaves a field as it is.

    What they hold in a department that they lose is given back where `release` says so; else it refuses the change.
    """

    name: ClassVar[str] = "edit-staff"
    title: ClassVar[str] = "Edit staff member"
    help: ClassVar[str] = "Change a member of staff's name, email, role and departments."
    who: ClassVar[Who] = Who.ADMIN

    login: str
    full_name: str | None = None
    email: str | None = None
    admin: bool | None = None
    departments: tuple[str, ...] | None = None
    language: str | None = None
    signature: str | None = None
    release: bool = False

    def apply(self, tx: Tx) -> int:
        """Change them; the last administrator stays one."""
        last = self.admin is False and tx.people.administrators() == 1
        # Who may lose something waits for what they are doing now: a ticket that they just took goes back too.
        found = tx.people.staff(self.login, retire=self.departments is not None or self.admin is False)
        if last and found.admin:
            raise Refused("A desk needs an administrator; make somebody else one first.", code="last_admin")
        email = self.email and headers.checked_address(self.email)
        name = None if self.full_name is None else short(self.full_name)
        values = {"name": name, "email": email, "admin": self.admin, "language": self.language,
                  "signature": self.signature}  # fmt: skip
        departments = found.departments
        if self.departments is not None:
            departments = tuple(tx.people.department_named(d).id for d in self.departments)
        if not (found.admin if self.admin is None else self.admin):
            leaving.give_back(tx, found, departments, release=self.release)
        tx.people.change_staff(found.id, given(values))
        if self.departments is not None:
            tx.people.set_departments(found.id, departments)
        return found.id


@dataclass(frozen=True, slots=True)
class DeleteStaff(Act[int]):
    """Delete a member of staff: they can act no more, what they wrote keeps their name.

    What they hold is given back to its departments where `release` says so; else they are not deleted.
    """

    name: ClassVar[str] = "delete-staff"
    title: ClassVar[str] = "Delete staff member"
    help: ClassVar[str] = "Delete a member of staff; what they hold goes back to its departments."
    who: ClassVar[Who] = Who.ADMIN

    login: str
    release: bool = False

    def apply(self, tx: Tx) -> int:
        """Retire them."""
        last = tx.people.administrators() == 1
        found = tx.people.staff(self.login, retire=True)
        if found.id == tx.scope.staff_id:
            raise Refused("You cannot delete yourself.", code="self")
        if found.admin and last:
            raise Refused("A desk needs an administrator; make somebody else one first.", code="last_admin")
        leaving.give_back(tx, found, (), release=self.release)
        tx.people.change_staff(found.id, {"active": False})
        return found.id


@dataclass(frozen=True, slots=True)
class RestoreStaff(Act[int]):
    """Let a deleted member of staff act again, with the departments and rights they had; answers with their id."""

    name: ClassVar[str] = "restore-staff"
    title: ClassVar[str] = "Restore staff member"
    help: ClassVar[str] = "Make a deleted member of staff active again, with their departments and role."
    who: ClassVar[Who] = Who.ADMIN

    login: str

    def apply(self, tx: Tx) -> int:
        """Make them active; raises NotFound for a login that nobody ever had."""
        found = tx.people.former(self.login)
        if found.active:
            raise Refused(f"{found.login} is active.", code="nothing_to_do")
        tx.people.change_staff(found.id, {"active": True})
        return found.id


def checked_login(login: str) -> str:
    """A login: lower-case letters, digits, `. _ -`, at most 32; raises Refused."""
    if not _LOGIN.match(login):
        raise Refused("A login has lower-case letters, digits and . _ - , starts with a letter or digit, and has at "
                      "most 32 characters.", code="bad_login")  # fmt: skip
    if login in _MEANT:
        raise Refused(f"The login {login} has a meaning of its own in searches (staff:{login}).", code="bad_login")
    return login


def short(text: str) -> str:
    """A name or other short text in one line, without control characters; raises Refused above 200 characters."""
    folded = headers.folded(text)
    if len(folded) > MAX_SHORT:
        raise Refused(f"“{clipped(folded, 40)}” has more than {MAX_SHORT} characters.", code="too_long")
    return folded


def checked_name(name: str, what: str) -> str:
    """A name in one line, at most 80 characters, without control characters; raises Refused."""
    folded = " ".join(name.split())
    if not folded or len(folded) > 80 or not folded.isprintable():
        raise Refused(f"A {what} needs a name of at most 80 visible characters.", code="bad_name")
    return folded


NOT_SET_UP = "no plan of per-incident support is set up"
"""Why *Write off requests* is unavailable (SPEC: Set up)."""


def check_set_up(tx: Tx) -> None:
    """Raise Refused `not_set_up` where *Write off requests* is unavailable."""
    if not tx.plans.set_up():
        raise Refused(f"Write off requests is unavailable: {NOT_SET_UP}.", code="not_set_up")


def given(values: dict[str, Any]) -> dict[str, Any]:
    """The values that are not None."""
    return {name: value for name, value in values.items() if value is not None}
