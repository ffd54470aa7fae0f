"""The settings as the program holds them: frozen, with the defaults of every key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from helpdesk_tui.clock import Clock, FixedClock, SystemClock
from helpdesk_tui.config import values
from helpdesk_tui.config.layouts import LAYOUTS, USUAL
from helpdesk_tui.config.secret import Secret
from helpdesk_tui.config.values import key
from helpdesk_tui.vocab import EditorUse, PictureUse, TlsMode

_PORTS = {TlsMode.TLS: 465, TlsMode.STARTTLS: 587, TlsMode.NONE: 25}
_HOUR, _MESSAGES, _BYTES = 3_600, 1_000_000_000, 512 * 1024**2


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """`[desk]`: its name, the zone its dates are in, and whether `HELPDESK_NOW` may set the clock."""

    name: str = key("", values.text(100))
    timezone: str = key("UTC", values.zone_name)
    test_clock: bool = key(False, values.flag)

    @property
    def zone(self) -> tzinfo:
        """The time zone of the desk."""
        if self.timezone == "UTC":
            return UTC
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """`[smtp]`: how mail leaves. With `sendmail` a program is run; without, a server is spoken to.

    `given_tls` and `given_port` are what the file says; left out, they follow from each other and the host. `sender`
    is the key `from`: the address of mail that comes from no department.
    """

    host: str = key("127.0.0.1", values.host)
    given_port: int = key(0, values.whole(1, 65_535), "port")
    given_tls: str = key("", values.one_of(TlsMode), "tls")
    login: str = key("", values.text())
    password_env: str = key("", values.variable)
    password_command: str = field(default="", repr=False, metadata={"read": values.command, "name": "password_command"})
    password_file: str = key("", values.text(4096))
    sender: str = key("", values.address, "from")
    sendmail: str = key("", values.command)

    @property
    def tls(self) -> TlsMode:
        """How the connection is protected: none only to this computer, otherwise TLS from the start on port 465."""
        if self.given_tls:
            return TlsMode(self.given_tls)
        if values.is_loopback(self.host):
            return TlsMode.NONE
        return TlsMode.TLS if self.given_port == _PORTS[TlsMode.TLS] else TlsMode.STARTTLS

    @property
    def port(self) -> int:
        """The server's port."""
        return self.given_port or _PORTS[self.tls]

    @property
    def program(self) -> tuple[str, ...]:
        """`sendmail` as a program and its arguments, empty when a server is spoken to."""
        import shlex

        return tuple(shlex.split(self.sendmail))

    @property
    def password(self) -> Secret | None:
        """Where the password comes from, None when there is none."""
        if self.password_env:
            return Secret(env=self.password_env)
        if self.password_command:
            return Secret(command=self.password_command)
        return Secret(file=Path(self.password_file)) if self.password_file else None


@dataclass(frozen=True, slots=True)
class SendSettings:
    """`[send]`: for how many seconds a reply can be taken back (TR7)."""

    undo_seconds: int = key(10, values.whole(0, _HOUR))


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """`[intake]`: limits of messages an hour (MG12; 0: none), the largest email in bytes, parsing processes."""

    messages_per_hour: int = key(0, values.whole(0, _MESSAGES))
    messages_per_hour_client: int = key(0, values.whole(0, _MESSAGES))
    max_bytes: int = key(52_428_800, values.whole(1_024, _BYTES))
    workers: int = key(2, values.whole(1, 64))


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """`[screen]`: the theme by name, whether the program takes the mouse, the layouts of keyboards whose letters act as
    the Latin ones on the same keys, where an external editor may be used (TR7), and how pictures are shown (TF11).
    """

    theme: str = key("ansi", values.text(40))
    mouse: bool = key(True, values.flag)
    layouts: tuple[str, ...] = key(USUAL, values.some_of(LAYOUTS))
    editor: str = key("local", values.one_of(EditorUse))
    pictures: str = key("auto", values.one_of(PictureUse))


@dataclass(frozen=True, slots=True)
class LookupSettings:
    """`[lookups]`: the programs that staff may ask about a domain or address (TF1), empty for none; their bounds."""

    whois: str = key("whois", values.command)
    dig: str = key("dig +noall +answer +time=3 +tries=1", values.command)
    seconds: int = key(15, values.whole(1, 120))
    max_bytes: int = key(65_536, values.whole(1_024, 1_048_576))


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `file` is the configuration file, None when there is none.

    `database` is an absolute path or a URL, which may hold a password: show `database_shown`. `keys` gives the keys
    of actions by their ids (`[keys]`). `now` is the time of `HELPDESK_NOW` where it counts.
    """

    file: Path | None
    database: str = field(repr=False)
    desk: DeskSettings = DeskSettings()
    smtp: SmtpSettings = SmtpSettings()
    send: SendSettings = SendSettings()
    intake: IntakeSettings = IntakeSettings()
    screen: ScreenSettings = ScreenSettings()
    lookups: LookupSettings = LookupSettings()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    now: datetime | None = None

    def clock(self) -> Clock:
        """The computer's clock, or one that stands at `now`."""
        return SystemClock() if self.now is None else FixedClock(self.now)

    @property
    def database_shown(self) -> str:
        """The database without its password."""
        return without_password(self.database)


def without_password(database: str) -> str:
    """A database's URL as it may be shown: its password is hidden wherever it stands."""
    shown = re.sub(r"(://[^:@/]*):.*@", r"\1:***@", database)
    return re.sub(r"(password=)[^&]*", r"\1***", shown)
