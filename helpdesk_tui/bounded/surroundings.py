"""What a process of our own starts with: its modules from our folder, never from where somebody happens to stand.

`python -m` looks for modules in the current directory first, so that a `json.py` lying there would be run.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import helpdesk_tui

HOME = str(Path(helpdesk_tui.__file__).resolve().parents[1])
"""The folder that holds this package."""

# What Python itself and the C library look at; passwords that the desk was given stand in other variables.
_NEEDED = (
    "HOME", "LANG", "LANGUAGE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONHOME",
    "PYTHONPYCACHEPREFIX", "PYTHONUSERBASE", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "TZ", "__PYVENV_LAUNCHER__",
)  # fmt: skip


def python_module(name: str) -> tuple[str, ...]:
    """The command that runs a module of this package, wherever it is run (`-P`: not from the current directory)."""
    return (sys.executable, "-P", "-m", name)


def module_path() -> str:
    """PYTHONPATH for such a command: our folder, then what this process was given, as far as it names whole paths."""
    given = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if os.path.isabs(path)]
    # Where Python looks by itself it looks behind its own library, which nothing installed should shadow.
    own = [] if os.path.basename(HOME) in ("site-packages", "dist-packages") else [HOME]
    return os.pathsep.join(dict.fromkeys((*own, *given)))


def bare_environment() -> dict[str, str]:
    """The environment of a process that reads what comes from outside: nothing of the desk's own is in it."""
    kept = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    kept |= {name: value for name, value in os.environ.items() if name.startswith("LC_")}
    return kept | {"PYTHONPATH": module_path()}
