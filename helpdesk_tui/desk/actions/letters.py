"""What the acts put into the outbox: data of an email, never its MIME form (DESIGN: one door).

The text of a mail is the reply and the signature below it; from whom, to whom and what it answers to are
settled here, in the transaction that causes it (MO1, rule 17).
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from helpdesk_tui.rules import headers
from helpdesk_tui.rules import letters as rules
from helpdesk_tui.rules.ticket import Ticket

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


def answer(tx: Tx, ticket: Ticket, message: int, text: str) -> int:
    """Put the answer to a ticket's client into the outbox (TR4); the number of its row."""
    sender = from_whom(tx, ticket.department, ticket.number)
    message_id = headers.message_id(domain_of(sender.address), ticket.number, secrets.token_hex(8), tx.desk.secret())
    parent = tx.mail.last_from_client(ticket.number)
    before = (*tx.mail.thread_before(parent), *tx.mail.references(ticket.number))
    number = tx.outbox.put({
        "message_id": message_id, "kind": "reply", "ticket": ticket.number, "message": message,
        "sender_name": f"{tx.people.department_name(ticket.department)} - {tx.desk.name()}",
        "sender": sender.address, "reply_to": sender.reply_to, "to_addresses": recipients(tx, ticket),
        "subject": headers.reply_subject(ticket.subject, ticket.number), "in_reply_to": parent,
        "references": headers.references_for(before, parent),
        "text": signed(tx, ticket.department, text),
    })  # fmt: skip
    tx.mail.refer(message_id, ticket.number, message, issued=True)
    return number


def recipients(tx: Tx, ticket: Ticket) -> tuple[str, ...]:
    """Whom an answer goes to."""
    users = tx.clients.users(ticket.client)
    last = tx.conversation.last_client_author(ticket.number)
    return rules.recipients([(user.address, user.email) for user in users], last)


def from_whom(tx: Tx, department: int, ticket: int | None = None) -> rules.Sender:
    """The address an answer comes from, and its Reply-To, which names the ticket where the provider wants that."""
    address = tx.people.department(department).address
    sender = rules.sender_of(department, address, tx.mail.switched_on(), tx.rules.sender)
    if ticket is None or not sender.answers_arrive or not tx.desk.switch("reply_token"):
        return sender
    return replace(sender, reply_to=headers.token_address(sender.reply_to or sender.address, ticket))


def signed(tx: Tx, department: int, text: str) -> str:
    """The text with the writer's or the department's signature below it."""
    return with_signature(text, signature_of(tx, department))


def signature_of(tx: Tx, department: int) -> str:
    """The writer's own signature, else the department's; empty where neither has one."""
    own = ""
    if tx.scope.staff_id is not None:
        own = tx.people.staff_numbered(tx.scope.staff_id).signature.strip()
    return own or tx.people.department(department).signature.strip()


def with_signature(text: str, signature: str) -> str:
    """The text with a signature below it, where there is one."""
    return f"{text.rstrip()}\n\n-- \n{signature}\n" if signature else f"{text.rstrip()}\n"


def domain_of(address: str) -> str:
    """The domain that a Message-ID of a mail from this address is made in."""
    return address.rpartition("@")[2] or "helpdesk.invalid"
