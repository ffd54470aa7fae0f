"""Answering a ticket: *Ok*, *Send reply*, internal comment (TR2, TR3, TR4, TR6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import ticket_charges
from helpdesk_tui.desk.actions import letters
from helpdesk_tui.desk.actions.base import Context, TicketAct, needs_hold
from helpdesk_tui.desk.actions.parameters import UNCHANGED, Parameters
from helpdesk_tui.desk.actions.taking_back import check_people, load, say_it, stop_mails
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import blanks, lifecycle
from helpdesk_tui.rules.drafts import Texts
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.rules.undo import Touched, answer_taken_back
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.vocab import MessageKind, OutboxState

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.journal import Entry
    from helpdesk_tui.store.tx import Tx

MAX_TEXT = 500_000
"""Characters of one message that staff write."""


@dataclass(frozen=True, slots=True)
class Reply(TicketAct):
    """Send an answer and whatever goes with it; with `close` this is *Ok*, without it *Send reply* (TR3).

    Reply, comment, parameters, closing and the outgoing email are one transaction. `seen` is the newest message the
    writer has seen: when something newer is there the act is refused with `something_new`, unless `anyway` (TR6).
    A placeholder that nothing filled in is refused with `unfilled` (PR3), unless its braces are meant `as_is`.
    """

    name: ClassVar[str] = "reply"
    title: ClassVar[str] = "Reply"
    help: ClassVar[str] = "Answer the client; the review before sending offers Ok, Send reply and Save parameters."

    number: int
    text: str
    comment: str = ""
    close: bool = False
    attachments: tuple[ParsedAttachment, ...] = field(default=(), repr=False)
    values: Parameters = UNCHANGED
    seen: int = 0
    anyway: bool = False
    key: str = ""
    as_is: bool = False
    drafts: tuple[Texts, ...] = field(default=(), compare=False, repr=False)
    """The draft that it was made of, as it was kept before and now; any other stays, it was not sent (TR5)."""

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Needs taking."""
        return needs_hold(context)

    def contents(self) -> Iterable[bytes]:
        """The attachments."""
        return (attachment.content for attachment in self.attachments)

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Write everything, or nothing."""
        self._check(tx, ticket)
        before = tx.conversation.newest(ticket.number)
        after = self.values.applied(tx, ticket)
        if self.comment.strip():
            after = commented(after, tx)
            tx.conversation.say(
                ticket, MessageKind.COMMENT, self.comment.strip(), author=tx.scope.login, staff=tx.scope.staff_id
            )
        if self.text.strip() or self.attachments:
            text = self.text.rstrip()
            message = tx.conversation.say(
                ticket, MessageKind.STAFF, text, author=tx.scope.login, staff=tx.scope.staff_id,
                attachments=self.attachments,
            )  # fmt: skip
            letters.answer(tx, after, message, text)
            after = lifecycle.staff_wrote(after, tx.scope, tx.now)
        if self.close:
            after = lifecycle.close_mine(after, tx.scope, tx.now)
        tx.tickets.save(ticket, self.values.charged(tx, after))
        tx.drafts.sent(ticket.number, self.drafts)
        tx.personal.read(ticket.number)
        tx.journal.note(ticket.number, seen=self.seen or before, values=self.values.data(), closed=self.close)

    def done(self, tx: Tx) -> str:
        """Answered, commented on, closed."""
        what = "answered" if self.text.strip() or self.attachments else "commented on"
        return f"ticket {self.number} {what}{' and closed' if self.close else ''}"

    @classmethod
    def take_back(cls, tx: Tx, entry: Entry) -> GivenBack:
        """Answer, comment, parameters and closing together, while the email is held back; the draft is given back.

        What somebody changed since stays; the answer is stopped all the same (TR7).
        """
        number = entry.tickets[0]
        change = entry.touched.get(number, Touched())
        ticket = load(tx, number, change)
        answers = [mail for mail in entry.mails if tx.outbox.kind(mail) == "reply"]
        for mail in answers:
            stop(tx, mail)
        stop_mails(tx, entry)
        say_it(tx, entry)
        after = answer_taken_back(ticket, change, tx.now)
        check_people(tx, after, change)
        refunded = ticket_charges.take_back(tx, ticket, entry.noted.get("charged"), whole=False)
        given = Parameters.of(entry.noted["values"]).after_undo(refunded=refunded)
        text = comment = ""
        attachments: tuple[ParsedAttachment, ...] = ()
        for _, message in entry.said:
            kind, said, files = tx.conversation.take_back(ticket, message)
            tx.mail.forget_reference(message)
            if kind is MessageKind.COMMENT:
                comment = said
            else:
                text, attachments = said, files
        tx.tickets.save(ticket, after)
        give_back(tx, number, (text, comment), entry.noted["seen"])
        return GivenBack(number, attachments, given, bool(answers))

    def _check(self, tx: Tx, ticket: Ticket) -> None:
        if not (self.text.strip() or self.attachments or self.comment.strip()):
            raise Refused("There is nothing to send: write a reply or an internal comment.", code="empty_reply")
        if max(len(self.text), len(self.comment)) > MAX_TEXT:
            raise Refused(f"A message has at most {MAX_TEXT:,} characters.", code="too_long")
        if self.seen and not self.anyway and tx.conversation.newest(ticket.number) > self.seen:
            raise Refused("Something new arrived on the ticket while you were writing; read it first, then send.",
                          code="something_new")  # fmt: skip
        if not self.as_is:
            blanks.check_filled(self.text)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What no draft keeps of an answer that was taken back: its files and its parameters; its texts are the draft."""

    number: int
    attachments: tuple[ParsedAttachment, ...] = field(default=(), repr=False)
    values: Parameters = UNCHANGED
    answered: bool = True
    """Whether there was an answer to the client, and not an internal comment alone."""


def stop(tx: Tx, mail: int) -> None:
    """Stop an answer that is held back; raises Refused, with the reason, where it is not any more (TR7)."""
    state = tx.outbox.state(mail)
    if state is OutboxState.SENT:
        raise Refused("The answer was sent already; it cannot be taken back.", code="sent_already")
    if state is OutboxState.SENDING:
        raise Refused("The answer is being sent; it cannot be taken back.", code="being_sent")
    if not tx.outbox.is_held(mail):
        raise Refused("The time to take the answer back is over; it is on its way.", code="too_late")
    tx.outbox.drop(mail, f"Taken back by {tx.scope.login} before it was sent.")


def give_back(tx: Tx, ticket: int, texts: Texts, seen: int) -> None:
    """Make what was taken back the draft of its writer; what they typed since stands below it."""
    typed = tx.drafts.mine(ticket)
    text, comment = (_before(*pair) for pair in zip(texts, typed, strict=True))
    tx.drafts.keep(ticket, (text, comment), seen)


def _before(given_back: str, typed: str) -> str:
    """What was taken back, and below it what was typed since, if that is something else."""
    parts = [given_back.rstrip(), typed] if typed.strip() and typed.strip() != given_back.strip() else [given_back]
    return "\n\n".join(part for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Comment(TicketAct):
    """Add an internal comment; it has no way to the client (TR2), and needs no hold (docs/adr/0008)."""

    name: ClassVar[str] = "comment"
    title: ClassVar[str] = "Internal comment"
    help: ClassVar[str] = "Write something that only staff see; it is shown in yellow with the word INTERNAL."

    number: int
    text: str
    key: str = ""
    drafts: tuple[Texts, ...] = field(default=(), compare=False, repr=False)
    """The draft that it was made of, as with an answer; the text of an answer in it stays."""

    def on(self, tx: Tx, ticket: Ticket) -> None:
        """Add it; the ticket's holder sees it at once."""
        if not self.text.strip():
            raise Refused("There is no comment to add.", code="empty_reply")
        if len(self.text) > MAX_TEXT:
            raise Refused(f"A message has at most {MAX_TEXT:,} characters.", code="too_long")
        tx.conversation.say(
            ticket, MessageKind.COMMENT, self.text.strip(), author=tx.scope.login, staff=tx.scope.staff_id
        )
        tx.tickets.save(ticket, commented(ticket, tx))
        tx.drafts.sent(ticket.number, self.drafts, comment_alone=True)

    def done(self, tx: Tx) -> str:
        """Commented on."""
        return f"ticket {self.number} commented on"

    @classmethod
    def take_back(cls, tx: Tx, entry: Entry) -> GivenBack:
        """Show it nowhere any more; what it said is its writer's draft again (TR7)."""
        number = entry.tickets[0]
        ticket = load(tx, number, Touched())
        comment = ""
        for _, message in entry.said:
            _, comment, _ = tx.conversation.take_back(ticket, message)
        tx.tickets.save(ticket, commented(ticket, tx))
        give_back(tx, number, ("", comment), tx.conversation.newest(number))
        return GivenBack(number, answered=False)


def commented(ticket: Ticket, tx: Tx) -> Ticket:
    """A comment is a change of the ticket: lists and whoever holds it notice (docs/adr/0008)."""
    return replace(ticket, updated=tx.now, version=ticket.version + 1)
