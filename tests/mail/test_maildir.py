"""A Maildir as a gateway (SPEC MG2, MG3, MG13; rules 2 and 3)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpdesk_tui.errors import Refused
from helpdesk_tui.mail.gateways.maildir_box import MaildirBox, MailFile
from helpdesk_tui.mail.gateways.sources import FoundMail, open_source
from helpdesk_tui.vocab import GatewayType
from tests.mail.making import MAIL, gateway, nothing
from tests.mail.on_maildir import LIMIT, keys, make_box, put, source


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return make_box(tmp_path)


def test_mg3_unread_are_new_files_and_unseen_ones_in_cur(box: Path) -> None:
    put(box, "new/1.a.host", at=100)
    put(box, "cur/2.b.host:2,", at=200)
    put(box, "cur/3.c.host:2,FR", at=300)
    put(box, "cur/4.d.host:2,RS", at=400)
    assert list(source(box).found(nothing)) == [
        FoundMail("1.a.host", len(MAIL), False, exact=True, at_hand=True),
        FoundMail("2.b.host", len(MAIL), False, exact=True, at_hand=True),
        FoundMail("3.c.host", len(MAIL), False, exact=True, at_hand=True),
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


def test_taken_keeps_the_other_flags_in_order(box: Path) -> None:
    put(box, "cur/1.host:2,TF")
    opened = source(box)
    (mail,) = opened.found(nothing)
    opened.taken(mail)
    assert [file.name for file in (box / "cur").iterdir()] == ["1.host:2,FST"]


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
    assert again == [FoundMail("2.host", len(MAIL), True, exact=True)]


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


def test_a_desk_without_imap_does_not_load_an_imap_library(box: Path) -> None:
    code = (
        "import sys\n"
        "from helpdesk_tui.mail.gateways.sources import open_source\n"
        "from tests.mail.making import gateway, nothing\n"
        f"list(open_source(gateway(type='maildir', path={str(box)!r}), str).found(nothing))\n"
        "print(sorted({'imapclient', 'imaplib', 'smtplib', 'sqlalchemy', 'textual'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
