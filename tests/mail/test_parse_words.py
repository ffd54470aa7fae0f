"""MG10: encoded words (RFC 2047) and parameters with charsets (RFC 2231)."""

from __future__ import annotations

import base64

import pytest

from helpdesk_tui.mail.reading.parameters import with_parameters
from helpdesk_tui.mail.reading.words import heading_text
from tests.mail.mails import within


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"plain", "plain"),
        (b"=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
        (b"=?iso-8859-1?Q?Gr=FC=DFe_aus?= =?iso-8859-1?Q?_K=F6ln?=", "Grüße aus Köln"),
        (b"=?koi8-r?B?8NLJ18XU?=", "Привет"),
        (b"=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=", "Привет"),
        (b"=?iso-2022-jp?B?GyRCRnxLXDhsGyhC?=", "日本語"),
        (b"=?gb2312?B?tMXFzNLRwvo=?=", "磁盘已满"),
        (b"=?utf-8*en?Q?hi?=", "hi"),
        (b"Re: =?utf-8?q?a?= b =?utf-8?q?c?=", "Re: a b c"),
        (b"=?utf-8?q?a?=\r\n =?utf-8?q?b?=", "ab"),
        (b"=?utf-8?q?a?=   =?koi8-r?q?b?=", "ab"),
        (b"x=?utf-8?q?a?=y", "xay"),
        (b"=?utf-8?q?How are you??=", "How are you?"),
        (b"=?utf-8?q?a_b=20c?=", "a b c"),
        (b"=?utf-8?q?=3D=3F?=", "=?"),
        (b"=?x-nonsense?q?a=C3=BC?=", "aü"),
        (b"=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),
        (b"=?utf-8?b?R3LDvMOfZQ===?=", "Grüße"),
        (b"=?utf-8?b?R3!LD vMOfZQ==?=", "Grüße"),
        (b"=?utf-8?b?aGVsbG8x?= =?utf-8?b?d29ybGQ=?=", "hello1world"),
        (b"=?utf-8?q?unterminated", "=?utf-8?q?unterminated"),
        (b"=?utf-8?q?open =?utf-8?q?closed?=", "=?utf-8?q?open closed"),
        (b"=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        (b"=??q?a?=", "=??q?a?="),
        (b"=?utf-8?q??=", ""),
        ("raw ü =?utf-8?q?=C3=BC?=".encode(), "raw ü ü"),
    ],
)
def test_encoded_words(value: bytes, expected: str) -> None:
    assert heading_text(value) == expected


@pytest.mark.parametrize("kind", ["b", "q"])
def test_a_character_split_between_words_is_joined(kind: str) -> None:
    """Outlook and many others cut at bytes: 'ü' is C3 BC."""
    halves = (b"Gr\xc3", b"\xbcn")
    if kind == "b":
        words = [b"=?utf-8?b?" + base64.b64encode(half) + b"?=" for half in halves]
    else:
        words = [b"=?utf-8?q?Gr=C3?=", b"=?utf-8?q?=BCn?="]
    assert heading_text(b" ".join(words)) == "Grün"
    assert heading_text(words[0] + b" =?UTF-8?Q?=BCn?=") == "Grün"


def test_base64_split_between_words_is_joined() -> None:
    """The same text cut at a place that is no multiple of four."""
    whole = base64.b64encode("Привет, мир".encode()).decode()
    words = f"=?utf-8?b?{whole[:10]}?= =?utf-8?b?{whole[10:]}?="
    assert heading_text(words.encode()) == "Привет, мир"


@pytest.mark.parametrize(
    "value",
    [
        b" ".join([b"=?utf-8?q?=C3=BC?="] * 20_000),
        b" ".join([b"=?utf-8?b?w7w=?="] * 20_000),
        b"=?utf-8?q?" * 40_000,
        b"=?" * 200_000,
        b"=?a?q?" + b"x" * 400_000,
        b"=?a?q?" + b"?" * 400_000,
        b"=?a?b?" + b"=?" * 200_000 + b"?=",
        b" " * 400_000 + b"x",
    ],
    ids=["q", "b", "open", "marks", "long", "questions", "nested", "spaces"],
)
def test_a_heading_of_400_kb_is_decoded_in_linear_time(value: bytes) -> None:
    """STACK B9: 20,000 encoded words take the standard library 4.9 s."""
    with within(0.8):
        heading_text(value)


def test_twenty_thousand_words_lose_nothing() -> None:
    assert heading_text(b" ".join([b"=?utf-8?q?=C3=BC?="] * 20_000)) == "ü" * 20_000


# ---------------------------------------------------------------- parameters


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b'attachment; filename="a b.txt"', "a b.txt"),
        (b"attachment; filename=a b.txt", "a b.txt"),
        (b"attachment; filename=a.txt; size=3", "a.txt"),
        (b'attachment; FileName = "a.txt"', "a.txt"),
        (b'attachment; filename="semi;colon.txt"', "semi;colon.txt"),
        (rb'attachment; filename="quo\"te\\.txt"', 'quo"te\\.txt'),
        (rb'attachment; filename="C:\docs\a.txt"', r"C:\docs\a.txt"),
        (b'attachment; filename="unclosed.txt', "unclosed.txt"),
        (b"attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        (b"attachment; filename*=iso-8859-1'de'Gr%FC%DFe.pdf", "Grüße.pdf"),
        (b"attachment; filename*=koi8-r''%F0%D2%C9%D7%C5%D4.txt", "Привет.txt"),
        (b"attachment; filename=\"fallback.pdf\"; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        (b"attachment; filename*0=one; filename*1=two.txt", "onetwo.txt"),
        (b"attachment; filename*1=two.txt; filename*0=one", "onetwo.txt"),
        (b"attachment; filename*0*=utf-8''Gr%C3; filename*1*=%BC%C3%9Fe; filename*2=.pdf", "Grüße.pdf"),
        (b"attachment; filename*10=k; filename*0=a; filename*1=b; filename*2=c", "abck"),
        (b'attachment; filename="=?utf-8?q?Gr=C3=BC=C3=9Fe=2Epdf?="', "Grüße.pdf"),
        (b"attachment; filename==?utf-8?B?R3LDvMOfZS5wZGY=?=", "Grüße.pdf"),
        (b'attachment; filename*0="=?utf-8?B?R3LDvM"; filename*1="OfZS5wZGY=?="', "Grüße.pdf"),
        ('attachment; filename="Grüße.pdf"'.encode(), "Grüße.pdf"),
        (b'attachment; filename="Gr\xfc\xdfe.pdf"', "Grüße.pdf"),
        (b"attachment; filename*=nonsense''a%FCb", "aüb"),
        (b"attachment; filename*=utf-8''%zz%4", "%zz%4"),
        (b"attachment", ""),
        (b"", ""),
    ],
)
def test_names_of_files_are_decoded(value: bytes, expected: str) -> None:
    """RFC 2231 with continuations, RFC 2047 in quotes (forbidden and common), raw bytes."""
    _, parameters = with_parameters(value)
    assert parameters.get("filename", "") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"text/plain; charset=us-ascii (Plain text)", "us-ascii"),
        (b'TEXT/Plain; Charset="UTF-8"', "UTF-8"),
        (b"text/plain; charset=a; charset=b", "a"),
        (b"text/plain;charset=utf-8;", "utf-8"),
        (b"text/plain; charset='utf-8'", "'utf-8'"),
    ],
)
def test_charsets_of_parts_are_read(value: bytes, expected: str) -> None:
    main, parameters = with_parameters(value)
    assert main == "text/plain"
    assert parameters["charset"] == expected


@pytest.mark.parametrize(
    "value",
    [
        b"text/plain" + b"; a=b" * 20_000,
        b"text/plain" + b';a="' * 20_000,
        b"text/plain" + b';a="\\' * 20_000,
        b"text/plain;" + b" " * 100_000 + b"x",
        b"text/plain;" + b"a" * 100_000,
        b"text/plain;" + b"a " * 50_000,
        b"text/plain" + b";" * 100_000,
        b"text/plain; " + b"; ".join(b"name*%d=x" % number for number in range(10_000)),
    ],
    ids=["many", "quotes", "escapes", "spaces", "name", "names", "semicolons", "pieces"],
)
def test_parameters_are_read_in_linear_time(value: bytes) -> None:
    """STACK B9: 20,000 Content-Type parameters take policy.default more than 6 s."""
    with within(0.8):
        with_parameters(value)
