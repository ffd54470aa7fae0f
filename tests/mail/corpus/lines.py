"""Line ends, what stands before and behind a mail, and format=flowed (MG10, RFC 3676)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.letters import letter, read
from tests.mail.mails import Text

_MAIL = letter(body="One\r\n\r\nTwo\r\n")
_BOTH = "One\n\nTwo"


def _unreadable(name: str, structure: str, raw: bytes, reason: str) -> Case:
    return Case(name, structure, raw, unreadable=True, outcome="quarantined", reason=reason)


ENDS = (
    read("crlf", "CRLF", _MAIL, _BOTH),
    read("lf", "LF alone", _MAIL.replace(b"\r\n", b"\n"), _BOTH),
    read("cr", "CR alone", _MAIL.replace(b"\r\n", b"\r"), _BOTH),
    read("cr-cr-lf", "CR CR LF", _MAIL.replace(b"\r\n", b"\r\r\n"), _BOTH),
    read(
        "headings-lf-body-crlf",
        "LF in headings, CRLF in the body",
        letter().replace(b"\r\n", b"\n") + b"One\r\n\r\nTwo",
        _BOTH,
    ),
    read("body-with-lone-cr", "lone CR in a body", letter(body=b"One\r\rTwo"), _BOTH),
    read("no-final-line-end", "no line end at the end", _MAIL[:-2], _BOTH),
    read("dot-stuffed", "a dot at the end", _MAIL + b".\r\n", "One\n\nTwo\n."),
    read("bom", "a byte order mark before the headings", b"\xef\xbb\xbf" + _MAIL, _BOTH),
    read("empty-lines-first", "empty lines before the headings", b"\r\n\r\n" + _MAIL, _BOTH),
    read(
        "empty-lines-of-lf-first", "empty lines before the headings", b"\n\n\n" + _MAIL.replace(b"\r\n", b"\n"), _BOTH
    ),
    read("mbox-line", "an mbox line first", b"From hans@acme.example Sat Apr 11 10:59:00 2026\r\n" + _MAIL, _BOTH),
    read(
        "mbox-line-quoted", "an mbox line first", b">From hans@acme.example Sat Apr 11 10:59:00 2026\n" + _MAIL, _BOTH
    ),
    read(
        "mbox-line-in-the-text",
        "From at the beginning of a line",
        letter(body=">From here on\r\nFrom there"),
        ">From here on\nFrom there",
    ),
    read(
        "mbox-line-of-thunderbird",
        "an mbox line and headings of the mailbox",
        b"From - Sat Apr 11 10:59:00 2026\r\nX-Account-Key: account1\r\nX-UIDL: 17\r\n" + _MAIL,
        _BOTH,
    ),
    read(
        "mbox-line-of-mutt",
        "an mbox line and headings of the mailbox",
        b"From MAILER-DAEMON Sat Apr 11 10:59:00 2026\nStatus: RO\nContent-Length: 8\n" + _MAIL,
        _BOTH,
    ),
    read(
        "bom-and-an-empty-line",
        "a byte order mark and an empty line",
        b"\xef\xbb\xbf\n" + _MAIL.replace(b"\r\n", b"\n"),
        _BOTH,
    ),
    read("nul-lines", "NUL bytes in a text", letter(body=b"\x00One\x00\r\n\x00\r\nTwo\x00\x00"), _BOTH),
    read("control-z", "an end-of-file mark", letter(body=b"One\r\n\r\nTwo\r\n\x1a"), "One\n\nTwo\n\x1a"),
    read(
        "form-feed",
        "form feeds and vertical tabs",
        letter(body="One\x0cTwo\x0bThree\x85Four"),
        "One\x0cTwo\x0bThree\x85Four",
    ),
    read(
        "line-separators", "Unicode line separators", letter(body="One\u2028Two\u2029Three"), "One\u2028Two\u2029Three"
    ),
    read("wide-line", "a line of 300,000 letters", letter(body="wide " * 60_000), ("wide " * 60_000).strip()),
    read("many-lines", "100,000 lines", letter(body="x\r\n" * 100_000), "\n".join(["x"] * 100_000)),
    read(
        "headings-only",
        "headings without an empty line",
        _MAIL[: _MAIL.index(b"\r\n\r\n") + 2],
        "",
        outcome="ignored",
        reason="empty",
    ),
    read(
        "headings-cut",
        "headings cut in the middle",
        _MAIL[: _MAIL.index(b" full")],
        "",
        subject="Disk",
        outcome="ignored",
        reason="empty",
    ),
    _unreadable(
        "body-only", "a body alone", b"Please help me.\r\nMy disk is full.\r\n", "it has none of the headings of a mail"
    ),
    _unreadable("nothing", "no byte at all", b"", "it is empty"),
    _unreadable("line-ends-only", "line ends alone", b"\r\n\r\n\r\n", "it is empty"),
    _unreadable("zeros", "zeros", bytes(4096), "it has none of the headings of a mail"),
    _unreadable(
        "a-zip", "a file instead of a mail", b"PK\x03\x04\x14\x00\x00\x00", "it has none of the headings of a mail"
    ),
    _unreadable(
        "http",
        "a web request",
        b"GET / HTTP/1.1\r\nHost: desk.example\r\n\r\n",
        "it has none of the headings of a mail",
    ),
    _unreadable(
        "utf-16",
        "a mail in UTF-16",
        b"\xff\xfe" + "From: hans@acme.example\r\n".encode("utf-16-le"),
        "it has none of the headings of a mail",
    ),
)

# What is special, parameters, the body, the text, and what is newly written where that is less.
_FLOWED: tuple[tuple[str, str, Text, str, str | None], ...] = (
    ("format=flowed", "", "My disk \r\nis full.\r\n\r\nHans", "My disk is full.\n\nHans", None),
    ("format=flowed with delsp", "; delsp=yes", "ディスクが \r\n一杯です", "ディスクが一杯です", None),
    ("format=flowed with stuffed spaces", "", " From here \r\n >no quotation\r\n", "From here >no quotation", None),
    (
        "format=flowed with quotes",
        "",
        "Yes.\r\n\r\n> My disk \r\n> is full.\r\n>> Which?",
        "Yes.\n\n> My disk is full.\n>> Which?",
        "Yes.",
    ),
    (
        "format=flowed with a signature",
        "",
        "My disk \r\nis full. \r\n-- \r\nHans",
        "My disk is full.\n-- \nHans",
        "My disk is full.",
    ),
    ("format=flowed with a space at the end", "", "My disk \r\nis full. ", "My disk is full.", None),
    ("format=flowed in capitals", "; DelSp=No", "A \r\nB 1", "A B 1", None),
    ("format=fixed", "", "A \r\nB 2", "A B 2", None),
)


def _flowed(number: int, row: tuple[str, str, Text, str, str | None]) -> Case:
    structure, parameters, body, text, reply = row
    form = "Flowed" if number % 2 else "flowed"
    raw = letter(
        f"Content-Type: text/plain; charset=utf-8; format={form}{parameters}",
        f"User-Agent: Mozilla Thunderbird 91.{number}",
        body=body,
    )
    return read(f"flowed-{number}", structure, raw, text, reply=reply)


CASES = (
    *ENDS,
    *(_flowed(number, row) for number, row in enumerate(_FLOWED[:-1], 1)),
    read("fixed", "format=fixed", letter("Content-Type: text/plain; format=fixed", body="A \r\nB"), "A \nB"),
)
