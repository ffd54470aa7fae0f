"""Outgoing mail as bytes (SPEC MO1, TR4; rules 17 and 20)."""

from __future__ import annotations

import email
import email.policy
import re
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpdesk_tui.errors import UnusableData
from helpdesk_tui.mail.outgoing.render import render
from helpdesk_tui.mail.reading.header_lines import encoded_words
from helpdesk_tui.views import ParsedAttachment
from tests.mail.making import outgoing

LONG_ID = "<" + "x" * 110 + "@mail.client.example>"


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def heading(raw: bytes, name: str) -> str:
    """The heading as it stands, decoded by the standard library's older decoder."""
    value = email.message_from_bytes(raw, policy=email.policy.compat32)[name]
    return str(make_header(decode_header(re.sub(r"\r\n(?=[ \t])", "", value))))


def test_tr4_an_answer_to_the_byte() -> None:
    assert render(outgoing()) == (
        b"Date: Sat, 11 Apr 2026 09:00:00 +0000\r\n"
        b"From: Acme support <support@acme.example>\r\n"
        b"To: anna@client.example\r\n"
        b"Subject: Re: Disk full [#12]\r\n"
        b"Message-ID: <t12.n1.0f@acme.example>\r\n"
        b"In-Reply-To: <1@client.example>\r\n"
        b"References: <1@client.example>\r\n"
        b'Content-Type: text/plain; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: 7bit\r\n"
        b"MIME-Version: 1.0\r\n"
        b"\r\n"
        b"It is empty again.\r\n"
    )


def test_all_recipients_and_where_answers_go() -> None:
    mail = outgoing(
        to=("anna@client.example", "ben@client.example"), cc=("boss@client.example",), reply_to="help@acme.example",
        sender_name="",
    )  # fmt: skip
    raw = render(mail)
    assert b"From: support@acme.example\r\nReply-To: help@acme.example\r\n" in raw
    assert b"To: anna@client.example, ben@client.example\r\nCc: boss@client.example\r\n" in raw


def test_rule_17_made_again_it_is_the_same_to_the_byte() -> None:
    mail = outgoing(text="ü", attachments=(ParsedAttachment("a.txt", "text/plain", b"x"),))
    assert render(mail) == render(mail)


@pytest.mark.parametrize(
    ("auto", "in_reply_to", "kind"),
    [(True, "<1@client.example>", "auto-replied"), (True, "", "auto-generated"), (False, "", None)],
)
def test_rule_16_a_machine_s_mail_says_so(auto: bool, in_reply_to: str, kind: str | None) -> None:
    message = read(render(outgoing(auto=auto, in_reply_to=in_reply_to)))
    assert message["Auto-Submitted"] == kind
    assert message["X-Auto-Response-Suppress"] == ("All" if auto else None)


def test_mg8_long_message_ids_stay_whole() -> None:
    """The standard library makes encoded words of them, and the thread is lost."""
    raw = render(outgoing(in_reply_to=LONG_ID, references=(LONG_ID, "<2@client.example>", LONG_ID)))
    assert f"In-Reply-To: {LONG_ID}\r\n".encode() in raw
    assert f"References: {LONG_ID}\r\n <2@client.example>\r\n {LONG_ID}\r\n".encode() in raw


def test_what_is_no_message_id_is_left_out() -> None:
    raw = render(outgoing(in_reply_to="junk", references=("a b", "<ok@client.example>", "<a b@c>", "", "<ü@c>")))
    assert b"In-Reply-To" not in raw
    assert b"References: <ok@client.example>\r\n" in raw


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Acme support", b"From: Acme support <support@acme.example>\r\n"),
        ("Acme, Inc.", b'From: "Acme, Inc." <support@acme.example>\r\n'),
        ('The "best" \\ desk', b'From: "The \\"best\\" \\\\ desk" <support@acme.example>\r\n'),
        ("Müller, Anna", b"From: =?utf-8?b?TcO8bGxlciwgQW5uYQ==?= <support@acme.example>\r\n"),
        ("=?utf-8?q?x?=", b"From: =?utf-8?b?PT91dGYtOD9xP3g/PQ==?= <support@acme.example>\r\n"),
        ("support@acme.example", b'From: "support@acme.example" <support@acme.example>\r\n'),
    ],
)
def test_names_in_headings(name: str, line: bytes) -> None:
    assert line in render(outgoing(sender_name=name))


def test_a_long_subject_is_folded_and_no_character_is_cut() -> None:
    subject = "Re: Диск заполнен, " * 12 + "😀" * 30
    raw = render(outgoing(subject=subject))
    assert heading(raw, "Subject") == subject
    lines = raw.split(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(map(len, lines)) <= 76, "RFC 2047, 2"
    assert all(len(word) <= 75 for word in encoded_words(subject))


def test_a_subject_of_many_words_is_folded_between_them() -> None:
    raw = render(outgoing(subject="word " * 40 + "end"))
    first, *others = raw.split(b"Subject: ")[1].split(b"\r\nMessage-ID")[0].split(b"\r\n")
    assert first == b"word " * 13 + b"word"
    assert all(line.startswith(b" word") for line in others)
    assert heading(raw, "Subject") == "word " * 40 + "end"


def test_a_long_name_of_short_words_makes_no_long_line() -> None:
    raw = render(outgoing(sender_name="Acme, Inc. " * 12))
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_a_line_that_mail_does_not_allow_is_refused() -> None:
    with pytest.raises(UnusableData, match="longer than mail allows"):
        render(outgoing(subject=" " * 2000))


TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029"), max_size=300)


@given(TEXT)
@example("=?utf-8?q?x?=  a")
@example("a" + " " * 200 + "b")
@example(" " * 100)
@example("a" * 60 + " " * 100)
@example("ü " * 90)
def test_rule_20_any_subject_arrives_as_it_was_and_adds_no_heading(subject: str) -> None:
    raw = render(outgoing(subject=subject))
    assert heading(raw, "Subject").strip() == subject.strip()
    head = raw.split(b"\r\n\r\n")[0]
    assert len(re.findall(rb"(?m)^[A-Za-z-]+:", head)) == 10
    assert not re.search(rb"\r\n[ \t]*\r\n", head)
    assert head.isascii()


@given(TEXT)
@example('Müller, "Anna"  (x) <y@z>')
@example("a" * 200)
def test_rule_20_any_name_arrives_as_it_was_beside_the_one_address(name: str) -> None:
    raw = render(outgoing(sender_name=name))
    line = email.message_from_bytes(raw, policy=email.policy.compat32)["From"]
    shown, _, address = re.sub(r"\r\n(?=[ \t])", "", line).rpartition(" ")
    shown = str(make_header(decode_header(shown)))
    if shown.startswith('"') and shown.endswith('"') and "=?" not in line:
        shown = re.sub(r"\\(.)", r"\1", shown[1:-1])
    assert shown.strip() == name.strip()
    assert address == ("<support@acme.example>" if name.strip() else "support@acme.example")


@pytest.mark.parametrize("bad", ["\r\n", "\n", "\r", "\x00", "\x1b", "\x85", "\u2028"])
@pytest.mark.parametrize(
    "field", ["subject", "sender_name", "sender", "reply_to", "to", "cc", "message_id", "in_reply_to", "references"]
)
def test_rule_20_a_line_break_or_control_character_is_refused_everywhere(field: str, bad: str) -> None:
    value = f"a{bad}Bcc: eve@evil.example"
    several = field in ("to", "cc", "references")
    with pytest.raises(UnusableData) as refused:
        render(outgoing(**{field: (value,) if several else value}))
    assert refused.value.code == "bad_header"


@pytest.mark.parametrize("bad", ["\r\n", "\x00", "\x7f"])
def test_rule_20_the_same_holds_for_names_of_attachments(bad: str) -> None:
    attachment = ParsedAttachment(f"a{bad}b.txt", "text/plain", b"x")
    with pytest.raises(UnusableData):
        render(outgoing(attachments=(attachment,)))


@pytest.mark.parametrize(
    "address",
    ["", "anna", "anna@", "@client.example", "a b@client.example", "<anna@client.example>", "a@b@client.example",
     "anna@client.example, eve@evil.example", "anna@client.example <eve@evil.example>", "anna@-x.example"],
)  # fmt: skip
def test_rule_12_what_is_not_exactly_one_address_is_refused(address: str) -> None:
    with pytest.raises(UnusableData) as refused:
        render(outgoing(to=(address,)))
    assert refused.value.code == "bad_header"


def test_a_mail_to_nobody_or_without_its_id_is_refused() -> None:
    for mail in (outgoing(to=()), outgoing(message_id=""), outgoing(message_id="no brackets")):
        with pytest.raises(UnusableData):
            render(mail)


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("anna@Bücher.example", "To: anna@xn--bcher-kva.example\r\n"),
        ("пётр@почта.example", "To: пётр@xn--80a1acny.example\r\n"),
        ('"anna b"@client.example', 'To: "anna b"@client.example\r\n'),
        ("anna+desk@client.example", "To: anna+desk@client.example\r\n"),
    ],
)
def test_addresses_beyond_ascii(address: str, line: str) -> None:
    assert line.encode() in render(outgoing(to=(address,)))


def test_text_in_any_script_is_quoted_printable() -> None:
    raw = render(outgoing(text="Grüße aus Köln\r\n" + "x" * 300 + "\n\ttrailing \n-- \nAnna\n\n"))
    message = read(raw)
    assert message["Content-Transfer-Encoding"] == "quoted-printable"
    assert message.get_content().replace("\r\n", "\n") == "Grüße aus Köln\n" + "x" * 300 + "\n\ttrailing \n-- \nAnna\n"
    assert b"Gr=C3=BC=C3=9Fe aus K=C3=B6ln\r\n" in raw
    assert max(map(len, raw.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("text", ["", ".", ".\n..\n", "a\x00b", "a\rb\r\nc", "\ud800", "=20", "\x0c"])
def test_odd_texts_arrive(text: str) -> None:
    raw = render(outgoing(text=text))
    assert raw.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\x00", raw)
    arrived = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ud800", "\ufffd").rstrip("\n") + "\n"
    assert read(raw).get_content().replace("\r\n", "\n") == arrived


@pytest.mark.parametrize(
    "name",
    ["report.pdf", 'Отчёт "за" март; 2026.pdf', "a" * 200 + ".txt", "日本語のとても長いファイル名" * 10 + ".png",
     "a'b%20c\\d.txt", "x*0=y.txt"],
)  # fmt: skip
def test_rfc_2231_names_and_contents_of_attachments_arrive(name: str) -> None:
    content = bytes(range(256)) * 20
    raw = render(outgoing(attachments=(ParsedAttachment(name, "application/pdf", content),)))
    (attachment,) = read(raw).iter_attachments()
    assert attachment.get_filename() == name
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_content() == content
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    ("claimed", "sent"),
    [
        ("image/png", "image/png"),
        ("TEXT/HTML", "text/html"),
        ("message/rfc822", "application/octet-stream"),
        ("multipart/mixed", "application/octet-stream"),
        ("text/plain; name=x\r\nBcc: eve@evil.example", "application/octet-stream"),
        ("", "application/octet-stream"),
        ("nonsense", "application/octet-stream"),
    ],
)
def test_types_of_attachments(claimed: str, sent: str) -> None:
    raw = render(outgoing(attachments=(ParsedAttachment("a", claimed, b"content"),)))
    (attachment,) = read(raw).iter_attachments()
    assert attachment.get_content_type() == sent
    assert attachment.get_payload(decode=True) == b"content"
    assert b"Bcc" not in raw


def test_several_attachments_stay_in_order_behind_the_text() -> None:
    files = tuple(ParsedAttachment(f"{n}.txt", "text/plain", b"%d" % n) for n in range(3))
    message = read(render(outgoing(text="See below.", attachments=files)))
    body = message.get_body()
    assert body is not None
    assert body.get_content() == "See below.\r\n"
    assert [part.get_filename() for part in message.iter_attachments()] == ["0.txt", "1.txt", "2.txt"]
