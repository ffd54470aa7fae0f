"""Clients (CL1, CL4), departments, staff, gateways and provider settings by keys (DS1, DS2, MG1, TR2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_tui.desk.actions.gateways import EditGateway, GatewaySettings, NotePoll
from helpdesk_tui.desk.actions.setup import DeleteStaff
from helpdesk_tui.questions import ReadClient, ReadDepartments, ReadGateways, ReadStaff
from helpdesk_tui.rules.provider import SETTINGS
from helpdesk_tui.vocab import Characteristic, GatewayType
from tests.screens.desk import ACME, NORD
from tests.screens.seat import Seat, Seats


async def test_add_a_client_and_a_refusal_that_keeps_the_form(seat: Seat) -> None:
    """CL1: a taken address is told in the form, nothing typed is lost."""
    await seat.go("c", "Clients", "Omar Haddad")
    await seat.press("n")
    await seat.see("Add client")
    await seat.type(ACME)
    await seat.press("tab")
    await seat.type("Zenith")
    await seat.press("ctrl+s")
    await seat.until(lambda: seat.foot.startswith("!"))
    await seat.see("Zenith")
    await seat.press("shift+tab", "ctrl+u")
    await seat.type("zoe@zenith.example")
    await seat.press("ctrl+s")
    await seat.see("Zenith  <zoe@zenith.example>", "no services", "no tickets in your departments")
    assert seat.desk.read(ReadClient("zoe@zenith.example")).head.name == "Zenith"


async def card(seat: Seat) -> None:
    """Open the card of Nordlicht."""
    await seat.press("c")
    await seat.see(f"Nordlicht GmbH  <{NORD}>")


async def test_the_card_says_who_what_and_what_changed(seat: Seat) -> None:
    """CL4: who, services with cost, users, tickets of my departments, history."""
    await card(seat)
    await seat.see("problematic", "reseller", "client since 19 Oct 2025", "12.00 EUR", "Database does not start")
    await seat.see("Services", "Users", "Tickets", "History")
    assert "Offer for a second server" not in seat.text


async def test_edit_a_client(seat: Seat) -> None:
    """CL4: only what was changed is stored."""
    await card(seat)
    await seat.press("e")
    await seat.see("Edit client", "< problematic >")
    await seat.press("ctrl+u")
    await seat.type("Nordlicht AG")
    await seat.press("tab", "tab", "tab", "tab", "left", "ctrl+s")
    await seat.told("The client is changed.")
    head = seat.desk.read(ReadClient(NORD)).head
    assert (head.name, head.characteristic, head.label) == ("Nordlicht AG", Characteristic.GOOD, "reseller")


async def test_add_user_and_service(seat: Seat) -> None:
    """CL4."""
    await card(seat)
    await seat.press("a")
    await seat.see("Add user")
    await seat.type("new@nordlicht.example")
    await seat.press("ctrl+s")
    await seat.told("The user is added.")
    await seat.press("n")
    await seat.see("Add service")
    await seat.press("ctrl+s")
    await seat.told("A service needs a name.")
    await seat.type("dns")
    await seat.press("ctrl+s")
    await seat.told("The service is added.")
    found = seat.desk.read(ReadClient(NORD))
    assert [user.email for user in found.users] == [NORD, "new@nordlicht.example"]
    assert [service.name for service in found.head.services] == ["vps-12", "dns"]


async def test_a_ticket_from_the_card(seat: Seat) -> None:
    """CL4: what we said, reached by one key."""
    await card(seat)
    await seat.press("enter")
    await seat.see("Still waiting")
    await seat.type("database")
    await seat.press("enter")
    await seat.see(" 7  Database does not start after update", "held by nobody")


async def test_a_client_with_tickets_is_not_deleted(seat: Seat) -> None:
    """CL6: refused with the reasons, before anything is asked."""
    await card(seat)
    await seat.press("d")
    await seat.told("The client cannot be deleted: ")
    assert f"Delete {NORD}?" not in seat.text


async def test_each_section_of_the_card_is_one_key_away(seat: Seat) -> None:
    """CL4: users, services and history as lists; history in words, with the year when it is not this one."""
    await card(seat)
    await seat.see("service vps-12 added by gary", "19 Oct 2025")
    await seat.press("u")
    await seat.see("──── Users", NORD, "main", "n add user")
    await seat.press("n")
    await seat.see("Add user")
    await seat.type("new@nordlicht.example")
    await seat.press("ctrl+s")
    await seat.told("The user is added.")
    await seat.see("new@nordlicht.example")
    await seat.press("q", "s")
    await seat.see("──── Services", "vps-12", "12.00 EUR", "n add service")
    await seat.press("q", "h")
    await seat.see("──── History", "09:41", "user new@nordlicht.example added by anna", "19 Oct 2025")


async def test_a_search_without_hits_is_left_with_escape(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """CL1, SCREENS: empty says what hides and the key that clears it, and that key does so; no wrong count."""
    await seat.go("c", "Clients", "Omar Haddad")
    await seat.press("slash")
    await seat.type("zebra")
    await seat.see("No client has these words; Esc shows all, n adds one.")
    await seat.press("escape")
    await seat.see("Omar Haddad")
    await seat.press("slash")
    await seat.type("omar\n")
    await seat.gone("Nordlicht")
    await seat.press("escape")
    await seat.see("Nordlicht GmbH")
    monkeypatch.setattr("helpdesk_tui.screens.clients._MOST", 2)
    await seat.press("f5")
    await seat.see("the first 2; / finds the others")
    await seat.press("escape")
    await seat.see("Held by")


async def test_only_this_client_from_the_card(seat: Seat) -> None:
    """TF9: holds in the queue, where it is shown."""
    await card(seat)
    await seat.press("f")
    await seat.told("Every list shows only Nordlicht GmbH now.")
    await seat.press("q")
    await seat.see("only Nordlicht GmbH", "[Support 2]")


@pytest.mark.parametrize(("place", "key", "words"), [
    ("d", "n", "add a department"), ("d", "e", "edit a department"), ("p", "n", "add a staff member"),
    ("p", "d", "delete a staff member"), ("y", "n", "add a mail gateway"), ("y", "d", "delete a mail gateway"),
    ("y", "t", "test a mail gateway"), ("v", "", "change the provider's settings"),
])  # fmt: skip
async def test_set_up_is_for_administrators(seat: Seat, place: str, key: str, words: str) -> None:
    """DS3: refused before anything is asked."""
    titles = {"d": "Departments", "p": "Staff", "y": "Mail gateways", "v": ""}
    await seat.go(place, titles[place])
    await seat.until(seat.cursor)
    if key:
        await seat.press(key)
    await seat.told(f"Only an administrator can {words}.")
    assert "ctrl+s" not in seat.text


async def test_departments(seats: Seats) -> None:
    """DS1: add, edit, delete with a question; Write off requests says why it is unavailable."""
    async with seats.sit("gary") as seat:
        await seat.go("d", "Departments", "support@desk.example")
        await seat.press("n")
        await seat.see("Add department", "no plan of per-incident support is set up")
        await seat.type("Abuse")
        await seat.press("tab")
        await seat.type("abuse@desk.example")
        await seat.press("ctrl+s")
        await seat.told("The department is added.")
        assert "Abuse" in seat.cursor()
        await seat.press("enter")
        await seat.see("Edit Abuse")
        await seat.press("tab", "tab", "tab", "right", "ctrl+s")
        await seat.told("The department is changed.")
        found = {d.name: d for d in seat.desk.read(ReadDepartments())}
        assert (found["Abuse"].address, found["Abuse"].support_center) == ("abuse@desk.example", False)
        await seat.press("d")
        await seat.see("Delete Abuse?")
        await seat.press("n")
        await seat.gone("Delete Abuse?")
        await seat.press("d")
        await seat.see("Delete Abuse?")
        await seat.press("y")
        await seat.told("Abuse is deleted.")
        assert "Abuse" not in {d.name for d in seat.desk.read(ReadDepartments())}


async def test_staff(seats: Seats) -> None:
    """DS2: a wrong login is told in the form; departments are many to many."""
    async with seats.sit("gary") as seat:
        await seat.go("p", "Staff", "Anna Ek")
        await seat.press("n")
        await seat.see("Add staff member")
        await seat.type("Eva Lind")
        await seat.press("ctrl+s")
        await seat.told("A login has lower-case letters")
        await seat.press("ctrl+u")
        await seat.type("eva")
        await seat.press("tab", "tab", "tab")
        await seat.type("Tech, Sales")
        await seat.press("tab", "tab")
        await seat.type("de")
        await seat.press("ctrl+s")
        await seat.told("The staff member is added.")
        made = next(s for s in seat.desk.read(ReadStaff()) if s.login == "eva")
        assert (sorted(made.departments), made.language) == (["Sales", "Tech"], "de")
        assert "eva" in seat.cursor()
        await seat.press("d")
        await seat.see("Delete eva?")
        await seat.press("y")
        await seat.told("eva is deleted.")


async def test_gateways(seats: Seats) -> None:
    """MG1: added in two steps, health in the list, switched off, deleted."""
    async with seats.sit("gary") as seat:
        await seat.go("y", "Mail gateways", "support@desk.example", "1m")
        await seat.press("n")
        await seat.see("Type of gateway", "external: IMAP mailbox")
        await seat.press("enter")
        await seat.see("Add imap gateway", "993", "< tls >", "INBOX", "300")
        await seat.type("billing")
        await seat.press("tab")
        await seat.type("billing@desk.example")
        await seat.press("tab", "tab")
        await seat.type("imap.desk.example")
        await seat.press("tab")
        await seat.type("x")
        await seat.press("ctrl+s")
        await seat.told("Port and interval are whole numbers.")
        await seat.press("backspace", "tab", "tab")
        await seat.type("billing")
        await seat.press("tab")
        await seat.type("env:BILLING")
        await seat.press("ctrl+s")
        await seat.told("The gateway is added.")
        made = next(g for g in seat.desk.read(ReadGateways()) if g.name == "billing")
        assert (made.type, made.host, made.port, made.login, made.department) == (
            GatewayType.IMAP, "imap.desk.example", 993, "billing", "Billing",
        )  # fmt: skip
        assert "billing" in seat.cursor()
        await seat.press("e")
        await seat.see("Edit billing", "Address stands in", "Trusted authserv-id", "CA file")
        await seat.press("right", "ctrl+s")
        await seat.told("The gateway is changed.")
        assert seat.line("billing", "off")
        await seat.press("d")
        await seat.see("Delete billing?")
        await seat.press("y")
        await seat.told("billing is deleted.")


@pytest.mark.parametrize(
    ("down", "title", "shown", "typed", "kept"),
    [
        (1, "Add pop3 gateway", ("995", "< tls >", "oauth2:", "Delete from the server", "CA file"),
         ("Server", "pop.desk.example", "Login", "billing"), ("pop3", "pop.desk.example", 995, "billing", "")),
        (3, "Add mbox gateway", ("File", "Delete what was taken", "300"),
         ("File", "/var/mail/billing"), ("mbox", "", 0, "", "/var/mail/billing")),
    ],
    ids=["pop3", "mbox"],
)  # fmt: skip
async def test_a_gateway_of_each_kind_is_added_with_what_it_needs(
    seats: Seats, down: int, title: str, shown: tuple[str, ...], typed: tuple[str, ...], kept: tuple[object, ...]
) -> None:
    """MG1, MG2: the form asks for no folder where the kind has none."""
    async with seats.sit("gary") as seat:
        await seat.go("y", "Mail gateways", "support@desk.example")
        await seat.press("n")
        await seat.see("Type of gateway", "external: POP3 mailbox", "local: mbox file")
        await seat.press(*["down"] * down, "enter")
        await seat.see(title, *shown)
        assert "INBOX" not in seat.text
        await seat.type("billing")
        await seat.press("tab")
        await seat.type("billing@desk.example")
        await seat.press("tab", "tab")
        await seat.type(typed[1])
        if len(typed) > 2:
            await seat.press("tab", "tab", "tab")
            await seat.type(typed[3])
        await seat.press("ctrl+s")
        await seat.told("The gateway is added.")
        made = next(g for g in seat.desk.read(ReadGateways()) if g.name == "billing")
        assert (made.type.value, made.host, made.port, made.login, made.path) == kept


async def test_provider_settings_and_priorities(seats: Seats) -> None:
    """TR2: Use priority in tickets switches the key on; the queue puts urgent ones first."""
    async with seats.sit("gary") as seat:
        await seat.press("g")
        await seat.see("provider settings")
        await seat.press("v")
        await seat.see("Provider settings", "Use priorities")
        await seat.press("right", "ctrl+s")
        await seat.told("The settings are changed.")
        await seat.press("end", "P")
        await seat.see("Priority", "urgent")
        await seat.press("enter")
        await seat.told("has urgent priority.")
        await seat.until(lambda: seat.numbers()[:2] == [7, 12])


async def test_a_deletion_that_will_be_refused_asks_nothing(seats: Seats) -> None:
    """DS1, DS2: the reason comes at once; nothing was changed by looking."""
    async with seats.sit("gary") as seat:
        await seat.go("d", "Departments", "support@desk.example")
        await seat.press("end", "d")
        await seat.told("Tech has ", "open tickets; assign or close them first.")
        await seat.go("p", "Staff", "Anna Ek")
        await seat.press("home", "j", "d")
        await seat.told("You cannot delete yourself.")
        assert {one.login for one in seat.desk.read(ReadStaff())} >= {"anna", "gary"}


async def test_a_gateway_is_tested_and_its_error_is_there_at_80_columns(seats: Seats, tmp_path: Path) -> None:
    """MG1: test connection: what a poll would look at, or why not; the whole error has room at 80 columns."""
    async with seats.sit("gary", (80, 24), until="Subject") as seat:
        support = next(g for g in seat.desk.read(ReadGateways()) if g.name == "support")
        words = "The server imap.desk.example refused the login of support with a sentence of its own that is long"
        seat.system.perform(NotePoll(support.id, error=words))
        await seat.go("y", "Mail gateways", "failing")
        await seat.press("end")
        await seat.see("support: The server imap.desk.example refused", "that is long")
        await seat.press("t")
        await seat.until(lambda: seat.foot.startswith("! ") and "/var/mail/support" in seat.text)
        for folder in ("cur", "new", "tmp"):
            (tmp_path / "box" / folder).mkdir(parents=True)
        (tmp_path / "box" / "new" / "1.x.y").write_bytes(b"From: a@b.example\n\nx")
        seat.desk.perform(EditGateway("support", GatewaySettings(path=str(tmp_path / "box"))))
        await seat.press("f5", "t")
        await seat.see("support answers: a poll would look at 1 email (1 unread) and leave 0 alone.")


async def test_every_setting_of_the_provider_shows_its_value_at_80_columns(seats: Seats) -> None:
    """SCREENS: the layout holds from 80x24 up; a label never hides what it names."""
    async with seats.sit("gary", (80, 24), until="Held") as seat:
        await seat.go("v", "Provider settings")
        locked = {"connect_plan": "none  (no plan is set up)", "connect_period": "lifetime  (no other can be used)"}
        for name, setting in SETTINGS.items():
            if name in locked:
                continue
            value = "off" if name == "mail_ticket_received" else setting.default  # this desk's, and a new one's
            said = {"on": "< yes >", "off": "< no >"}.get(value, value)
            await seat.until(lambda label=setting.label, said=said: seat.line(label).endswith(said))  # type: ignore[misc]
            await seat.press("tab")
            if name == "connect_service":
                await seat.see(*locked.values())


async def test_a_letter_is_written_at_80_columns(seats: Seats) -> None:
    """The text has room, and what may stand in it is named below."""
    async with seats.sit("gary", (80, 24), until="Held") as seat:
        await seat.go("l", "Letters")
        await seat.press("enter")
        await seat.see("Thank you for your message. It is ticket {{ticket}}", "{{ticket}} {{subject}} {{client}}")


async def test_who_left_is_listed_and_can_only_be_restored(seats: Seats) -> None:
    """DS2 (active): the login stays with what they wrote, so it stays in the list, marked."""
    async with seats.sit("gary") as seat:
        seat.acting("gary").perform(DeleteStaff("gus"))
        await seat.go("p", "Staff", "inactive")
        assert seat.line("gus", "Gus Olsen").split()[-1] == "inactive"
        await seat.press("end")
        await seat.see("(Enter edit)", "(d delete)")
        for key in ("enter", "d"):
            await seat.press(key)
            await seat.told("gus is not active; r restores them, with their departments and role.")
            await seat.press("home", "end")
        await seat.see("r restore")
        await seat.press("r")
        await seat.told("gus is active again.")
        await seat.see("gus", "Gus Olsen")
        await seat.press("home", "r")
        await seat.told("anna is active.")
    assert [one.login for one in seat.desk.read(ReadStaff())] == ["anna", "gary", "gus", "john"]
