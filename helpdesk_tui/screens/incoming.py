"""*Incoming emails* (MG6): what could not become a ticket by itself, with the reason, and what to do with it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.incoming import (
    AcceptIncoming,
    AnswerIncoming,
    DeleteIncoming,
    RegisterIncoming,
    RestoreIncoming,
    RetryIncoming,
    SpamIncoming,
)
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadClient, ReadIncoming, ReadIncomingMail, ReadRaw, ReadRow
from helpdesk_tui.screens.base import act_key, in_background
from helpdesk_tui.screens.dialogs import AskLine, Confirm
from helpdesk_tui.screens.find import AskTicket, FindClient
from helpdesk_tui.screens.forms import Field, fill
from helpdesk_tui.screens.incoming_page import RETRIED, answer_lines, mail_lines, record, sender
from helpdesk_tui.screens.look import Look
from helpdesk_tui.screens.narrowing import ALL_CLIENTS, Narrowed, narrowing
from helpdesk_tui.screens.raw import RawScreen
from helpdesk_tui.screens.review import Choice
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import IncomingRow, ParsedMail
from helpdesk_tui.vocab import IncomingState, MailOutcome
from helpdesk_tui.widgets.cells import shown, size_words
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import Page
from helpdesk_tui.widgets.record_list import Column, RecordList
from helpdesk_tui.widgets.rule import Rule

_MOST = 200
_NOTHING_WAITS = "Nothing waits here: every email has found its place. v shows the handled ones."
_NOTHING_HANDLED = "No email was handled here yet; v shows those that wait."


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
        act_key("u", RestoreIncoming, "restore"),
        act_key("R", RetryIncoming, "retry"),
        Binding("V", "raw", "Original email", id="raw", tooltip="The email as it came, byte for byte."),
        Binding("v", "handled", "Handled emails", id="incoming.handled",
                tooltip="Show the emails that were handled (spam, deleted, accepted), or again those that wait."),
        ALL_CLIENTS,
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._rows: dict[int, IncomingRow] = {}
        self._handled = False
        self._open: tuple[IncomingRow, int] | None = None
        """The email that is shown below, and for which width."""
        self._list = RecordList(
            (
                Column("No", 6, right=True), Column("From"), Column("Subject"), Column("Why", 24),
                Column("Dept", 9, fold=True), Column("Since", 8, right=True, fold=True),
            ),
            empty=_NOTHING_WAITS,
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
        rows = await self.session.read(ReadIncoming(_MOST, self._handled, self.only))
        self._rows = {row.id: row for row in rows}
        now = self.session.now()
        self._list.empty = _NOTHING_HANDLED if self._handled else _NOTHING_WAITS
        self._list.show(tuple(record(row, now) for row in rows))
        self._list.styles.height = max(len(rows), 3) + 1
        self.query_one("#list-rule", Rule).show(
            "Incoming emails: handled" if self._handled else "Incoming emails",
            narrowing(self.session) or (f"the newest {_MOST}" if len(rows) == _MOST else ""),
        )
        if self.focused is None:
            self.set_focus(self._list)
        self._show_mail()

    def keys(self) -> tuple[Key, ...]:
        """What can be done with an email."""
        row = self._here()
        in_text = self.query_one(Page).has_focus
        half, rest = Key("Tab", "list" if in_text else "text"), (Key("q", "back"), Key("?", "keys"))
        original = Key("V", "original", row is not None)
        if self._handled:
            back = row is not None and row.state is not IncomingState.ACCEPTED
            return (Key("u", "bring back", back), Key("v", "those that wait"), original, half, *rest)
        if row is not None and row.outcome is MailOutcome.QUARANTINED:
            return (Key("R", "try again"), original, Key("!", "spam"), Key("d", "delete"), half, *rest)
        here = row is not None
        work = (*self.narrow_keys(), Key("a", "make ticket", here),
                Key("n", "register", row is not None and bool(row.address)), Key("m", "attach", here),
                Key("r", "answer", row is not None and bool(row.address)))  # fmt: skip
        if in_text:
            return (half, *work, original, *rest)
        return (*work, Key("!", "spam", here), Key("d", "delete", here), Key("?", "keys"), half)

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

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The keys that matter are others in the text."""
        self.show_keys()

    def action_other_half(self) -> None:
        """Between list and text."""
        self.set_focus(self.query_one(Page) if self._list.has_focus else self._list)

    def action_handled(self) -> None:
        """Between those that wait and those that were handled."""
        self._handled = not self._handled
        self.reload()

    def action_reload(self) -> None:
        """Read everything anew, the email too."""
        self._open = None
        self.reload()

    def on_resize(self) -> None:
        """Lay the email out anew."""
        self._show_mail()

    def _show_mail(self) -> None:
        in_background(self, self._read_mail, "mail")

    async def _read_mail(self) -> None:
        """Show the email under the cursor; what is open already stays as it is, where one has scrolled to."""
        row = self._here()
        page, rule = self.query_one(Page), self.query_one("#mail-rule", Rule)
        if row is None:
            self._open = None
            rule.show()
            page.show([], from_top=True)
            return
        width = self.app.size.width
        if self._open == (row, width):
            return
        other = self._open is None or self._open[0].id != row.id
        rule.show(row.subject or "(no subject)", size_words(row.size))
        try:
            mail = await self.session.read(ReadIncomingMail(row.id))
            parsed = await self._parsed(row.id)
        except DeskError as failure:
            # What cannot be read is parsed once only; what the database did not give is asked for again.
            self._open = (row, width) if row.outcome is MailOutcome.QUARANTINED else None
            page.show([[(f" {shown(failure.sentence)} V shows the original, R tries again.", "alarm")]], from_top=True)
            return
        self._open = (row, width)
        page.show(mail_lines(row, mail.to, parsed, width, self.session.now()), from_top=other)

    async def _parsed(self, number: int) -> ParsedMail:
        return await self.session.parsed(await self.session.read(ReadRaw(number)))

    def action_raw(self) -> None:
        """The original."""
        if (row := self._here()) is not None:
            self.app.push_screen(RawScreen(self.session, row.id))

    # ------------------------------------------------------------ acting

    def _meant(self, *, read: bool = True, sender: bool = False) -> IncomingRow | None:
        """The email a key is for; None, with the reason on the last line, where the key would be refused.

        `read` for what needs an email that could be read, `sender` for what needs to know who sent it.
        """
        row = self._here()
        if row is None:
            self.say("There is no email here.")
        elif row.state is not IncomingState.WAITING:
            self.say("The email was handled; u brings it back where that can be.")
        elif read and row.outcome is MailOutcome.QUARANTINED:
            self.say("The email could not be read; R tries again.")
        elif sender and not row.address:
            self.say("The email names no sender.")
        else:
            return row
        return None

    def action_accept(self) -> None:
        """Make it a ticket of a client."""
        row = self._meant()
        if row is not None and row.department is None:
            self.say("The email belongs to no department; attach it to a ticket (m).")
        elif row is not None:
            self.begin(self._accept(row))

    async def _accept(self, row: IncomingRow) -> None:
        chosen = await self.ask(FindClient(self.session, "Ticket of which client?", near=row.address))
        parsed = await self._readable(row.id) if chosen is not None else None
        if chosen is not None and parsed is not None:
            number = await self.act(AcceptIncoming(row.id, parsed, client=f"#{chosen.client}"))
            if number is not None:
                self.say(f"It is ticket {number} now; {row.address or 'it'} belongs to the client.", alarm=False)

    def action_attach_to(self) -> None:
        """Add it to a ticket."""
        if (row := self._meant()) is not None:
            self.begin(self._attach_to(row))

    async def _attach_to(self, row: IncomingRow) -> None:
        typed = await self.ask(AskTicket(self.session, "Attach to ticket", str(row.suggestion or "")))
        parsed = await self._readable(row.id) if typed else None
        if not typed or parsed is None:
            return
        number = int(typed)
        try:
            question = await self._stranger(row, number)
        except DeskError as failure:
            self.say(failure.sentence)
            return
        if not question or await self.ask(Confirm(question)):
            await self.act(AcceptIncoming(row.id, parsed, ticket=number), f"It is part of ticket {number} now.")

    async def _stranger(self, row: IncomingRow, number: int) -> str:
        """What to ask before an email gets into a ticket of a client whose person the sender is not."""
        ticket = await self.session.read(ReadRow(number))
        card = await self.session.read(ReadClient(ticket.client_id))
        if any(user.email.casefold() == row.address.casefold() for user in card.users):
            return ""
        who = row.address or "A sender without an address"
        return f"{who} is nobody of {ticket.client or ticket.client_email}. Attach all the same?"

    def action_register(self) -> None:
        """Register the sender."""
        if (row := self._meant(sender=True)) is not None:
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
        row = self._meant(sender=True)
        if row is not None and row.department is None:
            self.say("The email belongs to no department, from which an answer could go out.")
        elif row is not None:
            self.begin(self._answer(row))

    async def _answer(self, row: IncomingRow) -> None:
        async def review(given: dict[str, Any]) -> dict[str, Any] | None:
            if not given.get("text", "").strip():
                return given
            lines = answer_lines(row, given["text"], self.session.now(), self.app.size.width)
            choice = await self.ask(Look(lines, {Choice.OK: "send"}))
            return given if choice is Choice.OK else None

        fields = (Field("text", "", lines=8),)
        said = "The answer is in the outbox (g o)."
        await fill(self, f"Answer to {row.address}", fields,
                   lambda given: AnswerIncoming(row.id, given.get("text", "")), said, verb="send ...", review=review,
                   )  # fmt: skip

    def action_spam(self) -> None:
        """Spam."""
        if (row := self._meant(read=False)) is not None:
            self.begin(self._put_away(SpamIncoming(row.id), "It is spam; v shows it, and u there brings it back."))

    def action_delete(self) -> None:
        """Take it off the list, after a question."""
        if (row := self._meant(read=False)) is not None:
            self.begin(self._delete(row))

    async def _delete(self, row: IncomingRow) -> None:
        what = f'"{row.subject}" of {sender(row)}' if row.subject else f"the email of {sender(row)}"
        if await self.ask(Confirm(f"Delete {what}? It stays in the database as deleted.")):
            await self._put_away(DeleteIncoming(row.id), "It is off the list; v shows it, and u there brings it back.")

    async def _put_away(self, act: SpamIncoming | DeleteIncoming, said: str) -> None:
        await self.act(act, said)

    def action_restore(self) -> None:
        """Let it wait again."""
        row = self._here()
        if row is not None and row.state is not IncomingState.WAITING:
            self.begin(self._restore(row))
        else:
            self.say("Only what was handled can be brought back; v shows it.")

    async def _restore(self, row: IncomingRow) -> None:
        await self.act(RestoreIncoming(row.id), "It waits again; v shows those that wait.")

    def action_retry(self) -> None:
        """Try to read it again."""
        row = self._meant(read=False)
        if row is not None and row.outcome is not MailOutcome.QUARANTINED:
            self.say("Only an email that could not be read can be tried again.")
        elif row is not None:
            self.begin(self._retry(row))

    async def _retry(self, row: IncomingRow) -> None:
        unreadable = ""
        try:
            act = RetryIncoming(row.id, await self._parsed(row.id))
        except DeskError as failure:
            unreadable = failure.sentence
            act = RetryIncoming(row.id, None, unreadable)
        self._open = None
        outcome = await self.act(act)
        if outcome == MailOutcome.QUARANTINED:
            self.say(f"It still cannot be read: {unreadable}")
        elif outcome is not None:
            self.say(RETRIED[MailOutcome(outcome)], alarm=False)

    async def _readable(self, number: int) -> ParsedMail | None:
        try:
            return await self._parsed(number)
        except DeskError as failure:
            self.say(failure.sentence)
            return None
