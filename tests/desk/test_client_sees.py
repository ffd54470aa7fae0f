"""What a client sees of their tickets, and what they do not (SPEC TQ4, TR2, TR7; RELIABILITY rule 34)."""

from __future__ import annotations

from datetime import timedelta

from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions import (
    clients,
    drafts,
    hold,
    parameters,
    redirect,
    reply,
)
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.vocab import Characteristic, ClientStatus, MessageKind, QueueView
from tests.desk.test_rights import QUERY, outcome
from tests.desk.things import ticket
from tests.desks import HANS, NINE, OMAR, MadeDesk
from tests.store.transactions import writing


def test_a_client_sees_nothing_that_staff_say_among_themselves(desk: MadeDesk) -> None:
    """TF1, TF11, TR2: no comment, summary, system message, note, login, holder or rating leaves for the client area."""
    number = desk.anna.perform(NewTicket(HANS, "Tech", "Server down", "It is down"))
    desk.anna.perform(hold.Take(number))
    desk.anna.perform(reply.Reply(number, "Hello", comment="They never pay"))
    desk.anna.perform(parameters.Summarise(number, "Waits for the police"))
    desk.gary.perform(hold.TakeOver(number, "anna was dismissed"))
    desk.gary.perform(redirect.Delay(number, NINE + timedelta(days=1)))
    desk.anna.perform(drafts.KeepDraft(number, "Dear"))
    desk.gary.perform(clients.EditClient(HANS, comment="Careful", label="debtor",
                                         characteristic=Characteristic.PROBLEMATIC))  # fmt: skip
    shown = desk.hans.read(q.ReadMyTicket(number))
    told = repr(shown) + repr(desk.hans.read(q.ReadMyTickets()))
    for secret in ("never pay", "police", "Careful", "debtor", "PROBLEMATIC", "dismissed", "'anna'", "gary", "entered",
                   "delay", "Dear"):  # fmt: skip
        assert secret not in told, secret
    assert [(m.kind, m.author, m.text) for m in shown.messages] == [
        (MessageKind.CLIENT, HANS, "It is down"), (MessageKind.STAFF, "Anna Ek", "Hello"),
    ]  # fmt: skip
    assert (shown.row.status, shown.row.archived) == (ClientStatus.NEW_MESSAGES, False)


def test_what_a_client_sees_does_not_move_by_what_they_do_not_see(desk: MadeDesk) -> None:
    """TR2: the time of an internal comment or summary cannot be seen from the client area either."""
    number = ticket(desk, 1)
    before = desk.hans.read(q.ReadMyTicket(number))
    desk.clock.forward(hours=1)
    desk.anna.perform(reply.Comment(number, "They never pay"))
    desk.anna.perform(parameters.Summarise(number, "Police"))
    assert desk.hans.read(q.ReadMyTicket(number)) == before


def test_an_answer_in_its_undo_window_is_not_the_client_s_yet(desk: MadeDesk) -> None:
    """TR7: until the window is over the answer, and what is attached to it, cannot be seen."""
    held = desk.with_rules(SendRules(undo_seconds=10))
    number = ticket(held, 1)
    file = ParsedAttachment("plan.pdf", "application/pdf", b"x")
    held.anna.perform(reply.Reply(number, "Hello", attachments=(file,)))
    attached = held.anna.read(q.ReadTicket(number)).messages[-1].attachments[0].id
    assert [m.text for m in held.hans.read(q.ReadMyTicket(number)).messages] == ["Help!"]
    assert outcome(held.hans.read, q.ReadAttachment(attached)) == "not_found"
    held.clock.forward(seconds=10)
    assert [m.text for m in held.hans.read(q.ReadMyTicket(number)).messages] == ["Help!", "Hello"]
    assert outcome(held.hans.read, q.ReadAttachment(attached)) == "ok"
    held.close()


def test_a_client_cannot_ask_what_staff_ask(desk: MadeDesk) -> None:
    """TR2, TQ1: a filter on internal comments, holders or ratings would tell of them by what it finds."""
    ticket(desk, 1)
    for question in (q.ReadQueue(QueueView.ALL, query=QUERY), q.ReadMatches(QueueView.ALL, QUERY), q.ReadSearch(QUERY)):
        assert outcome(desk.hans.read, question) == "not_found"


def test_a_client_s_list(desk: MadeDesk) -> None:
    """TQ4: their own tickets, the newest first, page by page; spam and others' are not there."""
    numbers = [desk.ticket() for _ in range(3)]
    desk.ticket(client=OMAR)
    assert [row.number for row in desk.hans.read(q.ReadMyTickets())] == numbers[::-1]
    assert [row.number for row in desk.hans.read(q.ReadMyTickets(before=numbers[1]))] == numbers[:1]
    assert [row.number for row in desk.hans.read(q.ReadMyTickets(limit=1))] == numbers[2:]
    row = desk.hans.read(q.ReadMyTickets(limit=1))[0]
    assert (row.subject, row.department, row.service, row.status, row.created) == (
        "Server down", "Tech", None, ClientStatus.IN_PROGRESS, NINE,
    )  # fmt: skip


def test_an_attachment_of_a_comment_is_not_the_client_s(desk: MadeDesk, store: Store) -> None:
    """TR2: an internal comment has no way to the client, by no number."""
    number = ticket(desk, 1)
    with writing(store) as tx:
        file = ParsedAttachment("internal.txt", "text/plain", b"x")
        tx.conversation.say(tx.tickets.load(number), MessageKind.COMMENT, "See", author="anna", attachments=(file,))
    attached = desk.anna.read(q.ReadTicket(number)).messages[-1].attachments[0].id
    assert outcome(desk.anna.read, q.ReadAttachment(attached)) == "ok"
    assert outcome(desk.hans.read, q.ReadAttachment(attached)) == "not_found"
