"""The program itself: which commands there are, where each of them lives, and how a call ends.

`--help`, `--version` and the completion of a command's name need this module alone; a command's own module is
imported when it is called (PERFORMANCE P11).
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

import click

from helpdesk_tui import __version__
from helpdesk_tui.cli import output
from helpdesk_tui.cli.commands import everywhere
from helpdesk_tui.cli.session import Session
from helpdesk_tui.errors import DeskError, TryLater, WrongUsage
from helpdesk_tui.text import one_line

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

NAME = "helpdesk-tui"

COMMANDS = {
    "init": "Create the desk, or bring it to this version; safe to repeat.",
    "demo": "A throw-away desk with realistic data, and the app on it.",
    "status": "One screen of health: version, counts, gateways, outbox, worker.",
    "doctor": "Check schema, integrity, originals, search index, lists and gateways; mend with --fix.",
    "department": "Departments.",
    "staff": "Members of staff and their departments.",
    "client": "Clients and their users.",
    "service": "Services of clients.",
    "account": "Accounts of clients: balance, terms, movements, files for the accountant.",
    "payment": "What clients pay.",
    "expense": "What clients are charged.",
    "payer": "Who pays for clients, as invoices name them.",
    "discount": "Personal discounts of clients.",
    "tax": "Personal tax rules of clients.",
    "withdrawal": "Money that leaves clients' accounts.",
    "report": "What the desk has done: every movement, for other programs.",
    "incident": "Support incidents of clients.",
    "plan": "Plans of support incidents: numbers, periods, prices.",
    "order": "Orders of support incidents: placed, renewed, raised.",
    "provider": "Settings of the provider.",
    "currency": "The currencies that the desk knows.",
    "rate": "Exchange rates: of clients, and for all.",
    "ticket": "Tickets: list, read, take, answer, redirect, delay, close.",
    "reply": "Predefined replies.",
    "abuse": "Violations of clients: scores, a date, and what happens without an answer.",
    "search": "Search subjects, messages and internal comments.",
    "gateway": "Mail gateways.",
    "mail": "Emails: poll and deliver, the incoming ones, the outbox, the originals.",
    "worker": "The background service: gateways, outbox, delays, abuse dates.",
    "completion": "Print the completion script of a shell: bash, fish or zsh.",
}
"""Every command and its sentence; `helpdesk_tui.cli.<name>` holds it as `command`."""

OVERSIZE = "oversize"
"""The one fault of an email itself: it will be too large tomorrow too (`mail.gateways.sources.Oversize`)."""
_INTERNAL = 70
_INTERRUPTED = 130


class Program(click.Group):
    """The group of all commands, which are loaded by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"helpdesk_tui.cli.{cmd_name}").command
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, which prints help and version from here."""
        with output.spoken():
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; for a name that is none, the one that was probably meant."""
        if args[0] in COMMANDS or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        near = get_close_matches(args[0], COMMANDS, n=1)
        raise click.UsageError(f"No such command {args[0]!r}." + (f" Did you mean {near[0]}?" if near else ""), ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, without loading anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names from the table, and the options."""
        from click.shell_completion import CompletionItem

        names = [CompletionItem(n, help=h) for n, h in COMMANDS.items() if n.startswith(incomplete)]
        return names + click.Command.shell_complete(self, ctx, incomplete)


def _open_app(context: click.Context) -> Any:
    """Without a command: the terminal app."""
    if context.invoked_subcommand is not None:
        return None
    from helpdesk_tui.cli.app import open_app

    return open_app(context.ensure_object(Session))


program = Program(
    NAME,
    callback=click.pass_context(_open_app),
    invoke_without_command=True,
    params=everywhere(),
    help="A help desk in a terminal. Without a command it opens the terminal app.",
    epilog="Example: helpdesk-tui --as anna ticket list 'dept:sales is:unread'",
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
click.version_option(__version__, prog_name=NAME, message="%(prog)s %(version)s")(program)


def run(arguments: list[str]) -> int:
    """Run a command; its exit code (CLI: Exit codes). Whatever happens is one line on stderr, never a traceback."""
    os.umask(0o077)  # whatever is made belongs to its owner alone (rule 43)
    output.prepare()
    session = Session()
    try:
        with session:
            done = program.main(arguments, prog_name=NAME, standalone_mode=False, obj=session)
            output.flush()
        return done if isinstance(done, int) else 0
    except output.ReaderGone:
        output.let_go()
        return 0
    except SystemExit as ended:  # completion ends so
        return ended.code if isinstance(ended.code, int) else 0
    except (click.Abort, KeyboardInterrupt):
        return TryLater.exit_code if session.for_mta else _INTERRUPTED
    except click.ClickException as wrong:
        return _end(session, _usage_error(wrong), in_json=session.json or _asks_for_json(arguments))
    except DeskError as error:
        return _end(session, error, in_json=session.json)
    except Exception as bug:
        if session.environ.get("HELPDESK_TRACEBACK"):
            raise
        return _end(session, _internal_error(bug), in_json=session.json, code=_INTERNAL)


def _end(session: Session, error: DeskError, *, in_json: bool, code: int | None = None) -> int:
    output.complain_of(error, in_json)
    try:
        output.flush()
    except (DeskError, output.ReaderGone):
        output.let_go()
    if session.for_mta and error.code != OVERSIZE:
        # A mail server keeps the mail after 75, and gives it back to its sender after most other codes (rule 10).
        return TryLater.exit_code
    return error.exit_code if code is None else code


def _usage_error(wrong: click.ClickException) -> DeskError:
    """What click found wrong, in one line."""
    sentence = one_line(wrong.format_message())
    sentence += "" if sentence.endswith((".", "?")) else "."
    context = getattr(wrong, "ctx", None)
    where = context.command_path if context is not None else NAME
    return WrongUsage(f"{sentence} `{where} --help` says more.")


def _internal_error(bug: Exception) -> DeskError:
    return DeskError(
        f"The program failed ({type(bug).__name__}: {one_line(str(bug))[:200]}); HELPDESK_TRACEBACK=1 shows where.",
        code="internal",
    )


def _asks_for_json(arguments: list[str]) -> bool:
    """Whether JSON was asked for on a line that could not be understood."""
    before = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return "--json" in before
