"""Emails with any damage are read or said to be unreadable, quickly, and become something with a name (MG10, rule 6).

A few hundred in the usual run; `HELPDESK_TEST_MUTATIONS=50000` runs so many and tells what became of them.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable

from helpdesk_tui.mail.reading.facts import Facts, facts
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.mail.reading.parse import mail_from
from helpdesk_tui.vocab import MailOutcome
from tests.mail.corpus.desk import CorpusDesk
from tests.mail.corpus.mutations import MUTATIONS, mutated

HOW_MANY = "HELPDESK_TEST_MUTATIONS"
_USUAL = 400
_SECONDS = 2.0
_TO_THE_DESK = 8
"""One in so many is shown to the desk as well, which takes much longer than reading it."""


def test_any_damage_is_read_or_refused_and_becomes_something(
    corpus_desk: CorpusDesk, figure: Callable[[str], None]
) -> None:
    """No error but *unreadable*, and that by a rule; two seconds at most; text that can be stored; an outcome."""
    wrong: list[tuple[int, str]] = []
    slowest = (0.0, -1)
    became: Counter[str] = Counter()
    for number, raw in enumerate(mutated(int(os.environ.get(HOW_MANY, _USUAL)))):
        begun = time.process_time()
        found, unreadable = _read(raw)
        slowest = max(slowest, (time.process_time() - begun, number))
        wrong += [(number, said) for said in _complaints(found, unreadable)]
        became["unreadable" if found is None else "read"] += 1
        if number % _TO_THE_DESK == 0:
            report = corpus_desk.becomes(raw, mail_from(found) if found else None, unreadable)
            became[f"desk: {report.outcome.value}"] += 1
            if report.outcome not in (MailOutcome.TICKET_CREATED, MailOutcome.BOUNCED) and not report.reason:
                wrong.append((number, f"{report.outcome.value} without a reason"))
    told = ", ".join(f"{what} {count:,}" for what, count in sorted(became.items()))
    figure(f"damaged mails: {told}; slowest {slowest[0]:.2f} s (number {slowest[1]})")
    assert wrong == []
    assert slowest[0] < _SECONDS
    assert became["read"] > became["unreadable"] > 0
    assert became["desk: ticket_created"] > 0


def test_the_damage_is_the_same_each_time_and_of_every_kind() -> None:
    """A seed finds a mail again, and no kind of damage leaves all mails as they are."""
    first, second = list(mutated(50)), list(mutated(50))
    assert first == second
    assert len({raw[:4000] for raw in first}) > 40
    assert len({mutation.__name__ for mutation in MUTATIONS}) == 13


def _read(raw: bytes) -> tuple[Facts | None, str]:
    try:
        return facts(raw), ""
    except UnreadableMail as unreadable:
        return None, unreadable.reason


def _complaints(found: Facts | None, unreadable: str) -> list[str]:
    """What is wrong in what was read, beside that it may be the wrong thing."""
    if found is None:
        # The last net under the reader: it holds, but nothing may fall into it.
        return [unreadable] if unreadable.startswith("reading it failed") else []
    stored = json.dumps({**found, "files": [file[:2] for file in found["files"]]}, ensure_ascii=False)
    complaints = []
    try:
        stored.encode()
    except UnicodeEncodeError as error:
        complaints.append(str(error))
    if "\\u0000" in stored:
        complaints.append("NUL")
    if not 0 <= found["own_lines"] <= found["text"].count("\n") + 1:
        complaints.append("own_lines")
    if any("/" in name or "\\" in name or not name or len(name.encode()) > 255 for name, *_ in found["files"]):
        complaints.append("name of a file")
    return complaints
