"""What becomes of an email that came by LMTP: trace headings, the commit, and the answer that tells of it (MG13).

A gateway is one mailbox, whatever the number of an email's recipients: it is stored once, in one transaction, and each
recipient hears what became of that.

    stored, whatever became of it (a duplicate and quarantine too)   250 2.0.0
    above `max_bytes`, its beginning stored (rule 7)                 552 5.3.4
    database locked or gone, gateway off, a fault of this program    451 4.3.0
    no room on the disk                                              452 4.3.1
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from email.utils import format_datetime
from typing import TYPE_CHECKING

from helpdesk_tui.errors import DeskError, StorageFailed
from helpdesk_tui.mail.gateways.identity import content_hash, earlier_hash
from helpdesk_tui.mail.gateways.lmtp_session import Answer, Letter
from helpdesk_tui.mail.gateways.polling import receive
from helpdesk_tui.mail.gateways.sources import Oversize
from helpdesk_tui.mail.parsers.handed_in import gateway_at_work, understood
from helpdesk_tui.views import MailReport

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.mail.parsers.children import ParserPool

SOURCE = "lmtp"
NOT_NOW = "451 4.3.0 Not stored; try again later"
_NO_ROOM = "452 4.3.1 Not stored: there is no room"

_AT_ONCE = 2
_HEADINGS = 256 * 1024
_HEADING = re.compile(rb"[!-9;-~]{1,200}[ \t]*:")
_OF_A_MAIL = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|received|return-path|mime-version|content-type)[ \t]*:", re.I | re.M
)
_GAP = re.compile(rb"\r?\n\r?\n")


class LetterBox:
    """Stores the emails of one gateway, a few at once; for any number of threads.

    `report` gets what became of each, after its client has heard; `tell` a line about what went wrong. Both are called
    by one thread at a time.
    """

    def __init__(
        self, desk: Desk, gateway: str, pool: ParserPool, max_bytes: int, host: str,
        report: Callable[[MailReport], None], tell: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.taken = 0
        """How many emails were stored and told of so far."""
        self._desk = desk
        self._gateway = gateway
        self._pool = pool
        self._max_bytes = max_bytes
        self._host = host
        self._report = report
        self._tell = tell
        self._reading = threading.BoundedSemaphore(_AT_ONCE)
        self._telling = threading.Lock()

    def take(self, letter: Letter) -> Answer:
        """Store an email; raises nothing, and never says 250 of what is not committed."""
        try:
            with self._reading:  # whole emails are in memory from here on
                return self._stored(letter)
        except StorageFailed as full:
            return self._refused(_NO_ROOM, full.sentence)
        except DeskError as failure:
            return self._refused(NOT_NOW, failure.sentence)
        except OSError as failed:
            return self._refused(_NO_ROOM, f"An email could not be kept while it came in: {failed.strerror}.")
        except Exception as bug:
            return self._refused(NOT_NOW, f"The program failed on an email ({type(bug).__name__}).")

    def _stored(self, letter: Letter) -> Answer:
        if letter.content.failed:
            return self._refused(_NO_ROOM, "An email could not be kept while it came in.")
        too_large = 0
        try:
            content = letter.content.whole()
        except Oversize as large:
            content, too_large = large.head, large.size
        # Trace headings differ from one attempt of a client to the next, and say nothing about which email it is.
        digest, earlier = content_hash(content), earlier_hash(content)
        raw = self._trace(letter, content) + content
        del content  # it may be large
        parsed, reason = understood(self._pool, raw, too_large)
        unit = hashlib.sha256("\n".join((digest, *letter.recipients)).encode()).hexdigest()
        gateway = gateway_at_work(self._desk, self._gateway)
        report = receive(
            self._desk, gateway.id, SOURCE, f"envelope:{unit}", raw, parsed, reason, head_only=bool(too_large),
            digest=digest, earlier=earlier,
        )  # fmt: skip
        reply = f"250 2.0.0 Stored as mail {report.mail}"
        if too_large:
            reply = f"552 5.3.4 {too_large} bytes are more than the {self._max_bytes} that are taken"
        return Answer(reply, lambda: self._told(replace(report, file="")))

    def _trace(self, letter: Letter, content: bytes) -> bytes:
        """What a final delivery adds (RFC 5321, 4.4); nothing above bytes that are no mail, or they would become it."""
        gap = _GAP.search(content, 0, _HEADINGS)
        head = content[: gap.start() if gap else _HEADINGS]
        if not (_HEADING.match(head) and _OF_A_MAIL.search(head)):
            return b""
        how = "UTF8LMTP" if letter.utf8 else "LMTP"
        lines = [
            f"Return-Path: <{letter.sender}>",
            *(f"Delivered-To: {one}" for one in dict.fromkeys(letter.recipients)),
            f"Received: from {letter.client[:255]}",
            f"\tby {self._host} with {how}; {format_datetime(self._desk.clock.now())}",
        ]
        return "".join(f"{line}\r\n" for line in lines).encode()

    def _told(self, report: MailReport) -> None:
        with self._telling:
            self.taken += 1
            try:
                self._report(report)
            except Exception as failure:  # a full disk under the log is no reason to leave mail alone
                self._tell(f"What became of mail {report.mail} could not be told: {failure}")

    def _refused(self, reply: str, sentence: str) -> Answer:
        def told() -> None:
            with self._telling:
                self._tell(sentence)

        return Answer(reply, told)
