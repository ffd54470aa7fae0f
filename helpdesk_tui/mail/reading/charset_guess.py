"""The likeliest charset of bytes that nothing in the mail tells truly (MG10).

Mails without a charset, or with a false one, are few: `chardet` is loaded for the first of them. Its models tell
languages by pairs of letters; one or two words of Western Europe are too little for them, and are told here.
"""

from __future__ import annotations

import re

_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_LETTER = re.compile(rb"[A-Za-z]")
_SAMPLE = 16_384
_FEW = 8
# What Western Europe writes between its ASCII letters; no letter that is another one farther east too often.
_WESTERN = frozenset("äöüÄÖÜßéÉèàùâêîôçñíóúáÀÈ¿¡«»°§€–—‘’“”„…".encode("cp1252"))


def likely_charset(data: bytes) -> str:
    """The name of the likeliest charset of bytes that are no UTF-8, as mails name charsets."""
    sample = data[:_SAMPLE]
    high = b"".join(_HIGH_RUN.findall(sample))
    if len(high) <= len(_LETTER.findall(sample)) and len(high) <= _FEW and _WESTERN.issuperset(high):
        return "cp1252"
    import chardet

    # No charset of mainframes: nobody's mail is written in one.
    eras = chardet.EncodingEra.ALL & ~chardet.EncodingEra.MAINFRAME
    found = chardet.detect(sample, encoding_era=eras, no_match_encoding="cp1252")
    return found["encoding"] or "cp1252"
