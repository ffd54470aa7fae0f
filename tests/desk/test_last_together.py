"""Several emails wait for the disk together; nobody outside hears of one before it is there (rule 2, ADR 0014)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.desk.door import Desk
from helpdesk_tui.desk.intake import Receive
from helpdesk_tui.errors import StorageFailed
from helpdesk_tui.mail import polling
from helpdesk_tui.mail.children import ParserPool
from helpdesk_tui.mail.maildir import MaildirSource
from helpdesk_tui.mail.polling import DeskTrouble
from helpdesk_tui.mail.sources import FoundMail
from helpdesk_tui.questions import ReadGateways
from helpdesk_tui.store.engine import Store
from helpdesk_tui.views import MailReport
from tests.desks import HANS, SUPPORT, MadeDesk
from tests.mail.on_maildir import make_box

MAILS = 20


class Watched(Desk):
    """A desk that notes how each of its commits waits for the disk; it fails at the email with number `bad`."""

    log: list[str]
    bad: int

    @classmethod
    def of(cls, desk: Desk, log: list[str], bad: int = -1) -> Watched:
        made = cls.__new__(cls)
        made.__dict__.update(desk.__dict__)
        made.log, made.bad = log, bad
        return made

    def perform(self, act: Any, packed: Any = None, *, lasting: bool = True) -> Any:
        if isinstance(act, Receive) and act.unit == f"{1000 + self.bad}.M.host":
            raise StorageFailed("The disk is gone.")
        answer = super().perform(act, packed, lasting=lasting)
        if isinstance(act, Receive):
            self.log.append(f"{'last' if lasting else 'commit'} {act.unit.partition('.')[0]}")
        return answer

    def make_last(self) -> None:
        super().make_last()
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


class AtOnce:
    """Makes every email ready at once, in the thread that asks."""

    def __init__(self, **_: object) -> None:
        """However many threads are wanted."""

    def __enter__(self) -> AtOnce:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing waits."""

    def submit(self, made: Callable[..., Any], *given: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(made(*given))
        return done


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[ParserPool]:
    """One parser child, which nobody is ahead of."""
    monkeypatch.setattr(polling, "ThreadPoolExecutor", AtOnce)
    with ParserPool(1) as made:
        yield made


def watched(desk: MadeDesk, folder: Path, pool: ParserPool, log: list[str], bad: int = -1) -> Iterator[MailReport]:
    """A poll of the folder whose commits and marks go to `log`."""
    (gateway,) = desk.system.read(ReadGateways())
    source = Box(replace(gateway, path=str(folder)))
    source.log = log
    return polling.poll(Watched.of(desk.system, log, bad), gateway, source, pool, owner="h/1/1", max_bytes=1_000_000)


def test_eight_emails_wait_for_the_disk_together_and_are_marked_after_it(
    desk: MadeDesk, folder: Path, pool: ParserPool
) -> None:
    """Rule 2: each in a transaction of its own; none is told of or marked before what makes it last."""
    log: list[str] = []
    for report in watched(desk, folder, pool, log):
        log.append(f"told {report.file.partition('.')[0]}")
    expected: list[str] = []
    for first, end in ((0, 8), (8, 16), (16, 20)):
        expected += [f"commit {1000 + number}" for number in range(first, end - 1)] + [f"last {1000 + end - 1}"]
        for number in range(first, end):
            expected += [f"told {1000 + number}", f"mark {1000 + number}"]
    assert log == expected


def test_where_one_fails_those_before_it_are_made_to_last_told_and_marked(
    desk: MadeDesk, folder: Path, pool: ParserPool
) -> None:
    """Rule 2: the disk fails at the twelfth; the eleven before it are kept, the others are found again."""
    log: list[str] = []
    told: list[str] = []
    with pytest.raises(DeskTrouble, match="The disk is gone"):
        told.extend(report.file for report in watched(desk, folder, pool, log, bad=11))
    assert told == [f"{1000 + number}.M.host" for number in range(11)]
    assert log[log.index("mark 1007") + 1 :] == [
        "commit 1008", "commit 1009", "commit 1010", "last", "mark 1008", "mark 1009", "mark 1010",
    ]  # fmt: skip
    again: list[str] = []
    assert len(list(watched(desk, folder, pool, again))) == 9
    assert len(list((folder / "cur").iterdir())) == MAILS


def test_what_need_not_last_does_not_wait_for_the_disk_and_the_next_does(store: Store) -> None:
    """Rule 28: on both databases the transaction itself says so, and no later one of its connection inherits it."""
    asked = "SHOW synchronous_commit" if store.is_postgres else "PRAGMA synchronous"
    waits = {"on": True, "off": False, "2": True, "1": False}
    found = []
    for lasting in (True, False, False, True):
        with store.write(lasting=lasting) as connection:
            found.append(waits[str(connection.exec_driver_sql(asked).scalar())])
    assert found == [True, False, False, True]
