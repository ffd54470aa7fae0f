"""Texts of the desk's own emails, and senders that are spam, in a write transaction (MO2, MG6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, or_, select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.letter_kinds import LetterKind, LetterText, spoken
from helpdesk_tui.rules.letter_texts import TEXTS
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables import mail as tables
from helpdesk_tui.store.tables.base import table

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_letter = table(tables.Letter)
_spam = table(tables.SpamSender)
_texts_of = Statement(select(_letter).where(_letter.c.kind == bindparam("kind")))
_listed = Statement(
    select(_spam.c.pattern).where(or_(_spam.c.pattern == bindparam("address"), _spam.c.pattern == bindparam("domain")))
)


class Letters:
    """The desk's texts where it changed them, the program's where it did not; and whose email is spam."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def text(self, kind: LetterKind, languages: tuple[str, ...]) -> LetterText:
        """The text in the first of these languages that there is one in, else in English."""
        rows = _texts_of.rows(self._tx.connection, {"kind": kind.value})
        texts: dict[str, LetterText] = dict(TEXTS[kind]) | {
            row.language: LetterText(row.subject, row.text) for row in rows
        }
        return texts[spoken(languages, frozenset(texts))]

    def write(self, kind: LetterKind, language: str, text: LetterText) -> None:
        """Change a text."""
        self._remove(kind, language)
        values = {"kind": kind.value, "language": language, "subject": text.subject, "text": text.text}
        self._tx.connection.execute(insert(_letter).values(values))
        self._tx.record(f"letter {kind.value} {language}", "", text.text)

    def forget(self, kind: LetterKind, language: str) -> None:
        """Go back to the program's text; raises NotFound where the desk has none of its own."""
        if not self._remove(kind, language):
            raise NotFound(f"A text of the desk's own for {kind.value} in {language}")
        self._tx.record(f"letter {kind.value} {language}", "changed", "")

    def _remove(self, kind: LetterKind, language: str) -> bool:
        which = (_letter.c.kind == kind.value) & (_letter.c.language == language)
        return bool(self._tx.connection.execute(delete(_letter).where(which)).rowcount)

    # ------------------------------------------------------------ spam

    def is_spam(self, address: str) -> str:
        """The pattern by which the sender with this address, in its compared form, is spam; empty when none is."""
        domain = address.rpartition("@")[2]
        return str(_listed.scalar(self._tx.connection, {"address": address, "domain": f"@{domain}"}) or "")

    def call_spam(self, pattern: str) -> bool:
        """Put a sender on the list; whether it was not on it before."""
        if self._tx.connection.execute(select(_spam.c.id).where(_spam.c.pattern == pattern)).first() is not None:
            return False
        values = {"pattern": pattern, "staff": self._tx.scope.staff_id, "at": self._tx.now}
        self._tx.connection.execute(insert(_spam).values(values))
        self._tx.record("spam sender", "", pattern)
        return True

    def pardon(self, pattern: str) -> None:
        """Take a sender off the list; raises NotFound."""
        if not self._tx.connection.execute(delete(_spam).where(_spam.c.pattern == pattern)).rowcount:
            raise NotFound(f"{pattern} among the senders of spam")
        self._tx.record("spam sender", pattern, "")
