"""`helpdesk-tui completion`: what a shell needs to complete commands and options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import output
from helpdesk_tui.cli.commands import verb

if TYPE_CHECKING:
    from click.shell_completion import ShellComplete

VARIABLE = "_HELPDESK_TUI_COMPLETE"


@verb(
    "completion",
    help="Print the completion script of a shell: bash, fish or zsh.",
    example="completion bash > ~/.local/share/bash-completion/completions/helpdesk-tui",
)
@click.argument("shell", type=click.Choice(["bash", "fish", "zsh"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print it."""
    from click.shell_completion import get_completion_class

    kind: type[ShellComplete] | None = get_completion_class(shell)
    assert kind is not None
    root = context.find_root()
    output.say(kind(root.command, {}, root.info_name or "helpdesk-tui", VARIABLE).source())
