"""LMTP listeners side by side, many clients, where a gateway listens, on both databases (SPEC MG2, MG13; rule 8)."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from helpdesk_tui.desk.actions.delivery import TakeLease
from helpdesk_tui.desk.actions.gateways import AddGateway, EditGateway, GatewaySettings
from helpdesk_tui.errors import TryLater, Unavailable
from helpdesk_tui.mail.gateways.lmtp import serve
from helpdesk_tui.mail.gateways.lmtp_place import Place, listening_at, place_of
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.views import GatewayView
from helpdesk_tui.vocab import GatewayType
from tests.desk.lmtp import STORED, TO, answers, letter, listening, view
from tests.desk.refusals import refused
from tests.desks import MadeDesk
from tests.e2e.live import until
from tests.mail.lmtp_client import Talk, hand_in
from tests.servers.daemon import HOST, free_ports


def test_mg13_fifty_clients_at_once(desk: MadeDesk, gateway: GatewayView, pool: ParserPool) -> None:
    """Each email becomes one ticket; each of the ten that come twice becomes one too."""
    subjects = [f"Mail {number % 40}" for number in range(50)]
    ready = threading.Barrier(50)

    def send(subject: str) -> list[str]:
        with Talk(run.place) as talk:
            talk.begin(TO)
            ready.wait(20)
            talk.send(letter(subject))
            return [talk.reply()]

    with listening(desk, pool) as run, ThreadPoolExecutor(50) as clients:
        replies = list(clients.map(send, subjects))
    assert all(reply.startswith(STORED) for (reply,) in replies)
    assert Counter(run.outcomes) == {"ticket_created": 40, "duplicate": 10}
    assert view(desk).taken == 40


def test_rule_8_of_two_listeners_the_second_leaves_the_first_alone(
    desk: MadeDesk, gateway: GatewayView, pool: ParserPool
) -> None:
    with listening(desk, pool) as run:
        second = threading.Event()
        with pytest.raises(TryLater) as refusal:
            serve(
                desk.system, gateway, Place(HOST, free_ports(1)[0]), pool, owner="host/there/2/2", max_bytes=1000,
                report=print, tell=print, stop=second,
            )  # fmt: skip
        assert (refusal.value.exit_code, refusal.value.code) == (75, "polled_elsewhere")
        assert hand_in(run.place, letter(), TO) == [f"{STORED} 1"]
    assert desk.system.perform(TakeLease("gateway:mta", "host/there/2/2", 20.0)) == "host/there/2/2", "given back"


def test_rule_8_who_has_lost_the_gateway_stops_listening(
    desk: MadeDesk, gateway: GatewayView, pool: ParserPool
) -> None:
    """Halted for longer than its lease, it is another one's."""
    with listening(desk, pool) as run:
        desk.clock.forward(seconds=30)
        assert desk.system.perform(TakeLease("gateway:mta", "host/there/2/2", 20.0)) == "host/there/2/2"
        until(lambda: bool(run.ended), what="it ends")
        assert not answers(run.place)
    assert [getattr(failure, "code", failure) for failure in run.ended] == ["polled_elsewhere"]


def test_a_place_that_is_taken_is_told_and_the_lease_given_back(
    desk: MadeDesk, gateway: GatewayView, pool: ParserPool
) -> None:
    with listening_at(place_of(gateway)), pytest.raises(Unavailable, match="Cannot listen at"):
        serve(
            desk.system, gateway, place_of(gateway), pool, owner="host/here/1/1", max_bytes=1000, report=print,
            tell=print, stop=threading.Event(),
        )  # fmt: skip
    assert desk.system.perform(TakeLease("gateway:mta", "host/there/2/2", 20.0)) == "host/there/2/2"


# ------------------------------------------------------------ settings


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (GatewaySettings(), "incomplete"),
        (GatewaySettings(port=2424), "incomplete"),
        (GatewaySettings(host=HOST, port=2424, path="/run/lmtp.sock"), "bad_value"),
    ],
)
def test_mg2_a_place_is_needed_and_one_only(desk: MadeDesk, settings: GatewaySettings, code: str) -> None:
    assert refused(desk.gary, AddGateway("x", GatewayType.LMTP, "x@desk.example", "Tech", settings)).code == code


def test_mg2_from_a_port_to_a_socket_and_back(desk: MadeDesk) -> None:
    """Without a port it is 2424."""
    desk.gary.perform(AddGateway("mta", GatewayType.LMTP, TO, "Tech", GatewaySettings(path="/run/lmtp.sock")))
    assert refused(desk.gary, EditGateway("mta", GatewaySettings(host=HOST))).code == "bad_value"
    desk.gary.perform(EditGateway("mta", GatewaySettings(host=HOST, path="")))
    assert place_of(view(desk)) == Place(HOST, 2424)
    assert refused(desk.gary, EditGateway("mta", GatewaySettings(host=""))).code == "incomplete"
    desk.gary.perform(EditGateway("mta", GatewaySettings(host="", path="/run/lmtp.sock")))
    assert place_of(view(desk)) == Place(path="/run/lmtp.sock")
