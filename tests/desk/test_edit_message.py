"""Editing messages (SPEC TF7): the earlier text is kept, the original and what was emailed stay."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.delivery import LeaseOutbox, SettleOutgoing
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.messages import EditMessage
from helpdesk_tui.desk.actions.read_again import ReadAgain
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.questions import ReadEarlier, ReadMyTicket, ReadRaw, ReadSearch, ReadTicket
from helpdesk_tui.rules.query import parse_query
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import MessageView
from helpdesk_tui.vocab import OutboxState
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import NINE, MadeDesk

TEXT = "My password is swordfish.\n\nOn Monday anna wrote:\n> Which one?"


def written(desk: MadeDesk) -> tuple[int, MessageView]:
    """An email of Hans that should not have been written, on a ticket that anna holds."""
    number = desk.receive(email(text=TEXT, own_lines=1), raw=b"From: hans\n\nswordfish").ticket or 0
    desk.anna.perform(Take(number))
    return number, desk.anna.read(ReadTicket(number)).messages[0]


def found(desk: MadeDesk, words: str) -> list[int]:
    return [hit[0] for hit in desk.anna.read(ReadSearch(parse_query(words, now=NINE, zone=NINE.tzinfo)))]  # type: ignore[arg-type]


def test_the_earlier_texts_are_kept(desk: MadeDesk) -> None:
    """TF7: who, when, what it said; the newest first. The original email is not touched."""
    number, message = written(desk)
    for minute, text in enumerate((TEXT.replace("swordfish", "(removed)"), "Removed"), 1):
        desk.clock.forward(minutes=minute)
        assert desk.anna.perform(EditMessage(number, message.id, text)) == ""
    now = desk.anna.read(ReadTicket(number)).messages[0]
    assert (now.text, now.edited) == ("Removed", desk.clock.now())
    earlier = desk.anna.read(ReadEarlier(message.id))
    assert [(one.who, one.text) for one in earlier] == [
        ("anna", TEXT.replace("swordfish", "(removed)")),
        ("anna", TEXT),
    ]
    assert [one.at for one in earlier] == sorted((one.at for one in earlier), reverse=True)
    assert message.mail is not None
    assert desk.anna.read(ReadRaw(message.mail)) == b"From: hans\n\nswordfish"
    assert desk.hans.read(ReadMyTicket(number)).messages[0].edited == desk.clock.now(), "the client is told, too"


def test_the_search_follows(desk: MadeDesk) -> None:
    """TQ10: the new words are found, those that were taken out are not; alike on both databases."""
    number, message = written(desk)
    assert found(desk, "swordfish") == [number]
    desk.anna.perform(EditMessage(number, message.id, "My password is secret."))
    assert (found(desk, "swordfish"), found(desk, "secret")) == ([], [number])


def test_quoted_history_stays_folded(desk: MadeDesk) -> None:
    """TF11."""
    number, message = written(desk)
    desk.anna.perform(EditMessage(number, message.id, TEXT.replace("swordfish", "(removed)\nby anna")))
    assert desk.anna.read(ReadTicket(number)).messages[0].own_lines == 2


@pytest.mark.parametrize(
    ("undo_seconds", "leaves", "answer", "emailed"),
    [(0, True, "kept", "Wrong"), (0, False, "reworded", "Right"), (30, False, "reworded", "Right")],
)
def test_an_answer_and_its_email(desk: MadeDesk, undo_seconds: int, leaves: bool, answer: str, emailed: str) -> None:
    """TF7: what left does not change at the client's mailbox, and that is said; what has not left says the new text."""
    desk = desk.with_rules(SendRules(undo_seconds=undo_seconds))
    number, _ = written(desk)
    desk.sql("DELETE FROM outbox")
    desk.anna.perform(Reply(number, "Wrong"))
    message = desk.anna.read(ReadTicket(number)).messages[-1]
    if leaves:
        [mail] = desk.system.perform(LeaseOutbox("test/1/1"))
        desk.system.perform(SettleOutgoing(mail.id, OutboxState.SENT))
    assert desk.anna.perform(EditMessage(number, message.id, "Right")) == answer
    assert desk.sql("SELECT text FROM outbox") == [(f"{emailed}\n",)]
    assert desk.anna.read(ReadTicket(number)).messages[-1].text == "Right"
    desk.close()


def test_an_internal_comment_is_edited_too(desk: MadeDesk) -> None:
    """TF7: each of the replies."""
    number, _ = written(desk)
    desk.gus.perform(Comment(number, "Look at node 4"))
    message = desk.anna.read(ReadTicket(number)).messages[-1]
    assert desk.anna.perform(EditMessage(number, message.id, "Look at node 5")) == ""


def test_what_is_refused(desk: MadeDesk) -> None:
    """TF7: one sentence each; nothing is changed."""
    number, message = written(desk)
    other = desk.ticket()
    desk.anna.perform(Take(other))
    [system] = desk.sql(f"SELECT max(id) FROM message WHERE ticket = {number}")
    desk.sql(f"INSERT INTO message (id, ticket, kind, author, at, text, own_lines, names, note) VALUES"
             f" ({system[0] + 50}, {number}, 'system', 'system', 0, 'Noted.', 1, '', '')")  # fmt: skip
    for act, sentence in (
        (EditMessage(number, message.id, "  "), "A message needs a text."),
        (EditMessage(number, message.id, TEXT), "Nothing was changed."),
        (EditMessage(number, message.id, "x" * 500_001), "A message has at most 500,000 characters."),
        (EditMessage(number, message.id, "Other", seen="Old"),
         "Somebody else edited this message meanwhile; look at it again."),
        (EditMessage(number, system[0] + 50, "Other"), "What the system noted stays as it is."),
        (EditMessage(other, message.id, "Other"), f"Message {message.id} was not found."),
    ):  # fmt: skip
        assert refused(desk.anna, act).sentence == sentence
    assert desk.anna.read(ReadEarlier(message.id)) == ()


def test_an_email_that_is_read_again_does_not_bring_back_what_was_taken_out(desk: MadeDesk) -> None:
    """TF7: what staff edited stays as they wrote it, whatever a better reading of the original would say."""
    number, message = written(desk)
    desk.anna.perform(EditMessage(number, message.id, "Removed"))
    assert not desk.anna.perform(ReadAgain(message.mail or 0, email(text=TEXT, own_lines=3))).differs
    assert desk.anna.read(ReadTicket(number)).messages[0].text == "Removed"
