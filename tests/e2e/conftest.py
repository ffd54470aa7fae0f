"""The desks of those tests here that need no process of their own for the program, and what kills those that do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desks import (  # noqa: F401 - fixtures
    database,
    databases,
    desk,
    postgres_template,
    sqlite_template,
)
from tests.e2e.nursery import Nursery
from tests.e2e.strace import needs_strace


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    """Programs that are watched by strace, and ended at one of their system calls."""
    needs_strace()
    with Nursery() as made:
        yield made
