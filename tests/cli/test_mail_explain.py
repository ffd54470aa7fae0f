"""Why emails become what they become, whose are spam, and what the desk writes itself (CLI: mail explain; MG6, MO2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import Calls
from tests.cli.test_mail_incoming import stranger, waiting

RAW = (
    b"From: Hans <hans@acme.example>\r\nTo: support@desk.example\r\nSubject: Disk full\r\n"
    b"Message-ID: <d1@acme.example>\r\nReferences: <d0@acme.example>\r\n\r\nThe disk is full.\r\n\r\n> Is it?\r\n"
)


@pytest.fixture
def mail(tmp_path: Path) -> str:
    """A client's email as a file."""
    path = tmp_path / "mail.eml"
    path.write_bytes(RAW)
    return str(path)


def test_a_file_is_explained_at_each_gateway_and_nothing_is_stored(call: Calls, mail: str) -> None:
    """CLI, mail explain: what would happen and why, without doing it."""
    for _ in range(2):
        [told] = call.json("mail", "explain", mail)
        assert (told["gateway"], told["outcome"], told["mail"], told["client"], told["subject"]) == (
            "support", "ticket_created", None, "#1", "Disk full",
        )  # fmt: skip
        assert told["why"][0] == "It is addressed to support@desk.example."
        assert told["why"][-3] == "hans@acme.example is a user of client #1."
    assert call.json("ticket", "list", "--view", "all") == []


def test_standard_input_is_explained_in_words(call: Calls) -> None:
    """For people: the outcome, the questions, how much of the text is new."""
    said = call("mail", "explain", "-", "--gateway", "support", stdin=RAW).text
    assert "It is addressed to support@desk.example." in said
    assert "Of 3 lines of text 1 are newly written; attachments: 0." in said
    assert "support: an email from hans@acme.example “Disk full”: ticket created" in said  # it has no number: MG10
    assert said.index("| The disk is full.") < said.index("(1 line below it folded)")


def test_of_a_long_email_its_first_new_lines_are_shown_and_all_are_in_the_json(call: Calls) -> None:
    """CLI, mail explain: what is new, and how much is folded."""
    lines = [f"Line {number}." for number in range(1, 43)]
    raw = RAW.replace(b"The disk is full.", "\r\n".join(lines).encode())
    said = call("mail", "explain", "-", stdin=raw).text
    assert "| Line 40." in said
    assert "Line 41." not in said
    assert "(2 more lines of it)" in said
    [told] = call.json("mail", "explain", "-", stdin=raw)
    assert told["reply_text"].splitlines() == lines


def test_a_duplicate_is_named_by_its_number(call: Calls) -> None:
    """CLI, mail explain: an email that is here already has one."""
    number = stranger(call)
    raw = call("mail", "raw", str(number)).out
    assert f"mail {number} from" in call("mail", "explain", "-", "--gateway", "support", stdin=raw).text


def test_a_stored_email_is_explained(call: Calls) -> None:
    number = stranger(call)
    told = call.json("mail", "explain", f"#{number}")
    assert (told["mail"], told["why"][-1]) == (number, "It became: incoming (unknown sender).")


def test_bytes_that_are_no_email_are_explained_too(call: Calls) -> None:
    [told] = call.json("mail", "explain", "-", stdin=b"\x00\x01")
    assert (told["outcome"], told["why"]) == (
        "quarantined", ["It cannot be read: it has none of the headings of a mail. It is kept whole."],
    )  # fmt: skip


def test_wrong_files_and_gateways(call: Calls, mail: str, tmp_path: Path) -> None:
    """One sentence each, and the right exit code."""
    assert call("mail", "explain", str(tmp_path / "none.eml"), "--json").code == 2
    assert call.refused("mail", "explain", mail, "--gateway", "none")["code"] == "not_found"
    assert call.refused("mail", "explain", "#99")["code"] == "not_found"


def test_a_sender_is_blocked_and_pardoned(call: Calls) -> None:
    stranger(call)
    assert call.json("mail", "block", "@Elsewhere.example") == {"sender": "@Elsewhere.example", "put_away": 1}
    assert waiting(call) == []
    assert [(one["sender"], one["by"]) for one in call.json("mail", "spammers")] == [("@elsewhere.example", "gary")]
    assert call.refused("mail", "block", "hans@acme.example")["code"] == "client"
    call.json("mail", "unblock", "@elsewhere.example")
    assert call.json("mail", "spammers") == []
    assert call("mail", "block", "nonsense").code == 2


def test_a_letter_is_shown_changed_and_restored(call: Calls) -> None:
    assert len(call.json("mail", "letters")) > 40
    shown = call.json("mail", "letter", "ticket_received", "--language", "de")
    assert (shown["subject"], shown["own"]) == ("Ihre Nachricht ist angekommen: {{subject}}", False)
    changed = call.json(
        "mail", "letter", "ticket_received", "--language", "de", "--text", "-", stdin=b"Hallo {{client}}"
    )
    assert (changed["text"], changed["subject"], changed["own"]) == ("Hallo {{client}}", shown["subject"], True)
    assert call.refused("mail", "letter", "ticket_received", "--text", "{{what}}")["code"] == "unknown_name"
    assert call.json("mail", "letter", "ticket_received", "--language", "de", "--restore") == shown
    assert call("mail", "letter", "ticket_received", "--restore", "--subject", "x").code == 2
    assert call("mail", "letter", "nonsense").code == 2


def test_an_outgoing_email_is_given_up(call: Calls) -> None:
    call.json(
        "ticket", "new", "--client", "1", "--department", "Tech", "--subject", "s", "--message", "m", "--by", "staff"
    )
    [held] = call.json("mail", "outbox")
    dropped = call.json("mail", "drop", str(held["id"]))
    assert (dropped["state"], dropped["dropped"]) == ("failed", True)
    assert call.refused("mail", "drop", str(held["id"]))["code"] == "dropped"
    assert call.json("status")["outbox"] == {}
    assert call.json("mail", "resend", str(held["id"]))["dropped"] is False
