"""Every read model, a module for each room: plain frozen data that leaves the store and is shown, printed or compared.

Times are aware and UTC, sizes are bytes, money is integer minor units of the named currency. Text fields
hold what came from outside as it came; whoever shows it passes it through `helpdesk_tui.text.safe_text`.
"""

from helpdesk_tui.views.abuse import AbuseView
from helpdesk_tui.views.accounts import (
    AccountView,
    ExpenseView,
    IncidentLine,
    IncidentsView,
    LotView,
    MoneyLine,
    PaymentView,
    SupportView,
)
from helpdesk_tui.views.charges import ChargeLine, ChargesView, CostsView
from helpdesk_tui.views.clients import ClientCard, ClientHead, ClientRow, PersonRow, ServiceView, UserView
from helpdesk_tui.views.desk import Due, Finding, GatewayHealth, Health
from helpdesk_tui.views.journal import JournalRow
from helpdesk_tui.views.mail import (
    Address,
    GatewayView,
    IncomingMail,
    IncomingRow,
    LetterView,
    MailReport,
    OutboxRow,
    OutgoingMail,
    OutgoingView,
    ParsedAttachment,
    ParsedMail,
    ReadAnew,
    SpamSenderView,
)
from helpdesk_tui.views.people import DepartmentView, EventView, StaffView
from helpdesk_tui.views.plans import OfferView, OrderView, PlansView, PlanView, WaitView, WindowView
from helpdesk_tui.views.queue import Colleague, QueuePage, QueueRow, SavedView
from helpdesk_tui.views.replies import ReplyView
from helpdesk_tui.views.tickets import (
    ASSIGNED,
    TAKEN_BACK,
    AttachmentView,
    ClientMessage,
    ClientTicket,
    ClientTicketRow,
    DraftView,
    EarlierText,
    MessageView,
    RegroupingView,
    TaskView,
    TicketView,
)

__all__ = [
    "ASSIGNED",
    "TAKEN_BACK",
    "AbuseView",
    "AccountView",
    "Address",
    "AttachmentView",
    "ChargeLine",
    "ChargesView",
    "ClientCard",
    "ClientHead",
    "ClientMessage",
    "ClientRow",
    "ClientTicket",
    "ClientTicketRow",
    "Colleague",
    "CostsView",
    "DepartmentView",
    "DraftView",
    "Due",
    "EarlierText",
    "EventView",
    "ExpenseView",
    "Finding",
    "GatewayHealth",
    "GatewayView",
    "Health",
    "IncidentLine",
    "IncidentsView",
    "IncomingMail",
    "IncomingRow",
    "JournalRow",
    "LetterView",
    "LotView",
    "MailReport",
    "MessageView",
    "MoneyLine",
    "OfferView",
    "OrderView",
    "OutboxRow",
    "OutgoingMail",
    "OutgoingView",
    "ParsedAttachment",
    "ParsedMail",
    "PaymentView",
    "PersonRow",
    "PlanView",
    "PlansView",
    "QueuePage",
    "QueueRow",
    "ReadAnew",
    "RegroupingView",
    "ReplyView",
    "SavedView",
    "ServiceView",
    "SpamSenderView",
    "StaffView",
    "SupportView",
    "TaskView",
    "TicketView",
    "UserView",
    "WaitView",
    "WindowView",
]
