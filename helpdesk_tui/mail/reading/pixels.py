"""Pictures of one pixel in HTML mail: they count who opens it and show nothing, so they say nothing either (MG4)."""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.html_text import MAX_HTML, decode_html
from helpdesk_tui.mail.reading.reports import leaves
from helpdesk_tui.mail.reading.structure import Part
from helpdesk_tui.mail.reading.words import heading_text

_MOST_BYTES = 4000
"""A picture of one pixel has fewer, in whatever encoding."""
_IMAGE = re.compile(r"<img\b[^>]{0,4000}>", re.IGNORECASE)
_SOURCE = re.compile(
    r"""\ssrc\s{0,9}=\s{0,9}(?:"\s{0,9}cid:([^"]{1,250})"|'\s{0,9}cid:([^']{1,250})'|cid:([^\s>]{1,250}))""",
    re.IGNORECASE,
)
_STYLE = re.compile(r"""\sstyle\s{0,9}=\s{0,9}(?:"([^"]{0,2000})"|'([^']{0,2000})')""", re.IGNORECASE)
_OF_STYLE = re.compile(r"(?:^|;)\s{0,9}(width|height)\s{0,9}:\s{0,9}([^;]{1,40})", re.IGNORECASE)
_OF_TAG = re.compile(r"""\s(width|height)\s{0,9}=\s{0,9}["']?\s{0,9}([^\s"'>]{1,20})""", re.IGNORECASE)
_AT_MOST_ONE = re.compile(
    r"(?:0|0?\.\d{1,9}|[01](?:\.0{1,9})?)\s{0,9}(?:px|pt)?\s{0,9}(?:!\s{0,9}important)?\s{0,9}\Z", re.I
)


def pixels(root: Part) -> frozenset[str]:
    """Content ids, in lower case, of the pictures in a mail that nobody sees: of one pixel, or shown as such alone."""
    inside = leaves(root)
    pictures = [part for part in inside if part.content_type.startswith("image/") and part.disposition != "attachment"]
    named = {part: name for part in pictures if (name := content_id(part).lower())}
    if not named:
        return frozenset()
    found = {name for part, name in named.items() if _is_one_pixel(part)}
    texts = [part for part in inside if part.content_type == "text/html"]
    tags = [
        tag for part in texts for tag in _IMAGE.findall(decode_html(part.content, part.charset, part.hint)[:MAX_HTML])
    ]
    shown = {_name(tag) for tag in tags if not is_pixel(tag)}
    hidden = {_name(tag) for tag in tags if is_pixel(tag)}
    return frozenset(found | ((hidden - shown) & set(named.values())))


def without_pixels(html: str, hidden: frozenset[str]) -> str:
    """HTML without the pictures that are one pixel large by their tag, or are among the `hidden` ones."""
    return _IMAGE.sub(lambda tag: "" if is_pixel(tag[0]) or _name(tag[0]) in hidden else tag[0], html)


def content_id(part: Part) -> str:
    """The content id of a part without its brackets, cut to what is stored."""
    return heading_text(part.headings.first("content-id")).strip("<> ")[:250]


def is_pixel(tag: str) -> bool:
    """Whether an `img` tag makes its picture at most one pixel wide and high; its style outdoes its attributes."""
    sizes = {name.lower(): size for name, size in reversed(_OF_TAG.findall(tag))}
    style = _STYLE.search(tag)
    if style is not None:
        sizes |= {name.lower(): size for name, size in _OF_STYLE.findall(style[1] or style[2] or "")}
    return len(sizes) == 2 and all(_AT_MOST_ONE.match(size) for size in sizes.values())


def _name(tag: str) -> str:
    """The content id of the attached picture that a tag shows; empty for one that lies elsewhere."""
    found = _SOURCE.search(tag)
    return (found[1] or found[2] or found[3]).strip().lower().replace("%40", "@") if found else ""


def _is_one_pixel(part: Part) -> bool:
    """Whether the picture's own head says that it is one pixel: of a GIF, a PNG or a bitmap."""
    if part.end - part.start > _MOST_BYTES:
        return False
    head = part.content[:32]
    if head.startswith((b"GIF87a", b"GIF89a")):
        return head[6:10] == b"\1\0\1\0"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return head[16:24] == b"\0\0\0\1\0\0\0\1"
    return head.startswith(b"BM") and head[18:26] == b"\1\0\0\0\1\0\0\0"
