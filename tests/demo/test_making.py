"""The demonstration's desk: believable, in every state, and the same for the same seed and moment (CLI: demo)."""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.config import load_settings
from helpdesk_tui.demo import making
from helpdesk_tui.demo.making import DemoDesk, make_demo
from helpdesk_tui.demo.people import CUSTOMERS, STAFF
from helpdesk_tui.demo.subjects import HOSTILE_SUBJECT, TALKS
from helpdesk_tui.desk.door import Desk, diagnose, open_desk
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import (
    ReadClients,
    ReadCounts,
    ReadDepartments,
    ReadGateways,
    ReadHealth,
    ReadIncoming,
    ReadOutbox,
    ReadQueue,
    ReadStaff,
    ReadTicket,
)
from helpdesk_tui.text import one_line, safe_text
from helpdesk_tui.views import QueueRow, TicketView
from helpdesk_tui.vocab import MessageKind, OutboxState, QueueSort, QueueView, TicketStatus

NOW = datetime(2026, 4, 11, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoDesk:
    """A demonstration as `helpdesk-tui demo` makes it, smaller."""
    return make_demo(tmp_path_factory.mktemp("demo"), tickets=260, now=NOW)


@pytest.fixture(scope="module")
def gary(demo: DemoDesk) -> Iterator[Desk]:
    """The desk as the administrator has it."""
    system = open_desk(str(demo.database), FixedClock(NOW))
    yield system.staff("gary")
    system.close()


@pytest.fixture(scope="module")
def rows(gary: Desk) -> tuple[QueueRow, ...]:
    """Every ticket that *All tickets* shows, by number."""
    return gary.read(ReadQueue(QueueView.ALL, QueueSort.OLDEST, limit=1000)).rows


@pytest.fixture(scope="module")
def tickets(gary: Desk, rows: tuple[QueueRow, ...]) -> list[TicketView]:
    """All of them, opened."""
    return [gary.read(ReadTicket(row.number)) for row in rows]


def test_who_works_here(gary: Desk) -> None:
    """Departments with addresses and signatures, five members of staff, fourteen clients (DS1, DS2)."""
    departments = gary.read(ReadDepartments())
    assert {d.name: d.address for d in departments} == {
        "Tech": "tech@acme.example", "Sales": "sales@acme.example", "Billing": "billing@acme.example",
    }  # fmt: skip
    assert all("Acme Hosting" in d.signature for d in departments)
    staff = {one.login: one for one in gary.read(ReadStaff())}
    assert sorted(staff) == ["anna", "gary", "john", "kenji", "olga"]
    assert [login for login, one in staff.items() if one.admin] == ["gary"]
    assert {login: one.departments for login, one in staff.items() if login != "gary"} == {
        "anna": ("Tech",), "john": ("Tech", "Sales"), "olga": ("Billing", "Sales"), "kenji": ("Tech", "Billing"),
    }  # fmt: skip
    assert len(gary.read(ReadClients())) == 14 == len(CUSTOMERS)


def test_clients_write_in_many_scripts() -> None:
    """English, German, Cyrillic, CJK and Arabic names, each with something to say in their language."""
    scripts = {unicodedata.name(char).split()[0] for customer in CUSTOMERS for char in customer.name if char.isalpha()}
    assert {"LATIN", "CYRILLIC", "CJK", "ARABIC", "HANGUL"} <= scripts
    assert {customer.language for customer in CUSTOMERS} == {talk.language for talk in TALKS}
    assert all(1 <= len(customer.services) <= 5 for customer in CUSTOMERS)
    assert {len(customer.people) for customer in CUSTOMERS} == {1, 2, 3}


def test_every_address_is_made_for_examples() -> None:
    """RFC 2606: `.example` belongs to nobody."""
    addresses = [address for customer in CUSTOMERS for _, address in customer.people]
    assert all(address.endswith(".example") for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_exactly_so_many_tickets(rows: tuple[QueueRow, ...]) -> None:
    """Numbers from 1 on; none is hidden, but for spam of the past, of which so few tickets have none or little."""
    numbers = [row.number for row in rows]
    assert numbers[-1] == 260
    assert 255 <= len(numbers) <= 260


def test_every_view_has_something_to_show(gary: Desk) -> None:
    """TQ2: all seven views, each with a count; the administrator holds nothing, and spam is of the past (see above)."""
    counts = gary.read(ReadCounts())
    counts.pop(QueueView.SPAM)
    assert counts.pop(QueueView.MINE) == 0
    assert all(counts.values()), counts
    assert counts[QueueView.SUPPORT] > counts[QueueView.UNASSIGNED] > 20
    for one in STAFF[1:]:
        assert gary.staff(one.login).read(ReadCounts())[QueueView.MINE] > 0, one.login


def test_every_mark_is_somewhere(rows: tuple[QueueRow, ...]) -> None:
    """TQ7: taken, front, priorities, unread, delayed, returned, favourite, all statuses, characteristics, services."""
    assert {row.status for row in rows} == set(TicketStatus)
    assert {row.client_status.value for row in rows} == {"in_progress", "new_messages", "reviewed"}
    assert {row.priority.word for row in rows} == {"normal", "high", "urgent"}
    assert {row.characteristic.value for row in rows} == {"common", "good", "problematic"}
    assert {row.department for row in rows} == {"Tech", "Sales", "Billing"}
    assert {row.taken_by for row in rows} == {None, "anna", "john", "olga", "kenji"}
    for mark in ("front", "unread", "delayed", "returned", "favourite", "writing", "opened_by", "service"):
        found = [row for row in rows if getattr(row, mark)]
        assert 0 < len(found) < len(rows), mark


def test_conversations(tickets: list[TicketView]) -> None:
    """TF11: every kind of message, attachments, folded quotations, summaries, drafts, two open tasks."""
    said = [message for ticket in tickets for message in ticket.messages]
    assert {message.kind for message in said} == set(MessageKind)
    assert {a.content_type for message in said for a in message.attachments} >= {"text/plain", "image/png"}
    quoting = [message for message in said if message.own_lines < message.text.count("\n") + 1]
    assert len(quoting) > 10
    assert all("> " in message.text for message in quoting)
    assert [ticket for ticket in tickets if ticket.summary]
    assert [ticket for ticket in tickets if sum(task.state.value == "open" for task in ticket.tasks) == 2]
    assert [ticket for ticket in tickets if len(ticket.holders) and not ticket.row.delayed]
    assert max(len(ticket.messages) for ticket in tickets) >= 5
    assert [message for message in said if message.by_mail]


def test_nothing_lies_ahead_but_delays(tickets: list[TicketView]) -> None:
    """All of it happened before the moment it was made for, the delays end after it."""
    assert max(message.at for ticket in tickets for message in ticket.messages) < NOW
    assert max(ticket.row.updated for ticket in tickets) < NOW
    delayed = [ticket.row.delayed_until for ticket in tickets if ticket.row.delayed]
    assert delayed
    assert all(until is not None and until > NOW for until in delayed)


def test_numbers_follow_time(rows: tuple[QueueRow, ...]) -> None:
    """What was opened later has the higher number; the queue's wait is from minutes to days (TQ8)."""
    created = [row.created for row in rows]
    assert created == sorted(created)
    waits = [NOW - row.waiting_since for row in rows if row.status is TicketStatus.IN_PROGRESS and row.number > 20]
    assert min(waits) < timedelta(hours=1)
    assert timedelta(days=1) < max(waits) < timedelta(days=8)


def test_mail_that_nobody_asked_for(gary: Desk) -> None:
    """MG5, MG6, MG10: three strangers and one email that could not be read wait among *Incoming emails*."""
    waiting = gary.read(ReadIncoming())
    assert Counter(mail.outcome.value for mail in waiting) == {"incoming": 3, "quarantined": 1}
    assert {mail.reason for mail in waiting if mail.outcome.value == "incoming"} == {"unknown sender"}


def test_outgoing_mail_in_every_state(gary: Desk, demo: DemoDesk) -> None:
    """MO1: sent, held back, to be tried again, failed, unknown; what was sent lies in the folder of the sink."""
    states = Counter(mail.state for mail in gary.read(ReadOutbox(limit=1000)))
    assert {state for state in states if state is not OutboxState.SENT} == {
        OutboxState.HELD, OutboxState.RETRY, OutboxState.FAILED, OutboxState.UNKNOWN,
    }  # fmt: skip
    assert len(list(demo.sent.glob("*.eml"))) == states[OutboxState.SENT] > 50


def test_an_undelivered_answer_is_told_on_its_ticket(tickets: list[TicketView]) -> None:
    """Rule 19: the words of the server that refused it."""
    told = [m.text for ticket in tickets for m in ticket.messages if m.kind is MessageKind.SYSTEM]
    assert [text for text in told if "could not be delivered" in text and "550 5.1.1" in text]


def test_hostile_text_is_kept_raw_and_shown_harmlessly(tickets: list[TicketView]) -> None:
    """Rule 36: stored as it came, with escapes and markup; no control or direction character reaches a screen."""
    (ticket,) = [ticket for ticket in tickets if "shown harmlessly" in ticket.row.subject]
    assert ticket.row.subject == " ".join(HOSTILE_SUBJECT.split())
    assert "\x1b]0;" in ticket.row.subject
    assert "\u202e" in ticket.row.subject
    shown = one_line(ticket.row.subject) + safe_text(ticket.messages[0].text, lines=True)
    bad = [char for char in shown if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char != "\n"]
    assert bad == []
    assert max(len(line) for line in safe_text(ticket.messages[0].text, lines=True).split("\n")) <= 10_100


def test_the_desk_is_sound(demo: DemoDesk) -> None:
    """X6: `doctor` finds nothing broken, in the lists neither in the search index."""
    assert [finding.sentence for finding in diagnose(str(demo.database), clock=FixedClock(NOW)) if not finding.ok] == []


def test_the_mailbox_is_open(gary: Desk, demo: DemoDesk) -> None:
    """MG2: a Maildir gateway of Tech, polled twelve seconds ago without an error."""
    (gateway,) = gary.read(ReadGateways())
    assert (gateway.type.value, gateway.address, gateway.department) == ("maildir", "tech@acme.example", "Tech")
    assert gateway.path == str(demo.maildir)
    assert gateway.last_poll == NOW - timedelta(seconds=12)
    assert sorted(part.name for part in demo.maildir.iterdir()) == ["cur", "new", "tmp"]
    assert [health.error for health in gary.read(ReadHealth()).gateways] == [""]


def test_the_configuration_is_one(demo: DemoDesk) -> None:
    """CLI: configuration file; mail goes to the sink, which this Python runs."""
    settings = load_settings(demo.config, None, {})
    assert settings.database == str(demo.database)
    assert settings.desk.name == "Acme Hosting"
    assert settings.smtp.program == (sys.executable, "-P", "-m", "helpdesk_tui.demo.sink", str(demo.sent))
    assert settings.smtp.sender == "tech@acme.example"
    assert settings.send.undo_seconds == 10


def test_a_folder_with_any_name(tmp_path: Path) -> None:
    """Spaces, quotes and letters of all kinds in the path are the configuration's to carry."""
    folder = tmp_path / 'a "strange" näme\\ 名'
    made = make_demo(folder, tickets=0, now=NOW)
    settings = load_settings(made.config, None, {})
    assert settings.database == str(folder / "desk.sqlite")
    assert settings.smtp.program[-1] == str(folder / "sent")


def test_a_desk_is_never_overwritten(demo: DemoDesk) -> None:
    """A second demonstration in the same folder is refused, and the first is as it was."""
    before = demo.database.stat().st_size
    with pytest.raises(Refused) as refused:
        make_demo(demo.database.parent, tickets=5, now=NOW)
    assert refused.value.code == "exists"
    assert demo.database.stat().st_size == before


@pytest.mark.parametrize("count", [0, 1, 7, 40])
def test_small_ones(tmp_path: Path, count: int) -> None:
    """So many tickets as asked for, with few of them too."""
    made = make_demo(tmp_path, tickets=count, now=NOW)
    desk = open_desk(str(made.database), FixedClock(NOW))
    found = desk.staff("gary").read(ReadQueue(QueueView.ALL, QueueSort.OLDEST, limit=100)).rows
    desk.close()
    assert [row.number for row in found] == list(range(1, count + 1))


def test_more_than_can_be_played(tmp_path: Path) -> None:
    """CLI: --tickets; the older ones are made in bulk, done with for the most part, and as sound as the others."""
    made = make_demo(tmp_path, tickets=1500, now=NOW)
    system = open_desk(str(made.database), FixedClock(NOW))
    counts, health = system.staff("gary").read(ReadCounts()), system.staff("gary").read(ReadHealth())
    oldest = system.staff("gary").read(ReadQueue(QueueView.ALL, QueueSort.OLDEST, limit=1)).rows[0]
    system.close()
    assert health.counts["tickets"] == 1500
    assert health.counts["clients"] == 14 + 42
    assert NOW - oldest.created > timedelta(days=500)
    assert counts[QueueView.SUPPORT] < 200
    assert [finding.sentence for finding in diagnose(str(made.database), clock=FixedClock(NOW)) if not finding.ok] == []


def _told(folder: Path, seed: int) -> list[object]:
    made = make_demo(folder, tickets=50, now=NOW, seed=seed)
    system = open_desk(str(made.database), FixedClock(NOW))
    desk = system.staff("gary")
    numbers = [row.number for row in desk.read(ReadQueue(QueueView.ALL, QueueSort.OLDEST, limit=100)).rows]
    read = [desk.read(ReadTicket(number)) for number in numbers]
    system.close()
    return [
        (t.row, t.summary, t.tasks, [(m.kind, m.at, m.author, m.text, m.own_lines) for m in t.messages]) for t in read
    ]


def test_the_same_seed_and_moment_tell_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deterministic, ticket by ticket and word by word, the past in bulk too; another seed tells something else."""
    monkeypatch.setattr(making, "PLAYED", 20)
    first = _told(tmp_path / "a", 1)
    assert first == _told(tmp_path / "b", 1)
    assert first != _told(tmp_path / "c", 2)
