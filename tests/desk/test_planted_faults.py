"""The lives can fail: with each of these faults in the program, one of them does.

Those that are noticed soon are planted in every run, and all with `HELPDESK_TEST_LIVES` (see CONTRIBUTING).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpdesk_tui.errors import DeskError
from helpdesk_tui.store.engine import Store
from tests.desk import lives, test_lives_of_currencies
from tests.desk.faults import FAULTS, MOVES, SOON
from tests.desk.lives import MORE
from tests.desks import MadeDesk, only

database = only("sqlite")
NOTICED = (AssertionError, DeskError, LookupError, ValueError)
LIVES = 60


def noticed(live: Callable[[int], None], first: int) -> bool:
    """Whether one of many lives fails; the `first` one that is tried did when this was written."""
    for number in (first, *range(LIVES)):
        try:
            live(number)
        except NOTICED:
            return True
    return False


@pytest.mark.parametrize("fault", [name for name in FAULTS if MORE or name in SOON])
def test_in_a_life(living: MadeDesk, store: Store, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN3 to IN12, SF1 to SF3, rules 21 to 26."""
    FAULTS[fault](monkeypatch)
    assert noticed(lambda number: lives.live(living, store, lives.random_life(number)), SOON.get(fault, 0))


@pytest.mark.parametrize("fault", MOVES)
def test_in_a_life_over_currencies(desk: MadeDesk, store: Store, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """CL11: what does not move with its client, or moves twice."""
    MOVES[fault](monkeypatch)
    over = test_lives_of_currencies
    assert noticed(lambda number: over.live(desk, store, over.random_life(number)), SOON.get(fault, 0))
