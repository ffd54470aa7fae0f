"""A gateway that mail is handed in to, on the screen (SPEC MG1, MG2)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.gateways import EditGateway, GatewaySettings
from helpdesk_tui.questions import ReadGateways
from helpdesk_tui.vocab import GatewayType
from tests.screens.seat import Seats
from tests.servers.daemon import HOST, free_ports


async def test_an_lmtp_gateway_is_added_tested_and_moved_to_a_socket(seats: Seats) -> None:
    """MG1: in two steps; the test says whether somebody listens or could; host or socket, not both."""
    [port] = free_ports(1)
    async with seats.sit("gary") as seat:
        await seat.go("y", "Mail gateways", "support@desk.example")
        await seat.press("n")
        await seat.see("Type of gateway", "local: LMTP, the mail server connects to the worker")
        await seat.type("lmtp")
        await seat.press("enter")
        await seat.see("Add lmtp gateway", "Listen at host", "and port", "2424", "or at socket (path)")
        await seat.type("mta")
        await seat.press("tab")
        await seat.type("mta@desk.example")
        await seat.press("ctrl+s")
        await seat.told("An LMTP gateway needs the host and port, or the path of the socket, where it listens.")
        await seat.press("tab", "tab")
        await seat.type(HOST)
        await seat.press("tab", "ctrl+u")
        await seat.type(str(port))
        await seat.press("ctrl+s")
        await seat.told("The gateway is added.")
        made = next(g for g in seat.desk.read(ReadGateways()) if g.name == "mta")
        assert (made.type, made.host, made.port, made.path) == (GatewayType.LMTP, HOST, port, "")
        await seat.press("t")
        await seat.see(f"Nobody listens at {HOST}:{port} now, and it can be listened at: the worker does.")
        await seat.press("e")
        await seat.see("Edit mta", HOST, str(port))
        await seat.press("tab", "tab", "tab", "ctrl+u", "tab", "tab")
        await seat.type("/run/helpdesk/lmtp.sock")
        await seat.press("ctrl+s")
        await seat.told("The gateway is changed.")
        made = next(g for g in seat.desk.read(ReadGateways()) if g.name == "mta")
        assert (made.host, made.path) == ("", "/run/helpdesk/lmtp.sock")


async def test_mg11_a_gateway_says_that_nobody_verifies_its_senders(seats: Seats) -> None:
    """Rule 14: as long as no server is trusted to do so."""
    async with seats.sit("gary") as seat:
        await seat.go("y", "Mail gateways", "support@desk.example")
        await seat.see("Senders are not verified: no trusted authserv-id is set, so nobody tells a forged one.")
        seat.desk.perform(EditGateway("sales", GatewaySettings(authserv_id="mx.desk.example")))
        await seat.gone("Senders are not verified")


async def test_a_pipe_says_what_to_do(seats: Seats) -> None:
    """MG1: there is nothing to connect to."""
    async with seats.sit("gary") as seat:
        await seat.go("y", "Mail gateways", "support@desk.example")
        await seat.press("n")
        await seat.see("Type of gateway")
        await seat.type("pipe")
        await seat.press("enter")
        await seat.see("Add pipe gateway")
        await seat.type("alias")
        await seat.press("tab")
        await seat.type("alias@desk.example")
        await seat.press("ctrl+s")
        await seat.told("The gateway is added.")
        await seat.press("t")
        await seat.see("The mail server runs", "helpdesk-tui mail deliver --gateway alias", "for each email")
