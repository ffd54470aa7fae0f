"""The client area: what a client has, and where they can turn to (CL16, IN10)."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk_tui.views.accounts import IncidentsView


@dataclass(frozen=True, slots=True)
class DepartmentChoice:
    """A department that a client can choose for a new ticket: what the ticket costs, and why it would be refused.

    `refused` is a sentence, empty where the ticket is taken.
    """

    name: str
    incidents: int
    refused: str = ""


@dataclass(frozen=True, slots=True)
class AreaView:
    """The client area above all lists; sums in minor units of `currency`.

    `unread`, `active` and `archived` count the tickets that whoever looks may see: where a member of staff looks whom
    departments limit, `limited` says so. `credit` is how many incidents may be used on credit in all, None where none
    may. `blocked`: nothing can be ordered because a payment is unpaid for too long. `takes` and `left` say in words
    which incident a ticket takes that costs one, and what is left then; empty where it would be refused. `bank` is
    where to pay, as invoices say it, a line each.
    """

    client: int
    email: str
    name: str
    balance: int
    currency: str
    credit_limit: int
    postpaid: bool
    blocked: bool
    incidents: IncidentsView
    credit: int | None
    set_up: bool
    unread: int
    active: int
    archived: int
    departments: tuple[DepartmentChoice, ...]
    services: tuple[str, ...]
    may_set_priority: bool
    limited: bool = False
    takes: str = ""
    left: str = ""
    bank: tuple[str, ...] = ()
