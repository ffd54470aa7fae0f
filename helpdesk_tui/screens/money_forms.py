"""What is booked on an account by hand: forms that say what the balance will be before anything moves (CL12, CL13).

Each makes its idempotency key when it opens (SPEC: Once): pressed twice, or sent again after a lost answer, it books
once.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from helpdesk_tui.desk.actions.accounts import AddWithdrawal
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.expenses import AddExpense, DeleteExpense, EditExpense
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.invoices import SendInvoice
from helpdesk_tui.desk.actions.payments import AddPayment, DeletePayment, EditPayment, SetPayment
from helpdesk_tui.errors import DeskError, WrongUsage
from helpdesk_tui.questions import (
    ReadAccount,
    ReadClient,
    ReadDepartments,
    ReadIncidents,
    ReadInvoice,
    ReadOrders,
    ReadPayers,
    ReadPayment,
)
from helpdesk_tui.rules.money import amount, minor_units
from helpdesk_tui.rules.orders import say_too_late
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import Confirm
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.money_words import afterwards, sum_words
from helpdesk_tui.views import AccountView, ExpenseView, PaymentView
from helpdesk_tui.vocab import PaymentStatus, WithdrawalReason
from helpdesk_tui.widgets.cells import shown

Screen = DeskScreen[None]
REASONS = {"returned to the client": WithdrawalReason.RETURN, "paid for a referral": WithdrawalReason.REFERRAL}
_PAID = PaymentStatus.PAID
_TAKEN_BACK = "Support incidents that it gave go with it."


async def add_payment(screen: Screen, client: int) -> int | None:
    """A new payment, whose number comes back; one that is Paid at once is looked at first."""
    account = await read_account(screen, client)
    if account is None:
        return None
    key = secrets.token_hex(12)
    fields = (
        _amount(account.currency), Field("status", "Status", "new", ("new", "paid")), Field("text", "Note"),
    )  # fmt: skip

    def made(given: dict[str, Any]) -> tuple[Act[int], int]:
        minor = minor_units(given.get("amount", ""), account.currency)
        status = PaymentStatus(given.get("status", "new"))
        return AddPayment(f"#{client}", minor, status, given.get("text", ""), key, account.currency), minor * (
            status is _PAID
        )

    return await _book(screen, account, "Add payment", fields, made, "The payment is added.")


async def edit_payment(screen: Screen, one: PaymentView) -> None:
    """Another note, and another amount while it is New."""
    key = secrets.token_hex(12)
    paid = f"it is Paid; {screen.key_of('set-payment', 's')} puts it back to New" if one.status is _PAID else ""
    said = amount(one.amount, one.currency)
    fields = (Field("amount", f"Amount ({one.currency})", said, locked=paid), Field("text", "Note", one.text))

    def made(given: dict[str, Any]) -> Act[int] | None:
        minor = minor_units(given["amount"], one.currency) if "amount" in given else None
        return EditPayment(one.id, minor, given.get("text"), key, one.amount) if given else None

    await fill(screen, f"Edit payment {one.id}", fields, made, "The payment is changed.")


async def set_payment(screen: Screen, one: PaymentView) -> None:
    """To Paid, or back to New, after what it does to the balance was seen."""
    back = one.status is _PAID
    question = f"Put payment {one.id} back to New?" if back else f"Credit payment {one.id} to the account?"
    status = PaymentStatus.NEW if back else _PAID
    act = SetPayment(one.id, status, secrets.token_hex(12), one.amount)
    done = f"Payment {one.id} is {'New again' if back else 'Paid'}."
    await _moved(screen, one.client, question, -one.amount if back else one.amount, act, done)
    if not back:
        await _say_too_late(screen, one.id)


async def _say_too_late(screen: Screen, payment: int) -> None:
    """Say that a payment bought nothing, where it became Paid too late for what it was for."""
    try:
        late = (await screen.session.read(ReadPayment(payment))).too_late_for
    except DeskError:
        return  # it is deleted by now, and what became of it stands in its history
    if late is not None:
        screen.say(say_too_late(late))


async def delete_payment(screen: Screen, one: PaymentView) -> None:
    """One that is New goes; the balance stays."""
    if one.status is _PAID:
        screen.say(f"Payment {one.id} is Paid; put it back to New first (s).")
        return
    act = DeletePayment(one.id, secrets.token_hex(12))
    question = f"Delete payment {one.id}, {sum_words(one.amount, one.currency)}?"
    await _moved(screen, one.client, question, 0, act, f"Payment {one.id} is deleted.", payment=one.id)


async def send_invoice(screen: Screen, one: PaymentView) -> None:
    """The invoice by email, from a department of one's own, after a look at whom it goes to."""
    try:
        found = await screen.session.read(ReadDepartments())
        client = (await screen.session.read(ReadClient(f"#{one.client}"))).head
        billed = await screen.session.read(ReadPayers(f"#{one.client}"))
        invoice = await screen.session.read(ReadInvoice(one.id))
    except DeskError as failure:
        screen.say(failure.sentence)
        return
    names = tuple(d.name for d in found if screen.session.scope.covers(d.id))
    if not names:
        screen.say("You are in no department, so the invoice would come from none.")
        return
    key, field = secrets.token_hex(12), Field("department", "From", names[0], names)
    # What it says already is no choice of a payer: an issued invoice keeps the name and address that it has.
    others = len(billed) > 1 or any(payer.name != invoice.client for payer in billed)
    as_it_is = f"{shown(invoice.client)} (as it is)"
    payers = {as_it_is: None} | {f"{payer.id} {payer.name}": payer.id for payer in billed}
    fields = (field, Field("payer", "Payer", as_it_is, tuple(payers))) if others else (field,)
    title = f"Invoice {one.id}, {sum_words(one.amount, one.currency)}, to {client.email}"

    def made(given: dict[str, Any]) -> SendInvoice:
        return SendInvoice(one.id, given.get("department", names[0]), key, payers[given.get("payer", as_it_is)])

    await fill(screen, title, fields, made, f"Invoice {one.id} is on its way.", verb="send")


async def add_expense(screen: Screen, client: int) -> int | None:
    """Charge a client; the number of the expense."""
    account = await read_account(screen, client)
    if account is None:
        return None
    key = secrets.token_hex(12)
    fields = (_amount(account.currency), Field("text", "What for (the client reads it)"))

    def made(given: dict[str, Any]) -> tuple[Act[int], int]:
        minor = minor_units(given.get("amount", ""), account.currency)
        return AddExpense(f"#{client}", minor, given.get("text", ""), key, account.currency), -minor

    return await _book(screen, account, "Add expense", fields, made, "The client is charged.")


async def edit_expense(screen: Screen, one: ExpenseView) -> None:
    """Another amount: the difference returns, or is charged."""
    account = await read_account(screen, one.client)
    if account is None:
        return
    key = secrets.token_hex(12)
    fields = (Field("amount", f"Amount ({one.currency})", amount(one.amount, one.currency)),)

    def made(given: dict[str, Any]) -> tuple[Act[int] | None, int]:
        if not given:
            return None, 0
        minor = minor_units(given["amount"], one.currency)
        return EditExpense(one.id, minor, key, one.amount), one.amount - minor

    await _book(screen, account, f"Edit expense {one.id}", fields, made, "The expense is changed.")


async def delete_expense(screen: Screen, one: ExpenseView) -> None:
    """All of it returns."""
    act = DeleteExpense(one.id, secrets.token_hex(12), one.amount)
    question = f"Delete expense {one.id}? {sum_words(one.amount, one.currency)} return to the client."
    await _moved(screen, one.client, question, one.amount, act, f"Expense {one.id} is deleted.")


async def withdraw(screen: Screen, client: int) -> None:
    """Money that was paid out leaves the account."""
    account = await read_account(screen, client)
    if account is None:
        return
    key = secrets.token_hex(12)
    words = tuple(REASONS)
    fields = (
        _amount(account.currency), Field("reason", "Reason", words[0], words), Field("reference", "Reference"),
    )  # fmt: skip

    def made(given: dict[str, Any]) -> tuple[Act[int], int]:
        minor = minor_units(given.get("amount", ""), account.currency)
        reason = REASONS[given.get("reason", words[0])]
        act = AddWithdrawal(f"#{client}", minor, reason, given.get("reference", ""), key, account.currency)
        return act, -minor

    await _book(screen, account, "Add withdrawal", fields, made, "The withdrawal is booked.")


async def adjust(screen: Screen, client: int) -> None:
    """Lifetime incidents by hand, more or fewer."""
    try:
        has = await screen.session.read(ReadIncidents(f"#{client}"))
    except DeskError as failure:
        screen.say(failure.sentence)
        return
    key, pool = secrets.token_hex(12), has.lifetime - has.credit_used

    def made(given: dict[str, Any]) -> AdjustIncidents:
        return AdjustIncidents(f"#{client}", whole(given.get("number", "")), given.get("reason", ""), key)

    async def review(given: dict[str, Any]) -> dict[str, Any] | None:
        act = made(given)
        refused = await screen.session.refusal(act)
        if refused:
            raise WrongUsage(refused)
        question = f"Lifetime incidents {pool:,} -> {pool + act.incidents:,}?"
        return given if await screen.ask(Confirm(question)) else None

    fields = (Field("number", "More (5) or fewer (-5)"), Field("reason", "Reason"))
    await fill(
        screen, "Adjust incidents", fields, made, "The incidents are adjusted.", verb="adjust ...", review=review
    )


def whole(text: str) -> int:
    """A whole number as it was typed; raises WrongUsage."""
    digits = text.strip().removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 9):
        raise WrongUsage("This is a whole number, such as 5.")
    return int(text)


async def read_account(screen: Screen, client: int | None) -> AccountView | None:
    """A client's account; what goes wrong is said."""
    try:
        return await screen.session.read(ReadAccount(f"#{client}"))
    except DeskError as failure:
        screen.say(failure.sentence)
        return None


def _amount(currency: str) -> Field:
    return Field("amount", f"Amount ({currency})")


async def _book(
    screen: Screen, account: AccountView, title: str, fields: tuple[Field, ...],
    made: Callable[[dict[str, Any]], tuple[Act[int] | None, int]], said: str,
) -> int | None:  # fmt: skip
    """Ask, say what the balance will be where it moves, and book it; what the act answers, None when it was left."""

    async def review(given: dict[str, Any]) -> dict[str, Any] | None:
        act, change = made(given)
        if act is None or not change:
            return {"act": act}
        refused = await screen.session.refusal(act)
        if refused:
            raise WrongUsage(refused)
        now = await read_account(screen, account.client) or account
        return {"act": act} if await screen.ask(Confirm(f"{title}?", afterwards(now, change))) else None

    return await fill(screen, title, fields, lambda looked: looked["act"], said, verb="book ...", review=review)


async def _moved(
    screen: Screen, client: int | None, question: str, change: int, act: Act[int], said: str, *, payment: int = 0
) -> None:
    """Ask once, with the balance afterwards and what else it does, and do it; a `payment` is deleted."""
    refused = await screen.session.refusal(act)
    account = None if refused else await read_account(screen, client)
    if refused:
        screen.say(refused)
        return
    if account is None:
        return
    balance = afterwards(account, change) if change else ""
    back = isinstance(act, SetPayment) and act.status is PaymentStatus.NEW and account.limit > 0
    words = [balance, _TAKEN_BACK if back else "", await waiting_words(screen, client, change, payment)]
    if await screen.ask(Confirm(question, " ".join(filter(None, words)))):
        await screen.act(act, said)


async def waiting_words(screen: Screen, client: int | None, change: int, payment: int = 0) -> str:
    """What orders that wait have to do with it: money completes them, without its payment one is given up."""
    if client is None:
        return ""
    try:
        orders = await screen.session.read(ReadOrders(client))
    except DeskError:
        return ""
    waiting = {one.waits.payment: one.id for one in orders if one.waits is not None}
    if payment in waiting:
        return f"What waits for it under order {waiting[payment]} is given up."
    if change > 0 and waiting:
        those = f"order {next(iter(waiting.values()))} waits" if len(waiting) == 1 else f"{len(waiting):,} orders wait"
        return f"But {those}: what the money or credit is enough for is charged at once."
    return ""
