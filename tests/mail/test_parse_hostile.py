"""MG10, rule 6, STACK B9: whatever bytes come, `parse` gives a mail or says that it cannot be read."""

from __future__ import annotations

import json
import random
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk_tui.mail.reading.facts import facts
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.views import ParsedMail
from tests.mail.mails import file_part, mail, multipart, of, part, text_part, within

SEEDS = (
    mail("Date: Sat, 11 Apr 2026 09:00:00 +0000", "Message-ID: <a@b>", body="hello\r\n\r\n> quoted\r\n-- \r\nAnna"),
    mail("Content-Type: text/html; charset=utf-8", body="<p>a <b>b</b><blockquote type=cite>c</blockquote>"),
    of(multipart("alternative", text_part("plain"), text_part("<table><tr><td>x</td><td>y</td></tr></table>", "html"))),
    of(multipart("mixed", text_part("see"), file_part("=?utf-8?q?=C3=BC?=.pdf", b"%PDF\x00\xff" * 20, "a/pdf"))),
    mail("Content-Type: text/plain; charset=iso-2022-jp; format=flowed", body=b"\x1b$BF|K\\8l\x1b(B \r\n> x \r\n"),
    part(b"From: =?koi8-r?B?8NLJ18XU?= <a@x.example>, b@x.example", b"Subject: \xf0\xd2\xc9", body=b"\xff\xfe\x00"),
    of(multipart("report", text_part("failed"), part("Content-Type: message/delivery-status", body="A: b\n\nC: d"),
                 parameters="; report-type=delivery-status")),
    mail(body="begin 644 a.txt\n#0V%T\n`\nend\nOn Mon, 4 May 2026, A <a@b> wrote:\n> x\n"),
)  # fmt: skip

PIECES = (
    b"\r\n", b"\n", b"\r", b"\0", b"\r\n\r\n", b"--edge", b"--edge--",
    b"Content-Type: multipart/mixed; boundary=edge\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n", b"From: x@y\r\n", b"charset=utf-7", b"charset=utf-16",
    b"=?utf-8?q?", b"?=", b"=?", b"<", b">", b'"', b"(", b"\\", b";", b"=", b"\xff", b"\xed\xa0\x80", b"\x1b$B",
    b"filename*0*=utf-8''%", b"format=flowed; delsp=yes", b"message/rfc822", b"&#xD800;", b"&#0;", b"<!--", b"> ",
    b"<div>",
)  # fmt: skip


def read(raw: bytes) -> ParsedMail | None:
    """The mail, or None when it cannot be read; fails for anything else, and for text that cannot be stored."""
    try:
        parsed = parse(raw)
    except UnreadableMail:
        return None
    lines = parsed.text.count("\n") + 1
    assert 0 <= parsed.own_lines <= lines
    found = facts(raw)
    stored = json.dumps({**found, "files": [file[:2] for file in found["files"]]}, ensure_ascii=False)
    stored.encode()
    assert "\\u0000" not in stored
    assert not {"\n", "\r"} & set(
        parsed.subject + parsed.message_id + "".join(sender.name for sender in parsed.senders)
    )
    return parsed


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """The mail with some places cut, doubled, overwritten or filled with something hostile."""
    data = bytearray(raw)
    for _ in range(chance.randrange(1, 8)):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        what = chance.randrange(5)
        if what == 0:
            del data[at : min(end, at + 40)]
        elif what == 1:
            data[at:at] = data[at : min(end, at + 60)]
        elif what == 2:
            data[at : at + 1] = bytes((chance.randrange(256),))
        else:
            data[at:at] = chance.choice(PIECES) * chance.randrange(1, 4)
    return bytes(data)


def test_mutated_mails_are_read_or_refused() -> None:
    """4,000 mutations of eight mails, always the same ones."""
    chance = random.Random(20260411)
    readable = sum(read(mutated(chance.choice(SEEDS), chance)) is not None for _ in range(4000))
    assert readable > 3000


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    read(raw)
    read(b"From: a@x.example\r\n" + raw)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES + SEEDS), max_size=30))
def test_any_pieces_are_read_or_refused(pieces: list[bytes]) -> None:
    read(b"".join(pieces))
    read(b"Subject: x\r\n" + b"".join(pieces))


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["utf-8", "utf-7", "utf-16", "iso-2022-jp", "gb18030", "hz", "koi8-r", ""])
)
def test_any_body_in_any_charset_is_read(body: bytes, charset: str) -> None:
    for subtype in ("plain", "html"):
        assert read(mail(f"Content-Type: text/{subtype}; charset={charset}", body=body)) is not None


# ---------------------------------------------------------------- time and memory


def _nested(depth: int) -> bytes:
    heads = (f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(depth))
    return b"From: a@x.example\n" + "".join(heads).encode() + b"\nhello"


HOSTILE = {
    "nested 300": _nested(300),
    "nested 20,000": _nested(20_000),
    "nested with one boundary": b"From: a@x\n" + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 20_000,
    "200,000 boundaries": b"From: a@x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 200_000,
    "boundary everywhere": b"From: a@x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"x--b" * 500_000,
    "20,000 encoded words": b"From: a@x\nSubject: " + b"=?utf-8?q?=C3=BC?= " * 20_000 + b"\n\nhi",
    "20,000 recipients": b"From: a@x\nTo: " + b"a@b.example, " * 20_000 + b"\n\nhi",
    "20,000 To headings": b"From: a@x\n" + b"To: a@b.example\n" * 9_000 + b"\nhi",
    "5,000 parentheses": b"From: " + b"(" * 5_000 + b"\n\nhi",
    "20,000 parameters": b"From: a@x\nContent-Type: text/plain" + b"; a=b" * 20_000 + b"\n\nhi",
    "a long folded heading": b"From: a@x\nSubject: x" + b"\n y" * 500_000 + b"\n\nhi",
    "blanks in a heading": b"From: a@x\nSubject:" + b" " * 5_000_000 + b"x\n\nhi",
    "one long line": b"From: a@x\n\n" + b"a" * 20_000_000,
    "short lines": b"From: a@x\n\n" + b"a\n" * 5_000_000,
    "empty lines": b"From: a@x\n\n" + b"\n" * 10_000_000 + b"x",
    "CR only": (b"From: a@x\n\n" + b"a\n" * 2_000_000).replace(b"\n", b"\r"),
    "no headings' end": b"From: a@x\n" + b"junk\nTo: b@x\n" * 9_000,
    "uuencode begins": b"From: a@x\n\n" + b"begin 644 a\n" * 200_000,
    "uuencode lines": b"From: a@x\n\nbegin 644 a\n" + b"#0V%T\n" * 500_000,
    "base64 paddings": b"From: a@x\nContent-Type: a/b\nContent-Transfer-Encoding: base64\n\n" + b"QQ==" * 1_000_000,
    "base64 junk": b"From: a@x\nContent-Transfer-Encoding: base64\n\nQQ==\n\n" + b"!\n" * 1_000_000,
    "quoted-printable": b"From: a@x\nContent-Transfer-Encoding: quoted-printable\n\n" + b"= " * 1_000_000,
    "flowed": b"From: a@x\nContent-Type: text/plain; format=flowed\n\n" + b"> a \n" * 1_000_000,
    "escapes": b"From: a@x\nContent-Type: text/plain; charset=iso-2022-jp\n\n" + b"\x1b$B" * 500_000 + b"\x1b(B" * 9,
    "quotes": b"From: a@x\n\n" + b"On a@b 1 wrote:\n\n> x\n" * 50_000,
    "charsets": b"From: a@x\nX: " + b"charset " * 8_000 + b"\n\nhi",
    "reports": of(multipart("report", *[part("Content-Type: message/rfc822", body=b"Message-ID: <a@b>\n" * 2000)] * 200,
                            parameters="; report-type=delivery-status")),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_takes_little_time(name: str) -> None:
    """Well below the 20 s of processor time that a parser child has."""
    with within(6 if name == "short lines" else 4):
        try:
            parse(HOSTILE[name])
        except UnreadableMail:
            assert name in ("nested 300", "nested 20,000", "nested with one boundary", "200,000 boundaries")


@contextmanager
def address_space(size: int) -> Iterator[None]:
    """The process may have so many bytes more than it has."""
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="address space is limited by Linux only")
def test_the_largest_mail_that_is_taken_fits_into_a_child() -> None:
    """`[intake] max_bytes` is 50 MB, a child has 512 MB; the standard library's reader needs nine times the mail."""
    content = b"\0" * 36_000_000
    raw = of(multipart("mixed", text_part("see"), file_part("a.bin", content)))
    assert len(raw) > 48_000_000
    with address_space(200_000_000):
        parsed = parse(raw)
    assert parsed.text == "see"
    assert len(parsed.attachments[0].content) == 36_000_000


def test_rule_6_of_very_many_files_the_first_are_taken_out() -> None:
    """A small mail of tens of thousands of tiny files would keep the database's writer for seconds."""
    block = "begin 644 a\n#86)C\n`\nend\n"
    read = parse(mail(body=block * 3000))
    assert len(read.attachments) == 2000
    assert "Only the first 2,000 files were taken out; the original has all." in read.notes
