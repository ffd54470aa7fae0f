"""Text in format=flowed (RFC 3676): soft line breaks undone, quotation marks in one form."""

from __future__ import annotations


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """The text with its flowed lines joined; `delete_space` is the parameter DelSp."""
    out: list[str] = []
    pieces: list[str] = []
    depth = 0
    for line in text.split("\n"):
        content = line.lstrip(">")
        quoted = len(line) - len(content)
        if content.startswith(" "):
            content = content[1:]
        if pieces and quoted != depth:
            out.append(_line(depth, pieces))
            pieces = []
        depth = quoted
        signature = content == "-- "
        if signature and pieces:
            out.append(_line(depth, pieces))
            pieces = []
        if content.endswith(" ") and not signature:
            pieces.append(content[:-1] if delete_space else content)
            continue
        pieces.append(content)
        out.append(_line(depth, pieces))
        pieces = []
    if pieces:
        out.append(_line(depth, pieces))
    return "\n".join(out)


def _line(depth: int, pieces: list[str]) -> str:
    text = "".join(pieces)
    if text != "-- ":
        text = text.rstrip(" ")
    return f"{'>' * depth} {text}".rstrip() if depth else text
