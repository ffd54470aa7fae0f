"""The words of the trade: statuses, kinds, ids and actors.

Standard library only; everything else in the program may import this module. The values are the words
of the command line's JSON (CLI: shapes), so they are stored, printed and compared as they stand here.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class TicketStatus(enum.StrEnum):
    """Admin-area status (TQ3); it follows from the tasks, it is never set by hand."""

    IN_PROGRESS = "in_progress"
    AWAITING = "awaiting_client"
    ARCHIVED = "archived"


class ClientStatus(enum.StrEnum):
    """Client-area status (TQ4)."""

    IN_PROGRESS = "in_progress"
    NEW_MESSAGES = "new_messages"
    REVIEWED = "reviewed"


class TaskState(enum.StrEnum):
    """A task is the part of a ticket that one department or person has to do (TQ5)."""

    OPEN = "open"
    CLOSED = "closed"


class MessageKind(enum.StrEnum):
    """Who speaks in a message of the conversation (TF11)."""

    CLIENT = "client"
    STAFF = "staff"
    COMMENT = "comment"
    SYSTEM = "system"


class Regrouped(enum.StrEnum):
    """How messages came from one ticket to another (TF7)."""

    SPLIT = "split"
    MERGE = "merge"


class Priority(enum.IntEnum):
    """Priority of a ticket; *place at the beginning of the queue* stands above all of them."""

    LOW = 0
    NORMAL = 1
    HIGH = 2
    URGENT = 3

    @property
    def word(self) -> str:
        """The word that screens, command line and JSON use."""
        return self.name.lower()


class Characteristic(enum.StrEnum):
    """How the desk rates a client (CL5)."""

    COMMON = "common"
    GOOD = "good"
    PROBLEMATIC = "problematic"


class ServiceStatus(enum.StrEnum):
    """State of a client's service (CL3, CL4)."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    DELETED = "deleted"


class AbuseAction(enum.StrEnum):
    """What is done about a violation that the client has not answered by its date (TF5)."""

    SUPPORT = "support"
    SUSPEND_SERVICE = "suspend-service"
    SUSPEND_ALL = "suspend-all"


class AbuseState(enum.StrEnum):
    """What became of a violation (TF5): only an open one still waits for its date."""

    OPEN = "open"
    ANSWERED = "answered"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class QueueView(enum.StrEnum):
    """The views of the queue (TQ2), named as `ticket list --view` names them."""

    SUPPORT = "support"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    DELAYED = "delayed"
    FAVOURITES = "favourites"
    AWAITING = "awaiting"
    ALL = "all"
    SPAM = "spam"


class QueueSort(enum.StrEnum):
    """Orders of a list of tickets (TQ8)."""

    QUEUE = "queue"
    NEWEST = "newest"
    OLDEST = "oldest"
    UPDATED = "updated"


class OutboxState(enum.StrEnum):
    """State of an outgoing email (MO1; RELIABILITY rule 18)."""

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    UNKNOWN = "unknown"


class MailOutcome(enum.StrEnum):
    """What became of an email that came in (CLI: What happened to an email)."""

    TICKET_CREATED = "ticket_created"
    REPLY_ADDED = "reply_added"
    INCOMING = "incoming"
    IGNORED = "ignored"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    BOUNCED = "bounced"
    QUARANTINED = "quarantined"


class IncomingState(enum.StrEnum):
    """What staff did with an email among *Incoming emails* (MG6)."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    SPAM = "spam"
    DELETED = "deleted"


class GatewayType(enum.StrEnum):
    """How a mail gateway gets its mail (MG2)."""

    IMAP = "imap"
    POP3 = "pop3"
    MAILDIR = "maildir"
    MBOX = "mbox"
    PIPE = "pipe"
    LMTP = "lmtp"


class TlsMode(enum.StrEnum):
    """How a connection to a mail server is protected; `none` is for loopback only."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Unit(enum.StrEnum):
    """What an entry of an account counts: minor units of its currency, or support incidents."""

    MONEY = "money"
    INCIDENT = "incident"


class EntryKind(enum.StrEnum):
    """Why an entry of an account was posted (IN12).

    Money: a payment became Paid, or New again; an expense (a support fee is one), or what it was changed by; a
    withdrawal. Incidents: a purchase, automatic ones and their withdrawal, a ticket, what a ticket gives back to where
    it came from or, where that has lapsed, for life; incident limit and usage edited by hand; what moves to the
    client's account in the provider's new currency, twice: off the one, onto the other. What lapses is never posted:
    statements show it by its own kind among the entries.
    """

    PAYMENT = "payment"
    PAYMENT_BACK = "payment_back"
    EXPENSE = "expense"
    EXPENSE_CHANGE = "expense_change"
    WITHDRAWAL = "withdrawal"
    PURCHASE = "purchase"
    REGISTRATION = "registration"
    FIRST_PAYMENT = "first_payment"
    FIRST_CHARGE = "first_charge"
    FUNDS = "funds"
    TICKET = "ticket"
    TICKET_BACK = "ticket_back"
    LAPSED_BACK = "lapsed_back"
    LIMIT = "limit"
    USAGE = "usage"
    MOVED = "moved"
    LAPSED = "lapsed"


class PaymentStatus(enum.StrEnum):
    """Whether a payment counts (CL12): only a Paid one does."""

    NEW = "new"
    PAID = "paid"


class OrderState(enum.StrEnum):
    """State of an order of incidents, and of each purchase under it: one that waits is given nothing yet."""

    WAITING = "waiting"
    ACTIVE = "active"
    CANCELLED = "cancelled"


class PurchaseKind(enum.StrEnum):
    """How incidents of a plan are bought: by an order, by renewing it, or by raising its number."""

    ORDER = "order"
    RENEWAL = "renewal"
    UPGRADE = "upgrade"


class Grace(enum.StrEnum):
    """How long a client may owe money (CL11): no grace, without end, or days from the date of the due payment."""

    NONE = "none"
    UNLIMITED = "unlimited"
    DUE = "due"


class WithdrawalReason(enum.StrEnum):
    """Why money leaves an account (SPEC: Withdrawal): paid to who referred somebody, or returned to the client."""

    REFERRAL = "referral"
    RETURN = "return"


class PayerKind(enum.StrEnum):
    """Who pays (SPEC: Payers): an individual, or a legal entity."""

    INDIVIDUAL = "individual"
    ENTITY = "entity"


class ProductType(enum.StrEnum):
    """What a desk sells (IN1): per-incident support is the only type."""

    INCIDENTS = "incidents"


class EditorUse(enum.StrEnum):
    """Where an answer may be written in a program of the user's (TR7): never over a forced command."""

    LOCAL = "local"
    ALWAYS = "always"
    NEVER = "never"


class PictureUse(enum.StrEnum):
    """How attached pictures are shown (TF11): as the terminal can, in half blocks, or not at all."""

    AUTO = "auto"
    BLOCKS = "blocks"
    OFF = "off"


class ActorKind(enum.StrEnum):
    """Who acts: a member of staff, a client, or the program itself."""

    STAFF = "staff"
    CLIENT = "client"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who performs an act. `id` is a staff or client number; the program itself has none.

    `by` is the member of staff whose hand it is, where they act as a client (CL16).
    """

    kind: ActorKind
    id: int | None
    name: str
    by: Actor | None = None

    @classmethod
    def system(cls, name: str = "system") -> Actor:
        """The program itself: worker, gateways, timers."""
        return cls(ActorKind.SYSTEM, None, name)


SYSTEM = Actor.system()

WRONG_TO = "not addressed to"
"""How the reason begins where a mail was sent to somebody else: it is left alone (MG4)."""

ENTERED_BY = "entered by "
"""How the note of a client's message begins that staff wrote down; behind it stands the login."""

AS_CLIENT = "as client"
"""How the reason of an event begins that a member of staff did as a client; behind it stands the client's number."""

WRITTEN_BY = "written by "
"""How the note of a client's message begins that staff wrote as the client; see `written_as_client`."""


def written_as_client(login: str) -> str:
    """The note of a message that a member of staff wrote as the client (CL16): for staff to see, never for clients."""
    return f"{WRITTEN_BY}{login} as the client"


UNPROVEN = "sender not proven"
"""What the note of a message says whose sender no trusted server vouched for (MG11); after staff did, `CONFIRMED`."""

CONFIRMED = "sender confirmed"
"""The same, once a member of staff vouched for the sender."""

PASSED_ON = "first sent by"
"""How the reason begins where a member of staff passed an email on; behind it stands the address (MG6)."""
