"""Twenty emails as they come in from the world, each with what has to become of it, written by hand.

The bytes are made by the standard library at most for base64; the expectations are literals.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

TO = "support@acme.example"


@dataclass(frozen=True)
class Expected:
    """What has to become of an email: outcome, client's address or None, subject, its text, attachments as name and
    size in bytes, and their bytes.
    """

    outcome: str
    client: str | None
    subject: str
    text: str
    attachments: list[tuple[str, int]] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)


def _b64(raw: bytes) -> bytes:
    return base64.encodebytes(raw)


def _head(sender: str, subject: bytes, name: str, more: bytes = b"") -> bytes:
    return (
        f"From: {sender}\r\nTo: {TO}\r\n".encode()
        + b"Subject: " + subject + b"\r\n"
        + f"Message-ID: <{name}@mail.example>\r\n".encode()
        + b"Date: Mon, 23 Nov 2026 07:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        + more
    )  # fmt: skip


HANS = "Hans Meier <hans@nordlicht.example>"
IVAN = "Ivan <ivan@pochta.example>"
SAKURA = "Sakura <billing@sakura.example>"

PLAIN = _head(HANS, b"Server unreachable", "plain") + b"\r\nHello,\r\nthe server does not answer.\r\n"

HTML_ONLY = (
    _head(HANS, b"Invoice question", "html", b"Content-Type: text/html; charset=utf-8\r\n")
    + b"\r\n<html><head><style>p{color:red}</style></head><body><p>Dear team,</p><p>is invoice <b>17</b> paid?</p>"
    b"</body></html>\r\n"
)

ALTERNATIVE = (
    _head(HANS, b"DNS change", "alternative", b'Content-Type: multipart/alternative; boundary="b1"\r\n')
    + b"\r\n--b1\r\nContent-Type: text/plain\r\n\r\nPlease change the MX.\r\n"
    b"--b1\r\nContent-Type: text/html\r\n\r\n<p>Please change the <i>MX</i>.</p>\r\n--b1--\r\n"
)

ATTACHMENTS = (
    _head(HANS, b"Console output", "attached", b'Content-Type: multipart/mixed; boundary="b2"\r\n')
    + b"\r\n--b2\r\nContent-Type: text/plain\r\n\r\nSee the files.\r\n"
    b'--b2\r\nContent-Type: text/plain; name="console.txt"\r\n'
    b'Content-Disposition: attachment; filename="console.txt"\r\n'
    b"\r\nkernel panic\r\n"
    b"--b2\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
    b"Content-Disposition: attachment; filename*=utf-8''..%2F..%2Fbild%20%C3%A4.png\r\n\r\n"
    + _b64(b"\x89PNG\r\n\x1a\n" + b"\0" * 92)
    + b"--b2--\r\n"
)

LATIN_1 = (
    _head(HANS, b"=?iso-8859-1?Q?Gr=FC=DFe?=", "latin", b"Content-Type: text/plain; charset=iso-8859-1\r\n"
          b"Content-Transfer-Encoding: 8bit\r\n")
    + b"\r\nSch\xf6ne Gr\xfc\xdfe\r\n"
)  # fmt: skip

KOI8_R = (
    _head(IVAN, b"=?koi8-r?B?8M/e1ME=?=", "koi", b"Content-Type: text/plain; charset=koi8-r\r\n"
          b"Content-Transfer-Encoding: 8bit\r\n")
    + b"\r\n\xee\xc5 \xd0\xd2\xc9\xc8\xcf\xc4\xc9\xd4 \xd0\xcf\xde\xd4\xc1\r\n"
)  # fmt: skip

ISO_2022_JP = (
    _head(SAKURA, b"=?ISO-2022-JP?B?GyRCQEE1YT1xGyhC?=", "jp", b"Content-Type: text/plain; charset=iso-2022-jp\r\n")
    + b"\r\n\x1b$B@A5a=q$r$*4j$$$7$^$9\x1b(B\r\n"
)

WINDOWS_1251 = (
    _head(IVAN, b"=?windows-1251?Q?=C4=EE=EC=E5=ED?=", "cp1251", b"Content-Type: text/plain; charset=windows-1251\r\n"
          b"Content-Transfer-Encoding: quoted-printable\r\n")
    + b"\r\n=CF=F0=EE=E4=EB=E8=F2=E5 =E4=EE=EC=E5=ED.\r\n"
)  # fmt: skip

LYING = (
    _head(HANS, b"Lying charset", "lying", b"Content-Type: text/plain; charset=us-ascii\r\n")
    + "\r\nZürich grüßt.\r\n".encode()
)

QUOTED_PRINTABLE = (
    _head(HANS, b"Quoted", "qp", b"Content-Type: text/plain; charset=utf-8\r\n"
          b"Content-Transfer-Encoding: quoted-printable\r\n")
    + b"\r\nA very long line that was=\r\n broken, =E2=82=AC 5.\r\n"
)  # fmt: skip

SECOND_USER = (
    _head("Accounts <accounts@nordlicht.example>", b"From our accounts", "user") + b"\r\nWe write from here too.\r\n"
)

IN_THREAD_OF_CLIENT = (
    _head(HANS, b"Re: Server unreachable", "thread", b"In-Reply-To: <plain@mail.example>\r\n"
          b"References: <plain@mail.example>\r\n")
    + b"\r\nIt is still down.\r\n\r\n> Hello,\r\n> the server does not answer.\r\n"
)  # fmt: skip

AUTO_REPLY = _head(HANS, b"Out of office", "auto", b"Auto-Submitted: auto-replied\r\n") + b"\r\nI am away.\r\n"

LIST_MAIL = (
    _head(HANS, b"[news] Weekly", "list", b"List-Id: <news.nordlicht.example>\r\nPrecedence: list\r\n")
    + b"\r\nThis week ...\r\n"
)

UNKNOWN = _head("Nora <nora@elsewhere.example>", b"A question", "unknown") + b"\r\nDo you sell servers?\r\n"

EMPTY = _head(HANS, b"nothing", "empty") + b"\r\n\r\n"

UNREADABLE = b"\x00\xff\xfe this is no email at all \x00\x01\x02" * 20

WRONG_TO = PLAIN.replace(b"To: support@acme.example", b"To: sales@acme.example").replace(b"<plain@", b"<wrongto@")

HOSTILE = (
    _head(HANS, b"\x1b]0;owned\x07[@click=app.quit]x[/] \x1b[2J", "hostile")
    + b"\r\nBefore \x1b[31mred\x1b[0m \xc2\x9b31m after\r\n"
)

TICKET = "ticket_created"

LETTERS: list[tuple[bytes, Expected]] = [
    (PLAIN, Expected(TICKET, "hans@nordlicht.example", "Server unreachable", "Hello,\nthe server does not answer.")),
    (HTML_ONLY, Expected(TICKET, "hans@nordlicht.example", "Invoice question", "Dear team,\n\nis invoice 17 paid?")),
    (ALTERNATIVE, Expected(TICKET, "hans@nordlicht.example", "DNS change", "Please change the MX.")),
    (ATTACHMENTS, Expected(TICKET, "hans@nordlicht.example", "Console output", "See the files.",
                           [("console.txt", 12), ("bild ä.png", 100)],
                           [b"kernel panic", b"\x89PNG\r\n\x1a\n" + b"\0" * 92])),
    (LATIN_1, Expected(TICKET, "hans@nordlicht.example", "Grüße", "Schöne Grüße")),
    (KOI8_R, Expected(TICKET, "ivan@pochta.example", "Почта", "Не приходит почта")),
    (ISO_2022_JP, Expected(TICKET, "billing@sakura.example", "請求書", "請求書をお願いします")),
    (WINDOWS_1251, Expected(TICKET, "ivan@pochta.example", "Домен", "Продлите домен.")),
    (LYING, Expected(TICKET, "hans@nordlicht.example", "Lying charset", "Zürich grüßt.")),
    (QUOTED_PRINTABLE, Expected(TICKET, "hans@nordlicht.example", "Quoted",
                                "A very long line that was broken, € 5.")),
    (SECOND_USER, Expected(TICKET, "hans@nordlicht.example", "From our accounts", "We write from here too.")),
    (IN_THREAD_OF_CLIENT, Expected("reply_added", "hans@nordlicht.example", "Re: Server unreachable",
                                   "It is still down.\n\n> Hello,\n> the server does not answer.")),
    (AUTO_REPLY, Expected("ignored", None, "Out of office", "I am away.")),
    (LIST_MAIL, Expected("ignored", None, "[news] Weekly", "This week ...")),
    (UNKNOWN, Expected("incoming", None, "A question", "Do you sell servers?")),
    (EMPTY, Expected("ignored", None, "nothing", "")),
    (UNREADABLE, Expected("quarantined", None, "", "")),
    (WRONG_TO, Expected("ignored", None, "Server unreachable", "Hello,\nthe server does not answer.")),
    (HOSTILE, Expected(TICKET, "hans@nordlicht.example", "\x1b]0;owned\x07[@click=app.quit]x[/] \x1b[2J",
                       "Before \x1b[31mred\x1b[0m \x9b31m after")),
]  # fmt: skip
"""The first nineteen; the twentieth is the client's answer to ours and is written when ours is known."""


def twentieth(ours: str) -> bytes:
    """The client's mail program answers the email with this Message-ID, with a photograph of the screen."""
    return (
        (
            f"From: {HANS}\r\nTo: {TO}\r\nSubject: Re: Server unreachable [#1]\r\nMessage-ID: <twenty@mail.example>\r\n"
            f"In-Reply-To: {ours}\r\nReferences: <plain@mail.example> {ours}\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/mixed; boundary="b20"\r\n\r\n'
            "--b20\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThank you, it works.\r\n\r\n"
            "On Mon, 23 Nov 2026 at 08:00, Tech wrote:\r\n> Hello Hans,\r\n> the server is up again.\r\n"
            '--b20\r\nContent-Type: image/gif\r\nContent-Disposition: attachment; filename="screen.gif"\r\n'
            "Content-Transfer-Encoding: base64\r\n\r\n"
        ).encode()
        + _b64(b"GIF89a\x01\x00\x01\x00\x00\xff\x00")
        + b"--b20--\r\n"
    )


TWENTIETH = Expected(
    "reply_added", "hans@nordlicht.example", "Re: Server unreachable [#1]",
    "Thank you, it works.\n\nOn Mon, 23 Nov 2026 at 08:00, Tech wrote:\n> Hello Hans,\n> the server is up again.",
    [("screen.gif", 13)], [b"GIF89a\x01\x00\x01\x00\x00\xff\x00"],
)  # fmt: skip

STORED: list[tuple[int, int, Expected]] = [
    *((number, 0, expected) for number, expected in enumerate(
        (expected for _, expected in LETTERS if expected.outcome == TICKET), 1)),
    (1, 1, next(expected for raw, expected in LETTERS if raw == IN_THREAD_OF_CLIENT)),
    (1, 3, TWENTIETH),
]  # fmt: skip
"""Where each email is found that became part of a ticket: the ticket's number, the message's place in it."""
