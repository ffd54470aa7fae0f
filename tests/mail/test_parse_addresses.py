"""Rule 12, STACK B9: addresses of headings; what is ambiguous names nobody."""

from __future__ import annotations

import pytest

from helpdesk_tui.mail.addresses import mailboxes
from helpdesk_tui.mail.parse import parse
from helpdesk_tui.views import Address
from tests.mail.mails import part, within


def senders(*froms: str | bytes) -> list[tuple[str, str]]:
    """Names and addresses of the senders of a mail with these From headings."""
    values = [value if isinstance(value, bytes) else value.encode() for value in froms]
    parsed = parse(part(*[b"From: " + value for value in values], "Subject: x"))
    return [(sender.name, sender.address) for sender in parsed.senders]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("anna@acme.example", [("", "anna@acme.example")]),
        ("Anna <anna@acme.example>", [("Anna", "anna@acme.example")]),
        ("Anna<anna@acme.example>", [("Anna", "anna@acme.example")]),
        ('"Petrova, Anna" <anna@acme.example>', [("Petrova, Anna", "anna@acme.example")]),
        (r'"A \"B\" C" <anna@acme.example>', [('A "B" C', "anna@acme.example")]),
        ("anna@acme.example (Anna)", [("Anna", "anna@acme.example")]),
        ("anna@acme.example (Anna (the one))", [("Anna (the one)", "anna@acme.example")]),
        ("(x) Anna (y) <anna@(z)acme.example>", [("Anna", "anna@acme.example")]),
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?= <anna@acme.example>", [("Grüße", "anna@acme.example")]),
        ('"=?utf-8?q?Gr=C3=BC=C3=9Fe?=" <anna@acme.example>', [("Grüße", "anna@acme.example")]),
        ("Анна <anna@acme.example>", [("Анна", "anna@acme.example")]),
        ("<mailto:anna@acme.example>", [("", "anna@acme.example")]),
        ("'anna@acme.example'", [("", "anna@acme.example")]),
        ("<@relay.example,@other.example:anna@acme.example>", [("", "anna@acme.example")]),
        ("anna @ acme . example", [("", "anna@acme.example")]),
        ('"anna"@acme.example', [("", "anna@acme.example")]),
        ('"anna petrova"@acme.example', [("", '"anna petrova"@acme.example')]),
        ("anna@[192.0.2.1]", [("", "anna@[192.0.2.1]")]),
        ("anna@acme.example.", [("", "anna@acme.example")]),
        ("Anna <anna@acme.example", [("Anna", "anna@acme.example")]),
        ('"Anna <anna@acme.example>', [('"Anna', "anna@acme.example")]),
        ("Anna Petrova anna@acme.example", [("Anna Petrova", "anna@acme.example")]),
    ],
)
def test_one_mailbox(value: str, expected: list[tuple[str, str]]) -> None:
    assert senders(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Anna <ANNA@Acme.Example>", "anna@acme.example"),
        ("Anna <anna@münchen.example>", "anna@xn--mnchen-3ya.example"),
        ("Anna <anna@MÜNCHEN.example>", "anna@xn--mnchen-3ya.example"),
        ("Anna <anna@xn--mnchen-3ya.example>", "anna@xn--mnchen-3ya.example"),
    ],
)
def test_addresses_are_in_compared_form(value: str, expected: str) -> None:
    """SPEC clarification: compared without regard to case, IDNA forms alike."""
    assert [address for _, address in senders(value)] == [expected]


def test_a_letter_that_only_looks_like_one_in_lower_case_stays_another() -> None:
    """Rule 12: U+212A KELVIN SIGN is a k in lower case, and nobody's k."""
    assert senders("\u212aate@acme.example") == [("", "\u212aate@acme.example")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("client@good.example <evil@bad.example>", ["evil@bad.example"]),
        ('"client@good.example" <evil@bad.example>', ["evil@bad.example"]),
        ("=?utf-8?q?client=40good.example?= <evil@bad.example>", ["evil@bad.example"]),
        ("(client@good.example) evil@bad.example", ["evil@bad.example"]),
        ('"<client@good.example>" <evil@bad.example>', ["evil@bad.example"]),
        ("client@good.example\0 <evil@bad.example>", ["evil@bad.example"]),
        ("=?utf-8?q?client=40good.example?=", [""]),
        ("=?utf-8?q?Anna_=3Cclient=40good.example=3E?=", [""]),
    ],
)
def test_a_name_that_looks_like_an_address_is_a_name(value: str, expected: list[str]) -> None:
    """RELIABILITY 0.4: `parseaddr` and `policy.default` give client@good.example for the first."""
    assert [address for _, address in senders(value)] == expected


@pytest.mark.parametrize(
    "value",
    [
        "client@good.example, evil@bad.example",
        "client@good.example; evil@bad.example",
        "client@good.example evil@bad.example",
        "<client@good.example> <evil@bad.example>",
        "<client@good.example, evil@bad.example>",
        "client@good.example, Bob",
        "Team: client@good.example, evil@bad.example;",
        "<client@good.example> evil@bad.example",
    ],
)
def test_what_could_be_two_senders_is_two(value: str) -> None:
    """Rule 12: exactly one address names a client."""
    assert len(senders(value)) == 2


def test_two_from_headings_are_two_senders() -> None:
    """M6: `msg['from']` silently takes the first."""
    assert senders("client@good.example", "evil@bad.example") == [("", "client@good.example"), ("", "evil@bad.example")]
    assert len(senders(b"client@good.example\r\nFrom : evil@bad.example")) == 2


@pytest.mark.parametrize("value", ["", "<>", " , ;", "undisclosed-recipients:;", "Team:;", "()", ":;,<>,"])
def test_a_heading_without_anybody(value: str) -> None:
    assert senders(value) == []


def test_recipients_of_groups_are_found() -> None:
    parsed = parse(part("From: a@x.example", "To: Team: Bob <b@x.example>, c@x.example;, d@x.example", "Subject: x"))
    assert parsed.to == (Address("Bob", "b@x.example"), Address("", "c@x.example"), Address("", "d@x.example"))


def test_every_to_heading_is_read() -> None:
    """SPEC clarification: every address of every To heading is looked at."""
    parsed = parse(part("From: a@x.example", "To: b@x.example", "To: c@x.example", "Subject: x"))
    assert [to.address for to in parsed.to] == ["b@x.example", "c@x.example"]


def test_words_without_an_address_are_no_recipients() -> None:
    assert parse(part("From: a@x.example", "To: Everybody", "Subject: x")).to == ()


@pytest.mark.parametrize(
    "value",
    [
        b"(" * 60_000,
        b"(" * 30_000 + b")" * 30_000,
        b'"\\' * 30_000,
        b'"' * 60_001,
        b"<" * 60_000,
        b"<a:" * 20_000,
        b"<" + b"a:" * 30_000,
        b"a@b," * 15_000,
        b"@" * 60_000,
        b":" * 60_000,
        b"a@b:" * 15_000,
        b" " * 60_000 + b"a@b",
        b'a "b\\" (' * 8_000,
        b"a@[" * 20_000,
        bytes(range(256)) * 250,
    ],
)
def test_any_heading_is_read_in_linear_time(value: bytes) -> None:
    """M5, M6: 5,000 parentheses are a RecursionError, 10,000 recipients take 2.3 s in the standard library."""
    with within(0.8):
        mailboxes([value], 200)
