"""Several emails share a transaction; nobody outside hears of one before it is on the disk (rule 2, ADR 0014)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.desk import judging
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.desk.intake import Receive
from helpdesk_tui.errors import StorageFailed, UnusableData
from helpdesk_tui.mail.gateways import polling
from helpdesk_tui.mail.gateways.lease import DeskFailed
from helpdesk_tui.mail.gateways.maildir import MaildirSource
from helpdesk_tui.mail.gateways.sources import FoundMail
from helpdesk_tui.mail.parsers.asked import Asked
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.questions import ReadCounts, ReadGateways
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import MailReport, ParsedMail
from helpdesk_tui.vocab import MailOutcome, QueueView
from tests.desks import HANS, SUPPORT, MadeDesk
from tests.mail.on_maildir import make_box

MAILS = 20


class Watched(Desk):
    """A desk that notes its emails and its commits."""

    log: list[str]
    open: bool

    @classmethod
    def of(cls, desk: Desk, log: list[str], *, open_now: bool = False) -> Watched:
        made = cls.__new__(cls)
        made.__dict__.update(desk.__dict__)
        made.log, made.open = log, open_now
        return made

    def perform(self, act: Any, packed: Any = None, *, lasting: bool = True) -> Any:
        answer = super().perform(act, packed, lasting=lasting)
        if isinstance(act, Receive):
            assert lasting
            self.log.append(act.unit.partition(".")[0])
            if not self.open:
                self.log.append("last")
        return answer

    @contextmanager
    def together(self) -> Iterator[Desk]:
        with super().together() as one:
            yield Watched.of(one, self.log, open_now=True)
        self.log.append("last")


class Box(MaildirSource):
    """A Maildir that notes what is marked in it."""

    log: list[str]

    def taken(self, mail: FoundMail) -> None:
        super().taken(mail)
        self.log.append(f"mark {mail.key.partition('.')[0]}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A Maildir with twenty emails of a client."""
    made = make_box(tmp_path)
    for number in range(MAILS):
        raw = f"From: {HANS}\nTo: {SUPPORT}\nSubject: mail {number}\nMessage-ID: <{number}@x>\n\nHelp!\n"
        (made / "new" / f"{1000 + number}.M.host").write_text(raw)
    return made


class OneByOne(ParserPool):
    """Has every email read at once, while who asks waits: none is ever behind another."""

    def ask(self, raw: bytes) -> Asked:
        """Wait for the answer first."""
        asked = super().ask(raw)
        with suppress(UnreadableMail):
            asked.result()
        return asked


@pytest.fixture
def pool() -> Iterator[ParserPool]:
    """One parser child, which nobody is ahead of."""
    with OneByOne(1) as made:
        yield made


def watched(desk: MadeDesk, folder: Path, pool: ParserPool, log: list[str]) -> Iterator[MailReport]:
    """A poll of the folder whose commits and marks go to `log`."""
    (gateway,) = desk.system.read(ReadGateways())
    source = Box(replace(gateway, path=str(folder)))
    source.log = log
    return polling.poll(Watched.of(desk.system, log), gateway, source, pool, owner="h/1/1", max_bytes=1_000_000)


def fails_at(monkeypatch: pytest.MonkeyPatch, number: int, failure: Exception) -> None:
    """The desk fails at one email, when it has made its ticket."""
    judge = judging.judge

    def failing(tx: Any, gateway: Any, mail: int, parsed: ParsedMail | None, unreadable: str) -> Any:
        verdict = judge(tx, gateway, mail, parsed, unreadable)
        if parsed is not None and parsed.subject == f"mail {number}":
            assert verdict.ticket is not None
            raise failure
        return verdict

    monkeypatch.setattr("helpdesk_tui.desk.intake.judge", failing)


def names(first: int, end: int) -> list[str]:
    """Emails in their order."""
    return [f"{1000 + number}" for number in range(first, end)]


def marks(first: int, end: int) -> list[str]:
    """The same, told of and marked."""
    return [word for name in names(first, end) for word in (f"told {name}", f"mark {name}")]


def test_emails_share_a_transaction_and_are_marked_after_it(desk: MadeDesk, folder: Path, pool: ParserPool) -> None:
    """Rule 2: none is told of or marked before the disk has it. One goes first, then twice as many, at most eight."""
    log: list[str] = []
    for report in watched(desk, folder, pool, log):
        log.append(f"told {report.file.partition('.')[0]}")
    expected: list[str] = []
    for first, end in ((0, 1), (1, 3), (3, 7), (7, 15), (15, 20)):
        expected += [*names(first, end), "last", *marks(first, end)]
    assert log == expected


def test_a_disk_that_fails_is_given_nothing_again(
    desk: MadeDesk, folder: Path, pool: ParserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rule 29: at the twelfth; what was committed before its group is kept, told and marked, the others stay."""
    log: list[str] = []
    told: list[str] = []
    with monkeypatch.context() as broken:
        fails_at(broken, 11, StorageFailed("The disk of x is full; nothing was changed.", code="disk_full"))
        with pytest.raises(DeskFailed, match="is full") as failed:
            told.extend(report.file for report in watched(desk, folder, pool, log))
    assert (failed.value.code, failed.value.exit_code) == ("disk_full", 74)
    assert told == [f"{name}.M.host" for name in names(0, 7)]
    assert log[log.index("mark 1006") + 1 :] == names(7, 11)
    assert len(list((folder / "new").iterdir())) == 13
    assert len(list(watched(desk, folder, pool, []))) == 13


def test_where_one_fails_those_before_it_are_committed_told_and_marked(
    desk: MadeDesk, folder: Path, pool: ParserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rule 2: the twelfth contradicts the desk; the eleven before it are kept, the others are found again."""
    log: list[str] = []
    told: list[str] = []
    with monkeypatch.context() as broken:
        fails_at(broken, 11, UnusableData("What the desk holds contradicts this.", code="contradiction"))
        with pytest.raises(UnusableData, match="contradicts this"):
            told.extend(report.file for report in watched(desk, folder, pool, log))
    assert told == [f"{name}.M.host" for name in names(0, 11)]
    undone_and_then_one_by_one = log[log.index("mark 1006") + 1 :]
    assert undone_and_then_one_by_one == [
        "1007", "1008", "1009", "1010",
        "1007", "last", "mark 1007", "1008", "last", "mark 1008", "1009", "last", "mark 1009", "1010", "last",
        "mark 1010",
    ]  # fmt: skip
    again: list[str] = []
    assert len(list(watched(desk, folder, pool, again))) == 9
    assert len(list((folder / "cur").iterdir())) == MAILS


def test_one_on_which_the_program_fails_is_kept_and_takes_no_other_with_it(
    desk: MadeDesk, folder: Path, pool: ParserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rule 6: what it had done is undone alone; it is kept as it came, in the transaction of the others."""
    log: list[str] = []
    fails_at(monkeypatch, 11, RuntimeError("a bug"))
    reports = list(watched(desk, folder, pool, log))
    assert [report.outcome for report in reports if report.file != "1011.M.host"] == [MailOutcome.TICKET_CREATED] * 19
    (bad,) = (report for report in reports if report.file == "1011.M.host")
    assert (bad.outcome, bad.reason) == (MailOutcome.QUARANTINED, "the program failed on it (RuntimeError)")
    assert log.count("last") == 5, "no group was done twice"
    tickets = desk.gary.read(ReadCounts())[QueueView.ALL]
    assert tickets == 19, "nor did the first try leave a ticket behind"


def test_parts_of_a_transaction_fail_alone_and_are_seen_together(store: Store) -> None:
    """Rule 28: nobody sees a part before the end, on both databases."""
    with store.together() as joined:
        rename(joined, "first")
        with suppress(RuntimeError), joined.write() as part:
            part.exec_driver_sql("UPDATE desk SET name = 'second'")
            raise RuntimeError
        assert name_in(store) == "Acme support"
        assert name_in(joined) == "first"
    assert name_in(store) == "first"
    with suppress(RuntimeError), store.together() as joined:
        rename(joined, "third")
        raise RuntimeError
    assert name_in(store) == "first"


def test_what_the_database_undid_as_a_whole_is_not_taken_for_done(store: Store) -> None:
    """Rule 2: SQLite undoes the whole transaction on a full disk; what came before the part is gone with it."""
    failures: list[str] = []
    try:
        with store.together() as joined:
            rename(joined, "first")
            with suppress(RuntimeError), joined.write() as part:
                part.connection.cursor().execute("ROLLBACK")
                raise RuntimeError
            try:
                rename(joined, "next")
            except StorageFailed as failure:
                failures.append(failure.sentence)
    except StorageFailed as failure:
        failures.append(failure.sentence)
    assert failures == [f"{store.name} undid what several acts had done together."] * 2
    assert name_in(store) == "Acme support"


def rename(store: Store, name: str) -> None:
    """Change something in a transaction."""
    with store.write() as connection:
        connection.exec_driver_sql(f"UPDATE desk SET name = '{name}'")


def name_in(store: Store) -> object:
    """What it is now, as a reader sees it."""
    with store.read() as connection:
        return connection.exec_driver_sql("SELECT name FROM desk").scalar()


def test_what_need_not_last_does_not_wait_for_the_disk_and_the_next_does(store: Store) -> None:
    """Rule 28: on both databases the transaction itself says so, and no later one of its connection inherits it."""
    asked = "SHOW synchronous_commit" if store.is_postgres else "PRAGMA synchronous"
    waits = {"on": True, "off": False, "2": True, "1": False}
    found = []
    for lasting in (True, False, False, True):
        with store.write(lasting=lasting) as connection:
            found.append(waits[str(connection.exec_driver_sql(asked).scalar())])
    assert found == [True, False, False, True]
