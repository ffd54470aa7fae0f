"""Sentences name keys by a mark, so that they name the key in force (TF6): none has a key of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk_tui.screens.key_labels import _bindings, key_names
from tests.screens.test_keys import SCREENS

ROOMS = Path(__file__).parent.parent / "helpdesk_tui"
DOES = ("adds|asks|attaches|begins|blocks|brings|calls|changes|chooses|clears|closes|counts|deletes|ends|explains|"
        "fetches|goes|hides|keeps|leads|leaves|lists|makes|moves|names|narrows|opens|puts|reads|renews|restores|saves|sends|"
        "shows|switches|takes|tells|throws|tries|undoes|writes")  # fmt: skip
LITERAL = re.compile(
    rf"(?<![\w'’])(?<!}} )(?:g [a-z$]|[b-hj-zB-HJ-Z0]|F\d+|ctrl\+\w) (?:there )?(?:{DOES})\b|\(g [a-z$]\)"
)
MARK = re.compile(r"\{(?:([\w.-]+):)?([\w!?]|ctrl\+\w)\}")
OF_DIALOGUES = frozenset({"s sends", "y closes", "s keeps", "b sends", "0 takes"})
"""Keys of dialogues, which nothing remaps: the look before sending, and a number of scores."""


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the screens and widgets that is no docstring, with its file."""
    for path in sorted([*(ROOMS / "screens").rglob("*.py"), *(ROOMS / "widgets").rglob("*.py"), ROOMS / "app.py"]):
        tree = ast.parse(path.read_text())
        silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
                yield path.name, node.value


def test_tf6_no_sentence_names_a_key_itself() -> None:
    """A key that the configuration may change is written as a mark: `keyed("{n} adds one.")`."""
    found = [(name, hit[0]) for name, text in texts() for hit in LITERAL.finditer(text)]
    # The words of a place follow the key of `g`, which is a value by then: "{go} x lists them".
    behind = {("card.py", "x lists")}
    assert [one for one in found if one[1] not in OF_DIALOGUES and one not in behind] == []


def test_tf6_every_mark_means_an_action() -> None:
    """A mark with an id names an action that has this usual key, one without the key of some screen's action."""
    usual = {(one.id, key_names([one.key])) for screen in SCREENS for one in _bindings(screen) if one.id}
    names = {name for _, name in usual}
    marks = [(name, *hit.groups()) for name, text in texts() for hit in MARK.finditer(text)]
    assert len(marks) > 40
    for name, action, key in marks:
        assert ((action, key) in usual) if action else (key in names), (name, action, key)


@pytest.mark.parametrize("sentence", ["No plans; n adds one.", "It is spam (g o).", "F5 tries again.", "0 shows it."])
def test_a_literal_key_is_found(sentence: str) -> None:
    """The rule itself."""
    assert LITERAL.search(sentence)
