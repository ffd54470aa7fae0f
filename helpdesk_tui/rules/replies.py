"""Predefined replies (PR1, PR4): for whom one is, who may see and change it, and in which language it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.letter_kinds import spoken

MAX_REPLY = 20_000
"""Characters of a predefined reply in one language."""


@dataclass(frozen=True, slots=True)
class Whose:
    """For whom a reply is (PR1): all staff of all departments, one department, or one member of staff, by number."""

    department: int | None = None
    staff: int | None = None

    def seen_by(self, scope: Scope) -> bool:
        """Whether a member of staff may see it: it is for them, or they are an administrator."""
        everybody = self.department is None and self.staff is None
        return everybody or self.kept_by(scope)

    def kept_by(self, scope: Scope) -> bool:
        """Whether they may change it (DS3): members their departments' and their own, administrators all."""
        if scope.everything:
            return True
        if self.staff is not None:
            return self.staff == scope.staff_id
        return self.department is not None and self.department in scope.theirs


def picked(languages: tuple[str, ...], there: Mapping[str, str]) -> str:
    """The language to begin with: the first of these that there is a text in, else English, else any (PR4).

    The client's language stands first, then the desk's; a country counts for nothing where there is no text for it.
    """
    code = spoken(tuple(one for one in languages if one), frozenset(there))
    return code if code in there else min(there)


def checked_text(text: str) -> str:
    """The text of a reply, its line breaks made alike, without empty lines around it; raises Refused."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not kept.strip():
        raise Refused("A predefined reply needs a text.", code="bad_value")
    if len(kept) > MAX_REPLY:
        raise Refused(f"A predefined reply has at most {MAX_REPLY:,} characters.", code="too_long")
    return kept
