"""Finding a client by anybody's name or address (MG6, CL1), on both databases."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.clients import AddClient, AddClientUser
from helpdesk_tui.questions import ReadPeople
from tests.desks import ERIKA, HANS, NORD, OMAR, MadeDesk

EMMA = "emma@brightwater.example"


@pytest.fixture
def brightwater(desk: MadeDesk) -> MadeDesk:
    """A client whose second person is Emma Clarke."""
    desk.gary.perform(AddClient("office@brightwater.example", "Brightwater Ltd", label="lake_1"))
    desk.gary.perform(AddClientUser("office@brightwater.example", EMMA, "Emma Clarke"))
    return desk


def found(desk: MadeDesk, words: str, near: str = "") -> list[str]:
    return [one.email for one in desk.anna.read(ReadPeople(words, near))]


@pytest.mark.parametrize("words", ["clar", "EMMA", "brightw clarke", "emma@bright", "lake_1 emma"])
def test_by_a_person_s_name_or_address(brightwater: MadeDesk, words: str) -> None:
    """MG6: every word counts, wherever it stands; case does not."""
    assert found(brightwater, words) == [EMMA]
    [one] = brightwater.anna.read(ReadPeople(words))
    assert (one.name, one.client_name, one.label) == ("Emma Clarke", "Brightwater Ltd", "lake_1")


def test_by_the_client_all_its_people(brightwater: MadeDesk) -> None:
    """The main one first; a sign of LIKE is a sign like others."""
    assert found(brightwater, "brightwater") == ["office@brightwater.example", EMMA]
    assert found(brightwater, "%") == found(brightwater, "lakex1") == []


def test_who_has_the_address_comes_first_then_its_domain(brightwater: MadeDesk) -> None:
    """MG6: a known person is suggested."""
    assert found(brightwater, "", "Erika@ACME.example")[:2] == [ERIKA, HANS]
    assert found(brightwater, "", "new@brightwater.example")[:2] == ["office@brightwater.example", EMMA]
    assert set(found(brightwater, "", "")) == {HANS, ERIKA, OMAR, NORD, EMMA, "office@brightwater.example"}
