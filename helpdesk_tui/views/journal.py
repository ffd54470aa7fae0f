"""What a member of staff did and can take back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One act of the asker's: when it was done, which act it was, in words ("ticket 4812 closed"), on which tickets."""

    id: int
    at: datetime
    action: str
    words: str
    tickets: tuple[int, ...]
