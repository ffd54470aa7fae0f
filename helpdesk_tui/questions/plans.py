"""Questions about plans of per-incident support and their orders (IN1 to IN5)."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk_tui.questions.base import Read


@dataclass(frozen=True, slots=True)
class ReadSetUp(Read[bool]):
    """Whether paid support is set up, which is whether there is a plan (SPEC: Set up)."""
