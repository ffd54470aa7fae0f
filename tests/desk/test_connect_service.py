"""*Connect service to clients*: the plan that clients get as a service by themselves (IN6), on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.clients import AddClient, SetServiceState
from helpdesk_tui.desk.actions.confirm import ConfirmSender
from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.gateways import EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.incoming import AcceptIncoming
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.plans import AddPlan, DeletePlan, EditPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.setup import EditDepartment
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.errors import DeskError, NotFound, StorageFailed, WrongUsage
from helpdesk_tui.questions import ReadClient, ReadIncidents, ReadProvider
from helpdesk_tui.store.rooms.plans import Plans
from helpdesk_tui.vocab import MailOutcome, PaymentStatus, ServiceStatus
from tests.desk.letters import email
from tests.desk.paid import refused
from tests.desks import HANS, NORD, OMAR, MadeDesk


@pytest.fixture
def connecting(desk: MadeDesk) -> MadeDesk:
    """A desk that connects clients to the plan Care, which costs 50.00 for life."""
    desk.gary.perform(AddPlan("Care", 10, {0: 50_00, 1: 9_00}))
    desk.gary.perform(SetProvider("connect_plan", "care"))
    desk.gary.perform(SetProvider("connect_service", "on"))
    return desk


def services(desk: MadeDesk, client: str = OMAR) -> list[tuple[str, str, str, int]]:
    found = desk.anna.read(ReadClient(client)).head.services
    return [(one.name, one.plan, one.status.value, one.cost) for one in found]


def test_with_the_first_incident(connecting: MadeDesk) -> None:
    """SPEC, Connect service: for life, cost 0, at the first incident; it gives nothing by itself, and comes once."""
    connecting.anna.perform(AddExpense(OMAR, 1_00, "Call"))
    assert services(connecting) == []
    for _ in range(2):
        connecting.anna.perform(AdjustIncidents(OMAR, 1, "gift"))
    assert services(connecting) == [("Care", "Care", "active", 0)]
    assert connecting.anna.read(ReadIncidents(OMAR)).total == 2
    connecting.gary.perform(AddPlan("Other", 1, {0: 0}))
    connecting.gary.perform(SetProvider("connect_plan", "Other"))
    connecting.anna.perform(SetServiceState(OMAR, "Care", ServiceStatus.SUSPENDED))
    connecting.anna.perform(AdjustIncidents(OMAR, 1, "gift"))
    assert services(connecting) == [("Care", "Care", "suspended", 0)], "who has one gets no other"


def test_however_it_is_given(connecting: MadeDesk) -> None:
    """IN6: by registration, by a payment, by an order."""
    for name in ("registration", "first_payment"):
        connecting.gary.perform(SetProvider(f"incidents_{name}", "2"))
    connecting.gary.perform(AddClient("new@example.org"))
    connecting.anna.perform(AddPayment(OMAR, 100_00, PaymentStatus.PAID))
    connecting.anna.perform(AddPayment(NORD, 1))
    assert [len(services(connecting, who)) for who in ("new@example.org", OMAR, NORD)] == [1, 1, 1]
    connecting.gary.perform(SetProvider("incidents_first_payment", "0"))
    connecting.anna.perform(AddPayment(NORD, 9_00, PaymentStatus.PAID))
    connecting.anna.perform(PlaceOrder(NORD, "Care", 1))
    assert services(connecting, NORD)[1:] == [("Care", "Care", "active", 0)]


def test_with_the_first_incident_that_is_asked_for(connecting: MadeDesk) -> None:
    """SPEC, Connect service: given or asked for: by an email that nothing covers, and by an order that waits."""
    connecting.gary.perform(EditDepartment("Tech", write_off=True))
    assert connecting.receive(email()).outcome is MailOutcome.REFUSED
    assert services(connecting, HANS)[2:] == [("Care", "Care", "active", 0)]
    connecting.omar.perform(PlaceOrder(OMAR, "Care", 0))
    assert services(connecting) == [("Care", "Care", "active", 0)]
    assert connecting.anna.read(ReadIncidents(OMAR)).total == 0


def asked(desk: MadeDesk, by: Desk, act: Act[int], code: str = "no_incidents") -> list[tuple[str, str, str, int]]:
    """Omar's services after an act that is refused; nothing else of it is there."""
    assert refused(by, act).code == code
    assert desk.sql("SELECT count(*) FROM ticket") == [(0,)]
    return services(desk)


def test_with_a_ticket_of_their_own_that_is_refused(connecting: MadeDesk) -> None:
    """SPEC, Connect service: asked for by the client, in the client area or by staff who enter it; it comes once."""
    connecting.gary.perform(EditDepartment("Tech", write_off=True))
    own = NewTicket(OMAR, "Tech", "Help", "It is down")
    written = replace(own, by_staff=True, incidents=1)
    assert asked(connecting, connecting.anna, written) == [], "what staff write to a client asks for nothing"
    assert connecting.omar.refusal(own)
    assert asked(connecting, connecting.nobody, replace(own, incidents=None), "not_allowed") == []
    assert asked(connecting, connecting.hans, own, "not_found") == []
    for by, act in ((connecting.omar, own), (connecting.omar, own), (connecting.anna, replace(own, incidents=None))):
        assert asked(connecting, by, act) == [("Care", "Care", "active", 0)]
    assert connecting.sql("SELECT actor, action FROM event WHERE field = 'service' AND after = 'Care'") == [
        ("client", "new-ticket")
    ]


def test_nothing_is_opened_for_who_is_not_connected(connecting: MadeDesk) -> None:
    """SPEC, Connect service: while it is on."""
    connecting.gary.perform(EditDepartment("Tech", write_off=True))
    connecting.gary.perform(SetProvider("connect_service", "off"))
    before = connecting.sql("SELECT change FROM desk")
    assert asked(connecting, connecting.omar, NewTicket(OMAR, "Tech", "Help", "It is down")) == []
    assert connecting.sql("SELECT change FROM desk") == before


def test_a_service_that_cannot_be_had_is_not_what_is_told(
    connecting: MadeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal is told, whatever becomes of the service."""

    def away(self: Plans, client: int) -> None:
        raise StorageFailed("The disk is full.")

    connecting.gary.perform(EditDepartment("Tech", write_off=True))
    monkeypatch.setattr(Plans, "connect", away)
    assert asked(connecting, connecting.omar, NewTicket(OMAR, "Tech", "Help", "It is down")) == []


def test_with_an_email_that_staff_accept_or_confirm(connecting: MadeDesk) -> None:
    """SPEC, Connect service: who wrote the email asked for it."""
    connecting.gary.perform(EditDepartment("Tech", write_off=True))
    mail = connecting.receive(email("new@example.org")).mail
    assert asked(connecting, connecting.anna, AcceptIncoming(mail, email("new@example.org"), OMAR)) == [
        ("Care", "Care", "active", 0)
    ]
    connecting.gary.perform(EditGateway("support", GatewaySettings(authserv_id="mx.desk.example")))
    connecting.gary.perform(SetProvider("extra_tickets", "on"))
    connecting.gary.perform(SetProvider("extra_tickets_limit", "1"))
    held = connecting.receive(email()).ticket
    connecting.gary.perform(SetProvider("extra_tickets", "off"))
    assert held is not None
    assert refused(connecting.anna, ConfirmSender(held)).code == "no_incidents"
    assert services(connecting, HANS)[2:] == [("Care", "Care", "active", 0)]


def test_switched_off(connecting: MadeDesk) -> None:
    """It is off on a new desk, and gives nothing while no plan is chosen."""
    connecting.gary.perform(SetProvider("connect_service", "off"))
    connecting.anna.perform(AdjustIncidents(OMAR, 1, "gift"))
    connecting.gary.perform(SetProvider("connect_service", "on"))
    connecting.gary.perform(SetProvider("connect_plan", ""))
    connecting.anna.perform(AdjustIncidents(OMAR, 1, "gift"))
    assert services(connecting) == []


@pytest.mark.parametrize("period", ["1m", "12m", "daily", "trial", "30d"])
def test_other_periods_are_refused(connecting: MadeDesk, period: str) -> None:
    """IN6: lifetime only."""
    with pytest.raises(DeskError) as refused:
        connecting.gary.perform(SetProvider("connect_period", period))
    assert refused.value.code == "bad_period"
    connecting.gary.perform(SetProvider("connect_period", "Lifetime"))
    assert connecting.gary.read(ReadProvider())["connect_period"] == "lifetime"


def test_what_is_no_period(connecting: MadeDesk) -> None:
    with pytest.raises(WrongUsage):
        connecting.gary.perform(SetProvider("connect_period", "often"))


def test_the_plan_has_a_lifetime_period_and_stays(connecting: MadeDesk) -> None:
    """IN6: a plan without one cannot be chosen, and one that is chosen keeps it; the setting follows its name."""
    connecting.gary.perform(AddPlan("Monthly", 10, {1: 9_00}))
    for act, code in (
        (SetProvider("connect_plan", "monthly"), "no_period"), (EditPlan("care", prices={1: 9_00}), "no_period"),
        (DeletePlan("care"), "in_use"),
    ):  # fmt: skip
        with pytest.raises(DeskError) as refused:
            connecting.gary.perform(act)
        assert refused.value.code == code
    with pytest.raises(NotFound):
        connecting.gary.perform(SetProvider("connect_plan", "nothing"))
    connecting.gary.perform(EditPlan("care", new_name="Care plus"))
    assert connecting.gary.read(ReadProvider())["connect_plan"] == "Care plus"
    connecting.gary.perform(SetProvider("connect_plan", ""))
    connecting.gary.perform(DeletePlan("care plus"))
