"""Exchange rates: a client's with those for all, or those for all alone (CL13)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from textual.binding import BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.rates import AddRate, DeleteRate, EditRate
from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.questions import ReadCurrencies, ReadRates
from helpdesk_tui.rules.exchange import parse_units
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.setup import SetupScreen
from helpdesk_tui.text import clipped
from helpdesk_tui.views import RateView
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record

_OTHERS = "This rate holds for all clients: {g} n, then {plans.currencies:c} and {currencies.rates:r}, changes it."
_ALONE = "There is one currency only: {g} n, then {plans.currencies:c}, adds others."


class RatesScreen(SetupScreen):
    """The rates, the newest first; a client's own stand above those for all."""

    TITLE_WORDS = "Exchange rates"
    EMPTY = "There are no exchange rates; {n} adds one."
    COLUMNS = (Column("Rate", 34), Column("From", 11), Column("For", 7), Column("In force", 8), Column("Comment"))
    ACTS = (AddRate, EditRate, DeleteRate)
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", AddRate, "add"), act_key("e", EditRate, "edit"), act_key("d", DeleteRate, "delete"),
    ]  # fmt: skip

    def __init__(self, session: Session, client: int | None = None) -> None:
        """Those of a client, or (None) those for all."""
        super().__init__(session)
        self._client = client
        self._found: dict[str, RateView] = {}
        self._codes: tuple[str, ...] = ()

    async def records(self) -> tuple[Record, ...]:
        """The rates."""
        self._codes = tuple(one.code for one in await self.session.read(ReadCurrencies()) if one.active)
        found = await self.session.read(ReadRates("" if self._client is None else f"#{self._client}"))
        self._found = {f"exchange rate {one.id}": one for one in found}
        return tuple(
            Record(key, (_worth(one), f"{one.since}", "all" if one.client is None else "client",
                         "yes" if one.in_force else "", one.comment))
            for key, one in self._found.items()
        )  # fmt: skip

    def detail(self, name: str) -> list[list[Piece]]:
        """What the rate under the cursor means."""
        one = self._found.get(name)
        if one is None:
            return []
        whose = "all clients who have none of their own" if one.client is None else "this client"
        said = f" {one.units} {one.base} are worth {one.rate} {one.converted}, for {whose}, from {one.since} on."
        more = f" {one.comment}" if one.comment else ""
        return [[(said, "dim"), (shown(more), "plain")]]

    def changeable(self, name: str) -> str:
        """Among those of a client the ones for all are only shown."""
        one = self._found.get(name)
        return self.keyed(_OTHERS) if one is not None and one.client != self._client else ""

    async def add(self) -> None:
        """Another one."""
        if len(self._codes) < 2:
            self.say(self.keyed(_ALONE))
            return
        today = self.session.now().date()
        base = next((code for code in self._codes if code != self._codes[0]), self._codes[0])
        first = {"base": base, "converted": self._codes[0], "rate": "", "units": "1", "since": str(today)}
        client = "" if self._client is None else f"#{self._client}"

        def made(given: dict[str, Any]) -> AddRate:
            return AddRate(client, **_read(first | given))

        await fill(
            self, "Add exchange rate", self._fields(first | {"comment": ""}), made, "The exchange rate is added."
        )

    async def edit(self, name: str) -> None:
        """Change one; what was ordered keeps what was told."""
        one = self._found[name]
        now = {"base": one.base, "converted": one.converted, "rate": one.rate, "units": str(one.units),
               "since": str(one.since), "comment": one.comment}  # fmt: skip

        def made(given: dict[str, Any]) -> EditRate | None:
            return EditRate(one.id, **_read(given)) if given else None

        await fill(self, f"Edit exchange rate {one.id}", self._fields(now), made, "The exchange rate is changed.")

    def deletion(self, name: str) -> Act[Any]:
        """Delete one."""
        return DeleteRate(self._found[name].id)

    def _fields(self, now: dict[str, str]) -> tuple[Field, ...]:
        codes = tuple(dict.fromkeys((*self._codes, now["base"], now["converted"])))
        return (
            Field("units", "So many units", now["units"]), Field("base", "of the base currency", now["base"], codes),
            Field("rate", "are worth (up to 10 places)", now["rate"]),
            Field("converted", "of the converted currency", now["converted"], codes),
            Field("since", "from this date on", now["since"]), Field("comment", "Comment", now["comment"]),
        )  # fmt: skip


def _worth(one: RateView) -> str:
    return f"{one.units} {one.base} = {one.rate} {one.converted}"


def _read(given: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the acts take it; raises WrongUsage and Refused."""
    found = dict(given)
    if "units" in found:
        found["units"] = parse_units(found["units"])
    if "since" in found:
        try:
            found["since"] = date.fromisoformat(found["since"].strip())
        except ValueError:
            raise WrongUsage(f"“{clipped(found['since'], 40)}” is no date like 2026-04-11.") from None
    return found
