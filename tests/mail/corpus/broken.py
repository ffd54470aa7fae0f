"""Multiparts that are not as RFC 2046 has them, and transfer encodings that are not as RFC 2045 has them (MG10)."""

from __future__ import annotations

from tests.mail.corpus.case import File
from tests.mail.corpus.letters import around, letter, read
from tests.mail.mails import Text, file_part, multipart, part, text_part

_ONE_TWO = around(multipart("mixed", text_part("One"), text_part("Two")))
_BOTH = "One\n\nTwo"
_PDF = File("a.pdf", "application/pdf", b"%PDF-1.4\n")


def _edge(boundary: str) -> bytes:
    return around(multipart("mixed", text_part("One"), text_part("Two"), boundary=boundary))


MULTIPARTS = (
    read("no-end", "a multipart without its end", _ONE_TWO.replace(b"--edge--\r\n", b""), _BOTH),
    read(
        "cut-in-a-file",
        "a mail cut within a file",
        around(multipart("mixed", text_part("One"), file_part("a.pdf", b"%PDF-1.4\n", "application/pdf")))[:-13],
        "One",
        files=(File("a.pdf", "application/pdf", b"%PDF-1.4\n"),),
    ),
    read(
        "no-parts",
        "a multipart without parts",
        letter("Content-Type: multipart/mixed; boundary=edge", body="Help me"),
        "Help me",
    ),
    read(
        "end-only",
        "a multipart of its end alone",
        letter("Content-Type: multipart/mixed; boundary=edge", body="--edge--\r\n"),
        "--edge--",
    ),
    read("wrong-boundary", "a boundary that is not there", _ONE_TWO.replace(b'"edge"', b'"other"'), _BOTH),
    read("no-boundary", "no boundary", _ONE_TWO.replace(b'; boundary="edge"', b""), _BOTH),
    read("boundary-in-quotes-inside", "a boundary with special characters", _edge("=_'()+,./:=? x"), _BOTH),
    read(
        "boundary-unquoted",
        "a boundary with special characters, unquoted",
        _edge("----=_NextPart_000_0001").replace(b'"----=_NextPart_000_0001"', b"----=_NextPart_000_0001"),
        _BOTH,
    ),
    read("boundary-with-dashes", "a boundary of dashes", _edge("--"), _BOTH),
    read("boundary-70", "a boundary of seventy characters", _edge("b" * 70), _BOTH),
    read("boundary-300", "a boundary of three hundred characters", _edge("b" * 300), _BOTH),
    read(
        "boundary-spaces-behind",
        "spaces behind boundaries",
        _ONE_TWO.replace(b"\r\n--edge\r\n", b"\r\n--edge \t \r\n").replace(b"--edge--", b"--edge--  "),
        _BOTH,
    ),
    read(
        "boundary-spaces-declared", "a boundary with spaces at its end", _ONE_TWO.replace(b'"edge"', b'"edge  "'), _BOTH
    ),
    read(
        "boundary-prefix",
        "a boundary that another begins with",
        around(multipart("mixed", multipart("alternative", text_part("One"), boundary="edge1"), text_part("Two"))),
        _BOTH,
    ),
    read(
        "boundary-the-same",
        "one boundary for two levels",
        around(multipart("mixed", multipart("mixed", text_part("One")), text_part("Two"))),
        _BOTH,
    ),
    read(
        "boundary-in-a-line",
        "a boundary within a line",
        around(multipart("mixed", text_part("a --edge b"))),
        "a --edge b",
    ),
    read("boundary-in-capitals", "a boundary in other capitals", _ONE_TWO.replace(b'"edge"', b'"EDGE"'), _BOTH),
    read(
        "boundary-encoded", "a boundary in an encoded word", _ONE_TWO.replace(b'"edge"', b'"=?utf-8?Q?edge?="'), _BOTH
    ),
    read(
        "boundary-cut",
        "a boundary cut short where it is declared",
        _edge("----=_Part_1_2.3").replace(b'"----=_Part_1_2.3"', b"----=_Part_1"),
        _BOTH,
    ),
    read(
        "boundary-in-a-comment",
        "a boundary in a comment",
        _ONE_TWO.replace(b'; boundary="edge"', b' (boundary="edge")'),
        _BOTH,
    ),
    read("boundary-8-bit", "a boundary beyond ASCII", _edge("grüße"), _BOTH),
    read(
        "preamble",
        "a preamble and an epilogue",
        _ONE_TWO.replace(b"\r\n\r\n--edge", b"\r\n\r\nThis is a multi-part message in MIME format.\r\n--edge", 1)
        + b"\r\nend\r\n",
        _BOTH,
    ),
    read(
        "no-line-before-the-first",
        "no empty line before the first boundary",
        _ONE_TWO.replace(b"\r\n\r\n--edge", b"\r\n--edge", 1),
        _BOTH,
    ),
    read(
        "part-without-empty-line",
        "a part without headings",
        around(multipart("mixed", b"One", text_part("Two"))),
        _BOTH,
    ),
    read(
        "part-of-fields-without-empty-line",
        "a part without an empty line",
        around(
            multipart("mixed", b"Content-Type: text/plain; charset=utf-8\r\n\tx=y\r\nName: Hans\r\nProblem: disk full")
        ),
        "Name: Hans\nProblem: disk full",
    ),
    read("part-that-is-empty", "an empty part", around(multipart("mixed", b"", text_part("One"))), "One"),
    read(
        "parts-of-lf",
        "LF and CRLF mixed",
        _ONE_TWO.replace(b"\r\n", b"\n").replace(b"\n--edge\n", b"\r\n--edge\n"),
        _BOTH,
    ),
    read("disguised", "a multipart that calls itself text", _ONE_TWO.replace(b"multipart/mixed", b"text/plain"), _BOTH),
    read(
        "multipart-in-base64",
        "a multipart in base64",
        letter(
            "Content-Type: multipart/mixed; boundary=edge",
            "Content-Transfer-Encoding: base64",
            body="LS1lZGdlDQoNCk9uZQ0KLS1lZGdlDQoNClR3bw0KLS1lZGdlLS0NCg==",
        ),
        _BOTH,
    ),
    read(
        "behind-the-end",
        "parts behind the end",
        _ONE_TWO + b"--edge\r\n\r\nThree\r\n--edge--\r\n",
        "One\n\nTwo\n\nThree",
    ),
    read(
        "two-content-types",
        "two Content-Types",
        letter("Content-Type: text/plain", "Content-Type: text/html", body="a <b> c"),
        "a <b> c",
    ),
    read(
        "content-type-nonsense", "a Content-Type that is none", letter("Content-Type: ;;;=", body="Help me"), "Help me"
    ),
    read(
        "content-type-unknown",
        "an unknown type",
        letter("Content-Type: foo/bar", body="Help me"),
        "",
        files=(File("attachment-1.bin", "foo/bar", b"Help me"),),
    ),
    read(
        "content-type-text-unknown",
        "an unknown type of text",
        letter("Content-Type: text/x-nobody", body="Help me"),
        "Help me",
        files=(File("attachment-1.txt", "text/x-nobody", b"Help me"),),
    ),
    read(
        "mime-version-missing", "no MIME-Version", letter("Content-Type: text/html", body="<b>Help</b> me"), "Help me"
    ),
    read(
        "disposition-nonsense",
        "a disposition that is none",
        around(multipart("mixed", part("Content-Disposition: foo", body="One"), text_part("Two"))),
        _BOTH,
    ),
)

# What is special, the heading's value, the bytes, the text.
_ENCODED: tuple[tuple[str, Text, Text, str], ...] = (
    ("quoted-printable", "quoted-printable", "Gr=C3=BC=C3=9Fe=\r\n aus K=C3=B6ln=20\r\nHans", "Grüße aus Köln \nHans"),
    ("a soft break at the end", "quoted-printable", "Gr=C3=BC=C3=9Fe 1=", "Grüße 1"),
    ("lower-case hex", "quoted-printable", "gr=c3=bc=c3=9fe", "grüße"),
    ("illegal escapes", "quoted-printable", "100 =XX a=b =", "100 =XX a=b"),
    ("trailing spaces in quoted-printable", "quoted-printable", "Hello  \r\nHans=  \r\n Meier", "Hello  \nHans Meier"),
    ("8 bits in quoted-printable", "quoted-printable", b"Gr\xc3\xbc=C3=9Fe 2", "Grüße 2"),
    ("lone LF in quoted-printable", "quoted-printable", "a=\nb\nc", "ab\nc"),
    ("quoted-printable in odd capitals", " Quoted-Printable ", "Gr=C3=BC=C3=9Fe 3", "Grüße 3"),
    ("base64", "base64", "R3LDvMOfZQ==", "Grüße"),
    ("base64 without padding", "base64", "R3LDvMOfZSA0", "Grüße 4"),
    ("base64 without padding", "base64", "R3LDvMOfZSA0MQ", "Grüße 41"),
    ("base64 that ends within a letter, padded", "base64", "R3LDvMOfZSBvaw==Y=", "Grüße ok"),
    ("base64 with one letter and padding at its end", "base64", "R3LDvMOfZSAxMz=", "Grüße 13"),
    ("base64 with one letter too many before its padding", "base64", "R3LDvMOfZSBvazMxM=", "Grüße ok31"),
    ("base64 in lines of one", "base64", "R\r\n3\r\nL\r\nD\r\nv\r\nM\r\nO\r\nf\r\nZ\r\nS\r\nA\r\n1", "Grüße 5"),
    ("base64 in lines of CR", "base64", "R3LDvM\rOfZSA2", "Grüße 6"),
    ("base64 in a line of 10,000", "base64", "YWJj" * 2500, "abc" * 2500),
    ("base64 with spaces", "base64", "R3LD vMOf\tZSA3\r\n", "R3LD vMOf\tZSA3"),
    ("base64 in two encodings joined", "base64", "R3LDvA==\r\nw59lIDg=", "Grüße 8"),
    ("base64 with a clear footer", "base64", "R3LDvMOfZSA5\r\n\r\n____\r\nList footer", "Grüße 9\n____\nList footer"),
    ("base64 that is plain text", "base64", "Hello, this is no base64.", "Hello, this is no base64."),
    ("base64 and more behind it", "base64; x=y", "R3LDvMOfZSAxMA==", "Grüße 10"),
    ("base64 of utf-8 and CRLF", "base64", "T25lDQpUd28NCg==", "One\nTwo"),
    ("7bit that is 8bit", "7bit", b"Gr\xc3\xbc\xc3\x9fe 11", "Grüße 11"),
    ("8bit", "8bit", b"Gr\xc3\xbc\xc3\x9fe 12", "Grüße 12"),
    ("binary", "binary", b"Gr\xc3\xbc\xc3\x9fe\x00 13", "Grüße 13"),
    ("an unknown transfer encoding", "x-nobody", b"Gr=C3 \xc3\xbc", "Gr=C3 ü"),
    ("an empty transfer encoding", "", "Help me 14", "Help me 14"),
    ("a charset as transfer encoding", "utf-8", b"Gr\xc3\xbc\xc3\x9fe 15", "Grüße 15"),
    ("8-bit with a comment", "8bit (none)", "Help me 16", "Help me 16"),
    ("quoted-printable that is not", "7bit", "a=3D1 stays", "a=3D1 stays"),
)

ENCODINGS = tuple(
    read(
        f"encoded-{number}",
        structure,
        letter(
            "Content-Type: text/plain; charset=utf-8",
            b"Content-Transfer-Encoding: " + (value if isinstance(value, bytes) else value.encode()),
            body=body,
        ),
        text,
    )
    for number, (structure, value, body, text) in enumerate(_ENCODED, 1)
)

FILES = (
    read(
        "file-junk-base64",
        "a file in damaged base64",
        around(
            multipart(
                "mixed",
                text_part("One"),
                part(
                    "Content-Type: application/pdf; name=a.pdf",
                    "Content-Transfer-Encoding: base64",
                    body="JVBE*&^\r\nRi0x!!LjQK",
                ),
            )
        ),
        "One",
        files=(_PDF,),
    ),
    read(
        "file-base64-cut",
        "a file in base64 that is cut",
        around(
            multipart(
                "mixed",
                text_part("One"),
                part(
                    "Content-Type: application/pdf; name=a.pdf", "Content-Transfer-Encoding: base64", body="JVBERi0xLjQ"
                ),
            )
        ),
        "One",
        files=(File("a.pdf", "application/pdf", b"%PDF-1.4"),),
    ),
    read(
        "file-empty",
        "an empty file",
        around(multipart("mixed", text_part("One"), file_part("a.pdf", b"", "application/pdf"))),
        "One",
        files=(File("a.pdf", "application/pdf", b""),),
    ),
    read(
        "file-binary",
        "a file in binary",
        around(
            multipart(
                "mixed",
                text_part("One"),
                part(
                    "Content-Type: application/pdf; name=a.pdf",
                    "Content-Transfer-Encoding: binary",
                    body=b"\x00\r\n\xff\n\r\x1a",
                ),
            )
        ),
        "One",
        files=(File("a.pdf", "application/pdf", b"\x00\r\n\xff\n\r\x1a"),),
    ),
    read(
        "file-quoted-printable",
        "a file in quoted-printable",
        around(
            multipart(
                "mixed",
                text_part("One"),
                part(
                    "Content-Type: application/pdf; name=a.pdf",
                    "Content-Transfer-Encoding: quoted-printable",
                    body="=25PDF-1.4=0A",
                ),
            )
        ),
        "One",
        files=(_PDF,),
    ),
)

CASES = MULTIPARTS + ENCODINGS + FILES
