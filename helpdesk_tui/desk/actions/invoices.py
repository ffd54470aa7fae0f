"""The invoice of a payment, sent to the client by email (CL12, MO2)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions import letters
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules import headers
from helpdesk_tui.rules.invoice_facts import kept
from helpdesk_tui.rules.letter_kinds import LetterKind, filled
from helpdesk_tui.rules.money import amount
from helpdesk_tui.text import one_line

if TYPE_CHECKING:
    from helpdesk_tui.rules.invoice import Invoice
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class SendInvoice(Act[int]):
    """Send the invoice of a payment to the client's main address; answers with the outgoing email's number.

    It is to a `payer` of the client, the first one without one. Its facts are kept with the email, and whoever sends
    that draws a PDF of them, outside of any transaction and alike at each attempt (docs/adr/0024).
    It comes from a `department` of who sends it; without a name, from their first one. With the same `key` it is sent
    once (rule 22).
    """

    name: ClassVar[str] = "send-invoice"
    title: ClassVar[str] = "Send invoice"
    help: ClassVar[str] = "Send the invoice of a payment to the client by email, from a department of yours."

    payment: int
    department: str = ""
    key: str = ""
    payer: int | None = None

    def apply(self, tx: Tx) -> int:
        """Put it into the outbox."""
        payment = tx.billing.payment(self.payment)
        account = tx.accounts.locked(payment.account)
        tx.accounts.check_current(account)
        if account.client is None:
            raise Refused("The client of this payment was deleted; nobody can be written to.", code="no_client")
        client = tx.clients.client(account.client)
        department = self._department(tx)
        # One that became Paid before invoices were kept is kept from its first sending on.
        tx.billing.issue(payment.id)
        invoice = tx.billing.invoice(payment.id, self.payer)
        named = {
            "client": client.name or client.email, "desk": tx.desk.name(), "number": invoice.label,
            "department": tx.people.department_name(department), "date": f"{invoice.created}",
            "amount": f"{amount(invoice.amount, invoice.currency)} {invoice.currency}", "items": _items(invoice),
            "due": f"{invoice.due}" if invoice.due and not invoice.paid else "",
            "bank": "\n".join(invoice.where_to_pay()),
        }  # fmt: skip
        letter = tx.letters.text(LetterKind.INVOICE, (client.language, tx.desk.setting("language")))
        sender = letters.from_whom(tx, department)
        paying = "" if invoice.payer is None else f", for payer {invoice.payer}"
        said = f"{invoice.label} sent to {client.email}{paying}"
        tx.record("invoice", "", said, client=client.id, document=payment.document)
        return tx.outbox.put({
            "message_id": f"<i.{secrets.token_hex(16)}@{letters.domain_of(sender.address)}>",
            "kind": LetterKind.INVOICE.value, "sender_name": f"{named['department']} - {named['desk']}",
            "sender": sender.address, "reply_to": sender.reply_to, "to_addresses": (client.email,),
            "subject": headers.checked_subject(filled(letter.subject, named)), "in_reply_to": "", "references": (),
            "text": letters.signed(tx, department, filled(letter.text, named)),
            "payment": payment.id, "invoice": kept(invoice),
        })  # fmt: skip

    def _department(self, tx: Tx) -> int:
        """The department that it comes from; raises NotFound and Refused."""
        if self.department:
            found = tx.people.department_named(self.department).id
            if not tx.scope.covers(found):
                raise NotFound(f"Department {self.department}")
            return found
        mine = sorted(tx.scope.departments)
        if not mine:
            raise Refused("Name the department whose address the invoice comes from.", code="no_department")
        return mine[0]


def _items(invoice: Invoice) -> str:
    """What the payment covers, a line each; its note where it covers nothing yet."""
    lines = [
        f"- {one_line(one.text)}: {amount(one.amount, invoice.currency)} {invoice.currency}" for one in invoice.items
    ]
    return "\n".join(lines or ([f"- {one_line(invoice.note)}"] if invoice.note else []))
