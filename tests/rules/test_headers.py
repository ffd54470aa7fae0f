"""Rules 12, 15 and 20, MG8: what our headers may hold, and what they say when they come back."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.rules.headers import (
    checked_address,
    checked_header,
    checked_name,
    checked_subject,
    compared,
    is_message_id,
    is_ours,
    is_reply_subject,
    message_id,
    references_for,
    reply_subject,
    subject_tickets,
)

SECRET = "0f" * 32


@pytest.mark.parametrize(
    "value", ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\x00b", "a\x1bb", "a\x85b", "a\u2028b", "\ud800"]
)
def test_a_header_takes_no_line_break_or_control_character(value: str) -> None:
    """Rule 20; U+0085 and U+2028 too, because Python's header policy splits lines at them."""
    with pytest.raises(WrongUsage, match=r"^Reply-To: "):
        checked_header("Reply-To", value)


def test_a_header_takes_any_other_text() -> None:
    assert checked_header("Subject", "Re: Привет, größer 🔥") == "Re: Привет, größer 🔥"


@pytest.mark.parametrize(
    ("subject", "header"),
    [
        ("Server down", "Server down"),
        ("  Server\r\n\t down ", "Server down"),
        ("Hello\r\nBcc: x@y.example", "Hello Bcc: x@y.example"),
        ("a\x00b\x1b[2J\x85c\u2028d", "ab[2J c d"),
        ("a\ud800b", "a�b"),
        ("", ""),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 199 + "…"),
    ],
)
def test_a_subject_is_one_line_of_bounded_length(subject: str, header: str) -> None:
    assert checked_subject(subject) == header
    assert checked_name(subject) == header


@pytest.mark.parametrize(
    ("given_address", "wire"),
    [
        ("hans@acme.example", "hans@acme.example"),
        (" Hans.Meier+x@Acme.EXAMPLE ", "Hans.Meier+x@acme.example"),
        ("x@bücher.example", "x@xn--bcher-kva.example"),
        ("x@BÜCHER.example", "x@xn--bcher-kva.example"),
        ("x@straße.example", "x@xn--strae-oqa.example"),
        ("x@例え.example", "x@xn--r8jz45g.example"),
        ("root@localhost", "root@localhost"),
        ("Jürgen@Bücher.example", "Jürgen@xn--bcher-kva.example"),
        ("ju\u0308rgen@acme.example", "jürgen@acme.example"),
        ("用户@例え.example", "用户@xn--r8jz45g.example"),
        ("a..b.@docomo.example", "a..b.@docomo.example"),
        ("a@my_host.example", "a@my_host.example"),
        ("x" * 64 + "@acme.example", "x" * 64 + "@acme.example"),
    ],
)
def test_an_address_is_given_to_smtp_in_ascii(given_address: str, wire: str) -> None:
    assert checked_address(given_address) == wire


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hans",
        "@acme.example",
        "hans@",
        "a@b@acme.example",
        "a b@acme.example",
        '"a b"@acme.example',
        "a@acme.example\r\nBcc: x@y.example",
        "a@acme.example\nRCPT TO:<x@y.example>",
        "a\x00@acme.example",
        "<a@acme.example>",
        "Hans <a@acme.example>",
        "a,b@acme.example",
        "\u212aarl@acme.example",
        "ｋarl@acme.example",
        "k\u200barl@acme.example",
        "ü" * 33 + "@acme.example",
        "a@acme..example",
        "a@.example",
        "a@-acme.example",
        "a@acme-.example",
        "a@acme.example.",
        "a@[127.0.0.1]",
        "a@ac\u200bme.example",
        "a@ac\u200dme.example",
        "a@ac\u00adme.example",
        "a@℀.example",
        "a@\ud800.example",
        "a@ß\ud800.example",
        "a@" + "x" * 64 + ".example",
        "x" * 65 + "@acme.example",
        "a@" + "x." * 130 + "example",
        "a" * 60 + "@" + ".".join(["b" * 60] * 4),
    ],
)
def test_what_is_no_address_is_wrong_usage(address: str) -> None:
    with pytest.raises(WrongUsage, match="is no email address"):
        checked_address(address)


def test_an_address_may_be_254_characters_long() -> None:
    """RFC 5321, 4.5.3.1: a path has at most 256 octets, two of which are its angle brackets."""
    domain = ".".join(["b" * 60] * 3 + ["c" * 8])
    assert checked_address("a" * 62 + "@" + domain) == "a" * 62 + "@" + domain
    assert len("a" * 62 + "@" + domain) == 254
    with pytest.raises(WrongUsage):
        checked_address("a" * 63 + "@" + domain)


def test_a_domain_may_be_253_characters_long() -> None:
    """RFC 1035, 2.3.4: 255 octets, with a length before each label and an empty label at the end."""
    longest = ".".join(["b" * 63] * 3 + ["c" * 61])
    assert len(longest) == 253
    assert is_ours(message_id(longest, 1, "abc", SECRET), SECRET) == 1
    with pytest.raises(WrongUsage):
        message_id(longest + "c", 1, "abc", SECRET)
    with pytest.raises(WrongUsage):
        message_id(".".join(["ü" * 48] * 5), 1, "abc", SECRET)


def test_addresses_are_compared_without_case_and_in_idna() -> None:
    assert compared("Hans@Acme.Example") == compared("hans@acme.example") == "hans@acme.example"
    assert compared("JÜRGEN@acme.example") == compared("ju\u0308rgen@Acme.example") == "jürgen@acme.example"
    assert compared("İ@acme.example") == "İ@acme.example"
    assert compared("x@BÜCHER.example") == compared("x@xn--bcher-kva.example") == "x@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x@straße.example", "x@strasse.example"),
        ("\u212aarl@acme.example", "karl@acme.example"),
        ("x@ac\u200dme.example", "x@acme.example"),
        ("x@ac\u00adme.example", "x@acme.example"),
        ("аnna@acme.example", "anna@acme.example"),
        ("a.b@acme.example", "ab@acme.example"),
        ("a+b@acme.example", "a@acme.example"),
        ("\u212aARL", "karl"),
    ],
)
def test_no_address_passes_for_another(one: str, other: str) -> None:
    """Rule 12: the sender's address decides whose incidents are spent."""
    assert compared(one) != compared(other)


def test_a_message_id_of_ours_names_its_ticket() -> None:
    """Rule 15. The HMAC was computed with OpenSSL over `message-id 4812 abc123`."""
    made = message_id("acme.example", 4812, "abc123", SECRET)
    assert made == "<t4812.abc123.ebf486b2759cd40500e770b0f617e070@acme.example>"
    assert is_ours(made, SECRET) == 4812
    assert is_ours(f"  {made}\r\n", SECRET) == 4812
    assert is_ours(made.strip("<>"), SECRET) == 4812
    assert is_ours(made.upper(), SECRET) == 4812
    assert is_ours(made.replace("acme", "moved"), SECRET) == 4812


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("t4812", "t4813"),
        ("abc123", "abc124"),
        ("ebf4", "ebf5"),
        ("t4812", "t04812"),
        ("t4812", "t٤812"),
        ("@acme.example", ""),
    ],
)
def test_a_message_id_that_was_changed_is_not_ours(old: str, new: str) -> None:
    made = message_id("acme.example", 4812, "abc123", SECRET)
    changed = made.replace(old, new)
    assert changed != made
    assert is_ours(changed, SECRET) is None


def test_another_desk_s_secret_signs_another_desk_s_ids() -> None:
    assert is_ours(message_id("acme.example", 4812, "abc123", "other"), SECRET) is None


@pytest.mark.parametrize(
    ("ticket", "nonce", "secret"),
    [
        (0, "abc", SECRET),
        (-1, "abc", SECRET),
        (10**18, "abc", SECRET),
        (1, "", SECRET),
        (1, "A.b", SECRET),
        (1, "abc", ""),
    ],
)
def test_no_id_is_made_that_anybody_could_make(ticket: int, nonce: str, secret: str) -> None:
    with pytest.raises(ValueError, match="needs a ticket's number, a nonce and a secret"):
        message_id("acme.example", ticket, nonce, secret)


def test_without_a_secret_nothing_is_ours() -> None:
    assert is_ours(message_id("acme.example", 1, "abc", SECRET), "") is None


@pytest.mark.parametrize("domain", ["", "a b.example", "acme.example>\r\nBcc: x", "a@b"])
def test_a_message_id_needs_a_domain(domain: str) -> None:
    with pytest.raises(WrongUsage, match="no domain"):
        message_id(domain, 1, "abc", SECRET)


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(), st.from_regex(r"<t\d+\.[a-z0-9]+\.[0-9a-f]{32}@x>", fullmatch=True)))
def test_no_text_can_be_made_up_to_be_ours(text: str) -> None:
    assert is_ours(text, SECRET) is None


@pytest.mark.parametrize(
    ("subject", "reply"),
    [
        ("Server down", "Re: Server down [#4812]"),
        ("Re: Server down", "Re: Server down [#4812]"),
        ("RE: re: AW: Antw: SV: Отв: Re[2]: RE^3: Re(4): Server down [#4812]", "Re: Server down [#4812]"),
        ("Re:Re:Server down", "Re: Server down [#4812]"),
        ("RE : Server down", "Re: Server down [#4812]"),
        ("回复：Server down", "Re: Server down [#4812]"),
        ("[#4812] Server down [ #4812 ]", "Re: Server down [#4812]"),
        ("Re: [#4812] Re: Server down", "Re: Server down [#4812]"),
        ("Fwd: Re: Server down", "Re: Fwd: Re: Server down [#4812]"),
        ("Reboot: now", "Re: Reboot: now [#4812]"),
        ("Area: x", "Re: Area: x [#4812]"),
        ("Server down [#99]", "Re: Server down [#99] [#4812]"),
        ("Server\r\nBcc: x@y.example", "Re: Server Bcc: x@y.example [#4812]"),
        ("", "Re: [#4812]"),
        ("Re:", "Re: [#4812]"),
    ],
)
def test_a_reply_has_one_re_and_one_token(subject: str, reply: str) -> None:
    assert reply_subject(subject, 4812) == reply
    assert reply_subject(reply, 4812) == reply


@pytest.mark.parametrize(
    ("subject", "is_one"),
    [
        ("Re: Server", True), ("RE[2]: Server", True), ("[EXT] AW: Server", True), ("[EXT] [SPAM?] Re: x", True),
        ("回复：服务器", True), ("Vá: Szerver", True), ("Server: down", False), ("Reise: wohin?", False),
        ("Auto: engine broken", False), ("Fwd: Re: Server", False), ("[#12] Server", False), ("", False),
    ],
)  # fmt: skip
def test_a_subject_that_begins_as_an_answer_s(subject: str, is_one: bool) -> None:
    """MG8: where the headings name no email that is answered."""
    assert is_reply_subject(subject) is is_one


def test_a_long_subject_keeps_its_token() -> None:
    reply = reply_subject("x" * 500, 4812)
    assert len(reply) == 200
    assert reply.endswith("x… [#4812]")


def test_a_desk_may_mark_its_tokens() -> None:
    assert reply_subject("Server down [#4812]", 4812, "Acme#") == "Re: Server down [#4812] [Acme#4812]"
    assert subject_tickets("Re: Server down [#99] [Acme#4812]", "Acme#") == (4812,)


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [
        ("Re: Server down [#4812]", (4812,)),
        ("AW: [#4812] Server down", (4812,)),
        ("Re: x [#99] [#4812]", (4812, 99)),
        ("Re: x [#99] [#4812] [#99]", (99, 4812)),
        ("[#1]" * 3 + "".join(f"[#{number}]" for number in range(2, 14)), (13, 12, 11, 10, 9, 8, 7, 6, 5, 4)),
        ("Re: x [ #4812 ]", (4812,)),
        ("Re: x [# 4812 ]", (4812,)),
        ("Re: x [#  4812]", ()),
        ("Server down", ()),
        ("#4812", ()),
        ("[4812]", ()),
        ("[#0]", ()),
        ("[#04812]", ()),
        ("[#٤]", ()),
        ("[#" + "9" * 19 + "]", ()),
        ("", ()),
    ],
)
def test_the_tokens_in_a_subject(subject: str, numbers: tuple[int, ...]) -> None:
    """MG8, rule 15."""
    assert subject_tickets(subject) == numbers


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_subject_can_be_answered(subject: str) -> None:
    """Rule 20: Python's own strict policy accepts the value, and the answer threads."""
    reply = reply_subject(subject, 4812)
    assert subject_tickets(reply)[0] == 4812
    assert len(reply) <= 200
    mail = EmailMessage()
    mail["Subject"] = checked_header("Subject", reply)


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("<a@b.example>", True),
        ("<20261125.ABC$x@[10.0.0.1]>", True),
        ("<no-at-sign>", True),
        ("a@b.example", False),
        ("<a b@c.example>", False),
        ("<a@b.example>\r\nBcc: x", False),
        ("<a<b>@c.example>", False),
        ("<ü@b.example>", False),
        ("<>", False),
        ("<" + "x" * 401 + ">", False),
    ],
)
def test_what_counts_as_a_message_id(text: str, sound: bool) -> None:
    assert is_message_id(text) is sound


def test_references_are_those_of_the_parent_and_the_parent() -> None:
    """RFC 5322, 3.6.4."""
    assert references_for(("<a@x>", "<b@x>"), "<c@x>") == ("<a@x>", "<b@x>", "<c@x>")
    assert references_for((), "<c@x>") == ("<c@x>",)
    assert references_for((), "") == ()
    assert references_for(("<a@x>",), "") == ("<a@x>",)


def test_references_hold_no_doubles_and_end_with_the_parent() -> None:
    assert references_for(("<a@x>", "<c@x>", "<a@x>", "<b@x>"), "<c@x>") == ("<a@x>", "<b@x>", "<c@x>")


def test_references_leave_out_what_is_no_message_id() -> None:
    assert references_for(("<a@x>", "x\r\nBcc: y", "<b c>"), "<d@x>") == ("<a@x>", "<d@x>")


def test_too_many_references_keep_the_first_and_the_newest() -> None:
    many = tuple(f"<{number}@x>" for number in range(100))
    assert references_for(many, "<parent@x>") == ("<0@x>", *(f"<{n}@x>" for n in range(82, 100)), "<parent@x>")


def test_long_references_fit_into_one_line() -> None:
    """RFC 5322, 2.1.1."""
    long = tuple(f"<{number}{'x' * 196}@x>" for number in range(10, 20))
    kept = references_for(long, "<parent@x>")
    assert kept == (long[0], long[7], long[8], long[9], "<parent@x>")
    assert len("References: " + " ".join(kept)) < 998


def test_references_are_cut_above_nine_hundred_characters() -> None:
    """Three ids of 299 characters and the spaces between them are 899; with 300 in two of them, 901."""
    ids = tuple("<" + letter * 297 + ">" for letter in "abc")
    assert references_for(ids[:2], ids[2]) == ids
    longer = ("<" + "a" * 298 + ">", ids[1], ids[2])
    assert references_for(longer[:2], longer[2]) == longer
    longest = (*longer[:2], "<" + "c" * 298 + ">")
    assert references_for(longest[:2], longest[2]) == (longest[0], longest[2])


def test_even_the_longest_ids_fit_into_one_line() -> None:
    first, parent = "<" + "a" * 400 + ">", "<" + "b" * 400 + ">"
    assert references_for((first, "<" + "c" * 400 + ">"), parent) == (first, parent)
