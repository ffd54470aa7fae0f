"""Names of places and people that are empty, relative or secret; how much of a list is answered (CLI: Everywhere)."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpdesk_tui.clock import iso
from helpdesk_tui.config.settings import without_password
from helpdesk_tui.errors import StorageFailed
from helpdesk_tui.store import sqlite
from tests.cli.calls import Calls


@pytest.mark.parametrize(("option", "sentence"), [
    ("--as", "--as needs a login."), ("--config", "--config needs the name of a file."),
])  # fmt: skip
def test_a_word_that_was_meant_to_be_there_is_missed(call: Calls, option: str, sentence: str) -> None:
    """An unset variable of a script must not make it act as somebody else."""
    assert call.refused("ticket", "list", option, "", code=2)["message"] == sentence


def test_the_path_of_a_gateway_is_stored_whole(call: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MG2: the worker runs in another folder than whoever adds the gateway."""
    monkeypatch.chdir(tmp_path)
    call.json("gateway", "add", "relative", "--type", "maildir", "--address", "relative@desk.example",
              "--department", "Tech", "--path", "box")  # fmt: skip
    error = call.refused("gateway", "test", "relative", code=69)
    assert error["code"] == "no_maildir"
    assert error["message"].startswith(f"{tmp_path / 'box'} is no Maildir")


def test_a_program_gets_the_whole_list(call: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of a list, taken for the whole, is wrong; people are told that there is more."""
    monkeypatch.setattr("helpdesk_tui.cli.ticket_read._MANY", 2)
    for number in range(1, 4):
        call.json("ticket", "new", "--client", "hans@acme.example", "--department", "Tech", "--subject", f"S {number}",
                  "--message", "Help!")  # fmt: skip
    assert [ticket["number"] for ticket in call.json("ticket", "list")] == [1, 2, 3]
    assert len(call.json("ticket", "list", "--limit", "2")) == 2
    ended = call("ticket", "list")
    assert (ended.code, ended.err) == (0, b"There are more; --offset 2 goes on.\n")


@pytest.mark.parametrize(("url", "shown"), [
    ("postgresql+psycopg://desk:s3cret@db.example/desk", "postgresql+psycopg://desk:***@db.example/desk"),
    ("postgresql://desk@db.example/desk?password=s3cret&sslmode=require",
     "postgresql://desk@db.example/desk?password=***&sslmode=require"),
])  # fmt: skip
def test_a_password_is_shown_nowhere(url: str, shown: str) -> None:
    """Rule 47: wherever it stands in the URL."""
    assert without_password(url) == shown


def test_a_server_that_is_gone_is_named_without_its_password(call: Calls) -> None:
    """Rule 47: errors too."""
    gone = "postgresql+psycopg://desk@127.0.0.1:1/desk?password=s3cret"
    ended = call("--database", gone, "status")
    assert ended.code == 69
    assert b"s3cret" not in ended.err
    assert b"password=***" in ended.err


def test_a_folder_that_one_may_not_enter_is_no_missing_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CLI: not readable is 74; `init` must not be proposed for a desk that is there."""
    real = Path.stat

    def closed(path: Path, **more: bool) -> object:
        if path.name == "desk.sqlite":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, **more)

    monkeypatch.setattr(Path, "stat", closed)
    with pytest.raises(StorageFailed) as failed:
        sqlite.exists(str(tmp_path / "desk.sqlite"))
    assert failed.value.code == "unreadable"
    assert stat.S_ISDIR(real(tmp_path).st_mode)


def test_a_year_before_1000_is_iso_8601_too() -> None:
    """RFC 3339 wants four digits; emails have any date."""
    assert iso(datetime(999, 12, 31, 0, 1, tzinfo=UTC)) == "0999-12-31T00:01:00Z"
