"""A mail server that keeps what it is sent, and fails on demand (RFC 5321), on aiosmtpd."""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from email.message import EmailMessage
from enum import Enum
from functools import cached_property
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.daemon import HOST, ServerFailed

USER = "support"
PASSWORD = "secret"

_ACCEPTED = "250 2.0.0 kept"
_START_SECONDS = 10.0
_STOP_SECONDS = 1.0


class Tls(Enum):
    """How the server speaks TLS."""

    NONE = "none"
    STARTTLS = "starttls"
    """On demand, and demanded before anything else (RFC 3207)."""
    IMPLICIT = "implicit"
    """From the first byte (RFC 8314)."""


class Place(Enum):
    """Where in the dialogue a fault happens."""

    CONNECT = "connect"
    """Instead of the greeting."""
    RCPT = "rcpt"
    """At a recipient."""
    DATA = "data"
    """After the final dot, the message not kept."""
    KEPT = "kept"
    """After the final dot, the message kept all the same."""


DROP = "drop"
"""Fault: the connection is reset without an answer."""

HANG = "hang"
"""Fault: the connection stays open and silent until the client or the server ends it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, where, and for whom.

    Attributes:
        place: where in the dialogue.
        what: a whole reply line such as `450 4.2.1 try later`, or `DROP`, or `HANG`.
        only: the recipients concerned, everybody if empty; looked at for `Place.RCPT` only.
    """

    place: Place
    what: str
    only: Collection[str] = ()


@dataclass(frozen=True)
class Received:
    """A message the server has kept.

    Attributes:
        mail_from: the envelope sender, empty for a bounce.
        rcpt_tos: the recipients it was accepted for.
        raw: the content as it came, dot-stuffing undone.
        tls: whether it came over TLS.
        user: the name that was logged in, None without login.
    """

    mail_from: str
    rcpt_tos: tuple[str, ...]
    raw: bytes
    tls: bool
    user: str | None

    @cached_property
    def message(self) -> EmailMessage:
        """The content parsed by the standard library's `policy.default`."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)


class SmtpSink:
    """A mail server on a free loopback port, with a thread and an event loop of its own.

    Args:
        context: the server's certificate; needed unless `tls` is `Tls.NONE`.
        tls: how it speaks TLS.
        login: whether only `USER` with `PASSWORD` may send; names and passwords are checked in any case.

    Attributes:
        host: the loopback address.
        port: where it listens, from entering the context on.
        messages: what it has kept, in order of arrival.
        fault: what goes wrong from now on, None for nothing; may be changed at any time.
    """

    host = HOST

    def __init__(self, context: ssl.SSLContext | None = None, tls: Tls = Tls.NONE, login: bool = False) -> None:
        if tls is not Tls.NONE and context is None:
            raise ValueError("TLS needs a certificate")
        self.port = 0
        self.messages: list[Received] = []
        self.fault: Fault | None = None
        self._tls, self._context, self._login = tls, context, login
        self._changed = threading.Condition()
        self._dialogues: list[_Dialogue] = []
        self._done = asyncio.Event()
        self._listening = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="SMTP sink", daemon=True)

    def __enter__(self) -> Self:
        """Start listening."""
        self._thread.start()
        if not self._listening.wait(_START_SECONDS):
            raise ServerFailed("the SMTP sink does not listen")
        return self

    def __exit__(self, *exception: object) -> None:
        """Stop, cutting whatever connections there are."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join()

    def wait(self, count: int, seconds: float = 10.0) -> list[Received]:
        """Wait until some number of messages have been kept.

        Returns:
            All messages kept so far.

        Raises:
            AssertionError: there are fewer at the deadline.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.messages) >= count, seconds):
                raise AssertionError(f"{len(self.messages)} of {count} messages came in {seconds:g} seconds")
            return list(self.messages)

    def wait_for(self, wanted: Callable[[Received], bool], seconds: float = 10.0) -> list[Received]:
        """Wait until a message like this has been kept; all like it. Raises AssertionError at the deadline."""
        with self._changed:
            if not self._changed.wait_for(lambda: any(map(wanted, self.messages)), seconds):
                raise AssertionError(f"none of {len(self.messages)} messages in {seconds:g} seconds is what was meant")
            return [message for message in self.messages if wanted(message)]

    def keep(self, received: Received) -> None:
        """Keep a message, as the dialogue does."""
        with self._changed:
            self.messages.append(received)
            self._changed.notify_all()

    def fault_at(self, place: Place, recipient: str = "") -> str | None:
        """What goes wrong here and now, None for nothing."""
        fault = self.fault
        if fault is None or fault.place is not place or (fault.only and recipient not in fault.only):
            return None
        return fault.what

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        implicit = self._context if self._tls is Tls.IMPLICIT else None
        server = await self._loop.create_server(self._dialogue, HOST, 0, ssl=implicit)
        self.port = server.sockets[0].getsockname()[1]
        self._listening.set()
        await self._done.wait()
        server.close()
        for dialogue in self._dialogues:
            if isinstance(dialogue.transport, asyncio.Transport) and not dialogue.transport.is_closing():
                dialogue.transport.abort()
        if self._dialogues:
            await asyncio.wait([dialogue.gone for dialogue in self._dialogues], timeout=_STOP_SECONDS)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    @property
    def connections(self) -> int:
        """How many clients have connected."""
        return len(self._dialogues)

    @property
    def open_connections(self) -> int:
        """How many clients are connected now."""
        return sum(not dialogue.gone.done() for dialogue in self._dialogues)

    def _dialogue(self) -> SMTP:
        starttls = self._tls is Tls.STARTTLS
        dialogue = _Dialogue(
            _Handler(self, self._login),
            hostname="sink.example",
            loop=asyncio.get_running_loop(),
            enable_SMTPUTF8=True,
            tls_context=self._context if starttls else None,
            require_starttls=starttls,
            auth_require_tls=starttls,
            authenticator=_check_login,
        )
        self._dialogues.append(dialogue)
        return dialogue


class _Dialogue(SMTP):
    """A client's connection; the fault at its beginning is here because nothing has been said yet."""

    def __init__(self, handler: _Handler, **options: Any) -> None:
        super().__init__(handler, **options)
        self.gone: asyncio.Future[None] = self.loop.create_future()
        """Done when the connection has ended."""

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        if not self.gone.done():
            self.gone.set_result(None)

    async def _handle_client(self) -> None:
        handler: _Handler = self.event_handler
        if what := handler.sink.fault_at(Place.CONNECT):
            try:
                await self.push(await _go_wrong(self, what))
            finally:
                self._writer.close()
            return
        await super()._handle_client()


class _Handler:
    """What the server does with a message."""

    def __init__(self, sink: SmtpSink, login: bool) -> None:
        self.sink, self._login = sink, login

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if what := self.sink.fault_at(Place.RCPT, address):
            return await _go_wrong(server, what)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if what := self.sink.fault_at(Place.DATA):
            return await _go_wrong(server, what)
        login = session.auth_data
        self.sink.keep(
            Received(
                mail_from="" if envelope.mail_from == "<>" else envelope.mail_from or "",
                rcpt_tos=tuple(envelope.rcpt_tos),
                raw=envelope.original_content or b"",
                tls=_over_tls(server, session),
                user=login.login.decode() if isinstance(login, LoginPassword) else None,
            )
        )
        if what := self.sink.fault_at(Place.KEPT):
            return await _go_wrong(server, what)
        return _ACCEPTED


async def _go_wrong(server: SMTP, what: str) -> str:
    """Do what a fault says; a reply is left to the caller to send."""
    if what == DROP and isinstance(server.transport, asyncio.Transport):
        server.transport.abort()
    if what in (DROP, HANG):
        await asyncio.Event().wait()
    return what


def _over_tls(server: SMTP, session: Session) -> bool:
    implicit = server.transport is not None and server.transport.get_extra_info("ssl_object") is not None
    return implicit or session.ssl is not None


def _check_login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False, auth_data=data if good else None)
