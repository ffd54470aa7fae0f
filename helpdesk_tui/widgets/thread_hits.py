"""Where in a conversation stands what was sought: the next line that has it, before or behind a place (pure, TQ10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from helpdesk_tui.views import MessageView
from helpdesk_tui.vocab import MessageKind
from helpdesk_tui.widgets.sought import Sought
from helpdesk_tui.widgets.thread_layout import Conversation, Line, Place, quoted_lines


def messages_with(messages: Iterable[MessageView], sought: Sought) -> list[int]:
    """Numbers of the messages by people that have what was sought."""
    return [one.id for one in messages if one.kind is not MessageKind.SYSTEM and sought.search(one.text)]


def folded_hits(messages: Iterable[MessageView], sought: Sought, unfolded: Collection[int]) -> set[int]:
    """Numbers of the messages that have it in quoted history which is folded away."""
    return {
        one.id for one in messages
        if one.id not in unfolded and one.kind is not MessageKind.SYSTEM
        and sought.search("\n".join(quoted_lines(one)[1]))
    }  # fmt: skip


def first_hit(conversation: Conversation, sought: Sought | None, message: int) -> Place | None:
    """The first line of a message that has it; None where it is folded away, or there is none."""
    start = conversation.start_of(message)
    if sought is None or start is None:
        return None
    return next_hit(conversation, sought, (message,), start, 1, here=True)


def next_hit(
    conversation: Conversation, sought: Sought, messages: Collection[int], place: Place, by: int, *, here: bool = False
) -> Place | None:
    """The next line with a hit from a place on, in this direction (`by` 1 or -1); None when there is none.

    `messages` are those that have hits: of no others lines are wrapped. `here` counts the place's own line too.
    """
    for found in _places(conversation, messages, place, by):
        if (here or found != place) and sought.search(_text(conversation.chunks[found[0]].lines[found[1]])):
            return found
    return None


def _places(conversation: Conversation, messages: Collection[int], place: Place, by: int) -> Iterator[Place]:
    first, line = place
    chunks = range(first, len(conversation.chunks)) if by > 0 else range(first, -1, -1)
    for chunk in chunks:
        message = conversation.message_at((chunk, 0))
        if message is None or message.id not in messages:
            continue
        there = len(conversation.chunks[chunk].lines)
        lines = range(there) if by > 0 else range(there - 1, -1, -1)
        for at in lines:
            if chunk != first or (at - line) * by >= 0:
                yield chunk, at


def _text(line: Line) -> str:
    return "".join(text for text, _ in line)
