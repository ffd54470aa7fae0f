"""The demonstration's world while it is made: a desk, a clock that is moved, who acts, and a mail server that is not.

Everything goes through the door as in life: clients' emails are received, staff act, the outbox is sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from helpdesk_tui.clock import FixedClock, cut
from helpdesk_tui.demo.mails import Answered, Person
from helpdesk_tui.demo.people import Customer
from helpdesk_tui.demo.sink import keep
from helpdesk_tui.desk.actions.delivery import LeaseOutbox, SettleOutgoing
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.desk.intake import Receive
from helpdesk_tui.mail.gateways.identity import content_hash
from helpdesk_tui.mail.outgoing.render import render
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.views import MailReport, OutgoingMail
from helpdesk_tui.vocab import Actor, ActorKind, OutboxState

_OWNER = "the demonstration"
_TICKET = re.compile(r"<t(\d+)\.")


@dataclass(frozen=True, slots=True)
class Known:
    """A client on the desk: their number, who they are, and their people."""

    number: int
    customer: Customer
    people: tuple[Person, ...]


class Scene:
    """One desk that is being filled; `random` decides what the stories leave open."""

    def __init__(self, desk: Desk, clock: FixedClock, gateway: int, sent: Path, random: Random) -> None:
        self.desk = desk
        self.clock = clock
        self.random = random
        self._gateway = gateway
        self._sent = sent
        self._staff: dict[str, Desk] = {}
        self._answers: dict[int, OutgoingMail] = {}
        self._units = 0

    def at(self, moment: datetime) -> None:
        """Move the clock."""
        self.clock.at = cut(moment)

    def staff(self, login: str) -> Desk:
        """The desk as a member of staff has it."""
        if login not in self._staff:
            self._staff[login] = self.desk.staff(login)
        return self._staff[login]

    def client(self, known: Known) -> Desk:
        """The desk as a client has it."""
        return self.desk.acting_as(Actor(ActorKind.CLIENT, known.number, known.customer.name))

    def token(self) -> str:
        """A new token for a Message-ID or file name, the same for the same seed."""
        return f"{self.random.getrandbits(64):016x}"

    def receive(self, raw: bytes) -> MailReport:
        """An email arrives at the gateway."""
        self._units += 1
        unit = f"{int(self.clock.now().timestamp())}.M{self._units}P1.demo"
        parsed, reason = None, ""
        try:
            parsed = parse(raw)
        except UnreadableMail as unreadable:
            reason = unreadable.reason
        return self.desk.perform(Receive(self._gateway, "maildir", unit, raw, content_hash(raw), parsed, reason))

    def send(self, state: OutboxState = OutboxState.SENT, error: str = "") -> None:
        """The worker takes everything that is due; with another state that is what becomes of it."""
        while leased := self.desk.perform(LeaseOutbox(_OWNER, 50)):
            for mail in leased:
                ticket = _TICKET.match(mail.message_id)
                if ticket:
                    self._answers[int(ticket[1])] = mail
                refused = tuple((to, error) for to in mail.to) if state is OutboxState.FAILED else ()
                self.desk.perform(SettleOutgoing(mail.id, state, error, refused))
                if state is OutboxState.SENT:
                    keep(self._sent, render(mail))

    def answer_to(self, ticket: int) -> Answered | None:
        """What the client of the ticket got last, for them to answer; None when nothing was sent."""
        self.send()
        mail = self._answers.get(ticket)
        if mail is None:
            return None
        sender = f"{mail.sender_name} <{mail.sender}>"
        return Answered(mail.message_id, mail.references, mail.subject, sender, mail.text, mail.created)
