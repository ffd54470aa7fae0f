"""What a start of the program loads (DESIGN: who may know whom; PERFORMANCE P11)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from helpdesk_tui.cli.program import COMMANDS
from tests.cli.calls import clean_environment

_CODE = """
import sys
from helpdesk_tui.cli import main
code = main(sys.argv[1:])
print("LOADED", *sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""
HEAVY = ("textual", "rich", "sqlalchemy", "sqlmodel", "pydantic", "alembic", "dateparser", "imapclient", "selectolax",
         "chardet")  # fmt: skip
OWN = {f"helpdesk_tui.cli.{name}" for name in COMMANDS}


def loaded(*words: str, **environment: str) -> tuple[str, set[str]]:
    """What a call writes, and the modules that are loaded at its end; it has to end with 0."""
    done = subprocess.run(
        [sys.executable, "-c", _CODE, *words],
        env=clean_environment() | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    _, _, names = done.stderr.partition("LOADED ")
    return done.stdout, set(names.split())


def completed(line: str) -> tuple[list[str], set[str]]:
    """What is offered for the last word of a line, as bash asks for it, and the modules that it took."""
    words = line.split(" ")
    out, modules = loaded(
        _HELPDESK_TUI_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1)
    )  # fmt: skip
    return [offer.partition(",")[2] for offer in out.splitlines()], modules


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--version"], ["--json", "--help"]])
def test_help_and_version_load_no_command(words: list[str]) -> None:
    out, modules = loaded(*words)
    assert out.startswith(("Usage: helpdesk-tui ", "helpdesk-tui 0.1.0\n"))
    assert modules.isdisjoint(HEAVY)
    assert modules.isdisjoint(OWN)


def test_the_help_lists_every_command_with_its_sentence() -> None:
    text = " ".join(loaded("--help")[0].split())
    for name, sentence in COMMANDS.items():
        assert f"{name} {sentence}" in text


def test_completing_a_command_loads_no_command() -> None:
    offers, modules = completed("helpdesk-tui s")
    assert offers == ["status", "staff", "service", "search"]
    assert modules.isdisjoint(HEAVY)
    assert modules.isdisjoint(OWN)
    offers, modules = completed("helpdesk-tui --")
    assert offers == ["--json", "--database", "--config", "--as", "--version", "--help"]
    assert modules.isdisjoint(OWN)


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("helpdesk-tui ticket ta", ["take"]),
        ("helpdesk-tui ticket list --view a", ["awaiting", "all"]),
        ("helpdesk-tui ticket reply 1 --c", ["--comment", "--close", "--config"]),
        ("helpdesk-tui --json ticket delay 1 --cl", ["--clear"]),
        ("helpdesk-tui completion ", ["bash", "fish", "zsh"]),
    ],
)
def test_completing_further_loads_one_command_and_nothing_heavy(line: str, offers: list[str]) -> None:
    found, modules = completed(line)
    assert found == offers
    assert modules.isdisjoint(HEAVY)
    assert len(modules & OWN) == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_loads_nothing_heavy(name: str) -> None:
    out, modules = loaded(name, "--help")
    assert out.startswith(f"Usage: helpdesk-tui {name} ")
    assert modules.isdisjoint(HEAVY)
    assert modules & OWN == {f"helpdesk_tui.cli.{name}"}


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_the_completion_script_is_printed(shell: str) -> None:
    out, modules = loaded("completion", shell)
    assert "_HELPDESK_TUI_COMPLETE" in out
    assert modules.isdisjoint(HEAVY)


def test_a_listing_needs_no_screens(tmp_path: Path) -> None:
    """Textual is for the app alone, also where the desk is opened."""
    _, modules = loaded("--database", str(tmp_path / "desk.sqlite"), "init", "--json", "--admin", "gary")
    assert "sqlalchemy" in modules
    assert modules.isdisjoint({"textual", "rich"})
