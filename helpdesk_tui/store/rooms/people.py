"""Departments and staff in a write transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.headers import compared
from helpdesk_tui.rules.look import Look
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables import people as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.store.tables.tickets import Task

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from helpdesk_tui.store.tx import Tx

_department = table(tables.Department)
_staff = table(tables.Staff)
_membership = table(tables.Membership)
_all_departments = Statement(select(_department))
_task = table(Task)


@dataclass(frozen=True, slots=True)
class Department:
    """A department as the acts need it."""

    id: int
    name: str
    address: str
    signature: str
    write_off: bool
    external: bool
    support_center: bool


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff as the acts need them; `departments` in the order they were given."""

    id: int
    login: str
    name: str
    email: str
    admin: bool
    active: bool
    signature: str
    language: str
    departments: tuple[int, ...]


class People:
    """Departments and staff, by number and by name."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._logins: dict[int, str] = {}

    def department(self, number: int) -> Department:
        """A department, active or not: tickets outlive theirs; raises NotFound."""
        row = self._all().get(number)
        if row is None:
            raise NotFound(f"Department {number}")
        return _department_of(row)

    def department_named(self, name: str, *, retire: bool = False) -> Department:
        """An active department by its name, whatever its case; raises NotFound.

        It stays active until the transaction ends: who is about to `retire` it waits for those who count on it.
        """
        asked = select(_department).where(_department.c.name_key == folded(name), _department.c.active)
        return self._department(_kept(asked, retire), name)

    def department_addresses(self) -> set[str]:
        """The addresses that departments write from, in their compared form."""
        return set(self._tx.standing("department addresses", self._compared_addresses))

    def _compared_addresses(self) -> frozenset[str]:
        return frozenset(compared(row.address) for row in self._all().values() if row.address)

    def writing_off(self) -> tuple[str, ...]:
        """The departments in use that write off requests, by name."""
        return tuple(sorted(row.name for row in self._all().values() if row.active and row.write_off))

    def active(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Those of these departments that were not deleted, in their order."""
        found = self._all()
        return tuple(number for number in numbers if number in found and found[number].active)

    def living(self, *numbers: int) -> int | None:
        """The first of these departments that was not deleted, else the desk's first; None when there is none left."""
        kept = self.active(numbers) or self.active(sorted(self._all()))
        return kept[0] if kept else None

    def first_open(self) -> int | None:
        """The desk's first department that clients can choose, else its first one; None when there is none."""
        rows = [row for _, row in sorted(self._all().items()) if row.active]
        return next((row.id for row in sorted(rows, key=lambda row: (not row.support_center, row.id))), None)

    def department_name(self, number: int) -> str:
        """The name of a department, active or not."""
        row = self._all().get(number)
        return "?" if row is None else str(row.name)

    def _all(self) -> dict[int, Any]:
        """Every department by its number, deleted ones too."""
        return self._tx.standing("departments", self._read_departments)

    def _read_departments(self) -> dict[int, Any]:
        return {row.id: row for row in _all_departments.rows(self._tx.connection)}

    def login(self, number: int | None) -> str:
        """The login of a member of staff, active or not; empty for nobody."""
        if number is None:
            return ""
        if number not in self._logins:
            asked = select(_staff.c.login).where(_staff.c.id == number)
            self._logins[number] = self._tx.connection.execute(asked).scalar() or "?"
        return self._logins[number]

    def staff(self, login: str, *, retire: bool = False) -> Staff:
        """An active member of staff by login, who stays active until the transaction ends, as a department does.

        Raises NotFound.
        """
        asked = select(_staff).where(_staff.c.login == login, _staff.c.active)
        row = self._tx.connection.execute(_kept(asked, retire)).first()
        if row is None:
            raise NotFound(f"Staff member {login}")
        return self._staff(row)

    def former(self, login: str) -> Staff:
        """A member of staff by login, active or not, whom nobody else changes now; raises NotFound."""
        row = self._tx.connection.execute(_kept(select(_staff).where(_staff.c.login == login), True)).first()
        if row is None:
            raise NotFound(f"Staff member {login}")
        return self._staff(row)

    def staff_numbered(self, number: int) -> Staff:
        """A member of staff by number, active or not; raises NotFound."""
        row = self._tx.connection.execute(select(_staff).where(_staff.c.id == number)).first()
        if row is None:
            raise NotFound(f"Staff member {number}")
        return self._staff(row)

    def login_at(self, address: str) -> str:
        """The login of the active member of staff with this address in its compared form; empty when there is none."""
        return login_at(self._tx.connection, address)

    def addresses(self) -> set[str]:
        """The addresses of all active staff, in their compared form."""
        asked = select(_staff.c.email).where(_staff.c.active, _staff.c.email != "")
        return {compared(email) for email in self._tx.connection.execute(asked).scalars()}

    def members(self, department: int) -> list[Staff]:
        """The active members of a department."""
        of = select(_membership.c.staff).where(_membership.c.department == department)
        asked = select(_staff).where(_staff.c.active, _staff.c.id.in_(of)).order_by(_staff.c.id)
        return [self._staff(row) for row in self._tx.connection.execute(asked).all()]

    def has_staff(self, login: str) -> bool:
        """Whether the login is in use, by active staff or former."""
        return self._tx.connection.execute(select(_staff.c.id).where(_staff.c.login == login)).first() is not None

    def has_department(self, name: str) -> bool:
        """Whether the name is in use."""
        asked = select(_department.c.id).where(_department.c.name_key == folded(name))
        return self._tx.connection.execute(asked).first() is not None

    def administrators(self) -> int:
        """Number of active administrators, who all stay what they are until the transaction ends."""
        asked = select(_staff.c.id).where(_staff.c.admin, _staff.c.active).order_by(_staff.c.id)
        return len(self._tx.connection.execute(asked.with_for_update(key_share=True)).all())

    def open_tasks(self, *, department: int) -> int:
        """Number of open tasks of a department."""
        asked = select(func.count()).select_from(_task).where(_task.c.department == department, _task.c.open)
        return self._tx.connection.execute(asked).scalar_one()

    def held_outside(self, holder: int, departments: Collection[int]) -> list[int]:
        """Numbers of the tickets of which they hold an open task in another department than these."""
        held = (_task.c.holder == holder, _task.c.open, _task.c.department.not_in(departments))
        asked = select(_task.c.ticket).where(*held).distinct().order_by(_task.c.ticket)
        return list(self._tx.connection.execute(asked).scalars())

    def add_department(self, values: dict[str, Any]) -> int:
        """Store a department; its number."""
        self._tx.changed_standing()
        made = insert(_department).values(values | {"name_key": folded(values["name"])})
        number: int = self._tx.connection.execute(made).inserted_primary_key[0]  # type: ignore[index]
        self._tx.record("department", "", values["name"])
        return number

    def change_department(self, number: int, values: dict[str, Any]) -> None:
        """Change fields of a department."""
        self._tx.changed_standing()
        if "name" in values:
            values = values | {"name_key": folded(values["name"])}
        self._change(_department, number, values, "department")

    def retire_department(self, number: int) -> None:
        """Take a department out of use: it has no members, and its name is free again.

        Its own key has a character that no name may have.
        """
        self._tx.changed_standing()
        self._tx.connection.execute(delete(_membership).where(_membership.c.department == number))
        self._change(_department, number, {"active": False, "name_key": f"\x7fdeleted {number}"}, "department")

    def add_staff(self, values: dict[str, Any], departments: Sequence[int]) -> int:
        """Store a member of staff; their number."""
        made = insert(_staff).values(values | {"created": self._tx.now})
        number: int = self._tx.connection.execute(made).inserted_primary_key[0]  # type: ignore[index]
        self.set_departments(number, departments)
        self._tx.record("staff", "", values["login"])
        return number

    def change_staff(self, number: int, values: dict[str, Any]) -> None:
        """Change fields of a member of staff."""
        self._change(_staff, number, values, "staff")

    def look(self) -> Look:
        """How the program looks for who acts."""
        asked = select(_staff.c.look).where(_staff.c.id == self._tx.scope.staff_id)
        return Look.of(self._tx.connection.execute(asked).scalar() or "")

    def keep_look(self, look: Look) -> None:
        """Keep how it looks for who acts."""
        assert self._tx.scope.staff_id is not None
        self.change_staff(self._tx.scope.staff_id, {"look": look.kept})

    def set_departments(self, staff: int, departments: Sequence[int]) -> None:
        """Make these the departments of a member of staff, in this order."""
        self._tx.connection.execute(delete(_membership).where(_membership.c.staff == staff))
        rows = [{"staff": staff, "department": d, "rank": rank} for rank, d in enumerate(dict.fromkeys(departments))]
        if rows:
            self._tx.connection.execute(insert(_membership), rows)
        self._tx.record("departments", "", ", ".join(self.department_name(d) for d in departments))

    def _change(self, where: Any, number: int, values: dict[str, Any], what: str) -> None:
        if not values:
            return
        before = self._tx.connection.execute(select(where).where(where.c.id == number)).one()
        self._tx.connection.execute(update(where).where(where.c.id == number).values(values))
        for name, value in values.items():
            if getattr(before, name) != value and name != "name_key":
                self._tx.record(f"{what} {number} {name}", getattr(before, name), value)

    def _department(self, asked: Any, name: str) -> Department:
        row = self._tx.connection.execute(asked).first()
        if row is None:
            raise NotFound(f"Department {name}")
        return _department_of(row)

    def _staff(self, row: Any) -> Staff:
        departments = memberships(self._tx.connection, row.id)
        return Staff(
            row.id, row.login, row.name, row.email, row.admin, row.active, row.signature, row.language, departments
        )


_scope_rows = (
    select(_staff.c.id, _staff.c.login, _staff.c.name, _staff.c.admin, _membership.c.department)
    .outerjoin(_membership, _membership.c.staff == _staff.c.id)
    .where(_staff.c.active)
    .order_by(_membership.c.rank)
)


def _department_of(row: Any) -> Department:
    return Department(row.id, row.name, row.address, row.signature, row.write_off, row.external, row.support_center)


def staff_scope(connection: Connection, number: int, *, kept: bool = False) -> Scope | None:
    """The scope of an active member of staff, None when there is none with that number.

    With `kept` they stay active until the transaction ends.
    """
    asked = _scope_rows.where(_staff.c.id == number)
    if kept:
        asked = asked.with_for_update(read=True, key_share=True, of=_staff)
    rows = connection.execute(asked).all()
    if not rows:
        return None
    first = rows[0]
    departments = tuple(row.department for row in rows if row.department is not None)
    return Scope(first.id, first.login, first.name, first.admin, False, departments)


def _kept(asked: Any, retire: bool) -> Any:
    """The statement with the lock of who counts on a row, or of who is about to retire it.

    On PostgreSQL the former share it, also with those who change another column, and the latter waits for all of them.
    """
    return asked.with_for_update() if retire else asked.with_for_update(read=True, key_share=True)


def memberships(connection: Connection, staff: int) -> tuple[int, ...]:
    """The departments of a member of staff, in the order they were given; they stay until the transaction ends."""
    asked = (
        select(_membership.c.department)
        .join(_department, _department.c.id == _membership.c.department)
        .where(_membership.c.staff == staff, _department.c.active)
        .order_by(_membership.c.rank)
    )
    return tuple(connection.execute(asked.with_for_update(read=True, key_share=True, of=_department)).scalars())


def folded(name: str) -> str:
    """A name as it is compared: case and outer white space do not count."""
    return " ".join(name.split()).casefold()


def login_at(connection: Connection, address: str) -> str:
    """The login of the active member of staff with this address in its compared form; empty when there is none."""
    asked = select(_staff.c.login, _staff.c.email).where(_staff.c.active, _staff.c.email != "")
    return next((row.login for row in connection.execute(asked) if compared(row.email) == address), "")
