"""The worker listens where an LMTP gateway says, and does as its settings are changed (SPEC MG1, MG2; rule 8)."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_tui.desk.actions.gateways import AddGateway, EditGateway, GatewaySettings
from helpdesk_tui.mail.gateways.lmtp_place import Place, listening_at, looked_at
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.vocab import GatewayType
from tests.desks import MadeDesk
from tests.e2e.live import until
from tests.e2e.test_worker import (  # noqa: F401 - two fixtures
    POST,
    gateway_health,
    impatient,
    letter,
    parsers,
    two_turns,
    working,
)
from tests.mail.lmtp_client import hand_in
from tests.servers.daemon import HOST, free_ports


def answers(place: Place) -> bool:
    return looked_at(place) == (f"A listener of helpdesk-tui answers at {place}.",)


@pytest.fixture
def place(desk: MadeDesk) -> Place:
    """Where the gateway `post` listens; the desk's own gateways are switched off."""
    desk.gary.perform(EditGateway("support", GatewaySettings(enabled=False)))
    place = Place(HOST, free_ports(1)[0])
    desk.gary.perform(
        AddGateway("post", GatewayType.LMTP, POST, "Tech", GatewaySettings(host=place.host, port=place.port))
    )
    return place


@pytest.mark.usefixtures("impatient")
def test_mg2_changed_settings_are_picked_up(
    desk: MadeDesk, place: Place, parsers: ParserPool, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    """Another place, switched off, switched on; what is stored is told as any other mail."""
    other = Place(path=str(tmp_path / "lmtp.sock"))
    with working(desk, parsers) as run:
        until(lambda: answers(place), what="it listens")
        assert hand_in(place, letter(1), POST) == ["250 2.0.0 Stored as mail 1"]
        desk.gary.perform(EditGateway("post", GatewaySettings(host="", path=other.path)))
        until(lambda: answers(other), what="it listens at the socket")
        assert not answers(place)
        hand_in(other, letter(2), POST)
        desk.gary.perform(EditGateway("post", GatewaySettings(enabled=False)))
        until(lambda: not run.worker._threads, what="the thread ended")
        assert not Path(other.path).exists()
        desk.gary.perform(EditGateway("post", GatewaySettings(enabled=True)))
        until(lambda: answers(other), what="it listens again")
        hand_in(other, letter(3), POST)
        until(lambda: len(run.reports) == 3, what="all are told")
        assert (run.subjects, run.said) == (["Mail 1", "Mail 2", "Mail 3"], [])
    assert not Path(other.path).exists(), "a clean end"


@pytest.mark.usefixtures("impatient")
def test_mg1_a_place_that_is_taken_is_shown_until_it_is_free(
    desk: MadeDesk, place: Place, parsers: ParserPool  # noqa: F811
) -> None:  # fmt: skip
    """Told once, noted as the gateway's error, tried again; free again, the error is gone before mail comes."""
    with working(desk, parsers) as run:
        with listening_at(place):
            until(lambda: gateway_health(desk, "post").error != "", what="the error")
            two_turns(desk)
            error = gateway_health(desk, "post").error
            assert error == f"Cannot listen at {place}: Address already in use."
            assert run.said == [f"post: {error}"]
        until(lambda: gateway_health(desk, "post").error == "", what="it listens")
        assert (answers(place), gateway_health(desk, "post").last_poll) == (True, None)
