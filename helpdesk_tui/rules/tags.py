"""Tags of tickets (TQ10): a word or a few, kept folded, so that `DNS` and `dns` are one tag."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.query_complete import MOST, Completion
from helpdesk_tui.text import clipped

MAX_TAG = 40
"""Characters of a tag."""
MAX_TAGS = 20
"""Tags of a ticket."""
ATTACHED = "\x7fattached"
"""The list of the tickets that have had an attachment: kept as the list of a tag, by a word that no tag can be."""


def folded_tag(typed: str) -> str:
    """A tag as it is kept and compared: one line, its case folded, without what cannot be seen.

    A `#` or `-` before it is how a tag is pointed at, not part of it.
    """
    seen = "".join(char if char.isprintable() else " " for char in typed if char.isspace() or char.isprintable())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return " ".join(folded.split()).lstrip("#- ")


def tag_of(typed: str) -> str:
    """The tag that was meant; raises Refused for what can be none."""
    tag = folded_tag(typed)
    if not tag:
        raise Refused("A tag needs a letter or a digit.", code="bad_tag")
    if "," in tag:
        raise Refused(f"A tag has no comma: “{clipped(tag, 40)}”; name one after the other.", code="bad_tag")
    if len(tag) > MAX_TAG:
        raise Refused(f"A tag has at most {MAX_TAG} characters.", code="too_long")
    return tag


def read_tags(line: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tags of a line in which commas part them, and those with a minus before them; each once, in their order.

    Raises Refused for what can be no tag.
    """
    parts = [part.strip() for part in line.split(",") if part.strip()]
    named = dict.fromkeys(tag_of(part) for part in parts if not part.startswith("-"))
    taken = dict.fromkeys(tag_of(part) for part in parts if part.startswith("-"))
    return tuple(named), tuple(taken)


def complete_tags(line: str, cursor: int, known: Sequence[str]) -> tuple[Completion, ...]:
    """What the tag under the cursor may become, best first: those that begin as typed, then those that hold it."""
    start = line.rfind(",", 0, cursor) + 1
    end = line.find(",", cursor)
    end = len(line) if end < 0 else end
    start += len(line[start:cursor]) - len(line[start:cursor].lstrip(" -#"))
    typed = folded_tag(line[start:cursor])
    there = {folded_tag(part) for part in (line[:start] + line[end:]).split(",")}
    found = [tag for tag in known if typed in tag and tag not in there]
    found.sort(key=lambda tag: not tag.startswith(typed))
    return tuple(Completion(start, end, tag, tag) for tag in found[:MOST])


def changed_tags(before: Iterable[str], add: Iterable[str], remove: Iterable[str]) -> tuple[str, ...]:
    """The tags after some were added and some taken off, sorted; what is named in both is taken off.

    Raises Refused where there would be too many.
    """
    after = (set(before) | {tag_of(tag) for tag in add}) - {folded_tag(tag) for tag in remove}
    if len(after) > MAX_TAGS:
        raise Refused(f"A ticket has at most {MAX_TAGS} tags.", code="too_many")
    return tuple(sorted(after))
