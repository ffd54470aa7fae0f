"""PGP that stands in the text itself (RFC 4880 6.2 and 7): what is signed is shown, what is encrypted is said so."""

from __future__ import annotations

_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_SIGNATURE_END = "-----END PGP SIGNATURE-----"
_MESSAGE = "-----BEGIN PGP MESSAGE-----"
_MESSAGE_END = "-----END PGP MESSAGE-----"

ENCRYPTED = "[This email is encrypted (PGP). Its content is in the original.]"


def without_armor(text: str) -> str:
    """The text of an inline PGP mail: without the lines around what is signed, with a line for what is encrypted.

    Only what is whole is taken for such a block; a key, or a block that someone quoted, stays as it is. Nothing is
    verified.
    """
    lines = text.split("\n")
    bare = [line.rstrip() for line in lines]
    shown: list[str] = []
    place = 0
    ends = {end: max((at for at, line in enumerate(bare) if line == end), default=-1)
            for end in (_SIGNATURE_END, _MESSAGE_END)}  # fmt: skip
    signed = False
    while place < len(lines):
        line = bare[place]
        if line == _SIGNED and ends[_SIGNATURE_END] > place:
            place = _below_headings(bare, place + 1)
            signed = True
        elif line == _SIGNATURE and signed and ends[_SIGNATURE_END] > place:
            place = bare.index(_SIGNATURE_END, place) + 1
            signed = False
        elif line == _MESSAGE and ends[_MESSAGE_END] > place:
            shown.append(ENCRYPTED)
            place = bare.index(_MESSAGE_END, place) + 1
        else:
            # RFC 4880, 7.1: a dash at the beginning of a signed line is escaped.
            shown.append(lines[place][2:] if signed and line.startswith("- ") else lines[place])
            place += 1
    return "\n".join(shown)


def _below_headings(lines: list[str], place: int) -> int:
    """The place below the armor's headings ("Hash: SHA256") and their empty line."""
    while place < len(lines) and lines[place].partition(": ")[0] in ("Hash", "Charset", "Version", "Comment"):
        place += 1
    return place + 1 if place < len(lines) and not lines[place] else place
