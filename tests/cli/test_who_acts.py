"""Who acts when nothing, the environment or the option says so (CLI: Everywhere)."""

from __future__ import annotations

import pytest

from helpdesk_tui.cli import session
from helpdesk_tui.cli.session import who_acts
from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.views import StaffView
from tests.cli.calls import Calls


def person(login: str, admin: bool = False) -> StaffView:
    """A member of staff."""
    return StaffView(1, login, "", "", admin, True, (), "", "")


@pytest.mark.parametrize(
    ("user", "staff", "login"),
    [
        ("anna", [person("anna"), person("gary", admin=True)], "anna"),
        ("root", [person("anna"), person("gary", admin=True)], "gary"),
        ("", [person("gary", admin=True)], "gary"),
        ("eva", [person("eva", admin=True), person("gary", admin=True)], "eva"),
    ],
)
def test_the_system_user_then_the_single_administrator(user: str, staff: list[StaffView], login: str) -> None:
    assert who_acts(user, staff) == login


@pytest.mark.parametrize("staff", [[person("anna")], [person("eva", admin=True), person("gary", admin=True)], []])
def test_otherwise_it_has_to_be_said(staff: list[StaffView]) -> None:
    with pytest.raises(WrongUsage, match=r"^Say who acts, with --as LOGIN or HELPDESK_STAFF\.$"):
        who_acts("root", staff)


def test_option_before_variable_before_system_user(call: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default view of a member of Sales shows nothing of Tech, so it tells who acted."""
    call.json("ticket", "new", "--client", "1", "--department", "Tech", "--subject", "s", "--message", "m")
    monkeypatch.setattr(session, "user_name", lambda: "anna")
    assert len(call.json("ticket", "list", as_=None)) == 1
    assert call.json("ticket", "list", as_="john") == []
    assert len(call.json("--as", "anna", "ticket", "list", as_="john")) == 1
    assert len(call.json("ticket", "list", "--as", "anna", as_="john")) == 1
    # The one nearest to the end of the line wins.
    assert call.json("--as", "anna", "ticket", "list", "--as", "john", as_=None) == []


def test_nobody_can_be_told(call: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    call.json("staff", "edit", "anna", "--admin")
    monkeypatch.setattr(session, "user_name", lambda: "somebody")
    assert call.refused("ticket", "list", code=2, as_=None) == {
        "code": "who_acts", "message": "Say who acts, with --as LOGIN or HELPDESK_STAFF."
    }  # fmt: skip


def test_an_unknown_login_is_not_found(call: Calls) -> None:
    expected = {"code": "not_found", "message": "Staff member mallory was not found."}
    assert call.refused("ticket", "list", as_="mallory") == expected
    assert call.refused("ticket", "list", "--as", "mallory") == expected


def test_json_is_asked_for_before_or_after_the_command(call: Calls) -> None:
    before, after = call("--json", "staff", "list"), call("staff", "list", "--json")
    between = call("staff", "--json", "list")
    assert before.out == after.out == between.out
    assert before.out.startswith(b'[{"id": 2, "login": "anna"')
    assert call("staff", "list").out.startswith(b"Id  Login")
