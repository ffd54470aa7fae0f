"""*Incoming emails* and the outbox through the command line (CLI: mail incoming ... delete, send; MG6, MO1)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.calls import Calls
from tests.servers.smtp import SmtpSink


def stranger(call: Calls, subject: str = "A question") -> int:
    """An email of somebody unknown, among *Incoming emails*; its number."""
    raw = (
        f"From: Nora <nora@elsewhere.example>\r\nTo: support@desk.example\r\nSubject: {subject}\r\n"
        "Message-ID: <q1@elsewhere.example>\r\n\r\nDo you sell servers?\r\n"
    )
    [report] = call("mail", "deliver", "--gateway", "support", stdin=raw.encode()).lines
    assert report["outcome"] == "incoming"
    number: int = report["mail"]
    return number


def waiting(call: Calls, as_: str = "gary") -> Any:
    """*Incoming emails*."""
    return call.json("mail", "incoming", as_=as_)


def test_incoming_emails_have_every_field_and_follow_the_department(call: Calls) -> None:
    number = stranger(call)
    [found] = waiting(call, as_="anna")
    assert found == {
        "id": number, "from": {"name": "Nora", "address": "nora@elsewhere.example"}, "subject": "A question",
        "reason": "unknown sender", "received": "2026-04-11T10:00:00Z", "outcome": "incoming", "state": "waiting",
        "department": "Tech", "gateway": "support", "suggestion": None, "size": found["size"],
        "answered_by": "", "answered": None, "notice": "",
    }  # fmt: skip
    assert found["size"] > 100
    assert waiting(call, as_="john") == []
    assert call.refused("mail", "spam", str(number), as_="john") == {
        "code": "not_found", "message": f"Incoming email {number} was not found.",
    }  # fmt: skip


def test_an_email_becomes_a_ticket_of_a_client(call: Calls) -> None:
    """MG6: the address is remembered as that client's user."""
    number = stranger(call)
    ticket = call.json("mail", "accept", str(number), "--client", "omar@example.org")
    assert (ticket["number"], ticket["client"], ticket["subject"]) == (1, "omar@example.org", "A question")
    assert waiting(call) == []
    assert [user["email"] for user in call.json("client", "user", "list", "3")] == [
        "omar@example.org", "nora@elsewhere.example",
    ]  # fmt: skip


def test_an_email_is_attached_to_a_ticket(call: Calls) -> None:
    call.json("ticket", "new", "--client", "3", "--department", "Tech", "--subject", "s", "--message", "m")
    ticket = call.json("mail", "accept", str(stranger(call)), "--ticket", "1")
    assert ticket["number"] == 1
    assert [m["text"] for m in call.json("ticket", "show", "1")["messages"]] == ["m", "Do you sell servers?"]


def test_a_sender_is_registered(call: Calls) -> None:
    ticket = call.json("mail", "register", str(stranger(call)), "--name", "Nora Nord")
    assert (ticket["number"], ticket["client"]) == (1, "nora@elsewhere.example")
    assert call.json("client", "show", "nora@elsewhere.example")["name"] == "Nora Nord"


def test_a_sender_is_answered_without_a_ticket(call: Calls) -> None:
    number = stranger(call)
    answered = call.json("mail", "answer", str(number), "--text", "-", stdin="Ja, schön.".encode())
    assert {name: answered[name] for name in ("to", "subject", "state", "error", "ticket")} == {
        "to": "nora@elsewhere.example", "subject": "Re: A question", "state": "queued", "error": "", "ticket": None,
    }  # fmt: skip
    assert [mail["id"] for mail in waiting(call)] == [number]
    # A member of the department may answer too, and the outbox shows them both.
    assert call.json("mail", "answer", str(number), "--text", "Yes.", as_="anna")["state"] == "queued"
    assert [mail["id"] for mail in call.json("mail", "outbox", as_="anna")] == [2, 1]
    # PR3: a placeholder that nothing filled in is no answer.
    assert call.refused("mail", "answer", str(number), "--text", "{foo}")["code"] == "unfilled"
    assert call.json("mail", "answer", str(number), "--text", "{foo}", "--as-is", as_="anna")["state"] == "queued"
    [told] = waiting(call)
    assert (told["answered_by"], told["answered"] != "") == ("anna", True)


def test_a_web_form_is_answered_at_its_reply_to(call: Calls) -> None:
    """MG6: standard error says why; --to chooses another address."""
    raw = (
        "From: Shop <www-data@web.example>\r\nReply-To: Nora <nora@elsewhere.example>\r\n"
        "To: support@desk.example\r\nSubject: Form\r\n\r\nDo you sell servers?\r\n"
    )
    [report] = call("mail", "deliver", "--gateway", "support", stdin=raw.encode()).lines
    answered = call("mail", "answer", str(report["mail"]), "--text", "Yes.", "--json")
    assert json.loads(answered.out)["to"] == "nora@elsewhere.example"
    assert answered.err == (
        b"nora@elsewhere.example is whom the email of www-data@web.example asks to answer (Reply-To).\n"
    )
    chosen = call.json("mail", "answer", str(report["mail"]), "--text", "Yes.", "--to", "omar@example.org")
    assert chosen["to"] == "omar@example.org"


@pytest.mark.parametrize(("word", "state"), [("spam", "spam"), ("delete", "deleted")])
def test_an_email_is_put_away(call: Calls, word: str, state: str) -> None:
    number = stranger(call)
    assert call.json("mail", word, str(number)) == {"id": number, "state": state}
    assert waiting(call) == []
    assert call.refused("mail", word, str(number))["code"] == "not_found"
    assert [mail["state"] for mail in call.json("mail", "incoming", "--handled")] == [state]
    assert call.json("mail", "restore", str(number)) == {"id": number, "state": "waiting"}
    assert [mail["id"] for mail in waiting(call)] == [number]
    assert call.refused("mail", "restore", str(number))["code"] == "waits_already"


def test_the_outbox_is_sent_and_each_email_told(call: Calls, smtp_sink: SmtpSink) -> None:
    """CLI: mail send: one line per message: id, to, subject, state, error; the second time nothing is due."""
    call.config.write_text(call.config.read_text() + f'[smtp]\nhost = "127.0.0.1"\nport = {smtp_sink.port}\n')
    call.json("ticket", "new", "--client", "1", "--department", "Tech", "--subject", "s", "--message", "m",
              "--by", "staff")  # fmt: skip
    sent = call("mail", "send", "--once", "--json", as_=None)
    assert (sent.code, sent.err) == (0, b"")
    assert sent.lines == [{"id": 1, "to": "hans@acme.example", "subject": "Re: s [#1]", "state": "sent", "error": ""}]
    assert smtp_sink.wait(1)[0].rcpt_tos == ("hans@acme.example",)
    assert call("mail", "send", "--once", "--json").out == b""
    assert call.json("mail", "outbox")[0]["state"] == "sent"


def test_a_server_that_is_gone_is_no_failure_of_the_command(call: Calls) -> None:
    """CLI: `mail send` ends with 0 whenever it could work through the outbox. Nobody listens on port 1."""
    call.config.write_text(call.config.read_text() + '[smtp]\nhost = "127.0.0.1"\nport = 1\n')
    call.json("ticket", "new", "--client", "1", "--department", "Tech", "--subject", "s", "--message", "m",
              "--by", "staff")  # fmt: skip
    [told] = call("mail", "send", "--once", "--json").lines
    assert (told["state"], told["error"] != "") == ("retry", True)
    assert "1 to hans@acme.example “Re: s [#1]”: queued" in call.people("mail", "resend", "1")
    assert call.refused("mail", "resend", "1", as_="john")["code"] == "not_found"
    assert call.refused("mail", "resend", "9")["code"] == "not_found"
