"""Writing to many clients at once (MO2, CL8), so many at a time that nobody waits behind it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from helpdesk_tui.desk.actions import letters
from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import mass_messages
from helpdesk_tui.rules.letter_kinds import LetterText
from helpdesk_tui.rules.letters import Sender
from helpdesk_tui.rules.mass_messages import Addressee
from helpdesk_tui.views import MassSent, Recipient

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

KIND = "mass"
"""What the outbox calls such an email."""
_SOMEBODY = Addressee(0, "", "", "somebody@example.org", None)
"""What is filled in for anybody is filled in for all: a client without a name is called by the address."""


@dataclass(frozen=True, slots=True)
class SendMassMessage(Act[MassSent]):
    """Put a mass message into the outbox for some of its clients, by number: a hundred at most.

    Nobody gets it twice under its `sending`, a key, whoever sends it and however often; without one the same words
    from the same department are the same message. A client who gets none is told with the reason. Raises Refused:
    `unfilled` for a placeholder that nothing fills in, unless its braces are meant `as_is` (PR3), `key_reused`,
    `no_sender` for a desk that has no address to write from.
    """

    name: ClassVar[str] = "mass-message"
    title: ClassVar[str] = "Mass message"
    help: ClassVar[str] = "Write to every client that the list shows: one email each, from a department."
    doing: ClassVar[str] = "write to many clients at once"
    who: ClassVar[Who] = Who.ADMIN

    department: str
    subject: str
    text: str
    clients: tuple[int, ...]
    sending: str = ""
    as_is: bool = False

    def apply(self, tx: Tx) -> MassSent:
        """Write a row of the outbox for each of them."""
        if len(self.clients) > mass_messages.MOST_AT_ONCE:
            raise Refused(f"At most {mass_messages.MOST_AT_ONCE} clients are written to at once.", code="too_many")
        department = tx.people.department_named(self.department).id
        message = mass_messages.checked(self.subject, self.text)
        key = mass_messages.key_of(self.sending, department, message)
        form = _Form.of(tx, department, message)
        if not self.as_is:
            mass_messages.check_filled(message, form.values(_SOMEBODY))
        number = tx.mass.begin(key, department, message)
        own = tx.mail.own_addresses() | tx.people.department_addresses()
        found = tx.mass.addressees(self.clients, number, own)
        for one in found:
            if one.against is None:
                tx.record("mass message", "", f"{number} to {one.address}", client=one.client)
                tx.outbox.put(form.to(one) | {"mass": number})
        without = tuple(Recipient(one.client, one.name, one.address, one.against) for one in found if one.against)
        return MassSent(number, len(found) - len(without), without)


@dataclass(frozen=True, slots=True)
class _Form:
    """What is the same of the emails to all clients; looked up once."""

    message: LetterText
    sender: Sender
    sender_name: str
    staff: dict[str, str]
    desk: str
    signature: str

    @classmethod
    def of(cls, tx: Tx, department: int, message: LetterText) -> _Form:
        """Look it up; raises Refused `no_sender`."""
        desk = tx.desk.name()
        me = None if tx.scope.staff_id is None else tx.people.staff_numbered(tx.scope.staff_id)
        staff = {name: str(getattr(me, name, "")) for name in ("name", "login", "email")}
        sender_name = f"{tx.people.department_name(department)} - {desk}"
        signature = letters.signature_of(tx, department)
        return cls(message, checked_sender(tx, department), sender_name, staff, desk, signature)

    def values(self, one: Addressee) -> dict[str, str]:
        """What the placeholders stand for to one client."""
        return mass_messages.values(one, self.staff, self.desk)

    def to(self, one: Addressee) -> dict[str, Any]:
        """The row of the outbox for one client."""
        written = mass_messages.written(self.message, self.values(one))
        return {
            "message_id": f"<m.{secrets.token_hex(16)}@{letters.domain_of(self.sender.address)}>", "kind": KIND,
            "sender_name": self.sender_name, "sender": self.sender.address, "reply_to": self.sender.reply_to,
            "to_addresses": (one.address,), "subject": written.subject, "in_reply_to": "", "references": (),
            "text": letters.with_signature(written.text, self.signature), "client": one.client,
        }  # fmt: skip


def checked_sender(tx: Tx, department: int) -> Sender:
    """From whom a department writes; raises Refused `no_sender` where neither it nor the desk has an address."""
    sender = letters.from_whom(tx, department)
    if not sender.address:
        name = tx.people.department_name(department)
        raise Refused(f"{name} has no address to write from; set one at the department.", code="no_sender")
    return sender
