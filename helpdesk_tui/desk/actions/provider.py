"""The provider's settings (CLI: provider set)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.desk.actions.plans import check_connected
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.provider import SETTINGS

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class SetProvider(Act[None]):
    """Change a provider setting."""

    name: ClassVar[str] = "provider-set"
    title: ClassVar[str] = "Provider settings"
    help: ClassVar[str] = "Change a setting of the provider."
    doing: ClassVar[str] = "change the provider's settings"
    who: ClassVar[Who] = Who.ADMIN

    setting: str
    value: str

    def apply(self, tx: Tx) -> None:
        """Change it; the queue is put into its new order where that depends on it."""
        known = SETTINGS.get(self.setting)
        if known is None:
            there = ", ".join(SETTINGS)
            raise Refused(f"There is no provider setting {self.setting}; there are {there}.", code="unknown_setting")
        value = known.checked(self.setting, self.value, tx.desk.currency())
        tx.desk.keep_settings(change=True)
        if self.setting == "connect_plan" and value:
            value = _connectable(tx, value)
        before = tx.desk.setting(self.setting)
        tx.desk.set(self.setting, value)
        if self.setting == "use_priority" and before != value:
            tx.tickets.re_place_all()


def _connectable(tx: Tx, name: str) -> str:
    """The name of a plan that clients can be connected to (IN6); raises NotFound, Refused `no_period`."""
    found = tx.plans.named(name)
    check_connected(found.plan)
    return found.name
