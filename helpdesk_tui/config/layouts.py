"""Which Latin key a letter of another script stands on (PEERS 9): who writes Russian presses `й` where the key is `q`.

A layout is written as what its keys type, in the places of the Latin ones; a space is a key that types no letter there.
"""

from __future__ import annotations

from collections.abc import Sequence

_PLACES = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_ROWS = {
    "russian": "ёйцукенгшщзхъфывапролджэячсмитьбю ",
    "ukrainian": " йцукенгшщзхїфівапролджєячсмитьбю ",
    "belarusian": "ёйцукенгшўзх фывапролджэячсмітьбю ",
    "bulgarian": "  уеишщксдзц ьяаожгтнвмчюйъэфхпрлб",
    "serbian": " љњертзуиопшђасдфгхјклчћѕџцвбнм   ",
    "macedonian": " љњертѕуиопшѓасдфгхјклчќзџцвбнм   ",
    "greek": "  ςερτυθιοπ  ασδφγηξκλ  ζχψωβνμ   ",
    "hebrew": "   קראטוןםפ  שדגכעיחלךף זסבהנמצתץ ",
    "georgian": " ქწერტყუიოპ  ასდფგჰჯკლ  ზხცვბნმ   ",
    "arabic": "ذضصثقفغعهخحجدشسيبلاتنمكطئءؤر ىةوزظ",
}
_NO_CAPITAL = "ς"
"""A small letter whose capital stands on another key."""

LAYOUTS = tuple(_ROWS)
"""The layouts that are known, by name."""
USUAL = ("russian", "ukrainian", "greek", "hebrew", "georgian", "arabic")
"""Those that do not contradict each other; the others put the same letters on other keys, and are named where used."""


def latin_keys(names: Sequence[str]) -> dict[str, str]:
    """Each letter of these layouts and what its key types in Latin; where two differ, the first counts.

    Raises KeyError for a layout that is not known.
    """
    found: dict[str, str] = {}
    for name in names:
        for letter, place, shifted in zip(_ROWS[name], _PLACES, _SHIFTED, strict=True):
            if letter == " ":
                continue
            found.setdefault(letter, place)
            capital = letter.upper()
            if capital != letter and len(capital) == 1 and letter not in _NO_CAPITAL:
                found.setdefault(capital, shifted)
    return found
