"""The JSON of the command line: pure functions from views to what other programs read (CLI: Shapes, exactly).

Field names and words are fixed. What this version keeps no books about stands at its empty value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helpdesk_tui.clock import iso
from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.periods import say_period

if TYPE_CHECKING:
    from helpdesk_tui.mail.gateways.sources import SourceTest
    from helpdesk_tui.mail.outgoing.sending import Sent
    from helpdesk_tui.views import (
        AbuseView,
        AccountView,
        AttachmentView,
        ClientCard,
        ClientHead,
        ClientRow,
        DepartmentView,
        EarlierText,
        EventView,
        ExpenseView,
        Finding,
        GatewayView,
        Health,
        IncidentLine,
        IncidentsView,
        IncomingRow,
        JournalRow,
        LotView,
        MailReport,
        MessageView,
        MoneyLine,
        OutboxRow,
        ParsedMail,
        PaymentView,
        PlanView,
        QueueRow,
        ReadAnew,
        ReplyView,
        ServiceView,
        StaffView,
        TicketView,
        UserView,
    )

Shape = dict[str, Any]


def department(view: DepartmentView) -> Shape:
    """A department."""
    return {
        "id": view.id, "name": view.name, "write_off": view.write_off, "email": view.address,
        "external": view.external, "support_center": view.support_center, "signature": view.signature,
        "open_tickets": view.open_tickets,
    }  # fmt: skip


def staff(view: StaffView) -> Shape:
    """A member of staff."""
    return {
        "id": view.id, "login": view.login, "name": view.name, "email": view.email, "admin": view.admin,
        "active": view.active, "departments": list(view.departments), "language": view.language,
        "signature": view.signature,
    }  # fmt: skip


def reply(view: ReplyView, language: str) -> Shape:
    """A predefined reply; `text` is the one in this language."""
    return {
        "id": view.id, "name": view.name, "department": view.department, "staff": view.staff, "language": language,
        "text": view.texts[language], "texts": dict(view.texts), "may_edit": view.mine,
    }  # fmt: skip


# ---------------------------------------------------------------- clients


def client(view: ClientRow | ClientHead) -> Shape:
    """A client."""
    return {
        "id": view.id, "email": view.email, "name": view.name, "status": "active" if view.active else "inactive",
        "characteristic": view.characteristic.value, "balance": amount(view.support.balance, view.currency),
        "currency": view.currency,
        "incidents": {"lifetime": view.support.lifetime, "dated": [_lot(one) for one in view.support.dated],
                      "credit_used": view.support.credit_used},
        "label": view.label, "open_tickets": view.open_tickets,
    }  # fmt: skip


def client_card(card: ClientCard) -> Shape:
    """A client with everything on their card."""
    head = card.head
    return client(head) | {
        "country": head.country, "language": head.language, "comment": head.comment,
        "registered": iso(head.registered), "tickets": head.tickets, "scores": head.scores,
        "turnover": amount(card.turnover, head.currency), "mass_messages": head.mass_messages,
        "users": [user(one, head.id) for one in card.users],
        "services": [service(one) for one in head.services],
    }  # fmt: skip


def user(view: UserView, client: int) -> Shape:
    """A person of a client."""
    return {"id": view.id, "client": f"#{client}", "email": view.email, "name": view.name, "main": view.main,
            "active": view.active}  # fmt: skip


def service(view: ServiceView) -> Shape:
    """A service of a client."""
    return {
        "id": view.id, "name": view.name, "status": view.status.value, "plan": view.plan, "domain": view.domain,
        "cost": amount(view.cost, view.currency), "currency": view.currency,
    }  # fmt: skip


# ---------------------------------------------------------------- accounts


def account(view: AccountView) -> Shape:
    """A client's account; sums as strings, with the currency beside them."""
    return {
        "client": f"#{view.client}", "balance": amount(view.balance, view.currency), "currency": view.currency,
        "credit_limit": amount(view.credit_limit, view.currency), "postpaid": view.postpaid, "grace": view.grace,
        "respite_days": view.respite, "block_days": view.block, "active": view.active, "incident_limit": view.limit,
        "incident_usage": view.usage, "referred_by": view.referred_by or None,
        "ordering_blocked_since": iso(view.blocked_since), "read_only": view.old,
    }  # fmt: skip


def money_line(view: MoneyLine) -> Shape:
    """A movement of money."""
    return {
        "id": view.id, "at": iso(view.at), "who": view.who or "system", "kind": view.kind.value,
        "amount": amount(view.amount, view.currency), "currency": view.currency,
        "balance": amount(view.balance, view.currency), "text": view.text, "ticket": view.ticket,
    }  # fmt: skip


def payment(view: PaymentView) -> Shape:
    """A payment of a client as it is now."""
    return {
        "id": view.id, "client": f"#{view.client}", "amount": amount(view.amount, view.currency),
        "currency": view.currency, "status": view.status.value, "created": iso(view.created),
        "paid_at": iso(view.paid_at), "text": view.text,
    }  # fmt: skip


def expense(view: ExpenseView) -> Shape:
    """An expense of a client as it is now."""
    return {
        "id": view.id, "client": f"#{view.client}", "at": iso(view.at), "amount": amount(view.amount, view.currency),
        "currency": view.currency, "ticket": view.ticket, "text": view.text,
    }  # fmt: skip


def incidents(view: IncidentsView) -> Shape:
    """The support incidents of a client at a moment."""
    return {
        "lifetime": view.lifetime, "dated": [_lot(one) for one in view.dated],
        "upcoming": [_lot(one) for one in view.upcoming], "credit_used": view.credit_used, "total": view.total,
        "at": iso(view.at),
    }  # fmt: skip


def incident_line(view: IncidentLine) -> Shape:
    """A movement of support incidents; without dates, of lifetime ones. What lapsed is no entry and has no number."""
    return {
        "id": view.id or None, "at": iso(view.at), "who": view.who or "system", "kind": view.kind.value,
        "amount": view.amount,
        "from": view.starts and view.starts.isoformat(), "until": view.ends and view.ends.isoformat(),
        "text": view.text, "ticket": view.ticket, "after": view.after,
    }  # fmt: skip


def plan(view: PlanView) -> Shape:
    """A plan of support incidents."""
    return {
        "id": view.id, "name": view.name, "incidents": view.incidents, "currency": view.currency,
        "periods": [
            {"period": say_period(months), "price": amount(price, view.currency)} for months, price in view.prices
        ],
        "packages": [
            {"incidents": number, "price": amount(price, view.currency)} for number, price in view.packages
        ],
        "not_offered": [say_period(months) for months in view.held],
    }  # fmt: skip


def _lot(view: LotView) -> Shape:
    return {"count": view.count, "from": view.starts.isoformat(), "until": view.ends.isoformat()}


# ---------------------------------------------------------------- tickets


def ticket(row: QueueRow) -> Shape:
    """A ticket as `ticket list` shows it."""
    return {
        "number": row.number, "subject": row.subject, "status": row.status.value,
        "client_status": row.client_status.value, "client": row.client_email, "department": row.department,
        "service": row.service, "priority": row.priority.word, "front": row.front, "taken_by": row.taken_by,
        "delayed_until": iso(row.delayed_until), "created": iso(row.created), "updated": iso(row.updated),
        "waiting_since": iso(row.waiting_since), "unread": row.unread, "favourite": row.favourite,
        "tags": list(row.tags),
    }  # fmt: skip


def ticket_form(view: TicketView) -> Shape:
    """A ticket with its tasks and its conversation."""
    return ticket(view.row) | {
        "summary": view.summary, "merged_into": view.merged_into,
        "tasks": [
            {"department": task.department, "staff": task.staff, "state": task.state.value} for task in view.tasks
        ],
        "messages": [message(one) for one in view.messages],
    }  # fmt: skip


def message(view: MessageView) -> Shape:
    """One message of a conversation."""
    return {
        "id": view.id, "kind": view.kind.value, "author": view.author, "at": iso(view.at), "text": view.text,
        "attachments": [attachment(one) for one in view.attachments], "edited": iso(view.edited),
    }  # fmt: skip


def message_whole(view: MessageView, earlier: tuple[EarlierText, ...]) -> Shape:
    """One message with what it said before it was edited, the newest first."""
    return message(view) | {"earlier": [{"at": iso(one.at), "who": one.who, "text": one.text} for one in earlier]}


def attachment(view: AttachmentView) -> Shape:
    """An attachment, without its content."""
    return {"id": view.id, "name": view.name, "content_type": view.content_type, "size": view.size}


def journal(view: JournalRow) -> Shape:
    """An act that can be taken back."""
    return {"id": view.id, "at": iso(view.at), "act": view.action, "what": view.words, "tickets": list(view.tickets)}


def event(view: EventView) -> Shape:
    """One recorded change."""
    return {
        "id": view.id, "at": iso(view.at), "who": view.who, "action": view.action, "field": view.field,
        "before": view.before, "after": view.after, "reason": view.reason,
    }  # fmt: skip


def found(hit: tuple[int, int | None, str]) -> Shape:
    """One hit of a search."""
    return {"ticket": hit[0], "message": hit[1], "snippet": hit[2]}


def abuse(view: AbuseView) -> Shape:
    """A violation of a client."""
    return {
        "id": view.id, "ticket": view.ticket, "client": view.client_email, "service": view.service,
        "scores": view.scores, "action": view.action.value, "until": iso(view.until), "comment": view.comment,
        "state": view.state.value, "ended": iso(view.ended), "reason": view.reason, "by": view.by, "at": iso(view.at),
    }  # fmt: skip


# ---------------------------------------------------------------- mail


def gateway(view: GatewayView) -> Shape:
    """A mail gateway. A command for a password is not shown: people write passwords into commands (rule 47)."""
    kind, _, place = view.password.partition(":")
    return {
        "id": view.id, "name": view.name, "type": view.type.value, "address": view.address,
        "department": view.department, "enabled": view.enabled, "last_poll": iso(view.last_poll),
        "last_error": view.last_error, "host": view.host, "port": view.port, "tls": view.tls.value,
        "login": view.login, "password": f"{kind}:{place}" if kind in ("env", "file") else kind,
        "folder": view.folder, "path": view.path, "delete": view.delete, "interval": view.interval,
        "authserv_id": view.authserv_id, "match": view.match, "taken": view.taken,
    }  # fmt: skip


def gateway_test(view: GatewayView, test: SourceTest) -> Shape:
    """What a poll of a gateway would look at."""
    return {"name": view.name, "takes": test.takes, "unread": test.unread, "left_alone": test.left_alone,
            "notes": list(test.notes)}  # fmt: skip


def mail(report: MailReport) -> Shape:
    """What happened to an email (CLI: What happened to an email)."""
    return {
        "gateway": report.gateway, "source": report.source, "file": report.file, "message_id": report.message_id,
        "outcome": report.outcome.value, "reason": report.reason, "auto": report.auto, "mail": report.mail,
        "ticket": report.ticket, "message": report.message,
        "client": None if report.client is None else f"#{report.client}",
    } | parsed(report.parsed)  # fmt: skip


def parsed(mail: ParsedMail | None) -> Shape:
    """What an email says; nothing of one that could not be read."""
    if mail is None:
        return {"from": _address("", ""), "to": [], "cc": [], "subject": "", "date": None, "text": "",
                "reply_text": "", "attachments": []}  # fmt: skip
    return {
        "from": _address(mail.sender.name, mail.sender.address),
        "to": [one.address for one in mail.to], "cc": [one.address for one in mail.cc], "subject": mail.subject,
        "date": iso(mail.date), "text": mail.text, "reply_text": mail.reply_text,
        "attachments": [
            {"name": one.name, "content_type": one.content_type, "size": len(one.content)} for one in mail.attachments
        ],
    }  # fmt: skip


def incoming(row: IncomingRow) -> Shape:
    """An email among *Incoming emails*; `id` is the `mail` of what happened to it."""
    return {
        "id": row.id, "from": _address(row.sender, row.address), "subject": row.subject, "reason": row.reason,
        "received": iso(row.received), "outcome": row.outcome.value, "state": row.state.value,
        "department": row.department, "gateway": row.gateway, "suggestion": row.suggestion, "size": row.size,
        "answered_by": row.answered_by, "answered": iso(row.answered), "notice": row.notice,
    }  # fmt: skip


def read_anew(anew: ReadAnew, parsed: ParsedMail) -> Shape:
    """What differs in a message whose email was read again; `subject` is the email's."""
    return {
        "mail": anew.mail, "outcome": "answered" if anew.answered else "changed", "reason": "",
        "subject": parsed.subject, "ticket": anew.ticket, "message": anew.message, "text": anew.text,
        "folding": anew.folding, "files": list(anew.files),
    }  # fmt: skip


def sent(mail: Sent | OutboxRow) -> Shape:
    """What became of an outgoing email; several recipients stand in one text, with commas between."""
    to = mail.to if isinstance(mail.to, str) else ", ".join(mail.to)
    return {"id": mail.id, "to": to, "subject": mail.subject, "state": mail.state.value, "error": mail.error}


def outgoing(row: OutboxRow) -> Shape:
    """An email in the outbox."""
    return sent(row) | {
        "ticket": row.ticket, "attempts": row.attempts, "created": iso(row.created), "next_try": iso(row.next_try),
        "dropped": row.dropped,
    }  # fmt: skip


def _address(name: str, address: str) -> Shape:
    return {"name": name, "address": address}


# ---------------------------------------------------------------- the desk as a whole


def health(view: Health) -> Shape:
    """One screen of health."""
    return {
        "version": view.version, "schema": view.schema, "desk": view.desk, "database": view.database,
        "counts": dict(view.counts),
        "gateways": [
            {"name": one.name, "last_poll": iso(one.last_poll), "late": one.late, "last_error": one.error}
            for one in view.gateways
        ],
        "outbox": dict(view.outbox),
        "worker": {"alive": view.worker_alive, "seen": iso(view.worker_seen)},
    }  # fmt: skip


def finding(view: Finding) -> Shape:
    """What `doctor` found about one thing."""
    return {"name": view.name, "ok": view.ok, "sentence": view.sentence, "note": view.note}
