"""Drafts beside one's own on a ticket: read, and taken as a start (TR1, TR5; docs/adr/0027)."""

from __future__ import annotations

from helpdesk_tui.rules.drafts import Texts, joined
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import Choose, Confirm, lines_left
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import OtherDraft
from helpdesk_tui.widgets.page import text_lines

_AROUND = 6
"""Lines of the dialogue that are not the text."""


def whose(other: OtherDraft) -> str:
    """`anna's draft`, or that of another session of mine."""
    return f"{other.former}'s draft" if other.former else "your draft of another session"


async def choose_other(screen: DeskScreen[None], others: tuple[OtherDraft, ...]) -> OtherDraft | None:
    """Ask which, where there are several, show it whole, and ask whether it is taken; None where it is not."""
    if not others:
        screen.say("There is no other draft on this ticket.")
        return None
    other: OtherDraft | None = others[-1]
    if len(others) > 1:
        options = [(one.id, (f"{whose(one)}, {_saved(screen.session, one)}",)) for one in reversed(others)]
        chosen = await screen.ask(Choose("Which draft?", options))
        other = next((one for one in others if one.id == chosen), None)
    if other is None:
        return None
    question = f"Take {whose(other)} ({_saved(screen.session, other)}) as a start?"
    return other if await screen.ask(Confirm(question, _shown(other, screen))) is True else None


def with_other(typed: Texts, other: OtherDraft) -> Texts:
    """What is typed with the other text below it; what is internal stays internal."""
    return joined(typed[0], other.text), joined(typed[1], other.comment)


def _saved(session: Session, other: OtherDraft) -> str:
    return str(session.own_look.time(other.saved.astimezone(session.zone)))


def _shown(other: OtherDraft, screen: DeskScreen[None]) -> str:
    """Its texts, of long ones as many lines as leave room for the question."""
    internal = f"INTERNAL: {other.comment.rstrip()}" if other.comment.strip() else ""
    width = screen.app.size.width - 1
    shown = []
    for part in filter(None, (other.text.rstrip(), internal)):
        lines = part.split("\n")
        room = lines_left(screen.app, _AROUND) // (2 if internal and other.text.strip() else 1)
        while len(text_lines("\n".join(lines), width)) > room and len(lines) > 1:
            lines.pop()
        left = part.count("\n") + 1 - len(lines)
        shown.append("\n".join([*lines, *([f"... {left} more lines"] if left else [])]))
    return "\n\n".join(shown)
