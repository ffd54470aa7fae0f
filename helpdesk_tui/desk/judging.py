"""What becomes of an email that is stored: questions in their order, the first that has an answer decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from helpdesk_tui.desk import bounces, notices, paid_support, threading
from helpdesk_tui.desk.filing import Verdict, open_ticket, reply
from helpdesk_tui.rules.addressed import addressed_to
from helpdesk_tui.rules.authentication import Sender, sender_by
from helpdesk_tui.rules.headers import compared
from helpdesk_tui.rules.letter_kinds import LetterKind
from helpdesk_tui.views import ParsedMail
from helpdesk_tui.vocab import WRONG_TO, MailOutcome

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.clients import User
    from helpdesk_tui.store.rooms.mail import Gateway
    from helpdesk_tui.store.tx import Tx


def judge(tx: Tx, gateway: Gateway, number: int, parsed: ParsedMail | None, unreadable: str) -> Verdict:
    """Decide on a stored mail and carry the decision out; also for *retry* and `mail replay`."""
    elsewhere = not_for(gateway, parsed)
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
    spam = tx.letters.is_spam(parsed.senders[0].address)
    if spam:
        return Verdict(MailOutcome.IGNORED, f"{spam} is on the list of spam senders", suggestion=found.suggestion)
    if user is None:
        return Verdict(MailOutcome.INCOMING, "unknown sender", suggestion=found.suggestion)
    proof = _proof(gateway, parsed)
    if proof is Sender.FORGED:
        return Verdict(MailOutcome.INCOMING, "the sender is forged, says the mail server", suggestion=found.suggestion)
    proven = proof is Sender.PROVEN or not gateway.authserv_id
    limit = _over_limit(tx, user)
    if limit:
        notices.not_taken(tx, LetterKind.MESSAGE_LIMIT, user, gateway.department, number, parsed, proven)
        return Verdict(MailOutcome.INCOMING, limit, client=user.client, suggestion=found.suggestion)
    if found.ticket is not None:
        return reply(tx, gateway, found.ticket, number, parsed, user, found.how)
    unpaid = paid_support.uncovered(tx, gateway.department, user.client)
    if unpaid:
        notices.not_taken(tx, LetterKind.INSUFFICIENT_INCIDENTS, user, gateway.department, number, parsed, proven)
        return Verdict(MailOutcome.REFUSED, unpaid, client=user.client, suggestion=found.suggestion)
    return open_ticket(tx, gateway.department, number, parsed, user, found.suggestion, proven=proven)


def _proof(gateway: Gateway, parsed: ParsedMail) -> Sender:
    """How far the gateway's own server vouches for the sender (MG11)."""
    return sender_by(parsed.authentication_results, gateway.authserv_id, parsed.results_below, parsed.received_by)


def not_for(gateway: Gateway, parsed: ParsedMail | None) -> Verdict | None:
    """An email that was sent to somebody else is left alone (MG4); what cannot be read is nobody else's."""
    if parsed is None or parsed.to_cut or addressed_to(parsed, gateway.address, gateway.match):
        return None
    return Verdict(MailOutcome.IGNORED, f"{WRONG_TO} {gateway.address}")


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
