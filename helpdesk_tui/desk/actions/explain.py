"""What would become of an email, and why, without doing it (CLI: mail explain; MG10)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import intake, judging
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import NotFound
from helpdesk_tui.views import MailReport, ParsedMail
from helpdesk_tui.vocab import MailOutcome

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class ExplainMail(Act[MailReport]):
    """What a gateway would make of this email now; everything is taken back within the act.

    `raw` are the email's bytes, `digest` and `earlier` their content hashes (rule 4). The report's `why` lists
    the questions that were asked and their answers; a ticket that would be new has no number yet.
    """

    name: ClassVar[str] = "explain"
    title: ClassVar[str] = "Explain an email"
    help: ClassVar[str] = "Say what would become of an email at a gateway, and why; nothing is stored."

    gateway: str
    raw: bytes = field(repr=False)
    digest: str
    parsed: ParsedMail | None = field(repr=False)
    unreadable: str = ""
    earlier: str = ""

    def contents(self) -> Iterable[bytes]:
        """The email and its attachments: compressed before the transaction, as for keeping them."""
        return (self.raw, *intake.attached(self.parsed))

    def apply(self, tx: Tx) -> MailReport:
        """Receive it, take it back."""
        gateway = tx.mail.gateway_named(self.gateway)
        unit = f"explain {hashlib.sha256(self.raw).hexdigest()}"
        meant = intake.Receive(
            gateway.id, "file", unit, self.raw, self.digest, self.parsed, self.unreadable, earlier=self.earlier
        )
        with tx.taken_back():
            report = meant.apply(tx)
        return replace(report, file="")


@dataclass(frozen=True, slots=True)
class ExplainStored(Act[tuple[str, ...]]):
    """Why a stored email became what it is, as the desk would decide today: the questions and their answers.

    `parsed` is the email parsed again from the stored original, None when it cannot be read.
    """

    name: ClassVar[str] = "explain-stored"
    title: ClassVar[str] = "Why is it here?"
    help: ClassVar[str] = "Say which questions decided on an email, and how they were answered."

    mail: int
    parsed: ParsedMail | None = field(repr=False)
    unreadable: str = ""

    def contents(self) -> Iterable[bytes]:
        """The attachments."""
        return intake.attached(self.parsed)

    def apply(self, tx: Tx) -> tuple[str, ...]:
        """Decide once more, take it back."""
        missing = NotFound(f"Mail {self.mail}")
        try:
            mail = tx.mail.stored(self.mail)
            if mail.ticket is not None:
                tx.tickets.load(mail.ticket)
        except NotFound:
            raise missing from None
        covered = mail.department is None or tx.scope.covers(mail.department)
        covered = covered or mail.outcome is MailOutcome.QUARANTINED
        if mail.ticket is None and not covered:
            raise missing
        if mail.gateway is None:
            return ("The gateway through which it came was deleted.",)
        with tx.taken_back():
            verdict = judging.judge(tx, tx.mail.gateway(mail.gateway), mail.id, self.parsed, self.unreadable)
        then = f"It became: {mail.outcome.value.replace('_', ' ')}" + (
            f" ({mail.reason.rstrip('.')})" if mail.reason else ""
        )
        return (*verdict.why, f"{then}.")
