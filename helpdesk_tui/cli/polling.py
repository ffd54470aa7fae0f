"""`mail poll`: the gateways of a desk, polled one after the other by this process."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from helpdesk_tui.cli import output
from helpdesk_tui.cli.mail_in import tell
from helpdesk_tui.desk.actions.delivery import ReleaseLease
from helpdesk_tui.desk.actions.gateways import NotePoll
from helpdesk_tui.errors import DeskError, NotFound, Refused
from helpdesk_tui.mail.gateways.lease import STUCK_SECONDS, DeskFailed, DeskTrouble, Lease
from helpdesk_tui.mail.gateways.polling import poll
from helpdesk_tui.mail.gateways.sources import open_gateway
from helpdesk_tui.mail.owner import owner_name
from helpdesk_tui.questions import ReadGateways
from helpdesk_tui.worker import POLLED, sentence_of

if TYPE_CHECKING:
    from helpdesk_tui.cli.session import Session
    from helpdesk_tui.mail.parsers.children import ParserPool
    from helpdesk_tui.views import GatewayView


_LOOK_SECONDS = 1.0
_JOIN_SECONDS = 1.0


class _ProgramFailed(DeskError):
    """A fault of this program, met at one gateway."""

    exit_code = 70
    code = "internal"


class Poller:
    """Polls as the program itself; the lease of a gateway keeps a second poller away (rule 8)."""

    def __init__(self, session: Session, pool: ParserPool, stop: threading.Event) -> None:
        self._session = session
        self._pool = pool
        self._stop = stop
        self._owner = owner_name()
        self._serving: dict[str, Lease] = {}
        self._got_on = time.monotonic()

    def once(self, name: str | None) -> None:
        """Poll each gateway once; raises what the first one failed with, after the others were polled.

        Where the desk's disk failed, no other is polled (rule 29).
        """
        failed: list[DeskError] = []
        try:
            for gateway in self._wanted(name):
                error = self._poll(gateway)
                if isinstance(error, DeskFailed):
                    failed.insert(0, error)
                    break
                failed += [error] if error else []
        finally:
            self._let_go()
        for error in failed[1:]:
            output.complain_of(error, self._session.json)
        if failed:
            raise failed[0]

    def due(self, name: str | None, *, at_once: bool = False) -> None:
        """Poll the gateways whose time has come, or all of them `at_once`.

        A failure is told and noted; another poller ends this one (75), and so does a disk that failed (74).
        """
        self._got_on = time.monotonic()
        for gateway in self._wanted(name):
            if not at_once and gateway.next_poll is not None and gateway.next_poll > self._session.now:
                continue
            error = self._poll(gateway)
            if error is not None and (error.code == "polled_elsewhere" or isinstance(error, DeskFailed)):
                raise error
            if error is not None:
                output.complain_of(error, self._session.json)

    @contextlib.contextmanager
    def keeping(self) -> Iterator[None]:
        """While this lasts, what was polled stays this one's: between two polls, and while another server is slow."""
        over = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(over,), name="leases", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            over.set()
            keeper.join(_JOIN_SECONDS)
            self._let_go()

    def _keep(self, over: threading.Event) -> None:
        while not over.wait(_LOOK_SECONDS):
            if time.monotonic() - self._got_on < STUCK_SECONDS:
                for lease in list(self._serving.values()):
                    with contextlib.suppress(DeskError):  # the next poll is told
                        lease.renew()

    def _let_go(self) -> None:
        """The gateways are another one's from now on; a lease that cannot be given back now ends by itself."""
        for name in self._serving:
            with contextlib.suppress(DeskError):
                self._session.desk.perform(ReleaseLease(f"gateway:{name}", self._owner))
        self._serving.clear()

    def _wanted(self, name: str | None) -> list[GatewayView]:
        gateways = self._session.desk.read(ReadGateways(counted=False))
        if name is None:
            return [gateway for gateway in gateways if gateway.enabled and gateway.type in POLLED]
        found = [gateway for gateway in gateways if gateway.name == name]
        if not found:
            raise NotFound(f"Gateway {name}")
        if not found[0].enabled:
            raise Refused(f"Gateway {name} is switched off.", code="switched_off")
        return found

    def _poll(self, gateway: GatewayView) -> DeskError | None:
        """One poll, noted with its source's state or its error; what went wrong."""
        if self._stop.is_set():
            return None
        desk = self._session.desk
        source = None
        settled = 0
        try:
            self._serving.setdefault(gateway.name, Lease(desk, gateway.name, self._owner))
            source = open_gateway(gateway)
            limit = self._session.settings.intake.max_bytes
            for report in poll(
                desk, gateway, source, self._pool, owner=self._owner, max_bytes=limit, stop=self._stop
            ):  # fmt: skip
                settled += 1
                self._got_on = time.monotonic()
                tell(self._session, report)
            desk.perform(NotePoll(gateway.id, source.state(), interval=gateway.interval, generation=gateway.generation))
        except DeskError as error:
            self._note(gateway, error, source.state() if source is not None else "", settled)
            return error
        except output.ReaderGone:
            raise
        except Exception as bug:  # the other gateways are polled all the same (rule 8)
            if self._session.environ.get("HELPDESK_TRACEBACK"):
                raise
            failed = _ProgramFailed(sentence_of(bug))
            self._note(gateway, failed, source.state() if source is not None else "", settled)
            return failed
        finally:
            if source is not None:
                source.close()
        return None

    def _note(self, gateway: GatewayView, error: DeskError, state: str, settled: int) -> None:
        """Write a failure down, unless it is not the gateway's; with what the source has still to do."""
        of_the_desk = isinstance(error, (DeskTrouble, DeskFailed))
        if error.code not in ("polled_elsewhere", "not_polled", "output") and not of_the_desk:
            failures = (0 if settled else gateway.failures) + 1
            note = NotePoll(
                gateway.id,
                state or None,
                error.sentence,
                gateway.interval,
                failures,
                random.random(),
                gateway.generation,
            )
            try:
                self._session.desk.perform(note)
            except DeskError as unwritten:
                # The other gateways are polled all the same (rule 8).
                output.complain_of(unwritten, self._session.json)
