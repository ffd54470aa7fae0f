"""Undo send (TR7): while an answer is held back it is nobody's but its writer's, and goes back whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions import delivery, outgoing, provider, redirect, reply
from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.parameters import Parameters
from helpdesk_tui.desk.actions.undo import TakenBack, Undo
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.query import parse_query
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.vocab import ClientStatus, MessageKind, OutboxState, Priority, QueueView, TicketStatus
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desk.test_undo import newest, shown
from tests.desks import HANS, NINE, MadeDesk

FILE = ParsedAttachment("zebra.txt", "text/plain", b"12 stripes")


@pytest.fixture
def held(desk: MadeDesk) -> Iterator[MadeDesk]:
    """A desk that holds answers back for ten seconds and uses priorities."""
    desk.gary.perform(provider.SetProvider("use_priority", "on"))
    holding = desk.with_rules(SendRules(undo_seconds=10))
    yield holding
    holding.close()


def taken(desk: MadeDesk) -> int:
    """A ticket that anna holds."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.clock.forward(minutes=5)
    return number


def undo(desk: Desk) -> TakenBack:
    return desk.perform(Undo(newest(desk)))


def found(desk: Desk, words: str) -> int:
    """In how many tickets a search finds these words, in both ways of asking."""
    query = parse_query(words, now=NINE, zone=NINE.tzinfo)  # type: ignore[arg-type]
    hits = desk.read(q.ReadSearch(query))
    assert len(hits) == desk.read(q.ReadMatches(QueueView.ALL, query))
    return len(hits)


def test_answer_comment_closing_and_parameters_are_taken_back_together(held: MadeDesk) -> None:
    """TR7: as if it had never been; the draft, its files and its parameters are the writer's again."""
    number = taken(held)
    seen = held.anna.read(q.ReadTicket(number)).last_message
    before = shown(held, number)
    values = Parameters(
        subject="Disk full",
        priority=Priority.HIGH,
        front=True,
        seen=Parameters("Server down", "", Priority.NORMAL, False),
    )
    act = reply.Reply(number, "It is up again.\nAnna", "They never pay", True, (FILE,), values, seen)
    held.anna.perform(act)
    assert held.gary.read(q.ReadRow(number)).status is TicketStatus.AWAITING
    held.clock.forward(seconds=9)
    back = undo(held.anna)
    assert back.words == f"ticket {number} answered and closed"
    assert back.given == reply.GivenBack(number, (FILE,), values)
    assert shown(held, number) == before
    ticket = held.anna.read(q.ReadTicket(number))
    assert [m.kind for m in ticket.messages] == [MessageKind.CLIENT]
    assert ticket.draft is not None
    assert (ticket.draft.text, ticket.draft.comment) == ("It is up again.\nAnna", "They never pay")
    assert ticket.draft.seen_message == seen
    assert ticket.last_message == seen
    (mail,) = held.gary.read(q.ReadOutbox())
    assert (mail.state, mail.error) == (OutboxState.FAILED, "Taken back by anna before it was sent.")


def test_what_was_taken_back_stands_in_the_history_only(held: MadeDesk) -> None:
    """TR7, TQ10: the rows are kept; neither conversation, file, search nor filter shows them; the history does."""
    number = taken(held)
    held.anna.perform(reply.Reply(number, "The quagga is back", "okapi", attachments=(FILE,)))
    attached = held.anna.read(q.ReadTicket(number)).messages[-1].attachments[0].id
    assert [found(held.anna, word) for word in ("quagga", "okapi", "zebra", "has:attachment")] == [1, 1, 1, 1]
    undo(held.anna)
    assert [found(held.anna, word) for word in ("quagga", "okapi", "zebra", "has:attachment")] == [0, 0, 0, 0]
    assert found(held.anna, "-quagga") == 1
    with pytest.raises(NotFound):
        held.anna.read(q.ReadAttachment(attached))
    told = [(e.who, e.action, e.field, e.before, e.after) for e in held.gary.read(q.ReadHistory(number))]
    assert ("anna", "undo", "staff", "The quagga is back", "taken back") in told
    assert ("anna", "undo", "comment", "okapi", "taken back") in told
    kept = held.sql("SELECT kind, text FROM message WHERE taken_back IS NOT NULL ORDER BY id")
    assert [tuple(row) for row in kept] == [("comment", "okapi"), ("staff", "The quagga is back")]


def test_the_client_sees_no_sign_of_an_answer_that_is_held_back(held: MadeDesk) -> None:
    """TR7: not the answer, nor that there is news, nor when staff wrote; after the window all of it."""
    number = taken(held)
    before = held.hans.read(q.ReadMyTicket(number))
    held.anna.perform(reply.Reply(number, "It is up again.", attachments=(FILE,)))
    attached = held.anna.read(q.ReadTicket(number)).messages[-1].attachments[0].id
    assert held.hans.read(q.ReadMyTicket(number)) == before
    assert held.hans.read(q.ReadMyTickets()) == (before.row,)
    with pytest.raises(NotFound):
        held.hans.read(q.ReadAttachment(attached))
    held.clock.forward(seconds=11)
    after = held.hans.read(q.ReadMyTicket(number))
    assert [m.text for m in after.messages] == ["Help!", "It is up again."]
    assert after.row.status is ClientStatus.NEW_MESSAGES
    assert held.hans.read(q.ReadAttachment(attached))[1] == b"12 stripes"


def test_a_second_answer_that_is_held_back_leaves_the_first_in_sight(held: MadeDesk) -> None:
    """TR7: the client's row is that of the answer they have."""
    number = taken(held)
    held.anna.perform(reply.Reply(number, "We look at it."))
    held.clock.forward(minutes=1)
    before = held.hans.read(q.ReadMyTicket(number))
    assert before.row.status is ClientStatus.NEW_MESSAGES
    held.anna.perform(reply.Reply(number, "It is up again."))
    assert held.hans.read(q.ReadMyTicket(number)) == before


def test_the_client_sees_no_sign_of_an_answer_that_was_taken_back(held: MadeDesk) -> None:
    """TR7: then, and after the window."""
    number = taken(held)
    before = held.hans.read(q.ReadMyTicket(number))
    held.anna.perform(reply.Reply(number, "It is up again.", close=True))
    undo(held.anna)
    held.clock.forward(minutes=1)
    assert held.hans.read(q.ReadMyTicket(number)) == before


def test_an_answer_that_was_taken_back_is_never_sent(held: MadeDesk) -> None:
    """TR7, PEERS: not by the worker, not by hand; what is sent after it does not stand behind its Message-ID."""
    number = taken(held)
    held.anna.perform(reply.Reply(number, "The old text"))
    undo(held.anna)
    held.clock.forward(hours=1)
    assert held.system.perform(delivery.LeaseOutbox("host/1/1")) == []
    (mail,) = held.gary.read(q.ReadOutbox())
    assert refused(held.anna, outgoing.RetryOutgoing(mail.id)).code == "taken_back"
    held.anna.perform(reply.Reply(number, "The new text"))
    held.clock.forward(minutes=1)
    (sent,) = held.system.perform(delivery.LeaseOutbox("host/1/1"))
    assert sent.text.startswith("The new text")
    unsent = held.sql(f"SELECT message_id FROM outbox WHERE id = {mail.id}")[0][0]
    assert sent.references == (), f"nothing was sent before, {unsent} neither"


def test_a_leased_answer_is_refused_with_that_reason(held: MadeDesk) -> None:
    """TR7: once the worker has it, and after it was sent; nothing of it is undone."""
    number = taken(held)
    held.anna.perform(reply.Reply(number, "It is up again.", close=True))
    entry = newest(held.anna)
    held.clock.forward(seconds=10)
    (mail,) = held.system.perform(delivery.LeaseOutbox("host/1/1"))
    before = shown(held, number)
    assert refused(held.anna, Undo(entry)).sentence == "The answer is being sent; it cannot be taken back."
    held.system.perform(delivery.SettleOutgoing(mail.id, OutboxState.SENT))
    assert refused(held.anna, Undo(entry)).sentence == "The answer was sent already; it cannot be taken back."
    assert shown(held, number) == before


def test_after_the_window_it_is_on_its_way_though_no_worker_lives(held: MadeDesk) -> None:
    """TR7: the client can read it from then on."""
    number = taken(held)
    held.anna.perform(reply.Reply(number, "It is up again."))
    held.clock.forward(seconds=10)
    refusal = refused(held.anna, Undo(newest(held.anna)))
    assert (refusal.code, refusal.sentence) == (
        "too_late", "The time to take the answer back is over; it is on its way."
    )  # fmt: skip


def test_without_a_window_an_answer_cannot_be_taken_back(desk: MadeDesk) -> None:
    """TR7: a setting."""
    number = taken(desk)
    desk.anna.perform(reply.Reply(number, "It is up again."))
    assert refused(desk.anna, Undo(newest(desk.anna))).code == "too_late"


def test_a_comment_that_closed_a_ticket_is_taken_back_for_a_day(held: MadeDesk) -> None:
    """TR3, X4: nothing goes out, so nothing is too late."""
    number = taken(held)
    held.anna.perform(reply.Reply(number, "", "Called them", close=True))
    held.clock.forward(hours=3)
    assert undo(held.anna).words == f"ticket {number} commented on and closed"
    ticket = held.anna.read(q.ReadTicket(number))
    assert ticket.draft is not None
    assert (ticket.draft.comment, ticket.can_reply, len(ticket.messages)) == ("Called them", True, 1)


def test_what_was_typed_since_is_kept_below(held: MadeDesk) -> None:
    """TR5, TR7: nothing that was typed is lost."""
    number = taken(held)
    held.anna.perform(reply.Reply(number, "It is up again."))
    held.anna.perform(KeepDraft(number, "And one thing more"))
    undo(held.anna)
    draft = held.anna.read(q.ReadDraft(number))
    assert draft is not None
    assert draft.text == "It is up again.\n\nAnd one thing more"


def test_a_client_who_writes_meanwhile_does_not_stand_in_the_way(held: MadeDesk) -> None:
    """TR6, TR7: the best reason to take an answer back; they have waited since nine."""
    number = taken(held)
    held.anna.perform(reply.Reply(number, "It is up again.", close=True))
    held.clock.forward(seconds=5)
    held.receive(email(HANS, subject=f"[#{number}] Server down", text="Never mind"))
    undo(held.anna)
    ticket = held.anna.read(q.ReadTicket(number))
    assert [m.text for m in ticket.messages] == ["Help!", "Never mind"]
    assert (ticket.row.waiting_since, ticket.row.taken_by, ticket.row.status) == (NINE, None, TicketStatus.IN_PROGRESS)
    assert ticket.draft is not None
    assert ticket.draft.seen_message < ticket.last_message, "what they wrote is told before it is sent (TR6)"


def test_what_a_colleague_did_meanwhile_stays(held: MadeDesk) -> None:
    """X4: gary gave the closed ticket to gus; anna's answer goes, gus keeps it."""
    number = taken(held)
    held.anna.perform(reply.Reply(number, "It is up again.", close=True))
    held.gary.perform(redirect.Assign(number, staff="gus"))
    undo(held.anna)
    ticket = held.gary.read(q.ReadTicket(number))
    assert ticket.holders == ("anna", "gus")
    assert MessageKind.STAFF not in {m.kind for m in ticket.messages}


def test_an_answer_that_is_on_another_ticket_by_now_stays(held: MadeDesk) -> None:
    """TF7, TR7: it was split off since; refused whole, the email goes out."""
    number, other = taken(held), held.ticket()
    held.anna.perform(reply.Reply(number, "It is up again."))
    held.sql(f"UPDATE message SET ticket = {other} WHERE kind = 'staff'")
    refusal = refused(held.anna, Undo(newest(held.anna)))
    assert refusal.sentence == f"What you wrote is on ticket {other} now; nothing was taken back."
    assert [mail.state for mail in held.gary.read(q.ReadOutbox())] == [OutboxState.HELD]


def test_only_its_writer_takes_an_answer_back(held: MadeDesk) -> None:
    """DS3: an administrator gives it up in the outbox instead."""
    number = taken(held)
    held.anna.perform(reply.Reply(number, "It is up again."))
    assert refused(held.gary, Undo(newest(held.anna))).code == "not_found"
    assert held.gary.read(q.ReadTicket(number)).messages[-1].text == "It is up again."


def test_an_answer_is_not_delayed_by_its_ticket_s_clock(held: MadeDesk) -> None:
    """TR7, rule 32: the window is a matter of the clock, not of the time on the ticket, which may be ahead."""
    number = taken(held)
    ahead = held.clock.now() + timedelta(minutes=10)
    held.clock.forward(minutes=10)
    held.gary.perform(reply.Comment(number, "Look"))
    assert held.clock.now() == ahead
    held.clock.forward(minutes=-10)
    held.anna.perform(reply.Reply(number, "It is up again."))
    held.clock.forward(seconds=5)
    assert undo(held.anna).words == f"ticket {number} answered"
