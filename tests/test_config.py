"""CLI "Configuration file": file, environment and arguments make the settings; a mistake names file, key and reason."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from helpdesk_tui.clock import SystemClock
from helpdesk_tui.config import (
    DeskSettings,
    IntakeSettings,
    LookupSettings,
    ScreenSettings,
    Secret,
    SendSettings,
    Settings,
    SmtpSettings,
    load_settings,
)
from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.vocab import TlsMode

DOCUMENTED = """
database = "desk.sqlite"
[desk]
name = "Acme support"
timezone = "Europe/Berlin"
test_clock = true
[smtp]
host = "127.0.0.1"
port = 2525
tls = "none"
login = ""
password_env = "DESK_SMTP_PASSWORD"
from = "support@acme.example"
[send]
undo_seconds = 20
[intake]
messages_per_hour = 100
messages_per_hour_client = 10
max_bytes = 1000000
workers = 4
[screen]
theme = "dark"
mouse = false
layouts = ["bulgarian"]
[lookups]
whois = ""
dig = "dig +short"
seconds = 5
max_bytes = 2048
[keys]
send = ["ctrl+s", "f9"]
close = "e"
leave = []
"""


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    return tmp_path / "desk.toml"


@pytest.fixture
def homeless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The platform's folders, in an empty place."""
    for name, folder in (("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data")):
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def loaded(path: Path, content: str, environ: dict[str, str] | None = None, database: str | None = "x") -> Settings:
    path.write_text(content, encoding="utf-8")
    return load_settings(path, database, environ or {})


def reason(path: Path, content: str) -> str:
    """The sentence about a wrong file, without the file's name, which has to begin it."""
    with pytest.raises(WrongUsage) as caught:
        loaded(path, content)
    assert caught.value.exit_code == 2
    assert caught.value.sentence.startswith(f"{path}: ")
    return caught.value.sentence.removeprefix(f"{path}: ")


def test_every_documented_key(toml: Path) -> None:
    settings = loaded(toml, DOCUMENTED, {"HELPDESK_NOW": "2026-04-11T09:00:00Z"}, database=None)
    assert settings.file == toml
    assert settings.database == str(toml.parent / "desk.sqlite")
    assert settings.desk == DeskSettings(name="Acme support", timezone="Europe/Berlin", test_clock=True)
    assert settings.desk.zone.utcoffset(datetime(2026, 7, 1)) == timedelta(hours=2)  # noqa: DTZ001 - a wall clock's time
    smtp = settings.smtp
    assert (smtp.host, smtp.port, smtp.tls, smtp.login) == ("127.0.0.1", 2525, TlsMode.NONE, "")
    assert (smtp.sender, smtp.program) == ("support@acme.example", ())
    assert smtp.password == Secret(env="DESK_SMTP_PASSWORD")
    assert settings.send == SendSettings(undo_seconds=20)
    assert settings.intake == IntakeSettings(100, 10, 1_000_000, 4)
    assert settings.screen == ScreenSettings(theme="dark", mouse=False, layouts=("bulgarian",))
    assert settings.lookups == LookupSettings("", "dig +short", 5, 2048)
    assert settings.keys == {"send": ("ctrl+s", "f9"), "close": ("e",), "leave": ()}
    assert settings.clock().now() == datetime(2026, 4, 11, 9, 0, tzinfo=UTC)


def test_every_key_may_be_left_out(toml: Path) -> None:
    settings = loaded(toml, "")
    assert settings.desk == DeskSettings("", "UTC", False)
    assert settings.desk.zone is UTC
    assert (settings.smtp.host, settings.smtp.port, settings.smtp.tls) == ("127.0.0.1", 25, TlsMode.NONE)
    assert settings.smtp.password is None
    assert settings.send.undo_seconds == 10
    assert settings.intake == IntakeSettings(0, 0, 52_428_800, 2)
    assert settings.screen == ScreenSettings("ansi", True)
    assert settings.lookups == LookupSettings("whois", "dig +noall +answer +time=3 +tries=1", 15, 65_536)
    assert settings.keys == {}
    assert isinstance(settings.clock(), SystemClock)


def test_without_any_file_all_is_as_by_default(homeless: Path) -> None:
    settings = load_settings(None, None, {})
    assert settings.file is None
    assert settings.database == str(homeless / "data" / "helpdesk-tui" / "desk.sqlite")
    assert settings.desk == DeskSettings()
    assert settings.smtp == SmtpSettings()


def test_the_file_of_the_platform_is_read_when_it_is_there(homeless: Path) -> None:
    folder = homeless / "config" / "helpdesk-tui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('database = "my.sqlite"\n')
    settings = load_settings(None, None, {})
    assert settings.file == folder / "config.toml"
    assert settings.database == str(folder / "my.sqlite")


def test_an_argument_stands_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    files = [tmp_path / "argument.toml", tmp_path / "environment.toml"]
    for file in files:
        file.write_text(f'database = "{file.stem}.sqlite"\n')
    environ = {"HELPDESK_CONFIG": str(files[1])}
    assert load_settings(files[0], None, environ).database == str(tmp_path / "argument.sqlite")
    assert load_settings(None, None, environ).database == str(tmp_path / "environment.sqlite")
    environ["HELPDESK_DATABASE"] = "/srv/environment.sqlite"
    assert load_settings(None, None, environ).database == "/srv/environment.sqlite"
    assert load_settings(None, "/srv/argument.sqlite", environ).database == "/srv/argument.sqlite"


def test_empty_variables_count_as_none(homeless: Path) -> None:
    settings = load_settings(None, None, {"HELPDESK_CONFIG": "", "HELPDESK_DATABASE": "", "HELPDESK_NOW": ""})
    assert settings.database.endswith("desk.sqlite")
    assert settings.now is None


@pytest.mark.parametrize(
    ("given_database", "where"),
    [
        ("/srv/desk.sqlite", "/srv/desk.sqlite"),
        ("sqlite:////srv/desk.sqlite", "/srv/desk.sqlite"),
        ("postgresql+psycopg://desk@db.example/desk", "postgresql+psycopg://desk@db.example/desk"),
        ("postgresql://desk@db.example/desk", "postgresql://desk@db.example/desk"),
    ],
)
def test_a_database_is_a_path_or_a_url(toml: Path, given_database: str, where: str) -> None:
    assert loaded(toml, "", database=given_database).database == where
    assert loaded(toml, f'database = "{given_database}"\n', database=None).database == where


def test_paths_start_from_where_they_were_written(toml: Path, homeless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path in the file must not depend on the folder that a cron job or an MTA starts in."""
    elsewhere = homeless / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert loaded(toml, 'database = "desk.sqlite"\n', database=None).database == str(toml.parent / "desk.sqlite")
    assert loaded(toml, "", database="desk.sqlite").database == str(elsewhere / "desk.sqlite")
    assert loaded(toml, "", {"HELPDESK_DATABASE": "~/d.sqlite"}, None).database == str(homeless / "d.sqlite")
    assert loaded(toml, '[smtp]\npassword_file = "smtp.secret"\n').smtp.password == Secret(
        file=toml.parent / "smtp.secret"
    )


@pytest.mark.parametrize("database", ["", "mysql://u:geheim@db.example/desk", "a\x00b"])
def test_a_database_that_is_none_is_wrong_and_not_repeated(toml: Path, database: str) -> None:
    with pytest.raises(WrongUsage, match=r"^--database: ") as caught:
        loaded(toml, "", database=database)
    assert "geheim" not in caught.value.sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "foo = 1",
            "foo: is unknown; known here are database, sendmail, desk, smtp, send, intake, screen, lookups, keys.",
        ),
        ("datbase = 'x'", "datbase: is unknown; did you mean database?"),
        ("[smpt]", "[smpt]: is unknown; did you mean smtp?"),
        ("[smtp]\nhots = 'x'", "[smtp] hots: is unknown; did you mean host?"),
        ("[send]\nundo = 5", "[send] undo: is unknown; known here are undo_seconds."),
        ("[desk]\nundo_seconds = 5", "[desk] undo_seconds: is unknown; known here are name, timezone, test_clock."),
        ("[smtp]\nsender = 'a@b.example'", "[smtp] sender: is unknown; known here are host, port, tls,"),
        (
            "[smtp]\npassword = 'geheim'",
            "[smtp] password: does not stand here; use password_env, password_command or password_file.",
        ),
        ("desk = 5", "desk: has to be a section."),
        ("keys = 'x'", "keys: has to be a section."),
        ("database = 5", "database: has to be a text in one line, at most 4096 characters."),
        ("database = ''", "database: has to be the path of a file or a URL."),
        ("[desk]\nname = 5", "[desk] name: has to be a text in one line, at most 100 characters."),
        ('[desk]\nname = "a\\u001bb"', "[desk] name: has to be a text in one line, at most 100 characters."),
        ("[desk]\ntest_clock = 1", "[desk] test_clock: has to be true or false."),
        (
            "[desk]\ntimezone = 'Europe/Berln'",
            "[desk] timezone: has to be a time zone like Europe/Berlin; did you mean Europe/Berlin?",
        ),
        ("[desk]\ntimezone = '../../etc/passwd'", "[desk] timezone: has to be a time zone like Europe/Berlin."),
        ("[desk]\ntimezone = ''", "[desk] timezone: has to be a time zone like Europe/Berlin."),
        ("[desk]\ntimezone = 'Europe'", "[desk] timezone: has to be a time zone like Europe/Berlin"),
        ("[send]\nundo_seconds = 'ten'", "[send] undo_seconds: has to be a whole number from 0 to 3600."),
        ("[send]\nundo_seconds = true", "[send] undo_seconds: has to be a whole number from 0 to 3600."),
        ("[send]\nundo_seconds = 1.5", "[send] undo_seconds: has to be a whole number from 0 to 3600."),
        ("[send]\nundo_seconds = -1", "[send] undo_seconds: has to be a whole number from 0 to 3600."),
        ("[intake]\nmax_bytes = 10", "[intake] max_bytes: has to be a whole number from 1024 to 536870912."),
        ("[intake]\nworkers = 0", "[intake] workers: has to be a whole number from 1 to 64."),
        (
            "[intake]\nmessages_per_hour = -1",
            "[intake] messages_per_hour: has to be a whole number from 0 to 1000000000.",
        ),
        ("[smtp]\nport = 0", "[smtp] port: has to be a whole number from 1 to 65535."),
        ("[smtp]\nport = 65536", "[smtp] port: has to be a whole number from 1 to 65535."),
        ("[smtp]\nhost = ''", "[smtp] host: has to be a host name or an IP address."),
        ("[smtp]\nhost = 'smtp://mail.example'", "[smtp] host: has to be a host name or an IP address."),
        ("[smtp]\ntls = 'ssl'", "[smtp] tls: has to be one of tls, starttls, none."),
        (
            "[smtp]\nhost = 'mail.acme.example'\ntls = 'none'",
            "[smtp] tls: cannot be none for mail.acme.example: only for this computer (127.0.0.1).",
        ),
        ("[smtp]\nfrom = 'Acme <a@b.example>'", "[smtp] from: has to be an email address like support@acme.example."),
        (
            '[smtp]\nfrom = "a@b.example\\r\\nBcc: x"',
            "[smtp] from: has to be a text in one line, at most 500 characters.",
        ),
        ("[smtp]\npassword_env = 'A-B'", "[smtp] password_env: has to be the name of an environment variable."),
        (
            "[smtp]\npassword_env = 'A'\npassword_file = 'b'",
            "[smtp] password_file: stands beside password_env; a password comes from one place.",
        ),
        ("[smtp]\nlogin = 'desk'", "[smtp] login: needs password_env, password_command or password_file beside it."),
        ('[smtp]\nsendmail = "sendmail \'x"', "[smtp] sendmail: has a quote that is not closed."),
        (
            "[smtp]\nsendmail = '/usr/sbin/sendmail -t -i'\nhost = '127.0.0.1'",
            "[smtp] host: does not go with sendmail, which delivers without a server.",
        ),
        ("sendmail = 'a'\n[smtp]\nsendmail = 'b'", "sendmail: stands in [smtp] too; one of them has to go."),
        ("[screen]\nmouse = 'no'", "[screen] mouse: has to be true or false."),
        ("[screen]\nlayouts = 'greek'", "[screen] layouts: has to be an array of russian, ukrainian, "),
        ("[screen]\nlayouts = ['greak']", "[screen] layouts: does not know 'greak'; did you mean greek?"),
        ("[screen]\nlayouts = [5]", "[screen] layouts: does not know 5; it knows russian, "),
        ("[keys]\nsend = 5", '[keys] send: has to be a key or an array of keys, like ["ctrl+s", "f9"].'),
        ("[keys]\nsend = ['a', 5]", '[keys] send: has to be a key or an array of keys, like ["ctrl+s", "f9"].'),
        ("[keys]\nsend = ''", "[keys] send: names no key with ''."),
        ("[keys]\nsend = 'g g'", "[keys] send: names no key with 'g g'."),
        ("[keys]\nsend = 'ctrl+h'", "[keys] send: cannot be ctrl+h: terminals send backspace for it."),
        ("[keys]\n'Send it' = 'a'", "[keys] Send it: is no action's id."),
    ],
)
def test_a_mistake_names_file_key_and_reason(toml: Path, content: str, sentence: str) -> None:
    assert reason(toml, content).startswith(sentence)
    assert "geheim" not in reason(toml, content)


@pytest.mark.parametrize(
    "content",
    [
        "[send]\nundo_seconds = 0",
        "[send]\nundo_seconds = 3600",
        "[intake]\nmessages_per_hour = 0\nmessages_per_hour_client = 0\nmax_bytes = 1024\nworkers = 1",
        "[intake]\nmessages_per_hour = 1000000000\nmax_bytes = 536870912\nworkers = 64",
        "[smtp]\nport = 1",
        "[smtp]\nport = 65535",
        f"[desk]\nname = '{'x' * 100}'",
        f"[keys]\n{'x' * 80} = '{'y' * 40}'",
        "#" * 1024**2,
    ],
)
def test_the_ends_of_a_range_belong_to_it(toml: Path, content: str) -> None:
    assert loaded(toml, content).file == toml


@pytest.mark.parametrize("content", [f"[keys]\n{'x' * 81} = 'y'", f"[keys]\nx = '{'y' * 41}'", "#" * (1024**2 + 1)])
def test_what_lies_beyond_the_ends_does_not(toml: Path, content: str) -> None:
    assert reason(toml, content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[desk]\nname = ", "is no TOML: "),
        ("a = 1\na = 2", "is no TOML: "),
        ("a = " + "[" * 100_000, "is no TOML: "),
        ("#" * 1_100_000, "is no TOML: it has more than a megabyte."),
    ],
)
def test_a_file_that_is_no_toml(toml: Path, content: str, sentence: str) -> None:
    assert reason(toml, content).startswith(sentence)


def test_a_file_that_is_not_in_utf_8(toml: Path) -> None:
    toml.write_bytes(b'[desk]\nname = "caf\xe9"\n')
    with pytest.raises(WrongUsage, match="is not in UTF-8"):
        load_settings(toml, None, {})


def test_a_file_that_was_named_has_to_be_there(tmp_path: Path) -> None:
    for config, environ in ((tmp_path / "no.toml", {}), (None, {"HELPDESK_CONFIG": str(tmp_path / "no.toml")})):
        with pytest.raises(WrongUsage, match=r"no\.toml: cannot be read: No such file or directory\.$"):
            load_settings(config, None, environ)
    with pytest.raises(WrongUsage, match="cannot be read: Is a directory"):
        load_settings(tmp_path, None, {})


def test_the_clock_is_set_only_where_the_desk_allows_it(toml: Path) -> None:
    environ = {"HELPDESK_NOW": "2026-04-11T09:00:00Z"}
    assert isinstance(loaded(toml, "", environ).clock(), SystemClock)
    assert isinstance(loaded(toml, "[desk]\ntest_clock = false\n", environ).clock(), SystemClock)
    assert isinstance(loaded(toml, "[desk]\ntest_clock = true\n").clock(), SystemClock)
    clock = loaded(toml, "[desk]\ntest_clock = true\n", environ).clock()
    assert clock.now() == datetime(2026, 4, 11, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "now", ["tomorrow", "2026-04-11", "2026-04-11T09:00:00", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+09:00"]
)
def test_a_time_that_is_none_is_wrong_usage(toml: Path, now: str) -> None:
    with pytest.raises(WrongUsage, match=r"^HELPDESK_NOW: has to be a time like 2026-04-11T09:00:00Z\.$"):
        loaded(toml, "[desk]\ntest_clock = true\n", {"HELPDESK_NOW": now})


@pytest.mark.parametrize(
    ("database", "shown"),
    [
        ("postgresql://desk:geheim@db.example/desk", "postgresql://desk:***@db.example/desk"),
        ("postgresql://desk:ge/he@im@db.example/desk", "postgresql://desk:***@db.example/desk"),
        (
            "postgresql://db.example/desk?user=a&password=geheim&x=y",
            "postgresql://db.example/desk?user=a&password=***&x=y",
        ),
        ("postgresql://db.example:5432/desk", "postgresql://db.example:5432/desk"),
        ("/srv/desk.sqlite", "/srv/desk.sqlite"),
    ],
)
def test_no_password_is_shown(database: str, shown: str) -> None:
    """Rule 47."""
    settings = Settings(None, database)
    assert settings.database_shown == shown
    assert "geheim" not in repr(settings)


def test_settings_are_frozen() -> None:
    with pytest.raises(AttributeError):
        Settings(None, "x").database = "y"  # type: ignore[misc]


def test_loading_is_light(toml: Path) -> None:
    """P11: the command line reads the settings before it knows whether it needs a database or a screen."""
    toml.write_text(DOCUMENTED)
    script = (
        "import sys; from pathlib import Path; from helpdesk_tui.config import load_settings\n"
        f"load_settings(Path({str(toml)!r}), 'x', {{}})\n"
        "heavy = {'pydantic', 'textual', 'rich', 'sqlalchemy', 'dateparser', 'subprocess', 'platformdirs'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, timeout=60)
