"""Where a secret is (rule 47), as it may be shown: `env:NAME`, `file:PATH`, `command:PROGRAM`, `oauth2:PROGRAM`.

People write passwords into commands, so what stands behind `command:` is a secret itself.
"""

from __future__ import annotations

import re

SHOWN = ("env", "file")
"""Kinds whose place tells nothing by itself."""

_KINDS = ("env", "command", "file", "oauth2")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def wrong_place(place: str) -> str:
    """What is wrong with a place, as a sentence; empty if nothing is.

    It repeats nothing: people write the password where its place belongs.
    """
    kind, _, rest = place.partition(":")
    if kind not in _KINDS or not rest.strip():
        return "A password is named as env:NAME, command:PROGRAM, file:PATH or oauth2:PROGRAM, not written."
    if kind == "env" and not _VARIABLE.fullmatch(rest):
        return "A variable's name has letters, digits and _ only, and begins with no digit; the password is its value."
    return ""


def masked(place: str) -> str:
    """The place for administrators, events and logs: a command is named, never shown."""
    kind, colon, _ = place.partition(":")
    return place if kind in SHOWN or not colon else f"{kind}:…"


def hidden(place: str) -> str:
    """The place for everybody else: its kind alone."""
    kind, colon, _ = place.partition(":")
    return f"{kind}:…" if colon else ""
