"""Keys that were typed for a field which had the focus a moment too late.

Textual hands each key to the widget that has the focus when the key arrives, and looks at the bindings only when the
key has bubbled up to the app. Typed in one go (a slow line delivers bursts), the letters after `/` are therefore
handed to the list, although `/` has moved the focus before they come up. They belong into the field; they must
neither be lost nor act as the list's or the ticket's keys.
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import App
from textual.widgets import Input, TextArea


def pass_on_late_key(app: App[Any], event: events.Key) -> bool:
    """Hand a printable key that has bubbled up to the app to the text field that has the focus by now.

    To be called from the app's `on_key`. A field takes its own printable keys, so one that comes up while a field has
    the focus was typed for it and handed to another widget. Returns whether it was passed on.
    """
    field = app.focused
    if not event.is_printable or not isinstance(field, (Input, TextArea)):
        return False
    if not field.check_consume_key(event.key, event.character):
        return False
    event.prevent_default()
    event.stop()
    field.post_message(events.Key(event.key, event.character))
    return True
