"""A first look at the desk, beside the loading of everything else; the door follows (PERFORMANCE P4)."""

from __future__ import annotations

from helpdesk_tui.config import Settings
from helpdesk_tui.questions import FirstLook
from helpdesk_tui.store.first_page import Choose, first_page

PAGE = 120
"""Rows of the first page: more than the tallest terminal shows."""


def first_look(settings: Settings, choose: Choose) -> FirstLook | None:
    """Who acts here, by `choose`, and the first page of their queue; None where the door has to say what is wrong."""
    return first_page(settings.database, choose, settings.clock().now(), PAGE)
