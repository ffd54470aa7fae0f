"""The terms of an account, sentence by sentence of SPEC (CL11; Clarifications: Account)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.account_terms import Edit, Terms, blocked_since, check_ordering, edited
from helpdesk_tui.vocab import Grace

NINE = datetime(2026, 4, 11, 9, 0, tzinfo=UTC)
DUE = Terms(grace=Grace.DUE, respite=5, block=10)


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        (Terms(), Edit(), Terms()),
        (Terms(), Edit(credit_limit=50_00), Terms(credit_limit=50_00)),
        (Terms(credit_limit=50_00), Edit(postpaid=True), Terms(postpaid=True, credit_limit=50_00)),
        (Terms(postpaid=True), Edit(postpaid=False, credit_limit=1), Terms(credit_limit=1)),
        (Terms(), Edit(grace=Grace.DUE, respite=5, block=10), DUE),
        (DUE, Edit(block=0), Terms(grace=Grace.DUE, respite=5)),
        (DUE, Edit(grace=Grace.UNLIMITED), Terms(grace=Grace.UNLIMITED)),
        (Terms(referred_by=7), Edit(referred_by=0), Terms()),
        (Terms(), Edit(referred_by=7, active=False), Terms(active=False, referred_by=7)),
    ],
)
def test_an_edit(before: Terms, edit: Edit, after: Terms) -> None:
    """What is not named stays; what the grace period makes meaningless goes."""
    assert edited(before, edit, "EUR") == after


@pytest.mark.parametrize(
    ("before", "edit", "code"),
    [
        (Terms(postpaid=True), Edit(credit_limit=50_00), "postpaid"),
        (Terms(), Edit(postpaid=True, credit_limit=50_00), "postpaid"),
        (Terms(), Edit(credit_limit=-1), "bad_sum"), (Terms(), Edit(credit_limit=10**12), "bad_sum"),
        (Terms(), Edit(respite=5), "no_due_date"), (Terms(grace=Grace.UNLIMITED), Edit(block=5), "no_due_date"),
        (DUE, Edit(grace=Grace.NONE, block=3), "no_due_date"),
        (DUE, Edit(block=4), "bad_days"), (DUE, Edit(block=-1), "bad_days"), (DUE, Edit(respite=3651), "bad_days"),
    ],
)  # fmt: skip
def test_what_is_refused(before: Terms, edit: Edit, code: str) -> None:
    """Credit limit only while post-paid is off; respite and block-in only with a due date."""
    with pytest.raises(Refused) as refused:
        edited(before, edit, "EUR")
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("terms", "made", "since"),
    [
        (DUE, timedelta(days=10), NINE), (DUE, timedelta(days=10) - timedelta(milliseconds=1), None),
        (DUE, timedelta(days=30), NINE - timedelta(days=20)), (DUE, None, None),
        (Terms(grace=Grace.DUE, respite=5), timedelta(days=999), None),
        (Terms(grace=Grace.UNLIMITED), timedelta(days=999), None), (Terms(), timedelta(days=999), None),
        (Terms(grace=Grace.DUE, block=1), timedelta(days=1), NINE),
    ],
)  # fmt: skip
def test_ordering_is_blocked_after_block_in_days(terms: Terms, made: timedelta | None, since: datetime | None) -> None:
    """SPEC: after block-in days from an unpaid payment's creation, ordering is refused."""
    unpaid = None if made is None else NINE - made
    assert blocked_since(terms, unpaid, NINE) == since
    if since is None:
        check_ordering(terms, unpaid, NINE)
        return
    with pytest.raises(Refused) as refused:
        check_ordering(terms, unpaid, NINE)
    assert refused.value.code == "ordering_blocked"
