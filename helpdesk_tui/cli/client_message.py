"""`helpdesk-tui client message`: one email to each client that a query finds (MO2)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import files, output, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.desk.actions.mass_messages import SendMassMessage
from helpdesk_tui.questions import ReadMassMessage
from helpdesk_tui.rules import blanks
from helpdesk_tui.rules.client_query import parse_clients
from helpdesk_tui.rules.mass_messages import batches, checked
from helpdesk_tui.views import MassView, Recipient

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk

_NAMED = 10
"""So many of those who get none are named for people; JSON has them all."""


@verb(
    "message",
    acts=(SendMassMessage,),
    help="Write to every client that the query finds (as in client list; all without one): one email each, after what"
    " else waits in the outbox. Placeholders are those of predefined replies that need no ticket, such as"
    " {client.name}. The same message from the same department goes to nobody twice, so one that was interrupted is"
    " simply sent again.",
    example="client message label:wholesale language:de --department Sales --subject 'New prices' --text - --dry-run"
    " < prices.txt\n"
    "client message label:wholesale language:de --department Sales --subject 'New prices' --text - --yes < prices.txt",
)
@click.argument("query", nargs=-1)
@click.option("--department", required=True, help="The department that it comes from; answers go there.")
@click.option("--subject", required=True, help="The subject.")
@click.option("--text", metavar="TEXT|-", required=True, help="The text; - reads standard input.")
@click.option("--as-is", is_flag=True, help="Braces that look like placeholders are meant as they stand.")
@click.option("--key", default="", help="Nobody gets it twice under this key; made of its words and department else.")
@click.option("--dry-run", is_flag=True, help="Only say who gets it, who does not, and what the first one reads.")
@click.option("--yes", is_flag=True, help="Send it.")
@pass_session
def message(
    session: Session,
    query: tuple[str, ...],
    department: str,
    subject: str,
    text: str,
    as_is: bool,
    key: str,
    dry_run: bool,
    yes: bool,
) -> None:
    """Look, and send."""
    if yes and dry_run:
        raise click.UsageError("--dry-run goes without --yes.")
    asked = parse_clients(" ".join(query))
    [written] = files.text_of(text)
    checked(subject, written or "")
    desk = session.staff()
    act = SendMassMessage(department, subject, written or "", (), key, as_is)
    desk.foreseen(act)  # what would refuse it for everybody is told before anything else
    seen = desk.read(ReadMassMessage(department, subject, act.text, asked.words, asked.tests, key=key))
    if dry_run:
        session.answer(_shape(seen), lambda: _tell(seen))
        return
    if not yes:
        count = _counted(len(seen.getting))
        raise click.UsageError(f"Add --yes to send it to {count}, or --dry-run to look at it first.")
    number, sent, without = _sent(desk, act, [one.client for one in seen.getting])
    left = (*seen.without, *without)
    shape = {"message": number, "sent": sent, "without": [_left(one) for one in left]}
    words = f"It is in the outbox for {_counted(sent)}; {len(left):,} get none."
    session.answer(shape, lambda: tables.line(words))


def _sent(desk: Desk, act: SendMassMessage, clients: list[int]) -> tuple[int | None, int, list[Recipient]]:
    """Send it to so many at a time; the number of the message, how many were written to, and who was not after all."""
    number, sent, without = None, 0, list[Recipient]()
    parts = list(batches(clients))
    with output.progress("Put into the outbox", len(parts)) as step:
        for some in parts:
            done = desk.perform(replace(act, clients=some))
            number, sent, without = done.message, sent + done.sent, [*without, *done.without]
            step()
    return number, sent, without


def _shape(seen: MassView) -> dict[str, object]:
    sample = None
    if seen.sample is not None:
        first = seen.getting[0]
        sample = {"to": first.address, "from": seen.sender, "subject": seen.sample[0], "text": seen.sample[1]}
    return {"recipients": len(seen.getting), "without": [_left(one) for one in seen.without],
            "unfilled": list(seen.unfilled), "answers_arrive": seen.answers_arrive, "sample": sample}  # fmt: skip


def _left(one: Recipient) -> dict[str, object]:
    return {"client": f"#{one.client}", "email": one.address, "reason": one.without}


def _tell(seen: MassView) -> None:
    tables.line(f"{_counted(len(seen.getting))} would get it.")
    for reason, count in seen.reasons.items():
        named = [one.name or one.address or f"#{one.client}" for one in seen.without if one.without == reason]
        more = f" and {count - _NAMED:,} more" if count > _NAMED else ""
        tables.line(f"Not {count:,}, {reason}: {', '.join(named[:_NAMED])}{more}")
    if seen.unfilled:
        tables.line(blanks.told(seen.unfilled))
    if not seen.answers_arrive:
        output.complain("No mail gateway is on: what the clients answer will not arrive.")
    if seen.sample is not None:
        tables.line(f"To {seen.getting[0].address}, from {seen.sender}: {seen.sample[0]}")
        for line in seen.sample[1].split("\n"):
            tables.line(line)


def _counted(clients: int) -> str:
    return f"{clients:,} client{'s' * (clients != 1)}"
