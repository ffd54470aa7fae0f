"""What every test starts from: no settings from outside, times in UTC, and the fixtures for real servers."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest
from hypothesis import settings

pytest_plugins = ["tests.services"]

_FOR_THE_TESTS = "HELPDESK_TEST_"

for _name in list(os.environ):
    _ours = _name.startswith("HELPDESK_") and not _name.startswith(_FOR_THE_TESTS)
    if _ours or _name in ("NO_COLOR", "TEXTUAL_THEME", "VISUAL", "EDITOR"):
        del os.environ[_name]

os.environ["TZ"] = "UTC"
time.tzset()

# The same examples in every run: a run that finds something new belongs to whoever looks for it, not to who builds.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long stories first, so that none of them begins when all else is done."""
    items.sort(key=lambda item: "/e2e/" not in item.nodeid)


_FIGURE = "figure"


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Tells a figure that the end of the run shows also when all is well: steps that were tried, seconds it took."""
    return lambda text: record_property(_FIGURE, text)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures that tests told."""
    told = [
        f"{report.nodeid.rpartition('::')[2]}: {text}"
        for report in terminalreporter.getreports("passed")
        for name, text in report.user_properties
        if name == _FIGURE and report.when == "call"
    ]
    if told:
        terminalreporter.section("figures")
        terminalreporter.write("\n".join(told) + "\n")
