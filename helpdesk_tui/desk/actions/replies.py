"""Predefined replies: adding, changing, deleting (PR1, PR2, PR4; CLI: reply)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.setup import checked_name
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.letter_kinds import checked_language
from helpdesk_tui.rules.replies import Whose, checked_text

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.replies import Reply
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class For:
    """For whom a reply is: a department by name, a member of staff by login, with neither everybody."""

    department: str = ""
    staff: str = ""


@dataclass(frozen=True, slots=True)
class AddReply(Act[int]):
    """A new predefined reply, or one that there is in a further language; answers with its id.

    Without a language it is the desk's.
    """

    name: ClassVar[str] = "add-reply"
    title: ClassVar[str] = "Add predefined reply"
    help: ClassVar[str] = "Add a text that staff put into answers, for everybody, a department or one person."

    reply_name: str
    text: str
    whose: For = For()
    language: str = ""

    def apply(self, tx: Tx) -> int:
        """Store it."""
        whose = kept_for(tx, self.whose)
        name, text = checked_name(self.reply_name, "predefined reply"), checked_text(self.text)
        language = checked_language(self.language or tx.desk.setting("language"))
        known = tx.replies.named(name, whose)
        if known is not None and language in known.texts:
            raise Refused(f"There is a predefined reply {known.name} in {language} already.", code="exists")
        number = tx.replies.add(name, whose) if known is None else known.id
        tx.replies.write(number, language, text)
        return number


@dataclass(frozen=True, slots=True)
class EditReply(Act[int]):
    """Change a predefined reply; None leaves name and scope as they are. Answers with its id.

    With a language its text there is written, or taken away where the text is empty; the last one stays.
    """

    name: ClassVar[str] = "edit-reply"
    title: ClassVar[str] = "Edit predefined reply"
    help: ClassVar[str] = "Change a predefined reply's name, for whom it is, or its text in a language."

    reply: int
    new_name: str | None = None
    whose: For | None = None
    language: str = ""
    text: str | None = None

    def apply(self, tx: Tx) -> int:
        """Change it."""
        found = to_change(tx, self.reply)
        name = found.name if self.new_name is None else checked_name(self.new_name, "predefined reply")
        whose = found.whose if self.whose is None else kept_for(tx, self.whose)
        other = tx.replies.named(name, whose)
        if other is not None and other.id != found.id:
            raise Refused(f"There is a predefined reply {other.name} already.", code="exists")
        tx.replies.change(found, name, whose)
        if self.text is not None:
            self._write(tx, found, self.text)
        return found.id

    def _write(self, tx: Tx, found: Reply, text: str) -> None:
        language = checked_language(self.language)
        before = found.texts.get(language, "")
        if text.strip():
            kept = checked_text(text)
            if kept != before:
                tx.replies.write(found.id, language, kept, before)
        elif set(found.texts) - {language}:
            tx.replies.forget(found.id, language, before)
        else:
            raise Refused("A predefined reply needs a text.", code="bad_value")


@dataclass(frozen=True, slots=True)
class DeleteReply(Act[int]):
    """Delete a predefined reply in all its languages; answers that hold its text stay as they are."""

    name: ClassVar[str] = "delete-reply"
    title: ClassVar[str] = "Delete predefined reply"
    help: ClassVar[str] = "Delete a predefined reply, or its text in one of its languages."

    reply: int

    def apply(self, tx: Tx) -> int:
        """Delete it."""
        found = to_change(tx, self.reply)
        tx.replies.delete(found)
        return found.id


def to_change(tx: Tx, number: int) -> Reply:
    """A reply that the actor may change; raises NotFound, and Refused for what they may only use (DS3)."""
    found = tx.replies.load(number)
    if not found.whose.kept_by(tx.scope):
        raise not_theirs()
    return found


def kept_for(tx: Tx, whose: For) -> Whose:
    """The people that are named, by number; raises NotFound, and Refused where the actor may not keep replies there."""
    if whose.department and whose.staff:
        raise Refused("A predefined reply is for a department or for a member of staff, not for both.",
                      code="bad_value")  # fmt: skip
    if whose.department:
        found = Whose(department=tx.people.department_named(whose.department).id)
    elif whose.staff:
        found = Whose(staff=tx.people.staff(whose.staff).id)
    else:
        found = Whose()
    if not found.kept_by(tx.scope):
        raise not_theirs()
    return found


def not_theirs() -> Refused:
    """Why a reply cannot be changed by who can use it."""
    return Refused("You can change predefined replies of your own and your departments only.", code="not_allowed")
