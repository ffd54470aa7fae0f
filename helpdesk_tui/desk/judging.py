"""What becomes of an email that is stored: questions in their order, the first that has an answer decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from helpdesk_tui.desk import bounces, notices, paid_support, threading
from helpdesk_tui.desk.filing import Verdict, departments_of, open_ticket, reply
from helpdesk_tui.rules.addressed import addressed_to
from helpdesk_tui.rules.authentication import Sender
from helpdesk_tui.rules.headers import compared, is_ours, leaves
from helpdesk_tui.rules.incident_words import counted
from helpdesk_tui.rules.letter_kinds import LetterKind
from helpdesk_tui.rules.own_lists import as_written
from helpdesk_tui.rules.writers import is_proven, proof_of
from helpdesk_tui.views import ParsedMail
from helpdesk_tui.vocab import PASSED_ON, WRONG_TO, GatewayType, MailOutcome

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.clients import User
    from helpdesk_tui.store.rooms.mail import Gateway
    from helpdesk_tui.store.tx import Tx


def judge(tx: Tx, gateway: Gateway, number: int, parsed: ParsedMail | None, unreadable: str) -> Verdict:
    """Decide on a stored mail and carry the decision out; also for *retry* and `mail replay`."""
    why: list[str] = []
    verdict = _judged(tx, gateway, number, through_lists(tx, parsed), unreadable, why)
    return replace(verdict, why=tuple(why))


def without_gateway(tx: Tx, parsed: ParsedMail | None, unreadable: str) -> Verdict:
    """Decide on a stored mail whose gateway was deleted: once it can be read, it waits for staff (MG6)."""
    if parsed is None or unreadable:
        return Verdict(MailOutcome.QUARANTINED, unreadable or "it could not be read")
    parsed = through_lists(tx, parsed) or parsed
    user = tx.clients.user_at(parsed.senders[0].address) if len(parsed.senders) == 1 else None
    client = user.client if user else None
    found = threading.find(tx, parsed, client)
    return Verdict(
        MailOutcome.INCOMING, "its gateway is no more", client=client, suggestion=found.ticket or found.suggestion
    )


def _judged(
    tx: Tx, gateway: Gateway, number: int, parsed: ParsedMail | None, unreadable: str, why: list[str]
) -> Verdict:
    """Ask in order; `why` gets each answer."""
    elsewhere = not_for(gateway, parsed)
    if elsewhere is not None:
        why.append(f"Its headings do not name {gateway.address} ({gateway.match}): it was sent to somebody else.")
        return elsewhere
    if parsed is None or unreadable:
        why.append(f"It cannot be read: {unreadable or 'nobody knows why'}. It is kept whole.")
        return Verdict(MailOutcome.QUARANTINED, unreadable or "it could not be read")
    if parsed.to_cut and not addressed_to(parsed, gateway.address, gateway.match):
        return Verdict(MailOutcome.INCOMING, f"its To heading is too long to tell whether it names {gateway.address}")
    why.append(f"It is addressed to {gateway.address}.")
    for step, (otherwise, ended) in _STEPS:
        verdict = step(tx, parsed)
        if verdict is not None:
            why += _ended(ended, verdict.reason)
            return verdict
        why += [f"{otherwise}."] if otherwise else []
    return _from_somebody(tx, gateway, number, parsed, why)


def _ended(answer: str, reason: str) -> tuple[str, ...]:
    """How a question that was answered with yes is told: a reason that is a sentence stands for itself, said once."""
    if not reason:
        return (f"{answer}.",)
    if not reason.endswith("."):
        return (f"{answer}: {reason}.",)
    return (reason,) if reason.startswith(answer) else (f"{answer}.", reason)


def _from_somebody(tx: Tx, gateway: Gateway, number: int, parsed: ParsedMail, why: list[str]) -> Verdict:
    """Who sent it, whether they may, and to which ticket it belongs."""
    address = parsed.senders[0].address
    user = tx.clients.user_at(address)
    found = threading.find(tx, parsed, user.client if user else None)
    proof = proof_of(gateway.authserv_id, parsed)
    why.append(f"{address} is a user of client #{user.client}." if user else f"{address} is nobody's address.")
    why.append(found.words())
    why += [f"The list {parsed.by_list} names that sender, which proves nothing."] if parsed.by_list else []
    why.append(_PROOF[proof] if gateway.authserv_id else "No server is trusted to say whether the sender is forged.")
    if proof is Sender.FORGED:
        return Verdict(MailOutcome.INCOMING, "the sender is forged, says the mail server", suggestion=found.suggestion)
    proven = is_proven(gateway.authserv_id, parsed)
    if user is None:
        return _from_a_stranger(tx, parsed, proven, found.suggestion, why)
    limit = _over_limit(tx, user, number)
    if limit:
        why.append(f"There were {limit}.")
        notices.not_taken(tx, LetterKind.MESSAGE_LIMIT, user, gateway.department, number, parsed, proven)
        return Verdict(MailOutcome.INCOMING, limit, client=user.client, suggestion=found.suggestion)
    if found.ticket is not None:
        return reply(tx, gateway, found.ticket, number, parsed, user, found.how, proven)
    departments = departments_of(tx, gateway.department, parsed)
    cost = paid_support.cost(tx, departments)
    free = tuple(one for one in departments if not paid_support.cost(tx, (one,)))
    # What waits for a proof is promised already; who is proven does not wait behind what anybody may have forged.
    promised = 0 if proven or not cost else paid_support.waiting(tx, user.client)
    unpaid = paid_support.uncovered(tx, cost + promised, user.client)
    if unpaid and not free:
        why += [f"Emails whose sender staff have yet to confirm will take {counted(promised)}."] if promised else []
        why.append(f"A new ticket needs support incidents there, and {unpaid}.")
        notices.not_taken(tx, LetterKind.INSUFFICIENT_INCIDENTS, user, gateway.department, number, parsed, proven)
        return Verdict(MailOutcome.REFUSED, unpaid, client=user.client, suggestion=found.suggestion)
    if unpaid:
        why.append(f"Where a new ticket needs support incidents it is not made, as {unpaid}.")
        return open_ticket(tx, gateway.department, number, parsed, user, found.suggestion, proven=proven, only=free)
    if cost:
        why.append(f"A new ticket costs {counted(cost)} there.")
    return open_ticket(tx, gateway.department, number, parsed, user, found.suggestion, proven=proven, cost=cost)


def _from_a_stranger(tx: Tx, parsed: ParsedMail, proven: bool, suggestion: int | None, why: list[str]) -> Verdict:
    """Of nobody who is known: spam, passed on by a colleague, or simply unknown."""
    spam = tx.letters.is_spam(parsed.senders[0].address)
    if spam:
        why.append(f"{spam} is on the list of spam senders.")
        return Verdict(MailOutcome.IGNORED, f"{spam} is on the list of spam senders", suggestion=suggestion)
    passed_on = _passed_on(tx, parsed) if proven else ""
    why += [f"A member of staff passed it on; {passed_on}."] if passed_on else []
    return Verdict(MailOutcome.INCOMING, passed_on or "unknown sender", suggestion=suggestion)


def _passed_on(tx: Tx, parsed: ParsedMail) -> str:
    """What to say of an email that a member of staff forwarded: who sent it first (MG6); empty for any other."""
    if parsed.forwarded is None or tx.people.login_at(parsed.senders[0].address) == "":
        return ""
    return f"{PASSED_ON} {parsed.forwarded.address}"


_PROOF = {
    Sender.PROVEN: "The trusted server vouches for the sender.",
    Sender.FORGED: "The trusted server says that the sender is forged.",
    Sender.UNKNOWN: "The trusted server says nothing about the sender, whom staff confirm.",
}


def not_for(gateway: Gateway, parsed: ParsedMail | None) -> Verdict | None:
    """An email that was sent to somebody else is left alone (MG4); what cannot be read is nobody else's.

    One that was handed in is nowhere else any more: it is ignored within reach of staff (rule 11).
    """
    if parsed is None or parsed.to_cut or addressed_to(parsed, gateway.address, gateway.match):
        return None
    handed_in = "handed in, " if gateway.type in _HANDED_IN else ""
    return Verdict(MailOutcome.IGNORED, f"{handed_in}{WRONG_TO} {gateway.address}")


_HANDED_IN = (GatewayType.PIPE, GatewayType.LMTP)


# ---------------------------------------------------------------- steps that may end it


def _our_own(tx: Tx, parsed: ParsedMail) -> Verdict | None:
    """Mail from an address of ours never makes anything (MG9), nor what a list of ours brings back of what we sent."""
    if parsed.by_list and parsed.kind != "bounce" and is_ours(parsed.message_id, tx.desk.secret()) is not None:
        return Verdict(MailOutcome.IGNORED, "an email of this desk that came back through a list")
    ours = _ours(tx)
    if parsed.kind == "bounce" or not any(sender.address in ours for sender in parsed.senders):
        return None
    return Verdict(MailOutcome.IGNORED, "from an address of this desk")


def _ours(tx: Tx) -> set[str]:
    """The addresses that are the desk's own: of gateways, of departments, of what it sends."""
    return (tx.mail.own_addresses() | tx.people.department_addresses() | {compared(tx.rules.sender)}) - {""}


def through_lists(tx: Tx, parsed: ParsedMail | None) -> ParsedMail | None:
    """The email as it was before a list of this desk's own passed it on (`rules.own_lists`)."""
    return as_written(parsed, _ours(tx)) if parsed is not None and parsed.lists else parsed


def _report_of_ours(tx: Tx, parsed: ParsedMail) -> Verdict | None:
    """A delivery report about something we sent is shown on its ticket (MG9)."""
    if parsed.kind != "bounce":
        return None
    ticket = bounces.note(tx, parsed)
    if ticket is None:
        return Verdict(MailOutcome.IGNORED, parsed.machine or "a delivery report about nothing we sent")
    return Verdict(MailOutcome.BOUNCED, parsed.machine, ticket)


def _leaves(tx: Tx, parsed: ParsedMail) -> Verdict | None:
    """Whoever has a mass message can ask for no more of them (MO2): no ticket, and nothing that it would cost."""
    client = leaves(parsed.subject, tx.desk.secret()) if "unsubscribe" in parsed.subject.lower() else None
    if client is None or not tx.clients.wants_no_mass(client):
        return None
    return Verdict(MailOutcome.IGNORED, f"client #{client} asked for no more mass messages", client=client)


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


_STEPS: tuple[tuple[Callable[[Tx, ParsedMail], Verdict | None], tuple[str, str]], ...] = (
    (_our_own, ("It is from no address of this desk", "It is from an address of this desk")),
    (_report_of_ours, ("It is no delivery report", "It is a delivery report")),
    (_leaves, ("", "It asks for no more mass messages")),
    (_machine, ("No machine sent it as an answer or to a list", "A machine sent it")),
    (_empty, ("It says something", "It says nothing and has no attachment")),
    (_one_sender, ("It names one sender", "It does not name one sender")),
)
"""Each question, and what is said of it: when the answer was no (nothing where nobody would ask), and when it ended
there.
"""


def _over_limit(tx: Tx, user: User, number: int) -> str:
    """Which limit of messages an hour is reached (MG12); empty when none is."""
    hour = tx.now - timedelta(hours=1)
    if tx.rules.limit_client and tx.mail.taken_since(hour, number, user.client) >= tx.rules.limit_client:
        return f"more than {tx.rules.limit_client} emails of this client within an hour"
    if tx.rules.limit_all and tx.mail.taken_since(hour, number) >= tx.rules.limit_all:
        return f"more than {tx.rules.limit_all} emails within an hour"
    return ""
