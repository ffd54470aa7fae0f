"""Emails written for this project, each with what has to become of it.

`ALL` is every case. A module holds a family of them; `case.py` says what a case is, `desk.py` the desk they come to.
"""

from __future__ import annotations

from tests.mail.corpus import (
    html_answers,
    html_forms,
    html_programs,
    identity,
    lists_and_loops,
    machines_answering,
    machines_bouncing,
    machines_bouncing_words,
    machines_speaking,
    quotes_by_block,
    quotes_by_line,
    quotes_kept,
    recipients,
    signatures,
    threads,
    threads_forms,
)
from tests.mail.corpus.case import Case

ALL: tuple[Case, ...] = (
    *threads.CASES,
    *threads_forms.CASES,
    *identity.CASES,
    *recipients.CASES,
    *quotes_by_line.CASES,
    *quotes_by_block.CASES,
    *quotes_kept.CASES,
    *signatures.CASES,
    *html_programs.CASES,
    *html_forms.CASES,
    *html_answers.CASES,
    *machines_answering.CASES,
    *machines_answering.PEOPLE,
    *machines_bouncing.CASES,
    *machines_bouncing_words.CASES,
    *machines_speaking.CASES,
    *lists_and_loops.CASES,
)
