"""Headings that are broken, missing, folded or repeated, and dates in all their forms (MG10)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.letters import letter, read
from tests.mail.mails import part

_FROM = "From: Hans Meier <hans@acme.example>"
_TO = "To: support@desk.example"

# What is special, the Date heading, the moment in UTC.
_DATES: tuple[tuple[str, str, str], ...] = (
    ("a date of RFC 5322", "Sat, 11 Apr 2026 10:59:00 +0200", "2026-04-11T08:59:00+00:00"),
    ("a date without a weekday", "11 Apr 2026 10:59 +0200", "2026-04-11T08:59:00+00:00"),
    ("a date with a comment", "Sat, 11 Apr 2026 10:59:01 +0200 (CEST)", "2026-04-11T08:59:01+00:00"),
    ("a date with a zone's name", "Sat, 11 Apr 2026 10:59:02 EDT", "2026-04-11T14:59:02+00:00"),
    ("a date in GMT", "Sat, 11 Apr 2026 08:59:03 GMT", "2026-04-11T08:59:03+00:00"),
    ("a date of two digits", "Sat, 11 Apr 26 10:59:04 +0200", "2026-04-11T08:59:04+00:00"),
    ("a date of asctime", "Sat Apr 11 10:59:05 2026", "2026-04-11T10:59:05+00:00"),
    ("a date of ISO 8601", "2026-04-11T10:59:06+02:00", "2026-04-11T08:59:06+00:00"),
    ("a date with full names", "Saturday, 11 April 2026 10:59:07 +0200", "2026-04-11T08:59:07+00:00"),
    ("a date with dashes", "Sat, 11-Apr-2026 10:59:08 +0200", "2026-04-11T08:59:08+00:00"),
    ("a date with a one-digit hour", "Sat, 11 Apr 2026 7:05:09 +0200", "2026-04-11T05:05:09+00:00"),
    ("a date of twelve hours", "Sat, 11 Apr 2026 10:59:10 PM +0200", "2026-04-11T20:59:10+00:00"),
    ("a date with a wrong weekday", "Mon, 11 Apr 2026 10:59:11 +0200", "2026-04-11T08:59:11+00:00"),
    ("a date with zone UT and offset", "Sat, 11 Apr 2026 10:59:12 UT", "2026-04-11T10:59:12+00:00"),
    ("a date with an odd offset", "Sat, 11 Apr 2026 10:59:13 +0545", "2026-04-11T05:14:13+00:00"),
    ("a date folded", "Sat, 11 Apr\r\n 2026 10:59:14\r\n +0200", "2026-04-11T08:59:14+00:00"),
    ("a leap second", "Sat, 11 Apr 2026 23:59:60 +0000", "2026-04-11T23:59:59+00:00"),
    ("a date that is none", "32 Foo 2026 99:99", ""),
    ("a date in words", "yesterday", ""),
    ("an empty date", "", ""),
    ("a date of year 0", "Sat, 11 Apr 0000 10:59:00 +0200", "2000-04-11T08:59:00+00:00"),
    ("a date at the end of time", "Fri, 31 Dec 9999 23:59:59 -1200", ""),
    ("a date with an impossible zone", "Sat, 11 Apr 2026 10:59:15 +9999", "2026-04-11T10:59:15+00:00"),
    ("a date with NUL", "Sat, 11 Apr 2026 10:59:16\0 +0200", "2026-04-11T08:59:16+00:00"),
)


def _dated(number: int, row: tuple[str, str, str]) -> Case:
    structure, value, moment = row
    raw = part(_FROM, _TO, "Subject: Disk full", f"Date: {value}", body="Please help.")
    return read(f"date-{number}", structure, raw, "Please help.", date=moment)


CASES = (
    *(_dated(number, row) for number, row in enumerate(_DATES, 1)),
    read("no-date", "no Date", part(_FROM, _TO, "Subject: Disk full", body="Hi"), "Hi", date=""),
    read("no-subject", "no Subject", part(_FROM, _TO, body="Please help."), "Please help.", subject=""),
    read("empty-subject", "an empty Subject", letter(subject="", body="Please help."), "Please help.", subject=""),
    read("two-subjects", "two Subjects", letter("Subject: Other", body="Please help."), "Please help."),
    read(
        "no-to",
        "no To",
        part(_FROM, "Subject: Disk full", body="Hi"),
        "Hi",
        outcome="ignored",
        reason="not addressed to support@desk.example",
    ),
    read(
        "to-another",
        "To another address",
        part(_FROM, "To: other@desk.example", "Subject: Disk full", body="Hi"),
        "Hi",
        outcome="ignored",
        reason="not addressed to support@desk.example",
    ),
    read(
        "only-in-cc",
        "our address in Cc only",
        part(_FROM, "To: omar@example.org", "Cc: support@desk.example", "Subject: Disk full", body="Hi"),
        "Hi",
        outcome="ignored",
        reason="not addressed to support@desk.example",
    ),
    read(
        "only-in-bcc",
        "our address in Bcc only",
        part(_FROM, "Bcc: support@desk.example", "Subject: Disk full", body="Hi"),
        "Hi",
        outcome="ignored",
        reason="not addressed to support@desk.example",
    ),
    read(
        "undisclosed",
        "undisclosed recipients",
        part(_FROM, "To: undisclosed-recipients:;", "Subject: Disk full", body="Hi"),
        "Hi",
        outcome="ignored",
        reason="not addressed to support@desk.example",
    ),
    read(
        "to-in-a-group",
        "our address in a group",
        part(_FROM, "To: Helpers: omar@example.org, Support <SUPPORT@Desk.Example>;", "Subject: Disk full", body="Hi"),
        "Hi",
    ),
    read(
        "to-as-a-name-only",
        "our address as a name only",
        part(_FROM, 'To: "support@desk.example" <omar@example.org>', "Subject: Disk full", body="Hi"),
        "Hi",
        outcome="ignored",
        reason="not addressed to support@desk.example",
    ),
    read(
        "second-to-heading",
        "several To headings",
        part(_FROM, "To: omar@example.org", "Subject: Disk full", "To: support@desk.example", body="Hi"),
        "Hi",
    ),
    read(
        "to-behind-five-hundred",
        "our address behind five hundred others",
        part(
            _FROM,
            "To: " + ",\r\n ".join(f"x{n}@example.org" for n in range(500)) + ",\r\n support@desk.example",
            "Subject: Disk full",
            body="Hi",
        ),
        "Hi",
    ),
    read(
        "to-in-encoded-words",
        "To in encoded words with a comma",
        part(_FROM, "To: =?utf-8?Q?M=C3=BCller,_Acme?= <support@desk.example>", "Subject: Disk full", body="Hi"),
        "Hi",
    ),
    read(
        "to-with-semicolons",
        "To with semicolons (Outlook)",
        part(_FROM, "To: omar@example.org; support@desk.example", "Subject: Disk full", body="Hi"),
        "Hi",
    ),
    read(
        "space-before-colon",
        "a space before the colon",
        part("From : Hans Meier <hans@acme.example>", "To\t: support@desk.example", "Subject : Disk full", body="Hi"),
        "Hi",
    ),
    read(
        "no-space-behind-colon",
        "no space behind the colon",
        part("From:Hans Meier <hans@acme.example>", "To:support@desk.example", "Subject:Disk full", body="Hi"),
        "Hi",
    ),
    read(
        "headings-in-capitals",
        "headings in odd capitals",
        part("FROM: Hans Meier <hans@acme.example>", "tO: support@desk.example", "SUBJECT: Disk full", body="Hi"),
        "Hi",
    ),
    read(
        "heading-without-colon",
        "a heading without a colon",
        part(_FROM, "This line is no heading", _TO, "Subject: Disk full", body="Hi"),
        "Hi",
    ),
    read(
        "heading-folded-at-once",
        "a value folded at once",
        part(
            "From:\r\n Hans Meier\r\n <hans@acme.example>",
            "To:\r\n\tsupport@desk.example",
            "Subject:\r\n Disk\r\n\tfull",
            body="Hi",
        ),
        "Hi",
    ),
    read(
        "fold-of-white-space-only",
        "a fold of white space only",
        part(_FROM, _TO, "Subject: Disk\r\n \r\n full", body="Hi"),
        "Hi",
    ),
    read(
        "no-empty-line",
        "no empty line before the body",
        part(_FROM, _TO, "Subject: Disk full")[:-2] + b"My disk is full.",
        "My disk is full.",
    ),
    read(
        "headings-after-the-empty-line",
        "headings behind the empty line",
        part(_FROM, _TO, "Subject: Disk full", body="X-Priority: 1\r\nMy disk is full."),
        "X-Priority: 1\nMy disk is full.",
    ),
    read(
        "nul-in-headings",
        "NUL in headings",
        letter(subject=b"Disk\x00 full", body=b"My \x00disk"),
        "My disk",
    ),
    read(
        "escape-sequences",
        "terminal sequences in a heading",
        letter(subject=b"Disk\x1b]0;pwned\x07 full", body=b"\x1b[2Jcleared"),
        "\x1b[2Jcleared",
        subject="Disk\x1b]0;pwned\x07 full",
    ),
    read(
        "very-long-subject",
        "a subject of 100,000 letters",
        letter(subject="x" * 100_000, body="Hi"),
        "Hi",
        subject="x" * 2000,
    ),
    read(
        "from-too-long",
        "a From that is too long",
        part("From: " + "x" * 70_000 + " <hans@acme.example>", _TO, body="Hi"),
        unreadable=True,
        outcome="quarantined",
        reason="its From heading is too long",
    ),
    read(
        "too-many-headings",
        "too many headings",
        part(_FROM, _TO, *(f"X-{n}: y" for n in range(10_001)), body="Hi"),
        unreadable=True,
        outcome="quarantined",
        reason="it has more than 10,000 headings",
    ),
    read(
        "utf-8-heading-name",
        "a heading named in 8 bits",
        part(_FROM, b"\xc3\x9cber: uns", _TO, "Subject: Disk full", body="Hi"),
        "Hi",
    ),
    read(
        "body-like-headings",
        "a body that begins like headings",
        letter(body="Server: web1\r\nProblem: it is down"),
        "Server: web1\nProblem: it is down",
    ),
)
