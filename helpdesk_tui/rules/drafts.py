"""Drafts: the two texts that somebody typed on a ticket and did not send (TR5). Pure."""

from __future__ import annotations

Texts = tuple[str, str]
"""The text of an answer and of the internal comment beside it."""
NOTHING: Texts = ("", "")


def is_empty(texts: Texts) -> bool:
    """Whether there is nothing to keep."""
    return not any(text.strip() for text in texts)


def joined(kept: str, added: str) -> str:
    """Two texts that somebody typed in different places, in one field; neither is lost, and none is there twice."""
    kept, added = kept.rstrip(), added.rstrip()
    if added in kept:
        return kept
    return added if kept in added else f"{kept}\n\n{added}"
