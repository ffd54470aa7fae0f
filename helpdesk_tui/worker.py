"""The background service (CLI: worker): gateways, outbox, delays; stops cleanly on SIGTERM.

One thread a gateway, so that a bad one never stops the others (rule 8), one for the outbox, one for the clock's work.
A gateway that mail is handed in to by LMTP has its thread listen.
Every thread works through the door in short transactions; a stop waits for the transaction, never for a server.
"""

from __future__ import annotations

import itertools
import math
import os
import random
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING

from helpdesk_tui.desk.actions.abuse import CarryOutAbuse
from helpdesk_tui.desk.actions.delivery import Heartbeat, ReleaseLease
from helpdesk_tui.desk.actions.gateways import NotePoll
from helpdesk_tui.desk.actions.redirect import ReturnDelayed
from helpdesk_tui.errors import DeskError, StorageFailed, TryLater, Unavailable
from helpdesk_tui.mail.gateways.lease import LEASE_SECONDS, STUCK_SECONDS, DeskFailed, DeskTrouble
from helpdesk_tui.mail.gateways.polling import poll
from helpdesk_tui.mail.gateways.sources import Source, open_gateway
from helpdesk_tui.mail.owner import owner_name
from helpdesk_tui.questions import ReadDue, ReadGateways
from helpdesk_tui.text import one_line
from helpdesk_tui.views import GatewayView, MailReport
from helpdesk_tui.vocab import GatewayType

if TYPE_CHECKING:
    from helpdesk_tui.config import Settings
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.mail.outgoing.sending import Sender
    from helpdesk_tui.mail.parsers.children import ParserPool

POLLED = (GatewayType.IMAP, GatewayType.POP3, GatewayType.MAILDIR, GatewayType.MBOX)
_SERVED = (*POLLED, GatewayType.LMTP)
_HEARTBEAT_SECONDS = 10.0
_LOOK_SECONDS = 1.0
_STOP_SECONDS = 1.8
_BUSY_SECONDS = 5.0
_MAIL_FIRST_SECONDS = 300.0

Tell = Callable[[str], None]


class Worker:
    """Runs until it is told to stop; `report` gets what became of each email, `tell` a line for the log."""

    def __init__(
        self, desk: Desk, settings: Settings, pool: ParserPool, report: Callable[[MailReport], None], tell: Tell
    ) -> None:
        self._desk = desk
        self._settings = settings
        self._pool = pool
        self._report = report
        self._tell = tell
        self._owner = owner_name()
        self._serving: dict[str, float] = {}
        """Owners of the leases that are kept between polls, and when each last got on: one that is stuck loses its
        gateway, because a server that does not answer another poller may reach."""
        self._threads: dict[int, tuple[GatewayView, threading.Event, threading.Thread]] = {}
        self._started = itertools.count(1)
        self._asked: set[int] = set()
        """Numbers of the gateways whose mailbox was asked since this worker began, whatever came of it."""
        self._mail_comes_first = time.monotonic() + _MAIL_FIRST_SECONDS
        self._leaving = False
        self._sender: Sender | None = None
        self._failed: DeskFailed | None = None
        """What the desk's disk failed with at a gateway."""
        self.stopping = threading.Event()

    def run(self) -> None:
        """Work until `stopping` is set: look for changed gateways, due delays and due mail, and say that we live.

        Raises DeskError when the database fails for good (rule 29).
        """
        sender = threading.Thread(target=self._send, name="outbox", daemon=True)
        sender.start()
        try:
            self._keep_time()
        finally:
            self.stopping.set()
            for _, stop, _ in self._threads.values():
                stop.set()
            end = time.monotonic() + _STOP_SECONDS
            if self._sender is not None:
                self._sender.stop()
            for thread in (*(thread for _, _, thread in self._threads.values()), sender):
                thread.join(max(end - time.monotonic(), 0))
        if self._failed is not None:
            raise self._failed

    def _keep_time(self) -> None:
        """What the clock asks for, until `stopping` is set; raises DeskError when the database fails for good."""
        beat = 0.0
        while not self.stopping.is_set():
            try:
                if beat <= 0:
                    self._desk.perform(Heartbeat(self._owner, self._getting_on(), LEASE_SECONDS))
                    self._match_gateways()
                    beat = _HEARTBEAT_SECONDS
                elif self._leaving:
                    self._match_gateways()
                due = self._desk.read(ReadDue())
                if due.delays:
                    self._desk.perform(ReturnDelayed())
                if due.abuses and self._mail_was_asked_for():
                    for abuse in due.abuses:
                        self._desk.perform(CarryOutAbuse(abuse))
            except (TryLater, Unavailable) as busy:
                self._tell(busy.sentence)
            beat -= _LOOK_SECONDS
            self.stopping.wait(_LOOK_SECONDS)

    def _mail_was_asked_for(self) -> bool:
        """Whether every mailbox was asked since the worker began, or one does not answer for long.

        While no worker ran, a client's answer may have come in time and lie there still.
        """
        polled = [number for number, (gateway, _, _) in self._threads.items() if gateway.type in POLLED]
        return self._asked.issuperset(polled) or time.monotonic() >= self._mail_comes_first

    def _getting_on(self) -> tuple[str, ...]:
        """The owners that wait for their next poll, or did something lately."""
        since = time.monotonic() - STUCK_SECONDS
        return tuple(owner for owner, moment in list(self._serving.items()) if moment > since)

    def _match_gateways(self) -> None:
        """Start a thread for each gateway that is switched on, end those that changed or went.

        A gateway that changed gets its new thread when the old one has ended, which may take as long as its server does
        not answer: two of them would write over each other's notes.
        """
        self._leaving = False
        wanted = {g.id: g for g in self._desk.read(ReadGateways(counted=False)) if g.enabled and g.type in _SERVED}
        for number, (gateway, stop, thread) in list(self._threads.items()):
            if number not in wanted or _settings_of(wanted[number]) != _settings_of(gateway) or not thread.is_alive():
                stop.set()
                if thread.is_alive():
                    self._leaving = True
                    continue
                thread.join()
                del self._threads[number]
        for number, gateway in wanted.items():
            if number not in self._threads:
                stop = threading.Event()
                # A lease of its own: what an older thread of this process gives back is not this one's.
                owner = owner_name(f"gateway {number}.{next(self._started)}")
                target = self._listen if gateway.type is GatewayType.LMTP else self._serve
                thread = threading.Thread(
                    target=target, args=(gateway, stop, owner), name=f"gateway {gateway.name}", daemon=True
                )
                self._threads[number] = (gateway, stop, thread)
                thread.start()

    def _serve(self, gateway: GatewayView, stop: threading.Event, owner: str) -> None:
        """Poll one gateway for ever: after its interval, at once when its source says so, later after a failure."""
        source: Source | None = None
        failures, told = gateway.failures, ""
        try:
            while not (stop.is_set() or self.stopping.is_set()):
                settled: list[int] = []
                closed = False
                self._serving[owner] = time.monotonic()
                try:
                    source = source or open_gateway(gateway)
                    self._poll(gateway, source, stop, owner, settled)
                    error, waiting = "", 0.0
                except DeskFailed as failure:
                    self._end(failure)
                    return
                except Exception as failure:
                    error, waiting = sentence_of(failure), _not_the_gateway_s(failure)
                    closed = isinstance(failure, StorageFailed) and failure.code == "mail_unreadable"
                    if not waiting or error != told:
                        self._tell(f"{gateway.name}: {error}")
                self._asked.add(gateway.id)
                if waiting:
                    # Nobody's fault, and told once: another poller may be at work for weeks.
                    told = error
                    stop.wait(waiting)
                    continue
                # A server that gives some mail and then fails, or a single file that is closed to us, is no reason to
                # look less often.
                before = 0 if settled or closed else failures
                failures, told = before + 1 if error else 0, ""
                wait = self._note(gateway, source, error, failures)
                self._serving[owner] = math.inf
                if error or source is None:
                    stop.wait(wait)
                else:
                    source.wait(wait, stop)
        finally:
            self._let_go(gateway, source, owner)

    def _listen(self, gateway: GatewayView, stop: threading.Event, owner: str) -> None:
        """Take in what a mail server hands in by LMTP; when nobody can listen there, try again after a minute."""
        from helpdesk_tui.mail.gateways.lmtp import serve
        from helpdesk_tui.mail.gateways.lmtp_place import place_of

        told = ""
        try:
            while not (stop.is_set() or self.stopping.is_set()):
                self._serving[owner] = math.inf
                try:
                    serve(
                        self._desk, gateway, place_of(gateway), self._pool, owner=owner, stop=stop,
                        max_bytes=self._settings.intake.max_bytes, report=self._report, tell=self._tell,
                    )  # fmt: skip
                except DeskFailed as failure:
                    self._end(failure)
                    return
                except Exception as failure:
                    error, waiting = sentence_of(failure), _not_the_gateway_s(failure)
                    if error != told:
                        self._tell(f"{gateway.name}: {error}")
                    told = error
                    stop.wait(waiting or self._note(gateway, None, error, 1))
        finally:
            self._let_go(gateway, None, owner)

    def _end(self, failure: DeskFailed) -> None:
        """Have the worker end with this: nothing can be kept any more."""
        self._failed = failure
        self.stopping.set()

    def _poll(
        self, gateway: GatewayView, source: Source, stop: threading.Event, owner: str, settled: list[int]
    ) -> None:
        """One poll; raises what went wrong. What was committed goes to `settled`."""
        for report in poll(
            self._desk, gateway, source, self._pool, owner=owner, max_bytes=self._settings.intake.max_bytes, stop=stop
        ):
            settled.append(report.mail)
            self._serving[owner] = time.monotonic()
            try:
                self._report(report)
            except Exception as failure:  # a full disk under the log is no reason to leave mail alone
                self._tell(sentence_of(failure))

    def _let_go(self, gateway: GatewayView, source: Source | None, owner: str) -> None:
        """The gateway is another one's from now on."""
        self._serving.pop(owner, None)
        if source is not None:
            source.close()
        try:
            self._desk.perform(ReleaseLease(f"gateway:{gateway.name}", owner))
        except DeskError as failure:
            self._tell(failure.sentence)

    def _note(self, gateway: GatewayView, source: Source | None, error: str, failures: int) -> float:
        """Write the poll down; how long to wait, in seconds: the interval, or a back-off that grows to an hour."""
        # Also after a failure: it holds what is still to be done at the source. Empty means it was never reached.
        state = source.state() if source is not None else ""
        note = NotePoll(
            gateway.id, state or None, error, gateway.interval, failures, random.random(), gateway.generation
        )
        try:
            self._desk.perform(note)
        except DeskError as failure:
            self._tell(failure.sentence)
        return note.wait_seconds

    def _send(self) -> None:
        from helpdesk_tui.mail.outgoing.sending import Sender

        said = ""
        while not self.stopping.is_set():
            try:
                self._sender = self._sender or Sender(self._desk, self._settings.smtp, self._owner)
                for _ in self._sender.send_due():
                    if self.stopping.is_set():
                        break
                said = ""
            except Exception as failure:
                # Asked every second; a sentence that stays the same is told once.
                if sentence_of(failure) != said:
                    self._tell(sentence_of(failure))
                said = sentence_of(failure)
            self.stopping.wait(_LOOK_SECONDS)
        if self._sender is not None:
            self._sender.close()


def run(
    desk: Desk, settings: Settings, report: Callable[[MailReport], None], tell: Tell, until_input_ends: bool = False
) -> int:
    """Run the worker in this process until SIGTERM or SIGINT; the exit code.

    With `until_input_ends` it ends too when standard input does: the process that started it is gone.
    """
    from helpdesk_tui.mail.parsers.children import ParserPool

    with ParserPool(settings.intake.workers) as pool:
        worker = Worker(desk, settings, pool, report, tell)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: worker.stopping.set())
        if until_input_ends:
            threading.Thread(target=_await_end_of_input, args=(worker.stopping,), daemon=True).start()
        worker.run()
    return 0


def _await_end_of_input(stopping: threading.Event) -> None:
    # Not through the buffered reader: a thread that waits inside it breaks the interpreter's end.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stopping.set()


def sentence_of(failure: Exception) -> str:
    """What went wrong, in one line; of a fault of this program with its place, because nobody sees a traceback."""
    if isinstance(failure, DeskError):
        return failure.sentence
    place = traceback.extract_tb(failure.__traceback__)[-1:]
    where = "".join(f" in {step.name}, line {step.lineno}" for step in place)
    return f"The program failed ({type(failure).__name__}{where}: {one_line(str(failure))[:200]})."


def _not_the_gateway_s(failure: Exception) -> float:
    """How long to wait after a failure that says nothing about the gateway, in seconds; 0 after one that does."""
    if isinstance(failure, DeskTrouble):
        return _BUSY_SECONDS
    if isinstance(failure, TryLater) and failure.code == "polled_elsewhere":
        return LEASE_SECONDS
    return 0.0


def _settings_of(gateway: GatewayView) -> tuple[object, ...]:
    """What of a gateway needs a new source when it changes."""
    return (
        gateway.generation,
        gateway.name, gateway.type, gateway.address, gateway.department_id, gateway.host, gateway.port, gateway.tls,
        gateway.login, gateway.password, gateway.folder, gateway.path, gateway.delete, gateway.interval, gateway.match,
        gateway.ca_file,
    )  # fmt: skip
