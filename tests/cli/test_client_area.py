"""The client area on the command line: `client area`, `ticket new --area`, `ticket answer` (CL16, IN8, IN10, TR2)."""

from __future__ import annotations

import json

import pytest

from tests.cli.calls import Calls
from tests.desk.secrets import SECRET, plant
from tests.desks import MadeDesk

HANS = "hans@acme.example"
NEW = ("ticket", "new", "--client", HANS, "--department", "Tech", "--subject", "Disk full", "--message", "Help")


@pytest.fixture
def paid(call: Calls) -> Calls:
    """A desk with a plan, whose department Tech writes requests off."""
    call.json("plan", "add", "Care", "--incidents", "10", "--period", "lifetime=50", "--period", "3m=30")
    assert call.json("department", "edit", "Tech", "--write-off", "on")["write_off"] is True
    return call


def test_it_says_what_a_client_sees(paid: Calls) -> None:
    """CL16, IN10: departments with their cost and why one is refused; after a ticket one incident less at once."""
    paid.json("incident", "adjust", HANS, "2", "--reason", "gift")
    made = paid.json(*NEW, "--area")
    assert (made["number"], made["client_status"]) == (1, "in_progress")
    seen = paid.json("client", "area", HANS)
    assert (seen["client"], seen["email"], seen["balance"], seen["currency"]) == ("#1", HANS, "0.00", "EUR")
    assert seen["incidents"]["total"] == 1
    assert seen["departments"] == [
        {"name": "Billing", "incidents": 0, "refused": ""}, {"name": "Sales", "incidents": 0, "refused": ""},
        {"name": "Tech", "incidents": 1, "refused": ""},
    ]  # fmt: skip
    assert seen["tickets"] == [{
        "number": 1, "subject": "Disk full", "client_status": "in_progress", "archived": False, "department": "Tech",
        "service": None, "priority": None, "created": "2026-04-11T10:00:00Z", "written": "2026-04-11T10:00:00Z",
    }]  # fmt: skip
    assert (seen["unread"], seen["active"], seen["archived"], seen["limited"]) == (0, 1, 0, False)
    one = paid.json("client", "area", HANS, "--ticket", "1")
    assert (one["incidents"], one["fee"], one["currency"]) == (1, "0.00", "EUR")
    assert [(m["kind"], m["author"], m["text"]) for m in one["messages"]] == [("client", HANS, "Help")]


@pytest.mark.parametrize(
    ("adjusted", "ordered", "incidents", "said"),
    [
        (0, False, 0, "none left"), (2, False, 1, "1 left: 1 lifetime"),
        (2, True, 1, "11 left: 9 until 2026-05-10, 2 lifetime"), (0, False, 2, "none left; 2 used on credit"),
        (1, True, 13, "none left; 2 used on credit"),
    ],
)  # fmt: skip
def test_what_is_left_is_said_to_people(paid: Calls, adjusted: int, ordered: bool, incidents: int, said: str) -> None:
    """CL16, IN8, IN13: credit that is used is no number below zero that is left; on the card beside the balance."""
    paid("provider", "set", "extra_tickets", "on")
    paid("provider", "set", "extra_tickets_limit", "2")
    paid("payment", "add", HANS, "42.50", "--status", "paid")
    if adjusted:
        paid.json("incident", "adjust", HANS, str(adjusted), "--reason", "gift")
    if ordered:
        paid.json("order", HANS, "Care", "--period", "3m")
    paid.json(*NEW, "--incidents", str(incidents))
    balance = "12.50 EUR" if ordered else "42.50 EUR"
    for words in (("client", "area", HANS), ("client", "show", HANS)):
        lines = paid.people(*words).splitlines()
        rows = dict(line.split(maxsplit=1) for line in lines if line.startswith(("Balance", "Incidents")))
        assert rows == {"Balance": balance, "Incidents": said}


def test_what_is_to_be_paid_says_until_when_and_where(call: Calls) -> None:
    """CL16, CL12: as the invoice says it; what is Paid is not listed."""
    call("provider", "set", "invoice_bank", "Acme Bank\nIBAN DE00 1234")
    call("provider", "set", "invoice_due_days", "14")
    call.json("payment", "add", HANS, "20", "--status", "paid")
    number = call.json("payment", "add", HANS, "12.50")["id"]
    seen = call.json("client", "area", HANS)
    assert seen["where_to_pay"] == ["Acme Bank", "IBAN DE00 1234"]
    assert [(one["id"], one["amount"], one["currency"], one["due"]) for one in seen["to_pay"]] == [
        (number, "12.50", "EUR", "2026-04-25")
    ]
    said = call("client", "area", HANS).text
    assert f"Payment {number}: 12.50 EUR, until 2026-04-25" in said
    assert "IBAN DE00 1234" in said


def test_nothing_left_is_refused_before_a_ticket_is_there(paid: Calls) -> None:
    """IN8: code 1, `no_incidents`, in the area and entered as theirs; what staff say costs nothing is opened."""
    for more in (("--area",), ()):
        ended = paid("--json", *NEW, *more)
        assert (ended.code, ended.error["code"]) == (1, "no_incidents")
    refused = next(d for d in paid.json("client", "area", HANS)["departments"] if d["name"] == "Tech")["refused"]
    assert refused == "This needs 1 support incident; 0 are left."
    assert paid.json("client", "area", HANS)["tickets"] == []
    paid.json(*NEW, "--incidents", "0")
    assert len(paid.json("client", "area", HANS)["tickets"]) == 1


def test_answering_and_setting_the_priority_as_the_client(call: Calls) -> None:
    """CL16, TR2: the message is the client's; the history names who did it, as the client."""
    call.json(*NEW)
    assert call.json("ticket", "answer", "1", "--text", "Any news?")["number"] == 1
    message = call.json("ticket", "show", "1")["messages"][-1]
    assert (message["kind"], message["author"], message["text"]) == ("client", HANS, "Any news?")
    done = [one for one in call.json("ticket", "history", "1") if one["action"] == "client-answer"]
    assert done
    assert {(one["who"], one["reason"]) for one in done} == {("gary", "as client #1")}
    ended = call("--json", "ticket", "answer", "1", "--priority", "high")
    assert (ended.code, ended.error["code"]) == (1, "no_priority")
    call.json("provider", "set", "use_priority", "on")
    assert call.json("ticket", "answer", "1", "--priority", "high")["priority"] == "high"


@pytest.mark.parametrize(
    "words",
    [
        ("ticket", "answer", "1"),
        ("ticket", "answer", "1", "--text", "x", "--priority", "high"),
        (*NEW, "--area", "--by", "staff"),
        (*NEW, "--area", "--incidents", "1"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(call: Calls, words: tuple[str, ...]) -> None:
    assert call("--json", *words).code == 2


def test_foreign_and_missing_are_alike(call: Calls) -> None:
    """Rule 34, TQ1: a member of other departments learns nothing by looking as the client."""
    call.json(*NEW)
    for number in ("1", "77"):
        for words in (("client", "area", HANS, "--ticket", number), ("ticket", "answer", number, "--text", "x")):
            ended = call("--json", *words, as_="john")
            told = ended.error
            assert (ended.code, told["code"]) == (1, "not_found")
            assert told["message"].replace(number, "N") == "Ticket N was not found."
    seen = call("--json", "client", "area", HANS, as_="john")
    assert json.loads(seen.out)["tickets"] == []
    assert json.loads(seen.out)["limited"] is True
    assert call("--json", "client", "area", "stranger@example.org").error["code"] == "not_found"


def test_nothing_that_staff_keep_to_themselves_is_in_it(paid: Calls) -> None:
    """CL16: planted in every field of staff's, and looked for in JSON and in the words for people."""
    desk = MadeDesk.at(paid.where)
    number = plant(desk)
    desk.close()
    for words in (("client", "area", HANS), ("client", "area", HANS, "--ticket", str(number))):
        shown = json.dumps(paid.json(*words)) + paid(*words).text
        assert "Disk full" in shown
        assert SECRET not in shown
