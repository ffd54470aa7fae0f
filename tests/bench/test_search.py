"""Search takes the newest hits first and stops when it has enough, on both databases (TQ10, PERFORMANCE P7)."""

from __future__ import annotations

from datetime import UTC

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.parameters import Summarise
from helpdesk_tui.desk.actions.reply import Comment
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadSearch
from helpdesk_tui.rules.query import parse_query
from helpdesk_tui.store.reads import hits
from tests.desks import NINE, NORD, MadeDesk


def found(desk: Desk, line: str, limit: int = 50) -> list[int]:
    """The tickets of a search, in its order."""
    query = parse_query(line + " ", now=NINE, zone=UTC)
    return [hit[0] for hit in desk.read(ReadSearch(query, limit))]


@pytest.fixture(params=[2, 200], ids=["portions of two", "one portion"])
def portions(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hits come in many small portions, or all at once; nobody may see the difference."""
    monkeypatch.setattr(hits, "_FIRST", request.param)
    monkeypatch.setattr(hits, "_GROWTH", 1)


@pytest.mark.usefixtures("portions")
def test_written_to_last_first(desk: MadeDesk) -> None:
    """The order is that of the newest message that matches, not that of the tickets; each ticket once."""
    one, two, three = (desk.ticket(message=f"A pangolin, number {n}") for n in range(3))
    desk.anna.perform(Comment(one, "The pangolin is back"))
    desk.anna.perform(Comment(three, "Nothing new here"))
    assert found(desk.anna, "pangolin") == [one, three, two]
    assert found(desk.anna, "pangolin", 2) == [one, three]


@pytest.mark.usefixtures("portions")
def test_subjects_and_summaries_stand_among_the_messages(desk: MadeDesk) -> None:
    """A ticket whose subject matches stands where its last message was written; it names no message."""
    first = desk.ticket(subject="Pangolin")
    middle = desk.ticket(message="A pangolin")
    last = desk.ticket()
    desk.anna.perform(Take(last))
    desk.anna.perform(Summarise(last, "pangolin again"))
    query = parse_query("pangolin ", now=NINE, zone=UTC)
    said = desk.anna.read(ReadSearch(query))
    assert [hit[0] for hit in said] == [last, middle, first]
    assert [hit[1] is None for hit in said] == [True, False, True]
    assert [hit[2] for hit in said] == ["Server down", "A pangolin", "Pangolin"]


@pytest.mark.usefixtures("portions")
def test_what_may_not_be_seen_takes_no_place(desk: MadeDesk) -> None:
    """TQ1: a page is full although most hits are of other departments, however small the portions are."""
    mine = [desk.ticket("Tech", message="pangolin") for _ in range(3)]
    for _ in range(9):
        desk.ticket("Sales", message="pangolin")
    assert found(desk.anna, "pangolin", 3) == mine[::-1]
    assert len(found(desk.gary, "pangolin", 50)) == 12


@pytest.mark.usefixtures("portions")
def test_other_terms_hold_too(desk: MadeDesk) -> None:
    """TQ10: text together with fields and with what must not occur."""
    desk.ticket(message="pangolin")
    wanted = desk.ticket(client=NORD, message="pangolin")
    desk.ticket(client=NORD, message="pangolin and otter")
    assert found(desk.gary, "pangolin from:nordlicht -otter") == [wanted]
    assert found(desk.gary, "from:nordlicht -otter") == [wanted]
    assert found(desk.gary, "dept:sales pangolin") == []


def test_a_search_without_hits(desk: MadeDesk) -> None:
    """Nothing is an answer, for words that do not occur and for those that nothing can hold."""
    desk.ticket()
    for line in ("pangolin", '"server pangolin"', "pangolin*", "zz9 -server"):
        assert found(desk.gary, line) == [], line
