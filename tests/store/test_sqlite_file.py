"""The desk as a SQLite file: who may read it, what happens to files that are none (RELIABILITY rules 27, 29, 43)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.setup import MakeDesk
from helpdesk_tui.desk.door import make_desk, open_desk
from helpdesk_tui.errors import DeskError, StorageFailed, UnusableData
from helpdesk_tui.questions import ReadHealth, ReadQueue, ReadTicket
from helpdesk_tui.store import sqlite, sqlite_file
from helpdesk_tui.store.engine import Store
from tests.desks import NINE, MadeDesk, only
from tests.servers.daemon import as_root, hand_over, own_directory

database = only("sqlite")
CLOCK = FixedClock(NINE)


@pytest.fixture
def file(desk: MadeDesk) -> Path:
    """A closed desk's file, all of it in one place."""
    desk.ticket()
    desk.close()
    assert not Path(f"{desk.where}-wal").exists()
    return Path(desk.where)


def refused(where: Path) -> DeskError:
    """How opening the file is refused."""
    with pytest.raises(DeskError) as refusal:
        open_desk(str(where), CLOCK)
    return refusal.value


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """File rights do not bind root: act as the servers' user for a moment."""
    if not as_root():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the servers' user may enter, unlike pytest's."""
    folder = own_directory("desk")
    yield folder
    shutil.rmtree(folder)


def copy_to(place: Path, file: Path, mode: int) -> Path:
    copy = place / "desk.sqlite"
    shutil.copy(file, copy)
    hand_over(copy)
    copy.chmod(mode)
    return copy


def test_a_new_file_is_its_owner_s_alone(empty: str) -> None:
    """Rule 43: mode 0600 whatever the umask is; a folder made for it 0700."""
    before = os.umask(0)
    try:
        make_desk(empty, MakeDesk("gary"), CLOCK)
    finally:
        os.umask(before)
    path = Path(empty)
    assert [stat.S_IMODE(p.stat().st_mode) for p in (path, path.parent)] == [0o600, 0o700]
    assert sqlite_file.is_private(empty)


def test_its_companions_are_private_too(desk: MadeDesk) -> None:
    """Rule 43: the journal holds the same mail."""
    desk.ticket()
    companions = [Path(f"{desk.where}{end}") for end in ("-wal", "-shm")]
    assert [stat.S_IMODE(path.stat().st_mode) for path in companions if path.exists()] == [0o600, 0o600]


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False), ((3, 50, 6), False),
        ((3, 50, 7), True), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 4), True), ((4, 0, 0), True),
    ],
)  # fmt: skip
def test_wal_only_with_a_fixed_library(version: tuple[int, ...], safe: bool) -> None:
    """Rule 27: fixed in 3.51.3, and in 3.50.7 and 3.44.6 of those branches."""
    assert sqlite.wal_is_safe(version) is safe


@pytest.mark.parametrize(("safe", "journal"), [(True, "wal"), (False, "delete")])
def test_the_journal_follows_the_library(file: Path, monkeypatch: pytest.MonkeyPatch, safe: bool, journal: str) -> None:
    """Rule 27: a desk that a fixed library put into WAL leaves it under an older one, and comes back."""
    for is_safe, expected in ((safe, journal), (True, "wal")):
        monkeypatch.setattr(sqlite, "wal_is_safe", lambda is_safe=is_safe: is_safe)
        desk = open_desk(str(file), CLOCK)
        assert desk.read(ReadQueue(limit=1)).change > 0
        desk.close()
        plain = sqlite3.connect(file)
        assert plain.execute("PRAGMA journal_mode").fetchone()[0] == expected
        plain.close()


def test_every_connection_is_set_up(desk: MadeDesk, store: Store) -> None:
    """Rule 27: synchronous FULL, foreign keys, ten seconds of patience, no trust in the schema."""
    with store.read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "foreign_keys", "busy_timeout", "trusted_schema")
        }
    assert found == {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000, "trusted_schema": 0}


def test_a_newer_desk_is_not_touched(file: Path) -> None:
    """Rule 30: refused, and not a byte of it is different; nothing is left beside it."""
    plain = sqlite3.connect(file)
    plain.execute("PRAGMA journal_mode = DELETE")
    plain.execute("UPDATE alembic_version SET version_num = '9999'")
    plain.commit()
    plain.close()
    before, beside = file.read_bytes(), sorted(file.parent.iterdir())
    assert refused(file).code == "newer_schema"
    with pytest.raises(UnusableData):
        make_desk(str(file), MakeDesk("gary"), CLOCK)
    assert file.read_bytes() == before
    assert sorted(file.parent.iterdir()) == beside


def test_another_program_s_file_is_not_touched(tmp_path: Path) -> None:
    """Rule 30: a browser's history is neither opened as a desk nor put into another journal mode."""
    path = tmp_path / "places.sqlite"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE history (url TEXT)")
    plain.commit()
    plain.close()
    before = path.read_bytes()
    assert (refused(path).code, refused(path).exit_code) == ("not_a_desk", 65)
    with pytest.raises(UnusableData):
        make_desk(str(path), MakeDesk("gary"), CLOCK)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["places.sqlite"]


@pytest.mark.parametrize("content", [b"", b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 5000, b"From: hans\n\nHello"],
                         ids=["empty", "text", "torn header", "a mail"])  # fmt: skip
def test_a_file_that_is_none(tmp_path: Path, content: bytes) -> None:
    """CLI exit codes: 65 for what is no desk or damaged; the file stays as it is."""
    path = tmp_path / "desk.sqlite"
    path.write_bytes(content)
    assert refused(path).exit_code == 65
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_init_does_not_write_over_it(tmp_path: Path, content: bytes) -> None:
    """Rule 30: what is no database is not made one."""
    path = tmp_path / "desk.sqlite"
    path.write_bytes(content)
    with pytest.raises(UnusableData):
        make_desk(str(path), MakeDesk("gary"), CLOCK)
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_desk(tmp_path: Path) -> None:
    """CLI, init: what a start that was cut off left behind is no obstacle."""
    path = tmp_path / "desk.sqlite"
    path.touch(0o600)
    assert make_desk(str(path), MakeDesk("gary"), CLOCK)
    open_desk(str(path), CLOCK).close()


def test_a_damaged_desk_says_so(file: Path) -> None:
    """CLI exit codes: 65; a torn page is met by whatever reads it, and nothing is changed."""
    content = bytearray(file.read_bytes())
    content[8192:] = b"\x5a" * (len(content) - 8192)
    file.write_bytes(content)

    def work() -> None:
        desk = MadeDesk.at(str(file))
        try:
            desk.anna.read(ReadTicket(1))
        finally:
            desk.close()

    with pytest.raises(UnusableData) as refusal:
        work()
    assert (refusal.value.code, refusal.value.exit_code) == ("damaged", 65)
    assert file.read_bytes() == bytes(content)


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    """CLI exit codes: opening makes nothing; 65 with what to do."""
    path = tmp_path / "nowhere" / "desk.sqlite"
    refusal = refused(path)
    assert (refusal.code, refusal.exit_code, "helpdesk-tui init" in refusal.sentence) == ("not_a_desk", 65, True)
    assert not path.parent.exists()


def test_a_folder_is_no_desk(tmp_path: Path) -> None:
    """CLI exit codes: 74, in opening and in making."""
    assert refused(tmp_path).exit_code == 74
    with pytest.raises(DeskError) as refusal:
        make_desk(str(tmp_path), MakeDesk("gary"), CLOCK)
    assert refusal.value.exit_code == 74


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """CLI exit codes: 74, one sentence that names the path."""
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed, match=r"file/desk\.sqlite cannot be made"):
        make_desk(str(tmp_path / "file" / "desk.sqlite"), MakeDesk("gary"), CLOCK)


@pytest.mark.parametrize("name", ["desk?mode=ro.sqlite", "50% off#1.sqlite", "пульт ü.sqlite", "a b'\".sqlite"])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    """A path is a path: nothing in it is a part of a URI."""
    path = tmp_path / name
    make_desk(str(path), MakeDesk("gary"), CLOCK)
    desk = open_desk(f"sqlite:///{path}", CLOCK)
    assert desk.read(ReadHealth()).database == str(path)
    desk.close()
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_file_nobody_may_read(file: Path, place: Path) -> None:
    """CLI exit codes: 74, not readable."""
    path = copy_to(place, file, 0o000)
    with as_somebody_else():
        refusal = refused(path)
    assert (refusal.code, refusal.exit_code) == ("unreadable", 74)


def test_a_file_nobody_may_write(file: Path, place: Path) -> None:
    """CLI exit codes: 74, read-only, nothing was changed; reading is still possible."""
    path = copy_to(place, file, 0o400)
    before = path.read_bytes()
    with as_somebody_else():
        desk = MadeDesk.at(str(path))
        assert desk.anna.read(ReadTicket(1)).row.subject == "Server down"
        with pytest.raises(StorageFailed) as refusal:
            desk.anna.perform(Take(1))
        desk.close()
    assert (refusal.value.code, refusal.value.exit_code) == ("read_only", 74)
    assert path.read_bytes() == before


def test_a_folder_nobody_may_write(file: Path, place: Path) -> None:
    """CLI exit codes: 74 for a desk on a disk that is mounted read-only."""
    path = copy_to(place, file, 0o400)
    place.chmod(0o500)
    with as_somebody_else():
        refusal = refused(path)
    place.chmod(0o700)
    assert refusal.exit_code == 74


def test_a_full_disk_says_so(desk: MadeDesk, store: Store) -> None:
    """Rule 29: nothing was changed, and the sentence says why."""
    number = desk.ticket()
    pages = store.engine.raw_connection()
    size = pages.cursor().execute("PRAGMA page_count").fetchone()[0]
    pages.close()

    def fill() -> None:
        with store.write() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {size}")
            connection.exec_driver_sql("UPDATE message SET text = hex(randomblob(100000))")

    with pytest.raises(StorageFailed) as refusal:
        fill()
    assert (refusal.value.code, refusal.value.exit_code) == ("disk_full", 74)
    assert desk.anna.read(ReadTicket(number)).messages[0].text == "Help!"


@pytest.mark.parametrize(
    ("kind", "refused_too"),
    [("nfs4", True), ("9p", True), ("fuse.sshfs", True), ("ceph", True), ("fuse.glusterfs", True), ("ext4", False)],
)
def test_a_desk_on_a_network_disk(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, refused_too: bool
) -> None:
    """Rule 27: refused in opening too, also where the mount has a space in its name."""
    shared = tmp_path / "my share"
    shared.mkdir()
    shutil.copy(file, shared / "desk.sqlite")
    place = str(shared.resolve()).replace(" ", "\\040")
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"1 0 0:1 / / rw - ext4 /dev/x rw\n2 1 0:2 / {place} rw - {kind} server:/x rw\n")
    monkeypatch.setattr(sqlite_file, "_MOUNTS", mounts)
    if refused_too:
        assert refused(shared / "desk.sqlite").code == "network_disk"
    else:
        open_desk(str(shared / "desk.sqlite"), CLOCK).close()
