"""Things for tests of rights: what acts and questions are about, made anew for each who tries."""

from __future__ import annotations

from datetime import timedelta

from helpdesk_tui.desk.actions import (
    abuse,
    clients,
    delivery,
    gateways,
    hold,
    incoming,
    own_letters,
    reply,
    setup,
    spam,
    views,
)
from helpdesk_tui.questions import ReadJournal, ReadTicket
from helpdesk_tui.rules.letter_kinds import LetterKind
from helpdesk_tui.vocab import AbuseAction, GatewayType, OutboxState, QueueView
from tests.desk.letters import email
from tests.desks import NINE, MadeDesk


def ticket(desk: MadeDesk, number: int) -> int:
    """A ticket of Hans in Tech that anna holds."""
    made = desk.ticket()
    desk.anna.perform(hold.Take(made))
    return made


def waiting(desk: MadeDesk, number: int) -> int:
    """An email among *Incoming emails* of Tech."""
    return desk.receive(email(f"stranger{number}@example.org")).mail


def in_a_ticket(desk: MadeDesk, number: int) -> int:
    """An email of Hans that became a ticket of Tech."""
    return desk.receive(email(text=f"Help {number}!")).mail


def put_away(desk: MadeDesk, number: int) -> int:
    mail = waiting(desk, number)
    desk.gary.perform(incoming.SpamIncoming(mail))
    return mail


def outgoing(desk: MadeDesk, number: int) -> int:
    """An email to Hans that failed."""
    desk.anna.perform(reply.Reply(ticket(desk, number), "Hello"))
    (mail,) = desk.system.perform(delivery.LeaseOutbox("test/1/1"))
    desk.system.perform(delivery.SettleOutgoing(mail.id, OutboxState.FAILED, "550 no such user"))
    return mail.id


def client(desk: MadeDesk, number: int) -> str:
    """A new client."""
    desk.gary.perform(clients.AddClient(address := f"new{number}@example.org"))
    return address


def department(desk: MadeDesk, number: int) -> str:
    desk.gary.perform(setup.AddDepartment(name := f"New {number}"))
    return name


def former(desk: MadeDesk, number: int) -> str:
    login = staff(desk, number)
    desk.gary.perform(setup.DeleteStaff(login))
    return login


def staff(desk: MadeDesk, number: int) -> str:
    desk.gary.perform(setup.AddStaff(login := f"new{number}"))
    return login


def gateway(desk: MadeDesk, number: int) -> str:
    settings = gateways.GatewaySettings(path="/var/mail/x")
    desk.gary.perform(
        gateways.AddGateway(name := f"new{number}", GatewayType.MAILDIR, f"new{number}@desk.example", "Tech", settings)
    )
    return name


def changed_letter(desk: MadeDesk, number: int) -> own_letters.ForgetLetter:
    """Going back from a text that the desk changed."""
    kind = LetterKind.TICKET_RECEIVED
    desk.gary.perform(own_letters.WriteLetter(kind, "de", "Hallo", "Hallo"))
    return own_letters.ForgetLetter(kind, "de")


def listed_sender(desk: MadeDesk, number: int) -> spam.PardonSender:
    """Pardoning a sender on the list."""
    desk.gary.perform(spam.CallSpam(sender := f"listed{number}@spam.example"))
    return spam.PardonSender(sender)


def message(desk: MadeDesk, number: int) -> int:
    """What Hans wrote on a ticket that anna holds."""
    return desk.gary.read(ReadTicket(ticket(desk, number))).messages[0].id


def own_view(desk: MadeDesk, number: int) -> views.DeleteView:
    """Deleting a view of one's own, for the members of staff among those who are asked (the first three)."""
    if number < 3:
        getattr(desk, ("gary", "anna", "john")[number]).perform(views.SaveView("All", QueueView.ALL, slot=9))
    return views.DeleteView(9)


def done_by_anna(desk: MadeDesk, number: int) -> int:
    """An act of anna's that can be taken back: theirs alone to do so."""
    ticket(desk, number)
    return desk.anna.read(ReadJournal())[0].id


def violation(desk: MadeDesk, number: int) -> int:
    """A violation on a ticket in Tech."""
    return desk.anna.perform(add_abuse(desk.ticket()))


def add_abuse(number: int) -> abuse.AddAbuse:
    return abuse.AddAbuse(number, 3, AbuseAction.SUPPORT, NINE + timedelta(days=3))
