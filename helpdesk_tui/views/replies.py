"""Predefined replies as they are listed and inserted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A predefined reply (PR1, PR4): for a department, a member of staff (a login), or with neither for everybody.

    `texts` are its texts by language, never none. `mine`: whether the asker may change it; `here`: whether it is for
    the asker, which another member of staff's own is not, though administrators see it.
    """

    id: int
    name: str
    department: str | None
    staff: str | None
    texts: Mapping[str, str]
    mine: bool
    here: bool

    @property
    def whose(self) -> str:
        """For whom it is, in a word."""
        return self.department or self.staff or "everybody"
