"""What a mail consists of: texts, alternatives, pictures, files (MG10, TF11)."""

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


def _signature(content_type: str, name: str) -> bytes:
    return part(
        f"Content-Type: {content_type}; name={name}",
        f"Content-Disposition: attachment; filename={name}",
        body="-----BEGIN-----",
    )


def _nested(depth: int) -> bytes:
    inner = text_part("deep down")
    for level in range(depth):
        inner = multipart("mixed", inner, boundary=f"level-{level}-")
    return inner


CASES = (
    read("alternative", "multipart/alternative", around(multipart("alternative", _TEXT, _HTML)), "The disk is full."),
    read(
        "alternative-html-first",
        "alternative with HTML first",
        around(multipart("alternative", _HTML, _TEXT)),
        "The disk is full.",
    ),
    read(
        "alternative-of-html-alone",
        "alternative of HTML alone",
        around(multipart("alternative", _HTML)),
        "The disk is full.",
    ),
    read(
        "alternative-empty-text",
        "an empty text beside full HTML",
        around(multipart("alternative", text_part(" \r\n\r\n"), _HTML)),
        "The disk is full.",
    ),
    read(
        "alternative-nbsp-text",
        "a text of no-break spaces beside full HTML",
        around(multipart("alternative", text_part("\u00a0\r\n\u200b\r\n"), _HTML)),
        "The disk is full.",
    ),
    read(
        "alternative-stub",
        "a stub beside full HTML",
        around(multipart("alternative", text_part("Your email client does not support HTML mails."), _HTML)),
        "The disk is full.",
    ),
    read(
        "alternative-stub-german",
        "a stub beside full HTML",
        around(
            multipart(
                "alternative", text_part("Um diese E-Mail zu sehen, benötigen Sie ein HTML-fähiges Programm."), _HTML
            )
        ),
        "The disk is full.",
    ),
    read(
        "alternative-with-related",
        "alternative with related in it",
        around(multipart("alternative", _TEXT, multipart("related", _WITH_CID, _CID, boundary="in"))),
        "The disk is full.",
        files=(_PNG,),
    ),
    read(
        "related-around-alternative",
        "related around alternative",
        around(multipart("related", multipart("alternative", _TEXT, _WITH_CID, boundary="in"), _CID)),
        "The disk is full.",
        files=(_PNG,),
    ),
    read(
        "related-html",
        "related",
        around(multipart("related", _WITH_CID, _CID)),
        "The disk is full.\n[our logo]",
        files=(_PNG,),
    ),
    read(
        "related-start",
        "related with start",
        around(
            multipart(
                "related",
                _CID,
                part("Content-Type: text/html", "Content-ID: <r@a>", body="<p>Hi"),
                parameters='; type="text/html"; start="<r@a>"',
            )
        ),
        "Hi",
        files=(_PNG,),
    ),
    read(
        "enriched-alternative",
        "text/enriched beside the text",
        around(
            multipart(
                "alternative", text_part("Help me"), part("Content-Type: text/enriched", body="<bold>Help</bold> me")
            )
        ),
        "Help me",
    ),
    read(
        "amp-alternative",
        "AMP beside the text",
        around(
            multipart(
                "alternative",
                text_part("Help me"),
                part("Content-Type: text/x-amp-html", body="<html amp4email>x"),
                text_part("<p>Help me", "html"),
            )
        ),
        "Help me",
    ),
    read("mixed", "multipart/mixed", around(multipart("mixed", _TEXT, _OFFER)), "The disk is full.", files=(_PDF,)),
    read(
        "mixed-around-all",
        "mixed around related around alternative",
        around(
            multipart(
                "mixed",
                multipart("related", multipart("alternative", _TEXT, _WITH_CID, boundary="b3"), _CID, boundary="b2"),
                _OFFER,
            )
        ),
        "The disk is full.",
        files=(_PNG, _PDF),
    ),
    read(
        "apple-text-image-text",
        "text, image, text",
        around(multipart("mixed", text_part("Before"), _SHOT, text_part("After"))),
        "Before\n\nAfter",
        files=(_PNG,),
    ),
    read(
        "apple-html-image-html",
        "alternative with texts and files in the HTML",
        around(
            multipart(
                "alternative",
                text_part("Before\r\n\r\nAfter"),
                multipart("mixed", text_part("<p>Before", "html"), _SHOT, text_part("<p>After", "html"), boundary="in"),
            )
        ),
        "Before\n\nAfter",
        files=(_PNG,),
    ),
    read(
        "several-texts",
        "several texts",
        around(multipart("mixed", *map(text_part, ("One", "", "Two", "Three")))),
        "One\n\nTwo\n\nThree",
    ),
    read(
        "list-footer",
        "a text and a footer of its own",
        around(multipart("mixed", multipart("alternative", _TEXT, _HTML, boundary="in"), text_part("Scanned by X."))),
        "The disk is full.\n\nScanned by X.",
    ),
    read(
        "parallel",
        "multipart/parallel",
        around(multipart("parallel", _TEXT, _SHOT)),
        "The disk is full.",
        files=(_PNG,),
    ),
    read(
        "unknown-multipart",
        "an unknown multipart",
        around(multipart("x-nobody", _TEXT, _SHOT)),
        "The disk is full.",
        files=(_PNG,),
    ),
    read(
        "form-data",
        "multipart/form-data",
        around(
            multipart(
                "form-data",
                part('Content-Disposition: form-data; name="message"', body="From the form"),
                part(
                    'Content-Disposition: form-data; name="file"; filename="a.csv"',
                    "Content-Type: text/csv",
                    body="1;2",
                ),
            )
        ),
        "From the form",
        files=(File("a.csv", "text/csv", b"1;2"),),
    ),
    read(
        "appledouble",
        "multipart/appledouble",
        around(
            multipart(
                "mixed",
                _TEXT,
                multipart(
                    "appledouble", part("Content-Type: application/applefile", body="\0\5\x16\7"), _OFFER, boundary="in"
                ),
            )
        ),
        "The disk is full.",
        files=(_PDF,),
    ),
    read(
        "digest",
        "multipart/digest",
        around(multipart("digest", part(body=_INNER))),
        "",
        files=(File("The bill.eml", "message/rfc822", _INNER),),
    ),
    read(
        "attached-mail",
        "message/rfc822",
        around(multipart("mixed", _TEXT, part("Content-Type: message/rfc822", body=_INNER))),
        "The disk is full.",
        files=(File("The bill.eml", "message/rfc822", _INNER),),
    ),
    read(
        "attached-mail-named",
        "message/rfc822 with a name",
        around(
            multipart(
                "mixed",
                _TEXT,
                part("Content-Type: message/rfc822; name=old.eml", "Content-Disposition: inline", body=_INNER),
            )
        ),
        "The disk is full.",
        files=(File("old.eml", "message/rfc822", _INNER),),
    ),
    read(
        "attached-mail-base64",
        "message/rfc822 in base64",
        around(
            multipart(
                "mixed",
                _TEXT,
                part("Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", body="RnJvbTogYUBiCg0KSGk="),
            )
        ),
        "The disk is full.",
        files=(File("attachment-1.eml", "message/rfc822", b"From: a@b\n\r\nHi"),),
    ),
    read(
        "only-an-attached-mail",
        "a mail that is a mail",
        letter("Content-Type: message/rfc822", body=_INNER),
        "",
        files=(File("The bill.eml", "message/rfc822", _INNER),),
    ),
    read(
        "message-partial",
        "message/partial",
        letter('Content-Type: message/partial; id="x@acme"; number=1; total=2', body="Subject: Big\r\n\r\nfirst half"),
        "",
        files=(File("attachment-1.eml", "message/partial", b"Subject: Big\r\n\r\nfirst half"),),
    ),
    read(
        "external-body",
        "message/external-body",
        around(
            multipart(
                "mixed",
                _TEXT,
                part(
                    'Content-Type: message/external-body; access-type=URL; URL="http://x.example/f"',
                    body="Content-Type: image/png\r\n\r\n",
                ),
            )
        ),
        "The disk is full.",
        files=(File("attachment-1.txt", "message/external-body", b"Content-Type: image/png\r\n\r\n"),),
    ),
    read(
        "signed-pgp",
        "multipart/signed with PGP",
        around(
            multipart(
                "signed",
                _TEXT,
                _signature("application/pgp-signature", "signature.asc"),
                parameters='; micalg=pgp-sha256; protocol="application/pgp-signature"',
            )
        ),
        "The disk is full.",
        files=(File("signature.asc", "application/pgp-signature", b"-----BEGIN-----"),),
    ),
    read(
        "signed-smime",
        "multipart/signed with S/MIME",
        around(
            multipart(
                "signed",
                multipart("alternative", _TEXT, _HTML, boundary="in"),
                _signature("application/pkcs7-signature", "smime.p7s"),
            )
        ),
        "The disk is full.",
        files=(File("smime.p7s", "application/pkcs7-signature", b"-----BEGIN-----"),),
    ),
    read(
        "vcard",
        "text/vcard",
        around(multipart("mixed", _TEXT, part("Content-Type: text/vcard; name=hans.vcf", body="BEGIN:VCARD"))),
        "The disk is full.",
        files=(File("hans.vcf", "text/vcard", b"BEGIN:VCARD"),),
    ),
    read(
        "markdown",
        "text/markdown",
        letter("Content-Type: text/markdown; charset=utf-8", body="# Disk\n\nis *full*"),
        "# Disk\n\nis *full*",
    ),
    read(
        "enriched-alone",
        "text/enriched alone",
        letter(
            "Content-Type: text/enriched",
            body="<bold>Disk</bold> is\r\n\r\n<color><param>red</param>full</color> << 5%",
        ),
        "Disk is\nfull < 5%",
    ),
    read(
        "text-attached",
        "a text that is attached",
        around(multipart("mixed", _TEXT, file_part("log.txt", b"err\n", "text/plain"))),
        "The disk is full.",
        files=(File("log.txt", "text/plain", b"err\n"),),
    ),
    read(
        "text-inline-with-a-name",
        "an inline text with a name",
        around(
            multipart(
                "mixed",
                _TEXT,
                part(
                    "Content-Type: text/plain; name=log.txt",
                    "Content-Disposition: inline; filename=log.txt",
                    body="err",
                ),
            )
        ),
        "The disk is full.",
        files=(File("log.txt", "text/plain", b"err"),),
    ),
    read(
        "only-a-text-with-a-name",
        "the text is a part with a name",
        around(
            multipart(
                "mixed", part("Content-Type: text/plain; name=body.txt", "Content-Disposition: inline", body="Help me")
            )
        ),
        "",
        files=(File("body.txt", "text/plain", b"Help me"),),
    ),
    read(
        "html-attached",
        "HTML that is attached",
        around(multipart("mixed", _TEXT, file_part("a.html", b"<p>x", "text/html"))),
        "The disk is full.",
        files=(File("a.html", "text/html", b"<p>x"),),
    ),
    read("html-only", "HTML alone", letter("Content-Type: text/html", body="<p>One<p>Two"), "One\n\nTwo"),
    read(
        "html-picture-only",
        "HTML of a picture alone",
        letter("Content-Type: text/html", body='<img src="http://x.example/a.png">'),
        "[picture]",
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
