"""What is newly written, and whether a machine wrote it, is told in time that grows with the email (MG10, rule 42).

Each hostile email is read at a size and at twice that size: the second may take three times as long, and both have
bounds far below what a parser child may use. Processor time is measured, so that other processes do not count.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from helpdesk_tui.mail.reading.html_text import html_text
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.mail.reading.quotes import own_lines
from tests.mail.mails import part

BOUND = 2.0
_LEAST = 0.05
"""Seconds; what is done sooner is too short to be measured."""
_ROUNDS = 5

TEXTS: dict[str, Callable[[int], str]] = {
    "On On On": lambda n: "On " * (20 * n),
    "On a a a wrote": lambda n: "On " + "a " * (30 * n) + "wrote",
    "On a a a wrote, quoted": lambda n: "On " + "a " * (30 * n) + "wrote:\n> x",
    ">>>>": lambda n: ">" * (1000 * n),
    "> on lines of their own": lambda n: ">\n" * (100 * n),
    "From: x": lambda n: "From: x\n" * (50 * n),
    "whole blocks": lambda n: "From: x@y\nSent: 1\nTo: z\nSubject: x\n\nwords\n" * (10 * n),
    "announced blocks": lambda n: "see:\nFrom: x@y\nSent: 1\nTo: z\nSubject: x\n\n" * (10 * n),
    "attributions": lambda n: "On 1.1.2026 10:00 a@b wrote:\n> x\n" * (10 * n),
    "attributions with bars": lambda n: "On 1.1.2026 10:00 a@b wrote:\n| x\n\n" * (10 * n),
    "attributions of nothing": lambda n: "On 1.1.2026 10:00 a@b wrote:\n" * (20 * n),
    "dividers": lambda n: "-----Original Message-----\n> x\n" * (20 * n),
    "signatures": lambda n: "-- \nx\n" * (30 * n),
    "signatures of many lines": lambda n: ("-- \n" + "x\n" * 120) * n,
    "lines of telephones": lambda n: "Sent from my iPhone\n" * (50 * n),
    "links of telephones": lambda n: "Sent from <http://" + "x" * (300 * n),
    "lines of GroupWise": lambda n: ">>> a 1 >>>\nx\n" * (20 * n),
    "directions": lambda n: "\u202bOn 1 a@b wrote:\u202c\n> x\n" * (10 * n),
    "names of Notes": lambda n: "11.04.2026 11:02\nAn\n" * (20 * n),
    "names of Notes far apart": lambda n: ("a@b\n11.04.2026 11:02\nAn\n" + "x\n" * 14) * (3 * n),
    "boxes of Notes": lambda n: "| From: |\n" * (30 * n),
    "boxes of Notes that never end": lambda n: ("| From: |\n" + "| x |\n" * 38) * n,
    "a row of cells": lambda n: "From: | " * (30 * n),
    "rows of cells": lambda n: ("To | " * 70 + "\n") * n,
    "spaces between cells": lambda n: ("To" + " " * 390 + "x\n") * (2 * n),
    "lines between dashes": lambda n: "-----a wrote: -----\n> x\n" * (10 * n),
    "one long line with a colon": lambda n: "a@b 2026 10:00 " * (60 * n) + ":\n> x",
}

PAGES: dict[str, Callable[[int], str]] = {
    "divs": lambda n: "<div>" * (20 * n) + "x",
    "closed divs": lambda n: "<div>" * (20 * n) + "x" + "</div>" * (20 * n),
    "paragraphs below many divs": lambda n: "<div>" * 1900 + "<p>a" * (20 * n),
    "divs with Outlook's line": lambda n: (
        '<div style="border-top:solid #E1E1E1 1pt">' * (15 * n) + "x" + "</div>" * (15 * n)
    ),
    "blockquotes": lambda n: "<blockquote>" * (30 * n) + "x",
    "closed blockquotes": lambda n: "<blockquote>" * (15 * n) + "x" + "</blockquote>" * (15 * n),
    "blockquotes side by side": lambda n: "<p>On 1 a@b wrote:</p><blockquote>x</blockquote>" * (10 * n),
    "blockquotes that end only": lambda n: "</blockquote>" * (100 * n),
    "tables": lambda n: "<table><tr><td>" * (6 * n) + "x",
    "Gmail's containers": lambda n: '<div class="gmail_quote">' * (15 * n) + "x",
    "links": lambda n: '<a href="http://x">' * (30 * n) + "x",
    "hidden": lambda n: '<span style="display:none">' * (30 * n) + "x",
    "comments that never end": lambda n: "<!--" * (100 * n),
    "rows of Notes": lambda n: "<table>" + "<tr><td>Von:<td>a<td>An:<td>b<td>Betreff:<td>c" * (5 * n),
    "lists": lambda n: "<ul><li>" * (15 * n) + "x",
}

MAILS: dict[str, Callable[[int], bytes]] = {
    "ids in the text of a bounce": lambda n: _bounce(b"Message-ID: <a@b>\n" * (100 * n)),
    "a bounce's long id": lambda n: _bounce(b"Message-ID: <" + b"a" * (300 * n)),
    "References": lambda n: part(
        "From: a@x.example", "References: " + "<a@b> " * (10 * n), "In-Reply-To: " + "<" * (60 * n)
    ),
    "numbers in the subject": lambda n: part("From: a@x.example", "Subject: " + "[#1]" * (15 * n)),
    "a calendar's answer": lambda n: part(
        "From: a@x.example", "Content-Type: text/calendar; method=REPLY", body="<" * (300 * n)
    ),
    "fields of a report": lambda n: part(
        "From: a@x.example", "Content-Type: message/delivery-status", body="Action: failed\n\n" * (50 * n)
    ),
}


def _bounce(body: bytes) -> bytes:
    return part("From: MAILER-DAEMON@mx.example", "Subject: failure notice", body=body)


def _used(act: Callable[[], object]) -> float:
    """Processor time in seconds."""
    start = time.process_time()
    act()
    return time.process_time() - start


def _grows_with_its_size(read: Callable[[int], object]) -> None:
    """The least of several times: a neighbour on the processor makes one of them too long, never too short."""
    once = twice = math.inf
    for _ in range(_ROUNDS):
        once = min(once, _used(lambda: read(500)))
        twice = min(twice, _used(lambda: read(1000)))
        if once < BOUND and twice < max(3 * once, _LEAST):
            return
    pytest.fail(f"{once:.3f} s, and at twice the size {twice:.3f} s")


@pytest.mark.serial
@pytest.mark.parametrize("name", TEXTS)
def test_plain_text(name: str) -> None:
    texts = {size: TEXTS[name](size) for size in (500, 1000)}
    _grows_with_its_size(lambda size: own_lines(texts[size]))


@pytest.mark.serial
@pytest.mark.parametrize("name", PAGES)
def test_html(name: str) -> None:
    pages = {size: PAGES[name](size) for size in (500, 1000)}
    _grows_with_its_size(lambda size: html_text(pages[size]))


@pytest.mark.serial
@pytest.mark.parametrize("name", MAILS)
def test_headings_and_reports(name: str) -> None:
    mails = {size: MAILS[name](size) for size in (500, 1000)}

    def read(size: int) -> None:
        with suppress(UnreadableMail):
            parse(mails[size])

    _grows_with_its_size(read)
