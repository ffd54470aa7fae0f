"""The desk to which the emails of the corpus come, and what it makes of each, taken back afterwards.

It is the furnished desk (`tests/desks.py`): hans and erika write for the client Acme, omar for himself, info for
Nordlicht; the gateways support@desk.example (Tech) and sales@desk.example (Sales) take mail. On it stand tickets with
Message-IDs that are the same each time:

    ticket 1   of Acme, "Server down", opened by hans; our answer to it was sent under ANSWER
    ticket 2   of Omar, "Invoice 17"; our answer to it was sent under OMARS_ANSWER
"""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from helpdesk_tui.desk.actions.gateways import AddGateway, GatewaySettings
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.intake import Receive
from helpdesk_tui.views import MailReport, ParsedMail
from helpdesk_tui.vocab import GatewayType
from tests.desks import OMAR, SALES_MAIL, MadeDesk

SECRET = "corpus"
# A signature is the first 32 hex digits of HMAC-SHA256 under that secret over "message-id NUMBER corpus".
ANSWER = "<t1.corpus.08f1bfe1e5e53ac25719a1aa1b93af0b@desk.example>"
OMARS_ANSWER = "<t2.corpus.e66e6f506b22d6e968f90ae31d61b5f3@desk.example>"
FIRST_MAIL = "<first@acme.example>"
"""The Message-ID of the email that opened ticket 1."""


class CorpusDesk:
    """One desk for all cases."""

    def __init__(self, template: Path, folder: Path) -> None:
        path = folder / "corpus.sqlite"
        path.write_bytes(template.read_bytes())
        _prepare(str(path))
        self._desk = MadeDesk.at(str(path))
        self._gateway = 1  # support

    def becomes(self, raw: bytes, parsed: ParsedMail | None, unreadable: str = "") -> MailReport:
        """What becomes of an email at the gateway `support`; the desk is as before afterwards."""
        digest = hashlib.sha256(raw).hexdigest()
        return self._desk.system.foreseen(Receive(self._gateway, "maildir", "", raw, digest, parsed, unreadable))

    def close(self) -> None:
        """Let go of the database."""
        self._desk.close()


def _prepare(where: str) -> None:
    desk = MadeDesk.at(where)
    try:
        settings = GatewaySettings(path="/var/mail/sales")
        desk.gary.perform(AddGateway("sales", GatewayType.MAILDIR, SALES_MAIL, "Sales", settings))
        desk.ticket()
        desk.ticket("Sales", OMAR, "Invoice 17", "Please send it again.")
        for number in (1, 2):
            desk.gus.perform(Take(number))
            desk.gus.perform(Reply(number, "Which one?"))
    finally:
        desk.close()
    with sqlite3.connect(where) as database:
        database.execute("UPDATE desk SET secret = ?", (SECRET,))
        for number, value in ((1, ANSWER), (2, OMARS_ANSWER)):
            database.execute("UPDATE reference SET value = ? WHERE ticket = ? AND issued = 1", (value, number))
            database.execute("UPDATE outbox SET message_id = ?, state = 'sent' WHERE ticket = ?", (value, number))
        database.execute("INSERT INTO reference (value, ticket, issued) VALUES (?, 1, 0)", (FIRST_MAIL,))
    database.close()
