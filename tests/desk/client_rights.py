"""What clients do and ask in the client area, for the tables of `test_rights` (CL16): their own, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions import area
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.vocab import Priority
from tests.desk.accounts import Made, plan

THEIRS = "not_allowed not_allowed not_allowed ok not_found not_allowed"
ON_THEIR_TICKET: dict[type[Act[Any]], tuple[str, Callable[[int], Act[Any]]]] = {
    area.AnswerAsClient: (THEIRS, lambda n: area.AnswerAsClient(n, "Still down")),
    area.SetOwnPriority: (THEIRS.replace("ok", "no_priority"), lambda n: area.SetOwnPriority(n, Priority.HIGH)),
    area.ReadAsClient: (THEIRS, area.ReadAsClient),
}
OF_A_CLIENT: dict[type[q.Read[Any]], Made] = {
    q.ReadArea: lambda d, n: q.ReadArea(),
    q.ReadMyTickets: lambda d, n: q.ReadMyTickets(),
    q.ReadMyPlans: lambda d, n: q.ReadMyPlans(),
    q.ReadMyOffer: lambda d, n: q.ReadMyOffer(plan(d, n), 0),
    q.ReadMyOrders: lambda d, n: q.ReadMyOrders(),
    q.ReadMyPayments: lambda d, n: q.ReadMyPayments(),
    q.ReadMyStatement: lambda d, n: q.ReadMyStatement(),
    q.ReadMyPayers: lambda d, n: q.ReadMyPayers(),
}
"""Questions of the client area: every client is told about themselves."""
