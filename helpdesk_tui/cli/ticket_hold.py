"""Who works on a ticket, where, and when: take, release, assign, delay, close, archive, spam, favourite."""

from __future__ import annotations

import click

from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.ticket_read import answer
from helpdesk_tui.cli.values import TICKET
from helpdesk_tui.clock import iso
from helpdesk_tui.desk.actions.confirm import ConfirmSender
from helpdesk_tui.desk.actions.hold import Release, Take, TakeOver
from helpdesk_tui.desk.actions.parameters import ToggleFavourite
from helpdesk_tui.desk.actions.redirect import Archive, Assign, Close, Delay
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.rules.when import parse_when, say_when


@verb("take", acts=(Take, TakeOver), example="ticket take 4812\nticket take 4812 --over --reason 'anna is ill'")
@click.argument("number", type=TICKET)
@click.option("--over", is_flag=True, help="Take it from its holder; administrators only, with a reason.")
@click.option("--reason", default="", help="Why it is taken over.")
@pass_session
def take(session: Session, number: int, over: bool, reason: str) -> None:
    """Take it; refused with the holder's login when somebody else has it."""
    if reason and not over:
        raise click.UsageError("--reason goes with --over.")
    session.staff().perform(TakeOver(number, reason) if over else Take(number))
    answer(session, number, "is yours")


@verb("release", acts=(Release,), example="ticket release 4812")
@click.argument("number", type=TICKET)
@pass_session
def release(session: Session, number: int) -> None:
    """Give it back."""
    answer(session, session.staff().perform(Release(number)), "is free again")


@verb("confirm", acts=(ConfirmSender,), example="ticket confirm 4812")
@click.argument("number", type=TICKET)
@pass_session
def confirm(session: Session, number: int) -> None:
    """Vouch for its sender."""
    answer(session, session.staff().perform(ConfirmSender(number)), "has a confirmed sender")


@verb("assign", acts=(Assign,), example="ticket assign 4812 --department Sales\nticket assign 4812 --staff anna")
@click.argument("number", type=TICKET)
@click.option("--department", default="", metavar="NAME", help="To a department.")
@click.option("--staff", default="", metavar="LOGIN", help="To a member of staff.")
@pass_session
def assign(session: Session, number: int, department: str, staff: str) -> None:
    """Redirect it."""
    if bool(department) == bool(staff):
        raise click.UsageError("Name either --department or --staff.")
    act = Assign(number, department, staff)
    answer(session, session.staff().perform(act), f"was assigned to {department or staff}")


@verb(
    "delay",
    acts=(Delay,),
    example="ticket delay 4812 tomorrow 9:00\nticket delay 4812 2d\nticket delay 4812 --clear",
)
@click.argument("number", type=TICKET)
@click.argument("when", nargs=-1)
@click.option("--clear", is_flag=True, help="Take the delay off.")
@pass_session
def delay(session: Session, number: int, when: tuple[str, ...], clear: bool) -> None:
    """Put it off; the answer shows the time that was understood, in the desk's time zone."""
    if bool(when) == clear:
        raise click.UsageError("Name either a time or --clear.")
    if clear:
        answer(session, session.staff().perform(Delay(number, None)), "is no longer delayed")
        return
    now = session.now
    until = parse_when(" ".join(when), now=now, zone=session.zone)
    session.staff().perform(Delay(number, until))
    answer(session, number, f"is delayed until {say_when(until, now, session.zone)} ({iso(until)})")


@verb("close", acts=(Close,), example="ticket close 4812")
@click.argument("number", type=TICKET)
@pass_session
def close(session: Session, number: int) -> None:
    """Close it for you; an administrator closes it for everybody, whoever holds it (TQ6)."""
    desk = session.staff()
    everywhere = desk.scope().everything
    answer(session, desk.perform(Close(number, everywhere)), "is closed" if everywhere else "is closed for you")


@verb("archive", acts=(Archive,), example="ticket archive 4812")
@click.argument("number", type=TICKET)
@pass_session
def archive(session: Session, number: int) -> None:
    """Archive it as the client, recorded as done by you."""
    answer(session, session.staff().perform(Archive(number)), "is in the client's archive")


@verb("spam", acts=(MarkSpam,), example="ticket spam 4812\nticket spam 4812 --undo")
@click.argument("number", type=TICKET)
@click.option("--undo", is_flag=True, help="Take the mark off: what it closed opens again.")
@pass_session
def spam(session: Session, number: int, undo: bool) -> None:
    """Mark it; `ticket list --view spam` shows what is marked."""
    done = "is no spam any more" if undo else "is marked as spam"
    answer(session, session.staff().perform(MarkSpam(number, spam=not undo)), done)


@verb("favourite", acts=(ToggleFavourite,), example="ticket favourite 4812")
@click.argument("number", type=TICKET)
@pass_session
def favourite(session: Session, number: int) -> None:
    """Toggle it."""
    answer(session, session.staff().perform(ToggleFavourite(number)), "is toggled among your favourites")


VERBS = (take, release, confirm, assign, delay, close, archive, spam, favourite)
