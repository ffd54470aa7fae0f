"""`helpdesk-tui abuse`: violations of clients (TF5)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import Noun, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import ABUSE, ABUSE_ACTION, CLIENT, TICKET, Whole, Word
from helpdesk_tui.desk.actions.abuse import AddAbuse, WithdrawAbuse
from helpdesk_tui.questions import ReadAbuse, ReadAbuses, ReadClient
from helpdesk_tui.rules.abuse import counted, outcome
from helpdesk_tui.rules.when import parse_when, say_when
from helpdesk_tui.views import AbuseView
from helpdesk_tui.vocab import AbuseAction, AbuseState

STATE = Word({state.value: state for state in AbuseState})


@verb(
    "add",
    acts=(AddAbuse,),
    example="abuse add 4812 --scores 5 --action suspend-service --until 3d --comment 'Open relay'",
)
@click.argument("number", type=TICKET)
@click.option("--scores", type=int, required=True, metavar="S", help="How much it weighs.")
@click.option("--action", type=ABUSE_ACTION, required=True, help="What is done if the client has not answered by then.")
@click.option("--until", required=True, metavar="WHEN", help="By when it is put right (3d, 'mon 9:00', 2027-01-15).")
@click.option("--comment", default="", help="A note for staff.")
@click.option("--service", default="", metavar="NAME", help="The service it is about; the ticket's if left out.")
@pass_session
def add(
    session: Session, number: int, scores: int, action: AbuseAction, until: str, comment: str, service: str
) -> None:
    """Register it."""
    date = parse_when(until, now=session.now, zone=session.zone)
    _answer(session, session.staff().perform(AddAbuse(number, scores, action, date, comment, service)))


@verb(
    "list", help="List violations: those that are open first, by their date.", example="abuse list --state open --json"
)
@click.option("--state", "states", type=STATE, multiple=True, help="In this state (may be repeated).")
@click.option("--client", type=CLIENT, help="Of this client.")
@click.option("--limit", type=Whole(1, 1_000_000), default=200, show_default=True, help="At most so many.")
@pass_session
def listed(session: Session, states: tuple[AbuseState, ...], client: str | None, limit: int) -> None:
    """List them."""
    desk = session.staff()
    whose = desk.read(ReadClient(client)).head.id if client is not None else None
    found = desk.read(ReadAbuses(states, whose, limit))
    rows = ((a.id, a.state.value, a.client, a.scores, a.action.value, a.service, tables.at(a.until, session.zone),
             a.ticket, a.by, a.reason or a.comment) for a in found)  # fmt: skip
    headings = ("Id", "State", "Client", "Scores", "Action", "Service", "Until", "Ticket", "By", "Comment")
    session.answer([shapes.abuse(one) for one in found], lambda: tables.table(headings, rows, "There is no abuse."))


@verb("withdraw", acts=(WithdrawAbuse,), example="abuse withdraw 7 --reason 'false alarm'")
@click.argument("abuse", type=ABUSE)
@click.option("--reason", required=True, help="Why it was none.")
@pass_session
def withdraw(session: Session, abuse: int, reason: str) -> None:
    """Withdraw it."""
    _answer(session, session.staff().perform(WithdrawAbuse(abuse, reason)))


def _answer(session: Session, number: int) -> None:
    """A violation, with what comes next."""
    desk = session.staff()
    found = desk.read(ReadAbuse(number))
    sum_of_all = desk.read(ReadClient(found.client_id)).head.scores

    def people() -> None:
        tables.line(f"Abuse {found.id} on ticket {found.ticket}: {_next(found, session)}.")
        tables.line(f"{found.client} has {counted(sum_of_all)}.")

    session.answer(shapes.abuse(found) | {"client_scores": sum_of_all}, people)


def _next(found: AbuseView, session: Session) -> str:
    if found.state is not AbuseState.OPEN:
        return found.state.value
    until = say_when(found.until, session.now, session.zone)
    return f"{counted(found.scores)}; without an answer by {until} {outcome(found.action, found.service or '')}"


command = Noun(
    "abuse", "Violations of clients: scores, a date, and what happens without an answer.", (add, listed, withdraw)
)
