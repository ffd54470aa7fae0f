"""Senders whose email is spam (MG6): their next emails are recorded, and go nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import headers
from helpdesk_tui.vocab import IncomingState

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class CallSpam(Act[int]):
    """Put an address, or `@domain` for everybody there, on the list of spam senders.

    What waits from them among *Incoming emails*, as far as the actor may handle it, becomes spam too; answers with how
    many emails that were. A client's address and a domain that clients write from are refused.
    """

    name: ClassVar[str] = "call-spam"
    title: ClassVar[str] = "Spam sender"
    help: ClassVar[str] = "Put a sender on the list whose emails are recorded and go nowhere."

    sender: str

    def apply(self, tx: Tx) -> int:
        """List the sender, put away what waits from them."""
        pattern = pattern_of(self.sender)
        owner = tx.clients.writes_from(pattern)
        if owner:
            raise Refused(f"{owner} belongs to a client; a client's email is not spam.", code="client")
        ours = tx.mail.own_addresses() | tx.people.department_addresses() | tx.people.addresses()
        if any(one == pattern or (pattern[0] == "@" and one.endswith(pattern)) for one in ours):
            raise Refused(f"{pattern} is the desk's own, or its staff's.", code="own_address")
        if not tx.letters.call_spam(pattern):
            raise Refused(f"{pattern} is on the list of spam senders already.", code="exists")
        waiting = [mail for mail in tx.mail.waiting_from(pattern) if tx.scope.everything or mail.department is None
                   or tx.scope.covers(mail.department)]  # fmt: skip
        for mail in waiting:
            tx.mail.settle(mail.id, {"incoming": IncomingState.SPAM.value})
            tx.record("incoming", mail.id, IncomingState.SPAM.value)
        return len(waiting)


@dataclass(frozen=True, slots=True)
class PardonSender(Act[None]):
    """Take a sender off the list of spam senders; what was put away stays away."""

    name: ClassVar[str] = "pardon-sender"
    title: ClassVar[str] = "No spam sender"
    help: ClassVar[str] = "Take a sender off the list of spam senders."

    sender: str

    def apply(self, tx: Tx) -> None:
        """Take it off; raises NotFound."""
        tx.letters.pardon(pattern_of(self.sender))


def pattern_of(sender: str) -> str:
    """An address in its compared form, or `@domain`; raises WrongUsage for anything else."""
    if sender.startswith("@"):
        return headers.compared(headers.checked_address(f"x{sender}"))[1:]
    return headers.compared(headers.checked_address(sender))
