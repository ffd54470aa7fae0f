"""Departments, staff, provider settings (CLI: department, staff, provider; DS1, DS2, DS3)."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calls import Calls
from tests.desks import HANS

TECH = {
    "id": 1, "name": "Tech", "write_off": False, "email": "support@desk.example", "external": False,
    "support_center": True, "signature": "", "open_tickets": 0,
}  # fmt: skip
ANNA = {
    "id": 2, "login": "anna", "name": "Anna Ek", "email": "anna@desk.example", "admin": False, "active": True,
    "departments": ["Tech"], "language": "", "signature": "",
}  # fmt: skip


def test_departments_are_listed_with_every_field(call: Calls) -> None:
    found = call.json("department", "list")
    assert [one["name"] for one in found] == ["Billing", "Sales", "Tech"]
    assert found[2] == TECH


def test_a_department_is_added_changed_and_deleted(call: Calls) -> None:
    added = call.json("department", "add", "Abuse", "--email", "abuse@desk.example", "--external",
                      "--support-center", "off", "--signature", "Your team")  # fmt: skip
    assert added == {
        "id": 4, "name": "Abuse", "write_off": False, "email": "abuse@desk.example", "external": True,
        "support_center": False, "signature": "Your team", "open_tickets": 0,
    }  # fmt: skip
    changed = call.json("department", "edit", "abuse", "--name", "Trust", "--external", "off", "--support-center", "on")
    assert changed == added | {"name": "Trust", "external": False, "support_center": True}
    # A flag without a value switches on, as in `add`.
    assert call.json("department", "edit", "Trust", "--external")["external"] is True
    assert call.json("department", "delete", "Trust") == {"id": 4, "deleted": True}
    assert [one["name"] for one in call.json("department", "list")] == ["Billing", "Sales", "Tech"]


def test_write_off_is_unavailable_with_the_reason(call: Calls) -> None:
    """SPEC Set up: before a plan of the product type exists, Write off requests says why it cannot be."""
    for words in (("department", "add", "Paid", "--write-off"), ("department", "edit", "Tech", "--write-off")):
        assert call.refused(*words) == {
            "code": "not_set_up",
            "message": "Write off requests is unavailable: no plan of per-incident support is set up.",
        }


def test_only_administrators_set_up(call: Calls) -> None:
    """DS3."""
    assert call.refused("department", "add", "Mine", as_="anna")["code"] == "not_allowed"
    assert call.refused("staff", "edit", "anna", "--admin", as_="anna")["code"] == "not_allowed"
    assert call.refused("provider", "set", "use_priority", "on", as_="anna")["code"] == "not_allowed"


def test_staff_are_listed_with_every_field(call: Calls) -> None:
    found = call.json("staff", "list")
    assert [one["login"] for one in found] == ["anna", "gary", "gus", "john"]
    assert found[0] == ANNA
    assert (found[1]["admin"], found[2]["departments"]) == (True, ["Sales", "Tech"])


def test_a_member_of_staff_is_added_changed_and_deleted(call: Calls) -> None:
    added = call.json("staff", "add", "ida", "--name", "Ida Holm", "--email", "ida@desk.example", "--admin",
                      "--department", "tech", "--department", "Billing", "--language", "sv")  # fmt: skip
    assert added == {
        "id": 5, "login": "ida", "name": "Ida Holm", "email": "ida@desk.example", "admin": True, "active": True,
        "departments": ["Tech", "Billing"], "language": "sv", "signature": "",
    }  # fmt: skip
    changed = call.json("staff", "edit", "ida", "--admin", "off", "--department", "Sales", "--signature", "Ida")
    assert changed == added | {"admin": False, "departments": ["Sales"], "signature": "Ida"}
    assert call.json("staff", "edit", "ida", "--no-departments")["departments"] == []
    assert call.json("staff", "delete", "ida") == {"id": 5, "deleted": True}
    assert [one["login"] for one in call.json("staff", "list")] == ["anna", "gary", "gus", "john"]


def test_ds2_who_leaves_gives_back_what_they_hold(call: Calls) -> None:
    """DS2: refused with the number and the way; `--release` gives the tickets back in the same call."""
    made = call.json("ticket", "new", "--client", HANS, "--department", "Tech", "--subject", "s", "--message", "m")
    number = made["number"]
    call.json("ticket", "take", str(number), as_="anna")
    told = {"code": "in_use", "tickets": 1, "message": f"anna holds 1 ticket ({number}), which would have to go back "
            "to the department. --release gives them back."}  # fmt: skip
    assert call.refused("staff", "edit", "anna", "--no-departments") == told
    assert call.refused("staff", "delete", "anna") == told
    assert call.json("staff", "edit", "anna", "--department", "Sales", "--release")["departments"] == ["Sales"]
    assert call.json("ticket", "show", str(number))["taken_by"] is None
    call.json("ticket", "take", str(number), as_="gus")
    assert call.json("staff", "delete", "gus", "--release")["deleted"]


def test_who_was_deleted_is_restored(call: Calls) -> None:
    """DS2 (active): with the departments and the role they had."""
    before = next(one for one in call.json("staff", "list") if one["login"] == "john")
    call.json("staff", "delete", "john")
    former = [(one["login"], one["active"]) for one in call.json("staff", "list", "--former")]
    assert former == [("anna", True), ("gary", True), ("gus", True), ("john", False)]
    assert b"(deleted)" in call("staff", "list", "--former").out
    assert call.json("staff", "restore", "john") == before


OFF = {
    "abuse_score_limit": "0", "archive_days": "0", "currency": "EUR", "connect_period": "lifetime", "connect_plan": "",
    "connect_service": "off", "incidents_first_charge": "0", "incidents_first_payment": "0",
    "incidents_funds_amount": "0", "incidents_per_funds": "0", "incidents_registration": "0", "language": "en",
    "mail_abuse": "on", "mail_fee_charged": "on", "mail_staff_assigned": "off",
    "mail_staff_new": "off",
    "mail_ticket_delayed": "off", "mail_ticket_received": "on", "mail_ticket_redirected": "off",
    "notices_per_hour": "200", "reply_token": "off", "staff_sets_priority": "off", "use_priority": "off",
    "extra_tickets": "off", "extra_tickets_limit": "0", "mail_incidents_charged": "off", "order_periods": "all",
    "invoice_name": "", "invoice_address": "", "invoice_tax_number": "", "invoice_bank": "", "invoice_due_days": "0",
}  # fmt: skip


def test_provider_settings_are_off_until_set(call: Calls) -> None:
    assert call.json("provider", "set", "mail_ticket_received", "on") == OFF
    assert call.json("provider", "show") == OFF
    assert call.json("provider", "set", "use_priority", "on") == OFF | {"use_priority": "on"}
    assert call.json("provider", "set", "archive_days", "30")["archive_days"] == "30"
    assert call.json("provider", "show", as_="anna")["use_priority"] == "on"


def test_init_is_safe_to_repeat(call: Calls, tmp_path: Path) -> None:
    new = str(tmp_path / "deep" / "new.sqlite")
    made = call.json("--database", new, "init", "--admin", "eva", "--name", "Second desk", "--currency", "sek")
    assert made == {"created": True, "database": new, "desk": "Second desk", "schema": "0022"}
    again = call.json("init", "--admin", "mallory", "--database", new)
    assert again == made | {"created": False}
    # The second call made nobody else an administrator, and the currency is the first one's.
    assert [one["login"] for one in call.json("staff", "list", "--database", new, as_="eva")] == ["eva"]
    client = call.json("client", "add", "--email", "x@acme.example", "--database", new, as_="eva")
    assert client["currency"] == "SEK"
    assert Path(new).stat().st_mode & 0o077 == 0


def test_init_names_the_desk_as_the_configuration_does(call: Calls, tmp_path: Path) -> None:
    made = call.json("init", "--admin", "eva", "--database", str(tmp_path / "other.sqlite"))
    assert made["desk"] == "Acme support"


def test_init_keeps_a_currency_that_is_none_out(call: Calls, tmp_path: Path) -> None:
    new = str(tmp_path / "new.sqlite")
    assert call.refused("init", "--currency", "EURO", "--database", new)["code"] == "bad_currency"
