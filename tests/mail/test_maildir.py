"""A Maildir as a gateway (SPEC MG2, MG3, MG13; rules 2, 3, 4, 7)."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from helpdesk_tui.errors import DeskError, Refused, StorageFailed, UnusableData
from helpdesk_tui.mail.maildir import MaildirSource
from helpdesk_tui.mail.maildir_box import MaildirBox, MailFile
from helpdesk_tui.mail.sources import FoundMail, MailGone, Oversize, open_source
from helpdesk_tui.vocab import GatewayType
from tests.mail.making import MAIL, gateway, numbered

LIMIT = 50 * 1024 * 1024


@pytest.fixture
def box(tmp_path: Path) -> Path:
    path = tmp_path / "Maildir"
    for folder in ("cur", "new", "tmp"):
        (path / folder).mkdir(parents=True)
    return path


def source(box: Path, state: str = "", *, delete: bool = False) -> MaildirSource:
    return MaildirSource(gateway(type=GatewayType.MAILDIR, path=str(box), delete=delete), state=state)


def nothing(_: Sequence[str]) -> set[str]:
    """A desk that knows no mail yet."""
    return set()


def put(box: Path, name: str, raw: bytes = MAIL, *, at: int | None = None) -> Path:
    """A mail as a delivery agent puts it there: written in `tmp`, then renamed. `at` in seconds since 1970."""
    written = box / "tmp" / "writing"
    written.write_bytes(raw)
    if at is not None:
        os.utime(written, (at, at))
    return written.rename(box / name)


def keys(found: Sequence[FoundMail]) -> list[str]:
    return [mail.key for mail in found]


def test_mg3_unread_are_new_files_and_unseen_ones_in_cur(box: Path) -> None:
    put(box, "new/1.a.host", at=100)
    put(box, "cur/2.b.host:2,", at=200)
    put(box, "cur/3.c.host:2,FR", at=300)
    put(box, "cur/4.d.host:2,RS", at=400)
    assert list(source(box).found(nothing)) == [
        FoundMail("1.a.host", len(MAIL), False),
        FoundMail("2.b.host", len(MAIL), False),
        FoundMail("3.c.host", len(MAIL), False),
    ]


def test_mg3_the_oldest_delivery_comes_first_whatever_the_names_say(box: Path) -> None:
    put(box, "new/1.host", at=300)
    put(box, "new/2.host", at=100)
    put(box, "new/3.host", at=200)
    assert keys(list(source(box).found(nothing))) == ["2.host", "3.host", "1.host"]


def test_mg13_fetching_changes_nothing_and_the_bytes_are_those_of_the_file(box: Path) -> None:
    raw = b"Subject: x\n\nunix lines\n\xff\x00"
    file = put(box, "new/1.host", raw)
    opened = source(box)
    (mail,) = opened.found(nothing)
    assert opened.fetch(mail, LIMIT) == raw
    assert file.exists()


def test_mg13_a_mail_is_marked_only_by_taken(box: Path) -> None:
    put(box, "new/1.host")
    opened = source(box)
    (mail,) = opened.found(nothing)
    opened.fetch(mail, LIMIT)
    assert [file.name for file in (box / "new").iterdir()] == ["1.host"]
    opened.taken(mail)
    assert list((box / "new").iterdir()) == []
    assert [file.name for file in (box / "cur").iterdir()] == ["1.host:2,S"]


def test_mg13_who_dies_between_fetch_and_taken_gets_the_same_mail_again(box: Path) -> None:
    put(box, "new/1.host")
    first = source(box)
    (mail,) = first.found(nothing)
    first.fetch(mail, LIMIT)
    again = source(box)
    assert list(again.found(nothing)) == [mail]


def test_taken_keeps_the_other_flags_in_order(box: Path) -> None:
    put(box, "cur/1.host:2,TF")
    opened = source(box)
    (mail,) = opened.found(nothing)
    opened.taken(mail)
    assert [file.name for file in (box / "cur").iterdir()] == ["1.host:2,FST"]


def test_mg3_a_gateway_that_deletes_removes_the_file_after_taken_only(box: Path) -> None:
    file = put(box, "new/1.host")
    opened = source(box, delete=True)
    (mail,) = opened.found(nothing)
    opened.fetch(mail, LIMIT)
    assert file.exists()
    opened.taken(mail)
    assert list(box.rglob("*.host*")) == []


def test_mg4_a_mail_that_is_left_stays_unread_where_it_is(box: Path) -> None:
    file = put(box, "new/1.host")
    opened = source(box, delete=True)
    (mail,) = opened.found(nothing)
    opened.leave(mail)
    assert file.read_bytes() == MAIL


def test_rule_4_what_the_desk_knows_is_not_found_again(box: Path) -> None:
    put(box, "new/1.host", at=100)
    put(box, "new/2.host", at=200)
    asked: list[Sequence[str]] = []

    def known(keys: Sequence[str]) -> set[str]:
        asked.append(keys)
        return {"1.host"}

    assert keys(list(source(box).found(known))) == ["2.host"]
    assert asked == [["1.host", "2.host"]]


def test_rule_3_a_new_gateway_imports_no_history(box: Path) -> None:
    put(box, "cur/1.host:2,S", at=1_000_000)
    put(box, "cur/2.host:2,S")
    assert list(source(box).found(nothing)) == []


def test_rule_3_a_mail_that_a_colleague_read_before_the_poll_is_found(box: Path) -> None:
    put(box, "cur/1.host:2,S", at=1_000_000)
    first = source(box)
    assert list(first.found(nothing)) == []
    later = time.time() + 5
    os.utime(put(box, "cur/2.host:2,S"), (later, later))
    assert keys(list(source(box, first.state()).found(nothing))) == ["2.host"]


def test_rule_3_a_mail_that_was_not_settled_is_found_again_though_read_meanwhile(box: Path) -> None:
    put(box, "new/1.host", at=1_000_000)
    put(box, "new/2.host", at=1_000_001)
    first = source(box)
    one, _ = first.found(nothing)
    first.taken(one)
    (box / "new/2.host").rename(box / "cur/2.host:2,S")
    again = list(source(box, first.state()).found(lambda keys: {"1.host"}))
    assert again == [FoundMail("2.host", len(MAIL), True)]


def test_a_state_that_cannot_be_read_is_that_of_a_new_gateway(box: Path) -> None:
    put(box, "cur/1.host:2,S")
    put(box, "new/2.host")
    for state in ("", "junk", "[]", '{"since": "x"}', '{"gaps": []}', "null"):
        assert keys(list(source(box, state).found(nothing))) == ["2.host"]


@pytest.mark.parametrize("step", ["fetch", "taken"])
def test_a_file_that_somebody_renames_meanwhile_is_still_the_mail(box: Path, step: str) -> None:
    put(box, "new/1.host")
    opened = source(box)
    (mail,) = opened.found(nothing)
    (box / "new/1.host").rename(box / "cur/1.host:2,F")
    if step == "fetch":
        assert opened.fetch(mail, LIMIT) == MAIL
    opened.taken(mail)
    assert [file.name for file in (box / "cur").iterdir()] == ["1.host:2,FS"]


@pytest.mark.parametrize("step", ["read", "mark_seen"])
def test_a_rename_in_the_very_moment_of_reading_or_marking_is_followed(
    box: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    put(box, "new/1.host")
    opened = source(box)
    (mail,) = opened.found(nothing)
    really = getattr(MaildirBox, step)
    moves = [("new/1.host", "cur/1.host:2,")]

    def after_a_rename(self: MaildirBox, file: MailFile, *rest: int) -> object:
        while moves:
            before, after = moves.pop()
            (box / before).rename(box / after)
        return really(self, file, *rest)

    monkeypatch.setattr(MaildirBox, step, after_a_rename)
    assert opened.fetch(mail, LIMIT) == MAIL
    opened.taken(mail)
    assert [file.name for file in (box / "cur").iterdir()] == ["1.host:2,S"]


def test_a_file_that_has_vanished_is_gone_and_the_others_go_on(box: Path) -> None:
    put(box, "new/1.host", at=100)
    put(box, "new/2.host", numbered(2), at=200)
    opened = source(box)
    one, two = opened.found(nothing)
    (box / "new/1.host").unlink()
    with pytest.raises(MailGone):
        opened.fetch(one, LIMIT)
    opened.taken(one)
    assert opened.fetch(two, LIMIT) == numbered(2)


def test_links_pipes_folders_and_dot_files_are_no_mail(box: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password")
    (box / "new/1.link").symlink_to(secret)
    (box / "new/2.folder").mkdir()
    os.mkfifo(box / "new/3.pipe")
    put(box, "new/.4.hidden")
    put(box, "new/5.host")
    assert keys(list(source(box).found(nothing))) == ["5.host"]


def test_a_link_put_in_place_of_a_mail_is_not_followed(box: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password")
    put(box, "new/1.host")
    opened = source(box)
    (mail,) = opened.found(nothing)
    (box / "new/1.host").unlink()
    (box / "new/1.host").symlink_to(secret)
    with pytest.raises(MailGone):
        opened.fetch(mail, LIMIT)
    opened.taken(mail)
    assert secret.read_text() == "password"
    assert (box / "new/1.host").is_symlink()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (b"1.M1P2.host,S=99,W=100", "1.M1P2.host,S=99,W=100"),
        (b"a b\n\x1b[2J", "a%20b%0A%1B[2J"),
        (b"\xff\xfe.host", "%FF%FE.host"),
        ("ü.host".encode(), "%C3%BC.host"),
        (b"100%.host", "100%25.host"),
        (b"-rf", "-rf"),
    ],
)
def test_any_file_name_has_a_key_of_plain_ascii_and_can_be_taken(box: Path, name: bytes, key: str) -> None:
    (box / "new" / os.fsdecode(name)).write_bytes(MAIL)
    opened = source(box)
    (mail,) = opened.found(nothing)
    assert mail.key == key
    assert opened.fetch(mail, LIMIT) == MAIL
    opened.taken(mail)
    assert [os.fsencode(file.name) for file in (box / "cur").iterdir()] == [name + b":2,S"]


def test_rule_4_two_files_of_one_name_are_two_mails_and_neither_is_overwritten(box: Path) -> None:
    put(box, "new/1.host", numbered(1))
    put(box, "cur/1.host:2,", numbered(2))
    opened = source(box)
    found = list(opened.found(nothing))
    assert sorted(keys(found)) == ["1.host", "cur/1.host:2,"]
    assert sorted(opened.fetch(mail, LIMIT) for mail in found) == [numbered(1), numbered(2)]
    opened.taken(next(mail for mail in found if mail.key == "1.host"))
    with pytest.raises(Refused) as refused:
        opened.taken(next(mail for mail in found if mail.key != "1.host"))
    assert refused.value.code == "flag_refused"
    assert sorted(file.read_bytes() for file in (box / "cur").iterdir()) == [numbered(1), numbered(2)]


def test_rule_7_of_a_mail_that_is_too_large_headings_and_64_kb_are_kept(box: Path) -> None:
    raw = b"Subject: large\n\n" + b"x" * 200_000
    put(box, "new/1.host", raw)
    opened = source(box)
    (mail,) = opened.found(nothing)
    with pytest.raises(Oversize) as large:
        opened.fetch(mail, 100_000)
    assert large.value.head == b"Subject: large\n\n" + b"x" * 65_536
    assert large.value.size == 200_016
    assert large.value.exit_code == 65
    assert opened.fetch(mail, 200_016) == raw


@pytest.mark.parametrize(("error", "kind"), [(13, StorageFailed), (5, UnusableData)], ids=["not allowed", "disk error"])
def test_a_file_that_cannot_be_read_stops_no_others(
    box: Path, monkeypatch: pytest.MonkeyPatch, error: int, kind: type[DeskError]
) -> None:
    """What a person has to change is an error of the source, and comes last; a broken file is that mail's own."""
    put(box, "new/1.host", at=100)
    put(box, "new/2.host", at=200)
    really_open = os.open

    def refusing(path: str, flags: int, *, dir_fd: int | None = None) -> int:
        if path == "1.host":
            raise OSError(error, os.strerror(error))
        return really_open(path, flags, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", refusing)
    monkeypatch.setattr(os, "access", lambda path, *_, **__: not (error == 13 and path == "1.host"))
    opened = source(box)
    found = {mail.key: mail for mail in opened.found(nothing)}
    assert list(found) == (["2.host", "1.host"] if kind is StorageFailed else ["1.host", "2.host"])
    with pytest.raises(kind, match=r"1\.host .* cannot be read"):
        opened.fetch(found["1.host"], LIMIT)
    assert opened.fetch(found["2.host"], LIMIT) == MAIL


@pytest.mark.parametrize("lacking", ["cur", "new", "tmp"])
def test_a_folder_that_is_no_maildir_is_refused_and_left_as_it_is(box: Path, lacking: str) -> None:
    (box / lacking).rmdir()
    before = sorted(box.iterdir())
    opened = source(box)
    with pytest.raises(Refused) as refused:
        list(opened.found(nothing))
    assert refused.value.code == "no_maildir"
    assert str(box) in refused.value.sentence
    assert sorted(box.iterdir()) == before


def test_a_path_that_is_not_there_is_refused(box: Path) -> None:
    with pytest.raises(Refused):
        source(box / "nowhere").test()


def test_folders_that_are_links_are_refused(box: Path, tmp_path: Path) -> None:
    (box / "cur").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (box / "cur").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused) as refused:
        source(box).test()
    assert refused.value.code == "no_maildir"


def test_mg1_the_test_says_what_a_poll_would_take_and_changes_nothing(box: Path) -> None:
    put(box, "new/1.host")
    put(box, "cur/2.host:2,")
    for number in range(3, 8):
        put(box, f"cur/{number}.host:2,S")
    before = sorted(box.rglob("*"))
    told = source(box).test()
    assert (told.takes, told.unread, told.left_alone) == (2, 2, 5)
    assert sorted(box.rglob("*")) == before


def test_open_source_gives_the_maildir_of_the_gateway(box: Path) -> None:
    put(box, "new/1.host")
    opened = open_source(gateway(type=GatewayType.MAILDIR, path=str(box)), lambda: "")
    assert keys(list(opened.found(nothing))) == ["1.host"]
    opened.close()


@pytest.mark.parametrize("kind", [GatewayType.PIPE, GatewayType.LMTP])
def test_mail_that_is_handed_in_is_not_polled(kind: GatewayType) -> None:
    with pytest.raises(Refused) as refused:
        open_source(gateway(type=kind), lambda: "")
    assert refused.value.code == "not_polled"


def waiting(opened: MaildirSource, seconds: float, stop: threading.Event) -> tuple[threading.Thread, list[float]]:
    """A thread that waits, and when it returned."""
    returned: list[float] = []

    def wait() -> None:
        opened.wait(seconds, stop)
        returned.append(time.monotonic())

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread, returned


def test_mail_wakes_who_waits_within_a_second(box: Path) -> None:
    opened = source(box)
    assert list(opened.found(nothing)) == []
    thread, returned = waiting(opened, 60, threading.Event())
    put(box, "new/1.host")
    delivered = time.monotonic()
    thread.join(10)
    assert returned[0] - delivered < 1.0


def test_what_was_listed_and_what_we_marked_wakes_nobody(box: Path) -> None:
    put(box, "new/1.host")
    put(box, "new/2.host")
    opened = source(box)
    one, two = opened.found(nothing)
    opened.taken(one)
    opened.leave(two)
    began = time.monotonic()
    opened.wait(1.2, threading.Event())
    assert time.monotonic() - began >= 1.2


def test_while_nothing_changes_the_folders_are_not_read(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = source(box)
    assert list(opened.found(nothing)) == []
    read: list[MaildirBox] = []
    really = MaildirBox.files
    monkeypatch.setattr(MaildirBox, "files", lambda self: read.append(self) or really(self))  # type: ignore[func-returns-value]
    opened.wait(1.6, threading.Event())
    assert len(read) == 1


@pytest.mark.parametrize("end", ["stop", "time"])
def test_waiting_ends_with_stop_and_with_its_time_also_without_a_maildir(box: Path, end: str) -> None:
    stop = threading.Event()
    thread, returned = waiting(source(box / "nowhere"), 60 if end == "stop" else 0.1, stop)
    if end == "stop":
        stop.set()
    thread.join(10)
    assert len(returned) == 1


def test_a_second_writer_and_a_second_reader_lose_and_double_nothing(box: Path) -> None:
    """Deliveries and a person who opens mails go on while the desk takes them."""
    count = 300
    busy = threading.Event()

    def deliver() -> None:
        for number in range(count):
            put(box, f"new/{number}.host", numbered(number))
        busy.set()

    def read() -> None:
        while not busy.is_set():
            for file in list((box / "new").iterdir())[::3]:
                _quietly(lambda file=file: file.rename(box / "cur" / f"{file.name}:2,"))  # type: ignore[misc]

    others = [threading.Thread(target=act) for act in (deliver, read)]
    for other in others:
        other.start()
    taken: dict[str, bytes] = {}
    state, deadline = "", time.monotonic() + 60
    while len(taken) < count and time.monotonic() < deadline:
        opened = source(box, state)
        for mail in opened.found(lambda keys: taken.keys()):
            assert mail.key not in taken
            taken[mail.key] = opened.fetch(mail, LIMIT)
            opened.taken(mail)
        state = opened.state()
    for other in others:
        other.join()
    assert sorted(taken.values()) == sorted(numbered(number) for number in range(count))
    assert sorted(file.name for file in (box / "cur").iterdir()) == sorted(f"{n}.host:2,S" for n in range(count))


def _quietly(act: Callable[[], object]) -> None:
    try:
        act()
    except FileNotFoundError:
        return
