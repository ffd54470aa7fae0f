"""What runners of races do with money: forms that were opened before, and answers that are killed on their way."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest
from sqlalchemy import event

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.expenses import DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.orders import RenewOrder
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.payments import EditPayment
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.store.statements import Statement
from tests.desk.faults import FAULTS

FORMS = {"edit": EditExpense, "delete": DeleteExpense, "payment": EditPayment, "renew": RenewOrder}
UNCHECKED = ("old_amounts_overwrite", "old_tickets_are_charged", "old_orders_go_on")
COMMIT, ANSWERED = -1, -2
"""Where an answer is killed that is not killed behind a statement: before its COMMIT, and behind it."""


def from_a_form(desk: Desk, form: str, fields: dict[str, Any], key: str, checked: bool) -> dict[str, Any]:
    """Anna sends a form that was opened a while ago; `checked` False switches off, in this process, what compares what
    it had seen with what is there (rule 26).
    """
    if not checked:
        for fault in UNCHECKED:
            FAULTS[fault](pytest.MonkeyPatch())
    return {"done": desk.staff("anna").perform(_act(form, fields, key))}


def _act(form: str, fields: dict[str, Any], key: str) -> Act[int]:
    if form in FORMS:
        made: Act[int] = FORMS[form](key=key, **fields)
        return made
    seen = Parameters(fee=0, incidents=0)
    values = Parameters(fee=fields.get("fee"), incidents=fields.get("incidents"), seen=seen)
    if form == "save":
        return SaveParameters(fields["number"], values, key=key)
    return Reply(fields["number"], "It is up again.", values=values, key=key)


def answer_killed(desk: Desk, number: int, key: str, at: int, expected: int = 0) -> dict[str, Any]:
    """Anna answers with a fee and incidents, and is killed behind her `at`-th write, at COMMIT or once ANSWERED.

    With 0 she is not, nor once ANSWERED if other than the `expected` number of statements wrote: the answer says how
    many did.
    """
    anna = desk.staff("anna")
    writes = 0

    def behind(sql: str) -> None:
        nonlocal writes
        writes += sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE"))
        if writes == at > 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def committing(*given: Any) -> None:
        if at == COMMIT:
            os.kill(os.getpid(), signal.SIGKILL)

    def executed(connection: Any, cursor: Any, sql: str, *given: Any) -> None:
        behind(sql)

    run = Statement._run

    def ran(self: Statement, connection: Any, ready: Any, *given: Any, **more: Any) -> Any:
        found = run(self, connection, ready, *given, **more)
        behind(ready.sql)
        return found

    # Prepared statements pass SQLAlchemy's events by.
    pytest.MonkeyPatch().setattr(Statement, "_run", ran)
    event.listen(desk._store.engine, "after_cursor_execute", executed)
    event.listen(desk._store.engine, "commit", committing)
    values = Parameters(fee=15_00, incidents=2)
    anna.perform(Reply(number, "It is up again.", "They pay late", True, values=values, key=key))
    if at == ANSWERED and writes == expected:
        os.kill(os.getpid(), signal.SIGKILL)
    return {"writes": writes}
