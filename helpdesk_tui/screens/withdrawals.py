"""Withdrawals of a client, or of all (CL13): money that left accounts."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from helpdesk_tui.desk.actions.accounts import AddWithdrawal
from helpdesk_tui.questions import ReadWithdrawalPart, Slice
from helpdesk_tui.rules.money import amount
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.money_forms import REASONS, withdraw
from helpdesk_tui.screens.money_words import sum_words
from helpdesk_tui.screens.papers import PapersScreen, cells_for, columns_for
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import Part, ShareView, WithdrawalView
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record

_WORDS = {reason: words for words, reason in REASONS.items()}


class WithdrawalsScreen(PapersScreen[WithdrawalView]):
    """The list, the newest first; below it the payments that a withdrawal took from."""

    TITLE_WORDS = "Withdrawals"
    NAME = "withdrawal"
    BINDINGS: ClassVar[list[BindingType]] = [act_key("n", AddWithdrawal, "add")]

    def __init__(self, session: Session, client: int | None = None, number: int | None = None) -> None:
        columns = columns_for(
            client, Column("When", 17), Column("Amount", 14, right=True), Column("Reason", 22, fold=True),
            Column("Reference"),
        )  # fmt: skip
        super().__init__(session, columns, "Nothing was withdrawn yet.", client, number)

    async def read_part(self, part: Slice) -> Part[WithdrawalView]:
        """A part of the withdrawals."""
        return await self.session.read(ReadWithdrawalPart(self.narrow, part))

    def record(self, row: WithdrawalView) -> Record:
        """A withdrawal."""
        return Record(row.id, cells_for(self.client, row, moment(row.at, self.session.now()), self.sum_of(row),
                                        _WORDS[row.reason], row.reference))  # fmt: skip

    def detail(self, row: WithdrawalView, shares: tuple[ShareView, ...]) -> list[list[Piece]]:
        """Where it went, and whence it came."""
        head = f"Withdrawal {row.id} of {row.client_name}: {sum_words(row.amount, row.currency)}, {_WORDS[row.reason]}"
        parts = ", ".join(f"payment {one.payment} {amount(one.amount, row.currency)}" for one in shares)
        return self.lines(head, row.reference, f"Taken from {parts}." if parts else "No payment covers it yet.")

    def keys(self) -> tuple[Key, ...]:
        """What can be done here."""
        return (self.key_for("n", "add", AddWithdrawal), *self.keys_of_list())

    def action_add(self) -> None:
        """Take money from an account."""
        if (client := self.whose()) is not None:
            self.begin(withdraw(self, client))
