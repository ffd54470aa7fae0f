"""The configuration (CLI: Configuration file): a TOML file, the environment and the command line make `Settings`."""

from helpdesk_tui.config.load import load_settings
from helpdesk_tui.config.secret import Secret
from helpdesk_tui.config.settings import (
    DeskSettings,
    IntakeSettings,
    LookupSettings,
    ScreenSettings,
    SendSettings,
    Settings,
    SmtpSettings,
)
from helpdesk_tui.config.values import is_loopback

__all__ = [
    "DeskSettings",
    "IntakeSettings",
    "LookupSettings",
    "ScreenSettings",
    "Secret",
    "SendSettings",
    "Settings",
    "SmtpSettings",
    "is_loopback",
    "load_settings",
]
