"""Emails that the desk writes by itself (MO2): each passes one gate, and what does not pass is put on record.

They go out with the null envelope sender, say that a machine wrote them, quote nothing of what they answer, and wait
for no undo window (RELIABILITY rule 16); those of what staff charge wait for it, because it can be taken back (TR7).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from helpdesk_tui.desk.actions import letters
from helpdesk_tui.rules import headers, notice_gate
from helpdesk_tui.rules.letter_kinds import LetterKind, filled
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.views import ParsedMail

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.clients import User
    from helpdesk_tui.store.tx import Tx

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_CHARGED = (LetterKind.FEE_CHARGED, LetterKind.INCIDENTS_CHARGED)
_ASKED = (LetterKind.FEE_CHARGED, LetterKind.INVOICE, LetterKind.REGISTRATION)
_TO_CLIENTS = tuple(kind for kind in LetterKind if not kind.startswith("staff_") and kind not in _ASKED)
"""Those that the provider's limit is for: whoever is charged a fee is told anyway (SF1), the others are asked
for."""
SENT = "the sender was told"
"""What stands in a mail's `notice` where the notice is in the outbox; otherwise it says why not."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a notice is about: a ticket, an email that made none, the email that it answers.

    `proven` is False where a trusted server said nothing for the email's sender.
    """

    department: int
    ticket: Ticket | None = None
    mail: int | None = None
    parsed: ParsedMail | None = field(default=None, repr=False)
    proven: bool = True


def received(
    tx: Tx, ticket: Ticket, user: User | None = None, mail: int | None = None, parsed: ParsedMail | None = None,
    proven: bool = True,
) -> None:  # fmt: skip
    """Tell the client that a ticket was received, and the department that it has one (MO2).

    `user` is who wrote it, where it came by email: not always who sent the email, which a colleague may have passed on.
    """
    occasion = Occasion(ticket.department, ticket, mail, parsed, proven)
    if tx.desk.switch("mail_ticket_received"):
        _to_client(tx, LetterKind.TICKET_RECEIVED, occasion, {}, user)
    if tx.desk.switch("mail_staff_new"):
        for person in tx.people.members(ticket.department):
            if person.email and person.id != tx.scope.hand:
                _to_staff(tx, LetterKind.STAFF_NEW, occasion, person.email, person.language, {})


def redirected(tx: Tx, ticket: Ticket, department: int) -> None:
    """Tell the client that another department has the ticket, where that is switched on."""
    if tx.desk.switch("mail_ticket_redirected"):
        _to_client(tx, LetterKind.TICKET_REDIRECTED, Occasion(department, ticket), {})


def delayed(tx: Tx, ticket: Ticket, until: datetime) -> None:
    """Tell the client until when the ticket was put off, where that is switched on."""
    if tx.desk.switch("mail_ticket_delayed"):
        _to_client(tx, LetterKind.TICKET_DELAYED, Occasion(ticket.department, ticket), {"until": _figures(tx, until)})


def violated(tx: Tx, ticket: Ticket, scores: int, until: datetime) -> None:
    """Tell the client that a violation was registered, and until when they have to answer, where that is switched on.

    What staff remarked about it is not theirs to read.
    """
    if tx.desk.switch("mail_abuse"):
        values = {"until": _figures(tx, until), "scores": str(scores)}
        _to_client(tx, LetterKind.ABUSE, Occasion(ticket.department, ticket), values)


def fee_charged(tx: Tx, ticket: Ticket, fee: str, balance: str) -> None:
    """Tell the client that a support fee was charged, unless that is switched off (SF1); both sums with currency."""
    if tx.desk.switch("mail_fee_charged"):
        _to_client(tx, LetterKind.FEE_CHARGED, Occasion(ticket.department, ticket), {"fee": fee, "balance": balance})


def incidents_taken(
    tx: Tx, ticket: Ticket, taken: int, left: int, occasion: Occasion | None = None, user: User | None = None
) -> None:
    """Tell the client that a ticket took support incidents and what is left, where that is switched on.

    `left` is below zero where they have some on credit; `occasion` is the email that is the cause, `user` wrote it.
    """
    if tx.desk.switch("mail_incidents_charged"):
        values = {"taken": f"{taken:,}", "left": f"{left:,}"}
        occasion = occasion or Occasion(ticket.department, ticket)
        _to_client(tx, LetterKind.INCIDENTS_CHARGED, occasion, values, user)


def assigned(tx: Tx, ticket: Ticket, email: str, language: str) -> None:
    """Tell a member of staff about a ticket that somebody else gave them, where that is switched on."""
    if email and tx.desk.switch("mail_staff_assigned"):
        occasion = Occasion(ticket.department, ticket)
        _to_staff(tx, LetterKind.STAFF_ASSIGNED, occasion, email, language, {"by": tx.scope.name or tx.scope.login})


def not_taken(
    tx: Tx, kind: LetterKind, user: User, department: int, mail: int, parsed: ParsedMail, proven: bool
) -> None:
    """Tell the sender of an email that it made no ticket, once; note at it whether they were told (MG7, MG12)."""
    if tx.outbox.notices(kind, mail=mail):
        return
    language = tx.clients.client(user.client).language
    occasion = Occasion(department, None, mail, parsed, proven)
    against = _sent(tx, kind, occasion, user.email, language, user.client, {})
    tx.mail.settle(mail, {"notice": f"the sender was not told: {against}" if against else SENT})


def _to_client(tx: Tx, kind: LetterKind, occasion: Occasion, values: dict[str, str], user: User | None = None) -> None:
    ticket = occasion.ticket
    if ticket is None:
        return
    for address in (user.email,) if user is not None else letters.recipients(tx, ticket)[:1]:
        language = tx.clients.client(ticket.client).language
        _sent(tx, kind, occasion, address, language, ticket.client, values)


def _figures(tx: Tx, moment: datetime) -> str:
    """A moment in figures: the letter may be in any language."""
    return f"{moment.astimezone(tx.rules.zone):%Y-%m-%d %H:%M}"


def _to_staff(
    tx: Tx, kind: LetterKind, occasion: Occasion, address: str, language: str, values: dict[str, str]
) -> None:
    ticket = occasion.ticket
    if ticket is not None:
        # It answers no email of theirs.
        about = Occasion(occasion.department, ticket)
        _sent(tx, kind, about, address, language, ticket.client, values, staff=True)


def _sent(
    tx: Tx, kind: LetterKind, occasion: Occasion, address: str, language: str, client: int, values: dict[str, str],
    staff: bool = False,
) -> str:  # fmt: skip
    """Put it into the outbox, or on record why not: the reason, empty when it is sent."""
    against = _against(tx, kind, address, occasion)
    if not against:
        _put(tx, kind, occasion, address, language, client, values, staff)
    elif occasion.ticket is not None:
        tx.record("notice", "", f"not sent: {against}", ticket=occasion.ticket.number, reason=kind.value)
    else:
        tx.record("notice", "", f"not sent: {against}", client=client, reason=kind.value)
    return against


def _against(tx: Tx, kind: LetterKind, address: str, occasion: Occasion) -> str:
    """Why the notice is not sent, in words; empty when it is."""
    reason = notice_gate.reason_against(address, occasion.parsed, occasion.proven)
    if reason:
        return reason
    if headers.compared(address) in tx.mail.own_addresses() | tx.people.department_addresses():
        return f"{address} is an address of this desk"
    most = notice_gate.A_DAY.get(kind)
    if most and tx.outbox.notices(kind, since=tx.now - _DAY, to=address) >= most:
        return f"{address} was told {'already' if most == 1 else f'{most} times'} within a day"
    hourly = int(tx.desk.setting("notices_per_hour")) if kind in _TO_CLIENTS else 0
    if hourly and tx.outbox.notices(*_TO_CLIENTS, since=tx.now - _HOUR) >= hourly:
        return f"{hourly} automatic emails within an hour are the most that are sent"
    return ""


def _put(
    tx: Tx, kind: LetterKind, occasion: Occasion, address: str, language: str, client: int, values: dict[str, str],
    staff: bool = False,
) -> None:  # fmt: skip
    """Write it into the outbox."""
    ticket, parsed = occasion.ticket, occasion.parsed
    sender = letters.from_whom(tx, occasion.department, ticket.number if ticket and not staff else None)
    known = tx.clients.client(client)
    about = parsed.subject if parsed else ""
    named = {
        "ticket": str(ticket.number) if ticket else "", "subject": ticket.subject if ticket else about,
        "client": known.name or known.email, "department": tx.people.department_name(occasion.department),
        "desk": tx.desk.name(),
    } | values  # fmt: skip
    letter = tx.letters.text(kind, (language, tx.desk.setting("language")))
    subject = filled(letter.subject, named)
    if ticket and not staff:
        subject = headers.marked_subject(subject, ticket.number)
    answered = parsed.message_id if parsed else ""
    domain = letters.domain_of(sender.address)
    message_id = (
        headers.message_id(domain, ticket.number, secrets.token_hex(8), tx.desk.secret())
        if ticket and not staff else f"<n.{secrets.token_hex(16)}@{domain}>"
    )  # fmt: skip
    tx.outbox.put({
        "message_id": message_id, "kind": kind.value, "ticket": ticket.number if ticket else None,
        "mail": None if ticket else occasion.mail, "staff": None,
        "sender_name": f"{named['department']} - {named['desk']}",
        "sender": sender.address, "reply_to": sender.reply_to, "to_addresses": (address,),
        "subject": headers.checked_subject(subject), "in_reply_to": answered,
        "references": headers.references_for(parsed.references if parsed else (), answered),
        "text": f"{filled(letter.text, named).rstrip()}\n\n-- \n{named['desk']}\n", "auto": True, "null_sender": True,
    }, held=kind in _CHARGED and tx.scope.staff_id is not None)  # fmt: skip
    if ticket and not staff:
        tx.mail.refer(message_id, ticket.number, None, issued=True)
