"""What every test starts from: no settings from outside, times in UTC, and the fixtures for real servers."""

from __future__ import annotations

import os
import time

from hypothesis import settings

pytest_plugins = ["tests.services"]

_FOR_THE_TESTS = "HELPDESK_TEST_"

for _name in list(os.environ):
    _ours = _name.startswith("HELPDESK_") and not _name.startswith(_FOR_THE_TESTS)
    if _ours or _name in ("NO_COLOR", "TEXTUAL_THEME"):
        del os.environ[_name]

os.environ["TZ"] = "UTC"
time.tzset()

# The same examples in every run: a run that finds something new belongs to whoever looks for it, not to who builds.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")
