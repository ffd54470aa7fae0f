"""The letter to a client who is registered with *Send notification* (CL2, MO2)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from helpdesk_tui.desk.actions import letters
from helpdesk_tui.desk.actions.mass_messages import checked_sender
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import headers
from helpdesk_tui.rules.letter_kinds import LetterKind, filled
from helpdesk_tui.rules.notice_gate import is_nobody

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


def written(tx: Tx, number: int) -> None:
    """Put it into the outbox, from the department that the client is to write to.

    Raises Refused `nobody_reads` for an address that is a machine's by its name, `no_department` and `no_sender` where
    there is nobody to write to.
    """
    client = tx.clients.client(number)
    if is_nobody(client.email):
        raise Refused(f"Nobody reads mail to {client.email}; add the client without a notification.",
                      code="nobody_reads")  # fmt: skip
    department = _department(tx)
    sender = checked_sender(tx, department)
    named = {
        "client": client.name or client.email, "email": client.email, "address": sender.reply_to or sender.address,
        "department": tx.people.department_name(department), "desk": tx.desk.name(),
    }  # fmt: skip
    letter = tx.letters.text(LetterKind.REGISTRATION, (client.language, tx.desk.setting("language")))
    tx.record("registration", "", f"sent to {client.email}", client=number)
    # An email that cannot be delivered comes back to the department, and the outbox says so.
    tx.outbox.put({
        "message_id": f"<r.{secrets.token_hex(16)}@{letters.domain_of(sender.address)}>",
        "kind": LetterKind.REGISTRATION.value, "sender_name": f"{named['department']} - {named['desk']}",
        "sender": sender.address, "reply_to": sender.reply_to, "to_addresses": (client.email,),
        "subject": headers.checked_subject(filled(letter.subject, named)), "in_reply_to": "", "references": (),
        "text": f"{filled(letter.text, named).rstrip()}\n\n-- \n{named['desk']}\n", "auto": True, "client": number,
    })  # fmt: skip


def _department(tx: Tx) -> int:
    """The first of whoever registers the client, else the first that clients can choose; raises Refused."""
    mine = tx.people.active(tx.scope.departments)
    found = mine[0] if mine else tx.people.first_open()
    if found is None:
        raise Refused("There is no department that the client could write to.", code="no_department")
    return found
