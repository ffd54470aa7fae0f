"""What a mail consists of: texts, alternatives, pictures, files (MG10, TF11)."""

from __future__ import annotations

from tests.mail.corpus.case import File
from tests.mail.corpus.letters import around, read
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
        "alternative-stub-with-a-link",
        "a link beside full HTML",
        around(
            multipart(
                "alternative",
                text_part("View this email in your browser: http://x.example/1"),
                text_part("<p>" + "The disk is full. " * 40, "html"),
            )
        ),
        ("The disk is full. " * 40).strip(),
    ),
    read(
        "alternative-empty-beside-related",
        "an empty text beside related HTML",
        around(multipart("alternative", text_part(""), multipart("related", _WITH_CID, _CID, boundary="in"))),
        "The disk is full.\n[our logo]",
        files=(_PNG,),
    ),
    read(
        "alternative-of-two-texts",
        "an empty text beside another text",
        around(multipart("alternative", text_part(""), text_part("The disk is full."))),
        "The disk is full.",
    ),
    read(
        "alternative-of-an-empty-html",
        "a text beside an empty HTML",
        around(
            multipart(
                "alternative", text_part(""), text_part("<p></p>", "html"), text_part("The disk is full.", "markdown")
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
        "text-and-html-mixed",
        "a text and the same in HTML, mixed",
        around(multipart("mixed", _TEXT, _HTML)),
        "The disk is full.",
    ),
    read(
        "text-and-other-html-mixed",
        "a text and other words in HTML, mixed",
        around(multipart("mixed", _TEXT, text_part("<p>Please help.</p>", "html"))),
        "The disk is full.\n\nPlease help.",
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
)
