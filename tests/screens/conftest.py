"""The desk that the tests of the screens sit at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.screens.desk import template
from tests.screens.seat import Seat, Seats


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk of `tests.screens.desk`, made once."""
    return template(tmp_path_factory.mktemp("furnished"))


@pytest.fixture
def seats(furnished: Path, tmp_path: Path) -> Seats:
    """Seats at a desk of this test's own."""
    return Seats(furnished, tmp_path)


@pytest.fixture
async def seat(seats: Seats) -> AsyncIterator[Seat]:
    """anna, of Tech and Billing, at 120x40."""
    async with seats.sit() as made:
        yield made
