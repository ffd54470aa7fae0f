"""Whatever happens to a client who pays, in whatever order and at whatever times, through the acts (Paid support).

Lives are random, each of a client of their own, on both databases: orders by staff and in the client area, renewals and
raises, payments and their return, incidents that come by themselves, tickets by email, client and staff, charges and
refunds, spam, undo, credit, months that lapse in a time zone; some acts twice under their key, some from old forms.
"""

from __future__ import annotations

from hypothesis import example, given, settings

from helpdesk_tui.store.engine import Store
from tests.desk.lives import LIVES, MORE, SUPPRESSED, Steps, live
from tests.desks import MadeDesk

LAPSED: Steps = [
    ("pay", 1, 5, "plain", 0), ("order", 1, 0, "plain", 0), ("by_client", 0, 0, "plain", 0),
    ("mark_spam", 0, 0, "again", 0), ("undo", 0, 0, "plain", 0), ("wait", 4, 0, "plain", 0),
    ("mark_spam", 0, 0, "plain", 0), ("no_spam", 0, 0, "plain", 0),
]  # fmt: skip
ON_CREDIT: Steps = [
    ("allow", 0, 3, "plain", 0), ("by_staff", 2, 0, "plain", 0), ("by_staff", 2, 0, "plain", 0),
    ("adjust", 2, 0, "again", 0), ("mark_spam", 0, 0, "plain", 0), ("forbid", 0, 0, "plain", 0),
    ("by_email", 0, 0, "again", 0), ("no_spam", 0, 0, "plain", 0), ("save", 0, 1, "again", 0),
    ("save", 0, 3, "stale", 0), ("answer", 1, 3, "plain", 0), ("undo", 1, 0, "plain", 0),
]  # fmt: skip


@settings(max_examples=MORE or 6, suppress_health_check=SUPPRESSED, deadline=None)
@given(steps=LIVES)
@example(steps=LAPSED)
@example(steps=ON_CREDIT)
def test_lives(living: MadeDesk, store: Store, steps: Steps) -> None:
    """IN3 to IN12, SF1 to SF3, CL12, CL13; rules 21 to 26: what the SPEC counts is what is there, then and later."""
    live(living, store, steps)
