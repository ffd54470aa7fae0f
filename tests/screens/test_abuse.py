"""Violations by keys: the form, what will happen, the list, withdrawing, services made active again (SPEC TF5)."""

from __future__ import annotations

from datetime import timedelta

from helpdesk_tui.desk.actions.abuse import AddAbuse, CarryOutAbuse, WithdrawAbuse
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.questions import ReadAbuses, ReadClient
from helpdesk_tui.vocab import AbuseAction, AbuseState
from tests.screens.desk import DATABASE, IVAN, MAIL, NORD, NOW, SERVER
from tests.screens.seat import Seat, Seats


def add(seat: Seat, number: int, action: AbuseAction = AbuseAction.SUSPEND_SERVICE, hours: int = 2) -> int:
    """A violation that gary registers."""
    return seat.acting("gary").perform(AddAbuse(number, 3, action, NOW + timedelta(hours=hours), "Open relay"))


async def test_registered_from_the_list(seat: Seat) -> None:
    """TF5: scores, natural date, action, the ticket's service; what will happen stands there before `y`."""
    seat.acting("gary").perform(SetProvider("abuse_score_limit", "50"))
    await seat.press("exclamation_mark")
    await seat.see("Abuse: Nordlicht GmbH has 0 scores of 50", "< back to the support queue >", "< vps-12 >")
    await seat.press("ctrl+u")
    await seat.type("7\n")
    await seat.press("ctrl+u")
    await seat.type("tomorrow 10:00\n")
    await seat.press("right", "tab", "tab")
    await seat.type("Open relay")
    await seat.press("ctrl+s")
    await seat.see("Register the abuse of Nordlicht GmbH?",
                   "7 scores; without an answer by Tue 24 Nov 2026 10:00 vps-12 will be suspended.",
                   "The client is told by email that there is one, and by when to answer.")  # fmt: skip
    assert seat.desk.read(ReadAbuses()) == ()
    await seat.press("y")
    await seat.told(f"The abuse stands on ticket {DATABASE}.")
    (made,) = seat.desk.read(ReadAbuses())
    assert (made.ticket, made.scores, made.action, made.service, made.comment, made.by) == (
        DATABASE, 7, AbuseAction.SUSPEND_SERVICE, "vps-12", "Open relay", "anna",
    )  # fmt: skip
    assert made.until == NOW + timedelta(days=1, minutes=19)


async def test_the_form_stays_until_it_is_right(seat: Seat) -> None:
    """A date or number that is none is said in the form; n goes back to it, a second Esc leaves it."""
    await seat.press("exclamation_mark")
    await seat.see("Answer by")
    await seat.press("ctrl+u")
    await seat.type("many")
    await seat.press("ctrl+s")
    await seat.told("The number of scores is from 1 to 99,999.")
    await seat.press("ctrl+u")
    await seat.type("2\n")
    await seat.press("ctrl+u")
    await seat.type("neverday")
    await seat.press("ctrl+s")
    await seat.told("“neverday” is no date or time.")
    await seat.press("ctrl+u")
    await seat.press("ctrl+s")
    await seat.told("By when does the client have to answer?")
    await seat.type("2d")
    await seat.press("tab", "right", "ctrl+s")
    await seat.see("2 scores; without an answer by Wed 25 Nov 2026 9:41 vps-12 will be suspended.")
    await seat.press("n")
    await seat.gone("Register the abuse")
    await seat.press("escape")
    await seat.told("Esc again throws away what you typed.")
    await seat.press("escape")
    await seat.gone("Answer by")
    assert seat.desk.read(ReadAbuses()) == ()


async def test_the_limit_is_said_before_it_is_reached(seat: Seat) -> None:
    """TF5: services that will be suspended at once are named before `y`, and the client's line counts the scores."""
    seat.acting("gary").perform(SetProvider("abuse_score_limit", "1"))
    await seat.press("colon", str(SERVER), "enter")
    await seat.see("Server unreachable")
    await seat.press("exclamation_mark")
    await seat.see("Answer by")
    await seat.press("ctrl+s")
    await seat.see("The client has 1 score, the limit is 1: vps-31 and mail-pro are suspended at once.")
    await seat.press("y")
    await seat.told("The abuse stands")
    await seat.see("vps-31 (KVM-2, suspended)", "abuse 1 score", "anna registered abuse 1")


async def test_a_client_without_services(seat: Seat) -> None:
    """The form says why no service can be chosen; the ticket can come back all the same."""
    await seat.press("colon", "1", "0", "enter")
    await seat.see("請求書")
    await seat.press("exclamation_mark")
    await seat.see("the client has no service", "< back to the support queue >")
    await seat.press("tab", "tab", "right", "ctrl+s")
    await seat.told("Name the service that would be suspended; the ticket has none.")
    await seat.press("left", "ctrl+s")
    await seat.see("the ticket comes back to the support queue.")
    await seat.press("y")
    await seat.told("The abuse stands on ticket 10.")


async def test_a_ticket_without_a_service(seat: Seat) -> None:
    """TF5: a service of the client's is selected by hand."""
    seat.desk.perform(NewTicket(NORD, "Tech", "Spam from your server", "See the log."))
    await seat.press("colon", "1", "3", "enter")
    await seat.see("Spam from your server")
    await seat.press("exclamation_mark")
    await seat.see("< (none) >")
    await seat.press("tab", "tab", "right", "tab", "right", "ctrl+s")
    await seat.see("vps-12 will be suspended.")
    await seat.press("y")
    await seat.told("The abuse stands on ticket 13.")
    assert [one.service for one in seat.desk.read(ReadAbuses())] == ["vps-12"]


async def test_the_list_and_what_became_of_them(seat: Seat) -> None:
    """TF5: open ones by their date, then the ended ones with what happened; Enter opens the ticket."""
    await seat.go("x", "No abuse is open; ! on a ticket registers one")
    await seat.press("q")
    late, soon, gone = (
        add(seat, SERVER, hours=30),
        add(seat, DATABASE, hours=1),
        add(seat, MAIL, AbuseAction.SUSPEND_ALL),
    )
    seat.acting("gary").perform(WithdrawAbuse(add(seat, MAIL), "false alarm"))
    await seat.go("x", "Abuse: open", "Nordlicht GmbH", "Mon 23 Nov 10:41", "suspend")
    assert "Nordlicht" in seat.cursor()
    await seat.see(
        "3 scores on ticket 7", "without an answer by Mon 23 Nov 10:41 vps-12 will be suspended", "Open relay"
    )
    seat.clock.at = NOW + timedelta(hours=2)
    assert [seat.system.perform(CarryOutAbuse(number)) for number in (late, soon, gone)] == [False, True, True]
    await seat.until(lambda: "Nordlicht" not in seat.text)
    await seat.press("v")
    await seat.see("Abuse: answered, done or withdrawn", "Nordlicht GmbH", "Иван Петров", "withdrawn")
    await seat.see("not answered by Mon 23 Nov 11:41, carried out 11:41: suspend all services of the client")
    await seat.press("v")
    await seat.see("Abuse: all", "Acme GmbH")
    await seat.press("home", "enter")
    await seat.see(f" {SERVER}  Server unreachable")


async def test_withdrawn_with_a_reason(seat: Seat) -> None:
    """TF5: a reason is asked for; one that is withdrawn says so."""
    add(seat, DATABASE)
    await seat.go("x", "Abuse: open", "Nordlicht GmbH")
    await seat.press("d")
    await seat.see("Withdraw the 3 scores of Nordlicht GmbH: why?")
    await seat.press("enter")
    await seat.told("Withdrawing a violation needs a reason.")
    await seat.press("d")
    await seat.see("why?")
    await seat.type("false alarm\n")
    await seat.told("Withdrawn: 3 scores less for Nordlicht GmbH.")
    (row,) = seat.desk.read(ReadAbuses())
    assert (row.state, row.reason) == (AbuseState.WITHDRAWN, "false alarm")
    assert seat.desk.read(ReadClient(NORD)).head.scores == 0
    await seat.press("v")
    await seat.see("withdrawn 09:41: false alarm")
    await seat.press("d")
    await seat.told("It was withdrawn already: false alarm")


async def test_narrowed_to_one_client(seat: Seat) -> None:
    """TF9: the list follows, and begins the narrowing."""
    add(seat, DATABASE)
    add(seat, MAIL)
    await seat.go("x", "Nordlicht GmbH", "Иван Петров")
    await seat.press("f")
    await seat.gone("Nordlicht GmbH")
    await seat.see("only Иван Петров (f shows all)")
    await seat.go("e", "Nothing here is of Иван Петров; f shows all clients again.")
    await seat.go("x", "only Иван Петров (f shows all)")
    await seat.press("f")
    await seat.see("Nordlicht GmbH")


async def test_a_service_is_made_active_again(seat: Seat) -> None:
    """TF5, CL4: what was suspended is set active on the client's services, and suspended there too."""
    seat.clock.at = NOW + timedelta(hours=2)
    number = add(seat, MAIL, hours=3)
    seat.clock.at = NOW + timedelta(hours=3)
    seat.system.perform(CarryOutAbuse(number))
    await seat.go("x", "Abuse: open")
    await seat.press("v")
    await seat.see("Иван Петров")
    await seat.press("c")
    await seat.see("Abuse: 3 scores", "suspended", "service state changed from mail-pro active to suspended by system")
    await seat.press("s")
    await seat.see("──── Services", "s make active")
    await seat.press("s")
    await seat.told("mail-pro is active.")
    assert [one.status.value for one in seat.desk.read(ReadClient(IVAN)).head.services] == ["active"]
    await seat.press("down")
    await seat.see("s suspend")
    await seat.press("q", "u")
    await seat.see("──── Users")
    await seat.press("s")
    await seat.told("Only services are suspended and made active")


async def test_only_what_one_may_see(seats: Seats) -> None:
    """TQ1: gus, of Sales, sees nothing of Tech's."""
    async with seats.sit("gus") as seat:
        add(seat, DATABASE)
        await seat.go("x", "No abuse is open")
