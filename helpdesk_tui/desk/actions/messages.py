"""Messages of a ticket (TF7): edited, split off into a ticket of their own, merged into another ticket's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import regrouping
from helpdesk_tui.desk.actions.base import Act, Context, checked, needs_hold
from helpdesk_tui.desk.actions.parameters import checked_subject
from helpdesk_tui.desk.actions.reply import MAX_TEXT
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules import edits
from helpdesk_tui.rules.stale import check_text
from helpdesk_tui.vocab import MessageKind, OutboxState, Regrouped

if TYPE_CHECKING:
    from helpdesk_tui.desk.actions.reply import GivenBack
    from helpdesk_tui.store.rooms.journal import Entry
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class EditMessage(Act[str]):
    """Change what is shown of a message; the earlier text is kept with who changed it and when.

    Every message that somebody wrote can be edited, by whoever holds the ticket. The original of an email stays as it
    came, and an email that left stays as it left: answers with what became of it (`rules.edits`). `seen` is the text
    that the writer began with; when it is another one now, the act is refused.
    """

    name: ClassVar[str] = "edit-message"
    title: ClassVar[str] = "Edit message"
    help: ClassVar[str] = "Change what is shown of a message; its earlier texts are kept and shown."

    number: int
    message: int
    text: str
    seen: str | None = None

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Needs taking."""
        return needs_hold(context)

    def apply(self, tx: Tx) -> str:
        """Keep the earlier text, put the new one."""
        ticket = checked(self, tx, tx.tickets.load(self.number))
        said = tx.conversation.said(self.message)
        if said.ticket != ticket.number:
            raise NotFound(f"Message {self.message}")
        text = self.text.rstrip()
        if said.kind is MessageKind.SYSTEM:
            raise Refused("What the system noted stays as it is.", code="system_message")
        if not text and not said.files:
            raise Refused("A message needs a text.", code="empty_reply")
        if len(text) > MAX_TEXT:
            raise Refused(f"A message has at most {MAX_TEXT:,} characters.", code="too_long")
        check_text(self.seen, said.text)
        if text == said.text.rstrip():
            raise Refused("Nothing was changed.", code="nothing_changed")
        tx.conversation.edit(said, text, edits.own_lines(said.text.rstrip(), said.own_lines, text))
        tx.tickets.save(ticket, replace(ticket, updated=tx.now))
        became = self._reword(tx, said.number, said.text, text)
        tx.journal.note(
            ticket.number, message=said.number, before=[said.text, said.own_lines], after=text,
            reworded=became == edits.REWORDED,
        )  # fmt: skip
        return became

    def done(self, tx: Tx) -> str:
        """Edited."""
        return f"a message of ticket {self.number} edited"

    @classmethod
    def take_back(cls, tx: Tx, entry: Entry) -> None:
        """Show the text from before; the one that is taken back is kept with the earlier ones.

        Raises Refused where somebody edited it since, where it is on another ticket, and where its email has left with
        the text that is to go: the ticket would tell something else than the client has.
        """
        number, noted = entry.tickets[0], entry.noted
        ticket, said = tx.tickets.load(number), tx.conversation.said(noted["message"])
        if said.ticket != number:
            raise Refused(f"The message is on ticket {said.ticket} now; nothing was taken back.", code="changed_since")
        if said.text != noted["after"]:
            raise Refused(f"The message of ticket {number} was changed again since.", code="changed_since")
        text, own_lines = noted["before"]
        if noted["reworded"] and cls._reword(tx, said.number, said.text, text) != edits.REWORDED:
            raise Refused("The email has left with that text; the message stays as it is.", code="sent_already")
        tx.conversation.edit(said, text, own_lines)
        tx.tickets.save(ticket, replace(ticket, updated=tx.now))

    @staticmethod
    def _reword(tx: Tx, message: int, before: str, text: str) -> str:
        """An email of which nobody has seen anything yet says the new text."""
        email = tx.outbox.of_message(message)
        if email is None:
            return edits.NO_EMAIL
        if email.attempts or email.state not in (OutboxState.HELD.value, OutboxState.QUEUED.value):
            return edits.KEPT
        tx.outbox.reword(email.id, edits.text_of_email(email.text, before, text))
        return edits.REWORDED


@dataclass(frozen=True, slots=True)
class SplitTicket(Act[int]):
    """Make a new ticket of a message and all that was said after it; answers with the new ticket's number.

    It has the client, service and department of the old one, whose subject it gets unless it is given another; nobody
    holds it.
    """

    name: ClassVar[str] = "split"
    title: ClassVar[str] = "Split"
    help: ClassVar[str] = "Make a new ticket of a message and everything after it; nothing is emailed."

    number: int
    message: int
    subject: str = ""

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Needs taking."""
        return needs_hold(context)

    def apply(self, tx: Tx) -> int:
        """Split it."""
        ticket = checked(self, tx, tx.tickets.load(self.number))
        subject = checked_subject(self.subject) if self.subject else ticket.subject
        record, made = regrouping.split(tx, ticket, self.message, subject)
        tx.journal.note(ticket.number, regrouping=record)
        return made

    def done(self, tx: Tx) -> str:
        """Split."""
        return f"ticket {self.number} split"

    @classmethod
    def take_back(cls, tx: Tx, entry: Entry) -> GivenBack | None:
        """Bring back what was split off."""
        regrouping.unsplit(tx, entry.noted["regrouping"])
        return None


@dataclass(frozen=True, slots=True)
class MergeTicket(Act[int]):
    """Bring the messages and tasks of a ticket to another one of the same client, and answer with that one's number.

    The merged ticket keeps its number, which leads to the other. Only the merged one has to be held: its messages come
    to the other as an answer of the client would.
    """

    name: ClassVar[str] = "merge"
    title: ClassVar[str] = "Merge"
    help: ClassVar[str] = "Bring the ticket's messages into another ticket of the client; its number leads there."

    number: int
    into: int

    @classmethod
    def blocked(cls, context: Context) -> Refused | None:
        """Needs taking."""
        return needs_hold(context)

    def apply(self, tx: Tx) -> int:
        """Merge it."""
        tx.journal.note(self.number, regrouping=regrouping.merge(tx, self, self.number, self.into))
        return self.into

    def done(self, tx: Tx) -> str:
        """Merged into which."""
        return f"ticket {self.number} merged into {self.into}"

    @classmethod
    def take_back(cls, tx: Tx, entry: Entry) -> GivenBack | None:
        """Give the merged ticket back what was its."""
        regrouping.unmerge(tx, entry.noted["regrouping"])
        return None


@dataclass(frozen=True, slots=True)
class TakeBack(Act[int]):
    """Take back a split or merge that a ticket was part of; answers with the ticket that has its messages again.

    `regrouping` is its record; without it the last one is meant: of a kind, with another ticket, where they are given.
    """

    name: ClassVar[str] = "take-back"
    title: ClassVar[str] = "Take back"
    help: ClassVar[str] = "Undo the ticket's last split or merge exactly; what was written since stays."

    number: int
    regrouping: int | None = None
    kind: Regrouped | None = None
    other: int | None = None

    def apply(self, tx: Tx) -> int:
        """Take it back."""
        tx.tickets.look(self.number)
        if self.other is not None:
            tx.tickets.look(self.other)
        meant = self.regrouping or tx.regroupings.last_of(self.number, self.kind, self.other)
        if meant is None:
            what = "split or merge" if self.kind is None else self.kind.value
            raise Refused(f"There is no {what} of ticket {self.number} to take back.", code="nothing_to_take_back")
        return regrouping.take_back(tx, meant)
