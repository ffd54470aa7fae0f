"""Delivering the outbox (MO1; rules 17 to 19): lease one email, render it, hand it over, write down the outcome."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from helpdesk_tui.config import SmtpSettings
from helpdesk_tui.desk.actions.delivery import BeginOutgoing, LeaseOutbox, SettleOutgoing
from helpdesk_tui.errors import DeskError, TryLater
from helpdesk_tui.mail.outgoing.papers import with_papers
from helpdesk_tui.mail.outgoing.render import render
from helpdesk_tui.mail.outgoing.smtp import Begin, SendResult
from helpdesk_tui.mail.owner import is_dead
from helpdesk_tui.questions import ReadDue
from helpdesk_tui.views import OutgoingMail
from helpdesk_tui.vocab import OutboxState

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one outgoing email (CLI: mail send)."""

    id: int
    to: tuple[str, ...]
    subject: str
    state: OutboxState
    error: str


class Transport(Protocol):
    """A way out: an SMTP server, or a sendmail program."""

    def send(self, mail: OutgoingMail, raw: bytes, begin: Begin) -> SendResult:
        """Hand it over; never raises for what a server or program says.

        `begin` is asked when nothing that is needed is missing any more: False gives the mail up.
        """
        ...

    def stop(self) -> None:
        """End what is being done soon; called by another thread."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Sender:
    """Sends what is due over one transport, one email after the other."""

    def __init__(self, desk: Desk, settings: SmtpSettings, owner: str) -> None:
        self._desk = desk
        self._owner = owner
        self._transport = transport_for(settings)
        self._unsettled: tuple[OutgoingMail, SendResult] | None = None

    def send_due(self) -> Iterator[Sent]:
        """Send until nothing is due; yields what became of each.

        One email is leased at a time: if this process dies, the outcome of that one alone is unknown. An outcome that
        could not be written down, because the database was locked say, is written before anything else is sent.
        """
        if self._unsettled is not None:
            yield self._settle(*self._unsettled)
        while True:
            due = self._desk.read(ReadDue())
            dead = tuple(owner for owner in due.senders if is_dead(owner))
            if not due.outbox and not dead:
                return
            leased = self._desk.perform(LeaseOutbox(self._owner, 1, dead))
            if not leased:
                return
            for mail in leased:
                yield self._send(mail)

    def close(self) -> None:
        """Let go of the connection."""
        self._transport.close()

    def stop(self) -> None:
        """End what is being sent within a second; for another thread."""
        self._transport.stop()

    def _send(self, mail: OutgoingMail) -> Sent:
        try:
            raw = render(with_papers(mail))
        except DeskError as refused:
            # An email that cannot be written as one (a heading with a line break, no recipient) never will be.
            return self._settle(mail, SendResult(OutboxState.FAILED, refused.sentence))
        except Exception as bug:
            sentence = f"The program failed on this email ({type(bug).__name__}); it was not sent."
            return self._settle(mail, SendResult(OutboxState.FAILED, sentence))

        def begin() -> bool:
            return self._desk.perform(BeginOutgoing(mail.id, self._owner))

        return self._settle(mail, self._transport.send(mail, raw, begin))

    def _settle(self, mail: OutgoingMail, result: SendResult) -> Sent:
        """Write the outcome down; raises TryLater when the database stays locked, and knows it still (rule 18)."""
        self._unsettled = mail, result
        act = SettleOutgoing(
            mail.id, result.state, result.error, tuple(sorted(result.refused.items())), tuple(sorted(result.later)),
            self._desk.clock.now() - (mail.again or mail.created), self._owner,
        )  # fmt: skip
        for _ in range(_TRIES - 1):
            with contextlib.suppress(TryLater):
                state = self._desk.perform(act)
                break
        else:
            state = self._desk.perform(act)
        self._unsettled = None
        return Sent(mail.id, mail.to, mail.subject, state, result.error)


def transport_for(settings: SmtpSettings) -> Transport:
    """The way out that the configuration names."""
    if settings.sendmail:
        from helpdesk_tui.mail.outgoing.sendmail import SendmailSender

        return SendmailSender(settings.program)
    from helpdesk_tui.mail.outgoing.smtp import SmtpSender
    from helpdesk_tui.mail.outgoing.smtp_connection import SmtpRoute
    from helpdesk_tui.mail.secrets import reveal

    password = reveal(settings.password) if settings.password else str
    return SmtpSender(SmtpRoute(settings.host, settings.port, settings.tls, settings.login, password))
