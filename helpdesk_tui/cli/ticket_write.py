"""Writing on tickets: new ones, answers, comments, parameters, the summary."""

from __future__ import annotations

import click

from helpdesk_tui.cli import charges, files, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.ticket_read import answer
from helpdesk_tui.cli.values import ABUSE_ACTION, CLIENT, FILE, SWITCH, TICKET, Whole, Word
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters, SetPriority, Summarise
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.actions.tags import TagTicket
from helpdesk_tui.errors import NotFound, WrongUsage
from helpdesk_tui.rules.abuse import MOST_SCORES, Violation
from helpdesk_tui.rules.incidents import MOST_INCIDENTS
from helpdesk_tui.rules.when import parse_when
from helpdesk_tui.vocab import AbuseAction, Priority

PRIORITY = Word({priority.word: priority for priority in Priority})

ATTACH = click.option(
    "--attach", "attached", type=FILE, multiple=True, metavar="FILE", help="Attach a file; may be repeated."
)
KEY = click.option("--key", default="", help="The same key and content again change nothing and answer as before.")
_as_is = click.option("--as-is", is_flag=True, help="Braces that look like placeholders are meant as they stand.")


@verb(
    "new",
    acts=(NewTicket,),
    example="ticket new --client hans@acme.example --department Tech --subject 'Disk full' --message -",
)
@click.option("--client", type=CLIENT, required=True, help="The client: address, or number.")
@click.option("--department", required=True, metavar="NAME", help="The department it goes to.")
@click.option("--subject", required=True, help="Its subject.")
@click.option("--message", required=True, metavar="TEXT|-", help="The first message; - reads standard input.")
@click.option("--service", default="", metavar="NAME", help="The client's service it is about.")
@click.option(
    "--by",
    type=Word({"client": False, "staff": True}),
    default="client",
    show_default=True,
    help="Entered as the client's own, or written to the client by email.",
)
@click.option("--close", is_flag=True, help="With --by staff: close it at once (Ok); without, it stays open and yours.")
@click.option(
    "--incidents",
    type=Whole(0, MOST_INCIDENTS),
    help="Support incidents that it takes; without a number what the client's own ticket costs, 0 with --by staff.",
)
@click.option("--comment", default="", metavar="TEXT", help="An internal comment; the client never sees it.")
@click.option("--abuse", type=Whole(1, MOST_SCORES), metavar="SCORES", help="Register a violation of so many scores.")
@click.option("--action", type=ABUSE_ACTION, help="With --abuse: what is done if the client has not answered by then.")
@click.option("--until", default="", metavar="WHEN", help="With --abuse: by when it is put right (3d, 'mon 9:00').")
@click.option("--abuse-comment", default="", metavar="TEXT", help="With --abuse: a note for staff.")
@click.option("--area", is_flag=True, help="As the client, in the client area: it costs what it costs them.")
@_as_is
@ATTACH
@KEY
@pass_session
def new(
    session: Session,
    client: str,
    department: str,
    subject: str,
    message: str,
    service: str,
    by: bool,
    close: bool,
    incidents: int | None,
    comment: str,
    abuse: int | None,
    action: AbuseAction | None,
    until: str,
    abuse_comment: str,
    area: bool,
    as_is: bool,
    attached: tuple[str, ...],
    key: str,
) -> None:
    """Open it."""
    if area and (by or close or incidents is not None or comment or abuse is not None):
        raise click.UsageError("--area opens it as the client: without what only staff say and set.")
    [text] = files.text_of(message)
    attachments = tuple(files.attachment_of(path) for path in attached)
    # What is entered as theirs costs what their own ticket does (IN10), what staff write nothing, unless they say so.
    number = 0 if by and incidents is None else incidents
    act = NewTicket(client, department, subject, text or "", service, by, attachments, key, close, as_is, number,
                    comment, _violation(session, abuse, action, until, abuse_comment))  # fmt: skip
    desk = session.staff().as_client(client) if area else session.staff()
    number = desk.perform(act)
    try:
        answer(session, number, "was opened")
    except NotFound:
        # Opened for a department of others: theirs to see.
        session.answer({"number": number}, lambda: tables.line(f"Ticket {number} was opened in {department}."))


def _violation(
    session: Session, scores: int | None, action: AbuseAction | None, until: str, comment: str
) -> Violation | None:
    """The violation that comes with a new ticket; raises WrongUsage where a part of it is missing."""
    if scores is None:
        if action is not None or until or comment:
            raise WrongUsage("--action, --until and --abuse-comment belong to --abuse SCORES.")
        return None
    if action is None or not until:
        raise WrongUsage("--abuse needs --action and --until: what is done if the client has not answered by when.")
    return Violation(scores, action, parse_when(until, now=session.now, zone=session.zone), comment)


@verb(
    "reply",
    help="Answer the client: with --close this is Ok, without it Send reply. Only the holder of the ticket can.",
    acts=(Reply,),
    example="ticket reply 4812 --text 'It is up again.' --comment 'node 4 rebooted' --attach log.txt --close\n"
    "ticket reply 4812 --text 'Restored.' --fee 15.00 --incidents 2 --key restored-4812",
)
@click.argument("number", type=TICKET)
@click.option("--text", default="", metavar="TEXT|-", help="The answer; - reads standard input.")
@click.option("--comment", default="", metavar="TEXT|-", help="An internal comment beside it.")
@click.option("--close", is_flag=True, help="Close it for you (Ok); without, it stays open and yours (Send reply).")
@click.option("--priority", type=PRIORITY, help="Change the priority.")
@click.option("--front", is_flag=True, help="Place it at the beginning of the queue.")
@charges.FEE
@charges.INCIDENTS
@_as_is
@ATTACH
@KEY
@pass_session
def reply(
    session: Session,
    number: int,
    text: str,
    comment: str,
    close: bool,
    priority: Priority | None,
    front: bool,
    fee: str | None,
    incidents: int | None,
    as_is: bool,
    attached: tuple[str, ...],
    key: str,
) -> None:
    """Send it."""
    desk = session.staff()
    written, remarked = files.text_of(text, comment)
    attachments = tuple(files.attachment_of(path) for path in attached)
    minor = charges.fee_of(desk, number, fee)
    values = Parameters(priority=priority, front=front or None, fee=minor, incidents=incidents)
    act = Reply(number, written or "", remarked or "", close, attachments, values, key=key, as_is=as_is)
    answer(session, desk.perform(act), "was answered and closed for you" if close else "was answered")


@verb("comment", acts=(Comment,), example="ticket comment 4812 --text 'Called the data centre.'")
@click.argument("number", type=TICKET)
@click.option("--text", required=True, metavar="TEXT|-", help="The comment; - reads standard input.")
@KEY
@pass_session
def comment(session: Session, number: int, text: str, key: str) -> None:
    """Add it."""
    [written] = files.text_of(text)
    answer(session, session.staff().perform(Comment(number, written or "", key)), "has a new internal comment")


@verb(
    "set",
    acts=(SaveParameters, TagTicket),
    help="Save the parameters that are named, as the holder of the ticket; tags alone need no hold.",
    example="ticket set 4812 --subject 'Disk of vps-31 full' --priority high\nticket set 4812 --tag dns --untag new\n"
    "ticket set 4812 --fee 15.00 --incidents 2 --key restored-4812",
)
@click.argument("number", type=TICKET)
@click.option("--subject", help="Its subject.")
@click.option("--service", metavar="NAME", help="The client's service it is about; empty for none.")
@click.option("--priority", type=PRIORITY, help="Its priority, where the desk uses them.")
@click.option("--front", type=SWITCH, help="Place it at the beginning of the queue.")
@click.option("--tag", multiple=True, help="Add a tag; may be repeated.")
@click.option("--untag", multiple=True, help="Take a tag off; may be repeated.")
@charges.FEE
@charges.INCIDENTS
@KEY
@pass_session
def change(
    session: Session,
    number: int,
    subject: str | None,
    service: str | None,
    priority: Priority | None,
    front: bool | None,
    tag: tuple[str, ...],
    untag: tuple[str, ...],
    fee: str | None,
    incidents: int | None,
    key: str,
) -> None:
    """Save them; as in the form, only the holder can change more than tags."""
    desk = session.staff()
    minor = charges.fee_of(desk, number, fee)
    values = Parameters(subject, service, priority, front, fee=minor, incidents=incidents)
    alone = (tag or untag) and not values.any
    act = TagTicket(number, tag, untag) if alone else SaveParameters(number, values, None, tag, untag, key)
    answer(session, desk.perform(act), "was changed")


@verb("priority", acts=(SetPriority,), example="ticket priority 4812 high")
@click.argument("number", type=TICKET)
@click.argument("priority", type=PRIORITY, required=False)
@click.option("--front", type=SWITCH, help="Place it at the beginning of the queue.")
@pass_session
def priority(session: Session, number: int, priority: Priority | None, front: bool | None) -> None:
    """Change it as from the list: nobody else may hold it."""
    if priority is None and front is None:
        raise click.UsageError("Name a priority, or --front on or off.")
    answer(session, session.staff().perform(SetPriority(number, priority, front)), "was changed")


@verb("summary", acts=(Summarise,), example="ticket summary 4812 'Waits for the disk; vendor case 77'")
@click.argument("number", type=TICKET)
@click.argument("text", metavar="TEXT|-")
@pass_session
def summary(session: Session, number: int, text: str) -> None:
    """Keep it; empty text takes it away."""
    [written] = files.text_of(text)
    answer(session, session.staff().perform(Summarise(number, written or "")), "has its summary")


VERBS = (new, reply, comment, change, priority, summary)
