"""Setting the demonstration's desk up, through the door: departments, staff, clients with services, the gateway."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.demo import replies
from helpdesk_tui.demo.mails import Person
from helpdesk_tui.demo.people import ADMIN, CUSTOMERS, DEPARTMENTS, GATEWAY, STAFF, Customer
from helpdesk_tui.demo.scene import Known
from helpdesk_tui.demo.volume import Buyer, House
from helpdesk_tui.desk.actions.bulk import BeginDemonstration
from helpdesk_tui.desk.actions.clients import AddClient, AddClientUser, AddService
from helpdesk_tui.desk.actions.gateways import AddGateway, GatewaySettings
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.setup import AddDepartment, AddStaff, EditStaff
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.headers import checked_address
from helpdesk_tui.vocab import GatewayType

POLL_SECONDS = 5
_FIRST = ("Lena", "Paul", "Nora", "Yusuf", "Iris", "Marek", "Tilda", "Owen", "Amira", "Jonas", "Vera", "Sam", "Leo")
_LAST = ("Fischer", "Novotny", "Brandt", "Oduya", "Lindholm", "Costa", "Weber", "Nakata", "Bright", "Moreau", "Kovac")
_TRADES = ("Bikes", "Travel", "Dental", "Books", "Films", "Gardens", "Tea", "Maps", "Music", "Law", "Tools", "Shoes")


def furnish(desk: Desk, maildir: Path) -> tuple[House, int]:
    """Departments, staff, replies, gateway and settings; the house as the past knows it, and the gateway's number."""
    desk.perform(BeginDemonstration())
    desk.perform(SetProvider("use_priority", "on"))
    departments = {
        name: desk.perform(AddDepartment(name, address, signature))
        for name, (address, signature) in DEPARTMENTS.items()
    }
    for one in STAFF:
        address = f"{one.login}@acme.example"
        if one.login == ADMIN:
            desk.perform(EditStaff(ADMIN, one.name, address, departments=one.departments))
        else:
            desk.perform(AddStaff(one.login, one.name, address, False, one.departments, one.language, one.signature))
    replies.furnish(desk)
    settings = GatewaySettings(path=str(maildir), interval=POLL_SECONDS)
    gateway = desk.perform(AddGateway("tech", GatewayType.MAILDIR, GATEWAY, "Tech", settings))
    return House(departments, _handlers(desk, departments)), gateway


def customers(desk: Desk, clock: FixedClock, now: datetime) -> list[Known]:
    """The clients who write in many scripts; registered over the last years."""
    found = []
    for position, customer in enumerate(CUSTOMERS):
        clock.at = now - timedelta(days=2000 - 97 * position, minutes=position * 617)
        main = customer.people[0][1]
        number = desk.perform(
            AddClient(main, customer.name, "", customer.country, customer.language, customer.comment, customer.label,
                      customer.characteristic)
        )  # fmt: skip
        for name, address in customer.people[1:]:
            desk.perform(AddClientUser(f"#{number}", address, name))
        for name, plan, cost in customer.services:
            desk.perform(AddService(f"#{number}", name, plan, customer.domain, cost))
        people = tuple(Person(name, checked_address(address)) for name, address in customer.people)
        found.append(Known(number, customer, people))
    return found


def buyers(desk: Desk, clock: FixedClock, now: datetime, known: list[Known], more: int) -> tuple[Buyer, ...]:
    """All clients as the past knows them: those of `customers`, and so many small ones besides."""
    found = [
        Buyer(one.number, one.customer.language, one.people[0].address, one.people[0].name, one.customer.domain,
              _services(desk, one.customer, one.number))
        for one in known
    ]  # fmt: skip
    for position, (name, domain, person) in enumerate(_small(more)):
        clock.at = now - timedelta(days=1500 - 900 * position // max(more, 1))
        service, address = f"vps-{100 + position}", f"office@{domain}"
        number = desk.perform(AddClient(address, name, "", "", "en"))
        ids = {service: desk.perform(AddService(f"#{number}", service, "KVM-2", domain, 990))}
        found.append(Buyer(number, "en", address, person, domain, ids))
    return tuple(found)


def _services(desk: Desk, customer: Customer, number: int) -> dict[str, int]:
    from helpdesk_tui.questions import ReadClient

    return {service.name: service.id for service in desk.read(ReadClient(number)).head.services}


def _small(count: int) -> Iterator[tuple[str, str, str]]:
    """Name, domain and person of small clients."""
    random = Random(count)
    for position in range(count):
        first, last, trade = random.choice(_FIRST), random.choice(_LAST), random.choice(_TRADES)
        yield f"{last} {trade}", f"{last}-{trade}-{position + 1}.example".lower(), f"{first} {last}"


def _handlers(desk: Desk, departments: dict[str, int]) -> dict[str, tuple[Scope, ...]]:
    """Who handles the tickets of each department; the administrator leaves that to the others."""
    scopes = [desk.staff(one.login).scope() for one in STAFF if one.login != ADMIN]
    return {name: tuple(one for one in scopes if one.covers(number)) for name, number in departments.items()}
