"""Domains and addresses that a text names, and how whois and dig are asked about them (TF1).

What is recognised is the whole protection of the programs that are run: a name has the form that DNS has, so it can
be no option (`-`, `+`, `@`), no path and no second word. There is no shell anywhere.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from helpdesk_tui.rules.headers import ascii_domain

MOST = 9
"""So many names are offered at most."""
_LONGEST = 2_000
"""Characters of a text that are looked at."""
_BETWEEN = re.compile(r"[\s<>()\[\]{}\"'`,;|“”„«»‹›\\]+")
_AROUND = ".:!?–—*#=+~"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}://", re.ASCII | re.IGNORECASE)
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{2,59}", re.ASCII)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?", re.ASCII)
_FILES = re.compile(
    "txt|log|pdf|png|jpe?g|gif|svg|webp|php|html?|js|css|json|xml|conf|cfg|ini|exe|dll|docx?|xlsx?|csv|eml|tar|gz|sql"
    "|ya?ml|bak|tmp"
)
"""Ends of file names that are no top-level domains."""
_RECORDS = ("A", "AAAA", "MX", "NS", "TXT")


class Tool(enum.StrEnum):
    """A program that is asked."""

    WHOIS = "whois"
    DIG = "dig"


@dataclass(frozen=True, slots=True)
class Target:
    """A domain in the form of DNS, or an address."""

    name: str
    address: bool = False


def targets(texts: Iterable[str]) -> tuple[Target, ...]:
    """The domains and addresses that the texts name, each once, in their order, nine at most."""
    found: dict[Target, None] = {}
    for text in texts:
        for word in _BETWEEN.split(text[:_LONGEST]):
            for target in _in_word(word):
                found[target] = None
    return tuple(found)[:MOST]


def _in_word(word: str) -> Iterator[Target]:
    """What one word names: itself, the host of a URL, the domain of an email address."""
    bare = _SCHEME.sub("", word.strip(_AROUND.replace(":", "")))
    bare = re.split(r"[/?#]", bare, maxsplit=1)[0].rpartition("@")[2]
    target = _address(bare) or _address(bare.strip(_AROUND)) or _domain(re.sub(r":\d{1,5}$", "", bare).strip(_AROUND))
    if target is not None:
        yield target


def _address(text: str) -> Target | None:
    text = re.sub(r"^(\d+\.\d+\.\d+\.\d+):\d{1,5}$", r"\1", text)
    if not text.isascii() or "%" in text or not ("." in text or ":" in text):
        return None
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return None if found.is_unspecified else Target(str(found), address=True)


def _domain(text: str) -> Target | None:
    wire = ascii_domain(text) if "." in text or not text.isascii() else None
    if wire is None:
        return None
    labels = wire.split(".")
    good = len(labels) > 1 and _TOP.fullmatch(labels[-1]) and all(map(_LABEL.fullmatch, labels))
    return Target(wire) if good and not _FILES.fullmatch(labels[-1]) else None


def arguments(tool: Tool, target: Target) -> tuple[str, ...]:
    """What follows the program and its own options: the name, and for dig what is asked about it."""
    assert target.name[0] not in "-+@/"
    if tool is Tool.WHOIS:
        return (target.name.removeprefix("www."),)
    if target.address:
        return ("-x", target.name)
    return tuple(part for record in _RECORDS for part in (target.name, record))
