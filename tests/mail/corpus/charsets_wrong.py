"""Charsets that are not what they are said to be, or said in a way of their own (MG10)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.letters import around, letter, read
from tests.mail.mails import Text, multipart, part, text_part

_KOI8 = bytes.fromhex("fac4d2c1d7d3d4d7d5cad4c52c20d3c1cad420cec520cfd4cbd2d9d7c1c5d4d3d1")
_RUSSIAN = "Здравствуйте, сайт не открывается"
_WIN1251 = bytes.fromhex("c7e4f0e0e2f1f2e2f3e9f2e52c20f1e0e9f220ede520eef2eaf0fbe2e0e5f2f1ff")

# What is wrong, the Content-Type heading, bytes, text.
_ROWS: tuple[tuple[str, str, bytes, str], ...] = (
    ("utf-8 that is windows-1252", "text/plain; charset=utf-8", b"F\xfcr 100 \x80 \x96 bitte", "Für 100 € – bitte"),
    (
        "us-ascii that is utf-8",
        "text/plain; charset=us-ascii",
        b"Gr\xc3\xbc\xc3\x9fe aus K\xc3\xb6ln",
        "Grüße aus Köln",
    ),
    ("us-ascii with 8 bits", "text/plain; charset=us-ascii", b"Gr\xfc\xdfe aus K\xf6ln", "Grüße aus Köln"),
    (
        "latin-1 with windows quotes",
        "text/plain; charset=iso-8859-1",
        b"It says \x93full\x94 \x97 why?",
        "It says “full” — why?",
    ),
    ("latin-1 that is utf-8", "text/plain; charset=iso-8859-1", b"Gr\xc3\xbc\xc3\x9fe, 5 \xe2\x82\xac", "Grüße, 5 €"),
    ("latin-1 with C1 controls only", "text/plain; charset=iso-8859-1", b"a\x81b\xe9", "a\x81bé"),
    ("windows-1252 with holes", "text/plain; charset=windows-1252", b"caf\xe9 \x9d", "café \x9d"),
    ("koi8-r that is windows-1251", "text/plain; charset=utf-8", _WIN1251, _RUSSIAN),
    ("utf-8 that is koi8-r", "text/plain; charset=utf-8", _KOI8, _RUSSIAN),
    (
        "utf-8 with one damaged letter",
        "text/plain; charset=utf-8",
        "Größe und Länge der Bücher über Köln".encode() + b"\xc3 Ende",
        "Größe und Länge der Bücher über Köln\ufffd Ende",
    ),
    ("utf-8 with a mark before it", "text/plain; charset=utf-8", b"\xef\xbb\xbfGr\xc3\xbc\xc3\x9fe", "Grüße"),
    (
        "utf-8 with surrogates (CESU-8)",
        "text/plain; charset=utf-8",
        b"ok \xed\xa0\xbd\xed\xb8\x80 \xc3\xbc \xc3\xb6 \xc3\xa4 \xc3\x9f",
        "ok 😀 ü ö ä ß",
    ),
    (
        "undeclared utf-8 with one damaged letter",
        "text/plain",
        "Größe der Bücher über Köln".encode() + b"\xc3.",
        "Größe der Bücher über Köln\ufffd.",
    ),
    (
        "utf-8 cut in the last letter",
        "text/plain; charset=utf-8",
        b"Gr\xc3\xbc\xc3\x9fe an alle K\xc3\xb6ln\xe2\x82",
        "Grüße an alle Köln\ufffd",
    ),
    (
        "latin-1 that is damaged utf-8",
        "text/plain; charset=us-ascii",
        b"Gr\xc3\xbc\xc3\x9fe, 5 \xe2\x82 \xc3\xb6",
        "Grüße, 5 \ufffd ö",
    ),
    ("undeclared utf-8", "text/plain", b"D\xc3\xa9j\xc3\xa0 vu", "Déjà vu"),
    ("undeclared latin-1", "text/plain", b"D\xe9j\xe0 vu", "Déjà vu"),
    ("undeclared windows-1251", "text/plain", _WIN1251 + b" 2", _RUSSIAN + " 2"),
    ("undeclared koi8-r", "text/plain", _KOI8 + b" 2", _RUSSIAN + " 2"),
    (
        "undeclared euc-jp",
        "text/plain",
        bytes.fromhex("a5b5a1bca5d0a1bca4accdeea4c1a4dea4b7a4bf"),
        "サーバーが落ちました",
    ),
    ("undeclared gb2312", "text/plain", bytes.fromhex("b7fecef1c6f7b4f2b2bbbfaac1cb"), "服务器打不开了"),
    ("undeclared utf-16", "text/plain", b"\xff\xfeH\x00i\x00", "Hi"),
    ("x-unknown", "text/plain; charset=x-unknown", b"Gr\xc3\xbc\xc3\x9fe 1", "Grüße 1"),
    ("unknown-8bit", "text/plain; charset=unknown-8bit", b"Gr\xfc\xdfe 2", "Grüße 2"),
    ("a charset named binary", "text/plain; charset=binary", b"Gr\xfc\xdfe 3", "Grüße 3"),
    ("a charset named 8bit", "text/plain; charset=8bit", b"Gr\xc3\xbc\xc3\x9fe 4", "Grüße 4"),
    ("a charset that is nobody's", "text/plain; charset=foo-12", b"Gr\xfc\xdfe 5", "Grüße 5"),
    ("a codec that is no charset", "text/plain; charset=rot13", b"Uryyb", "Uryyb"),
    ("a codec that is no charset", "text/plain; charset=zlib", b"Hello", "Hello"),
    ("a charset with NUL in its name", "text/plain; charset=utf-8\0", b"Gr\xc3\xbc\xc3\x9fe 7", "Grüße 7"),
    ("charset=", "text/plain; charset=", b"Gr\xc3\xbc\xc3\x9fe 6", "Grüße 6"),
    ("charset in single quotes", "text/plain; charset='iso-8859-2'", b"\xbc\xf3\xb3w", "źółw"),
    ("charset in double quotes twice", 'text/plain; charset=""iso-8859-2""', b"\xbc\xf3\xb3w 1", "źółw 1"),
    ("charset with a comment", "text/plain; charset=iso-8859-2 (Polish)", b"\xbc\xf3\xb3w 2", "źółw 2"),
    ("charset with trailing junk", "text/plain; charset=iso-8859-2_", b"\xbc\xf3\xb3w 3", "źółw 3"),
    ("charset behind a colon", "text/plain; charset: iso-8859-2", b"\xbc\xf3\xb3w 4", "źółw 4"),
    ("charset twice", "text/plain; charset=iso-8859-2; charset=utf-8", b"\xbc\xf3\xb3w 5", "źółw 5"),
    ("charset with charset in it", 'text/plain; charset="charset=iso-8859-2"', b"\xbc\xf3\xb3w 6", "źółw 6"),
    ("charset in RFC 2231", "text/plain; charset*=us-ascii'en'iso-8859-2", b"\xbc\xf3\xb3w 7", "źółw 7"),
    ("charset without a semicolon", "text/plain charset=iso-8859-2", b"\xbc\xf3\xb3w 8", "źółw 8"),
    ("charset behind a comma", "text/plain, charset=iso-8859-2", b"\xbc\xf3\xb3w 9", "źółw 9"),
    ("a type without a subtype and a charset", "text; charset=iso-8859-2", b"\xbc\xf3\xb3w 10", "źółw 10"),
    ("charset in upper case and spaces", "TEXT/PLAIN ;  CHARSET = ISO-8859-2 ; x=y", b"\xbc\xf3\xb3w 11", "źółw 11"),
    (
        "utf-8 with a sign cut in its middle",
        "text/plain; charset=utf-8",
        "Größe, Länge, Übergewicht für 5 ".encode() + b"\xe2\x82 " + "und Ärger in Köln".encode(),
        "Größe, Länge, Übergewicht für 5 \ufffd und Ärger in Köln",
    ),
)


def _case(number: int, row: tuple[str, str, bytes, str]) -> Case:
    structure, content_type, data, text = row
    word = "".join(char if char.isalnum() else "-" for char in structure.lower())
    raw = letter(f"Content-Type: {content_type}", "Content-Transfer-Encoding: 8bit", body=data)
    return read(f"wrong-{word}-{number}", structure, raw, text)


def _form(mailer: str, body: Text, *headings: Text) -> bytes:
    return part("From: Hans Meier <hans@acme.example>", "To: support@desk.example", *headings,
                f"X-Mailer: {mailer}", body=body)  # fmt: skip


# Headings in raw bytes: what is special, the headings, the body, name, subject, text.
_RAW: tuple[tuple[str, tuple[Text, ...], bytes, str, str], ...] = (
    (
        "raw utf-8 headings",
        (b"Subject: St\xc3\xb6rung \xe2\x80\x93 dringend",),
        b"Hilfe!",
        "Störung – dringend",
        "Hilfe!",
    ),
    ("raw latin-1 headings", (b"Subject: St\xf6rung",), b"Hilfe!", "Störung", "Hilfe!"),
    (
        "raw headings in the body's charset",
        (b"Subject: " + bytes.fromhex("f3c1cad420d5d0c1cc"), "Content-Type: text/plain; charset=koi8-r"),
        bytes.fromhex("f0cfcdcfc7c9d4c521"),
        "Сайт упал",
        "Помогите!",
    ),
    (
        "raw headings in the body's charset",
        (b"Subject: W\xb3amanie", "Content-Type: text/plain; charset=iso-8859-2"),
        b"Pom\xf3\xbfcie",
        "Włamanie",
        "Pomóżcie",
    ),
    (
        "raw headings in the body's charset",
        (b"Subject: " + bytes.fromhex("8354815b836f815b"), "Content-Type: text/plain; charset=shift_jis"),
        bytes.fromhex("97 8e 82 bf 82 dc 82 b5 82 bd"),
        "サーバー",
        "落ちました",
    ),
    (
        "raw headings in the body's charset",
        (b"Subject: " + bytes.fromhex("b7fecef1c6f7"), "Content-Type: text/plain; charset=gb2312"),
        bytes.fromhex("b4f2b2bbbfaac1cb"),
        "服务器",
        "打不开了",
    ),
    (
        "raw headings in the body's charset",
        (b"Subject: \xa6\xf8\xaaA\xbe\xb9", "Content-Type: text/plain; charset=big5"),
        b"\xb7\xed\xbe\xf7",
        "伺服器",
        "當機",
    ),
    (
        "raw iso-2022-jp headings",
        (b"Subject: \x1b$B%5!<%P!<\x1b(B down", "Content-Type: text/plain; charset=iso-2022-jp"),
        b"\x1b$BMn$A$^$7$?\x1b(B",
        "サーバー down",
        "落ちました",
    ),
    (
        "raw windows-1251 headings of a form",
        (b"Subject: \xd1\xe0\xe9\xf2 \xed\xe5 \xf0\xe0\xe1\xee\xf2\xe0\xe5\xf2",),
        b"\xcf\xee\xec\xee\xe3\xe8\xf2\xe5",
        "Сайт не работает",
        "Помогите",
    ),
    (
        "raw utf-8 headings with a latin-1 body",
        (b"Subject: Verst\xc3\xb6rt", "Content-Type: text/plain; charset=iso-8859-1"),
        b"Gr\xfc\xdfe",
        "Verstört",
        "Grüße",
    ),
    (
        "raw utf-8 cut in a heading by its fold",
        (b"Subject: Gr\xc3\r\n \xbc\xc3\x9fe aus K\xc3\xb6ln und \xc3\x96sterreich",),
        b"x",
        "Grüße aus Köln und Österreich",
        "x",
    ),
    (
        "raw utf-8 damaged in a heading",
        (b"Subject: Gr\xc3\xbc\xc3\x9fe aus K\xc3\xb6ln und \xc3\x96sterr\xc3",),
        b"x",
        "Grüße aus Köln und Österr\ufffd",
        "x",
    ),
    (
        "raw headings in the body's charset",
        (b"Subject: \xafle", "Content-Type: text/plain; charset=windows-1250"),
        b"B\xb3\xb9d",
        "Żle",
        "Błąd",
    ),
    (
        "raw headings in the body's charset",
        (b"Subject: \xdeifre", "Content-Type: text/plain; charset=iso-8859-9"),
        b"\xdeifremi unuttum",
        "Şifre",
        "Şifremi unuttum",
    ),
    (
        "raw headings in the body's charset",
        (b"Subject: S\xe0skaita", "Content-Type: text/plain; charset=windows-1257"),
        b"Kur s\xe0skaita?",
        "Sąskaita",
        "Kur sąskaita?",
    ),
    (
        "raw headings in the body's charset",
        (b"Subject: \xb2\xf1\xf2\xee\xf0\xb3\xff", "Content-Type: text/plain; charset=windows-1251"),
        b"\xb2\xf1\xf2\xee\xf0\xb3\xff \xe7\xed\xe8\xea\xeb\xe0",
        "Історія",
        "Історія зникла",
    ),
)


def _raw_case(number: int, row: tuple[str, tuple[Text, ...], bytes, str, str]) -> Case:
    structure, headings, body, subject, text = row
    return read(f"raw-heading-{number}", structure, _form(f"PHPMailer 5.2.{number}", body, *headings), text,
                subject=subject)  # fmt: skip


CASES = (
    *(_case(number, row) for number, row in enumerate(_ROWS, 1)),
    *(_raw_case(number, row) for number, row in enumerate(_RAW, 1)),
    read(
        "raw-sender-name",
        "raw bytes in the sender's name",
        part(b"From: J\xfcrgen M\xfcller <hans@acme.example>", "To: support@desk.example", "Subject: Hallo", body="Hi"),
        "Hi",
        sender_name="Jürgen Müller",
        subject="Hallo",
    ),
    read(
        "two-charsets-in-one-mail",
        "parts of different charsets",
        around(
            multipart(
                "mixed",
                text_part(b"Gr\xfc\xdfe", "plain", "iso-8859-1"),
                text_part(bytes.fromhex("f0d2c9d7c5d4"), "plain", "koi8-r"),
                text_part("żółw", "plain", "utf-8"),
            )
        ),
        "Grüße\n\nПривет\n\nżółw",
    ),
    read(
        "html-charset-in-meta-only",
        "charset in the HTML only",
        letter(
            "Content-Type: text/html",
            body=b'<html><head><meta http-equiv="Content-Type" content="text/html; '
            b'charset=windows-1250"></head><body><p>\x8elu\x9dou\xe8k\xfd k\xf9\xf2</p></body></html>',
        ),
        "Žluťoučký kůň",
    ),
    read(
        "html-charset-in-meta-lies",
        "charset in the HTML against the heading",
        letter("Content-Type: text/html; charset=utf-8", body='<meta charset="iso-8859-1"><p>Grüße €</p>'),
        "Grüße €",
    ),
    read(
        "twice-encoded-utf-8",
        "utf-8 encoded twice",
        letter("Content-Type: text/plain; charset=utf-8", body=b"Gr\xc3\x83\xc2\xbc\xc3\x83\xc2\x9fe"),
        "GrÃ¼Ã\x9fe",
    ),
    read(
        "html-entities-beyond",
        "entities of windows-1252 and of astral characters",
        letter(
            "Content-Type: text/html; charset=us-ascii",
            body="<p>&#147;full&#148; &#8212; &euro;5 &#x1F600; &nbsp;&amp;lt; &#0;</p>",
        ),
        "“full” — €5 😀  &lt; \ufffd",
    ),
)
