"""Every question that can be asked of a desk, as frozen data; `Desk.read` answers them in the asker's scope.

A read class is generic in the view it is answered with. Lists are answered in pages by key; an `offset`
is for whoever names one, and costs the rows that it leaves out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from helpdesk_tui.questions.accounts import (
    NEWEST,
    ReadAccount,
    ReadAccountChanges,
    ReadAccounts,
    ReadCosts,
    ReadEntries,
    ReadExpense,
    ReadExpensePart,
    ReadExpenses,
    ReadIncidentMoves,
    ReadIncidents,
    ReadIncidentStatement,
    ReadMoney,
    ReadMonths,
    ReadPayers,
    ReadPayment,
    ReadPaymentPart,
    ReadPayments,
    ReadShares,
    ReadStatement,
    ReadTurnover,
    ReadWithdrawals,
    Slice,
)
from helpdesk_tui.questions.area import (
    ReadArea,
    ReadMyOffer,
    ReadMyOrders,
    ReadMyPayers,
    ReadMyPayments,
    ReadMyPlans,
    ReadMyStatement,
    ReadMyTicket,
    ReadMyTickets,
)
from helpdesk_tui.questions.base import Read
from helpdesk_tui.questions.mail import (
    ReadGateways,
    ReadIncoming,
    ReadIncomingMail,
    ReadKnownUnits,
    ReadLetters,
    ReadMailMessages,
    ReadMassMessage,
    ReadOutbox,
    ReadOutgoing,
    ReadRaw,
    ReadSpamSenders,
)
from helpdesk_tui.questions.papers import ReadInvoice, ReadInvoicePart, ReadPaperHistory, ReadWithdrawalPart
from helpdesk_tui.questions.plans import (
    ReadDiscounts,
    ReadOffer,
    ReadOrder,
    ReadOrders,
    ReadPaidPrice,
    ReadPlans,
    ReadSetUp,
    ReadTaxRules,
)
from helpdesk_tui.questions.rates import ReadCurrencies, ReadRate, ReadRates
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.client_query import ClientTest
from helpdesk_tui.rules.look import DEFAULT_LOOK, Look
from helpdesk_tui.rules.papers import Narrow
from helpdesk_tui.rules.query_tree import Field, Query
from helpdesk_tui.views import (
    AbuseView,
    ClientCard,
    ClientRow,
    Colleague,
    DepartmentView,
    DraftView,
    Due,
    EarlierText,
    EventView,
    Health,
    JournalRow,
    PersonRow,
    QueuePage,
    QueueRow,
    RegroupingView,
    ReplyView,
    SavedView,
    StaffView,
    TicketView,
)
from helpdesk_tui.vocab import AbuseState, QueueSort, QueueView

__all__ = [
    "NEWEST", "FirstLook", "Narrow", "Read", "ReadAbuse", "ReadAbuses", "ReadAccount", "ReadAccountChanges",
    "ReadAccounts", "ReadArea", "ReadAttachment", "ReadClient", "ReadClients", "ReadCosts", "ReadCounts",
    "ReadCurrencies", "ReadDepartments", "ReadDiscounts", "ReadDraft", "ReadDue", "ReadEarlier", "ReadEntries",
    "ReadExpense", "ReadExpensePart", "ReadExpenses", "ReadGateways", "ReadHealth", "ReadHistory",
    "ReadIncidentMoves", "ReadIncidentStatement", "ReadIncidents", "ReadIncoming", "ReadIncomingMail",
    "ReadInvoice", "ReadInvoicePart", "ReadJournal", "ReadKnownUnits", "ReadLetters", "ReadLook",
    "ReadMailMessages", "ReadMassMessage", "ReadMatches", "ReadMe",
    "ReadMoney", "ReadMonths", "ReadMyOffer", "ReadMyOrders", "ReadMyPayers", "ReadMyPayments", "ReadMyPlans",
    "ReadMyStatement", "ReadMyTicket", "ReadMyTickets", "ReadOffer", "ReadOrder", "ReadOrders", "ReadOutbox",
    "ReadOutgoing", "ReadPaidPrice", "ReadPaperHistory", "ReadPayers", "ReadPayment", "ReadPaymentPart", "ReadPayments",
    "ReadPeople",
    "ReadPlans", "ReadPresence", "ReadProvider", "ReadQueryWords", "ReadQueue", "ReadRate", "ReadRates", "ReadRaw",
    "ReadRegroupings", "ReadReplies", "ReadRow", "ReadSearch", "ReadSetUp", "ReadShares", "ReadSince",
    "ReadSpamSenders", "ReadStaff", "ReadStatement", "ReadTaxRules", "ReadTicket", "ReadTouched", "ReadTurnover",
    "ReadViews", "ReadWithdrawalPart", "ReadWithdrawals", "RowKey", "Slice",
]  # fmt: skip


class RowKey(NamedTuple):
    """Where a row stands in a sorted list: its sort value (place, time in milliseconds or number) and its number."""

    value: int
    number: int


@dataclass(frozen=True, slots=True)
class ReadQueue(Read[QueuePage]):
    """A page of a view: the rows after a key, before one, the first ones, or the last ones (`last`)."""

    view: QueueView = QueueView.SUPPORT
    sort: QueueSort = QueueSort.QUEUE
    query: Query | None = None
    client: int | None = None
    after: RowKey | None = None
    before: RowKey | None = None
    last: bool = False
    limit: int = 50
    offset: int = 0

    @property
    def order(self) -> QueueSort:
        """The order that is used: *All* and *Spam* have no queue order, they are sorted by the last change instead."""
        if self.view in (QueueView.ALL, QueueView.SPAM) and self.sort is QueueSort.QUEUE:
            return QueueSort.UPDATED
        return self.sort

    def key_of(self, row: QueueRow) -> RowKey:
        """Where a row stands in this list."""
        if self.order is QueueSort.QUEUE:
            return RowKey(row.place, row.number)
        if self.order is QueueSort.UPDATED:
            return RowKey(round(row.updated.timestamp() * 1000), row.number)
        return RowKey(row.number, row.number)

    def key_before(self, row: QueueRow) -> RowKey:
        """A place just before a row, so that a page after it begins with the row."""
        key = self.key_of(row)
        return RowKey(key.value, key.number + (1 if self.order in (QueueSort.NEWEST, QueueSort.UPDATED) else -1))


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What the program shows before the desk is open: who sits here, the first page of the queue (P4), their `look`."""

    scope: Scope
    use_priority: bool
    page: QueuePage
    look: Look = DEFAULT_LOOK


@dataclass(frozen=True, slots=True)
class ReadCounts(Read[dict[QueueView, int]]):
    """How many tickets each view holds (TQ2)."""

    client: int | None = None


@dataclass(frozen=True, slots=True)
class ReadMatches(Read[int]):
    """How many tickets a filtered view holds."""

    view: QueueView
    query: Query | None = None
    client: int | None = None


@dataclass(frozen=True, slots=True)
class ReadViews(Read[tuple[SavedView, ...]]):
    """The views that the asking member of staff named (TQ2), by their digits."""


@dataclass(frozen=True, slots=True)
class ReadRow(Read[QueueRow]):
    """One ticket as a row; raises NotFound."""

    number: int


@dataclass(frozen=True, slots=True)
class ReadTicket(Read[TicketView]):
    """A ticket with its conversation; raises NotFound."""

    number: int


@dataclass(frozen=True, slots=True)
class ReadEarlier(Read[tuple[EarlierText, ...]]):
    """What a message said before it was edited (TF7), the newest text first; raises NotFound."""

    message: int


@dataclass(frozen=True, slots=True)
class ReadRegroupings(Read[tuple[RegroupingView, ...]]):
    """The splits and merges of a ticket that could be taken back (TF7), the newest first; raises NotFound."""

    number: int


@dataclass(frozen=True, slots=True)
class ReadDraft(Read[DraftView | None]):
    """What I typed on a ticket and did not send."""

    number: int


@dataclass(frozen=True, slots=True)
class ReadTouched(Read[tuple[int, frozenset[int]]]):
    """The desk's change number now, and the tickets in my scope that changed since another; none of them for None."""

    since: int | None


@dataclass(frozen=True, slots=True)
class ReadPresence(Read[dict[int, tuple[Colleague, ...]]]):
    """Colleagues who have a ticket of the asker's scope open now, by ticket and login; of one ticket, or of all."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class ReadClient(Read[ClientCard]):
    """A client's card by number, `#id` or address; raises NotFound."""

    client: int | str


@dataclass(frozen=True, slots=True)
class ReadClients(Read[tuple[ClientRow, ...]]):
    """Clients whose name, address or label holds the words, and whose fields pass the tests; all of them without
    either. `client`: this one only.
    """

    words: str | tuple[str, ...] = ""
    limit: int = 200
    client: int | None = None
    tests: tuple[ClientTest, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadPeople(Read[tuple[PersonRow, ...]]):
    """The persons of clients whose name, address, client or label hold every word, all of them without words; first
    who has the address `near`, then those of its domain.
    """

    words: str = ""
    near: str = ""
    limit: int = 100


@dataclass(frozen=True, slots=True)
class ReadAbuses(Read[tuple[AbuseView, ...]]):
    """Violations on tickets that the asker sees (TF5): the open ones by their date, then the others, newest first.

    With `states` those in one of them, with `client` that client's.
    """

    states: tuple[AbuseState, ...] = ()
    client: int | None = None
    limit: int = 200


@dataclass(frozen=True, slots=True)
class ReadAbuse(Read[AbuseView]):
    """One violation; raises NotFound."""

    abuse: int


@dataclass(frozen=True, slots=True)
class ReadDepartments(Read[tuple[DepartmentView, ...]]):
    """The departments: all of them can be redirected to."""


@dataclass(frozen=True, slots=True)
class ReadStaff(Read[tuple[StaffView, ...]]):
    """The active members of staff; with `former` also those who are no more, after the others."""

    former: bool = False


@dataclass(frozen=True, slots=True)
class ReadMe(Read[StaffView]):
    """The member of staff who asks."""


@dataclass(frozen=True, slots=True)
class ReadLook(Read[Look]):
    """How the program looks for who asks (TF6)."""


@dataclass(frozen=True, slots=True)
class ReadReplies(Read[tuple[ReplyView, ...]]):
    """The predefined replies that the asker may see (PR1), by name, with their texts."""


@dataclass(frozen=True, slots=True)
class ReadAttachment(Read[tuple[str, bytes]]):
    """An attachment's safe name and bytes; raises NotFound."""

    attachment: int


@dataclass(frozen=True, slots=True)
class ReadHistory(Read[tuple[EventView, ...]]):
    """What was changed on a ticket, newest first."""

    number: int
    limit: int = 200


@dataclass(frozen=True, slots=True)
class ReadJournal(Read[tuple[JournalRow, ...]]):
    """What I did and can take back, newest first: everywhere, or what is about one ticket."""

    number: int | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class ReadSince(Read[tuple[EventView, ...]]):
    """What others changed on a favourite since I looked at it, oldest first (TF8); nothing where it is none."""

    number: int
    limit: int = 200


@dataclass(frozen=True, slots=True)
class ReadHealth(Read[Health]):
    """One screen of health; without `counts` what it costs does not grow with the desk, and nothing sent is counted."""

    counts: bool = True


@dataclass(frozen=True, slots=True)
class ReadDue(Read[Due]):
    """What the worker has to do now, without locking anything."""


@dataclass(frozen=True, slots=True)
class ReadSearch(Read[tuple[tuple[int, int | None, str], ...]]):
    """Free text over subjects, messages and comments: ticket, message, snippet; newest first (TQ10)."""

    query: Query
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ReadQueryWords(Read[dict[Field, tuple[str, ...]]]):
    """The names that a query may mean, for some of its fields (TQ10); 500 of a kind at most."""


@dataclass(frozen=True, slots=True)
class ReadProvider(Read[dict[str, str]]):
    """The provider's settings."""
