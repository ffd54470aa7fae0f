"""The client area: what a client does there, and staff who act as the client (SPEC CL16, IN8, IN10, TQ4, TR2, DS1)."""

from __future__ import annotations

import pytest

from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions import (
    hold,
    messages,
    orders,
    parameters,
    payers,
    provider,
    redirect,
    reply,
    setup,
    spam_ticket,
)
from helpdesk_tui.desk.actions.area import AnswerAsClient, LogInAsClient, ReadAsClient, SetOwnPriority
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.payments import AddPayment, SetPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.errors import DeskError, NotFound
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import DepartmentChoice
from helpdesk_tui.vocab import (
    AbuseState,
    ClientStatus,
    MessageKind,
    PaymentStatus,
    Priority,
    QueueView,
    TicketStatus,
)
from tests.desk.secrets import RATED, SECRET, every_answer, plant
from tests.desk.test_rights import outcome
from tests.desk.things import add_abuse
from tests.desks import HANS, OMAR, MadeDesk


@pytest.fixture
def paid(desk: MadeDesk) -> MadeDesk:
    """The desk with a plan, and Tech writing requests off."""
    desk.gary.perform(AddPlan("Care", 10, {0: 50_00, 3: 30_00}))
    desk.gary.perform(setup.EditDepartment("Tech", write_off=True))
    desk.gary.perform(setup.EditDepartment("Billing", support_center=False))
    return desk


def closed(desk: MadeDesk, text: str = "It is up again") -> int:
    """A ticket of Hans in Tech that anna answered and closed."""
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    desk.anna.perform(reply.Reply(number, text, close=True))
    return number


def left(client: Desk) -> int:
    """Incidents left, as the client is told."""
    return client.read(q.ReadArea()).incidents.total


# ---------------------------------------------------------------- what a new ticket costs


def test_each_department_says_what_a_ticket_costs_and_why_it_is_refused(paid: MadeDesk) -> None:
    """CL16, IN8, DS1: free or one incident; refused while nothing is left; hidden ones cannot be chosen."""
    refused = "This needs 1 support incident; 0 are left."
    assert paid.hans.read(q.ReadArea()).departments == (
        DepartmentChoice("Sales", 0), DepartmentChoice("Tech", 1, refused),
    )  # fmt: skip
    paid.gary.perform(AdjustIncidents(HANS, 1, "gift"))
    assert paid.hans.read(q.ReadArea()).departments[1] == DepartmentChoice("Tech", 1)
    assert outcome(paid.hans.perform, NewTicket(HANS, "Billing", "Invoice", "Where is it?")) == "not_found"


@pytest.mark.parametrize("who", ["client", "staff"])
def test_a_new_ticket_takes_one_at_once_and_says_so(paid: MadeDesk, who: str) -> None:
    """CL16, IN10: one incident less in the same breath; the ticket's system message says what was deducted."""
    paid.gary.perform(AdjustIncidents(HANS, 3, "gift"))
    client = paid.hans if who == "client" else paid.anna.as_client(HANS)
    number = client.perform(NewTicket(HANS, "Tech", "Disk full", "Please help"))
    assert left(client) == 2
    shown = client.read(q.ReadMyTicket(number))
    assert (shown.incidents, shown.fee, shown.row.status) == (1, 0, ClientStatus.IN_PROGRESS)
    system = [m.text for m in paid.anna.read(q.ReadTicket(number)).messages if m.kind is MessageKind.SYSTEM]
    assert system == ["Taken from the client: 1 support incident: 1 lifetime. Left: 2 lifetime."]
    client.perform(NewTicket(HANS, "Sales", "Offer", "Please"))
    client.perform(AnswerAsClient(number, "And the second disk"))
    assert left(client) == 2, "a free department and an answer cost nothing"


@pytest.mark.parametrize("who", ["client", "staff"])
def test_nothing_is_written_where_nothing_is_left(paid: MadeDesk, who: str) -> None:
    """IN8, CL16: refused before a ticket is there; no ticket, no message, no entry."""
    client = paid.hans if who == "client" else paid.gary.as_client(HANS)
    assert outcome(client.perform, NewTicket(HANS, "Tech", "Disk full", "Please help")) == "no_incidents"
    assert client.read(q.ReadMyTickets()) == ()
    assert paid.gary.read(q.ReadIncidentMoves(HANS)) == ()


def test_credit_counts_down_to_its_limit(paid: MadeDesk) -> None:
    """IN8: with extra tickets on, a client may go below zero as far as the limit."""
    paid.gary.perform(provider.SetProvider("extra_tickets", "on"))
    paid.gary.perform(provider.SetProvider("extra_tickets_limit", "1"))
    paid.hans.perform(NewTicket(HANS, "Tech", "One", "x"))
    area = paid.hans.read(q.ReadArea())
    assert (area.credit, area.incidents.credit_used, area.incidents.total) == (1, 1, -1)
    assert area.departments[1].refused.endswith("the debt would pass the limit of 1.")
    assert outcome(paid.hans.perform, NewTicket(HANS, "Tech", "Two", "x")) == "no_incidents"


def test_the_same_key_opens_one_ticket(paid: MadeDesk) -> None:
    """Rule 22: a double key press in the area neither doubles the ticket nor what it costs."""
    paid.gary.perform(AdjustIncidents(HANS, 3, "gift"))
    client = paid.anna.as_client(HANS)
    act = NewTicket(HANS, "Tech", "Disk full", "Please help", key="k1")
    assert client.perform(act) == client.perform(act)
    assert (left(client), len(client.read(q.ReadMyTickets()))) == (2, 1)


# ---------------------------------------------------------------- answering, archiving, priority


def test_an_answer_of_the_client_reopens_the_ticket(desk: MadeDesk) -> None:
    """TQ9, CL16: the task closed last is open again, held by nobody, its former holder named."""
    number = closed(desk)
    assert desk.hans.read(q.ReadMyTicket(number)).row.status is ClientStatus.NEW_MESSAGES
    assert desk.hans.perform(AnswerAsClient(number, "Down again\n")) == number
    ticket = desk.anna.read(q.ReadTicket(number))
    assert (ticket.row.status, ticket.tasks[0].staff, ticket.tasks[0].former) == (
        TicketStatus.IN_PROGRESS, None, "anna",
    )  # fmt: skip
    said = ticket.messages[-1]
    assert (said.kind, said.author, said.text, said.note) == (MessageKind.CLIENT, HANS, "Down again", "")
    assert desk.hans.read(q.ReadMyTicket(number)).row.status is ClientStatus.IN_PROGRESS
    assert outcome(desk.hans.perform, AnswerAsClient(number, "  \n")) == "empty_reply"


def test_an_answer_to_a_long_archived_ticket_is_a_new_one_that_costs_nothing(paid: MadeDesk) -> None:
    """TQ9, MG7: linked both ways; the next answer to the old one goes on in the new one."""
    paid.gary.perform(provider.SetProvider("archive_days", "30"))
    number = closed(paid)
    paid.hans.perform(redirect.Archive(number))
    paid.clock.forward(days=30, seconds=1)
    new = paid.hans.perform(AnswerAsClient(number, "It is back"))
    assert new != number
    assert [row.archived for row in paid.hans.read(q.ReadMyTickets())] == [False, True]
    assert paid.hans.perform(AnswerAsClient(number, "Hello?")) == new
    assert [m.text for m in paid.hans.read(q.ReadMyTicket(new)).messages] == ["It is back", "Hello?"]
    assert paid.anna.read(q.ReadTicket(number)).messages[-1].text == f"The client's answer became ticket {new}."
    assert paid.gary.read(q.ReadIncidentMoves(HANS)) == ()


def test_an_answer_is_the_answer_to_a_violation(desk: MadeDesk) -> None:
    """TF5: nothing is done about what the client answered in the client area."""
    number = desk.ticket()
    desk.anna.perform(add_abuse(number))
    desk.hans.perform(AnswerAsClient(number, "We cleaned it"))
    assert [one.state for one in desk.anna.read(q.ReadAbuses())] == [AbuseState.ANSWERED]


def test_archiving_needs_a_ticket_that_is_closed(desk: MadeDesk) -> None:
    """TQ4: a ticket in progress cannot be archived; a closed one can, and is read by that."""
    number = desk.ticket()
    assert outcome(desk.hans.perform, redirect.Archive(number)) == "ticket_open"
    other = closed(desk)
    client = desk.anna.as_client(HANS)
    client.perform(redirect.Archive(other))
    assert [row.number for row in client.read(q.ReadMyTickets(archived=True))] == [other]
    assert [row.number for row in client.read(q.ReadMyTickets(archived=False))] == [number]
    assert desk.hans.read(q.ReadMyTicket(other)).row.status is ClientStatus.REVIEWED


@pytest.mark.parametrize(
    ("uses", "staff_sets", "said"),
    [("off", "off", "no_priority"), ("on", "on", "not_allowed"), ("on", "off", "ok"), ("off", "on", "no_priority")],
)
def test_a_client_sets_the_priority_where_both_settings_let_them(
    desk: MadeDesk, uses: str, staff_sets: str, said: str
) -> None:
    """TR2, CL16: *Use priority in tickets*, and not *Provider staff sets the priority*."""
    desk.gary.perform(provider.SetProvider("use_priority", uses))
    desk.gary.perform(provider.SetProvider("staff_sets_priority", staff_sets))
    number = desk.ticket()
    for client in (desk.hans, desk.anna.as_client(HANS)):
        assert outcome(client.perform, SetOwnPriority(number, Priority.HIGH)) == said
        assert client.read(q.ReadArea()).may_set_priority is (said == "ok")
    expected = Priority.HIGH if said == "ok" else Priority.NORMAL
    assert desk.anna.read(q.ReadTicket(number)).row.priority is expected
    assert desk.hans.read(q.ReadMyTicket(number)).row.priority is (expected if said == "ok" else None)


def test_spam_is_not_there_and_a_merged_ticket_leads_on(desk: MadeDesk) -> None:
    """Clarification: Spam; TF7: the number of a merged ticket leads to the one that has its messages."""
    one, other, junk = desk.ticket(), desk.ticket(), desk.ticket()
    desk.gary.perform(spam_ticket.MarkSpam(junk))
    desk.anna.perform(hold.Take(one))
    desk.anna.perform(hold.Take(other))
    desk.anna.perform(messages.MergeTicket(one, other))
    for act in (AnswerAsClient(junk, "x"), ReadAsClient(junk), SetOwnPriority(junk, Priority.LOW)):
        assert outcome(desk.hans.perform, act) == "not_found"
    assert desk.hans.perform(AnswerAsClient(one, "Any news?")) == other
    area = desk.hans.read(q.ReadArea())
    assert (area.active, area.archived) == (1, 0)


# ---------------------------------------------------------------- lists


def test_unread_tickets_are_found_by_themselves_and_counted(desk: MadeDesk) -> None:
    """TQ4, CL16: a ticket with messages that the client has not read, until they read or answer."""
    plain, one, two = desk.ticket(), closed(desk), closed(desk)
    assert [row.number for row in desk.hans.read(q.ReadMyTickets(unread=True))] == [two, one]
    assert [row.number for row in desk.hans.read(q.ReadMyTickets(unread=False))] == [plain]
    assert desk.hans.read(q.ReadArea()).unread == 2
    desk.hans.perform(ReadAsClient(one))
    desk.hans.perform(AnswerAsClient(two, "Thanks"))
    area = desk.hans.read(q.ReadArea())
    assert (area.unread, area.active, area.archived) == (0, 3, 0)
    assert desk.hans.read(q.ReadMyTicket(one)).row.status is ClientStatus.REVIEWED


def test_an_answer_that_is_held_back_leaves_a_ticket_read(desk: MadeDesk) -> None:
    """TR7: nothing in the area tells of an answer within its undo window, not its mark either."""
    held = desk.with_rules(SendRules(undo_seconds=10))
    number = closed(held)
    assert held.hans.read(q.ReadArea()).unread == 0
    assert held.hans.read(q.ReadMyTickets(unread=True)) == ()
    held.clock.forward(seconds=10)
    assert [row.number for row in held.hans.read(q.ReadMyTickets(unread=True))] == [number]
    held.close()


# ---------------------------------------------------------------- staff as the client


def test_staff_who_look_read_nothing_for_the_client(desk: MadeDesk) -> None:
    """CL16, TQ4: the client still has New messages, however often staff look as they do."""
    number = closed(desk)
    client = desk.anna.as_client(HANS)
    client.read(q.ReadMyTicket(number))
    assert outcome(client.perform, ReadAsClient(number)) == "not_allowed"
    assert desk.hans.read(q.ReadMyTicket(number)).row.status is ClientStatus.NEW_MESSAGES


def test_what_staff_write_as_the_client_is_marked_for_staff_alone(paid: MadeDesk) -> None:
    """CL16: a client's words are never forged silently: staff see who wrote them, the client area does not tell."""
    paid.gary.perform(AdjustIncidents(HANS, 1, "gift"))
    client = paid.anna.as_client(HANS)
    number = client.perform(NewTicket(HANS, "Tech", "Offer", "Please"))
    client.perform(AnswerAsClient(number, "And a second one"))
    said = [m for m in paid.gary.read(q.ReadTicket(number)).messages if m.kind is not MessageKind.SYSTEM]
    seen = [(m.kind, m.author, m.note) for m in said]
    assert seen == [(MessageKind.CLIENT, HANS, "written by anna as the client")] * 2
    for told in (paid.hans, paid.gary.as_client(HANS)):
        assert "anna" not in repr(told.read(q.ReadMyTicket(number)))


def test_every_event_names_who_of_staff_did_it(paid: MadeDesk) -> None:
    """CL16, rule 35: entering, writing, archiving, ordering and paying are on record as anna's, as client #1."""
    paid.gary.perform(AddPlan("Gift", 2, {0: 0}))
    number = closed(paid)
    client = paid.anna.as_client(HANS)
    seen = paid.sql("SELECT max(id) FROM event")[0][0]
    client.perform(AnswerAsClient(number, "Hello?"))
    paid.gary.perform(redirect.Close(number, everywhere=True))
    client.perform(redirect.Archive(number))
    client.perform(orders.PlaceOrder(HANS, "Gift", 0))
    client.perform(payers.AddPayer(HANS, "Acme Holding"))
    rows = paid.sql(
        "SELECT actor, actor_id, actor_name, reason FROM event"
        f" WHERE id > {seen} AND action IN ('client-answer', 'archive', 'order', 'add-payer')"
    )
    assert len(rows) >= 4
    assert {tuple(row) for row in rows} == {("staff", 2, "anna", "as client #1")}
    entered = paid.sql("SELECT actor_name, action, client, after FROM event WHERE field = 'client area'")
    assert [tuple(row) for row in entered] == [("anna", "log-in-as-client", 1, "entered")]
    bought = paid.gary.read(q.ReadOrders(HANS))[0]
    moved = paid.gary.read(q.ReadIncidentMoves(HANS))[-1]
    assert (bought.staff, moved.who) == ("anna", "anna")
    assert client.read(q.ReadMyOrders())[0].staff == ""


def test_a_right_that_is_refused_there_is_on_record_as_theirs(desk: MadeDesk) -> None:
    """Rule 35: who tries a foreign ticket as a client is named, not the client."""
    foreign = desk.ticket(client=OMAR)
    client = desk.anna.as_client(HANS)
    assert outcome(client.perform, AnswerAsClient(foreign, "x")) == "not_found"
    rows = desk.sql("SELECT actor, actor_name, action, before, after FROM event WHERE field = 'refused'")
    assert [tuple(row) for row in rows] == [("staff", "anna", "client-answer", "", str(foreign))]


def test_departments_limit_who_looks_as_a_client_too(desk: MadeDesk) -> None:
    """TQ1, CL16: the client area is no way round one's departments; an administrator sees what the client sees."""
    tech, sales = desk.ticket("Tech"), desk.ticket("Sales")
    desk.gary.perform(NewTicket(HANS, "Sales", "Secret", "x", attachments=()))
    john, anna, gary = (who.as_client(HANS) for who in (desk.john, desk.anna, desk.gary))
    assert [row.number for row in anna.read(q.ReadMyTickets())] == [tech]
    assert [row.number for row in john.read(q.ReadMyTickets())] == [sales + 1, sales]
    assert len(gary.read(q.ReadMyTickets())) == len(desk.hans.read(q.ReadMyTickets())) == 3
    assert [who.read(q.ReadArea()).active for who in (john, anna, gary)] == [2, 1, 3]
    assert [who.read(q.ReadArea()).limited for who in (john, anna, gary)] == [True, True, False]
    for act in (AnswerAsClient(tech, "x"), SetOwnPriority(tech, Priority.LOW), redirect.Archive(tech)):
        assert outcome(john.perform, act) == "not_found"
    assert outcome(john.read, q.ReadMyTicket(tech)) == "not_found"


def test_who_acts_as_a_client_has_no_right_of_staff(desk: MadeDesk) -> None:
    """CL9, rule 34: with the client's rights only, for the client's things only, until they leave or are deleted."""
    client = desk.gary.as_client(HANS)
    number = desk.ticket()
    acts = (
        hold.Take(number), reply.Comment(number, "x"), parameters.Summarise(number, "x"), LogInAsClient(OMAR),
        provider.SetProvider("use_priority", "on"), AdjustIncidents(HANS, 5, "gift"),
    )  # fmt: skip
    for act in acts:
        assert outcome(client.perform, act) == "not_allowed", act
    for question in (q.ReadTicket(number), q.ReadQueue(QueueView.ALL), q.ReadClient(HANS), q.ReadMoney(HANS)):
        assert outcome(client.read, question) == "not_found"
    for theirs in (NewTicket(OMAR, "Tech", "x", "x"), payers.AddPayer(OMAR, "x"), orders.PlaceOrder(OMAR, "Care", 0)):
        assert outcome(client.perform, theirs) == "not_found"
    anna = desk.anna.as_client(HANS)
    desk.gary.perform(setup.DeleteStaff("anna"))
    assert outcome(anna.read, q.ReadMyTickets()) == "not_found"
    assert outcome(anna.perform, AnswerAsClient(number, "x")) == "not_allowed"


def test_only_staff_log_in_as_a_client(desk: MadeDesk) -> None:
    """CL16: no client, nobody, not the program, and not from within the area; a client who is none is not found."""
    for who in (desk.hans, desk.nobody, desk.system, desk.gary.as_client(HANS)):
        with pytest.raises(DeskError) as refusal:
            who.as_client(OMAR)
        assert refusal.value.code == "not_allowed"
    with pytest.raises(NotFound):
        desk.anna.as_client("stranger@example.org")


# ---------------------------------------------------------------- money


def test_a_client_buys_incidents_or_is_told_what_is_missing(paid: MadeDesk) -> None:
    """CL16, IN3: what it costs, what is missing, the payment it waits for; the incidents are there when it is paid."""
    client = paid.anna.as_client(HANS)
    offer = client.read(q.ReadMyOffer("Care", 0))
    assert (offer.price.total, offer.missing, offer.lifetime) == (50_00, 50_00, 10)
    client.perform(orders.PlaceOrder(HANS, "Care", 0))
    order = client.read(q.ReadMyOrders())[0]
    assert order.waits is not None
    assert [(p.id, p.amount) for p in client.read(q.ReadMyPayments()).rows] == [(order.waits.payment, 50_00)]
    assert left(client) == 0
    paid.gary.perform(SetPayment(order.waits.payment, PaymentStatus.PAID))
    assert left(client) == 10
    assert [(line.amount, line.who) for line in client.read(q.ReadMyStatement()).rows] == [(-50_00, ""), (50_00, "")]


def test_a_client_renews_an_order_of_theirs(paid: MadeDesk) -> None:
    """CL16, IN5: the offer of a renewal is what it then costs; another client's order is not there."""
    client = paid.anna.as_client(HANS)
    paid.gary.perform(AddPayment(HANS, 100_00, PaymentStatus.PAID))
    number = paid.gary.perform(orders.PlaceOrder(HANS, "Care", 0))
    offer = client.read(q.ReadMyOffer(order=number, months=0))
    assert (offer.price.total, offer.missing, offer.lifetime) == (50_00, 0, 10)
    assert client.read(q.ReadMyOffer(order=number)) == offer, "its own period"
    client.perform(orders.RenewOrder(number, 0, told="50.00 EUR", seen=1))
    assert left(client) == 20
    stranger = paid.gary.as_client(OMAR)
    assert outcome(stranger.read, q.ReadMyOffer(order=number)) == "not_found"
    assert outcome(stranger.perform, orders.RenewOrder(number, 0)) == "not_found"
    assert outcome(client.read, q.ReadMyOffer(order=number + 1)) == "not_found"


def test_a_client_manages_their_payers(desk: MadeDesk) -> None:
    """Clarification: a client manages their own payers; nobody else's."""
    other = desk.gary.perform(payers.AddPayer(OMAR, "Omar"))
    mine = desk.hans.perform(payers.AddPayer(HANS, "Acme GmbH"))
    desk.hans.perform(payers.EditPayer(mine, tax_number="DE 1"))
    assert [(one.name, one.tax_number) for one in desk.hans.read(q.ReadMyPayers())] == [("Acme GmbH", "DE 1")]
    for act in (payers.EditPayer(other, full_name="x"), payers.DeletePayer(other), payers.DeletePayer(999)):
        assert outcome(desk.hans.perform, act) == "not_found"
    desk.hans.perform(payers.DeletePayer(mine))
    assert desk.hans.read(q.ReadMyPayers()) == ()
    assert len(desk.omar.read(q.ReadMyPayers())) == 1


# ---------------------------------------------------------------- secrets


def test_no_answer_of_the_area_holds_what_staff_keep_to_themselves(paid: MadeDesk) -> None:
    """CL16, TF1, TR2: a secret is planted into every field of staff's and looked for in everything that is answered."""
    plant(paid)
    told = {name: every_answer(who) for name, who in (("client", paid.hans), ("staff", paid.gary.as_client(HANS)))}
    for name, words in told.items():
        assert "Disk full" in words, name
        assert RATED not in words.lower(), name
        assert SECRET not in words, (name, words[max(words.find(SECRET) - 200, 0) :][:400])
