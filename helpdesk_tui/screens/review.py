"""The look before sending (TR3): to whom, what it closes, what it changes; then one key."""

from __future__ import annotations

import enum
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from helpdesk_tui.desk.actions.parameters import Parameters
from helpdesk_tui.rules import blanks
from helpdesk_tui.screens.base import Following
from helpdesk_tui.screens.costs import NOTHING, OTHERWISE, costs_lines
from helpdesk_tui.views import CostsView, ParsedAttachment, TaskView, TicketView
from helpdesk_tui.vocab import TaskState
from helpdesk_tui.widgets.cells import shown, size_words
from helpdesk_tui.widgets.foot import Foot
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words


class Choice(enum.Enum):
    """What to do with what was written."""

    OK = "ok"
    SEND = "send"
    SAVE = "save"
    EDIT = "edit"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is about to be sent; `news` when something has arrived that the writer has not seen."""

    ticket: TicketView
    text: str
    comment: str
    attachments: tuple[ParsedAttachment, ...]
    values: Parameters
    news: bool
    costs: CostsView = NOTHING

    @property
    def says_anything(self) -> bool:
        """Whether there is an answer, a file or a comment to send."""
        return bool(self.text.strip() or self.comment.strip() or self.attachments)


class ReviewScreen(Following[Choice]):
    """The four buttons of the ticket form, each with a key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "choose('ok')", "Ok: send and close", show=False),
        Binding("s", "choose('send')", "Send reply, stay", show=False),
        Binding("p", "choose('save')", "Save parameters only", show=False),
        Binding("e", "choose('edit')", "Edit", show=False),
        Binding("b", "as_is", "Braces are meant as they stand", show=False),
        Binding("q,escape", "choose('keep')", "Cancel, keep the draft", show=False),
    ]

    def __init__(
        self, letter: Letter, again: Callable[[Letter], Awaitable[Letter]], told: Callable[[int], None], said: str = ""
    ) -> None:  # fmt: skip
        """`again` is what is about to be sent as it is by now; `told` is called with the lines that it takes then.

        `said` stands at the foot at first: why it is looked at once more.
        """
        super().__init__()
        self._letter, self._again, self._told, self._said = letter, again, told, said
        self._left = blanks.left_in(letter.text)
        self.as_is = False
        """Whether braces that look like placeholders are meant as they stand."""
        self._words = review_lines(letter, self._left)
        self._shown = Words(self._words)
        self._foot = Foot()

    @property
    def letter(self) -> Letter:
        """What is about to be sent, as it was told last."""
        return self._letter

    async def tell_anew(self) -> None:
        """What it charges by now."""
        before, self._letter = self._letter, await self._again(self._letter)
        if self._letter != before:
            self._words = review_lines(self._letter, self._left, as_is=self.as_is)
            self._shown.show(self._words)
            self._told(self.lines)
            self._foot.say(OTHERWISE)

    @property
    def lines(self) -> int:
        """Lines that it takes above the last line of the screen below."""
        return len(self._words) + 1

    def compose(self) -> ComposeResult:
        """A hairline, what matters, the keys."""
        with Vertical(classes="dialog"):
            yield Rule("Before sending")
            yield self._shown
            yield self._foot

    def on_mount(self) -> None:
        """Show the keys."""
        self._show_keys()
        if self._said:
            self._foot.say(self._said)

    def _show_keys(self) -> None:
        """The keys; what cannot be done is dimmed."""
        sends = bool(self._letter.text.strip() or self._letter.comment.strip() or self._letter.attachments)
        held = bool(self._left) and not self.as_is
        sends = sends and not held
        self._foot.show((
            *((Key("e", "edit"), Key("b", "braces are meant"), Key("q", "cancel")) if held else ()),
            Key("y", "Ok: send and close", sends), Key("s", "Send reply, stay", sends),
            *((Key("p", "Save parameters only"),) if self._letter.values.any else ()),
            *(() if held else (Key("e", "edit"), Key("q", "cancel, keep draft"))),
        ))  # fmt: skip

    def action_as_is(self) -> None:
        """Send braces as they stand."""
        if self._left:
            self.as_is = True
            self._words = review_lines(self._letter, self._left, as_is=True)
            self._shown.show(self._words)
            self._show_keys()

    def action_choose(self, name: str) -> None:
        """Take the choice, or say why not."""
        choice = Choice(name)
        letter = self._letter
        if choice is Choice.SAVE and not letter.values.any:
            self._foot.say("No parameter was changed.")
            return
        if choice in (Choice.OK, Choice.SEND) and not letter.says_anything:
            self._foot.say("There is nothing to send.")
            return
        if choice in (Choice.OK, Choice.SEND) and self._left and not self.as_is:
            self._foot.say(not_filled(self._left))
            return
        if choice in (Choice.OK, Choice.SEND, Choice.SAVE) and letter.costs.refused:
            self._foot.say(letter.costs.refused)
            return
        self.dismiss(choice)


def review_lines(letter: Letter, left: tuple[str, ...] = (), *, as_is: bool = False) -> list[list[Piece]]:
    """The lines of the review, each as pieces; `left` are placeholders that nothing filled in (PR3)."""
    ticket = letter.ticket
    lines: list[list[Piece]] = []
    if letter.news:
        lines.append([(" Something new arrived while you were writing. y or s sends all the same.", "alarm")])
    lines.extend(left_lines(left, as_is=as_is))
    if letter.text.strip() or letter.attachments:
        to = ", ".join(shown(address) for address in ticket.reply_to) or "nobody: the client has no address"
        lines.append(
            [(" To ", "dim"), (to, "strong"), (f"   from {shown(ticket.reply_from) or 'no address'}", "plain")]
        )
        lines.append([(f" {_count(letter.text)}", "plain"), (_files(letter.attachments), "plain")])
    else:
        lines.append([(" No answer to the client.", "plain")])
    if not ticket.answers_arrive:
        lines.append([(" No mail gateway is on: what the client answers will not arrive.", "alarm")])
    if letter.comment.strip():
        lines.append([(" INTERNAL ", "internal"), (f" comment of {_count(letter.comment)}, for staff only", "plain")])
    if _changes(letter.values):
        lines.append([(" Changes ", "dim"), (_changes(letter.values), "plain")])
    lines.extend(costs_lines(letter.costs))
    if letter.says_anything:
        lines.append([(" y closes it ", "dim"), (_closes(ticket), "plain")])
    return lines


def left_lines(left: tuple[str, ...], *, as_is: bool) -> list[list[Piece]]:
    """What is said of placeholders that nothing filled in; nothing where there are none (PR3)."""
    if left and as_is:
        return [[(f" {shown(blanks.told(left))} It is sent as it stands.", "plain")]]
    return [[(f" {shown(not_filled(left))}", "alarm")]] if left else []


def not_filled(left: tuple[str, ...]) -> str:
    """Why it is not sent, and the two ways on."""
    return f"{blanks.told(left)} e edits it, b sends the braces as they stand."


def _count(text: str) -> str:
    words = len(text.split())
    return f"{words} word{'s' * (words != 1)}"


def _files(attachments: tuple[ParsedAttachment, ...]) -> str:
    names = [f"{shown(a.name)} {size_words(len(a.content))}" for a in attachments]
    return f", with {', '.join(names)}" if names else ""


def _changes(values: Parameters) -> str:
    parts = []
    if values.subject is not None:
        parts.append(f'subject "{shown(values.subject)}"')
    if values.service is not None:
        parts.append(f"service {shown(values.service) or 'none'}")
    if values.priority is not None:
        parts.append(f"{values.priority.word} priority")
    if values.front is not None:
        parts.append("beginning of the queue" if values.front else "not at the beginning of the queue")
    return ", ".join(parts)


def closed_words(ticket: TicketView) -> str:
    """What became of a ticket that was closed: `closed`, or for which department where another has it open still."""
    mine, others = _tasks(ticket)
    return f"closed for {mine.department}" if mine is not None and others else "closed"


def _tasks(ticket: TicketView) -> tuple[TaskView | None, list[str]]:
    """My open task, and the departments of the others."""
    tasks = [task for task in ticket.tasks if task.state is TaskState.OPEN]
    mine = next((task for task in tasks if task.mine), None)
    return mine, [shown(task.department) for task in tasks if task is not mine]


def _closes(ticket: TicketView) -> str:
    mine, others = _tasks(ticket)
    if mine is None:
        return "for nobody: you hold no task"
    if others:
        return f"for {shown(mine.department)}; {', '.join(others)} still has it open"
    return "everywhere: it then awaits the client"
