"""Names of attached files: RFC 2231, RFC 2047, raw bytes, and what no file may be called (rule 46)."""

from __future__ import annotations

from tests.mail.corpus.case import Case, File
from tests.mail.corpus.letters import around, letter, read
from tests.mail.mails import Text, as_bytes, multipart, part, text_part

# What is special, Content-Disposition behind `attachment; `, the name.
_SAID: tuple[tuple[str, Text, str], ...] = (
    ("a file name in quotes", 'filename="server log.txt"', "server log.txt"),
    ("a file name without quotes", "filename=server.txt", "server.txt"),
    ("a file name with spaces without quotes", "filename=server log 1.txt", "server log 1.txt"),
    ("a file name with semicolons", 'filename="a;b;c.txt"', "a;b;c.txt"),
    ("a file name with quotes in it", 'filename="a\\"b\\".txt"', 'a"b".txt'),
    ("an unclosed quote", 'filename="open.txt', "open.txt"),
    ("RFC 2231", "filename*=utf-8''%C3%9Cbersicht.txt", "Übersicht.txt"),
    ("RFC 2231 with a language", "filename*=iso-8859-1'de'%DCbersicht.txt", "Übersicht.txt"),
    ("RFC 2231 without its quotes", "filename*=%C3%9Cbersicht.txt", "Übersicht.txt"),
    ("RFC 2231 continued", "filename*0=Rechnung-;\r\n filename*1=April.txt", "Rechnung-April.txt"),
    (
        "RFC 2231 continued and encoded",
        "filename*0*=utf-8''%C3%9Cber;\r\n filename*1*=sicht%20;\r\n filename*2=\"4.txt\"",
        "Übersicht 4.txt",
    ),
    ("RFC 2231 in the wrong order", "filename*1=b.txt; filename*0=a", "ab.txt"),
    ("RFC 2231 with a gap", "filename*0=a; filename*2=b.txt", "ab.txt"),
    ("RFC 2231 cut in a letter", "filename*0*=utf-8''%C3; filename*1*=%9Cb.txt", "Üb.txt"),
    ("RFC 2231 beside the plain name", "filename=Ubersicht.txt; filename*=utf-8''%C3%9Cbersicht.txt", "Übersicht.txt"),
    ("RFC 2231 with broken escapes", "filename*=utf-8''100%_%ZZ.txt", "100%_%ZZ.txt"),
    ("RFC 2231 of an unknown charset", "filename*=x-foo''%DCber.txt", "Über.txt"),
    ("RFC 2047 in a file name", 'filename="=?utf-8?Q?=C3=9Cbersicht=2Etxt?="', "Übersicht.txt"),
    ("RFC 2047 in a file name, unquoted", "filename==?utf-8?B?w5xiZXJzaWNodC50eHQ=?=", "Übersicht.txt"),
    ("RFC 2047 folded in a file name", 'filename="=?utf-8?Q?=C3=9Cber?=\r\n =?utf-8?Q?sicht=2Etxt?="', "Übersicht.txt"),
    (
        "RFC 2047 within RFC 2231",
        'filename*0="=?utf-8?Q?=C3=9Cber?="; filename*1="=?utf-8?Q?sicht.txt?="',
        "Übersicht.txt",
    ),
    ("raw utf-8 in a file name", b'filename="\xc3\x9cbersicht.txt"', "Übersicht.txt"),
    ("raw latin-1 in a file name", b'filename="\xdcbersicht.txt"', "Übersicht.txt"),
    ("name instead of filename", "name=log.txt", "attachment-1.txt"),
    ("filename in capitals", "FILENAME=LOG.TXT", "LOG.TXT"),
    ("two file names", "filename=one.txt; filename=two.txt", "one.txt"),
    ("a path of Unix", 'filename="/etc/passwd"', "passwd"),
    ("a path of Windows", 'filename="C:\\\\Users\\\\hans\\\\log.txt"', "log.txt"),
    ("a path upwards", 'filename="../../.ssh/authorized_keys"', "authorized_keys"),
    ("an encoded path upwards", "filename*=utf-8''..%2F..%2Fetc%2Fshadow", "shadow"),
    ("dots alone", 'filename=".."', "attachment-1.txt"),
    ("a leading dot", 'filename=".bashrc"', "bashrc"),
    ("a leading dash", 'filename="-rf.txt"', "rf.txt"),
    ("control characters in a name", b'filename="a\x1b[31mb\x07.txt"', "a[31mb.txt"),
    ("NUL in a name", b'filename="a.txt\x00.exe"', "a.txt.exe"),
    ("a line break in a name", "filename*=utf-8''a%0D%0Ab.txt", "a b.txt"),
    ("a direction mark in a name", "filename*=utf-8''invoice%E2%80%AEfdp.exe", "invoicefdp.exe"),
    ("zero-width characters in a name", "filename*=utf-8''a%E2%80%8Bb%EF%BB%BF.txt", "ab.txt"),
    ("a name reserved by Windows", "filename=CON.txt", "_CON.txt"),
    ("a name reserved by Windows", "filename=lpt1", "_lpt1"),
    ("a name reserved by Windows", 'filename="com1.tar.gz"', "_com1.tar.gz"),
    ("a name of spaces", 'filename="   "', "attachment-1.txt"),
    ("an empty name", 'filename=""', "attachment-1.txt"),
    ("an overlong name", "filename=" + "x" * 400 + ".txt", "x" * 251 + ".txt"),
    ("an overlong name of two-byte letters", "filename*=utf-8''" + "%C3%BC" * 200 + ".txt", "ü" * 125 + ".txt"),
    ("dots and spaces at the end", 'filename="log.txt. . "', "log.txt"),
    ("a tilde and a pipe", 'filename="~hans|log.txt"', "~hans|log.txt"),
    ("markup in a name", 'filename="<b>[red]x[/red]</b>.txt"', "b>.txt"),
)

# Content type of a part without any name, and the name it is given.
_NAMELESS: tuple[tuple[str, str], ...] = (
    ("application/pdf", "attachment-1.pdf"),
    ("image/jpeg", "attachment-1.jpg"),
    ("text/calendar", "attachment-1.ics"),
    ("text/vcard", "attachment-1.vcf"),
    ("application/x-unheard-of", "attachment-1.bin"),
    ("message/rfc822", "attachment-1.eml"),
)


def _attached(*headings: Text, content_type: str = "text/plain") -> bytes:
    file = part(f"Content-Type: {content_type}", *headings, body="log line\r\n")
    return around(multipart("mixed", text_part("See the file."), file))


def _said(number: int, row: tuple[str, Text, str]) -> Case:
    structure, disposition, name = row
    raw = _attached(b"Content-Disposition: attachment; " + as_bytes(disposition))
    return read(
        f"file-name-{number}", structure, raw, "See the file.", files=(File(name, "text/plain", b"log line\r\n"),)
    )


CASES = (
    *(_said(number, row) for number, row in enumerate(_SAID, 1)),
    *(
        read(
            f"nameless-{content_type.replace('/', '-')}",
            "a file without a name",
            _attached("Content-Disposition: attachment", content_type=content_type),
            "See the file.",
            files=(File(name, content_type, b"log line\r\n"),),
        )
        for content_type, name in _NAMELESS
    ),
    read(
        "name-of-the-type",
        "a name in Content-Type only",
        _attached("Content-Disposition: attachment", content_type='text/x-log; name="=?utf-8?Q?Men=C3=BC.log?="'),
        "See the file.",
        files=(File("Menü.log", "text/x-log", b"log line\r\n"),),
    ),
    read(
        "names-that-differ",
        "two different names",
        _attached("Content-Disposition: attachment; filename=second.log", content_type="text/x-log; name=first.log"),
        "See the file.",
        files=(File("second.log", "text/x-log", b"log line\r\n"),),
    ),
    read(
        "names-that-are-alike",
        "two files of one name",
        around(
            multipart(
                "mixed",
                text_part("Two."),
                *(
                    part("Content-Type: text/x-log", "Content-Disposition: attachment; filename=a.log", body=body)
                    for body in ("one", "two")
                ),
            )
        ),
        "Two.",
        files=(File("a.log", "text/x-log", b"one"), File("a.log", "text/x-log", b"two")),
    ),
    read(
        "the-mail-is-a-named-file",
        "a mail that is one file",
        letter(
            "Content-Type: image/png; name*=utf-8''M%C3%BCller.png",
            "Content-Transfer-Encoding: base64",
            body="iVBORw0KGgo=",
        ),
        "",
        files=(File("Müller.png", "image/png", b"\x89PNG\r\n\x1a\n"),),
    ),
    read(
        "attached-mail-by-its-subject",
        "a mail named by its subject",
        around(
            multipart(
                "mixed",
                text_part("See."),
                part(
                    "Content-Type: message/rfc822",
                    body=(b"From: omar@example.org\r\nSubject: ../=?utf-8?Q?=2E=2E/Men=C3=BC?=\r\n\r\nInner"),
                ),
            )
        ),
        "See.",
        files=(
            File(
                "Menü.eml",
                "message/rfc822",
                b"From: omar@example.org\r\nSubject: ../=?utf-8?Q?=2E=2E/Men=C3=BC?=\r\n\r\nInner",
            ),
        ),
    ),
)
