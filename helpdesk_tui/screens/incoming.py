"""*Incoming emails* (MG6): what could not become a ticket by itself, with the reason, and what to do with it."""

from __future__ import annotations

from typing import ClassVar

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
from helpdesk_tui.desk.actions.spam import CallSpam
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadIncoming, ReadIncomingMail
from helpdesk_tui.screens.base import act_key, in_background
from helpdesk_tui.screens.incoming_acts import IncomingActs
from helpdesk_tui.screens.incoming_page import EMPTY, TITLES, Which, mail_lines, record
from helpdesk_tui.screens.narrowing import ALL_CLIENTS, narrowing
from helpdesk_tui.screens.raw import RawScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.why import WHY, explain
from helpdesk_tui.views import IncomingRow
from helpdesk_tui.vocab import IncomingState, MailOutcome
from helpdesk_tui.widgets.cells import shown, size_words
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import Page
from helpdesk_tui.widgets.record_list import Column, RecordList
from helpdesk_tui.widgets.rule import Rule

_MOST = 200


class IncomingScreen(IncomingActs):
    """The list above, the email under the cursor below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "other_half", "List or text", id="incoming.half", tooltip="Between the list and the email."),
        act_key("a", AcceptIncoming, "accept"),
        Binding("m", "attach_to", "Attach to ticket", id="incoming.attach", tooltip="Add the email to a ticket."),
        act_key("n", RegisterIncoming, "register"),
        act_key("r", AnswerIncoming, "answer"),
        act_key("exclamation_mark", SpamIncoming, "spam"),
        act_key("B", CallSpam, "block"),
        act_key("d", DeleteIncoming, "delete"),
        act_key("u", RestoreIncoming, "restore"),
        act_key("R", RetryIncoming, "retry"),
        Binding("V", "raw", "Original email", id="raw", tooltip="The email as it came, byte for byte."),
        WHY,
        Binding("v", "handled", "Handled, ignored", id="incoming.handled",
                tooltip="Show the emails that were handled (spam, deleted, accepted), those that were ignored (from"
                        " machines, loops, empty ones), and again those that wait."),
        ALL_CLIENTS,
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._rows: dict[int, IncomingRow] = {}
        self._which = Which.WAITING
        self._open: tuple[IncomingRow, int] | None = None
        """The email that is shown below, and for which width."""
        self._list = RecordList(
            (
                Column("No", 6, right=True), Column("From"), Column("Subject"), Column("Why", 24),
                Column("Dept", 9, fold=True), Column("Since", 8, right=True, fold=True),
            ),
            empty=self.keyed(EMPTY[Which.WAITING]),
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
        handled, ignored = self._which is Which.HANDLED, self._which is Which.IGNORED
        rows = await self.session.read(ReadIncoming(_MOST, handled, self.session.only, only_ignored=ignored))
        self._rows = {row.id: row for row in rows}
        now = self.session.now()
        self._list.empty = self.nothing(self.keyed(EMPTY[self._which]))
        self._list.show(tuple(record(row, now) for row in rows))
        self._list.styles.height = max(len(rows), 3) + 1
        self.query_one("#list-rule", Rule).show(
            TITLES[self._which],
            narrowing(self.session) or (f"the newest {_MOST}" if len(rows) == _MOST else ""),
        )
        if self.focused is None:
            self.set_focus(self._list)
        self._show_mail()

    def keys(self) -> tuple[Key, ...]:
        """What can be done with an email."""
        row = self.here()
        in_text = self.query_one(Page).has_focus
        half, rest = Key("Tab", "list" if in_text else "text"), (Key("q", "back"), Key("?", "keys"))
        original = Key("V", "original", row is not None)
        if self._which is Which.HANDLED:
            back = row is not None and row.covered and row.state is not IncomingState.ACCEPTED
            return (Key("u", "bring back", back), Key("v", "ignored ones"), original, half, *rest)
        if row is not None and row.outcome is MailOutcome.QUARANTINED:
            theirs = row.covered
            return (Key("R", "try again"), original, Key("!", "spam", theirs), Key("d", "delete", theirs), half, *rest)
        here = row is not None
        work = (*self.narrow_keys(), Key("a", "make ticket", here),
                Key("n", "register", row is not None and bool(row.address)), Key("m", "attach", here),
                Key("r", "answer", row is not None and bool(row.address)))  # fmt: skip
        if in_text:
            return (half, *work, original, *rest)
        return (*work, Key("!", "spam", here), Key("d", "delete", here), Key("?", "keys"), half)

    # ------------------------------------------------------------ reading

    def here(self) -> IncomingRow | None:
        """The email under the cursor."""
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

    def show_anew(self) -> None:
        """The email that is shown has changed."""
        self._open = None

    def action_handled(self) -> None:
        """From those that wait to those that were handled, to those that were ignored, and back."""
        self._which = Which((self._which.value + 1) % len(Which))
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
        row = self.here()
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
            parsed = await self.parsed(row.id)
        except DeskError as failure:
            # What cannot be read is parsed once only; what the database did not give is asked for again.
            self._open = (row, width) if row.outcome is MailOutcome.QUARANTINED else None
            again = self.keyed("{V} shows the original, {R} tries again.")
            page.show([[(f" {shown(failure.sentence)} {again}", "alarm")]], from_top=True)
            return
        self._open = (row, width)
        page.show(mail_lines(row, mail.to, parsed, width, self.session.now(), self.keyed("{m}")), from_top=other)

    def action_raw(self) -> None:
        """The original."""
        if (row := self.here()) is not None:
            self.app.push_screen(RawScreen(self.session, row.id))

    def action_why(self) -> None:
        """Why it is here."""
        if (row := self.here()) is not None:
            explain(self, row.id)
