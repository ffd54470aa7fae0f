"""Spam gives back what a ticket took, and its end takes it again (Clarifications: Spam; TQ11, X4)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.confirm import ConfirmSender
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.questions import ReadJournal, ReadTicket
from tests.desk.letters import email
from tests.desk.paid import by_client, left, moves, paid, refused, said
from tests.desks import HANS, MadeDesk


def test_spam_gives_back_and_its_end_takes_again(desk: MadeDesk) -> None:
    """Clarification, Spam: gives its incidents back, can be undone; as often as one likes."""
    paid(desk, 2)
    by_client(desk)
    for _ in range(2):
        desk.anna.perform(MarkSpam(1))
        assert left(desk) == 2
        desk.anna.perform(MarkSpam(1, spam=False))
        assert left(desk) == 1
    assert [kind for kind, *_ in moves(desk)] == ["ticket", "ticket_back"] * 2 + ["ticket"]
    assert all(found.ok for found in diagnose(desk.where))


def test_undo_of_spam_takes_again(desk: MadeDesk) -> None:
    """X4: by the journal too, in both directions; what is said of incidents is said once."""
    paid(desk, 2)
    by_client(desk)
    desk.anna.perform(MarkSpam(1))
    desk.anna.perform(Undo(desk.anna.read(ReadJournal())[0].id))
    assert left(desk) == 1
    desk.anna.perform(MarkSpam(1))
    desk.anna.perform(MarkSpam(1, spam=False))
    desk.anna.perform(Undo(desk.anna.read(ReadJournal())[0].id))
    assert (left(desk), desk.gary.read(ReadTicket(1)).row.spam) == (2, True)
    assert len(said(desk)) == len(moves(desk)) == 6


def test_spam_says_where_nothing_is_left_to_take_again(desk: MadeDesk) -> None:
    """The ticket comes back all the same: a mistake must be undone whatever the client has left."""
    paid(desk, 1)
    by_client(desk)
    desk.anna.perform(MarkSpam(1))
    desk.gary.perform(AdjustIncidents(HANS, -1, "spent elsewhere"))
    desk.anna.perform(MarkSpam(1, spam=False))
    assert said(desk)[-1] == "No support incidents were taken. This needs 1 support incident; 0 are left."
    assert (left(desk), desk.gary.read(ReadTicket(1)).row.spam) == (0, False)


def test_spam_of_a_ticket_that_took_nothing_opens_no_account(desk: MadeDesk) -> None:
    desk.ticket()
    desk.anna.perform(MarkSpam(1))
    desk.anna.perform(MarkSpam(1, spam=False))
    assert desk.sql("SELECT count(*) FROM account") == [(0,)]


def test_no_sender_of_spam_is_confirmed(trusting: MadeDesk) -> None:
    """What spam would cost is not taken while it is spam; later it can be."""
    trusting.receive(email())
    trusting.anna.perform(MarkSpam(1))
    assert refused(trusting.anna, ConfirmSender(1)).code == "spam"
    trusting.anna.perform(MarkSpam(1, spam=False))
    assert left(trusting) == 1
    trusting.anna.perform(ConfirmSender(1))
    assert left(trusting) == 0
