"""A secret in every field that staff keep to themselves, and everything that the client area answers (CL16)."""

from __future__ import annotations

from datetime import timedelta

from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions import (
    abuse,
    clients,
    drafts,
    expenses,
    hold,
    orders,
    parameters,
    payments,
    redirect,
    replies,
    reply,
    setup,
    tags,
)
from helpdesk_tui.desk.actions.accounts import AddWithdrawal
from helpdesk_tui.desk.actions.area import AnswerAsClient
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.vocab import AbuseAction, Characteristic, PaymentStatus, WithdrawalReason
from tests.desk.letters import email
from tests.desks import HANS, NINE, OMAR, MadeDesk

SECRET = "hush"
RATED = Characteristic.PROBLEMATIC.value


def plant(desk: MadeDesk) -> int:
    """Plant it; the number of a ticket of Hans's that has much of it. The desk has a plan Care, and Tech costs."""
    gary, login = desk.gary, f"{SECRET}-zoe"
    gary.perform(setup.AddStaff(login, "Zoe", departments=("Tech",)))
    zoe = desk.system.staff(login)
    gary.perform(clients.EditClient(HANS, comment=SECRET, label=SECRET, characteristic=Characteristic.PROBLEMATIC))
    gary.perform(AdjustIncidents(HANS, 9, SECRET))
    zoe.perform(payments.AddPayment(HANS, 90_00, PaymentStatus.PAID, "Invoice 7"))
    zoe.perform(expenses.AddExpense(HANS, 5_00, "Backup"))
    zoe.perform(AddWithdrawal(HANS, 1_00, WithdrawalReason.RETURN, SECRET))
    zoe.perform(orders.PlaceOrder(HANS, "Care", 3))
    zoe.perform(replies.AddReply("Greeting", SECRET, replies.For(department="Tech")))
    client = zoe.as_client(HANS)
    number = client.perform(NewTicket(HANS, "Tech", "Disk full", "Please help"))
    client.perform(AnswerAsClient(number, "Any news?"))
    zoe.perform(hold.Take(number))
    zoe.perform(parameters.Summarise(number, SECRET))
    zoe.perform(tags.TagTicket(number, (SECRET,)))
    zoe.perform(reply.Reply(number, "We look", comment=SECRET))
    zoe.perform(drafts.KeepDraft(number, SECRET, SECRET))
    zoe.perform(abuse.AddAbuse(number, 3, AbuseAction.SUPPORT, NINE + timedelta(days=3), comment=SECRET))
    gary.perform(hold.TakeOver(number, SECRET))
    gary.perform(redirect.Delay(number, NINE + timedelta(days=1)))
    mail = email(message_id=f"<{SECRET}@acme.example>", references=(f"<{SECRET}@x.example>",))
    desk.receive(mail, raw=SECRET.encode())
    gary.perform(NewTicket(OMAR, "Tech", f"{SECRET} of Omar", SECRET))
    return number


def every_answer(client: Desk) -> str:
    """All that the client area is told, as text."""
    rows = client.read(q.ReadMyTickets())
    questions: list[q.Read[object]] = [
        q.ReadArea(), q.ReadMyPlans(), q.ReadMyOffer("Care", 0), q.ReadMyOrders(), q.ReadMyPayments(),
        q.ReadMyStatement(), q.ReadMyPayers(), *(q.ReadMyTicket(row.number) for row in rows),
    ]  # fmt: skip
    return repr(rows) + "".join(repr(client.read(one)) for one in questions)
