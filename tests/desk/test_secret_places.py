"""Where a gateway's password is: shown to nobody who does not need it, written down nowhere (RELIABILITY rule 47)."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from helpdesk_tui.desk.actions.gateways import AddGateway, EditGateway, GatewaySettings, NotePoll
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadGateways
from helpdesk_tui.store.engine import Store
from helpdesk_tui.vocab import GatewayType
from tests.desk.refusals import refused
from tests.desks import MadeDesk

SECRET = "command:echo s3cret"


@pytest.fixture
def imap(desk: MadeDesk) -> int:
    """A gateway whose password comes from a command that holds it."""
    given = GatewaySettings(host="mail.desk.example", login="support", password=SECRET)
    return desk.gary.perform(AddGateway("imap", GatewayType.IMAP, "imap@desk.example", "Tech", given))


def password(asker: Desk) -> str:
    return next(one.password for one in asker.read(ReadGateways()) if one.name == "imap")


def change(desk: MadeDesk, **given: object) -> None:
    desk.gary.perform(EditGateway("imap", GatewaySettings(**given)))  # type: ignore[arg-type]


def test_who_sees_what(desk: MadeDesk, imap: int) -> None:
    """The program all of it, administrators the kind or the name of a variable, everybody else the kind."""
    assert (password(desk.system), password(desk.gary), password(desk.anna)) == (SECRET, "command:…", "command:…")
    change(desk, password="env:IMAP_PASSWORD")
    assert (password(desk.gary), password(desk.anna)) == ("env:IMAP_PASSWORD", "env:…")
    change(desk, password="")
    assert (password(desk.gary), password(desk.anna)) == ("", "")


def test_no_event_holds_a_command(desk: MadeDesk, imap: int, store: Store) -> None:
    """Who changed it is on record, the command is not."""
    change(desk, password="oauth2:token --secret t0ken")
    change(desk, password="env:A")
    with store.read() as connection:
        rows = connection.execute(text("SELECT field, before, after FROM event ORDER BY id")).all()
    assert not any(word in repr(rows) for word in ("s3cret", "t0ken", "echo"))
    assert [tuple(row) for row in rows[-2:]] == [
        ("gateway imap password", "command:…", "oauth2:…"), ("gateway imap password", "oauth2:…", "env:A"),
    ]  # fmt: skip


def test_what_was_shown_and_comes_back_changes_nothing(desk: MadeDesk, imap: int) -> None:
    """A form sends every field; the mask is not a password."""
    change(desk, password="command:…", folder="Support")
    assert password(desk.system) == SECRET


def test_a_form_that_changes_nothing_keeps_the_memory_of_the_source(desk: MadeDesk, imap: int) -> None:
    """Rule 3: what was seen is forgotten only when the mail is somewhere else now."""
    desk.system.perform(NotePoll(imap, state='{"uid": 12}'))

    def state() -> str:
        return next(one.state for one in desk.system.read(ReadGateways()) if one.name == "imap")

    change(desk, host="mail.desk.example", port=993, login="support", folder="INBOX", interval=60)
    assert state() == '{"uid": 12}'
    change(desk, folder="Support")
    assert state() == ""


@pytest.mark.parametrize(
    ("gateway", "given"), [("imap", {"host": ""}), ("imap", {"login": ""}), ("support", {"path": ""})]
)
def test_what_a_gateway_needs_stays(desk: MadeDesk, imap: int, gateway: str, given: dict[str, str]) -> None:
    """MG2: refused by a change as by adding it."""
    settings = GatewaySettings(**given)  # type: ignore[arg-type]
    assert refused(desk.gary, EditGateway(gateway, settings)).code == "incomplete"
