"""What a real server does to a mailbox between two polls: the folder is made anew, or may only be read (MG3, MG13)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from helpdesk_tui.errors import DeskError
from helpdesk_tui.mail.parsers.children import ParserPool
from tests.desk.polled import Polled, letter, number_of
from tests.desks import MadeDesk
from tests.mail.contract.places import Imap, OnDovecot, Pop3
from tests.servers.daemon import hand_over

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot

FOLDER = "Helpdesk"


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    """A parser child for all tests here."""
    with ParserPool(1) as opened:
        yield opened


class Folder(Imap):
    """A folder beside the inbox, empty at first, which can be deleted and created."""

    def __init__(self, server: Dovecot) -> None:
        super().__init__(server)
        with server.client() as person:
            person.create_folder(FOLDER)

    @property
    def settings(self) -> dict[str, Any]:
        return super().settings | {"folder": FOLDER}

    def put(self, raw: bytes, *, read: bool = False) -> None:
        self.server.append(raw, FOLDER, [b"\\Seen"] if read else ())

    def there(self) -> list[bytes]:
        return list(self.server.messages(FOLDER).values())

    def recreate(self) -> None:
        """Somebody deletes the folder with all that is in it, and creates one of the same name."""
        with self.server.client() as person:
            person.delete_folder(FOLDER)
            person.create_folder(FOLDER)


@pytest.mark.parametrize("deletes", [False, True], ids=["keeps", "deletes"])
def test_mg13_a_folder_that_is_made_anew_loses_and_doubles_nothing(
    desk: MadeDesk, pool: ParserPool, dovecot: Dovecot, deletes: bool
) -> None:
    """Between two polls: what comes into the new folder is taken, also under the old numbers, and what is put back
    into it from a copy is known.
    """
    place = Folder(dovecot)
    box = Polled(desk, pool, place, delete=deletes)
    for number in (1, 2):
        place.put(letter(number))
    box.poll()
    before = dovecot.uidvalidity(FOLDER)
    place.recreate()
    assert dovecot.uidvalidity(FOLDER) != before
    for number in (3, 2, 4):
        place.put(letter(number))
    box.poll()
    assert box.tickets() == {1: 1, 2: 1, 3: 1, 4: 1}
    assert [number_of(raw) for raw in place.there()] == ([] if deletes else [3, 2, 4])
    place.recreate()
    assert box.poll() == []
    place.put(letter(5))
    box.poll()
    assert box.tickets() == dict.fromkeys(range(1, 6), 1)
    assert box.poll() == []


@contextmanager
def with_rights(server: Dovecot, rights: str) -> Iterator[None]:
    """The server gives its user these rights alone in the inbox (RFC 4314), as in a folder that is shared."""
    file = server.maildir / "dovecot-acl"
    file.write_text(f"owner {rights}\n")
    hand_over(file)
    try:
        yield
    finally:
        file.unlink()


def test_a_folder_that_may_only_be_read_is_refused_before_anything_is_taken(
    desk: MadeDesk, pool: ParserPool, dovecot: Dovecot
) -> None:
    """MG3: who could mark nothing would not know later what was taken; with the right it goes on."""
    box = Polled(desk, pool, Imap(dovecot), delete=False)
    box.place.put(letter(1))
    with with_rights(dovecot, "lr"), pytest.raises(DeskError, match="lets the folder INBOX be read only"):
        box.poll()
    assert box.tickets() == {}
    box.poll()
    assert box.tickets() == {1: 1}
    assert box.acknowledged()


@pytest.mark.parametrize(
    ("kind", "deletes", "rights"), [(Imap, False, "lrwt"), (Imap, True, "lrsw"), (Pop3, True, "lrsw")],
    ids=["imap-keeps", "imap-deletes", "pop3-deletes"],
)  # fmt: skip
def test_mg13_what_the_server_neither_marks_nor_deletes_is_taken_once(
    desk: MadeDesk, pool: ParserPool, dovecot: Dovecot, kind: type[OnDovecot], deletes: bool, rights: str
) -> None:
    """A STORE without effect, a DELE that is forgotten at QUIT: the mails stay as they are, and make nothing again."""
    box = Polled(desk, pool, kind(dovecot), delete=deletes)
    for number in (1, 2):
        box.place.put(letter(number))
    with with_rights(dovecot, rights):
        for _ in range(3):
            box.try_poll()
            assert box.tickets() == {1: 1, 2: 1}
        left = box.place.there() if deletes else box.place.unread()
        assert [number_of(raw) for raw in left] == [1, 2]
        box.place.put(letter(3))
        box.try_poll()
    box.poll()
    assert box.tickets() == {1: 1, 2: 1, 3: 1}
    assert box.poll() == []
