"""Maildirs with anything in them, and none at all (rules 4 and 7; SPEC MG10)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from helpdesk_tui.errors import DeskError, Refused, StorageFailed, Unavailable, UnusableData
from helpdesk_tui.mail.gateways.sources import MailGone, Oversize
from tests.mail.making import MAIL, nothing, numbered
from tests.mail.on_maildir import LIMIT, keys, make_box, put, source


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return make_box(tmp_path)


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
    with pytest.raises(Unavailable) as refused:
        list(opened.found(nothing))
    assert refused.value.code == "no_maildir"
    assert str(box) in refused.value.sentence
    assert sorted(box.iterdir()) == before


def test_a_path_that_is_not_there_is_refused(box: Path) -> None:
    with pytest.raises(Unavailable):
        source(box / "nowhere").test()


def test_folders_that_are_links_are_refused(box: Path, tmp_path: Path) -> None:
    (box / "cur").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (box / "cur").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unavailable) as refused:
        source(box).test()
    assert refused.value.code == "no_maildir"


@pytest.mark.parametrize(("delete", "call"), [(False, "rename"), (True, "unlink")])
def test_a_maildir_that_may_not_be_changed_is_told_and_the_mail_stays(
    box: Path, monkeypatch: pytest.MonkeyPatch, delete: bool, call: str
) -> None:
    put(box, "new/1.host")
    opened = source(box, delete=delete)
    (mail,) = opened.found(nothing)

    def refusing(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, call, refusing)
    with pytest.raises(Refused, match="Permission denied") as refused:
        opened.taken(mail)
    assert refused.value.code == "flag_refused"
    assert [file.name for file in (box / "new").iterdir()] == ["1.host"]


@pytest.mark.parametrize("delete", [False, True])
def test_a_mail_that_vanishes_before_it_is_marked_is_no_error(box: Path, delete: bool) -> None:
    put(box, "new/1.host")
    opened = source(box, delete=delete)
    (mail,) = opened.found(nothing)
    (box / "new/1.host").unlink()
    opened.taken(mail)
    assert list(opened.found(nothing)) == []
