"""What staff do with *Incoming emails* (MG6): make it a ticket, register its sender, answer, spam, delete, retry."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import filing, intake, judging, paid_support, ticket_incidents
from helpdesk_tui.desk.actions import letters
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.errors import NotFound, Refused, WrongUsage
from helpdesk_tui.rules import blanks, headers
from helpdesk_tui.rules.access import not_theirs
from helpdesk_tui.rules.incidents import check_number
from helpdesk_tui.rules.writers import writer
from helpdesk_tui.views import Address, ParsedMail
from helpdesk_tui.vocab import WRONG_TO, IncomingState, MailOutcome

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.clients import User
    from helpdesk_tui.store.rooms.mail import StoredMail
    from helpdesk_tui.store.tx import Tx


def waiting(tx: Tx, number: int) -> StoredMail:
    """A mail among *Incoming emails* that waits, or was ignored, and that the actor may handle; raises NotFound, and
    Refused for one that they see only because it could not be read.
    """
    mail = to_handle(tx, number)
    if mail.incoming not in (IncomingState.WAITING, None):
        raise NotFound(f"Incoming email {number}")
    return mail


def to_handle(tx: Tx, number: int) -> StoredMail:
    """A mail of the actor's departments, or of none; raises NotFound, and Refused for one that could not be read.

    All staff see those and may try them again; what becomes of them is up to their department (clarification).
    """
    mail = among_incoming(tx, number)
    if mail.department is not None and not tx.scope.covers(mail.department):
        raise Refused(not_theirs(tx.people.department_name(mail.department)), code="not_allowed")
    return mail


def among_incoming(tx: Tx, number: int) -> StoredMail:
    """A mail among *Incoming emails*, handled or not, or one that was ignored, that the actor may see; raises NotFound.

    What was sent to somebody else is not the desk's (MG4). They follow the gateway's department; those without one are
    for all staff (clarification).
    """
    try:
        mail = tx.mail.stored(number)
    except NotFound:
        # Not there and not to be seen read the same (DS3).
        raise NotFound(f"Incoming email {number}") from None
    seen = mail.department is None or tx.scope.covers(mail.department) or mail.outcome is MailOutcome.QUARANTINED
    ignored = mail.incoming is None and mail.outcome is MailOutcome.IGNORED and not mail.reason.startswith(WRONG_TO)
    if (mail.incoming is None and not ignored) or not seen:
        raise NotFound(f"Incoming email {number}")
    return mail


def whole(mail: StoredMail) -> StoredMail:
    """The mail, if all of it is kept; raises Refused for one that was too large (rule 7)."""
    if mail.head_only:
        raise Refused(f"Only the beginning of email {mail.id} is kept ({mail.reason}).", code="head_only")
    return mail


@dataclass(frozen=True, slots=True)
class AcceptIncoming(Act[int]):
    """Make the email a ticket of an existing client, whose user the sender becomes, or add it to a ticket.

    On a ticket it stands as its author's words, and makes nobody a user of the client. A new ticket costs what any new
    ticket of a client costs, and nothing where the email was refused for want of incidents, unless `incidents` says how
    many it takes.

    `parsed` is the email parsed again from the stored original, None when it could not be read. Exactly one of
    `client` (address or `#id`) and `ticket` is given. Answers with the ticket's number; with the same `key` it is done
    once (rule 22).
    """

    name: ClassVar[str] = "accept"
    title: ClassVar[str] = "Make it a ticket"
    help: ClassVar[str] = "Make the email a ticket of a client, whose user the sender becomes, or part of a ticket."
    leaves: ClassVar[str] = "no_incidents"

    mail: int
    parsed: ParsedMail | None = field(repr=False)
    client: str = ""
    ticket: int | None = None
    incidents: int | None = None
    key: str = ""

    def contents(self) -> Iterable[bytes]:
        """The attachments."""
        return intake.attached(self.parsed)

    def apply(self, tx: Tx) -> int:
        """Link the address, then do what intake would have done."""
        mail = whole(waiting(tx, self.mail))
        if bool(self.client) == (self.ticket is not None):
            raise Refused("Name either a client or a ticket.", code="one_of_two")
        if self.ticket is not None and self.incidents is not None:
            raise Refused("Only a new ticket takes incidents here.", code="one_of_two")
        if self.ticket is not None:
            return self._into(tx, mail, self.ticket)
        user = self._user(tx, mail, tx.clients.find(self.client))
        return accepted(tx, mail, readable(self.parsed), user, self.incidents)

    def leave(self, tx: Tx) -> None:
        """The client asked for an incident by email."""
        paid_support.asked_in_vain(tx, tx.clients.find(self.client))

    def _into(self, tx: Tx, mail: StoredMail, number: int) -> int:
        ticket = tx.tickets.load(number)
        if ticket.merged_into is not None:
            raise Refused(f"Ticket {number} was merged into {ticket.merged_into}.", code="merged")
        sender = wrote(tx, mail, self.parsed)
        known = tx.clients.user_at(sender.address)
        if known is not None and known.client != ticket.client:
            raise Refused(f"{sender.address} belongs to client #{known.client}.", code="other_client")
        # Who is nobody of the client stays so: the next answers go to the client's own people.
        author = sender.address or sender.name or "unknown"
        message = filing.say(tx, ticket, mail.id, readable(self.parsed), author, f"added by {tx.scope.login}")
        filing.client_wrote(tx, ticket, mail.department)
        verdict = filing.Verdict(MailOutcome.REPLY_ADDED, mail.reason, ticket.number, message, ticket.client)
        tx.mail.settle(mail.id, filing.settled(verdict) | {"incoming": IncomingState.ACCEPTED.value})
        tx.record("incoming", mail.id, "accepted", ticket=ticket.number)
        return ticket.number

    def _user(self, tx: Tx, mail: StoredMail, client: int) -> User:
        sender = wrote(tx, mail, self.parsed)
        known = tx.clients.user_at(sender.address)
        if known is not None:
            if known.client != client:
                raise Refused(f"{sender.address} belongs to client #{known.client}.", code="other_client")
            return known
        if not is_address(sender.address) or tx.clients.has_address(sender.address):
            return tx.clients.users(client)[0]
        tx.clients.add_user(client, sender.address, sender.address, sender.name)
        return tx.clients.users(client)[-1]


@dataclass(frozen=True, slots=True)
class RegisterIncoming(Act[int]):
    """Register the sender as a new client and make the email their ticket; answers with the ticket's number.

    `incidents` and `key`: as for `AcceptIncoming`.
    """

    name: ClassVar[str] = "register"
    title: ClassVar[str] = "Register client"
    help: ClassVar[str] = "Register the sender as a new client and make the email their ticket."

    mail: int
    parsed: ParsedMail | None = field(repr=False)
    full_name: str = ""
    incidents: int | None = None
    key: str = ""

    def contents(self) -> Iterable[bytes]:
        """The attachments."""
        return intake.attached(self.parsed)

    def apply(self, tx: Tx) -> int:
        """Add the client, then accept."""
        mail = whole(waiting(tx, self.mail))
        if not mail.sender:
            raise Refused("The email has no sender to register.", code="no_sender")
        parsed = readable(self.parsed)
        sender = wrote(tx, mail, parsed)
        client = AddClient(sender.address, self.full_name or headers.checked_name(sender.name)).apply(tx)
        return accepted(tx, mail, parsed, tx.clients.users(client)[0], self.incidents)


@dataclass(frozen=True, slots=True)
class AnswerIncoming(Act[int]):
    """Answer the sender without making a ticket; the email stays where it is. Answers with the outbox number.

    A placeholder that nothing filled in is refused with `unfilled` (PR3), unless its braces are meant `as_is`. `to` is
    another address than the sender's, as of who first sent what a colleague passed on (`rules.writers.answered_at`).
    """

    name: ClassVar[str] = "answer-incoming"
    title: ClassVar[str] = "Answer"
    help: ClassVar[str] = "Answer the sender by email without making a ticket."

    mail: int
    text: str
    as_is: bool = False
    to: str = ""

    def apply(self, tx: Tx) -> int:
        """Put the answer into the outbox."""
        to = headers.checked_address(self.to) if self.to else ""
        mail = waiting(tx, self.mail)
        if not self.text.strip():
            raise Refused("There is nothing to send.", code="empty_reply")
        if not self.as_is:
            blanks.check_filled(self.text)
        if not (to or mail.sender) or mail.department is None:
            raise Refused("The email has no sender to answer.", code="no_sender")
        sender = letters.from_whom(tx, mail.department)
        # Of no ticket, so not one of those that are threaded by.
        message_id = f"<a.{secrets.token_hex(16)}@{letters.domain_of(sender.address)}>"
        return tx.outbox.put({
            "message_id": message_id, "kind": "answer", "sender_name": tx.desk.name(), "sender": sender.address,
            "reply_to": sender.reply_to, "to_addresses": (to or mail.sender,), "in_reply_to": mail.message_id,
            "references": (mail.message_id,) if mail.message_id else (),
            "subject": headers.checked_subject(f"Re: {mail.subject}"),
            "text": letters.signed(tx, mail.department, self.text), "mail": mail.id,
        })  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpamIncoming(Act[int]):
    """Mark the email as spam."""

    name: ClassVar[str] = "spam-incoming"
    title: ClassVar[str] = "Spam"
    help: ClassVar[str] = "Mark the email as spam; it leaves the list and makes nothing."

    mail: int

    def apply(self, tx: Tx) -> int:
        """Mark it."""
        return put_away(tx, self.mail, IncomingState.SPAM)


@dataclass(frozen=True, slots=True)
class DeleteIncoming(Act[int]):
    """Take the email off the list; the stored original stays."""

    name: ClassVar[str] = "delete-incoming"
    title: ClassVar[str] = "Delete"
    help: ClassVar[str] = "Take the email off the list; its original stays in the store."

    mail: int

    def apply(self, tx: Tx) -> int:
        """Put it away."""
        return put_away(tx, self.mail, IncomingState.DELETED)


@dataclass(frozen=True, slots=True)
class RestoreIncoming(Act[int]):
    """Bring an email back that was marked as spam or deleted: it waits again."""

    name: ClassVar[str] = "restore-incoming"
    title: ClassVar[str] = "Bring back"
    help: ClassVar[str] = "Bring an email back that was deleted or marked as spam; it waits again."

    mail: int

    def apply(self, tx: Tx) -> int:
        """Let it wait."""
        mail = to_handle(tx, self.mail)
        if mail.incoming is IncomingState.WAITING:
            raise Refused("The email waits already.", code="waits_already")
        if mail.incoming is IncomingState.ACCEPTED:
            raise Refused(f"The email is part of ticket {mail.ticket}; it does not come back.", code="accepted")
        tx.mail.settle(mail.id, {"incoming": IncomingState.WAITING.value})
        tx.record("incoming", mail.incoming.value if mail.incoming else "", IncomingState.WAITING.value)
        return mail.id


@dataclass(frozen=True, slots=True)
class RetryIncoming(Act[str]):
    """Try a quarantined email again, parsed anew; answers with the outcome's word."""

    name: ClassVar[str] = "retry-incoming"
    title: ClassVar[str] = "Try again"
    help: ClassVar[str] = "Read an email again that could not be read."

    mail: int
    parsed: ParsedMail | None = field(repr=False)
    unreadable: str = ""

    def contents(self) -> Iterable[bytes]:
        """The attachments."""
        return intake.attached(self.parsed)

    def apply(self, tx: Tx) -> str:
        """Decide again on the stored original, as the program does when an email comes in: all staff may ask for it."""
        mail = whole(among_incoming(tx, self.mail))
        if mail.incoming not in (IncomingState.WAITING, None):
            raise NotFound(f"Incoming email {self.mail}")
        again = (MailOutcome.QUARANTINED, MailOutcome.IGNORED)
        if mail.outcome not in again:
            raise Refused("Only an email that could not be read or was ignored can be tried again.",
                          code="not_quarantined")  # fmt: skip
        with tx.as_program():
            if mail.gateway is None:
                verdict = judging.without_gateway(tx, self.parsed, self.unreadable)
            else:
                verdict = judging.judge(tx, tx.mail.gateway(mail.gateway), mail.id, self.parsed, self.unreadable)
        parsed = judging.through_lists(tx, self.parsed)
        described = {} if parsed is None else intake.described(parsed)
        tx.mail.settle(mail.id, filing.settled(verdict) | described)
        tx.record("mail in", mail.outcome.value, verdict.outcome.value, ticket=verdict.ticket)
        return verdict.outcome.value


def readable(parsed: ParsedMail | None) -> ParsedMail:
    """The email, if it could be read; raises Refused."""
    if parsed is None:
        raise Refused("The email could not be read, so nothing can be made of it; try it again first.",
                      code="unreadable")  # fmt: skip
    return parsed


def wrote(tx: Tx, mail: StoredMail, parsed: ParsedMail | None) -> Address:
    """Who wrote an email: its sender, or who first sent what a member of staff passed on (MG6)."""
    trusted = tx.mail.gateway(mail.gateway).authserv_id if mail.gateway is not None else ""
    return writer(Address(mail.sender_name, mail.sender), parsed, bool(tx.people.login_at(mail.sender)), trusted)


def is_address(text: str) -> bool:
    """Whether a sender can be remembered as a user's address: not everything in a From heading is one."""
    try:
        return headers.compared(headers.checked_address(text)) == text
    except WrongUsage:
        return False


def accepted(tx: Tx, mail: StoredMail, parsed: ParsedMail, user: User, incidents: int | None) -> int:
    """The email as a new ticket of this user's client, which takes so many incidents; the ticket's number."""
    if mail.department is None:
        raise Refused("The email belongs to no department; attach it to a ticket.", code="no_department")
    department = tx.people.living(mail.department) or mail.department
    cost = _cost(tx, mail, filing.departments_of(tx, department, parsed), user.client, incidents)
    verdict = filing.open_ticket(tx, department, mail.id, parsed, user, cost=cost)
    tx.mail.settle(mail.id, filing.settled(verdict) | {"incoming": IncomingState.ACCEPTED.value})
    tx.record("incoming", mail.id, "accepted", ticket=verdict.ticket, client=user.client)
    return verdict.ticket or 0


def _cost(tx: Tx, mail: StoredMail, departments: tuple[int, ...], client: int, given: int | None) -> int:
    """How many incidents the ticket takes: so many as staff say, else as any new ticket; none of a refused email."""
    usual = 0 if mail.outcome is MailOutcome.REFUSED else paid_support.cost(tx, departments)
    cost = usual if given is None else given
    if cost:
        check_number(cost)
        refused = ticket_incidents.short(tx, client, cost)
        if refused is not None:
            raise Refused(f"{refused.sentence} With 0 it becomes a ticket that takes none.", code=refused.code,
                          **refused.details)  # fmt: skip
    return cost


def put_away(tx: Tx, number: int, state: IncomingState) -> int:
    """Take a mail off the list."""
    mail = waiting(tx, number)
    tx.mail.settle(mail.id, {"incoming": state.value})
    tx.record("incoming", mail.id, state.value)
    return mail.id
