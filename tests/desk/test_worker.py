"""The worker's threads: what a failure says about a gateway, and one thread at a time for each (rules 3, 8, 29)."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from helpdesk_tui import worker as module
from helpdesk_tui.config.settings import Settings
from helpdesk_tui.desk.actions.abuse import AddAbuse
from helpdesk_tui.desk.actions.gateways import EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.errors import StorageFailed, TryLater, Unavailable
from helpdesk_tui.mail.gateways.lease import STUCK_SECONDS, DeskFailed, DeskTrouble
from helpdesk_tui.questions import ReadAbuse, ReadGateways
from helpdesk_tui.views import GatewayView, MailReport
from helpdesk_tui.vocab import AbuseAction, GatewayType
from helpdesk_tui.worker import Worker
from tests.desk.letters import email
from tests.desks import HANS, NINE, MadeDesk


class Waits(threading.Event):
    """Whoever waits for it goes on at once; how long it would have been is written down."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(timeout or 0.0)
        return self.is_set()


class Nothing:
    """A source of which nothing is wanted."""

    def state(self) -> str:
        return "{}"

    def wait(self, seconds: float, stop: threading.Event) -> None:
        stop.wait(seconds)

    def close(self) -> None:
        pass


def view(desk: MadeDesk) -> GatewayView:
    return desk.system.read(ReadGateways())[0]


def made(desk: MadeDesk, report: Any = print, tell: Any = print) -> Worker:
    return Worker(desk.system, Settings(Path("/nowhere"), desk.where), cast(Any, None), report, tell)


def test_failures_count_where_the_gateway_is_at_fault(desk: MadeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule 8: not while the database is locked, and not beyond one where mail came through."""
    stop = Waits()
    taken = desk.receive(email())
    steps: Iterator[tuple[list[MailReport], Exception | None]] = iter((
        ([], Unavailable("The server is gone.")), ([], Unavailable("The server is gone.")),
        ([], DeskTrouble("The database is locked.")), ([], DeskTrouble("The database is locked.")),
        ([taken], Unavailable("The server is gone.")),
        ([], TryLater("Polled by another.", code="polled_elsewhere")),
        ([], StorageFailed("A file is closed.", code="mail_unreadable")),
        ([], StorageFailed("A file is closed.", code="mail_unreadable")),
        ([taken], None),
    ))  # fmt: skip
    noted: list[int] = []

    def poll(*_: object, **__: object) -> Iterator[MailReport]:
        noted.append(view(desk).failures)
        try:
            reports, failure = next(steps)
        except StopIteration:
            stop.set()
            return
        yield from reports
        if failure is not None:
            raise failure

    monkeypatch.setattr(module, "poll", poll)
    monkeypatch.setattr(module, "open_gateway", lambda _: Nothing())
    told: list[str] = []

    def full(_: MailReport) -> None:
        raise StorageFailed("The output cannot be written: No space left on device.", code="output")

    made(desk, full, told.append)._serve(view(desk), stop, "owner")
    assert noted == [0, 1, 2, 2, 2, 1, 1, 1, 1, 0]
    assert [told.count(f"support: {text}") for text in ("The server is gone.", "The database is locked.")] == [3, 1]
    assert sum("No space left" in line for line in told) == 2
    assert [round(seconds) for seconds in stop.seconds if seconds in (5.0, 20.0)] == [5, 5, 20]


@pytest.mark.parametrize("kind", [GatewayType.IMAP, GatewayType.LMTP])
def test_a_disk_that_fails_at_a_gateway_ends_the_worker(
    desk: MadeDesk, monkeypatch: pytest.MonkeyPatch, kind: GatewayType
) -> None:
    """Rule 29: with what the command ends with 74, and said nowhere else; the gateway is not at fault."""
    polls: list[int] = []

    def poll(*_: object, **__: object) -> Iterator[MailReport]:
        polls.append(1)
        raise DeskFailed("The disk of x is full; nothing was changed.", code="disk_full")

    monkeypatch.setattr(module, "poll", poll)
    monkeypatch.setattr("helpdesk_tui.mail.gateways.lmtp.serve", poll)
    monkeypatch.setattr("helpdesk_tui.mail.gateways.lmtp_place.place_of", lambda _: None)
    monkeypatch.setattr(module, "open_gateway", lambda _: Nothing())
    desk.sql(f"UPDATE gateway SET type = '{kind.value}'")
    told: list[str] = []
    with pytest.raises(StorageFailed, match="is full"):
        made(desk, tell=told.append).run()
    assert (polls, told) == ([1], [])
    assert (view(desk).failures, view(desk).last_error) == (0, "")


def test_a_thread_that_is_stuck_keeps_no_gateway(desk: MadeDesk) -> None:
    """Rule 8: one that waits for its next poll does, and one that got on lately."""
    worker = made(desk)
    now = time.monotonic()
    worker._serving |= {"waits": math.inf, "works": now, "stuck": now - STUCK_SECONDS - 1}
    assert worker._getting_on() == ("waits", "works")


def test_a_gateway_that_changed_gets_its_thread_when_the_old_one_has_ended(
    desk: MadeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rule 8: two of them would write over each other's notes; each holds a lease of its own."""
    let_go = threading.Event()
    serving: list[tuple[int, str]] = []

    def serve(_: Worker, gateway: GatewayView, stop: threading.Event, owner: str) -> None:
        serving.append((gateway.interval, owner))
        let_go.wait(20)

    monkeypatch.setattr(Worker, "_serve", serve)
    worker = made(desk)
    worker._match_gateways()
    desk.gary.perform(EditGateway("support", GatewaySettings(interval=60)))
    for _ in range(3):
        worker._match_gateways()
    assert [interval for interval, _ in serving] == [300]
    [(_, stop, thread)] = worker._threads.values()
    assert stop.is_set()
    let_go.set()
    thread.join(20)
    worker._match_gateways()
    [(_, _, thread)] = worker._threads.values()
    thread.join(20)
    assert [interval for interval, _ in serving] == [300, 60]
    assert serving[0][1] != serving[1][1]


def test_abuse_is_carried_out_when_the_mailboxes_were_asked(desk: MadeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """TF5: an answer that came in time and lies in a mailbox since no worker ran is read before anything is suspended.

    One that has not been answered to is carried out; a mailbox that never answers holds it up for a while only.
    """
    number = desk.gary.perform(NewTicket(HANS, "Tech", "Spam", "Look.", "vps-31"))
    date = NINE + timedelta(days=3)
    abuses = [desk.anna.perform(AddAbuse(number, 1, AbuseAction.SUPPORT, date)) for _ in range(2)]
    desk.clock.at = date
    passes = iter(("nothing asked", "asked", "end"))

    class Passes(Waits):
        """One pass of the clock's work after the other."""

        def wait(self, timeout: float | None = None) -> bool:
            states.append([desk.gary.read(ReadAbuse(abuse)).state.value for abuse in abuses])
            if next(passes) == "end":
                self.set()
            else:
                worker._asked.add(1)
            return self.is_set()

    def serve(_: Worker, gateway: GatewayView, stop: threading.Event, owner: str) -> None:
        stop.wait(20)

    monkeypatch.setattr(Worker, "_serve", serve)
    states: list[list[str]] = []
    worker = made(desk)
    worker.stopping = Passes()
    worker._keep_time()
    for _, stop, thread in worker._threads.values():
        stop.set()
        thread.join(20)
    assert states == [["open", "open"], ["done", "done"], ["done", "done"]]
    worker._asked.clear()
    assert not worker._mail_was_asked_for()
    worker._mail_comes_first = time.monotonic()
    assert worker._mail_was_asked_for()
