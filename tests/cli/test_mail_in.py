"""Emails that come in through the command line (CLI: mail deliver, poll, raw, replay; MG5, MG13; rules 7, 8, 10)."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.delivery import TakeLease
from helpdesk_tui.desk.actions.gateways import NotePoll
from helpdesk_tui.desk.door import Desk, open_desk
from helpdesk_tui.errors import StorageFailed
from helpdesk_tui.mail.gateways.sources import Source, open_gateway
from helpdesk_tui.mail.owner import owner_name
from helpdesk_tui.views import GatewayView
from tests.cli.calls import PROGRAM, Calls, Ended, clean_environment

LETTER = (
    b"From: Hans Meier <hans@acme.example>\r\nTo: support@desk.example, x@acme.example\r\nCc: erika@acme.example\r\n"
    b"Subject: =?utf-8?Q?St=C3=B6rung?=\r\nDate: Sat, 11 Apr 2026 11:00:00 +0200\r\nMessage-ID: <m1@acme.example>\r\n"
    b"References: <0@acme.example>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIt is down.\r\n\r\n> earlier words\r\n\r\n"
    b'--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="../../log.txt"\r\n\r\nlines\r\n'
    b"--b--\r\n"
)
STRANGER = b"From: nora@elsewhere.example\r\nTo: support@desk.example\r\nSubject: Hi\r\n\r\nDo you sell servers?\r\n"
NO_MAIL = b"\x00\xff\xfe this is no email at all \x00\x01\x02" * 20


def deliver(call: Calls, raw: bytes, *words: str) -> Ended:
    """Hand a mail to the gateway `support`, as no member of staff."""
    return call("mail", "deliver", "--gateway", "support", *words, as_=None, stdin=raw)


def delivered(call: Calls, raw: bytes) -> Any:
    """What happened to a mail that has to be stored."""
    ended = deliver(call, raw)
    assert (ended.code, ended.err) == (0, b""), ended
    [report] = ended.lines
    return report


def test_a_delivered_email_is_told_exactly(call: Calls) -> None:
    """CLI: What happened to an email. No `--json` is needed: whoever reads this is a program."""
    assert delivered(call, LETTER) == {
        "gateway": "support", "source": "pipe", "file": "", "message_id": "<m1@acme.example>",
        "outcome": "ticket_created", "reason": "", "auto": False, "mail": 1, "ticket": 1, "message": 1,
        "client": "#1", "from": {"name": "Hans Meier", "address": "hans@acme.example"},
        "to": ["support@desk.example", "x@acme.example"], "cc": ["erika@acme.example"], "subject": "Störung",
        "date": "2026-04-11T09:00:00Z", "text": "It is down.\n\n> earlier words", "reply_text": "It is down.",
        "attachments": [{"name": "log.txt", "content_type": "text/plain", "size": 5}],
    }  # fmt: skip
    assert deliver(call, LETTER, "--json").out.isascii()


def test_the_same_email_again_is_a_duplicate_and_done(call: Calls) -> None:
    delivered(call, LETTER)
    again = delivered(call, b"Received: from a by b; Sat, 11 Apr 2026 11:00:01 +0200\r\n" + LETTER)
    assert (again["outcome"], again["mail"], again["ticket"]) == ("duplicate", 1, 1)


def test_bytes_that_are_no_mail_are_quarantined_and_done(call: Calls) -> None:
    report = delivered(call, NO_MAIL)
    assert (report["outcome"], report["mail"], report["ticket"], report["client"]) == ("quarantined", 1, None, None)
    assert report["reason"] != ""
    assert (report["from"], report["to"], report["text"]) == ({"name": "", "address": ""}, [], "")
    assert call.process("mail", "raw", "1").out == NO_MAIL


def test_an_email_above_the_limit_is_unusable_and_recorded(call: Calls) -> None:
    """Clarification: headers and the first 64 kB are kept, a row says so, a pipe ends with 65."""
    call.config.write_text(call.config.read_text() + "[intake]\nmax_bytes = 2000\n")
    ended = deliver(call, LETTER + b"x" * 100_000, "--json")
    assert (ended.code, b'"code": "oversize"' in ended.err) == (65, True)
    [report] = ended.lines
    assert (report["outcome"], report["reason"]) == (
        "quarantined", f"it has {len(LETTER) + 100_000:,} bytes; its beginning is kept"
    )  # fmt: skip
    assert call.process("mail", "raw", str(report["mail"])).out.startswith(LETTER[:300])
    assert call.json("ticket", "list", "--view", "all") == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--gateway", "nobody"], "Gateway nobody was not found."),
        (["--gateway", "support", "--bogus"], "No such option"),
        ([], "Missing option '--gateway'."),
        (["--gateway", "support", "--database", "/nowhere/desk.sqlite"], "There is no desk at /nowhere/desk.sqlite"),
        (["--gateway", "support", "--config", "/nowhere/config.toml"], "/nowhere/config.toml: cannot be read"),
    ],
)
def test_whatever_else_goes_wrong_the_mail_server_keeps_the_mail(call: Calls, words: list[str], sentence: str) -> None:
    """Rule 10: any failure ends with 75, in one line, and nothing is stored."""
    ended = call("mail", "deliver", *words, as_=None, stdin=LETTER)
    assert (ended.code, ended.out, ended.err.count(b"\n")) == (75, b"", 1)
    assert sentence in ended.err.decode()
    assert call.json("ticket", "list", "--view", "all") == []


def test_a_gateway_that_is_off_takes_nothing(call: Calls) -> None:
    call.json("gateway", "edit", "support", "--enabled", "off")
    assert deliver(call, LETTER).code == 75
    assert call.refused("mail", "poll", "--once", "--gateway", "support")["code"] == "switched_off"


def test_a_closed_standard_input_is_no_empty_mail(call: Calls) -> None:
    ended = call("mail", "deliver", "--gateway", "support", as_=None, stdin=None)
    assert (ended.code, ended.out) == (75, b"")


# ---------------------------------------------------------------- poll


@pytest.fixture
def maildir(call: Calls, tmp_path: Path) -> Path:
    """The Maildir of the gateway."""
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mail" / name).mkdir(parents=True)
    call.json("gateway", "edit", "support", "--path", str(tmp_path / "mail"))
    return tmp_path / "mail"


def test_a_poll_reports_each_email_in_a_line(call: Calls, maildir: Path) -> None:
    (maildir / "new" / "1699.M1P2.host").write_bytes(LETTER)
    (maildir / "new" / "1700.M1P3.host").write_bytes(STRANGER)
    polled = call("mail", "poll", "--once", as_=None)
    assert (polled.code, polled.err) == (0, b"")
    assert [(r["source"], r["file"], r["outcome"], r["ticket"]) for r in polled.lines] == [
        ("maildir", "1699.M1P2.host", "ticket_created", 1), ("maildir", "1700.M1P3.host", "incoming", None)
    ]  # fmt: skip
    # MG3: both are marked read, and a second poll finds nothing.
    assert sorted(path.name for path in (maildir / "cur").iterdir()) == ["1699.M1P2.host:2,S", "1700.M1P3.host:2,S"]
    assert call("mail", "poll", "--once", "--json").out == b""
    [gateway] = call.json("gateway", "list")
    assert (gateway["last_poll"], gateway["last_error"], gateway["taken"]) == ("2026-04-11T10:00:00Z", "", 2)


def test_a_failed_poll_is_told_and_noted(call: Calls) -> None:
    """The Maildir of the furnished desk is not there."""
    error = call.refused("mail", "poll", "--once", code=69)
    assert "/var/mail/support" in error["message"]
    [gateway] = call.json("gateway", "list")
    assert gateway["last_error"] == error["message"]


def test_one_bad_gateway_stops_no_other(call: Calls, maildir: Path) -> None:
    """Rule 8."""
    call.json("gateway", "add", "aaa", "--type", "maildir", "--address", "aaa@desk.example", "--department", "Sales",
              "--path", str(maildir / "nowhere"))  # fmt: skip
    (maildir / "new" / "1699.M1P2.host").write_bytes(LETTER)
    polled = call("mail", "poll", "--once", "--json")
    assert (polled.code, [report["gateway"] for report in polled.lines]) == (69, ["support"])
    assert polled.err.count(b"\n") == 1


def test_a_gateway_on_which_the_program_fails_stops_no_other(
    call: Calls, maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rule 8: it is told in one line and noted."""
    call.json("gateway", "add", "aaa", "--type", "maildir", "--address", "aaa@desk.example", "--department", "Sales",
              "--path", str(maildir))  # fmt: skip
    (maildir / "new" / "1699.M1P2.host").write_bytes(LETTER)

    def opened(gateway: GatewayView) -> Source:
        if gateway.name == "aaa":
            raise RuntimeError("a bug")
        return open_gateway(gateway)

    monkeypatch.setattr("helpdesk_tui.cli.polling.open_gateway", opened)
    polled = call("mail", "poll", "--once", "--json")
    assert (polled.code, [report["gateway"] for report in polled.lines]) == (70, ["support"])
    assert polled.err.count(b"\n") == 1
    noted = {gateway["name"]: gateway["last_error"] for gateway in call.json("gateway", "list")}
    assert noted["support"] == ""
    assert noted["aaa"].startswith("The program failed (RuntimeError in opened, line ")


@pytest.mark.parametrize("when", ["it failed", "it succeeded"])
def test_a_gateway_whose_poll_cannot_be_noted_stops_no_other(
    call: Calls, maildir: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Rule 8: the database refuses the note of the first gateway; the second is polled, and both are told."""
    folder = maildir.parent / "aaa"
    for part in ("new", "cur", "tmp") if when == "it succeeded" else ():
        (folder / part).mkdir(parents=True)
    call.json("gateway", "add", "aaa", "--type", "maildir", "--address", "aaa@desk.example", "--department", "Sales",
              "--path", str(folder))  # fmt: skip
    (maildir / "new" / "1699.M1P2.host").write_bytes(LETTER)
    number = next(gateway["id"] for gateway in call.json("gateway", "list") if gateway["name"] == "aaa")
    performed = Desk.perform

    def refusing(desk: Desk, act: Act[Any], *rest: Any, **more: Any) -> Any:
        if isinstance(act, NotePoll) and act.gateway == number:
            raise StorageFailed("The disk is full.")
        return performed(desk, act, *rest, **more)

    monkeypatch.setattr(Desk, "perform", refusing)
    polled = call("mail", "poll", "--once", "--json")
    assert [report["gateway"] for report in polled.lines] == ["support"]
    assert polled.code == (74 if when == "it succeeded" else 69)
    assert b"The disk is full." in polled.err


def test_rule_47_a_password_that_is_no_utf_8_is_refused_without_being_shown(
    call: Calls, maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rule 8: a variable in Latin-1; the gateways after it are polled."""
    call.json("gateway", "add", "aaa", "--type", "pop3", "--address", "aaa@desk.example", "--department", "Sales",
              "--host", "127.0.0.1", "--login", "support", "--password-env", "DESK_LATIN")  # fmt: skip
    (maildir / "new" / "1699.M1P2.host").write_bytes(LETTER)
    monkeypatch.setenv("DESK_LATIN", "gr\udcfc\udcdfe")
    polled = call("mail", "poll", "--once", "--json")
    assert (polled.code, [report["gateway"] for report in polled.lines]) == (2, ["support"])
    assert json.loads(polled.err)["error"]["message"] == (
        "The password from the variable DESK_LATIN is not written in UTF-8."
    )


def test_the_second_poller_leaves_the_first_alone(call: Calls, maildir: Path) -> None:
    """CLI: of two pollers the second ends with 75; this test's own process is the first."""
    (maildir / "new" / "1699.M1P2.host").write_bytes(LETTER)
    desk = open_desk(call.where)
    try:
        desk.perform(TakeLease("gateway:support", owner_name(), 20.0))
        ended = call.process("mail", "poll", "--once", "--json", HELPDESK_NOW="")
    finally:
        desk.close()
    assert (ended.code, ended.error["code"]) == (75, "polled_elsewhere")
    assert [path.name for path in (maildir / "new").iterdir()] == ["1699.M1P2.host"]
    assert call.json("gateway", "list")[0]["last_error"] == ""


def test_a_gateway_is_kept_between_two_polls(call: Calls, maildir: Path) -> None:
    """CLI: the first poller waits for its next poll; the second ends with 75 all the same, until the first one ends."""
    (maildir / "new" / "1699.M1P2.host").write_bytes(LETTER)
    environment = clean_environment() | call.environment | {"PYTHONUNBUFFERED": "1", "HELPDESK_NOW": ""}
    with subprocess.Popen(
        [*PROGRAM, "mail", "poll", "--json"], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    ) as first:
        try:
            assert first.stdout is not None
            assert b"ticket_created" in first.stdout.readline()
            end = time.monotonic() + 20
            while call.json("gateway", "list")[0]["last_poll"] is None:  # its poll is not over
                assert time.monotonic() < end
            second = call.process("mail", "poll", "--once", "--json", HELPDESK_NOW="")
            assert (second.code, second.error["code"]) == (75, "polled_elsewhere")
        finally:
            first.send_signal(signal.SIGTERM)
        assert first.wait(20) == 0
    assert call.process("mail", "poll", "--once", HELPDESK_NOW="").code == 0


def test_a_poll_leaves_no_lease_behind(call: Calls, maildir: Path) -> None:
    for _ in range(2):
        assert call.process("mail", "poll", "--once").code == 0


def test_a_gateway_that_is_handed_its_mail_is_not_polled(call: Calls, maildir: Path) -> None:
    call.json("gateway", "add", "mta", "--type", "pipe", "--address", "mta@desk.example", "--department", "Sales")
    assert call("mail", "poll", "--once").code == 0
    assert call.refused("mail", "poll", "--once", "--gateway", "mta")["code"] == "not_polled"
    assert call.refused("mail", "poll", "--once", "--gateway", "nobody")["code"] == "not_found"
    report = call("mail", "deliver", "--gateway", "mta", stdin=LETTER.replace(b"support@", b"mta@")).lines[0]
    assert (report["gateway"], report["outcome"]) == ("mta", "ticket_created")


def test_a_gateway_is_tested_without_changing_anything(call: Calls, maildir: Path) -> None:
    """Rule 3: what a poll would look at is said beforehand."""
    (maildir / "new" / "1").write_bytes(LETTER)
    (maildir / "cur" / "2:2,S").write_bytes(STRANGER)
    assert call.json("gateway", "test", "support") == {
        "name": "support", "takes": 1, "unread": 1, "left_alone": 1, "notes": []
    }  # fmt: skip
    assert [path.name for path in (maildir / "new").iterdir()] == ["1"]
    assert "a poll would look at 1 email (1 unread) and leave 1 alone" in call.people("gateway", "test", "support")
    assert call.refused("gateway", "test", "support", as_="anna")["code"] == "not_allowed"


# ---------------------------------------------------------------- originals


def test_an_original_comes_back_byte_for_byte(call: Calls) -> None:
    """MG10; its department and administrators may read it."""
    delivered(call, LETTER)
    for login in ("anna", "gary"):
        assert call("mail", "raw", "1", as_=login).out == LETTER
    assert call.refused("mail", "raw", "1", as_="john") == {"code": "not_found", "message": "Mail 1 was not found."}
    assert call.refused("mail", "raw", "2") == {"code": "not_found", "message": "Mail 2 was not found."}


def test_what_could_not_be_read_is_tried_again(call: Calls) -> None:
    """Clarification: *retry* and `mail replay` try again; what still cannot be read stays where it is."""
    number = delivered(call, NO_MAIL)["mail"]
    assert call("mail", "retry", str(number), "--json").lines[0]["outcome"] == "quarantined"
    replayed = call("mail", "replay", "--since", "2026-04-11", "--json").lines
    assert [(one["mail"], one["outcome"]) for one in replayed] == [(number, "quarantined")]
    assert call("mail", "replay", "--since", "2026-04-12", "--json").lines == []
    delivered(call, STRANGER)
    assert call.refused("mail", "retry", "2")["code"] == "not_quarantined"
