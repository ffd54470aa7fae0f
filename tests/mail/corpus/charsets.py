"""Charsets under every name that mail programs give them: the bytes are literals, and so is the text (MG10)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.letters import letter, read

_RUSSIAN = "Здравствуйте, сайт не открывается"
_KOI8 = bytes.fromhex("fac4d2c1d7d3d4d7d5cad4c52c20d3c1cad420cec520cfd4cbd2d9d7c1c5d4d3d1")
_WIN1251 = bytes.fromhex("c7e4f0e0e2f1f2e2f3e9f2e52c20f1e0e9f220ede520eef2eaf0fbe2e0e5f2f1ff")
_ISO5 = bytes.fromhex("b7d4e0d0d2e1e2d2e3d9e2d52c20e1d0d9e220ddd520dee2dae0ebd2d0d5e2e1ef")
_CP866 = bytes.fromhex("87a4e0a0a2e1e2a2e3a9e2a52c20e1a0a9e220ada520aee2aae0eba2a0a5e2e1ef")
_LATIN1 = b"Gr\xfc\xdfe aus K\xf6ln, \xe7a va, se\xf1or"
_WESTERN = "Grüße aus Köln, ça va, señor"
_UTF8 = b"Gr\xc3\xbc\xc3\x9fe aus K\xc3\xb6ln \xe2\x80\x93 100 \xe2\x82\xac"
_EUROPEAN = "Grüße aus Köln – 100 €"

# Name in the heading, what is special, bytes, text.
_DECLARED: tuple[tuple[str, str, bytes, str], ...] = (
    ("utf-8", "utf-8", _UTF8, _EUROPEAN),
    ("utf8", "alias of utf-8", _UTF8 + b".", _EUROPEAN + "."),
    ("UTF-8-MAC", "alias of utf-8", _UTF8 + b"!", _EUROPEAN + "!"),
    ("unicode-1-1-utf-8", "alias of utf-8", _UTF8 + b"?", _EUROPEAN + "?"),
    ("utf8mb4", "alias of utf-8", _UTF8 + b"...", _EUROPEAN + "..."),
    ("iso-8859-1", "iso-8859", _LATIN1, _WESTERN),
    ("ISO8859_1", "alias of latin-1", _LATIN1 + b".", _WESTERN + "."),
    ("latin1", "alias of latin-1", _LATIN1 + b"!", _WESTERN + "!"),
    ("l1", "alias of latin-1", _LATIN1 + b"?", _WESTERN + "?"),
    ("iso-8859-15", "iso-8859", b"100 \xa4 f\xfcr \xbcuvre", "100 € für Œuvre"),
    ("latin-9", "alias of latin-9", b"100 \xa4 f\xfcr Z\xfcrich", "100 € für Zürich"),
    ("windows-1252", "windows", b"100 \x80 \x96 \x84Gr\xfc\xdfe\x93", "100 € – „Grüße“"),
    ("cp1252", "alias of windows-1252", b"50 \x80 \x96 \x84Gr\xfc\xdfe\x93", "50 € – „Grüße“"),
    ("ansi", "alias of windows-1252", b"10 \x80 \x96 \x84Gr\xfc\xdfe\x93", "10 € – „Grüße“"),
    ("cp-850", "dos", b"Gr\x81\xe1e aus K\x94ln", "Grüße aus Köln"),
    ("ibm437", "dos", b"Gr\x81\xe1e aus Kr\x84hwinkel", "Grüße aus Krähwinkel"),
    ("macintosh", "mac", b"Gr\x9f\xa7e aus K\x9aln, \x8da va", "Grüße aus Köln, ça va"),
    ("x-mac-roman", "mac", b"Gr\x9f\xa7e aus M\x9fnchen", "Grüße aus München"),
    ("iso-8859-2", "iso-8859", b"za\xbf\xf3\xb3\xe6 g\xea\xb6l\xb1 ja\xbc\xf1", "zażółć gęślą jaźń"),
    ("windows-1250", "windows", b"za\xbf\xf3\xb3\xe6 g\xea\x9cl\xb9 ja\x9f\xf1", "zażółć gęślą jaźń"),
    ("cp852", "dos", b"P\xfd\xa1li\xe7 \xa7lu\x9cou\x9fk\xec k\x85\xe5", "Příliš žluťoučký kůň"),
    ("iso-8859-3", "iso-8859", b"\xc6iu\xbbo \xe6iu\xbca\xfdde", "Ĉiuğo ĉiuĵaŭde"),
    ("iso-8859-4", "iso-8859", b"l\xe0bdien, \xfeurn\xe0ls", "lābdien, ūurnāls"),
    (
        "windows-1257",
        "windows",
        b"Labdien, serveris ned\xe2rbojas \xf0e\xf0iasde\xf0imt",
        "Labdien, serveris nedārbojas šešiasdešimt",
    ),
    ("iso-8859-13", "iso-8859", b"ned\xe2rbojas \xf0e\xf0i", "nedārbojas šeši"),
    ("iso-8859-10", "iso-8859", b"\xbabl\xe6r \xbfing", "šblær ŋing"),
    ("iso-8859-14", "iso-8859", b"\xf0r yn d\xf0r", "ŵr yn dŵr"),
    ("iso-8859-16", "iso-8859", b"\xaa\xa3 \xba\xb3 bine\xfe \xfea", "ȘŁ șł bineț ța"),
    ("koi8-r", "koi8", _KOI8, _RUSSIAN),
    ("koi8", "alias of koi8-r", _KOI8 + b".", _RUSSIAN + "."),
    (
        "koi8-u",
        "koi8",
        b"\xf7\xa6\xd4\xa4\xcd, \xd3\xc1\xca\xd4 \xce\xc5 \xd0\xd2\xc1\xc3\xc0\xa4",
        "Вітєм, сайт не працює",
    ),
    ("windows-1251", "windows", _WIN1251, _RUSSIAN),
    ("cp-1251", "alias of windows-1251", _WIN1251 + b".", _RUSSIAN + "."),
    ("win-1251", "alias of windows-1251", _WIN1251 + b"!", _RUSSIAN + "!"),
    ("iso-8859-5", "iso-8859", _ISO5, _RUSSIAN),
    ("ibm866", "dos", _CP866, _RUSSIAN),
    ("x-mac-cyrillic", "mac", bytes.fromhex("8ff0e8e2e5f2"), "Привет"),
    ("iso-8859-7", "iso-8859", b"\xca\xe1\xeb\xe7\xec\xdd\xf1\xe1", "Καλημέρα"),
    ("windows-1253", "windows", b"\xa2\xed\xe8\xf1\xf9\xf0\xef\xf2", "Άνθρωπος"),
    ("iso-8859-9", "iso-8859", b"\xdd\xfei g\xfc\xe7 \xf0", "İşi güç ğ"),
    ("windows-1254", "windows", b"100 \x80 \xdd\xfei \xf0", "100 € İşi ğ"),
    ("iso-8859-8", "iso-8859", b"\xf9\xec\xe5\xed", "שלום"),
    ("iso-8859-8-i", "alias of iso-8859-8", b"\xf9\xec\xe5\xed \xf8\xe1", "שלום רב"),
    ("windows-1255", "windows", b"\xf9\xc8\xec\xe5\xc9\xed", "שָלוֹם"),
    ("iso-8859-6", "iso-8859", b"\xe5\xd1\xcd\xc8\xc7", "مرحبا"),
    ("windows-1256", "windows", b"\xe3\xd1\xcd\xc8\xc7 \x81", "مرحبا پ"),
    ("windows-1258", "windows", b"Xin ch\xe0o, m\xf4i tr\xfd\xeang", "Xin chào, môi trưêng"),
    ("tis-620", "thai", b"\xca\xc7\xd1\xca\xb4\xd5", "สวัสดี"),
    ("windows-874", "thai", b"\x93\xca\xc7\xd1\xca\xb4\xd5\x94", "“สวัสดี”"),
    ("iso-8859-11", "thai", b"\xa2\xcd\xba\xa4\xd8\xb3", "ขอบคุณ"),
)


def _case(name: str, special: str, data: bytes, text: str) -> Case:
    word = "".join(char if char.isalnum() else "-" for char in name.lower()).strip("-")
    raw = letter(f"Content-Type: text/plain; charset={name}", "Content-Transfer-Encoding: 8bit", body=data + b"\r\n")
    return read(f"charset-{word}", f"charset: {special}", raw, text)


CASES = tuple(_case(*row) for row in _DECLARED)
