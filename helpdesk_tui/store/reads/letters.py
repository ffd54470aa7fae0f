"""Texts of the desk's own emails, and the senders whose email is spam (MO2, MG6)."""

from __future__ import annotations

from sqlalchemy import select

from helpdesk_tui.questions import ReadLetters, ReadSpamSenders
from helpdesk_tui.rules.letter_kinds import USES, LetterKind, LetterText
from helpdesk_tui.rules.letter_texts import TEXTS
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.tables import mail, people
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import LetterView, SpamSenderView

_letter = table(mail.Letter)
_spam = table(mail.SpamSender)
_staff = table(people.Staff)


def letters(asking: Asking, question: ReadLetters) -> tuple[LetterView, ...]:
    """Every text, the desk's own where it has one, in the order of the kinds, English first."""
    own = {
        (row.kind, row.language): LetterText(row.subject, row.text)
        for row in asking.connection.execute(select(_letter))
    }
    found: list[LetterView] = []
    for kind in LetterKind:
        there = {language: text for (name, language), text in own.items() if name == kind.value}
        texts = dict(TEXTS[kind]) | there
        for language in sorted(texts, key=lambda code: (code != "en", code)):
            text, use = texts[language], USES[kind]
            found.append(
                LetterView(kind.value, language, text.subject, text.text, language in there, use.help, use.names)
            )
    return tuple(found)


def spam_senders(asking: Asking, question: ReadSpamSenders) -> tuple[SpamSenderView, ...]:
    """The list, domains first."""
    asked = select(_spam, _staff.c.login).outerjoin(_staff, _staff.c.id == _spam.c.staff).order_by(_spam.c.pattern)
    return tuple(SpamSenderView(row.pattern, row.login or "", row.at) for row in asking.connection.execute(asked))
