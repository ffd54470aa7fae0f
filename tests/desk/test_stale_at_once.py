"""Two processes send the same form at the same moment: one counts, the other is told (rules 26, 33), on both databases.

Each has a key of its own, as two sessions have. What is compared is what the form had seen.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.questions import ReadExpenses, ReadMoney, ReadOrder
from tests.desk.charges import charged, sound
from tests.desk.selling import PAID, balance
from tests.desks import HANS, MadeDesk
from tests.race import Starter

TURNS = 4
Pair = tuple[dict[str, Any], dict[str, Any]]


def pairs(desk: MadeDesk) -> dict[str, Pair]:
    """Two forms of each kind, both opened on the same thing: an edit, a refund, a fee, incidents, an answer ..."""
    expenses = [desk.gary.perform(AddExpense(HANS, 20_00, "Backup")) for _ in range(3)]
    tickets = [desk.ticket() for _ in range(3)]
    for number in tickets:
        desk.anna.perform(Take(number))
    payment = desk.gary.perform(AddPayment(HANS, 5_00))
    order = desk.anna.perform(PlaceOrder(HANS, "Care", 1))

    def both(form: str, one: dict[str, Any], two: dict[str, Any], **fields: Any) -> Pair:
        return {"form": form, "fields": fields | one}, {"form": form, "fields": fields | two}

    deleted = {"form": "delete", "fields": {"expense": expenses[2], "seen": 20_00}}
    return {
        "edit": both("edit", {"amount": 30_00}, {"amount": 25_00}, expense=expenses[0], seen=20_00),
        "refund": both("edit", {"amount": 5_00}, {"amount": 4_00}, expense=expenses[1], seen=20_00),
        "delete": (both("edit", {}, {}, expense=expenses[2], amount=3_00, seen=20_00)[0], deleted),
        "fee": both("save", {"fee": 15_00}, {"fee": 12_00}, number=tickets[0]),
        "incidents": both("save", {"incidents": 2}, {"incidents": 3}, number=tickets[1]),
        "answer": both("answer", {"fee": 7_00}, {"fee": 8_00}, number=tickets[2], incidents=1),
        "payment": both("payment", {"amount": 6_00}, {"amount": 7_00}, payment=payment, seen=5_00),
        "renewal": both("renew", {}, {}, order=order, seen=1),
    }


def raced(desk: MadeDesk, race: Starter, *, checked: bool) -> tuple[dict[str, list[Counter[str]]], list[Pair]]:
    """What became of both, for each kind as often as there are turns; and what was sent."""
    desk.gary.perform(AdjustIncidents(HANS, 50, "gift"))
    desk.gary.perform(AddPayment(HANS, 2000_00, PAID))
    sent = [(kind, pair) for _ in range(TURNS) for kind, pair in pairs(desk).items()]
    rounds = [
        [one | {"key": f"form-{turn}-{place}", "checked": checked} for place, one in enumerate(pair)]
        for turn, (_, pair) in enumerate(sent)
    ]  # fmt: skip
    answers, _ = race.rounds(desk.where, "from_a_form", rounds, [])
    found: dict[str, list[Counter[str]]] = {}
    for (kind, _), both in zip(sent, answers, strict=True):
        found.setdefault(kind, []).append(Counter(one.get("code", "done") for one in both))
    return found, [pair for _, pair in sent]


def test_one_counts_and_the_other_is_told(selling: MadeDesk, race: Starter) -> None:
    """SF2, SF3: whichever comes first; what was deleted meanwhile is not there to be edited."""
    found, sent = raced(selling, race, checked=True)
    told = Counter(done=1, stale=1)
    assert {kind: turns for kind, turns in found.items() if kind != "delete"} == {
        kind: [told] * TURNS for kind in found if kind != "delete"
    }
    assert all(turn in (told, Counter(done=1, not_found=1)) for turn in found["delete"])
    amounts = {one.id: one.amount for one in selling.gary.read(ReadExpenses(HANS))}
    for one, two in sent:
        if one["form"] == two["form"] == "edit":
            assert amounts[one["fields"]["expense"]] in (one["fields"]["amount"], two["fields"]["amount"])
        elif one["form"] == "renew":
            assert len(selling.anna.read(ReadOrder(one["fields"]["order"])).purchases) == 2
        elif one["form"] in ("save", "answer"):
            costs = charged(selling, one["fields"]["number"])
            wanted = [(way["fields"].get("fee", 0), way["fields"].get("incidents", 0)) for way in (one, two)]
            assert (costs.fee, costs.incidents) in wanted
    assert sum(one.amount for one in selling.gary.read(ReadMoney(HANS))) == balance(selling)
    assert sound(selling)


def test_without_the_comparison_both_would_count(selling: MadeDesk, race: Starter) -> None:
    """The test above can fail: where forms are not compared with what is there, the second of each pair counts too."""
    found, _ = raced(selling, race, checked=False)
    assert {kind: turns for kind, turns in found.items() if kind != "delete"} == {
        kind: [Counter(done=2)] * TURNS for kind in found if kind != "delete"
    }
