"""What must never reach a terminal, planted into every text of a desk that comes from outside (rules 36 and 37)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Table, select, update

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.abuse import AddAbuse, WithdrawAbuse
from helpdesk_tui.desk.actions.accounts import AddWithdrawal
from helpdesk_tui.desk.actions.clients import AddClient, AddClientUser, AddService
from helpdesk_tui.desk.actions.currencies import AddCurrency
from helpdesk_tui.desk.actions.delivery import LeaseOutbox, SettleOutgoing
from helpdesk_tui.desk.actions.discounts import AddDiscount
from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.gateways import AddGateway, GatewaySettings, NotePoll
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.mass_messages import SendMassMessage
from helpdesk_tui.desk.actions.messages import EditMessage
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.own_letters import WriteLetter
from helpdesk_tui.desk.actions.payers import AddPayer
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.rates import AddRate
from helpdesk_tui.desk.actions.replies import AddReply
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.actions.setup import AddDepartment, AddStaff, MakeDesk
from helpdesk_tui.desk.actions.spam import CallSpam
from helpdesk_tui.desk.actions.tags import TagTicket
from helpdesk_tui.desk.actions.taxes import AddTaxRule
from helpdesk_tui.desk.actions.views import SaveView
from helpdesk_tui.desk.door import Desk, make_desk, open_desk
from helpdesk_tui.desk.intake import Receive
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.questions import ReadTicket
from helpdesk_tui.rules.invoice import Invoice, Item
from helpdesk_tui.rules.invoice_facts import kept
from helpdesk_tui.rules.letter_kinds import LetterKind
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tables import metadata
from helpdesk_tui.store.tables.base import Storable, Words
from helpdesk_tui.vocab import AbuseAction, GatewayType, OutboxState, PaymentStatus, QueueView, WithdrawalReason

NOW = datetime(2026, 4, 11, 9, 0, tzinfo=UTC)

PLANTS = (
    "\x1b]0;planted\x07",  # the window's title
    "\x1b]52;c;cGxhbnRlZA==\x1b\\",  # the clipboard
    "\x1b]8;;https://planted.example\x07link\x1b]8;;\x07",  # a hyperlink
    "\x1b[2J\x1b[H\x1b[31m",  # clear, home, colour
    "\x1bcreset",  # the whole terminal
    "\x1bPplanted\x1b\\",  # a device control string
    "\x9b2Jcsi\x9d0;planted\x9c",  # the same with C1 characters
    "\u202eplanted\u2066isolated",  # reordered words
    "\u200bzero\u200dwidth\ufeff\U000e0041",  # words that nobody sees
    "\x07\x08\x0e\x7f\x00\rplain",  # single controls
    "[@click=app.quit]x[/] [/] [bold",  # markup
    "\\[bold]\\[/ {{name}} %s $x",  # markup that was escaped
)
HARMLESS = tuple(f"harmless{number}" for number in range(len(PLANTS)))

# What the program itself writes, or compares; everything else of type text came from somebody.
_OWN = {
    "blob.sha256", "department.name_key", "desk.currency", "desk.secret", "desk.worker", "event.actor", "event.action",
    "event.field", "event.document",
    "staff.login", "staff.language", "client.characteristic", "gateway.type", "gateway.tls",
    "gateway.password", "gateway.match", "gateway.state", "service.status", "service.currency", "ticket.status",
    "mail.digest", "mail.outcome", "mail.incoming", "message.kind", "outbox.kind", "outbox.state", "outbox.message_id",
    "outbox.invoice", "massmessage.key",
    "letter.kind", "letter.language", "mail.proof", "predefinedreply.name_key", "replytext.language",
    "regrouping.kind", "regrouping.moved", "abuse.action", "abuse.state",
    "plan.name_key", "savedview.view", "savedview.sort", "staff.look",
    "journal.action", "journal.facts",
    "account.currency", "account.grace", "account.referred_by", "account.tip", "entry.cause", "entry.document",
    "entry.hash", "entry.kind", "entry.unit", "payment.status", "withdrawal.reason",
    "incidentorder.state", "orderstep.kind", "orderstep.state",
    "payer.kind", "taxrule.zone", "taxrule.starts", "taxrule.ends", "taxrule.products",
    "plan.currency", "currency.code", "exchangerate.base", "exchangerate.converted", "exchangerate.rate",
    "orderstep.plan_currency", "orderstep.exchange_rate", "orderstep.exchange_base", "orderstep.exchange_converted",
}  # fmt: skip
_OWN_TABLES = {"lease", "once", "setting", "arrival", "reference"}
_PLANTED = sorted(
    f"{table.name}.{column.name}"
    for table in metadata.sorted_tables
    for column in table.columns
    if table.name not in _OWN_TABLES and isinstance(column.type, Storable | Words)
)
MARKS = {name: f"~{number:02}~" for number, name in enumerate(_PLANTED) if name not in _OWN}
"""What tells a column's planted texts from those of others, wherever they are seen."""


def make(where: str, plants: Sequence[str]) -> None:
    """A desk with as many rows of every kind as there are plants, each of whose texts begins with one of them."""
    _build(where, plants)
    store = Store(where)
    try:
        with store.write() as connection:
            for table in metadata.sorted_tables:
                if table.name in _OWN_TABLES:
                    continue
                own = list(table.primary_key.columns)
                for place, row in enumerate(connection.execute(select(*own).order_by(*own)).all()):
                    values = _planted(table, place, plants)
                    if values:
                        mine = [column == value for column, value in zip(own, row, strict=True)]
                        connection.execute(update(table).where(*mine).values(values))
    finally:
        store.close()


def letter(plant: str, sender: str) -> bytes:
    """An email with the plant in every place that is shown."""
    text = plant.replace("\r", "").replace("\x00", "")
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'From: "{quoted}" <{sender}>\r\nTo: gateway0@acme.example\r\nSubject: {text}\r\n'
        f"Message-ID: <{sender}>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{plant} text\r\n"
        f"--b\r\nContent-Type: application/octet-stream\r\n"
        f'Content-Disposition: attachment; filename="{quoted}"\r\n\r\nx\r\n--b--\r\n'
    ).encode()


def _planted(table: Table, place: int, plants: Sequence[str]) -> dict[str, object]:
    """The texts of a row: each holds all plants, another one first, and the mark of its column.

    In every other row the mark comes first, so that a narrow column shows it.
    """
    values: dict[str, object] = {}
    for number, column in enumerate(table.columns):
        if f"{table.name}.{column.name}" not in MARKS:
            continue
        first = (place + number) % len(plants)
        begin = (MARKS[f"{table.name}.{column.name}"], plants[first])
        text = f"{''.join(begin if place % 2 else begin[::-1])}{place} " + " ".join(plants)
        values[column.name] = (text,) if isinstance(column.type, Words) else text
        if column.name == "facts":
            values["facts"] = _invoice(place, text)
    return values


def _invoice(place: int, text: str) -> str:
    """Facts of an issued invoice, each of whose texts is this one; who sends it has the desk's name."""
    desk = text.replace(MARKS["invoice.facts"], MARKS["desk.name"])
    item = Item(text, 1_00, "expense:1")
    return kept(Invoice(
        place + 1, desk, text, text, text, NOW.date(), NOW.date(), 9_00, "EUR", text, (item,), text,
        seller=text, bank=text, payer=1,
    ))  # fmt: skip


def _sell(gary: Desk, client: str, count: int) -> None:
    """All that belongs to a client's account."""
    gary.perform(AddCurrency("USD"))
    for number in range(count):
        gary.perform(AddPlan(f"Plan {number}", 1, {0: 0}))
        gary.perform(PlaceOrder(client, f"Plan {number}", 0))
        gary.perform(AddPayment(client, 9_00, PaymentStatus.PAID, "Invoice"))
        gary.perform(AddExpense(client, 1_00, "Backup"))
        gary.perform(AddWithdrawal(client, 1, WithdrawalReason.RETURN, "Transfer"))
        gary.perform(AdjustIncidents(client, 1, "gift"))
        gary.perform(AddRate(client, "USD", "EUR", "1", comment="agreed"))
        gary.perform(AddPayer(client, "Payer", address="Street", tax_number="1"))
        gary.perform(AddDiscount(client, 1, "Plan 0", comment="for years"))
        gary.perform(AddTaxRule(client, 1, "UTC", "2026-01-01 00:00", comment="city"))


def _build(where: str, plants: Sequence[str]) -> None:
    """All that acts make, in plain words; and the emails, which come with their plants."""
    clock = FixedClock(NOW)
    make_desk(where, MakeDesk("gary", "Acme support"), clock)
    system = open_desk(where, clock)
    try:
        gary = system.staff("gary")
        gary.perform(SetProvider("mail_ticket_received", "off"))
        gary.perform(AddDepartment("Tech", "support@acme.example"))
        gary.perform(AddStaff("anna", "Anna", departments=("Tech",)))
        count = len(plants)
        for number in range(count):
            client = f"client{number}@acme.example"
            gary.perform(AddDepartment(f"Department {number}", f"department{number}@acme.example"))
            gary.perform(AddStaff(f"staff{number}", f"Staff {number}", departments=(f"Department {number}",)))
            gary.perform(AddClient(client, f"Client {number}"))
            gary.perform(AddClientUser(client, f"user{number}@acme.example", "User"))
            gary.perform(AddService(client, f"vps-{number}", "KVM-2", "acme.example"))
            gary.perform(AddGateway(f"gateway{number}", GatewayType.MAILDIR, f"gateway{number}@acme.example", "Tech",
                                    GatewaySettings(path="/nowhere")))  # fmt: skip
            gary.perform(WriteLetter(LetterKind.TICKET_RECEIVED, f"{chr(ord('a') + number)}x", "Subject", "Text"))
            gary.perform(CallSpam(f"spam{number}@spam.example"))
            gary.perform(AddReply(f"Reply {number}", "Hello"))
            gary.perform(SendMassMessage("Tech", f"News {number}", "Hello", (1,)))
            system.perform(NotePoll(number + 1, None, "It does not answer.", failures=1))
            ticket = gary.perform(NewTicket(client, "Tech", f"Ticket {number}", "It is down.", f"vps-{number}"))
            gary.perform(Take(ticket))
            if number < 9:
                gary.perform(SaveView(f"View {number}", QueueView.ALL, query="disk"))
            gary.perform(TagTicket(ticket, ("dns",)))
            gary.perform(Comment(ticket, "It is the disk."))
            gary.perform(Reply(ticket, "It is up.", close=False))
            [message, *_] = gary.read(ReadTicket(ticket)).messages
            gary.perform(EditMessage(ticket, message.id, "It is down again."))
            abuse = gary.perform(AddAbuse(ticket, 1, AbuseAction.SUPPORT, NOW + timedelta(days=9), "Spam"))
            if number % 2:
                gary.perform(WithdrawAbuse(abuse, "None"))
        _sell(gary, f"client{count - 1}@acme.example", count)
        for mail in system.perform(LeaseOutbox("gary", count)):
            system.perform(SettleOutgoing(mail.id, OutboxState.FAILED, "550 no such user"))
        gary.perform(KeepDraft(count, "One more thing", "", 0))
        gary.perform(KeepDraft(count, "Another thing", "It is the disk.", 0, known=(("", ""),)))
        clock.forward(minutes=1)
        with ParserPool(1) as pool:
            for sender in ("stranger{}@elsewhere.example", "client{}@acme.example"):
                for number, plant in enumerate(plants):
                    raw = letter(plant, sender.format(number))
                    digest = hashlib.sha256(raw).hexdigest()
                    system.perform(Receive(1, "maildir", digest, raw, digest, pool.parse(raw)))
    finally:
        system.close()
