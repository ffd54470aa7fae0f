"""The message of an email made anew from its original (CLI: mail replay): derived data changes, nothing else does."""

from __future__ import annotations

from dataclasses import replace

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.read_again import ReadAgain
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.questions import ReadAttachment, ReadHistory, ReadMailMessages, ReadSearch, ReadTicket
from helpdesk_tui.rules.query_tree import FreeText, Query, Term
from helpdesk_tui.store.doctor import examine
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import ParsedAttachment, ReadAnew
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import NINE, MadeDesk

LOG = ParsedAttachment("log.txt", "text/plain", b"down since 9")
PLAN = ParsedAttachment("plan.pdf", "application/pdf", b"%PDF")
FIRST = replace(
    email(text="Der Server lÃ¤uft nicht.\n\n> quoted", message_id="<1@acme.example>"), attachments=(LOG,), own_lines=3
)
NOW = replace(FIRST, text="Der Server läuft nicht.\n\n> quoted\n> more", own_lines=1, attachments=(PLAN, LOG))


def found(desk: MadeDesk, word: str) -> list[int]:
    """The tickets that hold a word."""
    return [row[0] for row in desk.anna.read(ReadSearch(Query((Term(FreeText(word)),))))]


def test_text_folding_and_missing_files_follow(desk: MadeDesk) -> None:
    """The new text stands there, with the file that was missing; the one that was there is not doubled."""
    report = desk.receive(FIRST)
    assert report.ticket is not None
    assert report.message is not None
    answer = desk.anna.perform(ReadAgain(report.mail, NOW))
    assert answer == ReadAnew(report.mail, report.ticket, report.message, True, True, ("plan.pdf",))
    (message,) = desk.anna.read(ReadTicket(report.ticket)).messages
    assert (message.text, message.own_lines) == ("Der Server läuft nicht.\n\n> quoted\n> more", 1)
    assert [file.name for file in message.attachments] == ["log.txt", "plan.pdf"]
    assert desk.anna.read(ReadAttachment(message.attachments[1].id)) == ("plan.pdf", b"%PDF")
    assert not desk.anna.perform(ReadAgain(report.mail, NOW)).differs


def test_nothing_that_was_there_is_lost(desk: MadeDesk) -> None:
    """The former text stands in the history, whole; files that are not read any more stay."""
    long = "a former line\n" * 2_000
    report = desk.receive(replace(FIRST, text=long))
    desk.anna.perform(ReadAgain(report.mail, replace(NOW, attachments=())))
    history = desk.anna.read(ReadHistory(report.ticket or 0))
    told = [(e.who, e.action, e.before) for e in history if e.field == "text"]
    assert told == [("anna", "read-again", long)]
    assert f"message {report.message}" in next(e.reason for e in history if e.field == "text")
    (message,) = desk.anna.read(ReadTicket(report.ticket or 0)).messages
    assert [file.name for file in message.attachments] == ["log.txt"]


def test_nothing_else_of_the_ticket_changes(desk: MadeDesk) -> None:
    """State, tasks, times, letters and threading stay as they are: an email is judged once."""
    desk.gary.read(ReadTicket(number := desk.receive(FIRST).ticket or 0))
    before = desk.anna.read(ReadTicket(number))
    counted = "SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM reference), (SELECT count(*) FROM ticket)"
    sums = desk.sql(counted)
    mail = before.messages[0].mail or 0
    desk.clock.forward(hours=6)
    other = replace(NOW, subject="Re: [#999]", message_id="<other@acme.example>", in_reply_to=("<x@acme.example>",))
    desk.anna.perform(ReadAgain(mail, other))
    after = desk.anna.read(ReadTicket(number))
    assert (after.row, after.tasks) == (before.row, before.tasks)
    assert desk.sql(counted) == sums
    assert desk.sql(f"SELECT message_id, subject, outcome FROM mail WHERE id = {mail}") == [
        ("<1@acme.example>", FIRST.subject, "ticket_created")
    ]


def test_the_search_index_follows(desk: MadeDesk, store: Store) -> None:
    """TQ10, rule 28: by the new words and the names of new files, no longer by the old ones."""
    number = desk.receive(replace(FIRST, text="A pangolin")).ticket
    mail = desk.anna.read(ReadTicket(number or 0)).messages[0].mail or 0
    desk.anna.perform(ReadAgain(mail, replace(NOW, text="An armadillo")))
    assert [found(desk, word) for word in ("pangolin", "armadillo", "plan", "log")] == [
        [],
        [number],
        [number],
        [number],
    ]
    told = {finding.name: finding.ok for finding in examine(store, fix=False, now=NINE)}
    assert told.get("search", store.is_postgres)


def test_what_staff_answered_stays_as_they_read_it(desk: MadeDesk) -> None:
    """They relied on it; on demand it is made anew all the same. A comment is no answer."""
    report = desk.receive(FIRST)
    desk.anna.perform(Take(report.ticket or 0))
    desk.anna.perform(Comment(report.ticket or 0, "Strange letters"))
    assert not desk.anna.perform(ReadAgain(report.mail, replace(FIRST, text="Better"))).answered
    desk.anna.perform(Reply(report.ticket or 0, "We look at it."))
    left = desk.anna.perform(ReadAgain(report.mail, NOW))
    assert (left.answered, left.text) == (True, True)
    assert desk.anna.read(ReadTicket(report.ticket or 0)).messages[0].text == "Better"
    assert not desk.anna.perform(ReadAgain(report.mail, NOW, answered=True)).answered
    assert desk.anna.read(ReadTicket(report.ticket or 0)).messages[0].text == NOW.text


def test_a_look_at_what_would_change_changes_nothing(desk: MadeDesk) -> None:
    """`--dry-run`: the same answer, and all as before."""
    report = desk.receive(FIRST)
    assert desk.anna.foreseen(ReadAgain(report.mail, NOW)).files == ("plan.pdf",)
    (message,) = desk.anna.read(ReadTicket(report.ticket or 0)).messages
    assert (message.text, len(message.attachments)) == (FIRST.text, 1)


def test_only_emails_that_are_messages_are_asked_for(desk: MadeDesk) -> None:
    """Those of tickets in reach, since a moment; an email that waits has no message to be made anew."""
    report, waits = desk.receive(FIRST), desk.receive(email("eve@example.org")).mail
    asked = ReadMailMessages(NINE)
    assert desk.anna.read(asked) == (report.mail,)
    assert desk.john.read(asked) == ()
    assert desk.gary.read(ReadMailMessages(NINE.replace(hour=10))) == ()
    assert refused(desk.anna, ReadAgain(waits, NOW)).code == "not_found"
