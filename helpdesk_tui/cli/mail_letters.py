"""The desk's own emails, and senders of spam (MO2, MG6)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import files, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import Word
from helpdesk_tui.clock import iso
from helpdesk_tui.desk.actions.own_letters import ForgetLetter, WriteLetter
from helpdesk_tui.desk.actions.spam import CallSpam, PardonSender
from helpdesk_tui.questions import ReadLetters, ReadSpamSenders
from helpdesk_tui.rules.letter_kinds import LetterKind
from helpdesk_tui.views import LetterView

KIND = Word({kind.value: kind for kind in LetterKind})


@verb("letters", help="List the emails that the desk writes by itself.", example="mail letters --json")
@pass_session
def letters(session: Session) -> None:
    """List them."""
    found = session.staff().read(ReadLetters())
    rows = ((one.kind, one.language, "changed" if one.own else "", one.subject, one.help) for one in found)
    headings = ("Letter", "Language", "", "Subject", "Sent")
    session.answer([_shape(one) for one in found], lambda: tables.table(headings, rows, ""))


@verb(
    "letter",
    acts=(WriteLetter, ForgetLetter),
    help="Show one of the desk's own emails in a language, change it, or go back to the program's text.",
    example="mail letter ticket_received --language de\n"
    "mail letter ticket_received --language de --subject 'Angekommen: {{subject}}' --text - < brief.txt\n"
    "mail letter ticket_received --language de --restore",
)
@click.argument("kind", type=KIND)
@click.option("--language", default="en", metavar="xx", help="Its language (en).")
@click.option("--subject", help="The new subject.")
@click.option("--text", metavar="TEXT|-", help="The new text; - reads standard input.")
@click.option("--restore", is_flag=True, help="Back to the program's text.")
@pass_session
def letter(
    session: Session, kind: LetterKind, language: str, subject: str | None, text: str | None, restore: bool
) -> None:
    """Show or change it."""
    if restore and (subject is not None or text is not None):
        raise click.UsageError("--restore goes without --subject and --text.")
    desk = session.staff()
    if restore:
        desk.perform(ForgetLetter(kind, language))
    elif subject is not None or text is not None:
        [written] = files.text_of(text)
        before = _found(session, kind, language) or _found(session, kind, "en")
        assert before is not None
        desk.perform(WriteLetter(kind, language, before.subject if subject is None else subject,
                                 before.text if written is None else written))  # fmt: skip
    found = _found(session, kind, language) or _found(session, kind, "en")
    assert found is not None
    session.answer(_shape(found), lambda: _tell(found))


def _found(session: Session, kind: LetterKind, language: str) -> LetterView | None:
    there = session.staff().read(ReadLetters())
    return next((one for one in there if (one.kind, one.language) == (kind.value, language)), None)


def _tell(found: LetterView) -> None:
    tables.line(f"{found.kind}, {found.language}{' (changed)' if found.own else ''}: {found.help}")
    tables.line(f"It knows {', '.join(found.names)}.")
    tables.line(f"Subject: {found.subject}")
    for line in found.text.split("\n"):
        tables.line(line)


def _shape(one: LetterView) -> dict[str, object]:
    return {"kind": one.kind, "language": one.language, "subject": one.subject, "text": one.text, "own": one.own,
            "names": list(one.names)}  # fmt: skip


@verb("spammers", help="List the senders whose email is spam.", example="mail spammers --json")
@pass_session
def spammers(session: Session) -> None:
    """List them."""
    found = session.staff().read(ReadSpamSenders())
    rows = ((one.sender, one.by, tables.at(one.at, session.zone)) for one in found)
    session.answer([{"sender": one.sender, "by": one.by, "at": iso(one.at)} for one in found],
                   lambda: tables.table(("Sender", "Listed by", "Since"), rows, "No sender is listed."))  # fmt: skip


@verb("block", acts=(CallSpam,), example="mail block offers@spam.example\nmail block @spam.example")
@click.argument("sender")
@pass_session
def block(session: Session, sender: str) -> None:
    """List the sender."""
    count = session.staff().perform(CallSpam(sender))
    said = f"{sender} is listed; {count} waiting email{'s' * (count != 1)} went to spam."
    session.answer({"sender": sender, "put_away": count}, lambda: tables.line(said))


@verb("unblock", acts=(PardonSender,), example="mail unblock offers@spam.example")
@click.argument("sender")
@pass_session
def unblock(session: Session, sender: str) -> None:
    """Take the sender off the list."""
    session.staff().perform(PardonSender(sender))
    session.answer({"sender": sender, "listed": False}, lambda: tables.line(f"{sender} is off the list."))


VERBS = (letters, letter, spammers, block, unblock)
