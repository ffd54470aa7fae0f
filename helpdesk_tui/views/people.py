"""Departments, staff, and what was changed by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """A department (DS1)."""

    id: int
    name: str
    address: str
    signature: str
    write_off: bool
    external: bool
    support_center: bool
    open_tickets: int
    answers_arrive: bool


@dataclass(frozen=True, slots=True)
class StaffView:
    """A member of staff (DS2)."""

    id: int
    login: str
    name: str
    email: str
    admin: bool
    active: bool
    departments: tuple[str, ...]
    language: str
    signature: str


@dataclass(frozen=True, slots=True)
class EventView:
    """One recorded change: who changed what, from what to what."""

    id: int
    at: datetime
    who: str
    action: str
    ticket: int | None
    field: str
    before: str
    after: str
    reason: str
