"""One poll of one gateway: list, fetch, parse, commit, and only then acknowledge (MG3, MG13; rules 1 and 2).

Parsing runs ahead in the parser children while the mail before it is committed; commits and acknowledgements keep the
order of the source. Who is killed between the two leaves a mail that the desk has and its source calls unread; the next
poll acknowledges it.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

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
from helpdesk_tui.mail.gateways.ahead import Fetched, Line, Ready
from helpdesk_tui.mail.gateways.identity import content_hash, earlier_hash
from helpdesk_tui.mail.gateways.lease import Lease, at_the_desk
from helpdesk_tui.mail.gateways.sources import FoundMail, MailGone, Oversize, Source
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.packing import checked
from helpdesk_tui.questions import ReadKnownUnits
from helpdesk_tui.views import GatewayView, MailReport, ParsedMail
from helpdesk_tui.vocab import WRONG_TO, MailOutcome

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.mail.parsers.asked import Asked
    from helpdesk_tui.mail.parsers.children import ParserPool

_NOTED_MAILS, _NOTED_BYTES = 20, 1_000_000


class _Readying:
    """Everything about a mail that asks no database; a child reads it beside the commits of those before it."""

    def __init__(self, raw: bytes, asked: Asked | None) -> None:
        self._raw = raw
        self._asked = asked

    def done(self) -> bool:
        """Whether nobody has to wait for it."""
        return self._asked is None or self._asked.done()

    def result(self) -> Ready:
        """What it is made into; waits for it. Raises TryLater when no child can be had."""
        parsed, unreadable = None, ""
        if self._asked is not None:
            try:
                parsed = self._asked.result()
            except UnreadableMail as closed:
                unreadable = closed.sentence
        contents = [self._raw, *(file.content for file in parsed.attachments)] if parsed else [self._raw]
        packed = checked(contents, self._asked.packed if self._asked else ())
        return Ready(parsed, unreadable, content_hash(self._raw), packed, earlier_hash(self._raw))


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

    Raises TryLater when another poller has the gateway, Unavailable when the server is gone, DeskTrouble and DeskFailed
    where the desk could not do its part. What is not committed by then is found again by the next poll.
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
    """Some mails at a time; returns what the source failed with in the end."""
    progress = _Progress(desk, gateway, source)
    failure: DeskError | None = None

    def ready(raw: bytes, parse: bool = True) -> _Readying:
        return _Readying(raw, pool.ask(raw) if parse else None)

    def fetch(mail: FoundMail) -> Fetched | None:
        return _fetch(source, mail, ready, max_bytes)

    line = Line(_arriving(gateway, source, known, fetch, unread, stop))
    while some := line.some():
        for committed in _commit(desk, gateway, some, lease):
            gone = yield from _told(source, committed, progress)
            failure = failure or gone
            if gone is not None:
                line.end()
    return failure or line.failure


def _told(
    source: Source, committed: list[tuple[Fetched, MailReport]], progress: _Progress
) -> Generator[MailReport, None, DeskError | None]:
    """Say what became of the mails that are on the disk, and mark them; returns what the source failed with.

    Told before their source hears of it: what is committed is no less so when the source has gone meanwhile.
    """
    failure: DeskError | None = None
    for fetched, report in committed:
        yield report
        if failure is None:
            try:
                _mark(source, fetched, report)
                progress.settled(fetched)
            except DeskError as gone:
                failure = gone
    return failure


def _arriving(
    gateway: GatewayView, source: Source, known: _Known, fetch: Callable[[FoundMail], Fetched | None],
    unread: list[DeskError], stop: threading.Event | None,
) -> Iterator[Fetched]:  # fmt: skip
    """What is to be committed, on its way; to `unread` goes what is said of mails that are closed to us."""
    for mail in source.found(known):
        if stop is not None and stop.is_set():
            return
        if mail.key in known.stored and not known.doubts(mail):
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
    earlier: str = "",
) -> MailReport:  # fmt: skip
    """Commit one email with its outcome (MG13); nothing is acknowledged before this returns.

    `digest` and `earlier` are the content hashes where `raw` holds more than came from outside.

    Rule 6: an email on which the program fails, or which the database refuses, is kept as it came, and the next ones
    go on. Its bytes alone always fit.
    """
    whole = Receive(
        gateway, source, unit, raw, digest or content_hash(raw), parsed, unreadable, generation, head_only,
        earlier or earlier_hash(raw),
    )  # fmt: skip
    try:
        return desk.perform(whole, packed)
    except DeskError as failure:
        if failure.code != UNSTORABLE or parsed is None:
            raise
        reason = failure.sentence
    except Exception as bug:
        reason = f"the program failed on it ({type(bug).__name__})"
    return desk.perform(replace(whole, parsed=None, unreadable=reason))


class _Known:
    """What the desk has recorded of a source: it is left out where it stays as it is, else `stored`, with its size."""

    def __init__(self, desk: Desk, gateway: GatewayView) -> None:
        self._desk = desk
        self._gateway = gateway
        self.stored: dict[str, int] = {}

    def __call__(self, keys: Sequence[str]) -> frozenset[str]:
        with at_the_desk():
            recorded = self._desk.read(ReadKnownUnits(self._gateway.id, tuple(keys), self._gateway.generation))
        left = frozenset(key for key, became in recorded.items() if _stays(*became[:2]))
        self.stored.update((key, size) for key, (_, _, size) in recorded.items() if key not in left)
        return left

    def doubts(self, mail: FoundMail) -> bool:
        """Whether a mail that is known by its key may be another one (rule 4)."""
        return mail.doubtful or mail.at_hand or (mail.exact and mail.size != self.stored[mail.key])


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
        with at_the_desk():
            self._desk.perform(NoteState(self._gateway.id, self._source.state(), self._gateway.generation))


def _fetch(source: Source, mail: FoundMail, ready: Callable[..., _Readying], max_bytes: int) -> Fetched | None:
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


def _commit(
    desk: Desk, gateway: GatewayView, some: Sequence[Fetched], lease: Lease
) -> Iterator[list[tuple[Fetched, MailReport]]]:
    """Some mails with what became of each, when they are on the disk; one by one where one of them failed together.

    Raises DeskFailed, at once, where it was the disk.
    """
    with at_the_desk():
        ready = [fetched.ready.result() for fetched in some]
    lease.renew()
    if len(some) > 1:
        with at_the_desk():
            try:
                with desk.together() as one:
                    reports = [_receive(one, gateway, *mail) for mail in zip(some, ready, strict=True)]
            except (TryLater, Unavailable, StorageFailed):
                # A disk that failed is given nothing of this again (rule 29): the mails stay at their source.
                raise
            except Exception:
                reports = []  # undone; whichever it was must not hold back those before it
        if reports:
            yield list(zip(some, reports, strict=True))
            return
    for fetched, made in zip(some, ready, strict=True):
        with at_the_desk():
            report = _receive(desk, gateway, fetched, made)
        yield [(fetched, report)]


def _receive(desk: Desk, gateway: GatewayView, fetched: Fetched, ready: Ready) -> MailReport:
    return receive(
        desk, gateway.id, gateway.type.value, fetched.mail.key, fetched.raw, ready.parsed,
        fetched.reason or ready.unreadable, gateway.generation, bool(fetched.reason), ready.digest, ready.packed,
        ready.earlier,
    )  # fmt: skip


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
