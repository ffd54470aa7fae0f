"""An email becomes a ticket or a message of one (MG5, MG8, TQ9): what the desk makes of those it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from helpdesk_tui.desk import abuses, notices, paid_support, ticket_incidents
from helpdesk_tui.rules import headers, lifecycle
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.views import ParsedMail
from helpdesk_tui.vocab import UNPROVEN, IncomingState, MailOutcome, MessageKind

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.clients import User
    from helpdesk_tui.store.rooms.mail import Gateway, StoredMail
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of an email, what it belongs to, and why: the questions that were asked, in sentences."""

    outcome: MailOutcome
    reason: str = ""
    ticket: int | None = None
    message: int | None = None
    client: int | None = None
    suggestion: int | None = None
    why: tuple[str, ...] = ()


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
    continues: int | None = None, proven: bool = True, cost: int = 0, only: tuple[int, ...] = (),
) -> Verdict:  # fmt: skip
    """A new ticket of a known client from an email (MG5), which takes so many incidents (IN10). Where its sender is not
    `proven`, what it costs waits for somebody who confirms them (MG11).

    It gets a task in the department of every gateway that the email names: two gateways may have one mailbox, whose
    second one never sees what the first one took (clarification). One that `continues` another stays in its department;
    `only` are those that get it where the others are not paid for (MG7).
    """
    if tx.trying:
        # A number that is taken back is lost on PostgreSQL.
        return Verdict(MailOutcome.TICKET_CREATED, client=user.client, suggestion=suggestion)
    departments = only or ((department,) if continues else departments_of(tx, department, parsed))
    subject = " ".join(parsed.subject.split())[:500] or "(no subject)"
    made = lifecycle.opened(
        number=0, client=user.client, subject=subject, service=None, departments=departments, now=tx.now
    )
    ticket = tx.tickets.add(lifecycle.client_wrote(replace(made, continues=continues), tx.now))
    notes = [*([f"may belong to ticket {suggestion}"] if suggestion else []), *_doubt(tx, mail, proven, cost)]
    message = say(tx, ticket, mail, parsed, user.address, "; ".join(notes))
    if cost and proven:
        occasion = notices.Occasion(ticket.department, ticket, mail, parsed)
        ticket_incidents.take(tx, ticket, cost, opened_by(mail), occasion=occasion, user=user)
    notices.received(tx, ticket, user, mail, parsed, proven)
    return Verdict(MailOutcome.TICKET_CREATED, "", ticket.number, message, user.client, suggestion)


def departments_of(tx: Tx, department: int, parsed: ParsedMail) -> tuple[int, ...]:
    """The departments of a new ticket: that of the gateway, and of every other gateway that the email names."""
    to = (*(one.address for one in parsed.to), *parsed.more_to)
    named = {headers.address_ticket(address)[0] for address in to}
    return tuple(dict.fromkeys((department, *tx.mail.departments_of(named))))


def also_costs(tx: Tx, department: int, mail: StoredMail, ticket: Ticket) -> str:
    """An email that made a ticket reaches one more department: take what the ticket costs there, once an email.

    Why that department does not get it, in words; empty where it does. What staff made a ticket of, and what goes on
    with an older ticket, costs nothing more.
    """
    cost = paid_support.cost(tx, (department,))
    settled_by_staff = mail.incoming is not None or ticket.continues is not None
    if (
        not cost
        or settled_by_staff
        or mail.proof == "held"
        or tx.accounts.was_posted(ticket.client, opened_by(mail.id))
    ):
        return ""
    promised = paid_support.waiting(tx, ticket.client) if mail.proof == "unproven" else 0
    unpaid = paid_support.uncovered(tx, cost + promised, ticket.client)
    if not unpaid and mail.proof == "unproven":
        tx.mail.settle(mail.id, {"proof": "held"})
    elif not unpaid:
        ticket_incidents.take(tx, ticket, cost, opened_by(mail.id))
    return unpaid


def opened_by(mail: int) -> str:
    """The cause of what an email's new ticket costs: once an email, wherever its messages are moved to."""
    return f"mail:{mail}:open"


def _doubt(tx: Tx, mail: int, proven: bool, cost: int = 0) -> list[str]:
    """What a message says of a sender whom no trusted server vouched for, where a ticket's cost is held back (MG11)."""
    if proven:
        return []
    tx.mail.settle(mail, {"proof": "held" if cost else "unproven"})
    return [UNPROVEN]


def reply(
    tx: Tx, gateway: Gateway, number: int, mail: int, parsed: ParsedMail, user: User, how: str, proven: bool = True
) -> Verdict:
    """An answer of the client to ticket `number`; to one archived for too long it is a new ticket (TQ9)."""
    ticket = tx.tickets.surviving(number)
    if archived_for_good(tx, ticket):
        later = tx.tickets.continued_by(ticket)
        if later is not None:
            return reply(tx, gateway, later, mail, parsed, user, how, proven)
        return _continue(tx, gateway, ticket, mail, parsed, user, proven)
    notes = [f"added here {how}", *_doubt(tx, mail, proven)]
    message = say(tx, ticket, mail, parsed, user.address, "; ".join(notes))
    client_wrote(tx, ticket, gateway.department, person=parsed.kind == "mail")
    return Verdict(MailOutcome.REPLY_ADDED, how, ticket.number, message, user.client)


def archived_for_good(tx: Tx, ticket: Ticket) -> bool:
    """Whether the ticket has been in the archive for longer than the provider lets it come back (TQ9)."""
    days = int(tx.desk.setting("archive_days"))
    return bool(days and ticket.archived and not ticket.open_tasks and ticket.archived <= tx.now - timedelta(days=days))


def _continue(
    tx: Tx, gateway: Gateway, old: Ticket, mail: int, parsed: ParsedMail, user: User, proven: bool
) -> Verdict:
    """A new ticket instead of one that was archived long ago; each names the other (TQ9)."""
    department = tx.people.living(old.department, gateway.department) or gateway.department
    verdict = open_ticket(tx, department, mail, parsed, user, continues=old.number, proven=proven)
    if verdict.ticket is not None:
        if parsed.kind == "mail":
            abuses.client_answered(tx, old)
        say_continued(tx, old, tx.tickets.load(verdict.ticket))
    return verdict


def say_continued(tx: Tx, old: Ticket, new: Ticket) -> None:
    """Say on either ticket that the client's answer to one that was archived long ago became a new one (TQ9)."""
    tx.conversation.system(old, f"The client's answer became ticket {new.number}.")
    tx.conversation.system(
        new, f"This goes on with ticket {old.number}, which has been in the archive for too long to open again."
    )


def client_wrote(tx: Tx, ticket: Ticket, department: int | None, *, person: bool = True) -> None:
    """The client wrote to a ticket (TQ9); where its department was deleted, it opens again in the one that is given.

    Unless a machine of theirs wrote, not a `person`, it is the answer to the violations on the ticket (TF5).
    """
    gone = not ticket.open_tasks and not tx.people.active((ticket.department,))
    instead = tx.people.living(*([department] if department is not None else [])) if gone else None
    after = tx.tickets.save(ticket, lifecycle.client_wrote(ticket, tx.now, instead))
    if instead is not None:
        old, new = tx.people.department_name(ticket.department), tx.people.department_name(instead)
        tx.conversation.system(after, f'The department "{old}" is no more; the ticket opened again in "{new}".')
    if person:
        abuses.client_answered(tx, after)


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
