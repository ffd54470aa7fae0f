"""Sending over SMTP (MO1), step by step, so that *not delivered* and *nobody knows* are never mixed up (rule 18).

    what happened                                            state
    cannot connect, TLS or login fails, 4xx, 421             retry (a sentence says what to configure)
    5xx for the mail, or for every recipient                 failed
    some recipients refused                                  sent, with who and why in `refused`, and who of them
                                                             for now only in `later`
    connection lost before the final dot                     retry
    connection lost, time-out, nonsense after the final dot  unknown: the server may have taken it

The last is the gap that RFC 1047 describes; whoever tries again by itself there sends copies.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from helpdesk_tui.errors import DeskError, UnusableData
from helpdesk_tui.mail.outgoing.smtp_connection import SmtpRoute, opened, said
from helpdesk_tui.mail.reading.header_lines import wire_address
from helpdesk_tui.text import clipped
from helpdesk_tui.views import OutgoingMail
from helpdesk_tui.vocab import OutboxState

__all__ = ["SendResult", "SmtpRoute", "SmtpSender"]

_DOTS = re.compile(rb"^\.", re.MULTILINE)
_LOGIN_WANTED = (530, 534, 535, 538)  # RFC 4954, 6: the mail is not at fault, the configuration is
_PIECE = 64 * 1024

_GRACE_SECONDS = 1.0

Refusals = dict[str, tuple[int, bytes]]
Begin = Callable[[], bool]
"""Asked before the server gets the final dot: notes that it may have arrived from here on; False gives it up."""


def always() -> bool:
    """Whoever sends without an outbox."""
    return True


@dataclass(frozen=True, slots=True)
class SendResult:
    """What became of a mail: `state` is sent, retry, failed or unknown.

    `error` is a sentence, empty when all went well. `refused` says by address what the server said; those of it in
    `later` were refused for now only (4xx).
    """

    state: OutboxState
    error: str = ""
    refused: dict[str, str] = field(default_factory=dict)
    later: frozenset[str] = frozenset()


class _Decided(Exception):
    """The mail's fate is decided before its end; carries the result."""

    def __init__(self, result: SendResult) -> None:
        super().__init__(result.error)
        self.result = result


class SmtpSender:
    """Sends mail after mail over one connection, and connects anew when that has gone stale. For one thread."""

    def __init__(self, route: SmtpRoute) -> None:
        self._route = route
        self._smtp: smtplib.SMTP | None = None
        self._server = clipped(route.host, 100)
        self._end = 0.0
        self._stopped = False
        self._lock = threading.Lock()
        self._wire: socket.socket | None = None
        self._answered = threading.Event()
        self._answered.set()

    def send(self, mail: OutgoingMail, raw: bytes, begin: Begin = always) -> SendResult:
        """Send the mail as `raw` (CRLF lines) to its recipients; raises nothing that mail or server can cause."""
        try:
            sender = "" if mail.null_sender else wire_address(mail.sender)
            recipients = list(dict.fromkeys(wire_address(address) for address in mail.recipients))
        except UnusableData as wrong:
            return SendResult(OutboxState.FAILED, wrong.sentence)
        self._end = time.monotonic() + self._route.whole_seconds
        try:
            smtp = self._ready()
            self._begin(smtp, sender, recipients, raw)
            refused = self._name_recipients(smtp, recipients)
            self._hand_over(smtp, raw, begin)
        except _Decided as decided:
            return decided.result
        except DeskError as configuration:
            return SendResult(OutboxState.RETRY, configuration.sentence)
        except (smtplib.SMTPException, OSError, ValueError) as lost:
            self._drop()
            return SendResult(OutboxState.RETRY, f"The connection to {self._server} was lost: {said(lost)}")
        return self._result(OutboxState.SENT, refused) if refused else SendResult(OutboxState.SENT)

    def close(self) -> None:
        """Say goodbye if the server still listens; raises nothing."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        with contextlib.suppress(smtplib.SMTPException, OSError, ValueError):
            if smtp.sock is not None:
                smtp.sock.settimeout(min(self._route.seconds, 5.0))
                smtp.quit()
        smtp.close()
        self._unwatch()

    def _unwatch(self) -> None:
        with self._lock:
            if self._wire is not None:
                self._wire.close()
            self._wire = None

    def stop(self) -> None:
        """End what is being done within a second, for another thread; a mail that has its final dot gets that second.

        Every mail from now on is to be sent later.
        """
        self._stopped = True
        self._answered.wait(_GRACE_SECONDS)
        with self._lock, contextlib.suppress(OSError):
            if self._wire is not None:
                self._wire.shutdown(socket.SHUT_RDWR)

    def _drop(self) -> None:
        """Close the connection as it is, perhaps in the middle of a mail."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()
        self._unwatch()

    def _ready(self) -> smtplib.SMTP:
        """A connection that takes the next mail."""
        if self._smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                if self._ask(self._smtp, "RSET")[0] == 250:
                    return self._smtp
            self.close()
        try:
            self._smtp = opened(self._route, self._watch)
        except BaseException:
            self._unwatch()
            raise
        return self._smtp

    def _watch(self, connecting: socket.socket) -> None:
        """Keep a handle of a connection from before it is made: TLS takes the socket itself away."""
        with self._lock:
            if self._wire is not None:
                self._wire.close()
            self._wire = connecting.dup()
            if self._stopped:
                raise TimeoutError("the sending was stopped")

    def _begin(self, smtp: smtplib.SMTP, sender: str, recipients: list[str], raw: bytes) -> None:
        """MAIL FROM, with the extensions that the mail needs."""
        options = ""
        if not (raw.isascii() and "".join([sender, *recipients]).isascii()):
            if not smtp.has_extn("smtputf8"):
                self._decide(
                    OutboxState.FAILED, "does not take addresses with letters beyond ASCII (it lacks SMTPUTF8)."
                )
            options = " SMTPUTF8 BODY=8BITMIME"
            smtp.command_encoding = "utf-8"
        if smtp.has_extn("size"):
            largest = smtp.esmtp_features["size"]
            if largest.isdecimal() and 0 < int(largest) < len(raw):
                self._decide(OutboxState.FAILED, f"takes mail of at most {int(largest):,} bytes, not {len(raw):,}.")
            options += f" SIZE={len(raw)}"
        self._judge(*self._ask(smtp, "MAIL", f"FROM:<{sender}>{options}"))

    def _name_recipients(self, smtp: smtplib.SMTP, recipients: list[str]) -> Refusals:
        """RCPT TO for each; those that the server refused, if it took at least one (rule 19)."""
        refused: Refusals = {}
        for address in recipients:
            code, text = self._ask(smtp, "RCPT", f"TO:<{address}>")
            if code == 421 or code in _LOGIN_WANTED:
                self._judge(code, text)
            if not 200 <= code < 300:
                refused[address] = code, text
        if len(refused) == len(recipients):
            passing = any(code < 500 for code, _ in refused.values())
            raise _Decided(self._result(OutboxState.RETRY if passing else OutboxState.FAILED, refused))
        return refused

    def _hand_over(self, smtp: smtplib.SMTP, raw: bytes, begin: Begin) -> None:
        """DATA, the mail, the final dot, and the answer on which everything depends."""
        code, text = self._ask(smtp, "DATA")
        if code != 354:
            self._judge(code if code >= 400 else 451, text)
        content = _DOTS.sub(b"..", raw) + (b"" if raw.endswith(b"\r\n") else b"\r\n")
        try:
            for start in range(0, len(content), _PIECE):  # the time limit of a socket is for the whole of one sendall
                self._patient(smtp).sendall(content[start : start + _PIECE])
        except OSError:
            # It hung up before the end, as some do with a mail that is too large, and perhaps said why.
            code, text = smtp.getreply()
            self._drop()
            self._judge(code if code >= 400 else 451, text)
        sock = self._patient(smtp)
        self._ask_to_begin(begin)
        self._answered.clear()
        try:
            sock.sendall(b".\r\n")
            sock.settimeout(self._route.final_seconds)
            code, text = smtp.getreply()
        except (smtplib.SMTPException, OSError) as lost:
            self._drop()
            self._decide(
                OutboxState.UNKNOWN, f"was given the mail and did not answer ({said(lost)}): it may have arrived."
            )
        finally:
            self._answered.set()
        if not (200 <= code < 300 or 400 <= code < 600):
            self._drop()
            self._decide(OutboxState.UNKNOWN, f"was given the mail and answered “{said(text)}”: it may have arrived.")
        self._judge(code, text)

    def _ask_to_begin(self, begin: Begin) -> None:
        """Go on if the mail is still ours to send; whatever else happens, the server never gets its end."""
        sure = False
        try:
            sure = begin() and not self._stopped
        finally:
            if not sure:
                self._drop()
        if not sure:
            self._decide(OutboxState.RETRY, "was not given the mail: the sending was stopped before its end.")

    def _ask(self, smtp: smtplib.SMTP, command: str, arguments: str = "") -> tuple[int, bytes]:
        self._patient(smtp)
        return smtp.docmd(command, arguments)

    def _patient(self, smtp: smtplib.SMTP) -> socket.socket:
        """The socket, with the time that is left for one step; raises TimeoutError when none is."""
        if smtp.sock is None:
            raise smtplib.SMTPServerDisconnected("it is closed")
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"the mail took more than {self._route.whole_seconds:g} seconds")
        smtp.sock.settimeout(min(self._route.seconds, left))
        return smtp.sock

    def _judge(self, code: int, text: bytes) -> None:
        """Go on after a 2xx, else decide (table above)."""
        if 200 <= code < 300:
            return
        if code == 421:
            self.close()
        if code in _LOGIN_WANTED:
            self._decide(OutboxState.RETRY, f"wants a login; check login and password in [smtp]: {code} {said(text)}")
        state = OutboxState.FAILED if 500 <= code < 600 else OutboxState.RETRY
        self._decide(state, f"answered: {code} {said(text)}")

    def _decide(self, state: OutboxState, clause: str) -> NoReturn:
        raise _Decided(SendResult(state, f"{self._server} {clause}"))

    def _result(self, state: OutboxState, refused: Refusals) -> SendResult:
        """A result for refused recipients."""
        told = {address: f"{code} {said(text)}" for address, (code, text) in refused.items()}
        later = frozenset(address for address, (code, _) in refused.items() if not 500 <= code < 600)
        who = "; ".join(f"{address}: {text}" for address, text in told.items())
        return SendResult(state, f"{self._server} did not take it for {who}", told, later)
