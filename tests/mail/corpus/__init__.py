"""Emails written for this project, each with what has to become of it.

`ALL` is every case. A module holds a family of them; `case.py` says what a case is, `desk.py` the desk they come to.
"""

from __future__ import annotations

from tests.mail.corpus import (
    attached,
    broken,
    charsets,
    charsets_asian,
    charsets_wrong,
    extremes,
    file_names,
    headings,
    invitations,
    lines,
    packed,
    producers,
    producers_on_servers,
    senders,
    shapes,
    threads,
    words,
    wrapped,
)
from tests.mail.corpus.case import Case

ALL: tuple[Case, ...] = (
    *attached.CASES,
    *broken.CASES,
    *charsets.CASES,
    *charsets_asian.CASES,
    *charsets_wrong.CASES,
    *extremes.CASES,
    *file_names.CASES,
    *headings.CASES,
    *invitations.CASES,
    *lines.CASES,
    *packed.CASES,
    *producers.CASES,
    *producers_on_servers.CASES,
    *senders.CASES,
    *shapes.CASES,
    *threads.CASES,
    *words.CASES,
    *wrapped.CASES,
)
