"""Changing the texts of the desk's own emails (MO2; CLI: mail letter)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.rules.letter_kinds import LetterKind, checked_language, checked_letter

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class WriteLetter(Act[None]):
    """Change the text of one kind of the desk's own emails in one language.

    Raises Refused for a name in double braces that the letter does not know (`rules.letter_kinds.USES`).
    """

    name: ClassVar[str] = "write-letter"
    title: ClassVar[str] = "Edit letter"
    help: ClassVar[str] = "Change the text of an email that the desk writes by itself, in one language."
    doing: ClassVar[str] = "change the desk's letters"
    who: ClassVar[Who] = Who.ADMIN

    kind: LetterKind
    language: str
    subject: str
    text: str

    def apply(self, tx: Tx) -> None:
        """Check and store it."""
        tx.letters.write(self.kind, checked_language(self.language), checked_letter(self.kind, self.subject, self.text))


@dataclass(frozen=True, slots=True)
class ForgetLetter(Act[None]):
    """Go back to the program's own text of a letter in one language."""

    name: ClassVar[str] = "forget-letter"
    title: ClassVar[str] = "Restore letter"
    help: ClassVar[str] = "Go back to the text that the program brings for one of the desk's emails."
    doing: ClassVar[str] = "change the desk's letters"
    who: ClassVar[Who] = Who.ADMIN

    kind: LetterKind
    language: str

    def apply(self, tx: Tx) -> None:
        """Forget the desk's text; raises NotFound where there is none."""
        tx.letters.forget(self.kind, self.language)
