"""The message that an email became, made anew from the kept original (CLI: mail replay): after a better reading of it.

Text, folding and attachments of such a message are derived from the original. Nothing else is: states, tasks, money,
letters and threading stay as they are. The former text goes to the ticket's history, whole; files are added, never
taken away.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import NotFound
from helpdesk_tui.views import ParsedAttachment, ParsedMail, ReadAnew
from helpdesk_tui.vocab import MessageKind

if TYPE_CHECKING:
    from helpdesk_tui.rules.ticket import Ticket
    from helpdesk_tui.store.rooms.conversation import Said
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class ReadAgain(Act[ReadAnew]):
    """Make the message of an email anew; answers with what differs.

    `parsed` is the email parsed again from the stored original. A message that staff have answered stays as they read
    it, unless `answered`; one that they edited stays as they wrote it, and gets the files it lacked.
    """

    name: ClassVar[str] = "read-again"
    title: ClassVar[str] = "Read again"
    help: ClassVar[str] = "Make a message anew from the original of its email; the former text goes to the history."

    mail: int
    parsed: ParsedMail = field(repr=False)
    answered: bool = False

    def apply(self, tx: Tx) -> ReadAnew:
        """Compare under the ticket's lock, then change what differs.

        Its files are not packed before: hardly any email has one that is missing.
        """
        said, ticket = self._said(tx)
        missing = _missing(self.parsed.attachments, said.files)
        text, folding = self.parsed.text != said.text, self.parsed.own_lines != said.own_lines
        if said.edited:
            # What staff took out must not come back by a better reading.
            text = folding = False
        names = tuple(file.name for file in missing)
        found = ReadAnew(self.mail, ticket.number, said.number, text, folding, names)
        if not found.differs:
            return found
        if not self.answered and tx.conversation.answered_since(said):
            return ReadAnew(self.mail, ticket.number, said.number, text, folding, names, answered=True)
        tx.conversation.say_anew(said, self.parsed.text if text else said.text,
                                 self.parsed.own_lines if folding else said.own_lines, missing)  # fmt: skip
        record = partial(tx.record, ticket=ticket.number, client=ticket.client,
                         reason=f"message {said.number}, read again from mail {self.mail}")  # fmt: skip
        if text:
            record("text", said.text, self.parsed.text, whole=True)
        if folding:
            record("new lines", said.own_lines, self.parsed.own_lines)
        for name in names:
            record("attachment", "", name)
        return found

    def _said(self, tx: Tx) -> tuple[Said, Ticket]:
        """The message and its ticket; raises NotFound, alike for what is not there and what is not to be seen."""
        try:
            mail = tx.mail.stored(self.mail)
            said = tx.conversation.said(mail.message or 0)
            ticket = tx.tickets.load(said.ticket)
        except NotFound:
            raise NotFound(f"Mail {self.mail}") from None
        if said.kind is not MessageKind.CLIENT or said.mail != mail.id or mail.head_only:
            raise NotFound(f"Mail {self.mail}")
        return said, ticket


def _missing(attachments: tuple[ParsedAttachment, ...], there: Counter[str]) -> list[ParsedAttachment]:
    """The attachments whose content the message does not have, each as often as it is missing."""
    left = Counter(there)
    missing = []
    for one in attachments:
        digest = hashlib.sha256(one.content).hexdigest()
        if left[digest]:
            left[digest] -= 1
        else:
            missing.append(one)
    return missing
