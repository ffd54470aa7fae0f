"""*Incoming emails* (MG6): what could not become a ticket by itself, with the reason, and what to do with it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.incoming import (
    AcceptIncoming,
    AnswerIncoming,
    DeleteIncoming,
    RegisterIncoming,
    RetryIncoming,
    SpamIncoming,
)
from helpdesk_tui.errors import DeskError, WrongUsage
from helpdesk_tui.questions import ReadClients, ReadIncoming, ReadIncomingMail, ReadRaw
from helpdesk_tui.rules.when import waited
from helpdesk_tui.screens.base import act_key, in_background
from helpdesk_tui.screens.dialogs import AskLine, Choose
from helpdesk_tui.screens.forms import Field, fill
from helpdesk_tui.screens.narrowing import ALL_CLIENTS, Narrowed, narrowing
from helpdesk_tui.screens.raw import RawScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import IncomingRow, ParsedMail
from helpdesk_tui.vocab import MailOutcome
from helpdesk_tui.widgets.cells import shown, size_words
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import Page, text_lines
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule


class IncomingScreen(Narrowed):
    """The list above, the email under the cursor below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "other_half", "List or text", id="incoming.half", tooltip="Between the list and the email."),
        act_key("a", AcceptIncoming, "accept"),
        Binding("m", "attach_to", "Attach to ticket", id="incoming.attach", tooltip="Add the email to a ticket."),
        act_key("n", RegisterIncoming, "register"),
        act_key("r", AnswerIncoming, "answer"),
        act_key("exclamation_mark", SpamIncoming, "spam"),
        act_key("d", DeleteIncoming, "delete"),
        act_key("R", RetryIncoming, "retry"),
        Binding("V", "raw", "Original email", id="raw", tooltip="The email as it came, byte for byte."),
        ALL_CLIENTS,
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._rows: dict[int, IncomingRow] = {}
        self._list = RecordList(
            (
                Column("No", 6, right=True), Column("From"), Column("Subject"), Column("Why", 24),
                Column("Dept", 9, fold=True), Column("Since", 8, right=True, fold=True),
            ),
            empty="Nothing waits here: every email has found its place.",
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """List, hairline, email, keys."""
        yield Rule("Incoming emails", id="list-rule")
        yield self._list
        yield Rule(id="mail-rule")
        yield Page()
        yield self.foot

    async def load(self) -> None:
        """Read the list; the email follows the cursor."""
        rows = await self.session.read(ReadIncoming(client=self.only))
        self._rows = {row.id: row for row in rows}
        self.query_one("#list-rule", Rule).show("Incoming emails", narrowing(self.session))
        now = self.session.clock.now()
        self._list.show(tuple(
            Record(row.id, (str(row.id), row.sender or row.address or "(nobody)", row.subject or "(no subject)",
                            row.reason, row.department or "", waited(row.received, now)),
                   alarm=row.outcome is MailOutcome.QUARANTINED)
            for row in rows
        ))  # fmt: skip
        self._list.styles.height = max(len(rows), 3) + 1
        if self.focused is None:
            self.set_focus(self._list)
        self._show_mail()

    def keys(self) -> tuple[Key, ...]:
        """What can be done with an email."""
        row = self._here()
        here = row is not None
        quarantined = row is not None and row.outcome is MailOutcome.QUARANTINED
        readable = here and not quarantined
        return (
            *self.narrow_keys(), Key("a", "make ticket", readable), Key("n", "register", readable),
            Key("m", "attach", readable), Key("r", "answer", row is not None and bool(row.address)),
            Key("!", "spam", here), Key("d", "delete", here), Key("?", "keys"), Key("R", "try again", quarantined),
        )  # fmt: skip

    # ------------------------------------------------------------ reading

    def _here(self) -> IncomingRow | None:
        current = self._list.current
        return self._rows.get(current) if isinstance(current, int) else None

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """Another email."""
        self._show_mail()
        self.show_keys()

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Read it."""
        self.set_focus(self.query_one(Page))

    def action_other_half(self) -> None:
        """Between list and text."""
        self.set_focus(self.query_one(Page) if self._list.has_focus else self._list)

    def _show_mail(self) -> None:
        in_background(self, self._read_mail, "mail")

    async def _read_mail(self) -> None:
        row = self._here()
        page, rule = self.query_one(Page), self.query_one("#mail-rule", Rule)
        if row is None:
            rule.show()
            page.show([], from_top=True)
            return
        rule.show(row.subject or "(no subject)", size_words(row.size))
        try:
            mail = await self.session.read(ReadIncomingMail(row.id))
            parsed = await self._parsed(row.id)
        except DeskError as failure:
            page.show([[(f" {shown(failure.sentence)} V shows the original, R tries again.", "alarm")]], from_top=True)
            return
        page.show(_mail_lines(row, mail.to, parsed, self.app.size.width), from_top=True)

    async def _parsed(self, number: int) -> ParsedMail:
        return await self.session.parsed(await self.session.read(ReadRaw(number)))

    def action_raw(self) -> None:
        """The original."""
        if (row := self._here()) is not None:
            self.app.push_screen(RawScreen(self.session, row.id))

    # ------------------------------------------------------------ acting

    def action_accept(self) -> None:
        """Make it a ticket of a client."""
        if (row := self._here()) is not None:
            self.begin(self._accept(row))

    async def _accept(self, row: IncomingRow) -> None:
        clients = await self.session.read(ReadClients(limit=2000))
        options = [(client.email, (client.name, client.email, client.label)) for client in clients]
        columns = (Column("", 28), Column(""), Column("", 12, fold=True))
        chosen = await self.ask(Choose("Ticket of which client?", options, columns))
        parsed = await self._readable(row.id) if chosen is not None else None
        if chosen is not None and parsed is not None:
            number = await self.act(AcceptIncoming(row.id, parsed, client=chosen))
            if number is not None:
                self.say(f"It is ticket {number} now; {row.address} belongs to the client.", alarm=False)

    def action_attach_to(self) -> None:
        """Add it to a ticket."""
        if (row := self._here()) is not None:
            self.begin(self._attach_to(row))

    async def _attach_to(self, row: IncomingRow) -> None:
        suggestion = str(row.suggestion or "")
        typed = await self.ask(AskLine("Attach to ticket", value=suggestion, explain=_number))
        parsed = await self._readable(row.id) if typed else None
        if typed and parsed is not None:
            number = int(typed.strip())
            await self.act(AcceptIncoming(row.id, parsed, ticket=number), f"It is part of ticket {number} now.")

    def action_register(self) -> None:
        """Register the sender."""
        if (row := self._here()) is not None:
            self.begin(self._register(row))

    async def _register(self, row: IncomingRow) -> None:
        name = await self.ask(AskLine(f"Name of the new client <{row.address}>", value=row.sender))
        parsed = await self._readable(row.id) if name is not None else None
        if name is not None and parsed is not None:
            number = await self.act(RegisterIncoming(row.id, parsed, name))
            if number is not None:
                self.say(f"The client is registered; the email is ticket {number}.", alarm=False)

    def action_answer(self) -> None:
        """Answer without making a ticket."""
        row = self._here()
        if row is not None and not row.address:
            self.say("The email has no sender to answer.")
        elif row is not None:
            self.begin(self._answer(row))

    async def _answer(self, row: IncomingRow) -> None:
        fields = (Field("text", "", lines=8),)
        title = f"Answer to {row.address}"
        said = "The answer is in the outbox."
        await fill(self, title, fields, lambda given: AnswerIncoming(row.id, given.get("text", "")), said, verb="send")

    def action_spam(self) -> None:
        """Spam."""
        if (row := self._here()) is not None:
            self.begin(self._done(SpamIncoming(row.id), "It is spam."))

    def action_delete(self) -> None:
        """Take it off the list."""
        if (row := self._here()) is not None:
            self.begin(self._done(DeleteIncoming(row.id), "It is off the list; the original stays."))

    def action_retry(self) -> None:
        """Try to read it again."""
        if (row := self._here()) is not None:
            self.begin(self._retry(row))

    async def _retry(self, row: IncomingRow) -> None:
        try:
            act = RetryIncoming(row.id, await self._parsed(row.id))
        except DeskError as failure:
            act = RetryIncoming(row.id, None, failure.sentence)
        outcome = await self.act(act)
        if outcome is not None:
            self.say(f"Now it is: {outcome.replace('_', ' ')}.", alarm=False)

    async def _done(self, act: SpamIncoming | DeleteIncoming, said: str) -> None:
        await self.act(act, said)

    async def _readable(self, number: int) -> ParsedMail | None:
        try:
            return await self._parsed(number)
        except DeskError as failure:
            self.say(failure.sentence)
            return None


def _number(typed: str) -> str:
    if not typed.strip().isdigit():
        raise WrongUsage("A ticket has a number.")
    return f"ticket {int(typed)}"


def _mail_lines(row: IncomingRow, to: tuple[str, ...], parsed: ParsedMail, width: int) -> list[list[Piece]]:
    lines: list[list[Piece]] = [
        [(" From ", "dim"), (shown(_from(row)), "plain"), ("   to ", "dim"),
         (shown(", ".join(to)) or "(nobody)", "plain")],
        [(" Why  ", "dim"), (shown(row.reason), "strong")],
    ]  # fmt: skip
    if row.suggestion:
        lines.append([(" May belong to ticket ", "dim"), (str(row.suggestion), "strong"), ("; m attaches it.", "dim")])
    names = [f"{shown(a.name)} {size_words(len(a.content))}" for a in parsed.attachments]
    if names:
        lines.append([(" With ", "dim"), (", ".join(names), "plain")])
    return [*lines, [], *text_lines(parsed.text or "(no text)", width)]


def _from(row: IncomingRow) -> str:
    if not row.address:
        return row.sender or "(nobody)"
    return f"{row.sender} <{row.address}>" if row.sender else row.address
