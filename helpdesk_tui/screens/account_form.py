"""The terms of a client's account as a form (CL11), with incident limit and usage (IN9)."""

from __future__ import annotations

import secrets
from typing import Any

from helpdesk_tui.desk.actions.accounts import NOT_SET_UP, EditAccount
from helpdesk_tui.errors import DeskError, WrongUsage
from helpdesk_tui.questions import ReadSetUp
from helpdesk_tui.rules.money import amount, minor_units
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import Confirm
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.money_forms import read_account, waiting_words, whole
from helpdesk_tui.views import AccountView
from helpdesk_tui.vocab import Grace

_GRACE = {
    "none": Grace.NONE, "unlimited": Grace.UNLIMITED, "from the date of the due payment": Grace.DUE,
}  # fmt: skip


async def edit_account(screen: DeskScreen[None], client: int) -> None:
    """Ask for the terms, and store what was changed; another number of incidents is looked at first."""
    account = await read_account(screen, client)
    if account is None:
        return
    try:
        set_up = await screen.session.read(ReadSetUp())
    except DeskError as failure:
        screen.say(failure.sentence)
        return
    key = secrets.token_hex(12)

    async def review(given: dict[str, Any]) -> dict[str, Any] | None:
        act = _act_of(account, given, key)
        credit = await waiting_words(screen, account.client, 1) if {"credit_limit", "postpaid"} & set(given) else ""
        if credit and not await screen.ask(Confirm("Change the terms of the account?", credit)):
            return None
        if not {"incident_limit", "incident_usage"} & set(given):
            return {"act": act}
        refused = await screen.session.refusal(act)
        if refused:
            raise WrongUsage(refused)
        now = account.limit - account.usage
        then = _or(act.incident_limit, account.limit) - _or(act.incident_usage, account.usage)
        left = f"Lifetime incidents left: {now:,} -> {then:,}."
        return {"act": act} if await screen.ask(Confirm("Change the client's incidents?", left)) else None

    await fill(
        screen, "Edit account", _fields(account, set_up), lambda looked: looked["act"] if looked else None,
        "The account is changed.", review=lambda given: _nothing() if not given else review(given),
    )  # fmt: skip


async def _nothing() -> dict[str, Any]:
    return {}


def _fields(account: AccountView, set_up: bool) -> tuple[Field, ...]:
    reason = "" if set_up else NOT_SET_UP
    grace = next(words for words, one in _GRACE.items() if one == account.grace)
    return (
        Field("active", "Active", account.active), Field("postpaid", "Post-paid services", account.postpaid),
        Field("credit_limit", f"Credit limit ({account.currency})", amount(account.credit_limit, account.currency)),
        Field("grace", "Grace period", grace, tuple(_GRACE)),
        Field("respite", "Days till respite", str(account.respite)),
        Field("block", "Block in, days (0: never)", str(account.block)),
        Field("referred_by", "Referred by client", account.referred_by),
        Field("incident_limit", "Incident limit", str(account.limit), locked=reason),
        Field("incident_usage", "Usage of support incidents", str(account.usage), locked=reason),
    )  # fmt: skip


def _act_of(account: AccountView, given: dict[str, Any], key: str) -> EditAccount:
    values = dict(given)
    if "credit_limit" in values:
        values["credit_limit"] = minor_units(values["credit_limit"], account.currency)
    if "grace" in values:
        values["grace"] = _GRACE[values["grace"]]
    for name in ("respite", "block", "incident_limit", "incident_usage"):
        if name in values:
            values[name] = whole(values[name])
    return EditAccount(f"#{account.client}", **values, seen=account.seq, key=key, currency=account.currency)


def _or(value: int | None, other: int) -> int:
    return other if value is None else value
