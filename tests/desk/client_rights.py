"""What clients do and ask in the client area, for the tables of `test_rights` (CL16): their own, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions import area
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.vocab import Priority
from tests.desk.accounts import Made, plan
from tests.desks import HANS

THEIRS = "not_allowed not_allowed not_allowed ok not_found not_allowed"
ON_THEIR_TICKET: dict[type[Act[Any]], tuple[str, Callable[[int], Act[Any]]]] = {
    area.AnswerAsClient: (THEIRS, lambda n: area.AnswerAsClient(n, "Still down")),
    area.SetOwnPriority: (THEIRS.replace("ok", "no_priority"), lambda n: area.SetOwnPriority(n, Priority.HIGH)),
    area.ReadAsClient: (THEIRS, area.ReadAsClient),
}
LOGGING_IN: dict[type[Act[Any]], tuple[str, Made]] = {
    area.LogInAsClient: ("ok ok ok not_allowed not_allowed not_allowed", lambda d, n: area.LogInAsClient(HANS)),
}
CLIENTS = "not_found not_found not_found ok ok not_found"
OF_A_CLIENT: dict[type[q.Read[Any]], tuple[str, Made]] = {
    q.ReadArea: (CLIENTS, lambda d, n: q.ReadArea()),
    q.ReadMyTickets: (CLIENTS, lambda d, n: q.ReadMyTickets()),
    q.ReadMyPlans: (CLIENTS, lambda d, n: q.ReadMyPlans()),
    q.ReadMyOffer: (CLIENTS, lambda d, n: q.ReadMyOffer(plan(d, n), 0)),
    q.ReadMyOrders: (CLIENTS, lambda d, n: q.ReadMyOrders()),
    q.ReadMyPayments: (CLIENTS, lambda d, n: q.ReadMyPayments()),
    q.ReadMyStatement: (CLIENTS, lambda d, n: q.ReadMyStatement()),
    q.ReadMyPayers: (CLIENTS, lambda d, n: q.ReadMyPayers()),
}
"""Questions of the client area: every client is told about themselves."""
