"""What narrows the list of clients, and what their card adds up (CL1, CL4), on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

from helpdesk_tui.desk.actions.clients import (
    EditClient,
    SetServiceState,
)
from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.payments import AddPayment, SetPayment
from helpdesk_tui.questions import (
    ReadClient,
    ReadClients,
    ReadMonths,
)
from helpdesk_tui.rules.client_query import parse_clients
from helpdesk_tui.vocab import (
    Characteristic,
    PaymentStatus,
    ServiceStatus,
)
from tests.desks import HANS, NORD, OMAR, MadeDesk


def test_clients_are_narrowed_by_rating_status_and_label(desk: MadeDesk) -> None:
    """CL1: by what staff rate them, whether they have active services, and the whole label; beside words."""
    desk.gary.perform(EditClient(NORD, label="Big fish", characteristic=Characteristic.GOOD))
    desk.gary.perform(EditClient(OMAR, characteristic=Characteristic.PROBLEMATIC))
    desk.gary.perform(SetServiceState(NORD, "vps-12", ServiceStatus.SUSPENDED))

    def found(text: str) -> list[str]:
        asked = parse_clients(text)
        return [row.email for row in desk.anna.read(ReadClients(asked.words, tests=asked.tests))]

    assert found("characteristic:good") == [NORD]
    assert found("characteristic:good,problematic") == [NORD, OMAR]
    assert found("-characteristic:common gmbh") == [NORD]
    assert found("status:active") == [HANS]
    assert found("status:inactive") == found("-status:active") == [NORD, OMAR]
    assert found("status:active,inactive") == [HANS, NORD, OMAR]
    assert found('label:"big FISH"') == [NORD]
    assert found("-label:x status:Inactive omar") == [OMAR]
    assert found("label:big") == []
    desk.gary.perform(EditClient(OMAR, label="Ärzte"))
    assert found("label:Ärzte") == [OMAR]


def test_a_card_has_the_turnover_of_twelve_months(desk: MadeDesk) -> None:
    """CL4: what was paid, as the figures of the account have it; payments that are put back or older are none."""
    paid = [desk.anna.perform(AddPayment(HANS, sum_, PaymentStatus.PAID)) for sum_ in (10_00, 25_00)]
    desk.anna.perform(AddExpense(HANS, 3_00, "Call"))
    desk.anna.perform(SetPayment(paid[0], PaymentStatus.NEW))
    card = desk.anna.read(ReadClient(HANS))
    assert card.turnover == 25_00 == sum(month.paid for month in desk.anna.read(ReadMonths(HANS)))
    assert desk.anna.read(ReadClient(OMAR)).turnover == 0
    for now, turnover in ((datetime(2027, 3, 31, 23, tzinfo=UTC), 25_00), (datetime(2027, 4, 1, tzinfo=UTC), 0)):
        desk.clock.at = now
        assert desk.anna.read(ReadClient(HANS)).turnover == turnover
        assert sum(month.paid for month in desk.anna.read(ReadMonths(HANS))) == turnover
