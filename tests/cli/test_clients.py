"""Clients, their users and services (CLI: client, service; CL1, CL3, CL6)."""

from __future__ import annotations

import pytest

from tests.cli.calls import Calls

NO_INCIDENTS = {"lifetime": 0, "dated": [], "credit_used": 0}


def test_clients_are_listed_with_every_field(call: Calls) -> None:
    found = call.json("client", "list")
    assert [one["name"] for one in found] == ["Acme GmbH", "Nordlicht GmbH", "Omar Haddad"]
    assert found[2] == {
        "id": 3, "email": "omar@example.org", "name": "Omar Haddad", "status": "inactive", "characteristic": "common",
        "balance": "0.00", "currency": "EUR", "incidents": NO_INCIDENTS, "label": "", "open_tickets": 0,
    }  # fmt: skip
    # CL3: active is who has active services.
    assert [one["status"] for one in found] == ["active", "active", "inactive"]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["acme"], [1]),
        (["ERIKA"], [1]),
        (["gmbh nord"], [2]),
        (["gmbh", "nord"], [2]),
        (["nobody"], []),
        (["--limit", "1"], [1]),
        (["status:active"], [1, 2]),
        (["status:inactive", "omar"], [3]),
        (["characteristic:good,problematic"], []),
    ],
)
def test_clients_are_found_by_name_and_any_address(call: Calls, words: list[str], ids: list[int]) -> None:
    assert [one["id"] for one in call.json("client", "list", *words)] == ids


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("status:busy", "status: takes active or inactive, not “busy”."),
        ("characteristic:", "characteristic: needs a value, as in characteristic:common."),
        ("dept:tech", "dept: is no field of clients. The fields are status, characteristic, label, language. To search"
         " for the words themselves, put them in quotes."),
    ],
)  # fmt: skip
def test_what_is_no_field_or_value_of_a_client_is_wrong_usage(call: Calls, word: str, said: str) -> None:
    ended = call("--json", "client", "list", word)
    assert (ended.code, ended.error["message"]) == (2, said)


def test_clients_that_are_not_so_are_listed_behind_two_dashes(call: Calls) -> None:
    """CL1: a minus turns a field round; to the command line it begins an option otherwise."""
    assert "Omar" in call("client", "list", "--", "-status:active").text
    assert "Acme" not in call("client", "list", "--", "-status:active").text


def test_a_client_is_added_changed_and_deleted(call: Calls) -> None:
    added = call.json(
        "client", "add", "--email", "Sakura@Hosting.Example", "--name", "株式会社さくら", "--country", "JP",
        "--language", "ja", "--comment", "pays late", "--label", "wholesale", "--characteristic", "problematic",
    )  # fmt: skip
    assert added == {
        "id": 4, "email": "Sakura@hosting.example", "name": "株式会社さくら", "status": "inactive",
        "characteristic": "problematic", "balance": "0.00", "currency": "EUR", "incidents": NO_INCIDENTS,
        "label": "wholesale", "open_tickets": 0,
    }  # fmt: skip
    changed = call.json("client", "edit", "sakura@hosting.example", "--characteristic", "good", "--label", "")
    assert changed == added | {"characteristic": "good", "label": ""}
    card = call.json("client", "show", "#4")
    assert (card["country"], card["language"], card["comment"]) == ("JP", "ja", "pays late")
    assert (card["registered"], card["tickets"], card["turnover"]) == ("2026-04-11T10:00:00Z", 0, "0.00")
    assert call.json("client", "delete", "4") == {"id": 4, "deleted": True}
    assert call.refused("client", "show", "#4") == {"code": "not_found", "message": "Client #4 was not found."}


def test_a_card_has_users_and_services(call: Calls) -> None:
    card = call.json("client", "show", "hans@acme.example")
    assert card["users"] == [
        {"id": 1, "client": "#1", "email": "hans@acme.example", "name": "Acme GmbH", "main": True, "active": True},
        {"id": 2, "client": "#1", "email": "erika@acme.example", "name": "Erika Beck", "main": False, "active": True},
    ]
    assert card["services"] == [
        {"id": 1, "name": "vps-31", "status": "active", "plan": "KVM-2", "domain": "acme.example", "cost": "0.00",
         "currency": "EUR"},
        {"id": 2, "name": "mail-pro", "status": "active", "plan": "KVM-2", "domain": "", "cost": "0.00",
         "currency": "EUR"},
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["hans@acme.example", "HANS@acme.example", "erika@acme.example", "#1", "1"])
def test_a_client_stands_for_itself_by_any_address_or_number(call: Calls, name: str) -> None:
    assert call.json("client", "show", name)["id"] == 1


def test_a_client_with_services_stays(call: Calls) -> None:
    """CL6: deleting is refused, with the reasons."""
    refused = call.refused("client", "delete", "hans@acme.example")
    assert (refused["code"], "2 active services" in refused["message"]) == ("in_use", True)


def test_an_address_belongs_to_one_client(call: Calls) -> None:
    assert call.refused("client", "add", "--email", "Erika@ACME.example")["code"] == "exists"
    assert call.refused("client", "user", "add", "3", "--email", "hans@acme.example")["code"] == "exists"
    assert call.refused("client", "add", "--email", "support@desk.example")["code"] == "own_address"


def test_a_client_gets_another_user(call: Calls) -> None:
    added = call.json("client", "user", "add", "omar@example.org", "--email", "it@example.org", "--name", "Ida")
    assert added == {
        "id": 5, "client": "#3", "email": "it@example.org", "name": "Ida", "main": False, "active": True
    }  # fmt: skip
    assert call.json("client", "user", "list", "it@example.org")[1] == added


def test_services_have_exact_costs(call: Calls) -> None:
    added = call.json("service", "add", "omar@example.org", "--name", "vps-9", "--plan", "KVM-1",
                      "--domain", "example.org", "--cost", "0.1")  # fmt: skip
    assert added == {
        "id": 4, "name": "vps-9", "status": "active", "plan": "KVM-1", "domain": "example.org", "cost": "0.10",
        "currency": "EUR",
    }  # fmt: skip
    dear = call.json("service", "add", "3", "--name", "rack", "--cost", "9999999999.99")
    assert dear["cost"] == "9999999999.99"
    assert call.json("service", "list", "3") == [added, dear]
    assert call.json("client", "show", "3")["status"] == "active"
    assert "9999999999.99 EUR" in call.people("service", "list", "3")


def test_people_see_names_and_words(call: Calls) -> None:
    lines = call.people("client", "list").splitlines()
    assert lines[0].split() == ["Id", "Name", "Address", "Active", "Rated", "Label", "Open", "tickets"]
    assert lines[3].split() == ["3", "Omar", "Haddad", "omar@example.org", "no", "common", "-", "0"]
    assert call.people("client", "list", "nobody") == "There is no such client.\n"
    card = call.people("client", "show", "1")
    assert "Users      Acme GmbH <hans@acme.example>, Erika Beck <erika@acme.example>\n" in card
    assert "Service vps-31 KVM-2 acme.example: active, 0.00 EUR\n" in card
