"""Where a secret is (rule 47), as it may be shown: `env:NAME`, `file:PATH`, `command:PROGRAM`, `oauth2:PROGRAM`.

People write passwords into commands, so what stands behind `command:` is a secret itself.
"""

from __future__ import annotations

SHOWN = ("env", "file")
"""Kinds whose place tells nothing by itself."""


def masked(place: str) -> str:
    """The place for administrators, events and logs: a command is named, never shown."""
    kind, colon, _ = place.partition(":")
    return place if kind in SHOWN or not colon else f"{kind}:…"


def hidden(place: str) -> str:
    """The place for everybody else: its kind alone."""
    kind, colon, _ = place.partition(":")
    return f"{kind}:…" if colon else ""
