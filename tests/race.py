"""Races between processes: many of them do something to one desk at the same moment.

`race(...)` starts one process that forks the runners. Each opens the desk, says that it is ready, and waits at a
barrier; when all stand there, it opens. What a runner does is a function below, by name; its answer is data.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.delivery import LeaseOutbox, TakeLease
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.setup import MakeDesk
from helpdesk_tui.desk.door import Desk, make_desk, open_desk
from helpdesk_tui.desk.intake import Receive
from helpdesk_tui.errors import DeskError
from helpdesk_tui.views import Address, ParsedMail
from helpdesk_tui.vocab import SYSTEM

NOW = datetime(2026, 4, 11, 9, 0, tzinfo=UTC)
SECONDS = 60
Answer = dict[str, Any]


def race(where: str, act: str, runners: Sequence[dict[str, Any]]) -> list[Answer]:
    """Let each runner do `act` with its own arguments, all at once; their answers in the order of the runners.

    A refusal is the answer `{"code": ..., "message": ...}` with its details.
    """
    task = json.dumps({"where": where, "act": act, "runners": list(runners)})
    done = subprocess.run(
        [sys.executable, "-m", "tests.race"], input=task, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr
    answers: list[Answer] = json.loads(done.stdout)
    return answers


def email() -> ParsedMail:
    """One email that several processes receive."""
    return ParsedMail(
        senders=(Address("Hans Meier", "hans@acme.example"),), to=(Address("", "support@desk.example"),), cc=(),
        delivered_to=(), subject="Server down", date=None, message_id="<one@acme.example>", in_reply_to=(),
        references=(), text="Help!", own_lines=1, attachments=(), authentication_results=(),
    )  # fmt: skip


# ---------------------------------------------------------------- what runners do


def take(desk: Desk, login: str, number: int) -> Answer:
    desk.staff(login).perform(Take(number))
    return {"took": login}


def receive(desk: Desk, gateway: int, unit: str) -> Answer:
    report = desk.perform(Receive(gateway, "maildir", unit, b"From: hans\n\nHelp!", "d" * 64, email()))
    return {"outcome": report.outcome.value, "mail": report.mail, "ticket": report.ticket}


def lease(desk: Desk, owner: str, hours: int = 0) -> Answer:
    desk = Desk(desk._store, SYSTEM, FixedClock(NOW + timedelta(hours=hours)))
    return {"leased": [mail.id for mail in desk.perform(LeaseOutbox(owner, limit=3))]}


def hold(desk: Desk, owner: str) -> Answer:
    return {"holder": desk.perform(TakeLease("gateway:support", owner, 20.0))}


def open_ticket(desk: Desk, key: str, subject: str) -> Answer:
    return {"ticket": desk.staff("gary").perform(NewTicket("hans@acme.example", "Tech", subject, "Help!", key=key))}


def reply(desk: Desk, login: str, number: int, key: str) -> Answer:
    return {"ticket": desk.staff(login).perform(Reply(number, "Done.", key=key))}


def _run(act: Callable[..., Answer], where: str, arguments: dict[str, Any], ready: int, gate: int) -> Answer:
    desk = open_desk(where, FixedClock(NOW))
    desk.acting_as(SYSTEM).scope()
    os.write(ready, b".")
    os.read(gate, 1)
    try:
        return act(desk, **arguments)
    except DeskError as error:
        return {"code": error.code, "message": error.sentence} | error.details
    finally:
        desk.close()


def _make(where: str, arguments: dict[str, Any], ready: int, gate: int) -> Answer:
    os.write(ready, b".")
    os.read(gate, 1)
    try:
        return {"made": make_desk(where, MakeDesk("gary"), FixedClock(NOW))} | arguments
    except DeskError as error:
        return {"code": error.code, "message": error.sentence}


def _main() -> None:
    task = json.load(sys.stdin)
    ready_read, ready = os.pipe()
    gate, opened = os.pipe()
    results: list[tuple[int, int]] = []
    for arguments in task["runners"]:
        answer_read, answer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(opened)
            try:
                if task["act"] == "init":
                    said = _make(task["where"], arguments, ready, gate)
                else:
                    said = _run(globals()[task["act"]], task["where"], arguments, ready, gate)
            except BaseException as error:
                said = {"code": "crash", "message": repr(error)}
                os.write(ready, b".")
            os.write(answer, json.dumps(said).encode())
            os._exit(0)
        os.close(answer)
        results.append((child, answer_read))
    os.close(ready)
    os.close(gate)
    for _ in results:
        if not os.read(ready_read, 1):
            break
    os.close(opened)
    answers = []
    for child, answer_read in results:
        with os.fdopen(answer_read) as answered:
            answers.append(json.load(answered))
        os.waitpid(child, 0)
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    _main()
