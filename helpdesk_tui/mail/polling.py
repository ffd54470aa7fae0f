"""One poll of one gateway: list, fetch, parse, commit, and only then acknowledge (MG3, MG13; rules 1 and 2).

Parsing runs ahead in the parser children while the mail before it is committed; commits and acknowledgements keep the
order of the source.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from helpdesk_tui.desk.actions.delivery import TakeLease
from helpdesk_tui.desk.intake import WRONG_TO, Receive
from helpdesk_tui.errors import NotFound, Refused, TryLater, UnusableData
from helpdesk_tui.mail.identity import content_hash
from helpdesk_tui.mail.limits import UnreadableMail
from helpdesk_tui.mail.owner import is_dead
from helpdesk_tui.mail.sources import FoundMail, MailGone, Oversize, Source
from helpdesk_tui.questions import ReadKnownUnits
from helpdesk_tui.views import GatewayView, MailReport, ParsedMail
from helpdesk_tui.vocab import MailOutcome

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.mail.children import ParserPool

LEASE_SECONDS = 20.0
_AHEAD = 4


class Fetched:
    """A mail on its way: its raw bytes and the parser's answer to come, or why it was not fetched whole."""

    def __init__(self, mail: FoundMail, raw: bytes, parsing: Future[ParsedMail] | None, reason: str = "") -> None:
        self.mail = mail
        self.raw = raw
        self.parsing = parsing
        self.reason = reason


def poll(
    desk: Desk,
    gateway: GatewayView,
    source: Source,
    pool: ParserPool,
    *,
    owner: str,
    max_bytes: int,
    stop: threading.Event | None = None,
) -> Iterator[MailReport]:
    """Take everything the source has, mail by mail; yields what became of each.

    Raises TryLater when another poller has the gateway, Unavailable when the server is gone. What is not committed by
    then is found again by the next poll.
    """
    hold_gateway(desk, gateway.name, owner)

    def known(keys: Sequence[str]) -> frozenset[str]:
        return desk.read(ReadKnownUnits(gateway.id, tuple(keys)))

    waiting: deque[Fetched] = deque()
    with ThreadPoolExecutor(max_workers=_AHEAD, thread_name_prefix="parse") as ahead:
        for mail in source.found(known):
            if stop is not None and stop.is_set():
                break
            fetched = _fetch(source, mail, pool, ahead, max_bytes)
            if fetched is None:
                continue
            waiting.append(fetched)
            if len(waiting) >= _AHEAD:
                yield _settle(desk, gateway, source, waiting.popleft(), owner)
        while waiting:
            yield _settle(desk, gateway, source, waiting.popleft(), owner)


def receive(
    desk: Desk, gateway: int, source: str, unit: str, raw: bytes, parsed: ParsedMail | None, unreadable: str = ""
) -> MailReport:
    """Commit one email with its outcome (MG13); nothing is acknowledged before this returns."""
    return desk.perform(Receive(gateway, source, unit, raw, content_hash(raw), parsed, unreadable))


def hold_gateway(desk: Desk, name: str, owner: str) -> None:
    """Take or renew the lease of a gateway; raises TryLater that names who has it (rule 8)."""
    thing = f"gateway:{name}"
    holder = desk.perform(TakeLease(thing, owner, LEASE_SECONDS))
    if holder != owner and is_dead(holder):
        holder = desk.perform(TakeLease(thing, owner, LEASE_SECONDS, dead=holder))
    if holder != owner:
        raise TryLater(f"Gateway {name} is polled by another process ({holder}).", code="polled_elsewhere")


def _fetch(
    source: Source, mail: FoundMail, pool: ParserPool, ahead: ThreadPoolExecutor, max_bytes: int
) -> Fetched | None:
    try:
        raw = source.fetch(mail, max_bytes)
    except Oversize as large:
        size = f"{large.size / 1_000_000:.1f} MB"
        return Fetched(mail, large.head, None, f"a mail of {size} was left at its place; its beginning is kept")
    except (MailGone, NotFound):
        return None
    except UnusableData as broken:
        return Fetched(mail, f"{mail.key}: {broken.sentence}\n".encode(), None, broken.sentence)
    return Fetched(mail, raw, ahead.submit(pool.parse, raw))


def _settle(desk: Desk, gateway: GatewayView, source: Source, fetched: Fetched, owner: str) -> MailReport:
    """Commit, then acknowledge."""
    parsed, reason = None, fetched.reason
    if fetched.parsing is not None:
        try:
            parsed = fetched.parsing.result()
        except UnreadableMail as unreadable:
            reason = unreadable.sentence
    hold_gateway(desk, gateway.name, owner)
    report = receive(desk, gateway.id, gateway.type.value, fetched.mail.key, fetched.raw, parsed, reason)
    if fetched.parsing is None or _stays(report):
        source.leave(fetched.mail)
        return report
    try:
        source.taken(fetched.mail)
    except Refused:
        # The desk knows the mail by its key; the source's mark is a courtesy to people (rule 4).
        return report
    return report


def _stays(report: MailReport) -> bool:
    """Whether the mail stays unread at its source: it was sent to somebody else (MG4)."""
    return report.outcome is MailOutcome.IGNORED and report.reason.startswith(WRONG_TO)
