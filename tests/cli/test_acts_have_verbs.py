"""Every act has a verb of the command line, or a stated reason why it has none (DESIGN: one door)."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

import click
import pytest

from helpdesk_tui.cli.commands import Noun, Verb
from helpdesk_tui.cli.program import COMMANDS, program
from helpdesk_tui.cli.session import Session
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.registry import ACTS

# Acts without a verb of their own, each with the reason.
WITHOUT = {
    "draft": "what is typed is kept by the composer of the app; the command line sends at once",
    "attend": "said by the open form of a ticket; a command opens none",
    "client-read": "what the client reads they read themselves; who looks as the client reads nothing for them",
    "look": "how a person's screen looks is set where it is seen",
    "save-view": "a view of one's own is a digit and a tab of the queue on the screen; `ticket list` takes its query",
    "delete-view": "the same",
    "receive": "done by `mail deliver`, `mail poll` and the worker, for each email",
    "return-delayed": "done by the worker when the time of a delay has come",
    "carry-out-abuse": "done by the worker when the date of a violation has come",
    "note-poll": "done by whoever polled a gateway",
    "note-state": "done by whoever polls, in the middle of it",
    "lease-outbox": "done by `mail send` and the worker, for each email",
    "begin-outgoing": "done by `mail send` and the worker, for each email",
    "settle-outgoing": "done by `mail send` and the worker, for each email",
    "lease": "done by whoever works on a gateway",
    "release-lease": "done by whoever worked on a gateway",
    "heartbeat": "done by the worker",
    "begin-demonstration": "done by `demo` on its own desk",
    "seed-tickets": "done by `demo` on its own desk",
}


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name."""
    context = click.Context(program)
    for name in COMMANDS:
        command = program.get_command(context, name)
        assert command is not None
        yield from _below(name, command)


def _below(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for word, below in command.commands.items():
            yield from _below(f"{name} {word}", below)


EVERY = dict(commands())
VERBS = {name: command for name, command in EVERY.items() if isinstance(command, Verb)}


@pytest.mark.parametrize("act", ACTS, ids=[act.name for act in ACTS])
def test_an_act_has_a_verb_or_a_reason(act: type[Act[Any]]) -> None:
    verbs = [name for name, verb in VERBS.items() if act in verb.acts]
    assert bool(verbs) != (act.name in WITHOUT), (act.name, verbs)


def test_reasons_are_about_acts_that_there_are() -> None:
    assert set(WITHOUT) <= {act.name for act in ACTS}


@pytest.mark.parametrize("name", EVERY)
def test_a_command_has_a_sentence_and_an_example_that_calls_it(name: str) -> None:
    command = EVERY[name]
    assert isinstance(command, Verb | Noun)
    assert command.help
    assert command.help.endswith(".")
    if isinstance(command, Verb):
        context = click.Context(command, info_name=f"helpdesk-tui {name}")
        text = command.get_help(context)
        assert "Example:\n  helpdesk-tui " in text
        for line in command.example.splitlines():
            assert f" {name} " in f" {line} ", line
            assert f"  helpdesk-tui {line}\n" in f"{text}\n"


@pytest.mark.parametrize("name", VERBS)
def test_an_example_is_a_call_that_is_understood(name: str) -> None:
    for line in VERBS[name].example.splitlines():
        words = shlex.split(line)
        words = words[: min(words.index(sign) if sign in words else len(words) for sign in "<>")]
        context = program.make_context("helpdesk-tui", words, obj=Session({}))
        while context.command is not VERBS[name]:
            assert isinstance(context.command, click.Group)
            rest = [*context._protected_args, *context.args]
            word, command, rest = context.command.resolve_command(context, rest)
            assert command is not None
            context = command.make_context(word, rest, parent=context)


@pytest.mark.parametrize("name", VERBS)
def test_an_option_of_a_command_is_explained(name: str) -> None:
    for parameter in VERBS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help.endswith((".", ")")), parameter.help


def test_the_table_says_what_the_commands_say() -> None:
    """The sentence in the program's help is the beginning of the command's own."""
    for name, sentence in COMMANDS.items():
        own = EVERY[name].help or ""
        first = sentence.removesuffix(".").split(":")[0].split(";")[0]
        assert own.startswith(first), (name, own)
