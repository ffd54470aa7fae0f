"""The manual's page about the command line is complete: every command, option, variable and exit code stands there."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import click
import pytest

from helpdesk_tui.cli import shapes
from helpdesk_tui.cli.commands import everywhere
from helpdesk_tui.errors import DeskError
from tests.cli.test_acts_have_verbs import VERBS

PAGE = (Path(__file__).parents[2] / "docs" / "manual" / "command-line.md").read_text(encoding="utf-8")
SHARED = {name for parameter in everywhere() for name in parameter.opts}


def section(verb: str) -> str:
    """The part of the page that a verb stands in: that of its noun, or the table of commands without one."""
    noun = verb.split()[0]
    found = re.search(rf"^### {noun}$(.*?)(?=^##)", PAGE + "\n## ", re.MULTILINE | re.DOTALL)
    if found:
        return found[1]
    return next(line for line in PAGE.splitlines() if line.startswith(f"| `{verb}"))


@pytest.mark.parametrize("verb", VERBS)
def test_a_command_and_its_options_stand_there(verb: str) -> None:
    assert re.search(rf"`{verb}[ `]", PAGE), verb
    where = section(verb)
    for parameter in VERBS[verb].params:
        if isinstance(parameter, click.Option) and parameter.opts[0] not in SHARED:
            assert re.search(rf"[` ]{parameter.opts[0]}[ `]", where), parameter.opts[0]


def test_nothing_stands_there_that_is_not_a_command() -> None:
    """Every row of a table that begins with a command is one."""
    rows = re.findall(r"^\| `([a-z]+(?: [a-z]+)*)", PAGE, re.MULTILINE)
    named = {" ".join(row.split()) for row in rows}
    known = set(VERBS) | {"completion bash"}
    assert named <= known, named - known
    assert len(named) > 40


def test_the_shared_options_and_variables_stand_there() -> None:
    for word in (*SHARED, "HELPDESK_DATABASE", "HELPDESK_CONFIG", "HELPDESK_STAFF", "HELPDESK_NOW", "NO_COLOR",
                 "HELPDESK_TRACEBACK", "--version", "--help"):  # fmt: skip
        assert re.search(rf"[` ]{word}\b", PAGE), word


def _codes(kind: type[DeskError]) -> set[int]:
    return {kind.exit_code}.union(*[_codes(below) for below in kind.__subclasses__()])


def test_every_exit_code_stands_there() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}
    assert told == _codes(DeskError) | {0, 70}


def test_every_field_stands_there() -> None:
    """The fields of the shapes, as their functions write them."""
    fields = set(re.findall(r'"([a-z_]+)":', inspect.getsource(shapes)))
    assert len(fields) > 80
    fenced = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
    code = " ".join([*fenced.findall(PAGE), *re.findall(r"`[^`]+`", fenced.sub("", PAGE))])
    assert {field for field in fields if not re.search(rf"\b{field}\b", code)} == set()
