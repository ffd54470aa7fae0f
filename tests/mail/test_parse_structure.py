"""MG10, TF11: which parts are the text and which are files."""

from __future__ import annotations

import base64
import binascii
from email.message import EmailMessage

import pytest

from helpdesk_tui.mail.reading.html_text import html_text
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.views import ParsedMail
from tests.mail.mails import file_part, mail, multipart, of, part, text_part

PIXEL = b"\x89PNG\r\n\x1a\n\x00\xff"


def files(parsed: ParsedMail) -> list[tuple[str, str, bytes]]:
    return [(file.name, file.content_type, file.content) for file in parsed.attachments]


# ---------------------------------------------------------------- alternatives


def test_of_alternatives_the_plain_text_is_taken() -> None:
    parsed = parse(of(multipart("alternative", text_part("plain words"), text_part("<p>html words", "html"))))
    assert parsed.text == "plain words"
    assert parsed.attachments == ()


@pytest.mark.parametrize(
    "plain",
    [
        "",
        " \r\n\t\r\n",
        "This message is in HTML format. Please use an HTML-capable mail client to view it.",
        "Your email client does not support HTML.",
        "Diese Nachricht kann nur im HTML-Format angezeigt werden.",
    ],
)
def test_html_is_taken_where_the_plain_text_is_empty_or_a_stub(plain: str) -> None:
    parsed = parse(of(multipart("alternative", text_part(plain), text_part("<p>The disk is full.</p>", "html"))))
    assert parsed.text == "The disk is full."


def test_html_beside_a_stub_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """MG10: the choice among the forms looks at it, and it is the text: no reason to read 4 MB twice."""
    read: list[str] = []

    def counted(html: str, *, answers: bool) -> tuple[str, int]:
        read.append(html)
        return html_text(html, answers=answers)

    monkeypatch.setattr("helpdesk_tui.mail.reading.bodies.html_text", counted)
    inner = multipart("alternative", text_part("Look at the other form."), text_part("<p>Disk full.</p>" * 90, "html"))
    parsed = parse(of(multipart("alternative", text_part(""), inner)))
    assert parsed.text.startswith("Disk full.\n\nDisk full.")
    assert len(read) == 1


def test_html_is_taken_where_the_plain_text_says_far_less() -> None:
    html = "<p>" + "The disk is full and nobody can log in. " * 20 + "</p>"
    parsed = parse(of(multipart("alternative", text_part("See http://x.example/1"), text_part(html, "html"))))
    assert parsed.text.startswith("The disk is full and nobody")


def test_a_short_plain_text_with_the_same_html_is_taken() -> None:
    parsed = parse(of(multipart("alternative", text_part("Thanks"), text_part("<p>Thanks</p>", "html"))))
    assert parsed.text == "Thanks"


def test_the_order_of_alternatives_does_not_matter() -> None:
    parsed = parse(of(multipart("alternative", text_part("<p>h", "html"), text_part("plain"))))
    assert parsed.text == "plain"


def test_pictures_of_an_html_alternative_are_kept() -> None:
    """TF11: inline images are attachments with their content id."""
    picture = part(
        "Content-Type: image/png; name=logo.png",
        "Content-ID: <logo@acme>",
        "Content-Disposition: inline",
        "Content-Transfer-Encoding: base64",
        body=base64.encodebytes(PIXEL),
    )
    html = multipart("related", text_part('<img src="cid:logo@acme">', "html"), picture, boundary="in")
    parsed = parse(of(multipart("alternative", text_part("plain words"), html)))
    assert parsed.text == "plain words"
    (file,) = parsed.attachments
    assert (file.name, file.content_type, file.content) == ("logo.png", "image/png", PIXEL)
    assert file.inline
    assert file.content_id == "logo@acme"


def test_a_calendar_in_alternatives_is_a_file() -> None:
    invitation = part("Content-Type: text/calendar; method=REQUEST", body="BEGIN:VCALENDAR")
    parsed = parse(of(multipart("alternative", text_part("Meeting"), text_part("<p>Meeting", "html"), invitation)))
    assert parsed.text == "Meeting"
    assert files(parsed) == [("attachment-1.ics", "text/calendar", b"BEGIN:VCALENDAR")]


# ---------------------------------------------------------------- mixed


def test_text_picture_text_is_one_text() -> None:
    """Apple Mail puts a picture between two texts."""
    parsed = parse(
        of(multipart("mixed", text_part("before"), file_part("a.png", PIXEL, "image/png"), text_part("after")))
    )
    assert parsed.text == "before\n\nafter"
    assert parsed.own_lines == 3
    assert files(parsed) == [("a.png", "image/png", PIXEL)]


def test_the_related_start_part_is_the_text() -> None:
    first = part("Content-Type: image/png; name=a.png", "Content-ID: <a>", body="x")
    second = part("Content-Type: text/html", "Content-ID: <root>", body="<p>hello")
    parsed = parse(of(multipart("related", first, second, parameters='; start="<root>"')))
    assert parsed.text == "hello"
    assert [file.name for file in parsed.attachments] == ["a.png"]


def test_a_text_file_is_a_file_and_keeps_its_bytes() -> None:
    """An attachment with a declared charset is not decoded."""
    note = part(
        "Content-Type: text/plain; charset=iso-8859-1; name=note.txt",
        "Content-Disposition: attachment; filename=note.txt",
        body=b"Gr\xfc\xdfe\r\n",
    )
    parsed = parse(of(multipart("mixed", text_part("see note"), note)))
    assert parsed.text == "see note"
    assert files(parsed) == [("note.txt", "text/plain", b"Gr\xfc\xdfe\r\n")]


def test_a_mail_that_is_a_file_has_no_text() -> None:
    raw = mail("Content-Type: application/pdf; name=a.pdf", "Content-Transfer-Encoding: base64", body="JVBERg==")
    parsed = parse(raw)
    assert parsed.text == ""
    assert not parsed.empty
    assert files(parsed) == [("a.pdf", "application/pdf", b"%PDF")]


def test_html_only() -> None:
    raw = mail("Content-Type: text/html; charset=utf-8", body="<html><body><p>Grüße</p></body></html>")
    assert parse(raw).text == "Grüße"


def test_html_names_its_own_charset() -> None:
    raw = mail("Content-Type: text/html", body=b'<meta charset="windows-1251"><p>' + bytes.fromhex("cff0e8e2e5f2"))
    assert parse(raw).text == "Привет"


def test_html_in_a_plain_part_is_read_as_html() -> None:
    assert parse(mail(body="<!DOCTYPE html><html><p>hello<br>you")).text == "hello\nyou"


def test_an_attached_mail_is_kept_byte_for_byte() -> None:
    inner = b"From: bob@acme.example\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nX-Odd:  spacing \r\n\r\nbody\r\n.\r\n"
    attached = part("Content-Type: message/rfc822", body=inner)
    parsed = parse(of(multipart("mixed", text_part("see below"), attached)))
    assert parsed.text == "see below"
    assert files(parsed) == [("Café.eml", "message/rfc822", inner)]


def test_a_digest_is_mails() -> None:
    inner = part(body=b"From: bob@acme.example\r\nSubject: One\r\n\r\nbody")
    parsed = parse(of(multipart("digest", inner)))
    assert [(file.name, file.content_type) for file in parsed.attachments] == [("One.eml", "message/rfc822")]


def test_signed_mail_shows_its_text() -> None:
    signature = part(
        "Content-Type: application/pgp-signature; name=signature.asc", body="-----BEGIN PGP SIGNATURE-----"
    )
    parsed = parse(of(multipart("signed", text_part("signed words"), signature)))
    assert parsed.text == "signed words"
    assert [file.name for file in parsed.attachments] == ["signature.asc"]


def test_an_empty_part_is_nothing() -> None:
    """MG4: empty is no text and no attachment."""
    parsed = parse(of(multipart("mixed", text_part("\r\n"), part("Content-Type: application/octet-stream"))))
    assert parsed.empty
    assert parse(of(multipart("mixed", text_part(""), file_part("a.txt", b"")))).empty is False


# ---------------------------------------------------------------- broken multiparts


def test_a_missing_last_boundary_loses_nothing() -> None:
    raw = of(multipart("mixed", text_part("one"), text_part("two"))).replace(b"--edge--\r\n", b"")
    assert parse(raw).text == "one\n\ntwo"


def test_a_boundary_that_is_the_beginning_of_another_is_none() -> None:
    inner = multipart("mixed", text_part("inner"), boundary="edge-inner")
    assert parse(of(multipart("mixed", text_part("one"), inner, text_part("two")))).text == "one\n\ninner\n\ntwo"


def test_a_boundary_in_the_middle_of_a_line_is_none() -> None:
    assert parse(of(multipart("mixed", text_part("see --edge here")))).text == "see --edge here"


def test_the_same_boundary_inside_and_outside_loses_nothing() -> None:
    inner = multipart("alternative", text_part("plain"))
    assert parse(of(multipart("mixed", inner, text_part("second")))).text == "plain\n\nsecond"


@pytest.mark.parametrize("wrong", ['boundary=""', "", "boundary=other", 'boundary="=?utf-8?q?edge?="'])
def test_a_boundary_that_is_not_declared_is_found(wrong: str) -> None:
    raw = of(multipart("mixed", text_part("one"), text_part("two"))).replace(b'boundary="edge"', wrong.encode())
    assert parse(raw).text == "one\n\ntwo"


def test_a_multipart_that_claims_to_be_html_is_divided() -> None:
    raw = of(multipart("mixed", text_part("one"), text_part("two"))).replace(b"multipart/mixed", b"text/html")
    assert parse(raw).text == "one\n\ntwo"


def test_a_boundary_may_have_any_bytes() -> None:
    assert parse(of(multipart("mixed", text_part("one"), boundary="µ-edge"))).text == "one"


def test_a_multipart_without_parts_is_a_text() -> None:
    assert parse(mail("Content-Type: multipart/mixed; boundary=x", body="no parts here")).text == "no parts here"


def test_a_multipart_in_base64_is_read() -> None:
    """Forbidden by RFC 2045 6.4, and sent."""
    inner = b"--edge\r\nContent-Type: text/plain\r\n\r\nhidden words\r\n--edge--\r\n"
    raw = mail(
        "Content-Type: multipart/mixed; boundary=edge",
        "Content-Transfer-Encoding: base64",
        body=base64.encodebytes(inner),
    )
    assert parse(raw).text == "hidden words"


def test_preamble_and_epilogue_are_no_text() -> None:
    raw = of(multipart("mixed", text_part("text"))).replace(b"\r\n\r\n--edge", b"\r\n\r\npreamble\r\n--edge", 1)
    assert parse(raw + b"epilogue").text == "text"


def test_lf_and_a_boundary_followed_by_spaces() -> None:
    raw = (
        of(multipart("mixed", text_part("one"), text_part("two")))
        .replace(b"\r\n", b"\n")
        .replace(b"--edge\n", b"--edge  \n")
    )
    assert parse(raw).text == "one\n\ntwo"


@pytest.mark.parametrize("value", ["text", "TEXT/Plain", "text/", "/", "garbage", "text/plain;;;", "plain"])
def test_a_content_type_that_is_none_is_plain_text(value: str) -> None:
    """RFC 2045 5.2."""
    assert parse(mail(f"Content-Type: {value}", body="hi")).text == "hi"


# ---------------------------------------------------------------- transfer encodings


@pytest.mark.parametrize(
    ("encoding", "body", "expected"),
    [
        ("quoted-printable", b"Gr=C3=BC=C3=9Fe", "Grüße"),
        ("QUOTED-PRINTABLE", b"a=\r\nb", "ab"),
        ("quoted-printable", b"a=  \r\nb", "ab"),
        ("quoted-printable", b"100=% =ZZ =", "100=% =ZZ"),
        ("quoted-printable", b"a=3D1", "a=1"),
        ('"quoted-printable"', b"a=3D1", "a=1"),
        ("base64", b"R3LDvMOfZQ==", "Grüße"),
        ("base64", b"R3LD\r\nvMOf\r\nZQ==\r\n", "Grüße"),
        ("base64", b"R3LDvMOfZQ", "Grüße"),
        ("base64", b"R3LDvMOfZ", "Grüß"),
        ("base64", b"R3LD!!vMOf  ZQ==", "R3LD!!vMOf  ZQ=="),
        ("base64", b"R3LDvMOfZQ==aGk=", "Grüßehi"),
        ("base64", b"This is no base64 at all.", "This is no base64 at all."),
        ("base64", b"SEVMTE8gd8O2cmxk\r\n\r\nScanned by Foo Antivirus\r\n", "HELLO wörld\nScanned by Foo Antivirus"),
        ("base64", b"SEVMTE8g\r\n\r\nd8O2 cmxk\r\n", "HELLO wörld"),
        ("base64", b"SGVsbG8=\r\n\r\n_____\r\nlist footer\r\n", "Hello\n_____\nlist footer"),
        ("base64", b"", ""),
        ("8bit", "Grüße".encode(), "Grüße"),
        ("x-nonsense", b"hi", "hi"),
        ("7bit (comment)", b"hi", "hi"),
    ],
)
def test_transfer_encodings_are_undone_leniently(encoding: str, body: bytes, expected: str) -> None:
    raw = mail("Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}", body=body)
    assert parse(raw).text == expected


def test_a_file_with_damaged_base64_is_had_as_far_as_it_goes() -> None:
    damaged = part(
        "Content-Type: application/zip",
        "Content-Disposition: attachment; filename=a.zip",
        "Content-Transfer-Encoding: base64",
        body=b"UEsD\r\n*&^\r\nBBQA",
    )
    assert files(parse(of(multipart("mixed", damaged)))) == [("a.zip", "application/zip", b"PK\x03\x04\x14\x00")]


def _uu(content: bytes, name: str = "a.bin") -> bytes:
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)]
    return b"begin 644 " + name.encode() + b"\n" + b"".join(lines) + b"`\nend\n"


def test_uuencoded_blocks_in_a_text_are_files() -> None:
    content = bytes(range(200))
    parsed = parse(mail(body=b"see below\n" + _uu(content) + b"that was it\n"))
    assert parsed.text == "see below\nthat was it"
    assert files(parsed) == [("a.bin", "application/octet-stream", content)]


def test_a_uuencoded_block_without_an_end_stays_text() -> None:
    body = _uu(b"x" * 100).replace(b"end\n", b"")
    parsed = parse(mail(body=body))
    assert parsed.text.startswith("begin 644 a.bin\nM")
    assert parsed.attachments == ()


def test_a_block_of_begin_base64_is_a_file() -> None:
    parsed = parse(mail(body="see\nbegin-base64 644 a.txt\naGVs\nbG8=\n====\n"))
    assert parsed.text == "see"
    assert files(parsed) == [("a.txt", "application/octet-stream", b"hello")]


def test_begin_in_prose_stays_text() -> None:
    assert parse(mail(body="begin 644 reasons\nto stay\nend\n")).text == "begin 644 reasons\nto stay\nend"


def test_a_part_in_uuencode_is_undone() -> None:
    attached = part(
        "Content-Type: application/octet-stream; name=a.bin",
        "Content-Transfer-Encoding: x-uuencode",
        body=_uu(b"hello"),
    )
    assert files(parse(of(multipart("mixed", attached)))) == [("a.bin", "application/octet-stream", b"hello")]


# ---------------------------------------------------------------- format=flowed


@pytest.mark.parametrize(
    ("body", "parameters", "expected"),
    [
        ("one \r\ntwo\r\nthree", "", "one two\nthree"),
        ("> one \r\n> two\r\nthree", "", "> one two\nthree"),
        (">> one \r\n> two", "", ">> one\n> two"),
        (" From here\r\n >no quotation", "", "From here\n>no quotation"),
        ("text\r\n-- \r\nAnna", "", "text\n-- \nAnna"),
        ("text \r\n-- \r\nAnna", "", "text\n-- \nAnna"),
        ("> one \r\ntwo", "", "> one\ntwo"),
        ("one \r\ntwo ", "", "one two"),
        ("日本 \r\n語", "; delsp=yes", "日本語"),
    ],
)
def test_flowed_text_is_unwrapped(body: str, parameters: str, expected: str) -> None:
    """RFC 3676."""
    raw = mail(f"Content-Type: text/plain; charset=utf-8; format=flowed{parameters}", body=body)
    assert parse(raw).text == expected


# ---------------------------------------------------------------- against the standard library


def test_what_the_standard_library_writes_is_read_back() -> None:
    """Every shape that `EmailMessage` makes, with its own encodings."""
    message = EmailMessage()
    message["From"] = "Anna Grüße <anna@acme.example>"
    message["To"] = "support@desk.example"
    message["Subject"] = "Диск заполнен " * 10
    message.set_content("Grüße aus Köln\n" * 3)
    message.add_alternative("<p>Grüße</p>", subtype="html")
    html = message.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(PIXEL, "image", "png", cid="<logo>", filename="logo.png")
    message.add_attachment(bytes(range(256)) * 300, maintype="application", subtype="zip", filename="Übersicht.zip")
    message.add_attachment("körperlich\n", filename="text.txt")
    parsed = parse(message.as_bytes())
    assert parsed.senders[0].name == "Anna Grüße"
    assert parsed.subject == ("Диск заполнен " * 10).strip()
    assert parsed.text == "Grüße aus Köln\n" * 2 + "Grüße aus Köln"
    assert [(file.name, file.inline, len(file.content)) for file in parsed.attachments] == [
        ("logo.png", True, len(PIXEL)),
        ("Übersicht.zip", False, 256 * 300),
        ("text.txt", False, len("körperlich\n".encode())),
    ]
    assert parsed.attachments[1].content == bytes(range(256)) * 300
