"""Finding and reading the configuration file, and what the environment and the command line say over it.

An unknown key, a wrong type or a value that cannot be is `WrongUsage` and names file, key and reason.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from helpdesk_tui.clock import parse_iso
from helpdesk_tui.config.settings import (
    DeskSettings,
    IntakeSettings,
    LookupSettings,
    ScreenSettings,
    SendSettings,
    Settings,
    SmtpSettings,
)
from helpdesk_tui.config.values import action, is_loopback, keys, nearest, text
from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.text import clipped
from helpdesk_tui.vocab import TlsMode

PROGRAM = "helpdesk-tui"
SCHEMES = ("postgresql+psycopg", "postgresql", "postgres")

_SECTIONS = ("desk", "smtp", "send", "intake", "screen", "lookups", "keys")
_TOP = ("database", "sendmail")
_MOST = 1024**2

S = TypeVar("S")


def load_settings(config: Path | None, database: str | None, environ: Mapping[str, str]) -> Settings:
    """The settings from `--config`, `--database` and the environment; all of them may be None or empty.

    The file is `config`, else `HELPDESK_CONFIG`, else `config.toml` in the platform's configuration folder, which need
    not be there. The database is `database`, else `HELPDESK_DATABASE`, else the file's key (a path there starts from
    the file's folder), else `desk.sqlite` in the platform's data folder. Raises WrongUsage.
    """
    file = config or _given(environ, "HELPDESK_CONFIG") or _default_file()
    if file is None:
        return Settings(None, _database(database, environ, {}, None))
    path = Path(_absolute(str(file), None, "--config"))
    content = _read(path)
    _refuse_unknown(path, "", content, [*_TOP, *_SECTIONS])
    desk = _section(path, "desk", DeskSettings, content.get("desk", {}))
    return Settings(
        path,
        _database(database, environ, content, path),
        desk=desk,
        smtp=_smtp(path, _section(path, "smtp", SmtpSettings, content.get("smtp", {})), content),
        send=_section(path, "send", SendSettings, content.get("send", {})),
        intake=_section(path, "intake", IntakeSettings, content.get("intake", {})),
        screen=_section(path, "screen", ScreenSettings, content.get("screen", {})),
        lookups=_section(path, "lookups", LookupSettings, content.get("lookups", {})),
        keys=_keys(path, content.get("keys", {})),
        now=_now(environ) if desk.test_clock else None,
    )


def _given(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(environ[name]) if environ.get(name) else None


def _default_file() -> Path | None:
    from platformdirs import user_config_path

    path = user_config_path(PROGRAM, appauthor=False) / "config.toml"
    try:
        return path if path.exists() else None
    except OSError:  # it may be there: reading it says what is wrong
        return path


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        with path.open("rb") as file:
            raw = file.read(_MOST + 1)
        if len(raw) > _MOST:
            raise ValueError("it has more than a megabyte")
        return tomllib.loads(raw.decode())
    except OSError as failed:
        raise WrongUsage(f"{path}: cannot be read: {failed.strerror}.") from None
    except UnicodeDecodeError:
        raise WrongUsage(f"{path}: is not in UTF-8.") from None
    except (ValueError, RecursionError) as wrong:
        raise WrongUsage(f"{path}: is no TOML: {clipped(str(wrong), 200)}.") from None


def _section(path: Path, name: str, kind: type[S], table: object) -> S:
    """The settings of one section; the fields of `kind` say which keys it has and who reads them."""
    fields = {known.metadata["name"] or known.name: known for known in dataclasses.fields(kind)}  # type: ignore[arg-type]
    if not isinstance(table, dict):
        raise _wrong(path, "", name, "has to be a section")
    _refuse_unknown(path, name, table, list(fields))
    found = {}
    for key, value in table.items():
        try:
            found[fields[key].name] = fields[key].metadata["read"](value)
        except ValueError as reason:
            raise _wrong(path, name, key, str(reason)) from None
    return kind(**found)


def _refuse_unknown(path: Path, section: str, table: Mapping[str, object], known: list[str]) -> None:
    for key, value in table.items():
        if key in known:
            continue
        if key == "password":
            raise _wrong(path, section, key, "does not stand here; use password_env, password_command or password_file")
        near = nearest(key, known)
        hint = f"did you mean {near}?" if near else f"known here are {', '.join(known)}"
        raise _wrong(path, section, f"[{key}]" if isinstance(value, dict) else key, f"is unknown; {hint}")


def _smtp(path: Path, smtp: SmtpSettings, content: Mapping[str, object]) -> SmtpSettings:
    """What belongs together in `[smtp]`; `sendmail` may stand above all sections too."""
    if "sendmail" in content:
        if smtp.sendmail:
            raise _wrong(path, "", "sendmail", "stands in [smtp] too; one of them has to go")
        above = _section(path, "", SmtpSettings, {"sendmail": content["sendmail"]})
        smtp = dataclasses.replace(smtp, sendmail=above.sendmail)
    table = content.get("smtp", {})
    assert isinstance(table, dict)
    if smtp.sendmail and (other := next((key for key in ("host", "port", "tls", "login") if table.get(key)), None)):
        raise _wrong(path, "smtp", other, "does not go with sendmail, which delivers without a server")
    if smtp.tls is TlsMode.NONE and not is_loopback(smtp.host):
        raise _wrong(path, "smtp", "tls", f"cannot be none for {smtp.host}: only for this computer (127.0.0.1)")
    places = [key for key in ("password_env", "password_command", "password_file") if table.get(key)]
    if len(places) > 1:
        raise _wrong(path, "smtp", places[1], f"stands beside {places[0]}; a password comes from one place")
    if smtp.login and not places:
        raise _wrong(path, "smtp", "login", "needs password_env, password_command or password_file beside it")
    if smtp.password_file:
        file = _absolute(smtp.password_file, path.parent, f"{path}: [smtp] password_file")
        smtp = dataclasses.replace(smtp, password_file=file)
    return smtp


def _keys(path: Path, table: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise _wrong(path, "", "keys", "has to be a section")
    found = {}
    for name, value in table.items():
        if not action(name):
            raise _wrong(path, "keys", name, "is no action's id")
        try:
            found[name] = keys(value)
        except ValueError as reason:
            raise _wrong(path, "keys", name, str(reason)) from None
    return found


def _database(given: str | None, environ: Mapping[str, str], content: Mapping[str, object], path: Path | None) -> str:
    own = _where(content["database"], path.parent, f"{path}: database") if path and "database" in content else ""
    if given is not None:
        return _where(given, None, "--database")
    if environ.get("HELPDESK_DATABASE"):
        return _where(environ["HELPDESK_DATABASE"], None, "HELPDESK_DATABASE")
    if own:
        return own
    from platformdirs import user_data_path

    return str(user_data_path(PROGRAM, appauthor=False) / "desk.sqlite")


def _where(value: object, folder: Path | None, name: str) -> str:
    """An absolute path, or the URL as it stands. No message holds the value: a URL may have a password in it."""
    try:
        where = str(text(4096)(value)).removeprefix("sqlite:///")
    except ValueError as reason:
        raise WrongUsage(f"{name}: {reason}.") from None
    if not where:
        raise WrongUsage(f"{name}: has to be the path of a file or a URL.")
    scheme, url, _ = where.partition("://")
    if url and scheme not in SCHEMES:
        raise WrongUsage(f"{name}: a URL has to begin with postgresql+psycopg://.")
    return where if url else _absolute(where, folder, name)


def _absolute(where: str, folder: Path | None, name: str) -> str:
    """The path from the folder, by default the present one, with `~` resolved."""
    try:
        path = Path(where).expanduser()
        return str(folder / path if folder else path.absolute())
    except (RuntimeError, OSError):
        raise WrongUsage(f"{name}: the folder that its path starts from is not there.") from None


def _now(environ: Mapping[str, str]) -> datetime | None:
    given = environ.get("HELPDESK_NOW")
    if not given:
        return None
    try:
        return parse_iso(given)
    except (ValueError, OverflowError):
        raise WrongUsage("HELPDESK_NOW: has to be a time like 2026-04-11T09:00:00Z.") from None


def _wrong(path: Path, section: str, key: str, reason: str) -> WrongUsage:
    place = f"[{section}] {clipped(key, 60)}" if section else clipped(key, 60)
    return WrongUsage(f"{path}: {place}: {reason}" + ("" if reason.endswith("?") else "."))
