"""One act on many tickets (TQ11): asked once, each ticket its own transaction, stopped between two of them.

The dialogue that asks is the one that shows how far it is, so that nothing opens or moves meanwhile. Who may do it is
asked for every ticket by the act itself, below the screens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.worker import WorkType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import DeskError, NotFound, Refused
from helpdesk_tui.screens.base import Dialog
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import QueueRow
from helpdesk_tui.widgets.foot import Foot
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.question import Question

LIST_KEY = "L"
_NAMED = 3
"""So many tickets of one holder are named in a question."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be done with which tickets: `question` without a mark at its end, `doing` and `done` as words.

    `more` is what else is to be known before.
    """

    numbers: tuple[int, ...]
    act: Callable[[int], Act[Any]]
    question: str
    doing: str
    done: str
    more: str = ""


@dataclass(slots=True)
class Outcome:
    """What became of the tickets of a batch; `failed` is why it ended before its time, `left` were not reached."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    left: tuple[int, ...] = ()
    failed: str = ""

    @property
    def well(self) -> bool:
        """Whether all of them are done."""
        return not (self.refused or self.left)


def outcome_words(outcome: Outcome, done: str) -> str:
    """`17 closed, 2 refused: anna holds ticket 12. L lists them.`."""
    parts = [f"{len(outcome.done):,} {done}"]
    parts += [f"{len(outcome.left):,} not tried"] if outcome.left else []
    if outcome.refused:
        first = next(iter(outcome.refused.values()))
        parts.append(f"{len(outcome.refused):,} refused: {first}")
    said = ", ".join(parts) + ("" if outcome.refused else ".")
    failed = f" {outcome.failed}" if outcome.failed else ""
    return said + failed + (f" {LIST_KEY} lists them." if len(outcome.refused) > 1 else "")


class BatchDialog(Dialog[Outcome]):
    """Asks, then acts on one ticket after the other and says how far it is; None when it was refused at the start."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "begin", "Yes", show=False),
        Binding("n,enter", "refuse", "No", show=False),
        Binding("escape,q", "stop", "No; stop between two tickets", show=False),
    ]

    def __init__(self, session: Session, batch: Batch) -> None:
        super().__init__()
        self._session = session
        self._batch = batch
        self._question = Question(f"{batch.question}?", batch.more)
        self._foot = Foot()
        self._underway = False
        self._stopped = False

    def compose(self) -> ComposeResult:
        """The question and the keys."""
        with Vertical(classes="dialog"):
            yield self._question
            yield self._foot

    def on_mount(self) -> None:
        """Show the keys."""
        self._foot.show((Key("y", "yes"), Key("n", "no")))

    def action_begin(self) -> None:
        """Begin; once."""
        if not self._underway:
            self._underway = True
            self._foot.show((Key("Esc", "stop"),))
            begun: WorkType[None] = partial(self._work, Outcome())
            self.run_worker(begun, group="batch", exclusive=True)

    def action_refuse(self) -> None:
        """Leave before it began."""
        if not self._underway:
            self.dismiss(None)

    def action_stop(self) -> None:
        """Leave before it began, or end it behind the ticket that is being dealt with."""
        if self._underway:
            self._stopped = True
        else:
            self.dismiss(None)

    async def _work(self, outcome: Outcome) -> None:
        numbers = self._batch.numbers
        for at, number in enumerate(numbers):
            if not self._stopped:
                self._question.show(f"{self._batch.doing} {at + 1:,} of {len(numbers):,}")
                await self._one(number, outcome)
            if self._stopped or outcome.failed:
                tried = {*outcome.done, *outcome.refused}
                outcome.left = tuple(number for number in numbers[at:] if number not in tried)
                break
        self.dismiss(outcome)

    async def _one(self, number: int, outcome: Outcome) -> None:
        """Act on one; what is wrong with the database and not with the ticket ends it all."""
        try:
            await self._session.perform(self._batch.act(number))
        except (Refused, NotFound) as refused:
            outcome.refused[number] = refused.sentence
        except DeskError as failure:
            outcome.failed = failure.sentence
        else:
            outcome.done.append(number)


def tickets(numbers: Sequence[int]) -> str:
    """`1 ticket`, `19 tickets`."""
    return f"{len(numbers):,} ticket{'s' * (len(numbers) != 1)}"


def holders_words(rows: Sequence[QueueRow]) -> str:
    """Who else holds some of them, below a question: `anna holds 12 and 15; bert holds 17.`; empty for nobody."""
    held: dict[str, list[int]] = {}
    for row in rows:
        if row.kept_by and not row.held_by_me:
            held.setdefault(row.kept_by, []).append(row.number)
    if not held:
        return ""
    parts = [f"{login} holds {_listed(numbers)}" for login, numbers in sorted(held.items())]
    return f"{'; '.join(parts)}."


def _listed(numbers: Sequence[int]) -> str:
    """`12`, `12 and 15`, `12, 15 and 4 more`."""
    first = [str(number) for number in numbers[:_NAMED]]
    if len(numbers) > _NAMED:
        return f"{', '.join(first)} and {len(numbers) - _NAMED:,} more"
    return " and ".join(filter(None, (", ".join(first[:-1]), first[-1])))
