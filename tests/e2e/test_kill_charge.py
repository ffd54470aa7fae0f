"""kill -9 at every write of an answer with fee and incidents: all of it is there, or nothing (rules 17, 22; M1)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.nursery import Nursery
from tests.e2e.small_desks import Case, case, in_parallel, set_up
from tests.e2e.strace import Step, kill_at, steps_of

ANSWER = ("--as", "gary", "--json", "ticket", "reply", "1", "--text", "It is up again.", "--comment", "They pay late",
          "--fee", "15.00", "--incidents", "2", "--close", "--key", "form-1")  # fmt: skip
THIRD, NINTH = 3, 9
PARTS = {
    "answer and comment": "SELECT count(*) FROM message WHERE kind IN ('staff', 'comment')",
    "fee": "SELECT count(*) FROM expense WHERE ticket = 1 AND amount = 1500",
    "entries": "SELECT count(*) FROM entry WHERE ticket = 1",
    "sums of the account": "SELECT balance = -1500 AND pool = 3 AND used = 2 FROM account",
    "outbox": "SELECT count(*) FROM outbox WHERE kind IN ('reply', 'fee_charged')",
    "closed": "SELECT count(*) FROM task WHERE NOT open",
    "key": "SELECT count(*) FROM once WHERE key = 'form-1'",
}
ALL = {"answer and comment": 2, "fee": 1, "entries": 2, "sums of the account": 1, "outbox": 2, "closed": 1, "key": 1}
NOTHING = dict.fromkeys(ALL, 0)
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"


@pytest.fixture
def template(nursery: Nursery, tmp_path: Path) -> Path:
    """A desk with a ticket that gary holds, of a client who has five incidents."""
    desk = case(nursery, tmp_path / "template")
    set_up(desk)
    desk.ticket("Server 1")
    desk.gary("ticket", "take", "1")
    desk.gary("incident", "adjust", "hans@nordlicht.example", "5", "--reason", "gift")
    return desk.folder


def there(desk: Case) -> tuple[dict[str, int], dict[str, int]]:
    """What of the answer is in the database as it lies there, and how many rows each of its tables has."""
    with desk.copied() as copy:
        tables = [name for (name,) in copy.execute(TABLES)]
        rows = {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
        return {name: copy.execute(question).fetchone()[0] for name, question in PARTS.items()}, rows


def test_an_answer_that_charges(
    nursery: Nursery, tmp_path: Path, template: Path, figure: Callable[[str], None]
) -> None:
    """SF3: answer, fee, incidents, closing, key and emails are one transaction; the same command again does it once.

    Every step of the run is one at which it is killed. The command is given again after all but two of three of the
    writes into the database's file: what those leave is what was there before, or all of it.
    """
    whole = case(nursery, tmp_path / "whole", template=template)
    nothing = there(whole)
    steps = steps_of(nursery, ANSWER, whole.environment, whole.folder)
    everything = there(whole)
    assert (nothing[0], everything[0]) == (NOTHING, ALL)
    found: list[bool] = []

    def kill(nursery: Nursery, step: Step) -> None:
        desk = case(nursery, tmp_path / str(step.number), template=template)
        assert kill_at(nursery, ANSWER, desk.environment, desk.folder, step)
        left = there(desk)
        assert left in (nothing, everything), step
        found.append(left == everything)
        plain = step.name == "pwrite64"
        if not plain or step.number % THIRD == 0:
            desk.run(*ANSWER)
            assert there(desk) == everything, step
        if not plain or step.number % NINTH == 0:
            assert "Accounts are the sum of what was posted (1, with 3 entries)." in desk.run("doctor")

    in_parallel(steps, kill)
    figure(f"{len(found)} steps, {found.count(False)} of them before the commit")
    assert len(found) == len(steps) > 100
    assert not all(found), "no kill fell before the commit"
    assert any(found), "no kill fell behind the commit"
