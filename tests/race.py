"""Races between processes: many of them do something to one desk at the same moment.

A starter process has everything imported and forks the runners of each race. Each of them connects to the desk, says
that it is ready, and waits at a barrier that opens when all stand there; in a race of several rounds, before each. What
a runner does is a function below or in `race_money`, by name; its answer is data. One that was killed says nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.abuse import AddAbuse, CarryOutAbuse
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.currencies import ChangeCurrency
from helpdesk_tui.desk.actions.delivery import LeaseOutbox, TakeLease
from helpdesk_tui.desk.actions.expenses import EditExpense
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.mass_messages import SendMassMessage
from helpdesk_tui.desk.actions.messages import MergeTicket
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.parameters import MarkRead, Parameters, SaveParameters
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.setup import MakeDesk
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.desk.door import Desk, make_desk, open_desk
from helpdesk_tui.desk.intake import Receive
from helpdesk_tui.errors import DeskError, TryLater
from helpdesk_tui.questions import ReadIncidents, ReadProvider
from helpdesk_tui.views import Address, ParsedMail
from helpdesk_tui.vocab import AbuseAction, Actor, ActorKind
from tests import race_money

NOW = datetime(2026, 4, 11, 9, 0, tzinfo=UTC)
Answer = dict[str, Any]


class Starter:
    """The process that starts races; it ends when it is closed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.race"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, where: str, act: str, runners: Sequence[dict[str, Any]]) -> list[Answer]:
        """Let each runner do `act` with its own arguments, all at once; their answers in the order of the runners.

        A refusal is the answer `{"code": ..., "message": ...}` with its details.
        """
        (answers,), _ = self._ask({"where": where, "act": act, "rounds": [list(runners)], "before": []})
        return list(answers)

    def rounds(
        self, where: str, act: str, rounds: Sequence[Sequence[dict[str, Any]]], before: Sequence[dict[str, Any]]
    ) -> tuple[list[list[Answer]], list[Answer]]:
        """The same in rounds: the runners stay, and stand at a barrier before each. `before` has the arguments of
        `either`, done by itself before each round. The answers of each round, and those of what was done before it.
        """
        task = {"where": where, "act": act, "rounds": [list(runners) for runners in rounds], "before": list(before)}
        answers, done = self._ask(task)
        return answers, done

    def _ask(self, task: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(task), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=10)


def email() -> ParsedMail:
    """One email that several processes receive."""
    return ParsedMail(
        senders=(Address("Hans Meier", "hans@acme.example"),), to=(Address("", "support@desk.example"),), cc=(),
        delivered_to=(), subject="Server down", date=None, message_id="<one@acme.example>", in_reply_to=(),
        references=(), text="Help!", own_lines=1, attachments=(), authentication_results=(),
    )  # fmt: skip


# ---------------------------------------------------------------- what runners do


def take(desk: Desk, staff: int, login: str, number: int) -> Answer:
    desk.acting_as(Actor(ActorKind.STAFF, staff, login)).perform(Take(number))
    return {"took": login}


def read(desk: Desk, staff: int, login: str, number: int) -> Answer:
    return {"read": desk.acting_as(Actor(ActorKind.STAFF, staff, login)).perform(MarkRead(number, stays=True))}


def spam(desk: Desk, login: str, number: int) -> Answer:
    return {"spam": desk.staff(login).perform(MarkSpam(number))}


def receive(desk: Desk, gateway: int, unit: str) -> Answer:
    report = desk.perform(Receive(gateway, "maildir", unit, b"From: hans\n\nHelp!", "d" * 64, email()))
    return {"outcome": report.outcome.value, "mail": report.mail, "ticket": report.ticket}


def lease(desk: Desk, owner: str, hours: int = 0) -> Answer:
    desk.clock = FixedClock(NOW + timedelta(hours=hours))
    return {"leased": [mail.id for mail in desk.perform(LeaseOutbox(owner, limit=3))]}


def hold(desk: Desk, owner: str) -> Answer:
    return {"holder": desk.perform(TakeLease("gateway:support", owner, 20.0))}


def open_ticket(desk: Desk, key: str, subject: str) -> Answer:
    return {"ticket": desk.staff("gary").perform(NewTicket("hans@acme.example", "Tech", subject, "Help!", key=key))}


def open_paid(desk: Desk, number: int, locked: bool) -> Answer:
    """The client opens a ticket in a department that writes requests off; with the locks of the desk, or without.

    With them, who waited for the lock in vain does as told and tries again, under the same key: a slow machine has
    fifty in the queue for longer than the ten seconds that one waits.
    """
    if not locked:
        _unlocked(desk)
    act = NewTicket("hans@acme.example", "Tech", f"Matter {number}", "Help!", key=f"form-{number}")
    client = desk.acting_as(Actor(ActorKind.CLIENT, 1, "hans@acme.example"))
    for _ in range(10 if locked else 0):
        with suppress(TryLater):
            return {"ticket": client.perform(act)}
    return {"ticket": client.perform(act)}


def grant(desk: Desk, way: str) -> Answer:
    """Ten more incidents for Hans: for life, which repay his credit, dated (there is a plan Ten that costs nothing), or
    on credit. The answer: what he had before, below zero for credit that is used.
    """
    gary, hans = desk.staff("gary"), "hans@acme.example"
    had = gary.read(ReadIncidents(hans)).total
    gary.perform(SetProvider("extra_tickets", "on"))
    gary.perform(SetProvider("extra_tickets_limit", "10" if way == "credit" else "0"))
    if way == "lifetime":
        gary.perform(AdjustIncidents(hans, 10 - min(0, had), "gift"))
    elif way == "dated":
        gary.perform(PlaceOrder(hans, "Ten", 1))
    return {"had": had}


def _unlocked(desk: Desk) -> None:
    """Switch off, in this process, what keeps writers apart: locked rows, and transactions that start as writers."""
    vars(Select)["with_for_update"]  # it has to be there to be switched off
    Select.with_for_update = lambda self, **options: self  # type: ignore[method-assign]
    desk._store.engine = desk._store.engine.execution_options(sqlite_begin="DEFERRED")


def write_to_many(desk: Desk, clients: list[int]) -> Answer:
    done = desk.staff("gary").perform(SendMassMessage("Tech", "News", "Hello.", tuple(clients)))
    return {"sent": done.sent, "without": len(done.without)}


def reply(desk: Desk, login: str, number: int, key: str) -> Answer:
    return {"ticket": desk.staff(login).perform(Reply(number, "Done.", key=key))}


def save(
    desk: Desk, login: str, number: int, fee: int | None = None, incidents: int | None = None, key: str = "",
    seen: list[int] | None = None,
) -> Answer:  # fmt: skip
    form = None if seen is None else Parameters(fee=seen[0], incidents=seen[1])
    values = Parameters(fee=fee, incidents=incidents, seen=form)
    return {"ticket": desk.staff(login).perform(SaveParameters(number, values, key=key))}


def in_any_currency(desk: Desk, login: str, number: int, code: str, key: str) -> Answer:
    """Give the provider another currency or, without a code, give an incident, and charge a ticket a fee and two."""
    staff = desk.staff(login)
    if code:
        _patiently(staff, ChangeCurrency(code))
        return {"done": True}
    _patiently(staff, AdjustIncidents("hans@acme.example", 1, "gift", f"{key}:gift"))
    _patiently(staff, SaveParameters(number, Parameters(fee=1_00, incidents=2), key=key))
    return {"done": True}


def charge_and_refund(
    desk: Desk, login: str, number: int, fee: int, expense: int, left: int | None, back_first: bool, locked: bool = True
) -> Answer:  # fmt: skip
    """Charge a ticket a fee, if it is one, and leave so much of an expense, if it is a number."""
    if not locked:
        _unlocked(desk)
    staff = desk.staff(login)
    acts: list[Act[int]] = [SaveParameters(number, Parameters(fee=fee), key=f"{number}:{fee}")] if fee else []
    if left is not None:
        acts.append(EditExpense(expense, left, f"{expense}:{left}:e"))
    for act in reversed(acts) if back_first else acts:
        _patiently(staff, act) if locked else staff.perform(act)
    return {"done": True}


def _patiently(desk: Desk, act: Act[Any]) -> None:
    """Perform it, again where a busy machine let somebody wait for the lock too long; under its key it is done once."""
    end = time.monotonic() + 120
    while True:
        try:
            desk.perform(act)
        except TryLater:
            if time.monotonic() > end:
                raise
        else:
            return


def merge(desk: Desk, login: str, number: int, into: int) -> Answer:
    return {"merged": desk.staff(login).perform(MergeTicket(number, into))}


def undo(desk: Desk, login: str, entry: int) -> Answer:
    return {"undone": desk.staff(login).perform(Undo(entry)).words}


def either(desk: Desk, act: str, **arguments: Any) -> Answer:
    """Runners of one race that do different things."""
    answer: Answer = _runner(act)(desk, **arguments)
    return answer


def carry_out(desk: Desk, abuse: int, days: int) -> Answer:
    desk.clock = FixedClock(NOW + timedelta(days=days))
    return {"done": desk.perform(CarryOutAbuse(abuse))}


def add_abuse(desk: Desk, number: int, scores: int) -> Answer:
    act = AddAbuse(number, scores, AbuseAction.SUPPORT, NOW + timedelta(days=3))
    return {"abuse": desk.staff("anna").perform(act)}


def init(desk: Desk | None, where: str) -> Answer:
    return {"made": make_desk(where, MakeDesk("gary"), FixedClock(NOW))}


def _runner(act: str) -> Any:
    """What runners do, by its name: here, or in the module about money."""
    return globals().get(act) or getattr(race_money, act)


def _run(act: str, desk: Desk | None, arguments: dict[str, Any]) -> Answer:
    """What one runner does in one round; its answer."""
    try:
        answer: Answer = _runner(act)(desk, **arguments)
    except DeskError as error:
        return {"code": error.code, "message": error.sentence} | error.details
    return answer


@dataclass(frozen=True)
class _Barrier:
    """Where runners say that they are ready, and what opens before each of them at once: a pipe for every round."""

    told: int
    ready: int
    gates: list[tuple[int, int]]

    @classmethod
    def of(cls, rounds: int) -> _Barrier:
        return cls(*os.pipe(), [os.pipe() for _ in range(rounds)])

    def wait(self, round_: int) -> None:
        """A runner stands before a round."""
        os.write(self.ready, b".")
        os.read(self.gates[round_][0], 1)

    def open(self, round_: int) -> None:
        """Let all run; they hear the end of the pipe."""
        os.close(self.gates[round_][1])

    def run(self) -> None:
        """In a runner: nobody but the starter holds a gate shut."""
        for _, opener in self.gates:
            os.close(opener)

    def close(self) -> None:
        for end in (self.told, self.ready, *(gate for gate, _ in self.gates)):
            os.close(end)


def _fork(act: str, desk: Desk | None, arguments: list[dict[str, Any]], barrier: _Barrier) -> tuple[int, int]:
    """Start a runner, with its arguments for every round; its process and where its answers come from."""
    source, answer = os.pipe()
    child = os.fork()
    if child:
        os.close(answer)
        return child, source
    barrier.run()
    said: list[Answer] = []
    try:
        if desk is not None:
            desk.read(ReadProvider())
        for round_, given in enumerate(arguments):
            barrier.wait(round_)
            said.append(_run(act, desk, given))
    except BaseException as error:
        said += [{"code": "crash", "message": repr(error)}] * (len(arguments) - len(said))
        os.write(barrier.ready, b"." * len(arguments))
    os.write(answer, json.dumps(said).encode())
    os._exit(0)


def _race(where: str, act: str, rounds: list[list[dict[str, Any]]], before: list[dict[str, Any]]) -> Any:
    desk = None
    if act != "init":
        desk = open_desk(where, FixedClock(NOW))
        # No connection is open when the runners are forked: each has its own.
        desk.read(ReadProvider())
        desk.close()
    barrier = _Barrier.of(len(rounds))
    started = [_fork(act, desk, list(arguments), barrier) for arguments in zip(*rounds, strict=True)]
    done = []
    for round_ in range(len(rounds)):
        for _ in started:
            os.read(barrier.told, 1)
        if before:
            done.append(_run("either", desk, before[round_]))
        barrier.open(round_)
    answers = []
    for child, source in started:
        with os.fdopen(source) as answer:
            said = answer.read()
        answers.append(json.loads(said) if said else [{"code": "killed"}] * len(rounds))
        os.waitpid(child, 0)
    barrier.close()
    if desk is not None:
        desk.close()
    return [list(one) for one in zip(*answers, strict=True)], done


def _main() -> None:
    for line in sys.stdin:
        task = json.loads(line)
        print(json.dumps(_race(**task)), flush=True)  # noqa: T201


if __name__ == "__main__":
    _main()
