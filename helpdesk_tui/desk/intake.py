"""An email that came in becomes the right thing, once (MG3 to MG9, MG13; RELIABILITY rules 1 to 16).

`Receive` is the act behind `Desk.receive`: one transaction holds the raw bytes, the delivery and the outcome. The
steps below are asked in their order; the first that has an answer decides. Whoever fetched the mail acknowledges it
only after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from helpdesk_tui.desk import bounces, threading
from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.rules import headers, lifecycle
from helpdesk_tui.rules.addressed import addressed_to
from helpdesk_tui.rules.authentication import Sender, sender_by
from helpdesk_tui.rules.headers import compared
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.views import MailReport, ParsedMail
from helpdesk_tui.vocab import WRONG_TO, IncomingState, MailOutcome, MessageKind

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.clients import User
    from helpdesk_tui.store.rooms.mail import Gateway, StoredMail
    from helpdesk_tui.store.tx import Tx

LEFT = "left at its place"
"""How the reason begins where a mail could not be fetched whole: its source keeps it as it is."""
_AGAIN = (MailOutcome.IGNORED,)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of an email, and what it belongs to."""

    outcome: MailOutcome
    reason: str = ""
    ticket: int | None = None
    message: int | None = None
    client: int | None = None
    suggestion: int | None = None


@dataclass(frozen=True, slots=True)
class Receive(Act[MailReport]):
    """Store one email and decide what becomes of it.

    `unit` is the delivery's key within the source (empty for a pipe: the content hash stands for it); `digest` the
    content hash of rule 4; `parsed` is None when it could not be read, `unreadable` says why. `gateway` is a number,
    `generation` that of the mailbox that was read, which may have been left meanwhile; None is the present one. With
    `head_only` the mail was too large: `raw` is its beginning, and `parsed` what that says.
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

    def contents(self) -> Iterable[bytes]:
        """The email and its attachments."""
        return (self.raw, *attached(self.parsed))

    def apply(self, tx: Tx) -> MailReport:
        """Record the delivery and the outcome; a delivery or an email that is known already changes nothing."""
        gateway = tx.mail.gateway(self.gateway)
        unit, note = self.unit or f"digest:{self.digest}", ""
        box = gateway.generation if self.generation is None else self.generation
        elsewhere = _not_for(gateway, self.parsed)
        before = tx.mail.arrived(gateway.id, box, unit)
        if before is not None and before.digest != self.digest:
            # Other bytes under a place that was seen before are another email (rule 4).
            note = f"came from the place of mail {before.id}, which was another email"
            unit = f"{unit} {self.digest}"
            before = tx.mail.arrived(gateway.id, box, unit)
        if before is not None:
            return self._report(gateway, before.id, elsewhere or _duplicate(before))
        known = tx.mail.with_digest(self.digest)
        if known is not None and known.outcome not in _AGAIN:
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
            verdict.client, self.parsed,
        )  # fmt: skip


def attached(parsed: ParsedMail | None) -> Iterable[bytes]:
    """The bytes of an email's attachments."""
    return () if parsed is None else (attachment.content for attachment in parsed.attachments)


def described(parsed: ParsedMail | None) -> dict[str, Any]:
    """The columns of a stored mail that say what stands in it; empty ones where it could not be read."""
    sender = parsed.senders[0] if parsed and parsed.senders else None
    return {
        "message_id": parsed.message_id if parsed else "", "auto": bool(parsed and parsed.kind != "mail"),
        "sender_name": sender.name if sender else "", "sender": sender.address if sender else "",
        "recipients": tuple(a.address for a in parsed.to) if parsed else (),
        "subject": parsed.subject if parsed else "", "date": parsed.date if parsed else None,
    }  # fmt: skip


def judge(tx: Tx, gateway: Gateway, number: int, parsed: ParsedMail | None, unreadable: str) -> Verdict:
    """Decide on a stored mail and carry the decision out; also for *retry* and `mail replay`."""
    elsewhere = _not_for(gateway, parsed)
    if elsewhere is not None:
        return elsewhere
    if parsed is None or unreadable:
        return Verdict(MailOutcome.QUARANTINED, unreadable or "it could not be read")
    if parsed.to_cut and not addressed_to(parsed, gateway.address, gateway.match):
        return Verdict(MailOutcome.INCOMING, f"its To heading is too long to tell whether it names {gateway.address}")
    for step in _STEPS:
        verdict = step(tx, parsed)
        if verdict is not None:
            return verdict
    user = tx.clients.user_at(parsed.senders[0].address)
    found = threading.find(tx, parsed, user.client if user else None)
    if user is None:
        return Verdict(MailOutcome.INCOMING, "unknown sender", suggestion=found.suggestion)
    if _proof(gateway, parsed) is Sender.FORGED:
        return Verdict(MailOutcome.INCOMING, "the sender is forged, says the mail server", suggestion=found.suggestion)
    limit = _over_limit(tx, user)
    if limit:
        return Verdict(MailOutcome.INCOMING, limit, client=user.client, suggestion=found.suggestion)
    if found.ticket is not None:
        return _reply(tx, gateway, found.ticket, number, parsed, user, found.how)
    return open_ticket(tx, gateway.department, number, parsed, user, found.suggestion)


def _proof(gateway: Gateway, parsed: ParsedMail) -> Sender:
    """How far the gateway's own server vouches for the sender (MG11)."""
    return sender_by(parsed.authentication_results, gateway.authserv_id, parsed.results_below, parsed.received_by)


def _not_for(gateway: Gateway, parsed: ParsedMail | None) -> Verdict | None:
    """An email that was sent to somebody else is left alone (MG4); what cannot be read is nobody else's."""
    if parsed is None or parsed.to_cut or addressed_to(parsed, gateway.address, gateway.match):
        return None
    return Verdict(MailOutcome.IGNORED, f"{WRONG_TO} {gateway.address}")


def settled(verdict: Verdict) -> dict[str, Any]:
    """The columns of a stored mail that say what became of it."""
    shown = (MailOutcome.INCOMING, MailOutcome.REFUSED, MailOutcome.QUARANTINED)
    return {
        "outcome": verdict.outcome.value, "reason": verdict.reason, "ticket": verdict.ticket,
        "message": verdict.message, "client": verdict.client, "suggestion": verdict.suggestion,
        "incoming": IncomingState.WAITING.value if verdict.outcome in shown else None,
    }  # fmt: skip


def open_ticket(
    tx: Tx, department: int, mail: int, parsed: ParsedMail, user: User, suggestion: int | None = None,
    continues: int | None = None,
) -> Verdict:  # fmt: skip
    """A new ticket of a known client from an email (MG5).

    It gets a task in the department of every gateway that the email names: two gateways may have one mailbox, whose
    second one never sees what the first one took (clarification). One that `continues` another stays in its department.
    """
    named = set() if continues else {*(to.address for to in parsed.to), *parsed.more_to}
    departments = tuple(dict.fromkeys((department, *tx.mail.departments_of(named))))
    subject = " ".join(parsed.subject.split())[:500] or "(no subject)"
    made = lifecycle.opened(
        number=0, client=user.client, subject=subject, service=None, departments=departments, now=tx.now
    )
    ticket = tx.tickets.add(lifecycle.client_wrote(replace(made, continues=continues), tx.now))
    note = f"may belong to ticket {suggestion}" if suggestion else ""
    message = say(tx, ticket, mail, parsed, user.address, note)
    return Verdict(MailOutcome.TICKET_CREATED, "", ticket.number, message, user.client, suggestion)


def _reply(tx: Tx, gateway: Gateway, number: int, mail: int, parsed: ParsedMail, user: User, how: str) -> Verdict:
    ticket = tx.tickets.load(number)
    if _archived_for_good(tx, ticket):
        later = tx.tickets.continued_by(ticket)
        if later is not None:
            return _reply(tx, gateway, later, mail, parsed, user, how)
        return _continue(tx, gateway, ticket, mail, parsed, user)
    message = say(tx, ticket, mail, parsed, user.address, how)
    client_wrote(tx, ticket, gateway.department)
    return Verdict(MailOutcome.REPLY_ADDED, how, ticket.number, message, user.client)


def _archived_for_good(tx: Tx, ticket: Ticket) -> bool:
    """Whether the ticket has been in the archive for longer than the provider lets it come back (TQ9)."""
    days = int(tx.desk.setting("archive_days", "0"))
    return bool(days and ticket.archived and not ticket.open_tasks and ticket.archived <= tx.now - timedelta(days=days))


def _continue(tx: Tx, gateway: Gateway, old: Ticket, mail: int, parsed: ParsedMail, user: User) -> Verdict:
    """A new ticket instead of one that was archived long ago; each names the other (TQ9)."""
    department = tx.people.living(old.department, gateway.department) or gateway.department
    verdict = open_ticket(tx, department, mail, parsed, user, continues=old.number)
    if verdict.ticket is not None:
        tx.conversation.system(old, f"The client's answer became ticket {verdict.ticket}.")
        tx.conversation.system(
            tx.tickets.load(verdict.ticket),
            f"This goes on with ticket {old.number}, which has been in the archive for too long to open again.",
        )
    return verdict


def client_wrote(tx: Tx, ticket: Ticket, department: int | None) -> None:
    """The client wrote to a ticket (TQ9); where its department was deleted, it opens again in the one that is given."""
    gone = not ticket.open_tasks and not tx.people.active((ticket.department,))
    instead = tx.people.living(*([department] if department is not None else [])) if gone else None
    after = tx.tickets.save(ticket, lifecycle.client_wrote(ticket, tx.now, instead))
    if instead is not None:
        old, new = tx.people.department_name(ticket.department), tx.people.department_name(instead)
        tx.conversation.system(after, f'The department "{old}" is no more; the ticket opened again in "{new}".')


def say(tx: Tx, ticket: Ticket, mail: int, parsed: ParsedMail, author: str, note: str) -> int:
    """Add the email to a ticket's conversation, and its Message-ID to the ticket's references."""
    message = tx.conversation.say(
        ticket, MessageKind.CLIENT, parsed.text, author=author, own_lines=parsed.own_lines,
        attachments=parsed.attachments, mail=mail, note=note,
    )  # fmt: skip
    if headers.is_ours(parsed.message_id, tx.desk.secret()) is None:
        # An email under a Message-ID of ours is no reason to take answers to ours for answers to it.
        tx.mail.refer(parsed.message_id, ticket.number, message, issued=False)
    return message


def _duplicate(before: StoredMail) -> Verdict:
    return Verdict(MailOutcome.DUPLICATE, f"mail {before.id} again", before.ticket, before.message, before.client)


def _same_mail_elsewhere(tx: Tx, gateway: Gateway, known: StoredMail) -> Verdict:
    """The same email at a second gateway: one ticket, a task in each department (clarification)."""
    if known.ticket is not None and known.outcome is MailOutcome.TICKET_CREATED:
        ticket = tx.tickets.load(known.ticket)
        if gateway.department not in ticket.departments:
            tx.tickets.save(ticket, lifecycle.also_for(ticket, gateway.department, tx.now))
    return _duplicate(known)


# ---------------------------------------------------------------- steps that may end it


def _our_own(tx: Tx, parsed: ParsedMail) -> Verdict | None:
    """Mail from an address of ours never makes anything (MG9)."""
    ours = tx.mail.own_addresses() | tx.people.department_addresses() | {compared(tx.rules.sender)}
    ours.discard("")
    if parsed.kind == "bounce" or not any(sender.address in ours for sender in parsed.senders):
        return None
    return Verdict(MailOutcome.IGNORED, "from an address of this desk")


def _report_of_ours(tx: Tx, parsed: ParsedMail) -> Verdict | None:
    """A delivery report about something we sent is shown on its ticket (MG9)."""
    if parsed.kind != "bounce":
        return None
    ticket = bounces.note(tx, parsed)
    if ticket is None:
        return Verdict(MailOutcome.IGNORED, parsed.machine or "a delivery report about nothing we sent")
    return Verdict(MailOutcome.BOUNCED, parsed.machine, ticket)


def _machine(tx: Tx, parsed: ParsedMail) -> Verdict | None:
    """Auto-replies and lists never make a ticket; what monitoring generates may (clarification)."""
    if parsed.kind in ("mail", "generated"):
        return None
    return Verdict(MailOutcome.IGNORED, parsed.machine or "sent by a machine")


def _empty(tx: Tx, parsed: ParsedMail) -> Verdict | None:
    """Neither text nor attachment (MG4)."""
    return Verdict(MailOutcome.IGNORED, "empty") if parsed.empty else None


def _one_sender(tx: Tx, parsed: ParsedMail) -> Verdict | None:
    """Exactly one From with exactly one address names a sender (rule 12)."""
    if len(parsed.senders) == 1 and "@" in parsed.senders[0].address:
        return None
    return Verdict(MailOutcome.INCOMING, "no single sender" if parsed.senders else "no sender")


_STEPS: tuple[Callable[[Tx, ParsedMail], Verdict | None], ...] = (
    _our_own, _report_of_ours, _machine, _empty, _one_sender,
)  # fmt: skip


def _over_limit(tx: Tx, user: User) -> str:
    """Which limit of messages an hour is reached (MG12); empty when none is."""
    hour = tx.now - timedelta(hours=1)
    if tx.rules.limit_client and tx.mail.taken_since(hour, user.client) >= tx.rules.limit_client:
        return f"more than {tx.rules.limit_client} emails of this client within an hour"
    if tx.rules.limit_all and tx.mail.taken_since(hour) >= tx.rules.limit_all:
        return f"more than {tx.rules.limit_all} emails within an hour"
    return ""
