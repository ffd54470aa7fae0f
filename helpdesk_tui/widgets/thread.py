"""The conversation of a ticket, in one widget that draws lines (TF11, TF10).

The widget is mounted once and fed; it keeps the reader's place when messages come in. One message is selected: `>`
stands before its heading, and Space, digits and whatever the screen does act on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from helpdesk_tui.rules.look import DEFAULT_LOOK, Look
from helpdesk_tui.views import MessageView
from helpdesk_tui.vocab import MessageKind
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.pieces import clipped
from helpdesk_tui.widgets.sought import Sought, marked
from helpdesk_tui.widgets.thread_hits import first_hit, folded_hits, messages_with, next_hit
from helpdesk_tui.widgets.thread_layout import Conversation, Line, Page, Place, placed, quoted_lines, with_mark

_WHEEL = 3
_ELSEWHERE = 1_000_000


class Thread(LineWidget, can_focus=True):
    """The messages of one ticket, oldest first.

    Attributes set by the screen: `zone` (the time zone times are shown in), `own_look` (TF6), `hide_system`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_lines(1)", "Line down", show=False, id="thread.down"),
        Binding("up,k", "scroll_lines(-1)", "Line up", show=False, id="thread.up"),
        Binding("pagedown", "scroll_pages(1)", "Page down", show=False, id="thread.page_down"),
        Binding("pageup", "scroll_pages(-1)", "Page up", show=False, id="thread.page_up"),
        Binding("home", "scroll_edge(-1)", "First message", show=False, id="thread.first"),
        Binding("end", "scroll_edge(1)", "End of the last message", show=False, id="thread.last"),
        Binding("n", "select(1)", "Next message, or hit", show=False, id="thread.next"),
        Binding("N", "select(-1)", "Previous message, or hit", show=False, id="thread.previous"),
        Binding("space", "unfold", "Quoted lines, or a page down", show=False, id="thread.unfold"),
        *(
            Binding(
                str(digit), f"attachment({digit})", f"Attachment {digit}", show=False, id=f"thread.attachment{digit}"
            )
            for digit in range(1, 10)
        ),
    ]

    @dataclass
    class AttachmentChosen(Message):
        """An attachment of the selected message was chosen by its digit; `id` is its number in the desk."""

        id: int

    @dataclass
    class Selected(Message):
        """Another message is selected."""

        id: int

    def __init__(self, *, id: str | None = None, classes: str | None = None, client_area: bool = False) -> None:
        """In the client area a heading says who wrote and not by which way."""
        super().__init__(id=id, classes=classes)
        self._client_area = client_area
        self._ticket: int | None = None
        self._messages: tuple[MessageView, ...] = ()
        self._turned: frozenset[int] = frozenset()
        """Messages whose quoted history is folded or shown other than the settings say."""
        self._zone: tzinfo = UTC
        self._own_look = DEFAULT_LOOK
        self._hide_system = False
        self._conversation = Conversation((), self._page(80))
        self._top: Place = (0, 0)
        self._scrolled = 0
        self._height = 0
        self._selected = 0
        self.sought: Sought | None = None
        """What the ticket was looked for by; it is marked wherever it stands."""
        self._hit: Place | None = None
        """The line of the hit that was gone to last."""
        self._opening = False
        self._visible: list[tuple[Place, Line]] | None = None

    # ------------------------------------------------------------ what the screen hands in

    def show(self, ticket: int, messages: tuple[MessageView, ...], *, seen: int = 0) -> None:
        """Show a ticket's messages, oldest first; `seen` is the number of the newest one read before (0: none known).

        Another ticket opens at its oldest unread message if any was read before, else at the first one that has what
        was sought, else at its newest. The same ticket again keeps the place that is being read.
        """
        if ticket != self._ticket:
            self._ticket, self._messages, self._turned = ticket, messages, frozenset()
            hits = self.hits()
            self._selected = hits[0] if hits and not seen else _opening_message(messages, seen)
            self._opening = True
            self._lay_out()
            if self._selected:
                self.post_message(self.Selected(self._selected))
        elif messages != self._messages:
            at_end = self._top >= self._last_top()
            self._messages = messages
            self._lay_out()
            if at_end:
                self._jump(self._last_top())

    def hits(self) -> list[int]:
        """Numbers of the messages that have what was sought."""
        return messages_with(self._messages, self.sought) if self.sought is not None else []

    def show_newest(self) -> None:
        """Select the newest message by a person and bring it into sight."""
        if people := self._people():
            self._choose(people[-1])
            self._bring_into_sight()

    @property
    def zone(self) -> tzinfo:
        """The time zone that times are shown in."""
        return self._zone

    @zone.setter
    def zone(self, zone: tzinfo) -> None:
        self._zone = zone
        self._lay_out()

    @property
    def own_look(self) -> Look:
        """How the conversation looks for its reader (TF6)."""
        return self._own_look

    @own_look.setter
    def own_look(self, look: Look) -> None:
        if look != self._own_look:
            # What was folded or hidden by key is as the settings say again, where these are others.
            if look.fold_quotes != self._own_look.fold_quotes:
                self._turned = frozenset()
            if look.hide_system != self._own_look.hide_system:
                self._hide_system = look.hide_system
            self._own_look = look
            self._lay_out()

    @property
    def hide_system(self) -> bool:
        """Whether the system's messages are left out (TF10)."""
        return self._hide_system

    @hide_system.setter
    def hide_system(self, hide: bool) -> None:
        self._hide_system = hide
        self._lay_out()

    @property
    def selected(self) -> MessageView | None:
        """The selected message."""
        return next((message for message in self._messages if message.id == self._selected), None)

    # ------------------------------------------------------------ keys

    def action_scroll_lines(self, by: int) -> None:
        """Scroll by lines."""
        self._scroll(by)

    def action_scroll_pages(self, by: int) -> None:
        """Scroll by pages; one line of the page before stays in sight."""
        self._scroll(by * max(self.size.height - 1, 1))

    def action_scroll_edge(self, direction: int) -> None:
        """Scroll to the beginning or the end of the conversation, and select the message there."""
        self._jump((0, 0) if direction < 0 else self._last_top())
        people = self._people()
        if people:
            self._choose(people[0 if direction < 0 else -1])

    def action_select(self, by: int) -> None:
        """Go to the next or previous line that has what was sought; without that, to the next or previous message."""
        hits = self.hits()
        if hits:
            self._go_to_hit(by, hits)
            return
        people = self._people()
        if not people:
            return
        at = people.index(self._selected) if self._selected in people else len(people) - 1
        self._choose(people[min(max(at + by, 0), len(people) - 1)])
        self._bring_into_sight()

    def _go_to_hit(self, by: int, messages: list[int]) -> None:
        """From the last hit on while it is in sight, else from the top or the end of the page on."""
        assert self.sought is not None
        if hidden := folded_hits(self._messages, self.sought, self._unfolded()):
            self._turned ^= hidden
            self._lay_out()
        lines = self._lines()
        seen = self._hit in dict(lines)
        edge = self._hit if seen and self._hit else lines[0 if by > 0 else -1][0]
        found = next_hit(self._conversation, self.sought, messages, edge, by, here=not seen)
        if found is not None:
            self._show_hit(found)

    def _show_hit(self, place: Place) -> None:
        """Go to the line of a hit, which stands in the upper part of the page where it was out of sight."""
        self._hit = place
        message = self._conversation.message_at(place)
        if message is not None:
            self._choose(message.id)
        if place not in dict(self._lines()):
            above = self._conversation.move(place, -(self.size.height // 3))[0]
            self._jump(min(above, self._last_top()))
        self._redraw()

    def action_unfold(self) -> None:
        """Show or fold the quoted history of the selected message; without one, go a page down."""
        message = self.selected
        if message is None or message.kind is MessageKind.SYSTEM or not quoted_lines(message)[1]:
            self.action_scroll_pages(1)
            return
        self._turned ^= {message.id}
        self._lay_out()

    def _unfolded(self) -> frozenset[int]:
        """Messages whose quoted history is shown."""
        if self._own_look.fold_quotes:
            return self._turned
        return frozenset(message.id for message in self._messages) - self._turned

    def action_attachment(self, digit: int) -> None:
        """Choose an attachment of the selected message."""
        message = self.selected
        if message is not None and digit <= len(message.attachments):
            self.post_message(self.AttachmentChosen(message.attachments[digit - 1].id))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll some lines down."""
        event.stop()
        self._scroll(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll some lines up."""
        event.stop()
        self._scroll(-_WHEEL)

    def on_click(self, event: events.Click) -> None:
        """Select the message under the mouse."""
        lines = self._lines()
        if 0 <= event.y < len(lines):
            message = self._conversation.message_at(lines[event.y][0])
            if message is not None and message.kind is not MessageKind.SYSTEM:
                self._choose(message.id)

    def on_resize(self) -> None:
        """Wrap anew for the new width."""
        self._lay_out()

    # ------------------------------------------------------------ moving

    def _lay_out(self) -> None:
        """Lay the messages out anew; the line at the top stays there as well as it can."""
        before = self._conversation
        anchor, hit = before.anchor_of(self._top), self._hit and before.anchor_of(self._hit)
        page = self._page()
        self._conversation = Conversation(self._messages, page, self._unfolded())
        if self._opening:
            self._top = self._conversation.start_of(self._selected) or (0, 0)
            self._opening = not self.size.height
            self._hit = first_hit(self._conversation, self.sought, self._selected) if not self._opening else None
            if self._hit is not None and self._hit > self._conversation.move(self._top, self.size.height - 1)[0]:
                self._top = self._conversation.move(self._hit, -(self.size.height // 3))[0]
        else:
            self._top, self._hit = self._conversation.place_of(anchor), hit and self._conversation.place_of(hit)
        self._top = min(self._top, self._last_top())
        self._redraw()

    def _page(self, width: int = 0) -> Page:
        return Page(width or max(self.size.width, 1), self._own_look.text_width, self._zone, self._hide_system,
                    self._own_look, self._client_area)  # fmt: skip

    def _last_top(self) -> Place:
        return self._conversation.last_top(self.size.height)

    def _scroll(self, by: int) -> None:
        if not self._conversation.chunks:
            return
        stop = self._last_top() if by > 0 else None
        if stop is not None and self._top >= stop:
            return
        self._top, moved = self._conversation.move(self._top, by, stop)
        self._scrolled += moved
        self._redraw()
        self._select_in_sight()

    def _jump(self, place: Place) -> None:
        if place != self._top:
            self._top = place
            self._scrolled += _ELSEWHERE
            self._redraw()

    def _bring_into_sight(self) -> None:
        start = self._conversation.start_of(self._selected)
        if start is not None and start not in dict(self._lines()):
            self._jump(min(start, self._last_top()))

    def _select_in_sight(self) -> None:
        """Keys act on what is read: a selected message that left the page hands over to the nearest one on it."""
        people: list[int] = []
        for place, _ in self._lines():
            message = self._conversation.message_at(place)
            if message is not None and message.kind is not MessageKind.SYSTEM and message.id not in people:
                people.append(message.id)
        if people and self._selected not in people:
            self._choose(people[0] if self._selected < people[0] else people[-1])

    def _people(self) -> list[int]:
        """Numbers of the messages that people wrote."""
        return [message.id for message in self._messages if message.kind is not MessageKind.SYSTEM]

    def _choose(self, number: int) -> None:
        if number != self._selected:
            self._selected = number
            self.refresh()
            self.post_message(self.Selected(number))

    # ------------------------------------------------------------ drawing

    @property
    def origin(self) -> int:
        """Lines scrolled so far."""
        return self._scrolled

    def _redraw(self) -> None:
        self._visible = None
        self.refresh()

    def _keep_end_in_sight(self) -> None:
        """When a field takes room below, the chosen message stays in sight, from its heading on as far as it fits.

        Asked for when lines are drawn: Textual tells a widget of a new height only after that.
        """
        before, self._height = self._height, self.size.height
        if self._height == before:
            return
        self._visible = None
        start = self._conversation.start_of(self._selected)
        if self._height < before and start is not None and not self._opening:
            wanted = min(self._last_top(), start)
            if wanted > self._top:
                self._top = wanted
                self._scrolled += _ELSEWHERE

    def _lines(self) -> list[tuple[Place, Line]]:
        self._keep_end_in_sight()
        if self._visible is None:
            self._visible = self._conversation.lines_from(self._top, self.size.height)
        return self._visible

    def line(self, y: int) -> Strip:
        """A line of the conversation."""
        lines = self._lines()
        if y >= len(lines):
            return self.strip()
        place, line = lines[y]
        if place == self._conversation.start_of(self._selected):
            line = with_mark(line)
        line = placed(line)
        if place == self._hit:
            line = with_mark(line)
        pieces = line if self.sought is None else marked(line, self.sought)
        return self.strip(*clipped(pieces, self.size.width))


def _opening_message(messages: tuple[MessageView, ...], seen: int) -> int:
    """The oldest message by a person that is newer than `seen`, else the newest one; 0 when there is none."""
    people = [message.id for message in messages if message.kind is not MessageKind.SYSTEM]
    unread = [number for number in people if number > seen] if seen else []
    return unread[0] if unread else people[-1] if people else 0
