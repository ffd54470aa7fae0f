"""Mail comes in by LMTP (MG2; RFC 2033): a listener for one gateway, which a mail server connects to.

A thread takes clients in, and each client has a thread of its own, so that a slow one keeps nobody waiting. An email is
answered with 250 only after the commit that stores it (MG13); whoever is killed between the two gets it once more, and
the desk knows it then.
"""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from helpdesk_tui.desk.actions.delivery import ReleaseLease
from helpdesk_tui.desk.actions.gateways import NotePoll
from helpdesk_tui.errors import DeskError
from helpdesk_tui.mail.gateways.lease import DeskFailed, DeskTrouble, Lease
from helpdesk_tui.mail.gateways.lmtp_letters import LetterBox
from helpdesk_tui.mail.gateways.lmtp_place import Place, listening_at
from helpdesk_tui.mail.gateways.lmtp_session import Answer, Letter, Session
from helpdesk_tui.mail.gateways.lmtp_wire import Stopping, Wire
from helpdesk_tui.mail.gateways.spool import Spool
from helpdesk_tui.views import GatewayView, MailReport

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.mail.parsers.children import ParserPool

CLIENTS = 100
"""As many clients are talked to at once; the next one is told to come again."""

_LOOK_SECONDS = 1.0
_PAUSE_MS = 200
_FULL = b"421 4.3.2 Too many clients at once; come again\r\n"


class Listener:
    """Talks to the clients that come in at a place, until it is closed. Raises Unavailable when it cannot listen."""

    def __init__(
        self, place: Place, host: str, limit: int, take: Callable[[Letter], Answer], tell: Callable[[str], None]
    ) -> None:
        self._tell = tell
        self._host = host
        self._limit = limit
        self._take = take
        self._stopping = Stopping()
        self._clients: set[threading.Thread] = set()
        self._lock = threading.Lock()
        self._open = contextlib.ExitStack()
        try:
            self._sockets = self._open.enter_context(listening_at(place))
        except BaseException:
            self._stopping.close()
            raise
        self._door = threading.Thread(target=self._let_in, name=f"lmtp {place}", daemon=True)
        self._door.start()

    def __enter__(self) -> Listener:
        """The listener itself; leaving the block closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let nobody in any more, end what only waits, and wait for the emails that are being stored."""
        self._stopping.set()
        self._door.join()
        self._open.close()
        with self._lock:
            clients = list(self._clients)
        for client in clients:
            client.join()
        self._stopping.close()

    def _let_in(self) -> None:
        poll, pause = select.poll(), select.poll()
        by_number = {one.fileno(): one for one in self._sockets}
        for number in (*by_number, self._stopping.fileno()):
            poll.register(number, select.POLLIN)
        pause.register(self._stopping.fileno(), select.POLLIN)
        while self._stopping.end is None:
            for number, _ in poll.poll():
                if number in by_number:
                    try:
                        self._welcome(by_number[number].accept()[0])
                    except OSError:  # it has hung up already, or there are no more file handles
                        pause.poll(_PAUSE_MS)

    def _welcome(self, connection: socket.socket) -> None:
        """A thread for the client; one too many is told to come again."""
        thread = threading.Thread(target=self._talk, args=(connection,), name="lmtp client", daemon=True)
        with self._lock:
            if len(self._clients) < CLIENTS:
                with contextlib.suppress(RuntimeError):  # the system has no more threads
                    thread.start()
                    self._clients.add(thread)
                    return
        with connection, contextlib.suppress(OSError):
            connection.setblocking(False)
            connection.send(_FULL)

    def _talk(self, connection: socket.socket) -> None:
        try:
            Session(Wire(connection, self._stopping), self._host, lambda: Spool(self._limit), self._take).run()
        except Exception as bug:
            self._tell(f"The program failed on an LMTP client ({type(bug).__name__}).")
        finally:
            connection.close()
            with self._lock:
                self._clients.discard(threading.current_thread())


def serve(
    desk: Desk, gateway: GatewayView, place: Place, pool: ParserPool, *, owner: str, max_bytes: int,
    report: Callable[[MailReport], None], tell: Callable[[str], None], stop: threading.Event,
) -> None:  # fmt: skip
    """Take the gateway's mail at this place until `stop` is set, then finish what is being stored.

    `report` and `tell` are called as `LetterBox` does. Raises TryLater when another process has the gateway, also later
    on, and Unavailable when nobody can listen there.
    """
    lease = Lease(desk, gateway.name, owner)
    host = socket.gethostname() or "localhost"
    lease.renew()
    box = LetterBox(desk, gateway.name, pool, max_bytes, host, report, tell)
    try:
        with Listener(place, host, max_bytes, box.take, tell):
            _note(desk, gateway, tell, began=True)
            noted = 0
            while not stop.wait(_LOOK_SECONDS):
                with contextlib.suppress(DeskTrouble, DeskFailed):  # whoever hands mail in hears of it
                    lease.renew()
                if box.taken > noted:
                    noted = box.taken
                    _note(desk, gateway, tell)
        if box.taken > noted:
            _note(desk, gateway, tell)
    finally:
        with contextlib.suppress(DeskError):  # a lease that cannot be given back ends by itself
            desk.perform(ReleaseLease(f"gateway:{gateway.name}", owner))


def _note(desk: Desk, gateway: GatewayView, tell: Callable[[str], None], *, began: bool = False) -> None:
    """Write down that it listens, or that mail came."""
    note = NotePoll(gateway.id, interval=gateway.interval, generation=gateway.generation, began=began)
    try:
        desk.perform(note)
    except DeskError as failure:
        tell(failure.sentence)
