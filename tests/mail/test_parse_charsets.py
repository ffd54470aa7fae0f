"""MG10: every charset: declared, misdeclared, undeclared, and names that are none."""

from __future__ import annotations

import subprocess
import sys

import pytest

from helpdesk_tui.mail.reading.charsets import codec_for, decode
from helpdesk_tui.mail.reading.parse import parse
from tests.cli.calls import clean_environment
from tests.mail.mails import mail, part

# Bytes written by hand, so that no codec of this program's choice makes them.
KOI8_PRIVET = bytes.fromhex("f0 d2 c9 d7 c5 d4 2c 20 cd c9 d2 21")  # Привет, мир!
CP1251_PRIVET = bytes.fromhex("cf f0 e8 e2 e5 f2 2c 20 ec e8 f0 21")
GB_DISK = bytes.fromhex("b4 c5 c5 cc d2 d1 c2 fa")  # 磁盘已满
JIS_NIHON = b"\x1b$BF|K\\8l\x1b(B"  # 日本語
SJIS_NIHON = bytes.fromhex("93 fa 96 7b 8c ea")
EUC_NIHON = bytes.fromhex("c6 fc cb dc b8 ec")
KS_HANGUL = bytes.fromhex("c7 d1 b1 db")  # 한글
BIG5_ZHONG = bytes.fromhex("a4 a4 a4 e5")  # 中文


@pytest.mark.parametrize(
    ("charset", "data", "expected"),
    [
        ("iso-8859-1", b"Gr\xfc\xdfe aus K\xf6ln", "Grüße aus Köln"),
        ("latin1", b"caf\xe9", "café"),
        ("iso-8859-1", b"\x80 5 \x93ja\x94", "€ 5 “ja”"),
        ("iso-8859-15", b"\xa4 5", "€ 5"),
        ("windows-1252", b"\x85", "…"),
        ("iso-8859-2", b"\xa3\xf3d\xbc", "Łódź"),
        ("windows-1250", b"\xa3\xf3d\x9f", "Łódź"),
        ("koi8-r", KOI8_PRIVET, "Привет, мир!"),
        ("koi8-u", b"\xf0\xd2\xc9\xd7\xa6\xd4", "Привіт"),
        ("windows-1251", CP1251_PRIVET, "Привет, мир!"),
        ("cp1251", CP1251_PRIVET, "Привет, мир!"),
        ("win-1251", CP1251_PRIVET, "Привет, мир!"),
        ("iso-8859-5", bytes.fromhex("bf e0 d8 d2 d5 e2"), "Привет"),
        ("ibm866", bytes.fromhex("8f e0 a8 a2 a5 e2"), "Привет"),
        ("x-mac-cyrillic", bytes.fromhex("8f f0 e8 e2 e5 f2"), "Привет"),
        ("macintosh", b"caf\x8e", "café"),
        ("gb2312", GB_DISK, "磁盘已满"),
        ("gbk", GB_DISK, "磁盘已满"),
        ("gb18030", bytes.fromhex("81 30 81 30"), "\x80"),
        ("gb2312", bytes.fromhex("95 66"), "昮"),
        ("big5", BIG5_ZHONG, "中文"),
        ("iso-2022-jp", JIS_NIHON, "日本語"),
        ("iso-2022-jp", b"\x1b$B-!-j\x1b(B", "①㈱"),
        ("iso-2022-jp", b"\x1b(I1!\x1b(B ok", "ｱ｡ ok"),
        ("iso-2022-jp", b"\x1b$B-!\x1b(I1\x1b(B ok", "①ｱ ok"),
        ("iso-2022-jp", b"\x1b$B-!\x1b$(D0!\x1b(B", "①丂"),
        ("shift_jis", SJIS_NIHON, "日本語"),
        ("x-sjis", SJIS_NIHON, "日本語"),
        ("windows-31j", bytes.fromhex("87 40"), "①"),
        ("euc-jp", EUC_NIHON, "日本語"),
        ("euc-kr", KS_HANGUL, "한글"),
        ("ks_c_5601-1987", bytes.fromhex("8c 63"), "똠"),
        ("iso-2022-kr", b"\x1b$)C\x0eGQ1[\x0f", "한글"),
        ("hz-gb-2312", b"~{4EEL~}!", "磁盘!"),
        ("iso-8859-8-i", bytes.fromhex("f9 ec e5 ed"), "שלום"),
        ("windows-1255", bytes.fromhex("f9 ec e5 ed"), "שלום"),
        ("windows-1256", bytes.fromhex("e3 d1 cd c8 c7"), "مرحبا"),
        ("iso-8859-7", bytes.fromhex("c3 e5 e9 dc"), "Γειά"),
        ("iso-8859-9", bytes.fromhex("fe 69 fe 65"), "şişe"),
        ("tis-620", bytes.fromhex("ca c7 d1 ca b4 d5"), "สวัสดี"),
        ("windows-1258", bytes.fromhex("56 69 ea f2 74"), "Viê\u0323t"),
        ("unicode-1-1-utf-7", b"Gr+APwA3w-e", "Grüße"),
        ("utf-16le", "hé".encode("utf-16-le"), "hé"),
        ("utf-16", b"\xfe\xff\x00h\x00\xe9", "hé"),
        ("utf-8", b"\xef\xbb\xbfhi", "hi"),
    ],
)
def test_a_declared_charset_is_read(charset: str, data: bytes, expected: str) -> None:
    assert decode(data, charset) == expected


def test_a_body_is_read_by_its_charset() -> None:
    raw = mail("Content-Type: text/plain; charset=koi8-r", "Content-Transfer-Encoding: 8bit", body=KOI8_PRIVET)
    assert parse(raw).text == "Привет, мир!"


@pytest.mark.parametrize(
    ("charset", "data", "expected"),
    [
        ("us-ascii", b"Gr\xfc\xdfe", "Grüße"),
        ("us-ascii", "Grüße".encode(), "Grüße"),
        ("utf-8", b"Gr\xfc\xdfe", "Grüße"),
        ("iso-8859-1", "Grüße — Привет".encode(), "Grüße — Привет"),
        ("windows-1252", "naïve".encode(), "naïve"),
        ("us-ascii", JIS_NIHON, "日本語"),
        ("utf-8", b"Ordnung ist das halbe Leben, gr\xc3", "Ordnung ist das halbe Leben, grÃ"),
        ("utf-8", "Привет мир".encode()[:-1], "Привет ми\ufffd"),
        ("iso-2022-jp", "Grüße".encode(), "Grüße"),
        ("utf-16", b"plain text", "plain text"),
    ],
)
def test_a_lie_is_seen_through(charset: str, data: bytes, expected: str) -> None:
    assert decode(data, charset) == expected


@pytest.mark.parametrize(
    "name",
    ["", "x-unknown", "unknown-8bit", "8bit", "nul\0l", "a" * 5000, "../../etc", "base64", "rot13", "zip", "hex",
     "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "cp037", "utf-8\n", "☃"],
)  # fmt: skip
def test_a_name_that_is_none_is_guessed_and_never_raises(name: str) -> None:
    """STACK B9: policy.default raises LookupError for these; codecs that are no charsets are never used."""
    assert decode("Grüße".encode(), name) == "Grüße"
    assert decode(b"Gr\xfc\xdfe", name) == "Grüße"


def test_codecs_that_are_no_charsets_have_no_name() -> None:
    for name in ("base64", "rot_13", "punycode", "unicode_escape", "idna", "uu", "zlib"):
        assert codec_for(name) is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"Gr\xfc\xdfe", "Grüße"),
        ("Grüße".encode(), "Grüße"),
        (KOI8_PRIVET, "Привет, мир!"),
        (CP1251_PRIVET, "Привет, мир!"),
        (GB_DISK, "磁盘已满"),
        (bytes.fromhex("a5 b5 a1 bc a5 d0 a1 bc a4 cf a4 bf"), "サーバーはた"),
        (JIS_NIHON, "日本語"),
        (b"\xff\xfeh\x00i\x00", "hi"),
    ],
)
def test_undeclared_bytes_are_guessed(data: bytes, expected: str) -> None:
    assert decode(data) == expected


def test_a_charset_named_elsewhere_helps_with_raw_headings() -> None:
    raw = part(
        b"From: " + bytes.fromhex("c1 ce ce c1") + b" <anna@acme.example>",
        b"Subject: " + KOI8_PRIVET,
        "Content-Type: text/plain; charset=koi8-r",
        body=KOI8_PRIVET,
    )
    parsed = parse(raw)
    assert parsed.subject == "Привет, мир!"
    assert parsed.senders[0].name == "анна"


def test_raw_utf8_headings_are_read() -> None:
    assert parse(part("From: Anna <anna@acme.example>", "Subject: Диск заполнен")).subject == "Диск заполнен"


def test_decoded_text_can_always_be_stored() -> None:
    """No NUL and no lone surrogate: every database and every JSON takes the text."""
    for charset in ("utf-8", "utf-7", "utf-16", "utf-16le", "utf-32", "iso-2022-jp", "hz", "gb18030", "cp1252", ""):
        for data in (b"a\0b", b"+2AA-", b"\xed\xa0\x80", b"\x00\xd8\x00\x00", bytes(range(256))):
            text = decode(data, charset)
            assert "\0" not in text
            text.encode()


def test_p1_only_a_mail_that_lies_loads_the_models() -> None:
    """P1: the library that tells charsets by letters is loaded for the first email that needs it, and by no other."""
    code = (
        "import sys\n"
        "from helpdesk_tui.mail.reading.charsets import decode\n"
        "decode('Grüße'.encode(), 'utf-8'), decode('Привет'.encode('koi8-r'), 'koi8-r'), decode(b'Gr\\xfc\\xdfe', '')\n"
        "assert 'chardet' not in sys.modules\n"
        "assert decode('Привет всем'.encode('koi8-r'), 'utf-8') == 'Привет всем'\n"
        "assert 'chardet' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], env=clean_environment(), check=True, timeout=60)
