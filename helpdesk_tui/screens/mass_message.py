"""A mass message (MO2): written once, looked at, sent to every client that the list shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from helpdesk_tui.desk.actions.mass_messages import SendMassMessage
from helpdesk_tui.errors import DeskError, WrongUsage
from helpdesk_tui.questions import ReadDepartments, ReadMassMessage
from helpdesk_tui.rules.client_query import ClientQuery
from helpdesk_tui.rules.mass_messages import NAMES, batches
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import AskLine
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import Form
from helpdesk_tui.screens.look import Look
from helpdesk_tui.screens.review import Choice
from helpdesk_tui.views import MassView
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.pieces import Piece

_NAMED = 3
"""So many of those who get none are named for each reason."""


@dataclass
class _Sending:
    """How far the sending of one message is."""

    total: int = 0
    sent: int = 0
    without: int = 0


async def write_to_many(screen: DeskScreen[None], query: ClientQuery, client: int | None) -> None:
    """Ask for a message, show who gets it, and send it to the clients that the query finds."""
    refused = screen.refusal(SendMassMessage)
    if refused:
        screen.say(refused)
        return
    try:
        found = await screen.session.read(ReadDepartments())
    except DeskError as failure:
        screen.say(failure.sentence)
        return
    mine = screen.session.scope.departments
    names = tuple(
        one.name for one in sorted(found, key=lambda one: mine.index(one.id) if one.id in mine else len(mine))
    )
    if not names:
        screen.say(screen.keyed("There is no department that it could come from; {g} d adds one."))
        return
    fields = (
        Field("department", "From", names[0], names), Field("subject", "Subject"), Field("text", "Text", lines=8),
        Field("client", "Blanks", _blanks(NAMES[:3]), locked="the client's"),
        Field("desk", " ", _blanks(NAMES[3:]), locked="yours, the desk's"),
    )  # fmt: skip
    sending = _Sending()

    async def submit(given: dict[str, Any]) -> str | None:
        asked = ReadMassMessage(
            given.get("department", names[0]), given.get("subject", ""), given.get("text", ""), query.words,
            query.tests, client,
        )  # fmt: skip
        try:
            return await _look_and_send(screen, form, asked, sending)
        except DeskError as failure:
            on = f" {sending.sent:,} were written to; sending it again goes on with the others." if sending.sent else ""
            return f"{failure.sentence}{on}"

    form = Form("Mass message to the clients of the list", fields, submit, verb="look ...")
    form.busy = screen.session.busy
    await screen.ask(form)
    if sending.total:
        await screen.read_again()
        screen.say(_done(sending), alarm=False)


async def _look_and_send(
    screen: DeskScreen[None], form: Form, asked: ReadMassMessage, sending: _Sending
) -> str | None:  # fmt: skip
    """Show what would be sent; send it once the number of clients was typed. None: back to what was written."""
    act = SendMassMessage(asked.department, asked.subject, asked.text, (), as_is=True)
    await screen.session.foreseen(act)
    seen = await screen.session.read(asked)
    if not seen.getting:
        raise WrongUsage("Nobody would get it: " + (_reasons(seen) or "the list shows no client") + ".")
    total = len(seen.getting)
    look = Look(_lines(seen, screen.app.size.width), {Choice.SEND: f"send to {_counted(total)}"},
                "\n".join(seen.unfilled))  # fmt: skip
    if await screen.ask(look) is not Choice.SEND:
        return None
    typed = await screen.ask(AskLine(f"It cannot be called back. Type {total} to send it to {_counted(total)}"))
    if (typed or "").strip().replace(",", "") != str(total):
        return f"Nothing was sent: it takes the number {total}."
    act = replace(act, as_is=look.as_is)
    sending.total = total
    for some in batches([one.client for one in seen.getting]):
        done = await screen.session.perform(replace(act, clients=some))
        sending.sent, sending.without = sending.sent + done.sent, sending.without + len(done.without)
        form.say(f"{sending.sent + sending.without:,} of {total:,} ...")
    return ""


def _lines(seen: MassView, width: int) -> list[list[Piece]]:
    """Who gets it, who does not, and what the first of them reads."""
    first = seen.getting[0]
    lines: list[list[Piece]] = [
        [(f" {_counted(len(seen.getting))}", "strong"), (f"   from {shown(seen.sender)}", "plain")]
    ]
    if not seen.answers_arrive:
        lines.append([(" No mail gateway is on: what the clients answer will not arrive.", "alarm")])
    for reason, count in seen.reasons.items():
        named = [shown(one.name or one.address or f"#{one.client}") for one in seen.without if one.without == reason]
        more = ", ..." if count > _NAMED else ""
        lines.append([(f" Not {count:,}, {reason}: ", "dim"), (f"{', '.join(named[:_NAMED])}{more}", "plain")])
    subject, text = seen.sample or ("", "")
    lines += [[], [(" To ", "dim"), (shown(first.address), "strong"), (f"   {shown(subject)}", "plain")]]
    return lines + text_lines(text, width)


def _blanks(names: tuple[str, ...]) -> str:
    return " ".join(f"{{{name}}}" for name in names)


def _reasons(seen: MassView) -> str:
    return ", ".join(f"{count:,} {reason}" for reason, count in seen.reasons.items())


def _done(sending: _Sending) -> str:
    others = f"; {sending.without:,} got none after all" if sending.without else ""
    return f"It is in the outbox for {_counted(sending.sent)}{others}. Answers to tickets go out first."


def _counted(clients: int) -> str:
    return f"{clients:,} client{'s' * (clients != 1)}"
