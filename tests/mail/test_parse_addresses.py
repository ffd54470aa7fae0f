"""Rule 12, STACK B9: addresses of headings; what is ambiguous names nobody."""

from __future__ import annotations

import pytest

from helpdesk_tui.mail.reading.addresses import mailboxes
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.rules.addressed import addressed_to
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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Hans hans@acme.example", [("Hans", "hans@acme.example"), ("", "")]),
        ("hans@acme.example x", [("x", "hans@acme.example"), ("", "")]),
        ("hans@\uff41cme.example", [("hans@\uff41cme.example", "")]),
        ("Hans <hans@\uff41cme.example>", [("Hans hans@\uff41cme.example", "")]),
        ("hans@acme\u3002example", [("hans@acme\u3002example", "")]),
        ("hans@acme.ex\u00adample", [("hans@acme.ex\u00adample", "")]),
        ("hans@\u24d0cme.example", [("hans@\u24d0cme.example", "")]),
        ("ha\0ns@acme.example", [("hans@acme.example", "")]),
        ("hans@acme.example\0", [("hans@acme.example", "")]),
        ("<hans@acme\x01.example>", [("hans@acme.example", "")]),
        ("Hans\x07 <hans@acme.example>", [("Hans", "hans@acme.example")]),
        ("Hans <hans@b\u00fccher.example>", [("Hans", "hans@xn--bcher-kva.example")]),
        ("Hans <hans@stra\u00dfe.example>", [("Hans", "hans@xn--strae-oqa.example")]),
        ("hans@acme.example (Hans)", [("Hans", "hans@acme.example")]),
    ],
)
def test_an_address_that_is_not_plainly_written_is_no_sender(value: str, expected: list[tuple[str, str]]) -> None:
    """Rule 12: re-serialised it has to be what was written; exactly one entry with exactly one address."""
    assert senders(value) == expected


def test_a_second_from_heading_without_an_address_is_a_second_sender_too() -> None:
    assert senders("hans@acme.example", "()") == [("", "hans@acme.example"), ("", "")]
    assert len(senders("hans@acme.example", *[f"({'(' * 9}" for _ in range(100)])) > 1


def test_many_from_headings_of_comments_take_no_time() -> None:
    with within(1.5):
        assert len(senders(*[b"(" * 30_000 + b")" * 30_000 for _ in range(100)])) != 1


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


def many(count: int, *last: str) -> str:
    return "To: " + ",\r\n ".join([*(f"N <n{number}@x.example>" for number in range(count)), *last])


def test_an_address_beyond_those_that_are_kept_is_looked_at_all_the_same() -> None:
    """MG4, rule 6: 200 are kept with their names; a mail to more of them and then to us was sent to us."""
    parsed = parse(part("From: a@x.example", many(5_000, "Support <SUPPORT@desk.example>"), "Subject: x"))
    assert (len(parsed.to), len(parsed.more_to), parsed.more_to[-1]) == (200, 4_801, "support@desk.example")
    assert addressed_to(parsed, "support@desk.example", "to")
    assert (parsed.to_cut, parsed.notes) == (False, ("Only the first 200 addresses of To were kept.",))


@pytest.mark.parametrize("headings", [1, 3])
def test_what_is_not_looked_at_is_said(headings: int) -> None:
    """MG4: nobody can tell then whether it was sent to us."""
    lines = [many(150_000 // headings, "support@desk.example") for _ in range(headings)]
    with within(10):
        parsed = parse(part("From: a@x.example", *lines, "Subject: x"))
    assert parsed.to_cut
    assert len(parsed.to) == 200


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
