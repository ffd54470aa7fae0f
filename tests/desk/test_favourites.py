"""What changed on a favourite since one looked (TF8): for each favourite, from what is on record."""

from __future__ import annotations

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.parameters import MarkRead, Summarise, ToggleFavourite
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadQueue, ReadRow, ReadSince, ReadTicket
from helpdesk_tui.vocab import QueueView
from tests.desks import MadeDesk


def changes(desk: Desk, number: int) -> int:
    return desk.read(ReadRow(number)).changes


def since(desk: Desk, number: int) -> list[tuple[str, str]]:
    """Who did what, each once, in their order."""
    return list(dict.fromkeys((event.who, event.action) for event in desk.read(ReadSince(number))))


def test_changes_of_others_are_counted_from_the_last_look(desk: MadeDesk) -> None:
    """An act is one change, whatever it writes; mine are none; looking begins anew."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.gary.perform(ToggleFavourite(number))
    assert (changes(desk.gary, number), since(desk.gary, number)) == (0, [])
    desk.anna.perform(Comment(number, "look at node 4"))
    desk.anna.perform(Reply(number, "Hello", close=True))
    desk.gary.perform(Summarise(number, "node 4"))
    assert since(desk.gary, number) == [("anna", "comment"), ("anna", "reply")]
    assert changes(desk.gary, number) == 2
    assert [row.changes for row in desk.gary.read(ReadQueue(QueueView.FAVOURITES)).rows] == [2]
    desk.gary.perform(MarkRead(number))
    assert (changes(desk.gary, number), since(desk.gary, number)) == (0, [])


def test_each_favourite_is_followed_by_itself_and_by_each_person(desk: MadeDesk) -> None:
    first, second = desk.ticket(), desk.ticket()
    for who in (desk.gary, desk.gus):
        who.perform(ToggleFavourite(first))
    desk.gary.perform(ToggleFavourite(second))
    desk.anna.perform(Comment(first, "one"))
    desk.anna.perform(Comment(second, "two"))
    desk.gary.perform(MarkRead(first))
    assert [changes(desk.gary, number) for number in (first, second)] == [0, 1]
    assert [changes(desk.gus, number) for number in (first, second)] == [1, 0]
    assert changes(desk.anna, first) == 0


def test_what_came_after_the_form_was_read_stays_new(desk: MadeDesk) -> None:
    """Looking counts as of what was seen; an older look does not bring old changes back."""
    number = desk.ticket()
    desk.gary.perform(ToggleFavourite(number))
    desk.anna.perform(Comment(number, "one"))
    seen = desk.gary.read(ReadTicket(number)).change
    desk.anna.perform(Comment(number, "two"))
    desk.gary.perform(MarkRead(number, seen))
    assert changes(desk.gary, number) == 1
    desk.gary.perform(MarkRead(number))
    desk.gary.perform(MarkRead(number, seen))
    assert changes(desk.gary, number) == 0


def test_a_ticket_that_is_no_favourite_has_no_news(desk: MadeDesk) -> None:
    number = desk.ticket()
    desk.anna.perform(Comment(number, "one"))
    assert desk.gary.read(ReadSince(number)) == ()
