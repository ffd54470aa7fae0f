"""Emails written for this project, each with what has to become of it.

`ALL` is every case. A module holds a family of them; `case.py` says what a case is, `desk.py` the desk they come to.
"""

from __future__ import annotations

from tests.mail.corpus import charsets, charsets_asian, charsets_wrong, threads
from tests.mail.corpus.case import Case

ALL: tuple[Case, ...] = (
    *charsets.CASES,
    *charsets_asian.CASES,
    *charsets_wrong.CASES,
    *threads.CASES,
)
