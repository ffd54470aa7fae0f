"""How an act is refused."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.errors import DeskError


def refused(desk: Desk, act: Act[Any]) -> DeskError:
    """The refusal of an act; fails when it is done."""
    with pytest.raises(DeskError) as refusal:
        desk.perform(act)
    assert refusal.value.sentence.endswith(".")
    return refusal.value
