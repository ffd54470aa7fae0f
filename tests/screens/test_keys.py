"""Help, commands, keys and themes: every act has a key, every key is explained, everything can be remapped."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from helpdesk_tui.app import HelpdeskApp
from helpdesk_tui.config.settings import ScreenSettings
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.registry import MAIL_ACTS, SETUP_ACTS, TICKET_ACTS
from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.screens.abuse import AbusesScreen
from helpdesk_tui.screens.account import AccountScreen
from helpdesk_tui.screens.account_more import AccountChangesScreen, ChartScreen
from helpdesk_tui.screens.area.money import AreaPaymentsScreen, AreaStatementScreen
from helpdesk_tui.screens.area.orders import AreaOrdersScreen
from helpdesk_tui.screens.area.payers import AreaPayersScreen
from helpdesk_tui.screens.area.ticket import AreaTicketScreen
from helpdesk_tui.screens.area.tickets import AreaTicketsScreen
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.client import ClientScreen
from helpdesk_tui.screens.client_lists import ClientPartScreen
from helpdesk_tui.screens.clients import ClientsScreen
from helpdesk_tui.screens.currencies import CurrenciesScreen
from helpdesk_tui.screens.discounts import DiscountsScreen
from helpdesk_tui.screens.expenses import ExpensesScreen
from helpdesk_tui.screens.gateways import GatewaysScreen
from helpdesk_tui.screens.help import keys_of
from helpdesk_tui.screens.incidents import IncidentsScreen
from helpdesk_tui.screens.incoming import IncomingScreen
from helpdesk_tui.screens.invoice import InvoiceScreen
from helpdesk_tui.screens.invoices import InvoicesScreen
from helpdesk_tui.screens.key_check import check_keys
from helpdesk_tui.screens.letters import LettersScreen, SpamSendersScreen
from helpdesk_tui.screens.lookup import LookupScreen
from helpdesk_tui.screens.lots import LotsScreen
from helpdesk_tui.screens.messages import MessagesScreen
from helpdesk_tui.screens.orders import OrdersScreen
from helpdesk_tui.screens.outbox import OutboxScreen
from helpdesk_tui.screens.own_views import OwnViewsScreen
from helpdesk_tui.screens.paper_history import PaperHistoryScreen
from helpdesk_tui.screens.payers import PayersScreen
from helpdesk_tui.screens.payments import PaymentsScreen
from helpdesk_tui.screens.picture import PictureScreen
from helpdesk_tui.screens.places import PLACES
from helpdesk_tui.screens.plans import PlansScreen
from helpdesk_tui.screens.queue import QueueScreen
from helpdesk_tui.screens.rates import RatesScreen
from helpdesk_tui.screens.replies import RepliesScreen
from helpdesk_tui.screens.setup import DepartmentsScreen, StaffScreen
from helpdesk_tui.screens.taxes import TaxesScreen
from helpdesk_tui.screens.ticket import TicketScreen
from helpdesk_tui.screens.withdrawals import WithdrawalsScreen
from tests.screens.desk import DATABASE, SERVER
from tests.screens.seat import Seat, Seats, settings_for

SCREENS: tuple[type[DeskScreen[Any]], ...] = (
    QueueScreen, OwnViewsScreen, TicketScreen, ClientScreen, ClientsScreen, IncomingScreen, OutboxScreen,
    DepartmentsScreen, StaffScreen, GatewaysScreen, LettersScreen, SpamSendersScreen, RepliesScreen, MessagesScreen,
    PlansScreen, OrdersScreen,
    LookupScreen, PictureScreen,
    AbusesScreen, ClientPartScreen, AccountScreen, IncidentsScreen, LotsScreen, PaymentsScreen,
    ExpensesScreen,
    InvoicesScreen, InvoiceScreen, WithdrawalsScreen, PaperHistoryScreen,
    ChartScreen, AccountChangesScreen, PayersScreen, DiscountsScreen, TaxesScreen, CurrenciesScreen, RatesScreen,
    AreaTicketsScreen, AreaTicketScreen, AreaOrdersScreen, AreaStatementScreen, AreaPaymentsScreen, AreaPayersScreen,
)  # fmt: skip
WITHOUT_KEY = {
    "init": "the command line makes a desk before anybody can sit at it",
    "read": "opening a ticket does it",
    "client-read": "opening a ticket does it, where the client sits there",
    "explain": "a file is explained where files are, on the command line",
    "read-again": "`mail replay` does it to many emails, on the command line",
    "export": "entries are written out where files are, on the command line",
    "attend": "an open form says it",
    "draft": "a pause in typing does it",
    "provider-set": "a place of its own: g v",
    "change-currency": "a field of the provider settings, which asks first: g v",
}


def bound(screen: type[DeskScreen[Any]]) -> set[str]:
    """Ids of all keys of a screen."""
    ids: set[str] = set()
    for base in screen.__mro__:
        ids |= {binding.id for binding in vars(base).get("BINDINGS", ()) if getattr(binding, "id", None)}
    return ids


@pytest.mark.parametrize("act", TICKET_ACTS + SETUP_ACTS + MAIL_ACTS, ids=lambda act: act.name)
def test_every_act_has_a_key(act: type[Act[Any]]) -> None:
    """Toolbar actions (TF1) and set-up alike: each act is a key of some screen, or the reason stands above."""
    has_key = any(act.name in bound(screen) for screen in SCREENS)
    assert has_key is (act.name not in WITHOUT_KEY)


def test_provider_settings_are_a_place() -> None:
    """The exception that is no key of a screen."""
    assert ("v", "provider", "provider settings") in PLACES


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_every_key_of_a_screen_can_be_remapped_and_is_explained(screen: type[DeskScreen[Any]]) -> None:
    """`[keys]` goes by ids; `?` shows a sentence for every key of a screen."""
    for binding in screen.BINDINGS:
        assert not isinstance(binding, tuple)
        assert binding.id
        assert binding.description
        assert binding.tooltip or binding.id.startswith("view."), binding.id


async def test_help_lists_every_key_and_none_of_the_toolkit(seat: Seat) -> None:
    """`?`: the acts of the screen first, with their sentences; nothing of Textual's own."""
    expected = [one for one in keys_of(seat.app.screen) if one.section == "Here" and not one.action.startswith("show_")]
    assert len(expected) > 20
    await seat.press("question_mark")
    await seat.see("Keys", "Here", "Take the ticket, so that you can reply and nobody else can.")
    pages = seat.text
    for _ in range(3):
        await seat.press("space")
        pages += seat.text
    for one in expected:
        assert one.title in pages
    for words in ("1-9", "View on this digit", "Everywhere", "Moving", "Leave the program; drafts", "PgDn Space"):
        assert words in pages
    for words in ("Focus Next", "Copy selected text", "ctrl+c", "palette"):
        assert words not in pages
    await seat.press("q")
    await seat.see("Held by")


@pytest.mark.parametrize("place", ["i", "o", "c", "d", "p", "y"])
async def test_help_works_on_every_screen(seat: Seat, place: str) -> None:
    """`?` everywhere."""
    await seat.go(place, "? keys")
    await seat.gone("Go to")
    await seat.press("question_mark")
    await seat.see("Keys", "Everywhere", "Back to where you came from.")


async def test_the_commands_run_an_action(seat: Seat) -> None:
    """Every action by its name; one that is refused says why."""
    await seat.press("colon")
    await seat.see("Assign ticket to me", "Internal comment")
    await seat.type("close")
    await seat.gone("Assign ticket to me")
    await seat.press("enter")
    await seat.told(f"Take ticket {DATABASE} first (t)")
    await seat.press("ctrl+p")
    await seat.see("Commands")
    await seat.type("to me")
    await seat.press("enter")
    await seat.told(f"Ticket {DATABASE} is yours.")


async def test_the_commands_open_a_ticket_by_its_number(seat: Seat) -> None:
    """PEERS 3: `:812`, typed in one go."""
    await seat.press("colon", str(SERVER), "enter")
    await seat.see(f" {SERVER}  Server unreachable")


async def test_fast_typing_means_the_same_as_slow_typing(seat: Seat) -> None:
    """Keys that come before a dialogue is open belong to it: take, answer, send and close in one burst."""
    await seat.press("colon", str(SERVER), "enter", "r", "o", "k", "ctrl+s", "y")
    await seat.told(f"Ticket {SERVER} is answered and closed.")
    assert seat.ticket(SERVER).messages[-1].text == "ok"


async def test_go_works_from_every_screen(seat: Seat) -> None:
    """`g` leads from the form to another place, and the draft is kept on the way."""
    await seat.press("colon", str(SERVER), "enter", "r")
    await seat.see("Reply to")
    await seat.type("half")
    await seat.press("escape")
    await seat.go("i", "Incoming emails")
    await seat.go("m", "[Mine 1]")
    draft = seat.ticket(SERVER).draft
    assert draft is not None
    assert draft.text == "half"


async def test_keys_are_remapped_by_the_configuration(seats: Seats) -> None:
    """`[keys]`: the new key works and is shown in `?`, the old one does nothing."""
    async with seats.sit("anna", (120, 60), keys={"take": ("z",), "sort": ("ctrl+o", "O")}) as seat:
        await seat.press("t")
        assert seat.ticket(DATABASE).row.taken_by is None
        await seat.press("z")
        await seat.told(f"Ticket {DATABASE} is yours.")
        await seat.press("O")
        await seat.told("Order: newest first.")
        await seat.press("question_mark")
        await seat.until(lambda: seat.line("Assign ticket to me").startswith(" z "))


@pytest.mark.parametrize("theme", ["ansi", "dark", "light", "mono"])
async def test_each_theme_shows_the_same_words(seats: Seats, theme: str) -> None:
    """TF6: a theme changes colours, never words or marks."""
    async with seats.sit("anna", screen=ScreenSettings(theme=theme)) as seat:
        assert seat.app.theme == theme
        assert len(seat.numbers()) == 8
        assert "@^" in seat.line("Database does not start")


async def test_keys_wait_for_the_screen_they_are_typed_for(seat: Seat) -> None:
    """The card, its tickets, one of them, typed in one go: nothing acts on a page that is still empty."""
    await seat.press("c", "enter", *"database", "enter")
    await seat.see(f" {DATABASE}  Database does not start", "held by nobody")


async def test_tf6_the_key_in_force_is_named_wherever_a_key_is(seats: Seats) -> None:
    """`[keys]`: foot, refusals, and what is said behind an act name the key that works, never the usual one."""
    async with seats.sit("anna", (120, 60), keys={"take": ("f9",), "undo": ("Z",), "close": ("k", "f8")}) as seat:
        await seat.see("F9 take")
        assert "t take" not in seat.foot
        await seat.press("r")
        await seat.told(f"Take ticket {DATABASE} first (F9): only its holder can do this.")
        await seat.press("s")
        await seat.told("is a favourite. · Z undo")
        await seat.press("enter")
        await seat.see("F9 take")
        assert "t take" not in seat.foot


@pytest.mark.parametrize(("keys", "sentence"), [
    ({"take": ("j",)}, "[keys] take (Assign ticket to me) cannot be j: it is the key of list.down (Next ticket)."),
    ({"take": ("up", "ctrl+u")},
     "[keys] take (Assign ticket to me) cannot be Up: it is the key of list.up (Previous ticket)."),
    ({"take": ("z",)}, "[keys] take (Assign ticket to me) cannot be z: it is the key of undo (Undo)."),
    ({"take": ("f9",), "reply": ("f9",)}, "cannot be F9: it is the key of"),
    ({"take": ("?",)}, "[keys] take (Assign ticket to me) cannot be ?: it is the key of help (Keys)."),
    ({"take": ("z",), "undo": ("t",)}, ""),
    ({"tak": ("f9",)}, "[keys] tak is no action's id; take is one."),
    ({"list.down": ()}, "[keys] list.down needs a key: nothing else does the same."),
    ({"palette": ()}, "[keys] palette needs a key: nothing else does the same."),
    ({"add-staff": ("e",)},
     "[keys] add-staff (Add staff member) cannot be e: it is the key of edit-staff (Edit staff member)."),
    ({"quit": ("ctrl+s",)}, "[keys] quit (Quit) cannot be ctrl+s: it is the key of review (Send ...)."),
    ({"take": (), "undo": ("t",)}, ""),
    ({"take": ("f9",), "review": ("ctrl+s", "f10")}, ""),
])  # fmt: skip
def test_a_key_that_another_action_has_is_refused_with_both_names(
    keys: dict[str, tuple[str, ...]], sentence: str
) -> None:
    """`[keys]`: neither of two actions is silently gone."""
    settings = replace(settings_for("desk.sqlite"), keys=keys)
    if not sentence:
        check_keys(settings.keys, HelpdeskApp)
        return
    with pytest.raises(WrongUsage) as refused:
        check_keys(settings.keys, HelpdeskApp)
    assert sentence in refused.value.sentence
