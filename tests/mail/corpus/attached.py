"""What is attached to a mail or signed in it, and texts of other kinds than plain and HTML (MG10, TF11)."""

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


CASES = (
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
        "text-of-xml",
        "text/xml alone",
        letter("Content-Type: text/xml", body="<order>17</order>"),
        "<order>17</order>",
        files=(File("attachment-1.xml", "text/xml", b"<order>17</order>"),),
    ),
    read(
        "text-of-csv",
        "text/csv alone",
        letter("Content-Type: text/csv; name=domains.csv", body="acme.example;2026"),
        "acme.example;2026",
        files=(File("domains.csv", "text/csv", b"acme.example;2026"),),
    ),
    read(
        "only-a-text-with-a-name",
        "the text is a part with a name",
        around(
            multipart(
                "mixed", part("Content-Type: text/plain; name=body.txt", "Content-Disposition: inline", body="Help me")
            )
        ),
        "Help me",
        files=(File("body.txt", "text/plain", b"Help me"),),
    ),
    read(
        "html-attached",
        "HTML that is attached",
        around(multipart("mixed", _TEXT, file_part("a.html", b"<p>x", "text/html"))),
        "The disk is full.",
        files=(File("a.html", "text/html", b"<p>x"),),
    ),
)
