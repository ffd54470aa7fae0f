"""One poll of one gateway: list, fetch, parse, commit, and only then acknowledge (MG3, MG13; rules 1 and 2).

Parsing runs ahead in the parser children while the mail before it is committed; commits and acknowledgements keep the
order of the source. Who is killed between the two leaves a mail that the desk has and its source calls unread; the next
poll acknowledges it.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from helpdesk_tui.desk.actions.delivery import TakeLease
from helpdesk_tui.desk.actions.gateways import NoteState
from helpdesk_tui.desk.intake import LEFT, Receive
from helpdesk_tui.errors import (
    UNSTORABLE,
    DeskError,
    NotFound,
    Refused,
    StorageFailed,
    TryLater,
    Unavailable,
    UnusableData,
)
from helpdesk_tui.mail.identity import content_hash
from helpdesk_tui.mail.limits import UnreadableMail
from helpdesk_tui.mail.owner import is_dead
from helpdesk_tui.mail.sources import FoundMail, MailGone, Oversize, Source
from helpdesk_tui.questions import ReadKnownUnits
from helpdesk_tui.views import GatewayView, MailReport, ParsedMail
from helpdesk_tui.vocab import WRONG_TO, MailOutcome

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.mail.children import ParserPool

LEASE_SECONDS = 20.0
STUCK_SECONDS = 180.0
"""Who is busy with one email or one answer of a server for longer does not keep the gateway."""
_RENEW_AFTER = timedelta(seconds=LEASE_SECONDS / 4)
_AHEAD = 4
_TOGETHER = 8
"""So many emails, each in a transaction of its own, wait for the disk together at most."""
_NOTED_MAILS, _NOTED_BYTES = 20, 1_000_000


class DeskTrouble(TryLater):
    """The desk itself could not do its part: its database is locked or gone, its parser does not start.

    The gateway is not at fault; what was found stays where it is.
    """


@contextlib.contextmanager
def _at_the_desk() -> Iterator[None]:
    try:
        yield
    except (TryLater, Unavailable, StorageFailed) as failure:
        raise DeskTrouble(failure.sentence, code=failure.code) from failure


class Fetched:
    """A mail on its way: its raw bytes, what is made ready of them, and why it was not fetched whole."""

    def __init__(self, mail: FoundMail, raw: bytes, ready: Future[_Ready], reason: str = "") -> None:
        self.mail = mail
        self.raw = raw
        self.ready = ready
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is known of a mail before its transaction: what it says, or why it cannot be read; hash and packed bytes."""

    parsed: ParsedMail | None
    unreadable: str
    digest: str
    packed: Mapping[bytes, Any]


def _made_ready(desk: Desk, pool: ParserPool, raw: bytes, parse: bool = True) -> _Ready:
    """Everything about a mail that asks no database; run beside the commits of those before it."""
    parsed, unreadable = None, ""
    if parse:
        try:
            parsed = pool.parse(raw)
        except UnreadableMail as closed:
            unreadable = closed.sentence
    contents = [raw, *(file.content for file in parsed.attachments)] if parsed else [raw]
    return _Ready(parsed, unreadable, content_hash(raw), desk.pack(contents))


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
    lease = Lease(desk, gateway.name, owner)
    # It waits for the disk: what a poll that was killed had committed lasts now, and may be acknowledged.
    lease.renew()
    known = _Known(desk, gateway)

    unread: list[DeskError] = []
    failure: DeskError | None = None
    try:
        failure = yield from _work_through(desk, gateway, source, pool, lease, known, unread, max_bytes, stop)
    finally:
        # Also when the desk failed or nobody listens any more: what was acknowledged is so, and the mailbox is free.
        try:
            source.finish()
        except Refused:
            pass
        except DeskError as gone:
            failure = failure or gone
    if failure is not None or unread:
        raise failure or unread[0]


def _work_through(
    desk: Desk, gateway: GatewayView, source: Source, pool: ParserPool, lease: Lease, known: _Known,
    unread: list[DeskError], max_bytes: int, stop: threading.Event | None,
) -> Generator[MailReport, None, DeskError | None]:  # fmt: skip
    """Mail by mail; returns what the source failed with in the end."""
    waiting: deque[Fetched] = deque()
    committed: list[tuple[Fetched, MailReport]] = []
    progress = _Progress(desk, gateway, source)
    failure: DeskError | None = None
    more = True
    with ThreadPoolExecutor(max_workers=_AHEAD, thread_name_prefix="parse") as ahead:

        def ready(raw: bytes, parse: bool = True) -> Future[_Ready]:
            return ahead.submit(_made_ready, desk, pool, raw, parse)

        def fetch(mail: FoundMail) -> Fetched | None:
            return _fetch(source, mail, ready, max_bytes)

        mails = _arriving(gateway, source, known, fetch, unread, stop)
        while more or waiting:
            try:
                if more:
                    waiting.append(next(mails))
            except StopIteration:
                more = False
            except DeskError as gone:
                # What was fetched before the source failed is here; a bad mail at its end must not hold back the rest.
                failure, more = gone, False
            if not waiting or (more and len(waiting) < _AHEAD):
                continue
            fetched = waiting.popleft()
            # One wait for the disk for several emails, where there is a next one (docs/adr/0014).
            lasting = len(committed) + 1 == _TOGETHER or not waiting
            try:
                committed.append((fetched, _commit(desk, gateway, fetched, lease, lasting)))
            except Exception:
                yield from _told(source, committed, progress, desk)
                raise
            if lasting:
                gone_now = yield from _told(source, committed, progress)
                failure, more = failure or gone_now, more and gone_now is None
    return failure


def _told(
    source: Source, committed: list[tuple[Fetched, MailReport]], progress: _Progress, last: Desk | None = None
) -> Generator[MailReport, None, DeskError | None]:
    """Say what became of the mails that are on the disk, and mark them; returns what the source failed with.

    Told before their source hears of it: what is committed is no less so when the source has gone meanwhile. With
    `last`, they are on that desk's disk only after it was waited for.
    """
    failure: DeskError | None = None
    if last is not None and committed:
        with _at_the_desk():
            last.make_last()
    for fetched, report in committed:
        yield report
        if failure is None:
            try:
                _mark(source, fetched, report)
                progress.settled(fetched)
            except DeskError as gone:
                failure = gone
    committed.clear()
    return failure


def _arriving(
    gateway: GatewayView, source: Source, known: _Known, fetch: Callable[[FoundMail], Fetched | None],
    unread: list[DeskError], stop: threading.Event | None,
) -> Iterator[Fetched]:  # fmt: skip
    """What is to be committed, on its way; to `unread` goes what is said of mails that are closed to us."""
    for mail in source.found(known):
        if stop is not None and stop.is_set():
            return
        if mail.key in known.stored and not mail.doubtful:
            _acknowledge(gateway, source, mail)
            continue
        try:
            fetched = fetch(mail)
        except StorageFailed as closed:  # until somebody changes it; the other mails are not
            unread.append(closed)
            continue
        if fetched is not None:
            yield fetched


def receive(
    desk: Desk, gateway: int, source: str, unit: str, raw: bytes, parsed: ParsedMail | None, unreadable: str = "",
    generation: int | None = None, head_only: bool = False, digest: str = "", packed: Mapping[bytes, Any] | None = None,
    lasting: bool = True,
) -> MailReport:  # fmt: skip
    """Commit one email with its outcome (MG13); nothing is acknowledged before this returns.

    `digest` is the content hash where `raw` holds more than came from outside. Where it is not `lasting`, nothing is
    acknowledged before a later act is, or `Desk.make_last`.

    Rule 6: an email on which the program fails, or which the database refuses, is kept as it came, and the next ones
    go on. Its bytes alone always fit.
    """
    whole = Receive(gateway, source, unit, raw, digest or content_hash(raw), parsed, unreadable, generation, head_only)
    try:
        return desk.perform(whole, packed, lasting=lasting)
    except DeskError as failure:
        if failure.code != UNSTORABLE or parsed is None:
            raise
        reason = failure.sentence
    except Exception as bug:
        reason = f"the program failed on it ({type(bug).__name__})"
    return desk.perform(replace(whole, parsed=None, unreadable=reason), lasting=lasting)


class _Known:
    """What the desk has recorded of a source: it is left out where it stays as it is, else kept in `stored`."""

    def __init__(self, desk: Desk, gateway: GatewayView) -> None:
        self._desk = desk
        self._gateway = gateway
        self.stored: set[str] = set()

    def __call__(self, keys: Sequence[str]) -> frozenset[str]:
        with _at_the_desk():
            recorded = self._desk.read(ReadKnownUnits(self._gateway.id, tuple(keys), self._gateway.generation))
        left = frozenset(key for key, became in recorded.items() if _stays(*became))
        self.stored.update(recorded.keys() - left)
        return left


class _Progress:
    """Stores meanwhile what a source remembers that keeps mails whose names are doubtful (POP3).

    The desk knows their bytes, but not without fetching them: their names may be given to other mails when they have
    gone, and only the source's memory forgets a name then. Who is killed in the middle of a poll fetches again what
    was settled since the last note, at most 20 mails or what makes a megabyte, and what was on its way.
    """

    def __init__(self, desk: Desk, gateway: GatewayView, source: Source) -> None:
        self._desk = desk
        self._gateway = gateway
        self._source = source
        self._mails = self._bytes = 0

    def settled(self, fetched: Fetched) -> None:
        """A mail is committed and its source knows."""
        if self._gateway.delete or not fetched.mail.doubtful:
            return
        self._mails += 1
        self._bytes += len(fetched.raw)
        if self._mails < _NOTED_MAILS and self._bytes < _NOTED_BYTES:
            return
        self._mails = self._bytes = 0
        with _at_the_desk():
            self._desk.perform(NoteState(self._gateway.id, self._source.state(), self._gateway.generation))


class Lease:
    """The right to poll a gateway, for a while (rule 8)."""

    def __init__(self, desk: Desk, gateway: str, owner: str) -> None:
        self._desk = desk
        self._name = gateway
        self._owner = owner
        self._renewed: datetime | None = None

    def renew(self) -> None:
        """Take or keep it; raises TryLater that names who has it.

        Asks the desk again only when a quarter of the time is over: a transaction for each mail would cost as much as
        the mail itself.
        """
        now = self._desk.clock.now()
        if self._renewed is not None and abs(now - self._renewed) < _RENEW_AFTER:
            return
        thing = f"gateway:{self._name}"
        with _at_the_desk():
            holder = self._desk.perform(TakeLease(thing, self._owner, LEASE_SECONDS))
            if holder != self._owner and is_dead(holder):
                holder = self._desk.perform(TakeLease(thing, self._owner, LEASE_SECONDS, dead=holder))
        if holder != self._owner:
            raise TryLater(f"Gateway {self._name} is polled by another process ({holder}).", code="polled_elsewhere")
        self._renewed = now


def _fetch(source: Source, mail: FoundMail, ready: Callable[..., Future[_Ready]], max_bytes: int) -> Fetched | None:
    try:
        raw = source.fetch(mail, max_bytes)
    except Oversize as large:
        size = f"{large.size / 1_000_000:.1f} MB"
        # Its headings say whether it was sent here at all (MG4).
        return Fetched(mail, large.head, ready(large.head), f"{LEFT}: it has {size}; its beginning is kept")
    except (MailGone, NotFound):
        return None
    except UnusableData as broken:
        note = f"{mail.key}: {broken.sentence}\n".encode()
        return Fetched(mail, note, ready(note, parse=False), f"{LEFT}: {broken.sentence}")
    return Fetched(mail, raw, ready(raw))


def _commit(desk: Desk, gateway: GatewayView, fetched: Fetched, lease: Lease, lasting: bool) -> MailReport:
    with _at_the_desk():
        ready = fetched.ready.result()
    lease.renew()
    unit = (desk, gateway.id, gateway.type.value, fetched.mail.key, fetched.raw)
    reason = fetched.reason or ready.unreadable
    with _at_the_desk():
        return receive(
            *unit, ready.parsed, reason, gateway.generation, bool(fetched.reason), ready.digest, ready.packed, lasting
        )


def _mark(source: Source, fetched: Fetched, report: MailReport) -> None:
    """Tell the source what became of a mail that is committed."""
    if fetched.reason or _stays(report.outcome, report.reason):
        source.leave(fetched.mail)
    else:
        # The desk knows the mail by its key; the source's mark is a courtesy to people (rule 4).
        with contextlib.suppress(Refused):
            source.taken(fetched.mail)


def _acknowledge(gateway: GatewayView, source: Source, mail: FoundMail) -> None:
    """Mark a mail that was committed by somebody who then had no time for its mark."""
    if mail.flagged_seen and not gateway.delete:
        source.leave(mail)
        return
    with contextlib.suppress(Refused):
        source.taken(mail)


def _stays(outcome: MailOutcome, reason: str) -> bool:
    """Whether a mail stays as it is at its source: sent to somebody else (MG4), or not to be had whole (rule 7)."""
    return reason.startswith(LEFT) or (outcome is MailOutcome.IGNORED and reason.startswith(WRONG_TO))
