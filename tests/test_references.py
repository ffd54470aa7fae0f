"""What comments and tests refer to is explained in docs/rules.md; what stands in the schema's picture is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk_tui.store.tables import metadata

ROOT = Path(__file__).parents[1]
RULES = ROOT / "docs" / "rules.md"
_CITED = re.compile(r"(?i)\brules?\s+(\d+(?:(?:,\s|\sand\s|\sto\s)\d+)*)")
_PROMISE = re.compile(r"\bP(?:1[0-2]|[1-9])\b(?!-)")


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of everything that cites."""
    for folder in ("helpdesk_tui", "tests", "benchmarks", "docs"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".md") and path not in (RULES, Path(__file__)):
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def cited(text: str) -> set[int]:
    """The rules that a text names: `rule 4`, `rules 17 to 19`, `rules 2, 3 and 5`."""
    found: set[int] = set()
    for numbers in _CITED.findall(text):
        found |= {int(number) for number in re.findall(r"\d+", numbers)}
        for first, last in re.findall(r"(\d+)\sto\s(\d+)", numbers):
            found |= set(range(int(first), int(last) + 1))
    return found


def explained(pattern: str) -> set[str]:
    """What the page explains, by the beginnings of its lines."""
    return set(re.findall(rf"(?m)^- ({pattern}): [A-Z].+\.$", RULES.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("Rule 4: x", {4}), ("rules 17 to 19", {17, 18, 19}), ("rules 2, 3\nand 5.", {2, 3, 5}),
     ("(rules 36 and 37)", {36, 37}), ("rule of 3, ruler 4", set())],
)  # fmt: skip
def test_numbers_are_found(text: str, numbers: set[int]) -> None:
    """The reader that the test below relies on."""
    assert cited(text) == numbers


def test_every_rule_that_is_cited_is_explained() -> None:
    """CONTRIBUTING: a test says what it proves, so that whoever reads it can look it up."""
    known = {int(number) for number in explained(r"\d+")}
    missing = {name: cited(text) - known for name, text in texts() if cited(text) - known}
    assert missing == {}
    assert len(known) > 40


def test_every_promise_that_is_cited_is_explained() -> None:
    """The same of the promises of speed."""
    known = explained(r"P\d+")
    missing = {name: set(_PROMISE.findall(text)) - known for name, text in texts() if "P" in text}
    assert {name: promises for name, promises in missing.items() if promises} == {}


def test_every_table_stands_in_the_picture_of_what_exists() -> None:
    """docs/schema.md: its first picture shows the tables that there are, and no others."""
    picture = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8").split("```mermaid")[1].split("```")[0]
    drawn = {name for line in picture.splitlines() for name in re.findall(r"\b[A-Z][A-Z_]+\b", line.split(":")[0])}
    assert drawn == {name.replace("_", "").upper() for name in metadata.tables}
