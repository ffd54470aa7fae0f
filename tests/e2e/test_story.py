"""The main job, end to end: twenty emails, keys typed, the answer at the client's, their next email in the same ticket.

Real Dovecot (TLS), real SMTP, worker, app and command line as processes of their own; on both databases
(MG3, MG5, MG8, MG9, MG10, MG13, TQ9, TR1, TR3, TR4, MO1).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.letters import LETTERS, STORED, TICKET, TWENTIETH, Expected, twentieth
from tests.e2e.live import LiveDesk, until
from tests.e2e.nursery import Nursery
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Received, SmtpSink


@pytest.fixture(params=["sqlite", "postgresql"])
def live(request: pytest.FixtureRequest, tmp_path: Path, dovecot: Dovecot, smtp_sink: SmtpSink) -> Iterator[LiveDesk]:
    """A desk set up by the command line."""
    sqlite = request.param == "sqlite"
    database = str(tmp_path / "desk.sqlite") if sqlite else request.getfixturevalue("postgres_url")
    with Nursery() as nursery:
        desk = LiveDesk(nursery, tmp_path, database, smtp_sink, dovecot)
        desk.set_up()
        yield desk


def test_twenty_emails_and_an_answer(live: LiveDesk, dovecot: Dovecot, smtp_sink: SmtpSink) -> None:
    for raw, _ in LETTERS:
        dovecot.append(raw)
    with live.worker():
        until(lambda: len(live.told()) == len(LETTERS), 60, "every email is reported once")
        _check_outcomes(live)
        _check_mailbox(dovecot)
        ours = _answer_by_keys(live, smtp_sink)
        _answer_of_the_client(live, dovecot, ours)
        _check_stored(live)
    assert len([one for one in smtp_sink.messages if _is_answer(one)]) == 1
    assert len(live.told()) == len(LETTERS) + 1


def _check_outcomes(live: LiveDesk) -> None:
    """Each of the nineteen became what it has to, in the order in which they came."""
    clients = {f"#{client['id']}": client["email"] for client in live.run("client", "list")}
    for report, (_, expected) in zip(live.told(), LETTERS, strict=True):
        _check_report(report, clients, expected)
    made = [expected for _, expected in LETTERS if expected.outcome == TICKET]
    tickets = live.run("--as", "anna", "ticket", "list", "--view", "all", "--limit", "100")
    assert len(tickets) == len(made)
    waiting = live.run("--as", "anna", "mail", "incoming")
    assert sorted(mail["subject"] for mail in waiting) == ["", "A question"]


def _check_report(report: Any, clients: dict[str, str], expected: Expected) -> None:
    """What the worker told of an email."""
    found = {
        "outcome": report["outcome"], "client": clients.get(report["client"] or ""), "subject": report["subject"],
        "text": report["text"].rstrip("\n"), "attachments": [(a["name"], a["size"]) for a in report["attachments"]],
    }  # fmt: skip
    assert found == {
        "outcome": expected.outcome, "client": expected.client, "subject": expected.subject,
        "text": expected.text, "attachments": expected.attachments,
    }  # fmt: skip


def _check_stored(live: LiveDesk) -> None:
    """What was told is what the desk has: each ticket and each message, and their files byte for byte."""
    shown = {number: live.run("--as", "anna", "ticket", "show", str(number)) for number in {n for n, _, _ in STORED}}
    for number, place, expected in STORED:
        ticket, message = shown[number], shown[number]["messages"][place]
        assert ticket["client"] == expected.client
        assert message["kind"] == "client"
        assert message["text"].rstrip("\n") == expected.text
        assert [(one["name"], one["size"]) for one in message["attachments"]] == expected.attachments
        if place == 0:
            assert ticket["subject"] == expected.subject
        for one, content in zip(message["attachments"], expected.contents, strict=True):
            file = live.folder / f"file{one['id']}"
            live.run("--as", "anna", "ticket", "attachment", str(one["id"]), str(file))
            assert file.read_bytes() == content
    assert len(shown[1]["messages"]) == 4
    assert all(len(ticket["messages"]) == 1 for number, ticket in shown.items() if number != 1)


def _check_mailbox(dovecot: Dovecot) -> None:
    """Everything that was taken is marked read, after the commit; what is addressed elsewhere stays unread (MG4)."""
    unread = [uid for uid, flags in dovecot.flags().items() if "\\Seen" not in flags]
    messages = dovecot.messages()
    assert [b"<wrongto@mail.example>" in messages[uid] for uid in unread] == [True]


def _answer_by_keys(live: LiveDesk, sink: SmtpSink) -> Any:
    """Anna finds the ticket, takes it, answers with Ok; the email that arrives at the client is checked."""
    with live.app("anna") as app:
        app.wait_for("Server unreachable")
        app.press("/")
        app.type("number:1")
        app.press("enter")
        app.wait_gone("DNS change")
        app.wait_for("Server unreachable")
        app.press("enter")
        app.wait_for("It is still down.")
        app.press("t")
        app.wait_for("held by you")
        app.press("r")
        app.wait_for("Reply to hans@nordlicht.example")
        app.type("Hello Hans,\nthe server is up again.")
        app.press("ctrl+s")
        app.wait_for("Before sending")
        app.press("y")
        app.wait_for("Held by")
        app.press("ctrl+q")
        assert app.wait(10) == 0
        assert b"\x1b]0;owned" not in app.raw
    # Before it the desk told those whose tickets it received; it told each with the ticket's number.
    (received,) = sink.wait_for(_is_answer)
    receipts = [one.message for one in sink.messages if not _is_answer(one)]
    assert all(one["Auto-Submitted"] == "auto-replied" and "[#" in one["Subject"] for one in receipts)
    message = received.message
    assert received.rcpt_tos == ("hans@nordlicht.example",)
    assert message["To"] == "hans@nordlicht.example"
    assert message["From"].addresses[0].addr_spec == "support@acme.example"
    assert message["Subject"] == "Re: Server unreachable [#1]"
    assert message["In-Reply-To"] == "<thread@mail.example>"
    (receipt,) = [one["Message-ID"] for one in receipts if one["Subject"].endswith("[#1]")]
    assert message["References"].split() == ["<plain@mail.example>", receipt, "<thread@mail.example>"]
    assert message["Message-ID"].startswith("<t1.")
    assert message["Message-ID"].endswith("@acme.example>")
    assert message.get_content().replace("\r\n", "\n") == "Hello Hans,\nthe server is up again.\n"
    shown = live.run("--as", "anna", "ticket", "show", "1")
    assert (shown["status"], shown["client_status"]) == ("awaiting_client", "new_messages")
    return message


def _is_answer(received: Received) -> bool:
    return str(received.message["Subject"]).startswith("Re: ")


def _answer_of_the_client(live: LiveDesk, dovecot: Dovecot, ours: Any) -> None:
    """The twentieth: the client's mail program answers ours; the ticket opens again (TQ9)."""
    assert ours["Subject"] == "Re: Server unreachable [#1]"
    dovecot.append(twentieth(ours["Message-ID"]))
    until(lambda: len(live.told()) == len(LETTERS) + 1, 30, "the client's answer")
    report = live.told()[-1]
    clients = {f"#{client['id']}": client["email"] for client in live.run("client", "list")}
    _check_report(report, clients, TWENTIETH)
    assert (report["ticket"], report["reply_text"]) == (1, "Thank you, it works.")
    shown = live.run("--as", "anna", "ticket", "show", "1")
    assert (shown["status"], shown["client_status"], shown["taken_by"]) == ("in_progress", "in_progress", None)
    assert [m["kind"] for m in shown["messages"]] == ["client", "client", "staff", "client"]
    mine = live.run("--as", "anna", "ticket", "list", "--view", "mine")
    assert [ticket["number"] for ticket in mine] == [1]
