"""`helpdesk-tui reply`: predefined replies (PR1 to PR4)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import files, output, shapes, tables
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import TICKET
from helpdesk_tui.desk.actions.replies import AddReply, DeleteReply, EditReply, For
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.questions import ReadMe, ReadProvider, ReadReplies, ReadTicket
from helpdesk_tui.rules import blanks, provider
from helpdesk_tui.rules.replies import picked
from helpdesk_tui.text import clipped, safe_text
from helpdesk_tui.views import ReplyView

_department = click.option("--department", default="", metavar="NAME", help="For the members of this department.")
_staff = click.option("--staff", default="", metavar="LOGIN", help="For this member of staff alone.")


@verb(
    "add",
    acts=(AddReply,),
    example="reply add Greeting --text 'Hello {client.person},' --language en\n"
    "reply add Greeting --text 'Guten Tag {client.person},' --language de\n"
    "reply add 'Disk full' --department Tech --text - < disk.txt",
)
@click.argument("name")
@click.option("--text", required=True, metavar="TEXT|-", help="Its text; - reads standard input.")
@_department
@_staff
@click.option("--language", default="", metavar="xx", help="The language of the text (the desk's).")
@pass_session
def add(session: Session, name: str, text: str, department: str, staff: str, language: str) -> None:
    """Add it, or a further language of one of this name."""
    [written] = files.text_of(text)
    number = session.staff().perform(AddReply(name, written or "", For(department, staff), language))
    _answer(session, number, "was added", language)


@verb("list", help="List the predefined replies that you may use.", example="reply list --json\nreply list disk full")
@click.argument("words", nargs=-1)
@pass_session
def listed(session: Session, words: tuple[str, ...]) -> None:
    """List those whose name or texts hold all the words."""
    sought = " ".join(words).casefold().split()
    found = [
        one for one in session.staff().read(ReadReplies())
        if all(word in "\n".join((one.name, *one.texts.values())).casefold() for word in sought)
    ]  # fmt: skip
    desk = _desk_language(session)
    rows = [(one.id, one.name, one.whose, " ".join(one.texts), _begin(one, desk)) for one in found]
    session.answer(
        [shapes.reply(one, picked((desk,), one.texts)) for one in found],
        lambda: tables.table(("Id", "Name", "For", "Languages", "Text"), rows, "There are no predefined replies."),
    )


@verb(
    "show",
    help="Show a predefined reply, by name or number; with a ticket, filled in for it.",
    example="reply show Greeting --language de\nreply show 'Disk full' --ticket 4812",
)
@click.argument("reply")
@click.option("--language", default="", metavar="xx", help="Its text in this language (the client's, or the desk's).")
@click.option("--ticket", type=TICKET, metavar="N", help="Fill in what it says of this ticket.")
@pass_session
def show(session: Session, reply: str, language: str, ticket: int | None) -> None:
    """Show it."""
    desk = session.staff()
    found = _named(session, reply)
    form = desk.read(ReadTicket(ticket)) if ticket is not None else None
    client = form.client.language if form is not None else ""
    chosen = language or picked((client, _desk_language(session)), found.texts)
    if chosen not in found.texts:
        raise NotFound(f"A text of {clipped(found.name, 80)} in {clipped(chosen, 20)}")
    shape, text = shapes.reply(found, chosen), found.texts[chosen]
    left = blanks.unknown_in(text)
    if form is not None:
        text = blanks.filled(text, blanks.values(form, desk.read(ReadMe()), session.settings.desk.name))
        left = blanks.blanks_in(text)
    session.answer(shape | {"text": text, "unfilled": list(left)}, lambda: _tell(found, chosen, text, left))


@verb(
    "edit",
    acts=(EditReply,),
    example="reply edit Greeting --text 'Good day {client.person},' --language en\n"
    "reply edit Greeting --name Opening --department Tech\n"
    "reply edit Opening --text '' --language de",
)
@click.argument("reply")
@click.option("--name", "new_name", help="Its new name.")
@click.option("--text", metavar="TEXT|-", help="Its text in a language; empty takes it away; - reads standard input.")
@click.option("--language", default="", metavar="xx", help="The language of the text (the desk's).")
@_department
@_staff
@click.option("--everybody", is_flag=True, help="For all staff of all departments.")
@pass_session
def edit(
    session: Session, reply: str, new_name: str | None, text: str | None, language: str, department: str, staff: str,
    everybody: bool,
) -> None:  # fmt: skip
    """Change what is named."""
    something(new_name, text, department or None, staff or None, everybody or None)
    if everybody and (department or staff):
        raise click.UsageError("--everybody goes without --department and --staff.")
    whose = For(department, staff) if department or staff or everybody else None
    [written] = files.text_of(text)
    code = language or _desk_language(session)
    number = session.staff().perform(EditReply(_named(session, reply).id, new_name, whose, code, written))
    _answer(session, number, "was changed", code)


@verb(
    "delete", acts=(DeleteReply,), help="Delete a predefined reply, by name or number.", example="reply delete Greeting"
)
@click.argument("reply")
@pass_session
def delete(session: Session, reply: str) -> None:
    """Delete it in all its languages."""
    found = _named(session, reply)
    session.staff().perform(DeleteReply(found.id))
    session.answer({"id": found.id, "deleted": True},
                   lambda: tables.line(f"Predefined reply {found.name} was deleted."))  # fmt: skip


def _named(session: Session, name: str) -> ReplyView:
    """The one of this name, whatever its case, or of this number; raises NotFound, Refused where there are several."""
    there = session.staff().read(ReadReplies())
    called = [one for one in there if one.name.casefold() == " ".join(name.split()).casefold()]
    if not called:
        called = [one for one in there if str(one.id) == name.removeprefix("#")]
    if not called:
        raise NotFound(f"Predefined reply {clipped(name, 80)}")
    if len(called) > 1:
        which = ", ".join(f"{one.id} ({one.whose})" for one in called)
        raise Refused(f"Several are called {called[0].name}: {clipped(which, 200)}; say its number.", code="ambiguous")
    return called[0]


def _answer(session: Session, number: int, done: str, language: str) -> None:
    found = next(one for one in session.staff().read(ReadReplies()) if one.id == number)
    chosen = language if language in found.texts else picked((_desk_language(session),), found.texts)
    unknown = blanks.unknown_in(found.texts[chosen])
    warning = f" Nothing ever fills in {', '.join(unknown[:3])}." if unknown else ""
    session.answer(
        shapes.reply(found, chosen) | {"unfilled": list(unknown)},
        lambda: tables.line(f"Predefined reply {found.name} ({found.whose}) {done}.{warning}"),
    )


def _desk_language(session: Session) -> str:
    return session.staff().read(ReadProvider()).get("language", provider.default("language"))


def _begin(one: ReplyView, desk: str) -> str:
    return clipped(" ".join(one.texts[picked((desk,), one.texts)].split()), 60)


def _tell(found: ReplyView, language: str, text: str, left: tuple[str, ...]) -> None:
    tables.line(f"{found.id} {found.name}, for {found.whose}, in {language} (of {', '.join(found.texts)})")
    if left:
        tables.line(blanks.told(left))
    output.say("")
    output.say(safe_text(text, lines=True))


command = Noun("reply", "Predefined replies.", (add, listed, show, edit, delete))
