"""Texts for measuring: made of a fixed vocabulary, so that a search for a word finds a known share of the messages.

`COMMON` stands in a fifth of the messages, `PHRASE` in a twentieth; `RARE` in one of a hundred thousand.
"""

from __future__ import annotations

from itertools import accumulate
from random import Random

COMMON = "server"
PHRASE = "disk full"
RARE = "zugzwang"
RARE_EVERY = 100_000
BODIES = 20_000
SUBJECTS = 4_000

_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za bre cla dro fle gri spo sta tra vin"
_TRADE = (
    "mail domain certificate backup invoice node kernel reboot password upgrade traffic firewall mailbox quota panel "
    "database container network address record zone ticket contract payment service storage cluster router switch"
)


def vocabulary(random: Random, size: int = 6_000) -> list[str]:
    """Words of two to four syllables, those of the trade first."""
    syllables = _SYLLABLES.split()
    made = {"".join(random.choices(syllables, k=random.randint(2, 4))) for _ in range(size)}
    return [*_TRADE.split(), *sorted(made)]


def bodies(random: Random, count: int = BODIES) -> list[str]:
    """Texts of some forty words each, frequent words first as in any language."""
    words = vocabulary(random)
    weights = _rarer(words)
    made = []
    for number in range(count):
        picked = random.choices(words, cum_weights=weights, k=random.randint(20, 55))
        if number % 5 == 0:
            picked.insert(random.randrange(len(picked)), COMMON)
        if number % 20 == 7:
            picked[3:3] = PHRASE.split()
        lines = [" ".join(picked[at : at + 12]) for at in range(0, len(picked), 12)]
        made.append("Hello,\n\n" + ".\n".join(lines) + ".\n")
    return made


def subjects(random: Random, count: int = SUBJECTS) -> list[str]:
    """Subjects of three to eight words."""
    words = vocabulary(random)
    weights = _rarer(words)
    return [
        " ".join(random.choices(words, cum_weights=weights, k=random.randint(3, 8))).capitalize() for _ in range(count)
    ]


def _rarer(words: list[str]) -> list[float]:
    """How often words are used, summed up: each a little rarer than the one before, as in any language."""
    return list(accumulate(1 / (rank + 10) for rank in range(len(words))))
