"""*Support incidents* of a ticket, on both databases (IN8, IN11, IN12; SPEC: Taking, Giving back, Credit, Once)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadCosts, ReadTicket
from helpdesk_tui.rules.ledger import Why
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import CostsView
from tests.desk.charges import allow_extra, charge, charged, costs, held_ticket, sound, system_words
from tests.desk.refusals import refused
from tests.desks import HANS, NORD, OMAR, MadeDesk
from tests.store.transactions import writing

MAY = Window(date(2026, 4, 11), date(2026, 5, 10))
JUNE = Window(date(2026, 5, 11), date(2026, 6, 10))
Line = tuple[str, int, date | None]


def lot(store: Store, window: Window, count: int) -> None:
    """Dated incidents of Hans's, as an order gives them."""
    with writing(store) as tx:
        tx.accounts.add_lot(tx.accounts.of(1).id, window, count, Why(f"order:{window.ends}"))


def lines(desk: MadeDesk, number: int) -> list[Line]:
    return [(one.kind.value, one.amount, one.ends) for one in charged(desk, number).lines]


APPLIED: dict[str, Callable[[int, Parameters], Act[int]]] = {
    "Save parameters": SaveParameters,
    "Send reply": lambda number, values: Reply(number, "Done.", values=values),
    "Ok": lambda number, values: Reply(number, "Done.", close=True, values=values),
}


@pytest.mark.parametrize("button", APPLIED)
def test_the_number_is_the_ticket_s_total(desk: MadeDesk, button: str) -> None:
    """IN11: raising takes more; SPEC, states: setting it to what it is changes nothing."""
    number = held_ticket(desk, incidents=5)
    charge(desk.anna, number, incidents=2)
    desk.anna.perform(APPLIED[button](number, Parameters(incidents=3)))
    assert costs(desk, number) == (0, 3, 0, 2)
    assert lines(desk, number) == [("ticket", -2, None), ("ticket", -1, None)]


def test_what_it_is_already_changes_nothing(desk: MadeDesk) -> None:
    """SPEC, states; IN12: there is no entry, no message and no email of it."""
    number = held_ticket(desk, incidents=5)
    charge(desk.anna, number, incidents=2)
    for _ in range(2):
        charge(desk.anna, number, incidents=2)
    assert (lines(desk, number), len(system_words(desk, number))) == ([("ticket", -2, None)], 1)


def test_taking_and_giving_back_in_their_order(desk: MadeDesk, store: Store) -> None:
    """SPEC: dated by earliest end, lifetime, credit; back: credit first, last taken first, to where they came from."""
    number = held_ticket(desk, incidents=1)
    lot(store, MAY, 1)
    allow_extra(desk, 2)
    charge(desk.anna, number, incidents=1)
    charge(desk.anna, number, incidents=4)
    assert lines(desk, number) == [("ticket", -1, MAY.ends), ("ticket", -3, None)]
    assert costs(desk, number) == (0, 4, 0, -2)
    charge(desk.anna, number, incidents=0)
    assert lines(desk, number)[2:] == [("ticket_back", 3, None), ("ticket_back", 1, MAY.ends)]
    assert costs(desk, number) == (0, 0, 0, 2)
    assert sound(desk)


def test_a_lapsed_lot_gives_a_lifetime_incident(desk: MadeDesk, store: Store) -> None:
    """SPEC, Giving back; the ticket says so."""
    number = held_ticket(desk)
    lot(store, MAY, 2)
    charge(desk.anna, number, incidents=2)
    desk.clock.forward(days=30)
    foreseen = desk.anna.read(ReadCosts(number, incidents=1))
    assert (foreseen.incidents, foreseen.left) == (
        "gives back 1 support incident: 1 lifetime instead of lapsed ones", "1 lifetime",
    )  # fmt: skip
    charge(desk.anna, number, incidents=1)
    assert lines(desk, number)[1:] == [("lapsed_back", 1, None)]
    assert system_words(desk, number)[-1] == (
        "Given back to the client: 1 support incident: 1 lifetime instead of lapsed ones. Left: 1 lifetime."
    )
    assert costs(desk, number) == (0, 1, 0, 1)


def test_a_lot_that_begins_later_covers_nothing_yet(desk: MadeDesk, store: Store) -> None:
    """SPEC, Windows: both ends included."""
    number = held_ticket(desk)
    lot(store, JUNE, 1)
    assert refused(desk.anna, SaveParameters(number, Parameters(incidents=1))).code == "no_incidents"
    desk.clock.forward(days=30)
    charge(desk.anna, number, incidents=1)
    assert costs(desk, number) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("extra", "limit", "has", "total", "done"),
    [
        ("off", 9, 1, 1, True), ("off", 9, 1, 2, False), ("on", 0, 1, 2, False), ("on", 1, 1, 2, True),
        ("on", 1, 1, 3, False), ("on", 2, 0, 2, True), ("on", 2, 0, 3, False),
    ],
)  # fmt: skip
def test_the_limit_of_credit(desk: MadeDesk, extra: str, limit: int, has: int, total: int, done: bool) -> None:
    """IN8: raising may use credit down to the limit; else all of the act is refused, and foreseen so."""
    number = held_ticket(desk, incidents=has)
    allow_extra(desk, limit)
    desk.gary.perform(SetProvider("extra_tickets", extra))
    foreseen = desk.anna.read(ReadCosts(number, 15_00, total))
    act = Reply(number, "Done.", values=Parameters(fee=15_00, incidents=total))
    if done:
        assert foreseen.refused == ""
        desk.anna.perform(act)
        assert costs(desk, number) == (15_00, total, -15_00, has - total)
        return
    refusal = refused(desk.anna, act)
    assert (refusal.code, refusal.sentence) == ("no_incidents", foreseen.refused)
    assert costs(desk, number) == (0, 0, 0, has)
    assert (len(desk.gary.read(ReadTicket(number)).messages), desk.system.perform(LeaseOutbox("test", 9))) == (1, [])


def test_credit_that_was_raised_is_foreseen_after_what_was_taken_already(desk: MadeDesk) -> None:
    """SPEC, Credit: `credit_used + n <= limit`; lowering is allowed at any debt."""
    number = held_ticket(desk)
    allow_extra(desk, 3)
    charge(desk.anna, number, incidents=3)
    desk.gary.perform(SetProvider("extra_tickets_limit", "1"))
    assert refused(desk.anna, SaveParameters(number, Parameters(incidents=4))).code == "no_incidents"
    charge(desk.anna, number, incidents=2)
    assert costs(desk, number) == (0, 2, 0, -2)


@pytest.mark.parametrize("total", [-1, 100_000, 10**30])
def test_numbers_that_are_none(desk: MadeDesk, total: int) -> None:
    number = held_ticket(desk, incidents=1)
    assert refused(desk.anna, SaveParameters(number, Parameters(incidents=total))).code == "bad_number"
    assert costs(desk, number) == (0, 0, 0, 1)


def test_an_old_form_changes_nothing_and_hears_the_new_value(desk: MadeDesk) -> None:
    """Rule 26: it saw 1 and wants 2, but it is 3 by now; to 3 it may be set, as it is so already."""
    number = held_ticket(desk, incidents=9)
    charge(desk.anna, number, incidents=1)
    charge(desk.anna, number, incidents=3)
    values = Parameters(fee=5_00, incidents=2, seen=Parameters(fee=0, incidents=1))
    for act in (SaveParameters(number, values), Reply(number, "Done.", values=values)):
        refusal = refused(desk.anna, act)
        assert (refusal.code, refusal.sentence, refusal.details) == (
            "stale", "Somebody else changed the support incidents meanwhile: the ticket has 3 now. Look at it again.",
            {"incidents": 3},
        )  # fmt: skip
    assert costs(desk, number) == (0, 3, 0, 6)
    charge(desk.anna, number, incidents=3, seen=(0, 1))
    charge(desk.anna, number, incidents=2, seen=(0, 3))
    assert costs(desk, number) == (0, 2, 0, 7)


def test_a_target_is_taken_once_by_two_sessions(desk: MadeDesk) -> None:
    """SF3, rule 26: both saw 1 and want 2."""
    number = held_ticket(desk, incidents=9)
    charge(desk.anna, number, incidents=1)
    for key in ("one", "other"):
        charge(desk.anna, number, incidents=2, key=key, seen=(0, 1))
    assert costs(desk, number) == (0, 2, 0, 7)


def test_the_same_key_takes_once(desk: MadeDesk) -> None:
    """SPEC, Once: also when the number was changed since."""
    number = held_ticket(desk, incidents=9)
    charge(desk.anna, number, incidents=2, key="form")
    charge(desk.anna, number, incidents=0)
    charge(desk.anna, number, incidents=2, key="form")
    assert costs(desk, number) == (0, 0, 0, 9)
    assert refused(desk.anna, SaveParameters(number, Parameters(incidents=3), key="form")).code == "key_reused"


def test_the_client_is_told_where_that_is_switched_on(desk: MadeDesk) -> None:
    """MO2, clarification: on the ticket, and by mail if switched on; what is given back is no charge."""
    desk.gary.perform(SetProvider("mail_incidents_charged", "on"))
    number = held_ticket(desk, incidents=5)
    charge(desk.anna, number, incidents=2)
    charge(desk.anna, number, incidents=1)
    (mail,) = desk.system.perform(LeaseOutbox("test", 9))
    assert mail.text.startswith(f"Support incidents taken for your ticket {number}: 2. Left on your account: 3.")
    assert system_words(desk, number) == [
        "Taken from the client: 2 support incidents: 2 lifetime. Left: 3 lifetime.",
        "Given back to the client: 1 support incident: 1 lifetime. Left: 4 lifetime.",
    ]  # fmt: skip


def test_what_it_would_cost(desk: MadeDesk, store: Store) -> None:
    """SCREENS, before sending: where from, what is left, the fee and the balance; nothing is booked by asking."""
    number = held_ticket(desk, incidents=4, paid=12_50)
    lot(store, MAY, 3)
    assert desk.anna.read(ReadCosts(number, 15_00, 1)) == CostsView(
        "EUR", 15_00, 12_50, 0, "takes 1 support incident: 1 until 10 May 2026", "2 until 10 May 2026, 4 lifetime",
        total=6,
    )  # fmt: skip
    assert desk.anna.read(ReadCosts(number, 15_00)).balance_after == -2_50
    assert desk.anna.read(ReadCosts(number)) == CostsView("EUR", 0, 12_50)
    assert desk.anna.read(ReadCosts(number, 0)).refused == "This sum has to be greater than zero."
    assert desk.anna.read(ReadCosts(number, incidents=0)) == CostsView("EUR", 0, 12_50)
    charge(desk.anna, number, incidents=2)
    back = desk.anna.read(ReadCosts(number, incidents=1))
    assert (back.incidents, back.left) == (
        "gives back 1 support incident: 1 until 10 May 2026", "2 until 10 May 2026, 4 lifetime",
    )  # fmt: skip
    assert costs(desk, number) == (0, 2, 12_50, 5)


def test_what_a_new_ticket_would_cost(desk: MadeDesk, store: Store) -> None:
    """IN10, IN13: of the lots that there are, as the ticket then takes; of who is registered with it, what they get."""
    held_ticket(desk, incidents=4)
    lot(store, MAY, 3)
    number = "takes 5 support incidents: 3 until 10 May 2026, 2 lifetime"
    for client in (HANS, 1, "#1"):
        foreseen = desk.anna.read(ReadCosts(None, incidents=5, client=client))
        assert (foreseen.incidents, foreseen.left, foreseen.refused) == (number, "2 lifetime", "")
    made = desk.anna.perform(NewTicket(HANS, "Tech", "Help", "It is down", incidents=5))
    assert system_words(desk, made) == [f"Taken from the client: {number.removeprefix('takes ')}. Left: 2 lifetime."]
    short = desk.anna.read(ReadCosts(None, incidents=3, client=HANS))
    assert (short.incidents, short.refused) == ("", "This needs 3 support incidents; 2 are left.")
    assert desk.anna.read(ReadCosts(None, incidents=1)).refused == "This needs 1 support incident; 0 are left."
    desk.gary.perform(SetProvider("incidents_registration", "3"))
    assert desk.anna.read(ReadCosts(None, incidents=1)).left == "2 lifetime"
    assert desk.anna.read(ReadCosts(None, client=OMAR)) == CostsView("EUR")
    with pytest.raises(NotFound):
        desk.anna.read(ReadCosts(None, incidents=1, client="nobody@example.org"))


def test_a_first_charge_is_foreseen_with_its_incidents(desk: MadeDesk) -> None:
    """IN6: what the fee gives covers the incidents, in the look before as in the act."""
    desk.gary.perform(SetProvider("incidents_first_charge", "1"))
    number = held_ticket(desk)
    assert desk.anna.read(ReadCosts(number, incidents=1)).refused != ""
    assert desk.anna.read(ReadCosts(number, 5_00, 1)).left == "none"
    charge(desk.anna, number, 5_00, 1)
    assert desk.anna.read(ReadCosts(number, 5_00, 2)).refused != ""


def test_without_paid_support_the_field_says_why(desk: MadeDesk) -> None:
    """TR2, SPEC, Set up: dimmed with the reason, unless the client has incidents all the same."""
    number = held_ticket(desk)
    assert not charged(desk, number).settable
    desk.gary.perform(AdjustIncidents(NORD, 1, "gift"))
    assert not charged(desk, number).settable
    desk.gary.perform(AdjustIncidents(HANS, 1, "gift"))
    assert charged(desk, number).settable
    desk.sql("INSERT INTO plan (name, name_key, incidents, active) VALUES ('Pack', 'pack', 1, true)")
    other = desk.ticket(client=NORD)
    assert charged(desk, other).settable


def test_nothing_to_change_opens_no_account(desk: MadeDesk) -> None:
    """SPEC, states: setting it to what it is changes nothing at all (CL11: an account is opened at the first need)."""
    number = held_ticket(desk)
    charge(desk.anna, number, incidents=0)
    assert desk.sql("SELECT count(*) FROM account")[0][0] == 0
    assert costs(desk, number) == (0, 0, 0, 0)
