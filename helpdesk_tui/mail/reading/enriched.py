"""text/enriched (RFC 1896) and the older text/richtext (RFC 1341) as plain text."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile(r"\n+")
_PARAMETER = re.compile(r"<param>[^<]{0,2000}</param>", re.IGNORECASE)
_COMMAND = re.compile(r"<(/?[A-Za-z0-9-]{1,60})>")
_BREAKS = {"lt": "<", "nl": "\n", "/paragraph": "\n\n", "/excerpt": "\n"}


def enriched_text(text: str, content_type: str) -> str:
    """The text without its commands; a single line end is a space, of several one is left out."""
    text = text.replace("\r\n", "\n")
    if content_type == "text/richtext":
        return _COMMAND.sub(lambda found: _BREAKS.get(found.group(1).lower(), ""), text.replace("\n", " ")).strip()
    text = _LINE_ENDS.sub(lambda found: found.group()[1:] or " ", text)
    pieces = [_COMMAND.sub("", _PARAMETER.sub("", piece)) for piece in text.split("<<")]
    return "<".join(pieces)
