"""What staff of other departments may do with an email that could not be read (clarification *Mail*; rule 6).

All staff see it and may have it read again; what becomes of it is up to its department and administrators.
"""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.desk.actions import incoming
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.spam import CallSpam
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadIncoming, ReadRaw, ReadRow
from helpdesk_tui.vocab import MailOutcome
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import HANS, SUPPORT, MadeDesk

THEIRS = "The email came for Tech: only its staff and administrators handle it."


@pytest.fixture
def unread(desk: MadeDesk) -> int:
    """An email to Tech that could not be read."""
    return desk.receive(None, raw=b"x", unreadable="the parser died").mail


def acts(mail: int, ticket: int) -> tuple[Act[Any], ...]:
    """Everything by which an email is handled."""
    return (
        incoming.AcceptIncoming(mail, email(), client=HANS), incoming.AcceptIncoming(mail, email(), ticket=ticket),
        incoming.RegisterIncoming(mail, email()), incoming.AnswerIncoming(mail, "Hello"), incoming.SpamIncoming(mail),
        incoming.DeleteIncoming(mail), incoming.RestoreIncoming(mail),
    )  # fmt: skip


def test_another_department_sees_it_and_does_not_handle_it(desk: MadeDesk, unread: int) -> None:
    """Each act is refused with whose it is and what else can be done, and nothing changes."""
    ticket = desk.ticket(department="Sales")
    (row,) = desk.john.read(ReadIncoming())
    assert (row.id, row.covered) == (unread, False)
    for act in acts(unread, ticket):
        refusal = refused(desk.john, act)
        assert (refusal.code, refusal.sentence) == ("not_allowed", THEIRS), act.name
    with pytest.raises(NotFound):
        desk.john.read(ReadRaw(unread))
    assert [(row.id, row.covered) for row in desk.anna.read(ReadIncoming())] == [(unread, True)]


@pytest.mark.parametrize("who", ["anna", "gus", "gary"])
def test_its_department_and_administrators_put_it_away(desk: MadeDesk, unread: int, who: str) -> None:
    """Members, one of them also in another department, and administrators."""
    assert getattr(desk, who).perform(incoming.SpamIncoming(unread)) == unread
    assert getattr(desk, who).perform(incoming.RestoreIncoming(unread)) == unread


def test_what_was_put_away_is_brought_back_by_its_department(desk: MadeDesk, unread: int) -> None:
    """Bringing it back is handling it too."""
    desk.anna.perform(incoming.DeleteIncoming(unread))
    assert refused(desk.john, incoming.RestoreIncoming(unread)).sentence == THEIRS


def test_one_without_a_department_is_everybody_s(desk: MadeDesk, unread: int) -> None:
    """The clarification names those together; nobody else would handle it."""
    desk.sql(f"UPDATE mail SET department = NULL WHERE id = {unread}")
    assert desk.john.perform(incoming.SpamIncoming(unread)) == unread


def test_all_staff_have_it_read_again(desk: MadeDesk, unread: int) -> None:
    """Rule 6, one-key retry: it becomes what it would have been, on a ticket that whoever asked may not see."""
    number = desk.ticket()
    again = email(subject=f"Re: Server down [#{number}]", to=SUPPORT)
    assert desk.john.perform(incoming.RetryIncoming(unread, again)) == MailOutcome.REPLY_ADDED.value
    assert desk.anna.read(ReadRow(number)).number == number
    with pytest.raises(NotFound):
        desk.john.read(ReadRow(number))
    assert desk.john.read(ReadIncoming()) == ()


def test_blocking_a_sender_leaves_what_is_not_theirs(desk: MadeDesk) -> None:
    """MG6: what waits in other departments stays."""
    mail = desk.receive(None, raw=b"y", unreadable="the parser died").mail
    desk.sql(f"UPDATE mail SET sender = 'eve@evil.example' WHERE id = {mail}")
    assert desk.john.perform(CallSpam("eve@evil.example")) == 0
    assert [row.id for row in desk.anna.read(ReadIncoming())] == [mail]
