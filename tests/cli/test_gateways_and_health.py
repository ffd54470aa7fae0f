"""Gateways and health through the command line (CLI: gateway, status; MG1, MG2; rule 47)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import Calls
from tests.cli.test_mail_in import LETTER


def test_a_gateway_has_every_field(call: Calls) -> None:
    added = call.json(
        "gateway", "add", "sales", "--type", "imap", "--address", "sales@desk.example", "--department", "Sales",
        "--host", "mail.desk.example", "--login", "sales", "--password-env", "SALES_PASSWORD", "--folder", "In",
        "--interval", "60", "--authserv-id", "mx.desk.example", "--match", "to,cc", "--delete",
    )  # fmt: skip
    assert added == {
        "id": 2, "name": "sales", "type": "imap", "address": "sales@desk.example", "department": "Sales",
        "enabled": True, "last_poll": None, "last_error": "", "host": "mail.desk.example", "port": 993, "tls": "tls",
        "login": "sales", "password": "env:SALES_PASSWORD", "folder": "In", "path": "", "delete": True,
        "interval": 60, "authserv_id": "mx.desk.example", "match": "to,cc", "taken": 0,
    }  # fmt: skip
    assert [one["name"] for one in call.json("gateway", "list")] == ["sales", "support"]


def test_a_gateway_is_changed_and_deleted(call: Calls) -> None:
    changed = call.json("gateway", "edit", "support", "--department", "Sales", "--address", "new@desk.example",
                        "--path", "/srv/mail", "--delete", "--match", "any", "--enabled", "off")  # fmt: skip
    assert {name: changed[name] for name in ("department", "address", "path", "delete", "match", "enabled")} == {
        "department": "Sales", "address": "new@desk.example", "path": "/srv/mail", "delete": True, "match": "any",
        "enabled": False,
    }  # fmt: skip
    assert call.json("gateway", "edit", "support", "--delete", "off", "--enabled", "on")["delete"] is False
    assert call.json("gateway", "delete", "support") == {"id": 1, "deleted": True}
    assert call.json("gateway", "list") == []


def test_a_command_for_a_password_is_never_shown(call: Calls) -> None:
    """Rule 47: people write passwords into commands."""
    words = ("--password-command", "echo hunter2")
    added = call.json("gateway", "add", "s", "--type", "imap", "--address", "s@desk.example", "--department", "Sales",
                      "--host", "127.0.0.1", "--tls", "none", "--login", "s", *words)  # fmt: skip
    assert (added["password"], added["port"]) == ("command", 143)
    for shown in (call("gateway", "list"), call("gateway", "list", "--json"), call("doctor"), call("status")):
        assert b"hunter2" not in shown.out + shown.err


def test_a_command_for_an_access_token_is_named_and_never_shown(call: Calls) -> None:
    """MG2, rule 47: OAuth2."""
    words = ("--oauth2-command", "get-token --secret t0ken")
    added = call.json("gateway", "add", "s", "--type", "pop3", "--address", "s@desk.example", "--department", "Sales",
                      "--host", "pop.desk.example", "--login", "s@desk.example", *words)  # fmt: skip
    assert (added["password"], added["port"], added["type"]) == ("oauth2", 995, "pop3")
    assert call.json("gateway", "edit", "s", "--password-env", "S_PASSWORD")["password"] == "env:S_PASSWORD"
    assert call.json("gateway", "edit", "s", *words)["password"] == "oauth2"
    for shown in (call("gateway", "list"), call("gateway", "list", "--json"), call("doctor"), call("status")):
        assert b"t0ken" not in shown.out + shown.err


@pytest.mark.parametrize("option", ["--password-env", "--password-command", "--password-file", "--oauth2-command"])
def test_a_password_has_to_come_from_somewhere(call: Calls, option: str) -> None:
    assert call.refused("gateway", "edit", "support", option, "")["code"] == "bad_value"
    assert call.refused("gateway", "edit", "support", option, " ")["code"] == "bad_value"


def test_what_was_written_in_place_of_a_variable_is_not_repeated(call: Calls) -> None:
    """Rule 47: people write the password where its place belongs."""
    told = call.refused("gateway", "edit", "support", "--password-env", "hunter2!")
    assert "hunter2" not in told["message"]


@pytest.mark.parametrize("delete", [False, True])
def test_an_mbox_file_is_polled(call: Calls, tmp_path: Path, delete: bool) -> None:
    """MG2, MG3: what is unread becomes a ticket and is marked, or deleted."""
    (tmp_path / "spool").mkdir()
    file = tmp_path / "spool" / "sales"
    letter = LETTER.replace(b"support@desk.example", b"sales@desk.example").replace(b"\r\n", b"\n")
    file.write_bytes(b"From hans@acme.example Sat Apr 11 09:00:00 2026\n" + letter + b"\n")
    call.json("gateway", "add", "sales", "--type", "mbox", "--address", "sales@desk.example", "--department", "Sales",
              "--path", str(file), "--delete", "on" if delete else "off")  # fmt: skip
    assert "a poll would look at 1 email (1 unread)" in call.people("gateway", "test", "sales")
    (told,) = call("mail", "poll", "--once", "--gateway", "sales", "--json").lines
    assert (told["source"], told["outcome"], len(told["file"])) == ("mbox", "ticket_created", 64)
    assert call("mail", "poll", "--once", "--gateway", "sales", "--json").lines == []
    assert file.read_bytes().count(b"Status: RO\n") == (0 if delete else 1)
    assert bool(file.read_bytes()) is not delete


def test_without_tls_only_to_this_computer(call: Calls) -> None:
    refused = call.refused("gateway", "add", "s", "--type", "imap", "--address", "s@desk.example", "--department",
                           "Sales", "--host", "mail.desk.example", "--tls", "none", "--login", "s")  # fmt: skip
    assert refused["code"] == "no_tls"


def test_status_is_one_screen_of_health(call: Calls) -> None:
    """CLI: version, schema, counts, gateways, outbox, worker's heartbeat."""
    call("mail", "deliver", "--gateway", "support", stdin=LETTER)
    call.json("ticket", "take", "1")
    call.json("ticket", "reply", "1", "--text", "Hello")
    health: dict[str, Any] = call.json("status", as_=None)
    assert health == {
        "version": "0.1.0", "schema": "0022", "desk": "Acme support", "database": call.where,
        "counts": {"tickets": 1, "messages": 2, "clients": 3, "staff": 4, "departments": 3, "mails": 1},
        "gateways": [{"name": "support", "last_poll": "2026-04-11T10:00:00Z", "late": False, "last_error": ""}],
        "outbox": {"queued": 1}, "worker": {"alive": False, "seen": None},
    }  # fmt: skip
    shown = call.people("status")
    assert "Outbox    1 queued\n" in shown
    assert "Worker    not running (seen never); start `helpdesk-tui worker`\n" in shown
    assert "Gateway support: 2026-04-11 12:00 ok\n" in shown


def test_rule_14_where_no_server_is_trusted_it_is_said_that_senders_are_not_verified(call: Calls) -> None:
    """Rule 14, Decisions: the list and doctor say so until an authserv-id is set."""
    assert "not verified" in call.people("gateway", "list")
    assert "Senders are not verified, as no authserv-id is trusted: support." in call.people("doctor")
    call("gateway", "edit", "support", "--authserv-id", "mx.desk.example")
    assert "mx.desk.example" in call.people("gateway", "list")
    assert "verified" not in call.people("gateway", "list") + call.people("doctor")


def test_a_gateway_that_never_had_mail_is_not_called_ok(call: Calls) -> None:
    """MG1."""
    assert "Gateway support: never polled" in call.people("status")
    assert "never polled ok" not in call.people("status")
