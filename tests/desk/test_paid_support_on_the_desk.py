"""The document on paid support: the sentences that rules alone cannot show, each done on a desk (both databases).

`tests/rules/test_paid_support_document.py` has the others, and holds that no sentence is in neither of them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpdesk_tui.desk.actions.clients import AddClient
from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.discounts import AddDiscount
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.orders import CancelOrder, PlaceOrder
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.setup import EditDepartment
from helpdesk_tui.questions import ReadClient, ReadExpenses, ReadIncidents, ReadProvider, ReadSetUp
from helpdesk_tui.vocab import PaymentStatus
from tests.desk.charges import charge, charged, costs, held_ticket
from tests.desk.paid import by_client, left, said
from tests.desk.refusals import refused
from tests.desks import HANS, OMAR, MadeDesk
from tests.rules.document import NOT_HERE

Case = Callable[[MadeDesk], None]
CASES: dict[str, tuple[str, Case]] = {}


def fact(place: str, said: str) -> Callable[[Case], Case]:
    """Enter a case for a sentence of the document."""

    def enter(case: Case) -> Case:
        CASES[place] = (said, case)
        return case

    return enter


def sells(desk: MadeDesk) -> None:
    """There is a plan: 10 incidents for life at 50.00."""
    desk.gary.perform(AddPlan("Care", 10, {0: 50_00}))


def pays(desk: MadeDesk, amount: int) -> None:
    """A payment of Hans's is Paid."""
    desk.anna.perform(AddPayment(HANS, amount, PaymentStatus.PAID))


@fact("000:1", "by default support costs nothing")
def _(desk: MadeDesk) -> None:
    assert (by_client(desk), left(desk), said(desk)) == (1, 0, [])
    assert desk.sql("SELECT count(*) FROM entry") == [(0,)]


@fact("000:3", "the first way: a client is charged for support")
def _(desk: MadeDesk) -> None:
    number = held_ticket(desk, paid=20_00)
    charge(desk.anna, number, 12_00)
    assert costs(desk, number) == (12_00, 0, 8_00, 0)


@fact("000:4", "the second way: support by incidents")
def _(desk: MadeDesk) -> None:
    sells(desk)
    desk.gary.perform(EditDepartment("Tech", write_off=True))
    assert refused(desk.hans, NewTicket(HANS, "Tech", "Disk full", "Help!")).code == "no_incidents"
    desk.gary.perform(AdjustIncidents(HANS, 1, "gift"))
    by_client(desk)
    assert left(desk) == 0


@fact("000:9b", "some departments are free, others need an incident")
def _(desk: MadeDesk) -> None:
    sells(desk)
    desk.gary.perform(EditDepartment("Tech", write_off=True))
    desk.hans.perform(NewTicket(HANS, "Sales", "Prices", "Hello"))
    assert refused(desk.hans, NewTicket(HANS, "Tech", "Disk full", "Help!")).code == "no_incidents"


@fact("000:19", "clients buy incidents of a plan")
def _(desk: MadeDesk) -> None:
    sells(desk)
    pays(desk, 50_00)
    desk.hans.perform(PlaceOrder(HANS, "Care", 0))
    assert (left(desk), costs(desk, desk.ticket())[2]) == (10, 0)


@fact("000:24", "the period One-time is enabled among those that are sold")
def _(desk: MadeDesk) -> None:
    desk.gary.perform(AddPlan("Care", 10, {0: 50_00, 1: 9_00}))
    pays(desk, 50_00)
    desk.gary.perform(SetProvider("order_periods", "1m"))
    assert refused(desk.hans, PlaceOrder(HANS, "Care", 0)).code == "period_not_offered"
    desk.gary.perform(SetProvider("order_periods", "lifetime, 1m"))
    desk.hans.perform(PlaceOrder(HANS, "Care", 0))
    assert left(desk) == 10


@fact("000:31d", "clients can buy them for life, but not cancel them")
def _(desk: MadeDesk) -> None:
    sells(desk)
    pays(desk, 50_00)
    number = desk.hans.perform(PlaceOrder(HANS, "Care", 0))
    assert refused(desk.hans, CancelOrder(number)).code == "not_allowed"
    assert refused(desk.gary, CancelOrder(number)).code == "not_cancelled"
    assert left(desk) == 10


@fact("000:58", "while it is on, clients are connected to the service by themselves")
def _(desk: MadeDesk) -> None:
    sells(desk)
    desk.gary.perform(SetProvider("connect_plan", "Care"))
    desk.gary.perform(AdjustIncidents(OMAR, 1, "gift"))
    assert desk.anna.read(ReadClient(OMAR)).head.services == ()
    desk.gary.perform(SetProvider("connect_service", "on"))
    desk.gary.perform(AdjustIncidents(OMAR, 1, "gift"))
    assert [one.name for one in desk.anna.read(ReadClient(OMAR)).head.services] == ["Care"]


@fact("000:59", "to the plan that was selected")
def _(desk: MadeDesk) -> None:
    sells(desk)
    assert refused(desk.gary, SetProvider("connect_plan", "Gold")).code == "not_found"
    desk.gary.perform(SetProvider("connect_plan", "care"))
    assert desk.gary.read(ReadProvider())["connect_plan"] == "Care"


@fact("000:60", "for life")
def _(desk: MadeDesk) -> None:
    desk.gary.perform(AddPlan("Monthly", 10, {1: 9_00}))
    desk.gary.perform(SetProvider("connect_period", "lifetime"))
    assert refused(desk.gary, SetProvider("connect_period", "1m")).code == "bad_period"
    assert desk.gary.read(ReadProvider())["connect_period"] == "lifetime"
    assert refused(desk.gary, SetProvider("connect_plan", "Monthly")).code == "no_period"


@fact("000:91b", "a new ticket in a paid department shows a system message about the incident")
def _(desk: MadeDesk) -> None:
    sells(desk)
    desk.gary.perform(EditDepartment("Tech", write_off=True))
    desk.gary.perform(AdjustIncidents(HANS, 3, "gift"))
    assert said(desk, by_client(desk)) == ["Taken from the client: 1 support incident: 1 lifetime. Left: 2 lifetime."]


@fact("000:95", "which department writes requests off is switched on for each")
def _(desk: MadeDesk) -> None:
    sells(desk)
    desk.gary.perform(AdjustIncidents(HANS, 3, "gift"))
    for switched, after in ((True, 2), (False, 2), (True, 1)):
        desk.gary.perform(EditDepartment("Tech", write_off=switched))
        by_client(desk)
        assert left(desk) == after


@fact("000:99", "without paid support that option is unavailable")
def _(desk: MadeDesk) -> None:
    assert refused(desk.gary, EditDepartment("Tech", write_off=True)).code == "not_set_up"
    sells(desk)
    desk.gary.perform(EditDepartment("Tech", write_off=True))


@fact("000:110a", "nothing has to be set up for it: no plan, no department")
def _(desk: MadeDesk) -> None:
    assert not desk.gary.read(ReadSetUp())
    number = held_ticket(desk)
    charge(desk.anna, number, 15_00)
    assert costs(desk, number) == (15_00, 0, -15_00, 0)


@fact("000:110b", "the amount that is entered on the ticket is charged")
def _(desk: MadeDesk) -> None:
    number = held_ticket(desk)
    desk.anna.perform(SaveParameters(number, Parameters(fee=15_00)))
    assert charged(desk, number).fee == 15_00


@fact("000:112a", "the full amount is charged, whatever discount the client has")
def _(desk: MadeDesk) -> None:
    sells(desk)
    desk.gary.perform(AddDiscount(HANS, 50_00))
    number = held_ticket(desk, paid=50_00)
    charge(desk.anna, number, 20_00)
    assert costs(desk, number)[::2] == (20_00, 30_00)
    desk.anna.perform(PlaceOrder(HANS, "Care", 0))
    assert costs(desk, number)[2] == 5_00, "an order is half the price"


@fact("000:112c", "Save parameters, Send reply and Ok charge it")
def _(desk: MadeDesk) -> None:
    number, fee = held_ticket(desk), Parameters(fee=1_00)
    sums = []
    for act in (
        SaveParameters(number, fee), Reply(number, "Look.", values=fee), Reply(number, "Done.", close=True, values=fee)
    ):  # fmt: skip
        desk.anna.perform(act)
        sums.append(charged(desk, number).fee)
    assert sums == [1_00, 2_00, 3_00]


@fact("000:114", "the client is told of it")
def _(desk: MadeDesk) -> None:
    charge(desk.anna, held_ticket(desk), 15_00)
    (letter,) = desk.system.perform(LeaseOutbox("test", 9))
    assert letter.to == (HANS,)
    assert "a support fee of 15.00 EUR was charged" in letter.text


@fact("000:116", "an expense stands among the client's")
def _(desk: MadeDesk) -> None:
    number = held_ticket(desk)
    charge(desk.anna, number, 15_00)
    assert [(one.amount, one.ticket) for one in desk.anna.read(ReadExpenses(HANS))] == [(15_00, number)]


@fact("000:67a", "who is added is given some; who was there before is not new")
def _(desk: MadeDesk) -> None:
    desk.gary.perform(SetProvider("incidents_registration", "2"))
    desk.gary.perform(AddClient("new@example.org"))
    assert desk.gary.read(ReadIncidents("new@example.org")).lifetime == 2
    assert left(desk) == 0


@pytest.mark.parametrize("place", CASES)
def test_the_sentence_is_true(desk: MadeDesk, place: str) -> None:
    CASES[place][1](desk)


def test_what_rules_cannot_show_is_here() -> None:
    """Each sentence that the table of the rules leaves out has its case on the desk."""
    assert set(NOT_HERE) <= set(CASES)
