"""The messages of a ticket in a list (TF7): read whole, edited, split off, merged into another ticket, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from helpdesk_tui.desk.actions.base import Act, Glimpse
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.messages import EditMessage, MergeTicket, SplitTicket, TakeBack
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadEarlier, ReadQueue, ReadRegroupings, ReadTicket
from helpdesk_tui.rules import edits, regroup
from helpdesk_tui.rules.regroup import Said
from helpdesk_tui.screens.base import DeskScreen, act_key
from helpdesk_tui.screens.dialogs import AskLine, Choose, Confirm
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import EarlierText, MessageView, RegroupingView, TicketView
from helpdesk_tui.vocab import MessageKind, OutboxState, QueueView, Regrouped
from helpdesk_tui.widgets.cells import shown, size_words
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import Page, text_lines
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule

_KINDS = {MessageKind.COMMENT: "INTERNAL"}
_WAITING = (OutboxState.HELD, OutboxState.QUEUED)
_OTHERS = 50
"""So many tickets of a client are offered to merge into, the one changed last first."""


class MessageActs(DeskScreen[None]):
    """What the list and the opened message both do; `number` is their ticket's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("e", EditMessage, "edit"),
        act_key("S", SplitTicket, "split"),
        act_key("m", MergeTicket, "merge"),
        act_key("U", TakeBack, "take_back"),
        act_key("t", Take, "take"),
    ]

    def __init__(self, session: Session, number: int) -> None:
        super().__init__(session)
        self.number = number
        self.ticket: TicketView | None = None
        self._moves: tuple[RegroupingView, ...] = ()

    def chosen(self) -> MessageView | None:
        """The message that is meant."""
        raise NotImplementedError

    async def read_ticket(self) -> TicketView:
        """The ticket as it is now; of one that was merged away the one it leads to."""
        ticket = await self.session.read(ReadTicket(self.number))
        if ticket.merged_into is not None:
            self.number = ticket.merged_into
            ticket = await self.session.read(ReadTicket(self.number))
        self.ticket = ticket
        self._moves = await self.session.read(ReadRegroupings(self.number))
        return ticket

    def glimpse(self) -> Glimpse | None:
        """What the row knows."""
        return Glimpse.of_row(self.ticket.row) if self.ticket else None

    def acts(self) -> tuple[Key, ...]:
        """The keys of the acts, dimmed where they would be refused."""
        message = self.chosen()
        said = message is not None and message.kind is not MessageKind.SYSTEM
        mine = self.ticket is not None and self.ticket.can_reply
        return (
            *(() if mine else (self.key_for("t", "take", Take),)),
            Key("e", "edit", said and not self.refusal(EditMessage)),
            Key("S", "split from here", said and not self.refusal(SplitTicket)),
            self.key_for("m", "merge", MergeTicket), *((Key("U", "take back"),) if self._moves else ()),
        )  # fmt: skip

    def _meant(self, act: type[Act[Any]]) -> tuple[TicketView, MessageView] | None:
        """Ticket and message, unless the act is refused; then the reason is said."""
        message, refused = self.chosen(), self.refusal(act)
        if refused:
            self.say(refused)
        elif self.ticket is not None and message is not None:
            return self.ticket, message
        return None

    def action_take(self) -> None:
        """Take the ticket, so that its messages can be changed."""
        refused = self.refusal(Take)
        if refused:
            self.say(refused)
        else:
            self.begin(self._take())

    async def _take(self) -> None:
        await self.act(Take(self.number), f"Ticket {self.number} is yours.")

    def action_edit(self) -> None:
        """Change what is shown of a message."""
        meant = self._meant(EditMessage)
        if meant is None:
            return
        if meant[1].kind is MessageKind.SYSTEM:
            self.say("What the system noted stays as it is.")
        else:
            self.begin(self._edit(meant[1]))

    async def _edit(self, message: MessageView) -> None:
        number = self.number
        lines = max(self.app.size.height // 2 - 3, 4)

        def edited(given: dict[str, Any]) -> EditMessage | None:
            return EditMessage(number, message.id, given["text"], message.text) if "text" in given else None

        field = Field("text", "", message.text.replace("\r\n", "\n"), lines=lines)
        became = await fill(self, edit_title(message, self.session.now()), (field,), edited)
        if became is not None:
            self.say(" ".join(filter(None, ("The earlier text is kept.", edits.TOLD[became]))), alarm=False)

    def action_split(self) -> None:
        """Make a new ticket of the message and what was said after it."""
        meant = self._meant(SplitTicket)
        if meant is None:
            return
        ticket, message = meant
        try:
            gone = regroup.going([Said(m.id, m.kind, m.at) for m in ticket.messages], message.id)
        except Refused as refused:
            self.say(refused.sentence)
            return
        self.begin(self._split(ticket, message.id, len(gone)))

    async def _split(self, ticket: TicketView, first: int, count: int) -> None:
        title = f"Make a new ticket of {_counted(count)}. Its subject"
        subject = await self.ask(AskLine(title, value=ticket.row.subject))
        if subject is None:
            return
        made = await self.act(SplitTicket(ticket.row.number, first, subject))
        if made is not None:
            self.say(
                f"{_counted(count).capitalize()} became ticket {made}; {self.keyed('{U}')} takes that back.",
                alarm=False,
            )
            self.gone()

    def action_merge(self) -> None:
        """Bring the messages into another ticket of the client."""
        meant = self._meant(MergeTicket)
        if meant is not None:
            self.begin(self._merge(meant[0]))

    async def _merge(self, ticket: TicketView) -> None:
        number, client = ticket.row.number, ticket.row.client
        page = await self.session.read(ReadQueue(QueueView.ALL, client=ticket.row.client_id, limit=_OTHERS))
        others = [row for row in page.rows if row.number != number]
        if not others:
            self.say(f"{shown(client)} has no other ticket that you could merge {number} into.")
            return
        now = self.session.now()
        options = [
            (row.number, (str(row.number), row.subject, row.status.value.replace("_", " "), moment(row.updated, now)))
            for row in others
        ]
        columns = (Column("", 7, right=True), Column(""), Column("", 15), Column("", 12, right=True))
        into = await self.ask(Choose(f"Merge {number} into which ticket of {client}?", options, columns,
                                     nothing=f"No other ticket of {client}"))  # fmt: skip
        if into is not None and await self.act(MergeTicket(number, into)) is not None:
            self.say(f"Ticket {number} is part of {into} now; {self.keyed('{U}')} takes that back.", alarm=False)

    def action_take_back(self) -> None:
        """Undo the last split or merge."""
        if self._moves:
            self.begin(self._take_back(self._moves[0]))
        else:
            self.say(f"Nothing was split off or merged on ticket {self.number}.")

    async def _take_back(self, move: RegroupingView) -> None:
        if await self.ask(Confirm(_question(move, self.session.now()))) is not True:
            return
        back = await self.act(TakeBack(self.number, move.id))
        if back is not None:
            done = {Regrouped.SPLIT: f"{_counted(move.messages).capitalize()} came back; {move.target} leads here now.",
                    Regrouped.MERGE: f"Ticket {back} has its messages again."}  # fmt: skip
            self.say(done[move.kind], alarm=False)

    def gone(self) -> None:
        """The message that was meant is on another ticket now."""


class MessagesScreen(MessageActs):
    """Every message of a ticket: when, who, what it begins with, what was done with it."""

    def __init__(self, session: Session, number: int, at: int | None = None) -> None:
        super().__init__(session, number)
        self._at = at
        self._list = RecordList(
            (Column("When", 12), Column("Who", 14), Column("Kind", 8), Column("Begins with"), Column("", 14)),
            empty="The ticket has no messages.",
        )

    def compose(self) -> ComposeResult:
        """A hairline, the list, the keys."""
        yield Rule(f"Messages of {self.number}")
        yield self._list
        yield self.foot

    async def load(self) -> None:
        """Read and list; the cursor stands on the message one came from, else on the newest."""
        first = self.ticket is None
        ticket = await self.read_ticket()
        now = self.session.now()
        edited = sum(message.edited is not None for message in ticket.messages)
        counted = _counted(len(ticket.messages)) + (f", {edited} edited" if edited else "")
        self.query_one(Rule).show(f"Messages of {self.number}: {ticket.row.subject}", counted)
        self._list.show(tuple(Record(m.id, _cells(m, now), alarm=bool(m.undelivered)) for m in ticket.messages))
        if first:
            self._list.action_go(-1)
            if self._at is not None:
                self._list.go_to(self._at)
        self.set_focus(self._list)

    def keys(self) -> tuple[Key, ...]:
        """What can be done with the message under the cursor."""
        return (Key("Enter", "whole", self.chosen() is not None), *self.acts(), Key("q", "back"), Key("?", "keys"))

    def chosen(self) -> MessageView | None:
        """The message under the cursor."""
        messages = self.ticket.messages if self.ticket else ()
        return next((message for message in messages if message.id == self._list.current), None)

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """The keys that matter follow the cursor."""
        self.show_keys()

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Show it whole."""
        if isinstance(event.key, int):
            self.app.push_screen(MessageScreen(self.session, self.number, event.key))


class MessageScreen(MessageActs):
    """One message whole, and under it what it said before it was edited."""

    def __init__(self, session: Session, number: int, message: int) -> None:
        super().__init__(session, number)
        self._message = message

    def compose(self) -> ComposeResult:
        """A hairline, the page, the keys."""
        yield Rule(f"Message {self._message}")
        yield Page()
        yield self.foot

    async def load(self) -> None:
        """Read it with its earlier texts; one that went to another ticket has no place here any more."""
        await self.read_ticket()
        message = self.chosen()
        if message is None:
            self.gone()
            return
        earlier = await self.session.read(ReadEarlier(message.id))
        self.query_one(Rule).show(f"Message {message.id} of ticket {self.number}",
                                  "edited" if message.edited else "")  # fmt: skip
        page = self.query_one(Page)
        page.show(message_lines(message, earlier, self.app.size.width, self.session.now()))
        self.set_focus(page)

    def keys(self) -> tuple[Key, ...]:
        """What can be done with it."""
        return (*self.acts(), Key("q", "back"), Key("Space", "page"), Key("?", "keys"))

    def chosen(self) -> MessageView | None:
        """The message that is open."""
        messages = self.ticket.messages if self.ticket else ()
        return next((message for message in messages if message.id == self._message), None)

    def gone(self) -> None:
        """Back to the list, which shows what is left."""
        if self.app.screen is self:
            self.app.pop_screen()


def message_lines(
    message: MessageView, earlier: tuple[EarlierText, ...], width: int, now: datetime
) -> list[list[Piece]]:
    """A message for a terminal of this width; times in the zone of `now`."""
    facts = [("Written", f"{moment(message.at, now)} by {shown(message.written_by)}{_way(message)}")]
    if message.edited is not None and earlier:
        times = f", {len(earlier)} times in all" if len(earlier) > 1 else ""
        facts.append(("Edited", f"{moment(message.edited, now)} by {shown(earlier[0].who)}{times}"))
    if message.edited is not None and message.mail is not None:
        facts.append(("Original", "kept as it came; V in the conversation shows it"))
    facts += [("File", f"{shown(one.name)} {size_words(one.size)}") for one in message.attachments]
    lines: list[list[Piece]] = [[]]
    lines += [[(f" {name:<10}", "dim"), (value, "plain")] for name, value in facts]
    lines += [[], *text_lines(message.text or "(no text)", width)]
    for one in earlier:
        head = f" Until {moment(one.at, now)}, when {shown(one.who)} edited it, it said"
        lines += [[], [(head, "strong")], *text_lines(one.text or "(no text)", width, indent="   ", look="dim")]
    return lines


def edit_title(message: MessageView, now: datetime) -> str:
    """Whose message is edited, and what an edit does not reach."""
    title = f"Edit what {message.written_by} wrote {moment(message.at, now)}"
    if message.delivery is not None and message.delivery not in _WAITING:
        return f"{title} · emailed already, the client keeps this text"
    return f"{title} · the original email stays" if message.mail is not None else title


def _cells(message: MessageView, now: datetime) -> tuple[str, ...]:
    begins = next((line.strip() for line in message.text.splitlines() if line.strip()), "(no text)")
    files = len(message.attachments)
    marks = ["edited"] if message.edited else []
    marks += [f"{files} file{'s' * (files != 1)}"] if files else []
    marks += ["NOT SENT"] if message.undelivered else []
    kind = _KINDS.get(message.kind, message.kind.value)
    return moment(message.at, now), message.written_by, kind, begins, ", ".join(marks)


def _way(message: MessageView) -> str:
    kind = {MessageKind.COMMENT: " (internal comment)", MessageKind.STAFF: " (staff)", MessageKind.SYSTEM: ""}
    return f"{kind.get(message.kind, ' (client)')}{', by email' if message.by_mail else ''}"


def _counted(count: int) -> str:
    return "one message" if count == 1 else f"{count:,} messages"


def _question(move: RegroupingView, now: datetime) -> str:
    """What is about to be taken back."""
    when = f"{shown(move.who)} {moment(move.at, now)}"
    if move.kind is Regrouped.SPLIT:
        return f"Take back that {_counted(move.messages)} became ticket {move.target} ({when})?"
    return f"Take back that ticket {move.source} was merged into {move.target} ({when})?"
