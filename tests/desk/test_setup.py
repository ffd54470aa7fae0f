"""Departments, staff, clients, gateways: what each act does and how it is refused (SPEC DS1, DS2, CL1 to CL6, MG1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.clients import (
    AddClient,
    AddClientUser,
    AddService,
    DeleteClient,
    EditClient,
)
from helpdesk_tui.desk.actions.gateways import AddGateway, DeleteGateway, EditGateway, GatewaySettings, NotePoll
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Close
from helpdesk_tui.desk.actions.setup import (
    AddDepartment,
    AddStaff,
    DeleteDepartment,
    DeleteStaff,
    EditDepartment,
    EditStaff,
    RestoreStaff,
)
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import (
    ReadClient,
    ReadClients,
    ReadCounts,
    ReadDepartments,
    ReadGateways,
    ReadHealth,
    ReadProvider,
    ReadQueue,
    ReadStaff,
    ReadTicket,
)
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.vocab import (
    Characteristic,
    GatewayType,
    MailOutcome,
    QueueView,
    ServiceStatus,
    TlsMode,
)
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import HANS, NINE, NORD, OMAR, SUPPORT, MadeDesk

IMAP = AddGateway("imap", GatewayType.IMAP, "help@desk.example", "Sales", GatewaySettings(host="mail.desk.example",
                  login="help", password="env:HELP_PASSWORD"))  # fmt: skip


def settings(**values: object) -> AddGateway:
    return replace(IMAP, settings=replace(IMAP.settings, **values))  # type: ignore[arg-type]


# ---------------------------------------------------------------- departments


def test_a_department(desk: MadeDesk) -> None:
    """DS1: name, address, signature, whether clients can choose it; each part can be changed alone."""
    desk.gary.perform(AddDepartment(" Abuse \n desk ", "Abuse@Desk.Example", "Abuse", support_center=False))
    desk.gary.perform(EditDepartment("abuse DESK", new_name="Abuse", address="abuse@bücher.example"))
    found = {d.name: d for d in desk.anna.read(ReadDepartments())}
    assert list(found) == ["Abuse", "Billing", "Sales", "Tech"]
    abuse = found["Abuse"]
    assert (abuse.address, abuse.signature, abuse.support_center, abuse.external, abuse.write_off) == (
        "abuse@xn--bcher-kva.example", "Abuse", False, False, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (AddDepartment("tech"), "exists"), (AddDepartment(" TECH "), "exists"), (AddDepartment(""), "bad_name"),
        (AddDepartment("x" * 81), "bad_name"), (AddDepartment("a\x1b[2Jb"), "bad_name"),
        (AddDepartment("New", address="no address"), "usage"), (AddDepartment("New", write_off=True), "not_set_up"),
        (EditDepartment("Tech", write_off=True), "not_set_up"), (EditDepartment("Tech", new_name="sales"), "exists"),
        (EditDepartment("Abuse"), "not_found"), (DeleteDepartment("Abuse"), "not_found"),
    ],
)  # fmt: skip
def test_a_department_refused(desk: MadeDesk, act: Act[int], code: str) -> None:
    """DS1: names differ by more than case; *Write off* is unavailable, with the reason, without paid support."""
    assert refused(desk.gary, act).code == code
    assert len(desk.gary.read(ReadDepartments())) == 3


def test_a_department_with_work_is_not_deleted(desk: MadeDesk) -> None:
    """DS1: neither with open tickets nor while a gateway, switched on or off, delivers there."""
    number = desk.ticket("Sales")
    refusal = refused(desk.gary, DeleteDepartment("Sales"))
    assert (refusal.code, "1 open ticket" in refusal.sentence) == ("in_use", True)
    desk.gary.perform(EditGateway("support", GatewaySettings(enabled=False)))
    assert refused(desk.gary, DeleteDepartment("Tech")).code == "in_use"
    desk.gary.perform(Close(number))
    desk.gary.perform(DeleteDepartment("Sales"))
    assert [d.name for d in desk.gary.read(ReadDepartments())] == ["Billing", "Tech"]
    assert desk.gary.read(ReadTicket(number)).row.department == "Sales"
    assert desk.john.scope().departments == ()
    assert {s.login: s.departments for s in desk.gary.read(ReadStaff())}["gus"] == ("Tech",)
    assert desk.gary.perform(AddDepartment("Sales"))
    assert desk.john.scope().departments == (), "another department of the same name"


def test_no_name_is_taken_by_a_deleted_department(desk: MadeDesk) -> None:
    """DS1: whatever a department is called, it can be added and the others can be deleted."""
    for name in ("deleted 2", "deleted 3", "Deleted 4"):
        desk.gary.perform(AddDepartment(name))
    for name in ("Sales", "Billing", "deleted 2"):
        desk.gary.perform(DeleteDepartment(name))
    assert [d.name for d in desk.gary.read(ReadDepartments())] == ["deleted 3", "Deleted 4", "Tech"]


# ---------------------------------------------------------------- staff


def test_a_member_of_staff(desk: MadeDesk) -> None:
    """DS2: departments in the order they were given, many to many; every part can be changed alone."""
    desk.gary.perform(AddStaff("eve.2", " Eve ", "Eve@Desk.Example", departments=("Billing", "tech", "Billing")))
    desk.gary.perform(EditStaff("eve.2", signature="Eve"))
    eve = next(s for s in desk.gary.read(ReadStaff()) if s.login == "eve.2")
    assert (eve.name, eve.email, eve.admin, eve.departments, eve.signature) == (
        "Eve", "Eve@desk.example", False, ("Billing", "Tech"), "Eve",
    )  # fmt: skip
    desk.gary.perform(EditStaff("eve.2", departments=(), admin=True))
    eve = next(s for s in desk.gary.read(ReadStaff()) if s.login == "eve.2")
    assert (eve.departments, eve.admin, eve.name) == ((), True, "Eve")


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (AddStaff("anna"), "exists"), (AddStaff("new", departments=("Abuse",)), "not_found"),
        (AddStaff("new", email="x"), "usage"), (EditStaff("new"), "not_found"), (EditStaff("gary", admin=False),
        "last_admin"), (DeleteStaff("gary"), "self"), (DeleteStaff("new"), "not_found"),
        *[(AddStaff(login), "bad_login") for login in ("", "Eve", "a b", "-x", "x" * 33, "eve\n", "gäry", "../eve")],
    ],
)  # fmt: skip
def test_staff_refused(desk: MadeDesk, act: Act[int], code: str) -> None:
    """DS2, DS3: a login can stand in a command line (rule 43); the desk keeps an administrator."""
    assert refused(desk.gary, act).code == code
    assert [s.login for s in desk.gary.read(ReadStaff())] == ["anna", "gary", "gus", "john"]


def test_who_holds_tickets_is_not_deleted(desk: MadeDesk) -> None:
    """DS2: not unless what they hold goes back; what they wrote keeps their name, the login is not given again."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    assert refused(desk.gary, DeleteStaff("anna")).code == "in_use"
    desk.anna.perform(Close(number))
    desk.gary.perform(DeleteStaff("anna"))
    assert "anna" not in [s.login for s in desk.gary.read(ReadStaff())]
    former = desk.gary.read(ReadStaff(former=True))
    assert [(s.login, s.active) for s in former] == [("gary", True), ("gus", True), ("john", True), ("anna", False)]
    assert refused(desk.gary, AddStaff("anna")).code == "exists"


def test_who_was_deleted_comes_back_as_they_were(desk: MadeDesk) -> None:
    """DS2 (active): with their departments and what they wrote; who is active needs no restoring."""
    before = next(s for s in desk.gary.read(ReadStaff()) if s.login == "john")
    desk.gary.perform(DeleteStaff("john"))
    with pytest.raises(NotFound):
        desk.john.read(ReadCounts())
    desk.gary.perform(RestoreStaff("john"))
    assert next(s for s in desk.gary.read(ReadStaff()) if s.login == "john") == before
    assert desk.john.read(ReadCounts())[QueueView.ALL] == 0
    assert refused(desk.gary, RestoreStaff("john")).code == "nothing_to_do"
    assert refused(desk.gary, RestoreStaff("nobody")).code == "not_found"


def test_provider_settings(desk: MadeDesk) -> None:
    """CLI, provider set: known keys, known values."""
    desk.gary.perform(SetProvider("use_priority", "on"))
    assert desk.anna.read(ReadProvider())["use_priority"] == "on"
    assert refused(desk.gary, SetProvider("colour", "on")).code == "unknown_setting"
    assert refused(desk.gary, SetProvider("use_priority", "yes")).code == "bad_value"


# ---------------------------------------------------------------- clients


def test_a_client(desk: MadeDesk) -> None:
    """CL2, CL4, CL5: the card on one page, after each part was changed alone."""
    number = desk.anna.perform(AddClient("Info@Bücher.Example", " Bücher \n GmbH ", country="DE", label="vip"))
    desk.anna.perform(EditClient("info@bücher.example", comment="Pays late", characteristic=Characteristic.GOOD))
    desk.anna.perform(AddClientUser(f"#{number}", "otto@example.org", "Otto"))
    desk.anna.perform(AddService("otto@example.org", "vps-99", "KVM", "bücher.example", 1250))
    card = desk.anna.read(ReadClient("INFO@bücher.example"))
    assert (card.head.id, card.head.name, card.head.country, card.head.label, card.head.comment) == (
        number, "Bücher GmbH", "DE", "vip", "Pays late",
    )  # fmt: skip
    assert (card.head.characteristic, card.head.registered) == (Characteristic.GOOD, NINE)
    assert [(u.name, u.email, u.main) for u in card.users] == [
        ("Bücher GmbH", "Info@xn--bcher-kva.example", True), ("Otto", "otto@example.org", False),
    ]  # fmt: skip
    assert [(s.name, s.plan, s.domain, s.cost, s.currency, s.status) for s in card.head.services] == [
        ("vps-99", "KVM", "bücher.example", 1250, "EUR", ServiceStatus.ACTIVE)
    ]
    assert {event.field for event in card.changes} >= {"client", "user", "service", "comment", "characteristic"}


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (AddClient("HANS@acme.example"), "exists"), (AddClientUser(OMAR, HANS), "exists"),
        (AddClient(SUPPORT), "own_address"), (AddClient("hans"), "usage"), (AddClient("a@b@c.example"), "usage"),
        (AddClient("x@example.org\nBcc: all@example.org"), "usage"), (EditClient("who@example.org"), "not_found"),
        (AddService(HANS, " "), "bad_name"), (AddService(HANS, "x", cost=-1), "bad_sum"),
        (AddService(HANS, "x", cost=10**12), "bad_sum"), (AddClient("x@example.org", "x" * 201), "too_long"),
        (EditClient(OMAR, full_name="x" * 201), "too_long"),
        (AddClientUser(OMAR, "y@example.org", "x" * 201), "too_long"),
        (AddService("#99", "x"), "not_found"),
        (DeleteClient("#²"), "not_found"), (DeleteClient(""), "not_found"),
    ],
)  # fmt: skip
def test_a_client_refused(desk: MadeDesk, act: Act[int], code: str) -> None:
    """Rule 12: an address names one client; sums within their bounds."""
    assert refused(desk.gary, act).code == code
    assert len(desk.gary.read(ReadClients())) == 3


def test_a_client_is_changed_as_it_is_added(desk: MadeDesk) -> None:
    """CL1: names are one line without control characters, whichever way they come."""
    desk.gary.perform(EditClient(OMAR, full_name=" Omar\nHaddad\x1b[2J ", label="\tvip", country=" DE "))
    head = desk.anna.read(ReadClient(OMAR)).head
    assert (head.name, head.label, head.country) == ("Omar Haddad[2J", "vip", "DE")
    desk.gary.perform(EditStaff("anna", full_name="Anna\r\nEk"))
    assert next(s.name for s in desk.gary.read(ReadStaff()) if s.login == "anna") == "Anna Ek"


@pytest.mark.parametrize("login", ["me", "none", "nobody"])
def test_a_login_that_means_something(desk: MadeDesk, login: str) -> None:
    """TQ10: `staff:me` and `staff:none` ask for something else."""
    assert refused(desk.gary, AddStaff(login)).code == "bad_login"
    assert refused(desk.gary, AddStaff("eve", "x" * 201)).code == "too_long"


def test_a_client_with_something_is_not_deleted(desk: MadeDesk) -> None:
    """CL6: refused with the reasons."""
    refusal = refused(desk.gary, DeleteClient(HANS))
    assert (refusal.code, refusal.sentence) == ("in_use", "The client cannot be deleted: 2 active services.")
    desk.ticket(client=OMAR)
    assert refused(desk.gary, DeleteClient(OMAR)).sentence == "The client cannot be deleted: 1 ticket."


def test_a_client_whose_email_waits_can_be_deleted(desk: MadeDesk) -> None:
    """CL6: an email that was kept back is no reason; it stays, as a stranger's."""
    number = desk.gary.perform(AddClient("new@example.org"))
    limited = desk.with_rules(SendRules(limit_all=1))
    limited.receive(email())
    assert limited.receive(email("new@example.org")).outcome is MailOutcome.INCOMING
    limited.close()
    assert desk.gary.perform(DeleteClient("new@example.org")) == number
    assert desk.receive(email("new@example.org")).reason == "unknown sender"


def test_clients_are_found(desk: MadeDesk) -> None:
    """CL1: by any part of name and address, by label; all words have to be met."""
    desk.gary.perform(EditClient(NORD, label="vip"))
    found = {words: [row.name for row in desk.anna.read(ReadClients(words))] for words in
             ("", "gmbh", "ACME gmbh", "erika@", "vip", "omar acme", "%", "_")}  # fmt: skip
    assert found == {
        "": ["Acme GmbH", "Nordlicht GmbH", "Omar Haddad"], "gmbh": ["Acme GmbH", "Nordlicht GmbH"],
        "ACME gmbh": ["Acme GmbH"], "erika@": ["Acme GmbH"], "vip": ["Nordlicht GmbH"], "omar acme": [], "%": [],
        "_": [],
    }  # fmt: skip


# ---------------------------------------------------------------- gateways


def test_a_gateway(desk: MadeDesk) -> None:
    """MG1, MG2: with the port of its kind, TLS, every five minutes; secrets are named, never held."""
    desk.gary.perform(IMAP)
    imap = next(g for g in desk.anna.read(ReadGateways()) if g.name == "imap")
    assert (imap.type, imap.address, imap.department, imap.host, imap.port, imap.tls, imap.interval, imap.match) == (
        GatewayType.IMAP, "help@desk.example", "Sales", "mail.desk.example", 993, TlsMode.TLS, 300, "to",
    )  # fmt: skip
    assert (imap.password, imap.enabled, imap.delete, imap.folder, imap.taken) == (
        "env:…", True, False, "INBOX", 0,
    )  # fmt: skip
    desk.gary.perform(EditGateway("imap", GatewaySettings(enabled=False, interval=60), department="Tech"))
    imap = next(g for g in desk.anna.read(ReadGateways()) if g.name == "imap")
    assert (imap.enabled, imap.interval, imap.department, imap.host) == (False, 60, "Tech", "mail.desk.example")


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (settings(host=None), "incomplete"), (settings(login=""), "incomplete"), (settings(port=0), "bad_value"),
        (settings(port=65536), "bad_value"), (settings(interval=4), "bad_value"), (settings(match="bcc"), "bad_value"),
        (settings(password="secret"), "bad_value"), (settings(login="a\r\nb"), "bad_value"),
        (settings(folder="IN\x00BOX"), "bad_value"), (settings(tls=TlsMode.NONE), "no_tls"),
        (replace(IMAP, gateway="support"), "exists"), (replace(IMAP, address="SUPPORT@desk.example"), "exists"),
        (replace(IMAP, address=HANS), "exists"), (replace(IMAP, address="x"), "usage"),
        (replace(IMAP, department="Abuse"), "not_found"), (replace(IMAP, gateway=" "), "bad_name"),
        (AddGateway("box", GatewayType.MAILDIR, "box@desk.example", "Tech"), "incomplete"),
        (EditGateway("nope"), "not_found"), (DeleteGateway("nope"), "not_found"),
        (EditGateway("support", address=HANS), "exists"),
    ],
)  # fmt: skip
def test_a_gateway_refused(desk: MadeDesk, act: Act[int], code: str) -> None:
    """MG2, rule 9: no control characters, no plain text over a network, no secret in the database."""
    assert refused(desk.gary, act).code == code
    assert [g.name for g in desk.gary.read(ReadGateways())] == ["support"]


def test_tls_is_not_lost_in_two_steps(desk: MadeDesk) -> None:
    """MG2: `none` is for loopback only, whichever of host and TLS is changed last."""
    desk.gary.perform(settings(host="127.0.0.1", tls=TlsMode.NONE))
    assert refused(desk.gary, EditGateway("imap", GatewaySettings(host="mail.desk.example"))).code == "no_tls"
    desk.gary.perform(EditGateway("imap", GatewaySettings(host="mail.desk.example", tls=TlsMode.STARTTLS)))
    assert refused(desk.gary, EditGateway("imap", GatewaySettings(tls=TlsMode.NONE))).code == "no_tls"


def test_a_deleted_gateway_leaves_its_mail(desk: MadeDesk) -> None:
    """MG1: its emails and tickets stay; an email that comes again through a new one is known."""
    report = desk.receive(email(), raw=b"one")
    desk.gary.perform(DeleteGateway("support"))
    assert desk.anna.read(ReadTicket(report.ticket or 0)).messages[0].mail == report.mail
    place = GatewaySettings(path="/var/mail/new")
    desk.gary.perform(AddGateway("new", GatewayType.MAILDIR, SUPPORT, "Tech", place))
    assert desk.receive(email(), "new", raw=b"one").outcome is MailOutcome.DUPLICATE


def test_polls_are_noted(desk: MadeDesk) -> None:
    """MG1, rule 8: last poll, last error, and a back-off that doubles from a minute to an hour."""
    gateway = desk.system.read(ReadGateways())[0].id
    desk.system.perform(NotePoll(gateway, state="{}", interval=300))
    found = desk.anna.read(ReadGateways())[0]
    assert (found.last_poll, found.last_error, found.failures, found.state) == (NINE, "", 0, "{}")
    waits = []
    for failures in (1, 2, 3, 6, 7, 100):
        desk.system.perform(NotePoll(gateway, error="It does not answer.", failures=failures))
        shown = desk.anna.read(ReadGateways())[0]
        assert shown.next_poll is not None
        waits.append(round((shown.next_poll - NINE).total_seconds()))
    assert waits == [60, 120, 240, 1920, 3600, 3600]
    assert (shown.last_poll, shown.last_error, shown.state) == (NINE, "It does not answer.", "{}")


def test_a_gateway_is_late_after_two_missed_polls(desk: MadeDesk) -> None:
    """MG1, PEERS: the status bar turns red after two missed polls, not after one."""
    gateway = desk.system.read(ReadGateways())[0].id
    desk.system.perform(NotePoll(gateway, interval=300))
    late = []
    for _ in range(3):
        desk.clock.forward(seconds=299)
        late.append(desk.anna.read(ReadHealth()).gateways[0].late)
    assert late == [False, False, True]


def test_what_would_be_refused_is_known_without_doing_it(desk: MadeDesk) -> None:
    """PEERS 3: a question is asked only where its yes can be done; trying changes nothing and tells nobody."""
    desk.ticket("Tech")
    change = desk.gary.read(ReadQueue()).change
    assert "open ticket" in desk.gary.refusal(DeleteDepartment("Tech"))
    assert desk.gary.refusal(DeleteDepartment("Billing")) == ""
    assert desk.anna.refusal(DeleteDepartment("Billing")) == "Only an administrator can delete a department."
    assert desk.gary.read(ReadQueue()).change == change
    assert "Billing" in {one.name for one in desk.gary.read(ReadDepartments())}
