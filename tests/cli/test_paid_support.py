"""Tickets that take incidents, on the command line, with the reader of emails and an SMTP server (IN8, IN10, MG7).

CLI: department --write-off, provider set extra_tickets, ticket new and mail accept, register --incidents, ticket spam.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.cli.calls import Calls
from tests.servers.smtp import SmtpSink

HANS = "hans@acme.example"
REASON = ("--reason", "gift")


@pytest.fixture
def paid(call: Calls) -> Calls:
    """A desk with a plan, whose department Tech writes requests off."""
    with closing(sqlite3.connect(call.where)) as beside, beside:
        beside.execute("INSERT INTO plan (name, name_key, incidents, active) VALUES ('Support', 'support', 1, 1)")
    assert call.json("department", "edit", "Tech", "--write-off", "on")["write_off"] is True
    return call


def deliver(call: Calls, number: int, sender: str = "Hans Meier <hans@acme.example>") -> Any:
    """An email of the client's arrives; what became of it."""
    raw = (
        f"From: {sender}\r\nTo: support@desk.example\r\nSubject: Matter {number}\r\n"
        f"Message-ID: <{number}@acme.example>\r\n\r\nPlease help.\r\n"
    )
    [report] = call("mail", "deliver", "--gateway", "support", as_=None, stdin=raw.encode()).lines
    return report


def held(call: Calls, client: str = HANS) -> tuple[int, int, int]:
    """Lifetime incidents, credit used, the total."""
    found = call.json("incident", "balance", client)
    return found["lifetime"], found["credit_used"], found["total"]


def test_emails_with_one_without_and_on_credit(paid: Calls, smtp_sink: SmtpSink) -> None:
    """MG7, IN8: one opens a ticket; none left: kept, and the client told once a day; on credit: down to the limit."""
    paid.config.write_text(paid.config.read_text() + f'[smtp]\nhost = "127.0.0.1"\nport = {smtp_sink.port}\n')
    paid.json("incident", "adjust", HANS, "1", *REASON)
    assert [deliver(paid, n)["outcome"] for n in (1, 2, 3)] == ["ticket_created", "refused", "refused"]
    assert held(paid) == (0, 0, 0)
    paid.json("provider", "set", "extra_tickets", "on")
    paid.json("provider", "set", "extra_tickets_limit", "1")
    fourth, fifth = deliver(paid, 4), deliver(paid, 5)
    assert (fourth["outcome"], fifth["outcome"]) == ("ticket_created", "refused")
    assert fifth["reason"] == "no support incidents are left, and the limit of 1 on credit is reached"
    assert held(paid) == (0, 1, -1)
    [*moves] = paid.json("incident", "history", HANS)
    assert [(one["amount"], one["ticket"], one["kind"]) for one in moves] == [
        (1, None, "limit"), (-1, 1, "ticket"), (-1, 2, "ticket"),
    ]  # fmt: skip
    assert [one["outcome"] for one in paid.json("mail", "incoming")] == ["refused"] * 3
    paid("mail", "send", "--once")
    subjects = [message.message["Subject"] for message in smtp_sink.wait(1)]
    assert [subject for subject in subjects if subject == "No support incidents left"] == ["No support incidents left"]
    system = [m["text"] for m in paid.json("ticket", "show", "2")["messages"] if m["kind"] == "system"]
    assert system == ["Taken from the client: 1 support incident: 1 on credit. Left: none; used on credit: 1."]


def test_a_ticket_by_the_client_takes_one(paid: Calls) -> None:
    """IN10, CLI ticket new, by the client unless said otherwise: as by mail and in the client area; IN8: or refused."""
    paid.json("incident", "adjust", HANS, "1", *REASON)
    new = ("ticket", "new", "--client", HANS, "--subject", "Call", "--message", "Rang up", "--department")
    for _ in range(2):
        assert paid.json(*new, "Tech", "--key", "form-1")["number"] == 1
    assert paid.json("ticket", "show", "1")["incidents"] == 1
    assert held(paid) == (0, 0, 0)
    assert paid.refused(*new, "Tech", "--by", "client")["code"] == "no_incidents"
    assert [one["number"] for one in paid.json("ticket", "list")] == [1]
    assert paid.json(*new, "Sales")["number"] == 2
    assert held(paid) == (0, 0, 0)


def test_staff_enter_a_number(paid: Calls) -> None:
    """SPEC Set up: what staff open charges nothing unless they enter a number; once a key."""
    paid.json("incident", "adjust", HANS, "5", *REASON)
    new = ("ticket", "new", "--client", HANS, "--department", "Tech", "--subject", "Call", "--message", "Rang up")
    paid.json(*new, "--by", "staff")
    for _ in range(2):
        assert paid.json(*new, "--incidents", "3", "--key", "form-1")["number"] == 2
    assert held(paid) == (2, 0, 2)
    assert paid.refused(*new, "--incidents", "3") == {
        "code": "no_incidents", "message": "This needs 3 support incidents; 2 are left.", "left": 2,
    }  # fmt: skip
    assert paid("--json", *new, "--incidents", "-1").code == paid("--json", *new, "--incidents", "x").code == 2


def test_incoming_emails_become_tickets_for_a_number(paid: Calls) -> None:
    """Clarification, Incoming: as any new ticket, or the number that is entered; a refused one for none."""
    refused = deliver(paid, 1)["mail"]
    paid.json("incident", "adjust", HANS, "3", *REASON)
    paid.json("mail", "accept", str(refused), "--client", HANS)
    assert held(paid) == (3, 0, 3)
    others = [str(deliver(paid, n, f"new{n}@acme.example")["mail"]) for n in (2, 3, 4)]
    paid.json("mail", "accept", others[0], "--client", HANS)
    paid.json("mail", "accept", others[1], "--client", HANS, "--incidents", "2")
    assert held(paid) == (0, 0, 0)
    assert paid.refused("mail", "register", others[2])["message"] == (
        "This needs 1 support incident; 0 are left. With 0 it becomes a ticket that takes none."
    )
    assert paid.json("mail", "register", others[2], "--incidents", "0")["client"] == "new4@acme.example"
    assert paid.refused("mail", "accept", "1", "--ticket", "1", "--incidents", "1")["code"] == "not_found"


def test_a_key_makes_one_ticket_of_an_email_and_tells_what_it_took(paid: Calls) -> None:
    """Rule 22, IN12: accepted or registered twice under one key it answers as before; the entries are told."""
    paid.json("incident", "adjust", HANS, "3", *REASON)
    mail = str(deliver(paid, 1, "new1@acme.example")["mail"])
    accept = ("mail", "accept", mail, "--client", HANS, "--incidents", "2", "--key", "a-1")
    for _ in range(2):
        made = paid.json(*accept)
        assert (made["number"], made["incidents"], made["fee"], made["currency"]) == (1, 2, "0.00", "EUR")
        assert [(one["kind"], one["amount"], one["until"], one["ticket"]) for one in made["entries"]] == [
            ("ticket", -2, None, 1)
        ]
    assert held(paid) == (1, 0, 1)
    assert paid.refused(*accept[:5], "--incidents", "1", "--key", "a-1")["code"] == "key_reused"
    register = ("mail", "register", str(deliver(paid, 2, "new2@other.example")["mail"]), "--incidents", "0")
    assert [paid.json(*register, "--key", "r-1")["incidents"] for _ in range(2)] == [0, 0]
    shown = paid("mail", "accept", str(deliver(paid, 3, "new3@acme.example")["mail"]), "--client", HANS).text
    assert "Costs 1 support incident" in shown
    assert "-1 incidents" in shown


def test_spam_gives_back(paid: Calls) -> None:
    """Clarification, Spam: its incidents come back, and are taken again without the mark."""
    paid.json("incident", "adjust", HANS, "1", *REASON)
    deliver(paid, 1)
    paid.json("ticket", "spam", "1")
    assert held(paid) == (1, 0, 1)
    paid.json("ticket", "spam", "1", "--undo")
    assert held(paid) == (0, 0, 0)
    found = paid.json("doctor")
    assert all(one["ok"] for one in (found if isinstance(found, list) else found["findings"]))


def test_a_plan_must_exist_first(call: Calls) -> None:
    """DS1: a new desk has none, and says so (also in `test_people_and_departments`)."""
    assert call.refused("department", "edit", "Tech", "--write-off", "on")["code"] == "not_set_up"
    assert call.json("department", "edit", "Tech", "--write-off", "off")["write_off"] is False
