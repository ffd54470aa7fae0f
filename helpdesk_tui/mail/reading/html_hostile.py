"""HTML that a parser would take long over: known before it is parsed, and read without its tags (MG10, rule 42)."""

from __future__ import annotations

import re

_MAX_UNCLOSED = 40_000
_MAX_ATTRIBUTES = 2000
_MAX_DEPTH = 2000
_SKIPPED_SPAN = re.compile(r"<(script|style|head)\b", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"<(/?)(address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset|figcaption|figure|footer|form"
    r"|header|main|menu|nav|ol|pre|section|summary|table|ul)(?=[\s/>])",
    re.IGNORECASE,
)
_LINE_TAG = re.compile(r"</?(?:br|p|div|tr|li|h[1-6]|blockquote|pre)\b[^<>]*>", re.IGNORECASE)
_BETWEEN_ATTRIBUTES = re.compile(r"[\s/]+")
_ANY_TAG = re.compile(r"<[^<>]*>")


def takes_too_long(html: str) -> bool:
    """Whether the HTML is hostile to its parser, or broken beyond what mail programs write."""
    if len(html) > 200_000 and html.count("<") - 2 * html.count("</") > _MAX_UNCLOSED:
        return True
    return _has_too_many_attributes(html) or _is_nested_too_deeply(html)


def _has_too_many_attributes(html: str) -> bool:
    """Whether a tag has so many that the parser, which compares each with all before it, would take long.

    Told by the words up to the last `>` before the next `<`: more than a tag at worst, never less.
    """
    for piece in html.split("<") if len(html) > 2 * _MAX_ATTRIBUTES else ():
        if len(piece) <= 2 * _MAX_ATTRIBUTES:
            continue
        plain = piece[:6].lower().startswith(("style", "script", "!"))
        end = piece.find(">") if plain else piece.rfind(">")
        if end < 0 and not piece[:1].isalpha():
            continue
        if len(_BETWEEN_ATTRIBUTES.split(piece[: end if end >= 0 else len(piece)], _MAX_ATTRIBUTES)) > _MAX_ATTRIBUTES:
            return True
    return False


def _is_nested_too_deeply(html: str) -> bool:
    """Whether blocks stand in blocks so deeply that the parser, which looks for a paragraph above each, takes long.

    Told by the tags as they are written. Whoever hides ends of blocks in comments deceives it, and then the parser
    child's own limit of time ends it.
    """
    if html.count("<") <= _MAX_DEPTH:
        return False
    open_blocks: dict[str, int] = {}
    depth = 0
    for tag in _BLOCK_TAG.finditer(html):
        name = tag[2].lower()
        if not tag[1]:
            open_blocks[name] = open_blocks.get(name, 0) + 1
            depth += 1
            if depth > _MAX_DEPTH:
                return True
        elif open_blocks.get(name):
            open_blocks[name] -= 1
            depth -= 1
    return False


def without_tags(html: str) -> tuple[str, int]:
    """Text of HTML that is too hostile to be walked: the tags cut out, in linear time, nothing folded."""
    from html import unescape

    kept: list[str] = []
    place = 0
    for span in _SKIPPED_SPAN.finditer(html):
        if span.start() < place:
            continue
        kept.append(html[place : span.start()])
        place = html.find("</", span.end())
        if place < 0:
            break
    if place >= 0:
        kept.append(html[place:])
    text = unescape(_ANY_TAG.sub("", _LINE_TAG.sub("\n", "".join(kept))))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    return "\n".join(lines), len(lines)
