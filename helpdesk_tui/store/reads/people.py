"""Departments, staff, and the scope of who asks (DS1, DS2, TQ1)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import func, select, true

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadDepartments, ReadLook, ReadMe, ReadStaff, ReadViews
from helpdesk_tui.rules.look import Look
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.rooms.personal import saved_view
from helpdesk_tui.store.tables import mail, people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import DepartmentView, SavedView, StaffView

_department = table(people.Department)
_staff = table(people.Staff)
_membership = table(people.Membership)
_task = table(tickets.Task)
_gateway = table(mail.Gateway)
_saved = table(people.SavedView)


def departments(asking: Asking, question: ReadDepartments) -> tuple[DepartmentView, ...]:
    """The active departments by name."""
    run = asking.connection.execute
    counted = select(_task.c.department, func.count()).where(_task.c.open == true()).group_by(_task.c.department)
    if not asking.scope.everything:
        # Everybody may redirect to every department; how much there is to do is for its members to know (TQ1).
        counted = counted.where(_task.c.department.in_(asking.scope.departments))
    opened: dict[int, int] = dict(run(counted).all())
    arrives = run(select(_gateway.c.id).where(_gateway.c.enabled.is_(True))).first() is not None
    rows = run(select(_department).where(_department.c.active.is_(True)).order_by(_department.c.name_key))
    return tuple(
        DepartmentView(r.id, r.name, r.address, r.signature, r.write_off, r.external, r.support_center,
                       opened.get(r.id, 0), arrives)
        for r in rows
    )  # fmt: skip


def staff(asking: Asking, question: ReadStaff) -> tuple[StaffView, ...]:
    """The members of staff by login, those who are active first."""
    asked = select(_staff).order_by(_staff.c.active.desc(), _staff.c.login)
    return _views(asking, asked if question.former else asked.where(_staff.c.active.is_(True)))


def me(asking: Asking, question: ReadMe) -> StaffView:
    """Who asks; raises NotFound for anybody who is not staff."""
    found = _views(asking, select(_staff).where(_staff.c.id == asking.scope.staff_id))
    if not found:
        raise NotFound("Staff member")
    return found[0]


def look(asking: Asking, question: ReadLook) -> Look:
    """How the program looks for who asks; raises NotFound for anybody who is not staff."""
    found = asking.connection.execute(select(_staff.c.look).where(_staff.c.id == asking.scope.staff_id)).first()
    if found is None:
        raise NotFound("Staff member")
    return Look.of(found.look)


def _views(asking: Asking, statement: Any) -> tuple[StaffView, ...]:
    run = asking.connection.execute
    named: dict[int, list[str]] = defaultdict(list)
    members = (
        select(_membership.c.staff, _department.c.name)
        .join(_department, _department.c.id == _membership.c.department)
        .where(_department.c.active.is_(True))
    )
    for row in run(members.order_by(_membership.c.rank)):
        named[row.staff].append(row.name)
    return tuple(
        StaffView(r.id, r.login, r.name, r.email, r.admin, r.active, tuple(named[r.id]), r.language, r.signature)
        for r in run(statement)
    )


def own_views(asking: Asking, question: ReadViews) -> tuple[SavedView, ...]:
    """The asker's own views, by their digits."""
    asked = select(_saved).where(_saved.c.staff == asking.scope.staff_id).order_by(_saved.c.slot)
    return tuple(saved_view(row) for row in asking.connection.execute(asked))
