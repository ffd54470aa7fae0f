"""Drafts beside one's own on a ticket: read, and taken as a start (TR1, TR5; docs/adr/0027)."""

from __future__ import annotations

from helpdesk_tui.rules.drafts import Texts, joined
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import Choose, Confirm
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import OtherDraft


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
    return other if await screen.ask(Confirm(question, _shown(other))) is True else None


def with_other(typed: Texts, other: OtherDraft) -> Texts:
    """What is typed with the other text below it; what is internal stays internal."""
    return joined(typed[0], other.text), joined(typed[1], other.comment)


def _saved(session: Session, other: OtherDraft) -> str:
    return str(session.own_look.time(other.saved.astimezone(session.zone)))


def _shown(other: OtherDraft) -> str:
    internal = f"INTERNAL: {other.comment.rstrip()}" if other.comment.strip() else ""
    return "\n\n".join(part for part in (other.text.rstrip(), internal) if part)
