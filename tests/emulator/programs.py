"""Small programs to run in a terminal."""

from __future__ import annotations

import sys

TEXTUAL_APP = """
from textual import events
from textual.app import App
from textual.widgets import Static

class Echo(App):
    def compose(self):
        yield Static("ready", markup=False)

    def say(self, text):
        self.query_one(Static).update(text)

    async def on_event(self, event):
        if isinstance(event, events.Key) and event.key != "q":
            self.say(f"<{event.key}>")
        elif isinstance(event, events.Key):
            self.exit(return_code=7)
        elif isinstance(event, events.Paste):
            self.say(repr(event.text))
        else:
            await super().on_event(event)

    def on_resize(self, event):
        self.say(f"{event.size.width} by {event.size.height}")

app = Echo()
app.run()
raise SystemExit(app.return_code)
"""

RAW_ECHO = """
import os, sys, tty
tty.setraw(0)
os.write(1, b"ready\\r\\n" + sys.argv[1].encode("latin-1").decode("unicode-escape").encode())
data = b""
while not data.endswith(b"!"):
    data += os.read(0, 1000)
os.write(1, ascii(data).encode() + b"\\r\\n")
"""


def program(source: str, *arguments: str) -> list[str]:
    """A command that runs some Python."""
    return [sys.executable, "-c", source, *arguments]
