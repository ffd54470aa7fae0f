"""`mail retry` and `mail replay`: emails read again from the originals that were kept, after a fixed parser say."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import output, shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.mail_in import parser
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import MAIL, SINCE
from helpdesk_tui.desk.actions.incoming import RetryIncoming
from helpdesk_tui.desk.actions.read_again import ReadAgain
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.questions import ReadIncoming, ReadMailMessages, ReadRaw
from helpdesk_tui.vocab import MailOutcome

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.mail.parsers.children import ParserPool
    from helpdesk_tui.views import ParsedMail, ReadAnew

_MANY = 1_000_000


@verb("retry", acts=(RetryIncoming,), example="mail retry 56")
@click.argument("mail", type=MAIL)
@pass_session
def retry(session: Session, mail: int) -> None:
    """Try again."""
    with parser() as pool:
        _retry(session, pool, mail)


@verb(
    "replay",
    acts=(RetryIncoming, ReadAgain),
    help="Read the kept originals again of all emails that could not be read. With --since also those of the messages"
    " of tickets: where an email reads otherwise now, its message gets the new text, and the files that it lacked; the"
    " former text goes to the ticket's history. Nothing else of a ticket changes.",
    example="mail replay\nmail replay --since 2026-04-11 --dry-run",
)
@click.option("--since", type=SINCE, metavar="DATE", help="Those that came in since then, messages of tickets too.")
@click.option("--answered", is_flag=True, help="Also messages that staff have answered since; by default they stay.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@pass_session
def replay(session: Session, since: datetime | None, answered: bool, dry_run: bool) -> None:
    """Try them all, the oldest first; one that cannot be tried does not stop the others."""
    from helpdesk_tui.mail.parsers.children import ParserPool

    if answered and since is None:
        raise click.UsageError("--answered needs --since.")
    waiting = session.staff().read(ReadIncoming(_MANY))
    wanted = [row.id for row in reversed(waiting) if row.outcome is MailOutcome.QUARANTINED
              and (since is None or row.received >= since)]  # fmt: skip
    with ParserPool(session.settings.intake.workers) as pool:
        for mail in wanted:
            try:
                _retry(session, pool, mail, dry_run)
            except Refused as hidden:  # it is not to be seen, or only its beginning is kept
                output.complain_of(hidden, session.json)
        if since is not None:
            _Replay(session, pool, answered, dry_run).all(since)


def _retry(session: Session, pool: ParserPool, mail: int, dry_run: bool = False) -> None:
    """Read one that could not be read: all staff may ask for it, its content is its department's (clarification)."""
    desk = session.staff()
    theirs = True
    try:
        content = desk.read(ReadRaw(mail))
    except NotFound:
        content, theirs = session.desk.read(ReadRaw(mail)), False
    parsed, reason = _parsed(pool, content)
    if dry_run:
        outcome = "readable" if parsed else MailOutcome.QUARANTINED.value
    else:
        outcome = desk.perform(RetryIncoming(mail, parsed, reason))
    subject = parsed.subject if parsed and theirs else ""
    shape = {"mail": mail, "outcome": outcome, "reason": reason, "subject": subject}
    session.answer(shape, lambda: tables.line(f"Mail {mail}: {tables.words(outcome)} {reason}".rstrip()))


def _parsed(pool: ParserPool, content: bytes) -> tuple[ParsedMail | None, str]:
    """What an email says, or why it cannot be read."""
    from helpdesk_tui.mail.reading.limits import UnreadableMail

    try:
        return pool.parse(content), ""
    except UnreadableMail as unreadable:
        return None, unreadable.reason


@dataclass(frozen=True, slots=True)
class _Read:
    """An email on its way: what it says now, or why it cannot be read."""

    mail: int
    parsed: ParsedMail | None
    reason: str


class _Replay:
    """Messages of tickets, made anew one by one, each in a transaction of its own."""

    def __init__(self, session: Session, pool: ParserPool, answered: bool, dry_run: bool) -> None:
        self._session = session
        self._pool = pool
        self._answered = answered
        self._dry_run = dry_run
        self._counts: Counter[str] = Counter()

    def all(self, since: datetime) -> None:
        """Those of all emails that came in since then; tells of each that differs, and the counts at the end."""
        desk = self._session.staff()
        mails = desk.read(ReadMailMessages(since))
        with output.progress("Read again", len(mails)) as step:
            for found in self._ahead(desk, mails):
                self._counts["read"] += 1
                try:
                    self._one(desk, found)
                except Refused as hidden:  # its ticket went elsewhere meanwhile
                    output.complain_of(hidden, self._session.json)
                step()
        if mails:
            self._sum_up()

    def _ahead(self, desk: Desk, mails: tuple[int, ...]) -> Iterator[_Read]:
        """What they say now, in their order; a few are read ahead in the parser's children."""
        workers = self._session.settings.intake.workers
        waiting: deque[Future[_Read]] = deque()
        with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="parse") as ahead:
            try:
                for mail in mails:
                    waiting.append(ahead.submit(self._read, desk, mail))
                    if len(waiting) > workers:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for left in waiting:
                    left.cancel()

    def _read(self, desk: Desk, mail: int) -> _Read:
        try:
            return _Read(mail, *_parsed(self._pool, desk.read(ReadRaw(mail))))
        except NotFound as gone:
            return _Read(mail, None, gone.sentence)

    def _one(self, desk: Desk, found: _Read) -> None:
        if found.parsed is None:
            self._counts["unreadable"] += 1
            shape = {"mail": found.mail, "outcome": "unreadable", "reason": found.reason}
            self._session.answer(shape, lambda: tables.line(f"Mail {found.mail}: {found.reason}; its message stays."))
            return
        act = ReadAgain(found.mail, found.parsed, self._answered)
        anew = desk.foreseen(act) if self._dry_run else desk.perform(act)
        if anew.differs:
            self._counts["answered" if anew.answered else "changed"] += 1
            self._session.answer(shapes.read_anew(anew, found.parsed), lambda: tables.line(_sentence(anew)))

    def _sum_up(self) -> None:
        shape = {word: self._counts[word] for word in ("read", "changed", "answered", "unreadable")}
        verb = "would change" if self._dry_run else "changed"
        said = (
            f"{tables.counted(shape['read'], 'email')} read again:"
            f" {tables.counted(shape['changed'], 'message')} {verb},"
            f" {shape['answered']:,} left as staff answered them, {tables.counted(shape['unreadable'], 'email')} not"
            " readable now."
        )
        self._session.answer(shape | {"dry_run": self._dry_run}, lambda: tables.line(said))


def _sentence(anew: ReadAnew) -> str:
    """What differs in a message, for people."""
    parts = [*(["text"] if anew.text else []), *(["folding"] if anew.folding else []), *anew.files]
    answered = "; staff answered it, so it stays" if anew.answered else ""
    return f"Mail {anew.mail}, message {anew.message} of ticket {anew.ticket}: {', '.join(parts)}{answered}"


VERBS = (retry, replay)
