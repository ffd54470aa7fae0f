"""*Settings*: how the program looks for one member of staff (TF6)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.look import AfterClose, Density, TimeFormat

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class SetLook(Act[None]):
    """Change how the program looks for who acts, and for nobody else; None leaves a setting as it is."""

    name: ClassVar[str] = "look"
    title: ClassVar[str] = "Settings"
    help: ClassVar[str] = "How the ticket form looks for you: text width, density, theme, times, what is folded."

    text_width: int | None = None
    density: Density | None = None
    theme: str | None = None
    times: TimeFormat | None = None
    hide_system: bool | None = None
    fold_quotes: bool | None = None
    after_close: AfterClose | None = None
    beside: bool | None = None

    def apply(self, tx: Tx) -> None:
        """Keep it."""
        if tx.scope.staff_id is None:
            raise NotFound("Staff member")
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        before = tx.people.look()
        after = before.with_values({name: value for name, value in values.items() if value is not None})
        tx.people.keep_look(after)
