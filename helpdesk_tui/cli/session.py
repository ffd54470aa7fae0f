"""One call of the program: its options, its settings, its desk, and who acts (CLI: Everywhere)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

import click

from helpdesk_tui.errors import WrongUsage

if TYPE_CHECKING:
    from helpdesk_tui.config import Settings
    from helpdesk_tui.desk.door import Desk


class Person(Protocol):
    """A member of staff, as far as it takes to say who acts."""

    @property
    def login(self) -> str:
        """Their login."""

    @property
    def admin(self) -> bool:
        """Whether they are an administrator."""


class Session:
    """What a command gets. Settings and desk are read when a command first asks for them, and closed at the end."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self.environ = os.environ if environ is None else environ
        self.json = False
        self.for_mta = False
        self.database: str | None = None
        self.config: str | None = None
        self.login: str | None = None
        self._staff: Desk | None = None

    def __enter__(self) -> Session:
        """The session itself; leaving the block closes its desk."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        desk = self.__dict__.get("desk")
        if desk is not None:
            with contextlib.suppress(Exception):
                desk.close()

    @cached_property
    def settings(self) -> Settings:
        """The configuration; raises WrongUsage."""
        from helpdesk_tui.config import load_settings

        if self.config == "":
            raise WrongUsage("--config needs the name of a file.")
        return load_settings(Path(self.config) if self.config else None, self.database, self.environ)

    @cached_property
    def desk(self) -> Desk:
        """The desk, acting as the program itself: for what no member of staff does."""
        from helpdesk_tui.desk.door import open_for

        return open_for(self.settings)

    def staff(self) -> Desk:
        """The desk, acting as a member of staff; raises WrongUsage when nothing says as whom, NotFound."""
        if self._staff is None:
            self._staff = self.desk.staff(self.acting_login())
        return self._staff

    @property
    def chosen_login(self) -> str:
        """The login that the option or the environment names; empty when none was chosen."""
        if self.login == "":
            raise WrongUsage("--as needs a login.")
        return self.login or self.environ.get("HELPDESK_STAFF", "")

    def acting_login(self) -> str:
        """The login of who acts; the desk is asked only when none was chosen. Raises WrongUsage."""
        if self.chosen_login:
            return self.chosen_login
        from helpdesk_tui.questions import ReadStaff

        return self.who_acts(self.desk.read(ReadStaff()))

    def who_acts(self, staff: Iterable[Person]) -> str:
        """The login of who acts, of the active staff; raises WrongUsage when nothing says so."""
        return self.chosen_login or who_acts(user_name(), staff)

    @property
    def now(self) -> datetime:
        """The present moment by the desk's clock."""
        return self.settings.clock().now()

    @property
    def zone(self) -> tzinfo:
        """The desk's time zone."""
        return self.settings.desk.zone

    def answer(self, shape: object, people: Callable[[], None]) -> None:
        """Answer in JSON where that was asked for, in a form for people otherwise."""
        from helpdesk_tui.cli import output

        if self.json:
            output.say_json(shape)
        else:
            people()


pass_session = click.make_pass_decorator(Session)


def who_acts(user: str, staff: Iterable[Person]) -> str:
    """The login of who acts when none was chosen: the one named like the system's user, else the one administrator.

    Raises WrongUsage when there is neither.
    """
    people = tuple(staff)
    if any(person.login == user for person in people):
        return user
    administrators = [person.login for person in people if person.admin]
    if len(administrators) == 1:
        return administrators[0]
    raise WrongUsage("Say who acts, with --as LOGIN or HELPDESK_STAFF.", code="who_acts")


def user_name() -> str:
    """The system's name for whoever runs the program; empty when it has none."""
    try:
        import pwd

        return pwd.getpwuid(os.geteuid()).pw_name
    except (ImportError, KeyError):
        import getpass

        try:
            return getpass.getuser()
        except (OSError, KeyError):
            return ""
