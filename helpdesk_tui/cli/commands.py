"""What every command has: the options of CLI "Everywhere", an example below its help, and the acts it performs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from helpdesk_tui.cli import output
from helpdesk_tui.cli.session import Session
from helpdesk_tui.cli.values import FILE, TEXT

if TYPE_CHECKING:
    from helpdesk_tui.desk.actions.base import Act

Acts = tuple[type["Act[Any]"], ...]
_NEGATED = re.compile(r"-[a-z]+:", re.IGNORECASE)


def _remember(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """A callback that keeps a given option in the session; the one nearest to the end of the line wins."""

    def callback(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        session = context.find_object(Session)
        if session is not None and value not in (None, False):
            setattr(session, name, value)

    return callback


def everywhere() -> list[click.Parameter]:
    """The options that every command takes, before or after its name."""
    return [
        click.Option(
            ["--json"], is_flag=True, expose_value=False, callback=_remember("json"), is_eager=True,
            help="Answer in JSON.",
        ),
        click.Option(
            ["--database"], metavar="WHERE", type=FILE, expose_value=False, callback=_remember("database"),
            help="The desk: a path or a URL (HELPDESK_DATABASE).",
        ),
        click.Option(
            ["--config"], metavar="FILE", type=FILE, expose_value=False, callback=_remember("config"),
            help="The configuration file (HELPDESK_CONFIG).",
        ),
        click.Option(
            ["--as", "login_"], metavar="LOGIN", expose_value=False, callback=_remember("login"), type=TEXT,
            help="The member of staff who acts (HELPDESK_STAFF).",
        ),
    ]  # fmt: skip


class _Everywhere(click.Command):
    """A command with these options, listed after its own."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for parameter in self.params:
            if parameter.type is click.STRING:
                parameter.type = TEXT
        self.shared = everywhere()
        self.params += self.shared

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, which prints the help from here; an error of the parser names this command too."""
        try:
            with output.spoken():
                return super().parse_args(ctx, args)
        except click.UsageError as wrong:
            wrong.ctx = wrong.ctx or ctx
            raise

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its own options first, then those of every command."""
        own = [p for p in self.get_params(ctx) if p not in self.shared and isinstance(p, click.Option)]
        for title, options in (("Options", own), ("Everywhere", self.shared)):
            records = [record for option in options if (record := option.get_help_record(ctx))]
            with formatter.section(title):
                formatter.write_dl(records)


class Verb(_Everywhere):
    """A command that does something: with an example, and the acts it performs, whose help is its own by default.

    `for_mta`: a mail server runs it, so that whatever goes wrong ends with 75 (rule 10).
    """

    def __init__(
        self, name: str, *, example: str, acts: Acts = (), for_mta: bool = False, help: str = "", **named: Any
    ) -> None:
        super().__init__(name, help=help or acts[0].help, **named)
        self.example = example
        self.acts = acts
        self.for_mta = for_mta

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Know for whom this runs before anything can go wrong; a query's `-is:unread` is no option."""
        session = ctx.find_object(Session)
        if session is not None:
            session.for_mta = self.for_mta
        if any(parameter.name == "query" for parameter in self.params):
            args = _with_negated(args)
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The example."""
        with formatter.section("Example"):
            for line in self.example.splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}helpdesk-tui {line}\n")


def _with_negated(args: Sequence[str]) -> list[str]:
    """Arguments with the negated conditions of a query behind `--`; in a query the order of conditions is none."""
    end = args.index("--") if "--" in args else len(args)
    negated = [one for one in args[:end] if _NEGATED.match(one)]
    if not negated:
        return list(args)
    return [*(one for one in args[:end] if not _NEGATED.match(one)), "--", *negated, *args[end + 1 :]]


class Noun(_Everywhere, click.Group):
    """A group of verbs, in the order they were given; without one of them it is a usage error in one line."""

    def __init__(self, name: str, help: str, verbs: Sequence[click.Command], **named: Any) -> None:
        super().__init__(name, help=help, no_args_is_help=False, commands=list(verbs), **named)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order they were given."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs first: whoever asks a noun for help looks for them."""
        self.format_commands(ctx, formatter)
        _Everywhere.format_options(self, ctx, formatter)


def something(*given: object) -> None:
    """Raise a usage error when nothing was named to change."""
    if all(value is None for value in given):
        raise click.UsageError("Name something to change.", click.get_current_context())


def verb(
    name: str, *, example: str, acts: Acts = (), help: str = "", for_mta: bool = False
) -> Callable[[Callable[..., Any]], Verb]:
    """Make a function a verb."""
    if not help and not acts:
        raise TypeError(f"{name} needs a help sentence")

    def make(function: Callable[..., Any]) -> Verb:
        made = click.command(name, cls=Verb, example=example, acts=acts, help=help, for_mta=for_mta)(function)
        assert isinstance(made, Verb)
        return made

    return make
