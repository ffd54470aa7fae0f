"""Emails that a database has no room for: they are kept as they came, and the next ones go on (rule 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from helpdesk_tui.errors import UNSTORABLE, UnusableData
from helpdesk_tui.mail.gateways.maildir import MaildirSource
from helpdesk_tui.mail.gateways.polling import poll, receive
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.questions import ReadGateways, ReadSearch
from helpdesk_tui.rules.query import parse_query
from helpdesk_tui.views import MailReport, ParsedAttachment
from helpdesk_tui.vocab import MailOutcome
from tests.desk.letters import email
from tests.desks import HANS, NINE, SUPPORT, MadeDesk


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    """One parser child."""
    with ParserPool(1) as made:
        yield made


def letter(number: int, *headings: str, body: bytes = b"Help!\n") -> bytes:
    lines = [f"From: {HANS}", f"To: {SUPPORT}", f"Subject: mail {number}", *headings, "", ""]
    return "\n".join(lines).encode() + body


def polled(desk: MadeDesk, folder: Path, pool: ParserPool, *mails: bytes) -> list[MailReport]:
    """What becomes of these emails in a Maildir, in their order."""
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir()
    for number, raw in enumerate(mails):
        (folder / "new" / f"{1000 + number}.M{number}.host").write_bytes(raw)
    (gateway,) = desk.system.read(ReadGateways())
    source = MaildirSource(replace(gateway, path=str(folder)))
    return list(poll(desk.system, gateway, source, pool, owner="host/1/1", max_bytes=50_000_000))


def test_a_message_id_that_no_index_takes(desk: MadeDesk, tmp_path: Path, pool: ParserPool) -> None:
    """Rule 6: 970 letters of three bytes are no Message-ID; the mails before and after it become tickets."""
    strange = "Message-ID: <" + "".join(chr(0x4E00 + n) for n in range(970)) + "@x>"
    mails = letter(1, "Message-ID: <1@x>"), letter(2, strange), letter(3, "Message-ID: <3@x>")
    reports = polled(desk, tmp_path, pool, *mails)
    assert [(r.outcome, r.message_id) for r in reports] == [
        (MailOutcome.TICKET_CREATED, "<1@x>"), (MailOutcome.TICKET_CREATED, ""), (MailOutcome.TICKET_CREATED, "<3@x>"),
    ]  # fmt: skip


def test_more_words_than_the_search_index_holds(desk: MadeDesk) -> None:
    """TQ10: a text of costly words with the names of a thousand files is a ticket, and is found by its first words."""
    words = [chr(0x20000 + n) + chr(0x20000 + n % 977) + chr(0x20000 + n % 89) for n in range(42_000)]
    text = " ".join(words)[:200_000]
    files = tuple(
        ParsedAttachment("".join(chr(0x20000 + 63 * n + k) for k in range(62)) + ".txt", "text/plain", b"x")
        for n in range(650)
    ) * 2  # fmt: skip
    report = desk.receive(email(text=text, files=files[:998]))
    assert report.outcome is MailOutcome.TICKET_CREATED
    query = parse_query(words[3], now=NINE, zone=NINE.tzinfo)  # type: ignore[arg-type]
    assert [hit[0] for hit in desk.gary.read(ReadSearch(query))] == [report.ticket]


def test_what_a_database_refuses_is_kept_as_it_came(desk: MadeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule 6: the database's own refusal is the mail's fault, not the gateway's: its bytes are stored, unread."""
    (gateway,) = desk.system.read(ReadGateways())
    perform, said = type(desk.system).perform, UnusableData("too long", code=UNSTORABLE)

    def refusing(self: object, act: object, packed: object = None, *, lasting: bool = True) -> object:
        if getattr(act, "parsed", None) is not None:
            raise said
        return perform(self, act, packed, lasting=lasting)  # type: ignore[arg-type]

    monkeypatch.setattr(type(desk.system), "perform", refusing)
    report = receive(desk.system, gateway.id, "maildir", "1.host", b"From: x\n\nHelp!", email())
    assert (report.outcome, report.reason) == (MailOutcome.QUARANTINED, "too long")


def test_the_database_says_what_it_cannot_keep(desk: MadeDesk) -> None:
    """Exit 65 and the code `unstorable`; on SQLite, whose indexes take anything, the same mail is a ticket."""
    huge = "".join(chr(0x4E00 + n * 37 % 20_000) for n in range(4000))
    strange = email(message_id=f"<{huge}@x>")
    if "://" not in desk.where:
        assert desk.receive(strange).outcome is MailOutcome.TICKET_CREATED
        return
    with pytest.raises(UnusableData) as refusal:
        desk.receive(strange)
    assert (refusal.value.code, refusal.value.exit_code) == (UNSTORABLE, 65)
