"""kill -9 at every write of an answer with fee and incidents: all of it is there, or nothing (rules 17, 22; M1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.nursery import Nursery
from tests.e2e.small_desks import Case, case, in_parallel, set_up
from tests.e2e.strace import Step, chosen, kill_at, steps_of

ANSWER = ("--as", "gary", "--json", "ticket", "reply", "1", "--text", "It is up again.", "--comment", "They pay late",
          "--fee", "15.00", "--incidents", "2", "--close", "--key", "form-1")  # fmt: skip
SAMPLE = 40
PARTS = {
    "answer and comment": "SELECT count(*) FROM message WHERE kind IN ('staff', 'comment')",
    "fee": "SELECT count(*) FROM expense WHERE ticket = 1 AND amount = 1500",
    "entries": "SELECT count(*) FROM entry WHERE ticket = 1",
    "sums of the account": "SELECT balance = -1500 AND pool = 3 AND used = 2 FROM account",
    "outbox": "SELECT count(*) FROM outbox WHERE kind IN ('reply', 'fee_charged')",
    "closed": "SELECT count(*) FROM task WHERE NOT open",
    "key": "SELECT count(*) FROM once WHERE key = 'form-1'",
}
NOTHING = {
    "answer and comment": 0,
    "fee": 0,
    "entries": 0,
    "sums of the account": 0,
    "outbox": 0,
    "closed": 0,
    "key": 0,
}
ALL = {"answer and comment": 2, "fee": 1, "entries": 2, "sums of the account": 1, "outbox": 2, "closed": 1, "key": 1}


@pytest.fixture
def template(nursery: Nursery, tmp_path: Path) -> Path:
    """A desk with a ticket that gary holds, of a client who has five incidents."""
    desk = case(nursery, tmp_path / "template")
    set_up(desk)
    desk.ticket("Server 1")
    desk.gary("ticket", "take", "1")
    desk.gary("incident", "adjust", "hans@nordlicht.example", "5", "--reason", "gift")
    return desk.folder


def there(desk: Case) -> dict[str, Any]:
    """What of the answer is in the database as it lies there."""
    return {name: desk.rows(question)[0][0] for name, question in PARTS.items()}


def test_an_answer_that_charges(nursery: Nursery, tmp_path: Path, template: Path) -> None:
    """SF3: answer, fee, incidents, closing, key and emails are one transaction; the same command again does it once."""
    whole = case(nursery, tmp_path / "whole", template=template)
    steps = steps_of(nursery, ANSWER, whole.environment, whole.folder)
    assert there(whole) == ALL
    found: list[bool] = []

    def kill(nursery: Nursery, step: Step) -> None:
        desk = case(nursery, tmp_path / str(step.number), template=template)
        assert kill_at(nursery, ANSWER, desk.environment, desk.folder, step)
        left = there(desk)
        assert left in (NOTHING, ALL), step
        found.append(left == ALL)
        desk.run(*ANSWER)
        assert there(desk) == ALL, step
        assert "Accounts are the sum of what was posted (1, with 3 entries)." in desk.run("doctor")

    in_parallel(chosen(steps, SAMPLE), kill)
    assert len(found) > 10
    assert not all(found), "no kill fell before the commit"
    assert any(found), "no kill fell behind the commit"
