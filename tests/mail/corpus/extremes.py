"""Mails of one part, of very many, very deep, and of nothing (MG4, MG10, rule 6)."""

from __future__ import annotations

from tests.mail.corpus.case import File
from tests.mail.corpus.letters import around, letter, read
from tests.mail.mails import file_part, multipart, part, text_part

_PIXEL = b"\x89PNG\r\n\x1a\n\x00\xff"
_PNG = File("shot.png", "image/png", _PIXEL)
_PDF = File("offer.pdf", "application/pdf", b"%PDF-1.4\n")
_INNER = b"From: Omar <omar@example.org>\r\nTo: hans@acme.example\r\nSubject: The bill\r\n\r\nPay soon.\r\n.\r\n"

_TEXT = text_part("The disk is full.")
_HTML = text_part("<html><body><p>The disk is <b>full</b>.</p></body></html>", "html")
_SHOT = file_part("shot.png", _PIXEL, "image/png")
_OFFER = file_part("offer.pdf", b"%PDF-1.4\n", "application/pdf")
_CID = part(
    "Content-Type: image/png; name=shot.png",
    "Content-ID: <shot@acme>",
    "Content-Transfer-Encoding: base64",
    body="iVBORw0KGgoA/w==",
)
_WITH_CID = text_part('<p>The disk is full.<br><img src="cid:shot@acme" alt="our logo"></p>', "html")


def _nested(depth: int) -> bytes:
    inner = text_part("deep down")
    for level in range(depth):
        inner = multipart("mixed", inner, boundary=f"level-{level}-")
    return inner


CASES = (
    read("html-only", "HTML alone", letter("Content-Type: text/html", body="<p>One<p>Two"), "One\n\nTwo"),
    read(
        "html-picture-only",
        "HTML of a picture alone",
        letter("Content-Type: text/html", body='<img src="http://x.example/a.png">'),
        "[picture]",
    ),
    read(
        "html-logo-that-is-not-there",
        "HTML of an attached picture that is not attached",
        letter("Content-Type: text/html", body='<p>&nbsp;</p><img alt="Logo" src="cid:logo@acme.example">'),
        "",
        outcome="ignored",
        reason="empty",
    ),
    read(
        "html-logo-below-text",
        "HTML of text above an attached picture that is not attached",
        letter("Content-Type: text/html", body='<p>It is down.</p><img alt="Logo" src="cid:logo@acme.example">'),
        "It is down.\n\n[Logo]",
    ),
    *(
        read(
            f"html-logo-elsewhere-{name}",
            f"HTML of a logo that lies elsewhere: {name}",
            letter("Content-Type: text/html", body=f'<p>&nbsp;</p><img src="https://cdn.acme.example/Logo.png"{alt}>'),
            "",
            outcome="ignored",
            reason="empty",
        )
        for name, alt in (("unnamed", ' alt=""'), ("named", ' alt="Acme GmbH"'))
    ),
    read(
        "html-logo-elsewhere-below-text",
        "HTML of text above a logo that lies elsewhere",
        letter("Content-Type: text/html", body='<p>It is down.</p><img src="https://acme.example/logo.png" alt="">'),
        "It is down.",
    ),
    read("only-a-file", "a file alone", around(multipart("mixed", _OFFER)), "", files=(_PDF,)),
    read(
        "scanner",
        "a scanner's mail: an empty text and a file",
        around(multipart("mixed", text_part("\r\n"), _OFFER)),
        "",
        files=(_PDF,),
    ),
    read("nested-49", "nested 49 deep", around(_nested(49)), "deep down"),
    read(
        "nested-51",
        "nested 51 deep",
        around(_nested(51)),
        unreadable=True,
        outcome="quarantined",
        reason="its parts are nested more than 50 deep",
    ),
    read(
        "thousand-parts",
        "many parts",
        around(multipart("mixed", *[text_part("x")] * 999)),
        "\n\n".join(["x"] * 999),
    ),
    read(
        "too-many-parts",
        "too many parts",
        around(multipart("mixed", *[b"\r\n"] * 1001)),
        unreadable=True,
        outcome="quarantined",
        reason="it has more than 1,000 parts",
    ),
    read("empty-mail", "an empty mail", letter(), "", outcome="ignored", reason="empty"),
    read(
        "white-space-mail",
        "white space alone",
        letter(body=" \r\n\t\r\n\u00a0\r\n"),
        "",
        outcome="ignored",
        reason="empty",
    ),
    read(
        "empty-html",
        "HTML without a text",
        letter("Content-Type: text/html", body="<html><body><p>&nbsp;</p><br></body></html>"),
        "",
        outcome="ignored",
        reason="empty",
    ),
    read(
        "empty-multipart",
        "a multipart of empty texts",
        around(multipart("alternative", text_part(""), text_part("", "html"))),
        "",
        outcome="ignored",
        reason="empty",
    ),
)
