"""Clients: the list, the card, the head above a ticket (CL1, CL4)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, false, func, not_, or_, select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadClient, ReadClients, ReadPeople
from helpdesk_tui.rules.client_query import ACTIVE, ClientField, ClientTest
from helpdesk_tui.rules.headers import compared
from helpdesk_tui.store import shelves
from helpdesk_tui.store.reads.abuse import scores_of
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.filters import clients_with, contains
from helpdesk_tui.store.reads.history import events, with_sums
from helpdesk_tui.store.reads.rows import load_rows
from helpdesk_tui.store.reads.support import paid_in_a_year, support_of
from helpdesk_tui.store.reads.walk import reach
from helpdesk_tui.store.tables import clients, desk, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import ClientCard, ClientHead, ClientRow, PersonRow, ServiceView, UserView
from helpdesk_tui.views.accounts import NOTHING
from helpdesk_tui.vocab import Characteristic, ServiceStatus

_client = table(clients.Client)
_user = table(clients.ClientUser)
_service = table(clients.Service)
_ticket = table(tickets.Ticket)
_event = table(desk.Event)
_desk = table(desk.Desk)

_open = _ticket.c.shelf.in_((shelves.WANTS_STAFF, shelves.DELAYED))


def client_head(asking: Asking, number: int) -> ClientHead:
    """What stands above a ticket about its client; counts are of the tickets the asker sees. Raises NotFound."""
    run = asking.connection.execute
    row = run(select(_client).where(_client.c.id == number)).first()
    if row is None:
        raise NotFound(f"Client #{number}")
    counted = select(func.count(), func.count().filter(_open)).where(
        _ticket.c.client == number, _ticket.c.shelf < 4, *reach(asking)
    )
    total, opened = run(counted).one()
    return ClientHead(
        row.id, row.name, row.email, Characteristic(row.characteristic), row.label, row.language, row.country,
        row.comment, row.registered, total, opened, _services(asking, number), currency_of(asking),
        scores_of(asking, number), support_of(asking, (number,)).get(number, NOTHING), not row.no_mass,
    )  # fmt: skip


def client_card(asking: Asking, question: ReadClient) -> ClientCard:
    """The client card; its tickets are those in the asker's scope, the open ones first."""
    number = find_client(asking, question.client)
    head = client_head(asking, number)
    run = asking.connection.execute
    users = run(select(_user).where(_user.c.client == number).order_by(_user.c.main.desc(), _user.c.id))
    shown = select(_ticket.c.id).where(_ticket.c.client == number, _ticket.c.shelf < 4, *reach(asking))
    numbers = list(run(shown.order_by(_open.desc(), _ticket.c.id.desc()).limit(100)).scalars())
    own = select(_event).where(_event.c.client == number, _event.c.ticket.is_(None))
    return ClientCard(
        head,
        tuple(UserView(r.id, r.name, r.email, r.main, r.active) for r in users),
        load_rows(asking, numbers),
        with_sums(asking, events(asking, own.order_by(_event.c.id.desc()).limit(50))),
        paid_in_a_year(asking, number),
    )


def client_list(asking: Asking, question: ReadClients) -> tuple[ClientRow, ...]:
    """Clients by name; with words, those whose name or address holds them all, and whose fields pass the tests."""
    opened = select(func.count()).select_from(_ticket).where(_ticket.c.client == _client.c.id, _open, *reach(asking))
    has_services = _has_services()
    asked = select(_client, opened.scalar_subquery().label("open_tickets"), has_services.label("has_services"))
    words = question.words.split() if isinstance(question.words, str) else question.words
    asked = asked.where(*found_by(words, question.tests, question.client))
    rows = asking.connection.execute(asked.order_by(_client.c.name, _client.c.id).limit(question.limit)).all()
    support = support_of(asking, [row.id for row in rows])
    currency = currency_of(asking)
    return tuple(
        ClientRow(r.id, r.name, r.email, bool(r.has_services), Characteristic(r.characteristic), r.label,
                  r.open_tickets, currency, support.get(r.id, NOTHING))
        for r in rows
    )  # fmt: skip


def found_by(words: Sequence[str], tests: Sequence[ClientTest], client: int | None = None) -> list[ColumnElement[bool]]:
    """The conditions under which the list finds a client: all words, all tests, and this one only where it is named."""
    found = [_passes(test, _has_services()) for test in tests]
    found += [] if client is None else [_client.c.id == client]
    return found + [or_(_client.c.id.in_(clients_with([word])), _client.c.label == word) for word in words]


def _has_services() -> ColumnElement[bool]:
    served = (_service.c.client == _client.c.id) & (_service.c.status == ServiceStatus.ACTIVE.value)
    return select(_service.c.id).where(served).exists()


def _passes(test: ClientTest, has_services: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition under which a client's field has one of the values, or none of them."""
    if test.field is ClientField.STATUS:
        found: ColumnElement[bool] = or_(*(has_services if value == ACTIVE else ~has_services for value in test.values))
    elif test.field is ClientField.CHARACTERISTIC:
        found = _client.c.characteristic.in_(test.values)
    elif test.field is ClientField.LANGUAGE:
        # Whoever asks for de means de-AT and de_CH too.
        spoken = func.lower(_client.c.language)
        names = [value.lower() for value in test.values]
        found = or_(spoken.in_(names), *(spoken.startswith(f"{name}{mark}", autoescape=True)
                                         for name in names for mark in "-_"))  # fmt: skip
    else:
        # SQLite knows the small letters of ASCII only: what is written alike is alike in any case.
        lower = func.lower(_client.c.label).in_([value.lower() for value in test.values])
        found = or_(_client.c.label.in_(test.values), lower)
    return not_(found) if test.negated else found


def persons(asking: Asking, question: ReadPeople) -> tuple[PersonRow, ...]:
    """The active persons of clients that hold every word, those near an address first."""
    near = compared(question.near)
    domain = near.partition("@")[2]
    closeness = case(
        (_user.c.address == near, 0),
        (_user.c.address.endswith(f"@{domain}", autoescape=True) if domain else false(), 1),
        else_=2,
    )
    asked = select(_user, _client.c.name.label("client_name"), _client.c.email.label("client_email"), _client.c.label)
    asked = asked.join(_client, _client.c.id == _user.c.client).where(_user.c.active.is_(True))
    for word in question.words.split():
        held = (_client.c.name, _client.c.label, _user.c.name, _user.c.address)
        asked = asked.where(or_(*[contains(column, word) for column in held]))
    order = (closeness, _client.c.name, _client.c.id, _user.c.main.desc(), _user.c.id)
    return tuple(
        PersonRow(r.client, r.client_name, r.client_email, r.label, r.name, r.email)
        for r in asking.connection.execute(asked.order_by(*order).limit(question.limit))
    )


def find_client(asking: Asking, words: int | str) -> int:
    """The number of a client by number, `#id` or address; raises NotFound."""
    text = str(words).strip()
    if text.lstrip("#").isdecimal():
        found = asking.connection.execute(select(_client.c.id).where(_client.c.id == int(text.lstrip("#")))).scalar()
    else:
        asked = select(_user.c.client).where(_user.c.address == compared(text))
        found = asking.connection.execute(asked).scalar()
    if found is None:
        raise NotFound(f"Client {words}")
    return int(found)


def currency_of(asking: Asking) -> str:
    """The currency of every client's sums: the provider's."""
    found: str = asking.connection.execute(select(_desk.c.currency)).scalar_one()
    return found


def _services(asking: Asking, number: int) -> tuple[ServiceView, ...]:
    asked = select(_service).where(_service.c.client == number).order_by(_service.c.id)
    return tuple(
        ServiceView(r.id, r.name, r.plan, r.domain, ServiceStatus(r.status), r.cost, r.currency)
        for r in asking.connection.execute(asked)
    )
