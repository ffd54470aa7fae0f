"""An email that came in becomes the right thing, once (MG3 to MG9, MG13; RELIABILITY rules 1 to 16).

`Receive` is the act behind `Desk.receive`: one transaction holds the raw bytes, the delivery and the outcome. The
steps below are asked in their order; the first that has an answer decides. Whoever fetched the mail acknowledges it
only after the commit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from helpdesk_tui.desk import filing
from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.desk.filing import Verdict, settled
from helpdesk_tui.desk.judging import judge, not_for, through_lists
from helpdesk_tui.rules import headers, lifecycle
from helpdesk_tui.views import MailReport, ParsedMail
from helpdesk_tui.vocab import MailOutcome

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.mail import Gateway, StoredMail
    from helpdesk_tui.store.tx import Tx

LEFT = "left at its place"
"""How the reason begins where a mail could not be fetched whole: its source keeps it as it is."""
_AGAIN = (MailOutcome.IGNORED,)


@dataclass(frozen=True, slots=True)
class Receive(Act[MailReport]):
    """Store one email and decide what becomes of it.

    `unit` is the delivery's key within the source (empty for a pipe: the content hash stands for it); `digest` the
    content hash of rule 4, `earlier` that of mails that were stored before it was what it is; `parsed` is None when
    it could not be read, `unreadable` says why. `gateway` is a number, `generation` that of the mailbox that was
    read, which may have been left meanwhile; None is the present one. With `head_only` the mail was too large: `raw`
    is its beginning, and `parsed` what that says.
    """

    name: ClassVar[str] = "receive"
    title: ClassVar[str] = "Receive an email"
    help: ClassVar[str] = "An email becomes a ticket, a reply, an incoming email, or is kept with the reason why not."
    who: ClassVar[Who] = Who.SYSTEM

    gateway: int
    source: str
    unit: str
    raw: bytes = field(repr=False)
    digest: str
    parsed: ParsedMail | None
    unreadable: str = ""
    generation: int | None = None
    head_only: bool = False
    earlier: str = ""

    def contents(self) -> Iterable[bytes]:
        """The email and its attachments."""
        return (self.raw, *attached(self.parsed))

    def apply(self, tx: Tx) -> MailReport:
        """Record the delivery and the outcome; a delivery or an email that is known already changes nothing."""
        parsed = through_lists(tx, self.parsed)
        if parsed is not self.parsed:
            return replace(self, parsed=parsed).apply(tx)
        gateway = tx.mail.gateway(self.gateway)
        unit, note = self.unit or f"digest:{self.digest}", ""
        box = gateway.generation if self.generation is None else self.generation
        elsewhere = not_for(gateway, self.parsed)
        before = tx.mail.arrived(gateway.id, box, unit)
        if before is not None and before.digest not in (self.digest, self.earlier):
            # Other bytes under a place that was seen before are another email (rule 4).
            note = f"came from the place of mail {before.id}, which was another email"
            unit = f"{unit} {self.digest}"
            before = tx.mail.arrived(gateway.id, box, unit)
        if before is not None:
            return self._report(gateway, before.id, elsewhere or _duplicate(before))
        known = tx.mail.with_digest(self.digest, self.earlier)
        if known is not None and (known.outcome not in _AGAIN or known.incoming is not None):
            # Taken by another gateway; here it stays as it is unless it was sent here too (MG4).
            verdict = elsewhere or _same_mail_elsewhere(tx, gateway, known)
            left = self.unreadable if self.unreadable.startswith(LEFT) else verdict.reason
            tx.mail.arrive(gateway.id, box, unit, known.id, verdict.outcome, left)
            return self._report(gateway, known.id, verdict)
        verdict, number = self._decide(tx, gateway, known, note)
        tx.mail.arrive(gateway.id, box, unit, number, verdict.outcome, verdict.reason)
        return self._report(gateway, number, verdict)

    def _decide(self, tx: Tx, gateway: Gateway, known: StoredMail | None, note: str) -> tuple[Verdict, int]:
        """Store the mail, then decide: messages point at the row of the mail they came from."""
        values = self._described(tx, gateway)
        twin = tx.mail.under(values["message_id"])
        if twin is not None and (known is None or twin != known.id):
            # Rule 4: an id that somebody uses again makes no email a repetition.
            note = note or f"its Message-ID is that of mail {twin}, which was another email"
        if known is None:
            number = tx.mail.keep(values)
        else:
            number = known.id
            tx.mail.settle(number, values)
        verdict = judge(tx, gateway, number, self.parsed, self.unreadable)
        verdict = replace(verdict, reason="; ".join(filter(None, (verdict.reason, note))))
        tx.mail.settle(number, settled(verdict))
        tx.record("mail in", "", verdict.outcome.value, ticket=verdict.ticket, client=verdict.client,
                  reason=verdict.reason)  # fmt: skip
        return verdict, number

    def _described(self, tx: Tx, gateway: Gateway) -> dict[str, Any]:
        return described(self.parsed) | {
            "digest": self.digest, "raw": tx.conversation.blob(self.raw), "size": len(self.raw),
            "head_only": self.head_only, "gateway": gateway.id, "department": gateway.department,
            "outcome": MailOutcome.QUARANTINED.value,
            "received": tx.now,
        }  # fmt: skip

    def _report(self, gateway: Gateway, mail: int, verdict: Verdict) -> MailReport:
        return MailReport(
            gateway.name, self.source, self.unit, self.parsed.message_id if self.parsed else "", verdict.outcome,
            verdict.reason, bool(self.parsed and self.parsed.kind != "mail"), mail, verdict.ticket, verdict.message,
            verdict.client, self.parsed, verdict.why,
        )  # fmt: skip


def attached(parsed: ParsedMail | None) -> Iterable[bytes]:
    """The bytes of an email's attachments."""
    return () if parsed is None else (attachment.content for attachment in parsed.attachments)


def described(parsed: ParsedMail | None) -> dict[str, Any]:
    """The columns of a stored mail that say what stands in it; empty ones where it could not be read."""
    sender = parsed.sender if parsed else None
    return {
        "message_id": parsed.message_id if parsed else "", "auto": bool(parsed and parsed.kind != "mail"),
        "sender_name": sender.name if sender else "", "sender": sender.address if sender else "",
        "recipients": tuple(a.address for a in parsed.to) if parsed else (),
        "subject": parsed.subject if parsed else "", "date": parsed.date if parsed else None,
        "references": headers.references_for(parsed.references, "") if parsed else (),
    }  # fmt: skip


def _duplicate(before: StoredMail) -> Verdict:
    why = (f"It is here already, as mail {before.id}: an email is taken once.",)
    return Verdict(
        MailOutcome.DUPLICATE, f"mail {before.id} again", before.ticket, before.message, before.client, why=why
    )


def _same_mail_elsewhere(tx: Tx, gateway: Gateway, known: StoredMail) -> Verdict:
    """The same email at a second gateway: one ticket, a task in each department (clarification)."""
    verdict = _duplicate(known)
    if known.ticket is None or known.outcome is not MailOutcome.TICKET_CREATED:
        return verdict
    ticket = tx.tickets.surviving(known.ticket)
    if gateway.department in ticket.departments:
        return verdict
    unpaid = filing.also_costs(tx, gateway.department, known, ticket)
    if unpaid:
        where = tx.people.department_name(gateway.department)
        return replace(verdict, reason=f"{verdict.reason}; not for {where}, as {unpaid}")
    tx.tickets.save(ticket, lifecycle.also_for(ticket, gateway.department, tx.now))
    return verdict
