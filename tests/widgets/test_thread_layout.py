"""The lines of a conversation (TF11, TF10)."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.views import AttachmentView, MessageView
from helpdesk_tui.vocab import MessageKind, OutboxState
from helpdesk_tui.widgets.thread_layout import Conversation, Page, quoted_lines
from tests.widgets.ticket_app import conversation, message

PAGE = Page(width=80, text_width=70, zone=UTC)


def lines_of(messages: tuple[MessageView, ...], page: Page = PAGE, unfolded: frozenset[int] = frozenset()) -> list[str]:
    """All lines as text; a comment's bar without its place."""
    laid = Conversation(messages, page, unfolded)
    return ["".join(text for text, _ in line).rstrip() for _, line in laid.lines_from((0, 0), 10_000)]


def looks_of(one: MessageView) -> list[tuple[str, str]]:
    """Every piece of a message that says something, with its look."""
    laid = Conversation((one,), PAGE)
    return [(text.strip(), look) for _, line in laid.lines_from((0, 0), 100) for text, look in line if text.strip()]


def test_a_conversation_reads_like_the_sketch() -> None:
    lines = lines_of(conversation()[:3])
    assert lines == [
        " Mon 23 Nov 2026",
        " 07:12  Hans Meier, by mail",
        "        Hello, since about 07:10 we cannot reach the machine, neither ping nor",
        "        ssh. Console attached.",
        "        ... 14 quoted lines (Space)",
        "        [1] console.txt 4 kB   [2] screen.png 310 kB",
        "",
        ' 07:20  The ticket has been assigned to "Tech".',
        "",
        " 07:31│ anna   INTERNAL",
        "│node 4 rebooted by itself, see 4790",
        "│ask Bob first",
    ]


def test_a_comment_says_internal_in_yellow_and_a_bar_runs_down_its_lines() -> None:
    """Not by colour alone: the word in the heading and the bar on every line (PEERS 15)."""
    pieces = looks_of(message(1, "first\nsecond", kind=MessageKind.COMMENT, author="anna"))
    assert ("INTERNAL", "internal") in pieces
    assert [piece for piece in pieces if piece[0] == "│"] == [("│", "internal")] * 3


def test_only_a_comment_says_internal() -> None:
    for kind in (MessageKind.CLIENT, MessageKind.STAFF, MessageKind.SYSTEM):
        assert all(look != "internal" for _, look in looks_of(message(1, "text", kind=kind)))


@pytest.mark.parametrize(
    ("kind", "by_mail", "words"),
    [
        (MessageKind.CLIENT, True, "Hans Meier, by mail"),
        (MessageKind.CLIENT, False, "Hans Meier, in the client area"),
        (MessageKind.STAFF, False, "Hans Meier, staff"),
    ],
)
def test_who_speaks_and_by_which_way(kind: MessageKind, by_mail: bool, words: str) -> None:
    assert lines_of((message(1, "text", kind=kind, by_mail=by_mail),))[1] == f" 07:12  {words}"


def test_what_staff_wrote_down_did_not_come_through_the_client_area() -> None:
    told = lines_of((message(1, "text", note="entered by gary"),))
    assert told[1] == " 07:12  Hans Meier, entered by gary"
    assert sum("entered by" in line for line in told) == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (OutboxState.HELD, "waiting a moment, not sent yet"),
        (OutboxState.QUEUED, "not sent yet"),
        (OutboxState.SENDING, "being sent"),
        (OutboxState.SENT, "sent"),
        (OutboxState.RETRY, "not sent yet, will be tried again"),
        (OutboxState.FAILED, "NOT SENT"),
        (OutboxState.UNKNOWN, "perhaps delivered: the mail server did not confirm"),
    ],
)
def test_what_became_of_an_answer(state: OutboxState, words: str) -> None:
    answer = message(1, "text", kind=MessageKind.STAFF, author="anna", delivery=state)
    assert lines_of((answer,))[1] == f" 07:12  anna, staff, {words}"


def test_an_undelivered_answer_says_why_in_words_and_red() -> None:
    """RELIABILITY rule 19."""
    answer = message(1, "text", kind=MessageKind.STAFF, author="anna", undelivered="550 5.1.1 no such user")
    assert ("UNDELIVERED: 550 5.1.1 no such user", "alarm") in looks_of(answer)


def test_quoted_history_is_folded_and_never_lost() -> None:
    """PEERS 23."""
    one = message(7, "own\n\n> a\n> b\n\n", own_lines=2)
    assert quoted_lines(one) == (["own"], ["> a", "> b"])
    assert lines_of((one,))[2:] == ["        own", "        ... 2 quoted lines (Space)"]
    assert lines_of((one,), unfolded=frozenset({7}))[2:] == [
        "        own",
        "        ... 2 quoted lines (Space folds)",
        "        > a",
        "        > b",
    ]


def test_a_message_of_quotes_alone_and_an_empty_one() -> None:
    assert lines_of((message(1, "> a", own_lines=0),))[2:] == ["        ... 1 quoted line (Space)"]
    assert lines_of((message(1, "  \n"),))[2:] == ["        (no text)"]
    only_file = message(1, "", attachments=(AttachmentView(5, "a.pdf", "application/pdf", 12),))
    assert lines_of((only_file,))[2:] == ["        [1] a.pdf 12 B"]


def test_many_attachments_wrap_between_names() -> None:
    files = tuple(AttachmentView(at, f"a-rather-long-name-{at}.txt", "text/plain", 2000) for at in range(1, 5))
    lines = lines_of((message(1, "x", attachments=files),))[3:]
    assert lines == [
        "        [1] a-rather-long-name-1.txt 2 kB   [2] a-rather-long-name-2.txt 2 kB",
        "        [3] a-rather-long-name-3.txt 2 kB   [4] a-rather-long-name-4.txt 2 kB",
    ]


def test_system_messages_can_be_hidden() -> None:
    """TF10."""
    shown = lines_of(conversation(), replace(PAGE, hide_system=True))
    assert not any("has been assigned" in line for line in shown)
    assert any("has been assigned" in line for line in lines_of(conversation()))


def test_days_and_times_are_those_of_the_reader() -> None:
    late = message(1, "text", at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC), by_mail=True)
    tokyo = replace(PAGE, zone=timezone(timedelta(hours=9)))
    assert lines_of((late,), tokyo)[:2] == [" Tue 24 Nov 2026", " 08:30  Hans Meier, by mail"]


def test_a_date_stands_where_a_day_begins() -> None:
    lines = lines_of(conversation())
    assert [line for line in lines if line.startswith((" Mon", " Tue"))] == [" Mon 23 Nov 2026", " Tue 24 Nov 2026"]


def test_no_line_is_wider_than_the_text_width() -> None:
    for line in lines_of(conversation(), Page(width=200, text_width=40, zone=UTC)):
        assert len(line) <= 8 + 40


def test_a_message_of_10_000_lines_opens_at_its_end_and_beginning_without_wrapping_the_middle() -> None:
    long_line = "word " * 60
    huge = message(1, "\n".join(f"{at} {long_line}" for at in range(10_000)))
    begin = time.thread_time()
    laid = Conversation((huge,), PAGE)
    end = laid.lines_from(laid.last_top(40), 40)
    start = laid.lines_from((0, 0), 40)
    assert time.thread_time() - begin < 0.5
    assert len(end) == len(start) == 40
    assert "9999" in "".join(text for _, line in end for text, _ in line)
    assert sum(chunk.made is not None for chunk in laid.chunks) < 8


@given(st.integers(-200, 200), st.integers(-200, 200))
def test_moving_there_and_back_is_where_one_was(there: int, start: int) -> None:
    laid = Conversation(conversation(), PAGE, frozenset({1}))
    place, _ = laid.move((0, 0), abs(start))
    target, moved = laid.move(place, there)
    assert laid.move(target, -moved) == (place, -moved)


def test_moving_stops_at_both_ends_and_at_the_stop() -> None:
    laid = Conversation(conversation(), PAGE)
    total = len(laid.lines_from((0, 0), 1000))
    assert laid.move((0, 0), -5) == ((0, 0), 0)
    end, moved = laid.move((0, 0), 1000)
    assert moved == total - 1
    assert laid.lines_from(end, 10)[0][0] == end
    assert len(laid.lines_from(end, 10)) == 1
    stop = laid.last_top(10)
    assert laid.move((0, 0), 1000, stop) == (stop, total - 10)


def test_an_empty_conversation_has_no_lines() -> None:
    laid = Conversation((), PAGE)
    assert laid.lines_from((0, 0), 10) == []
    assert laid.last_top(10) == (0, 0)
    assert laid.message_at((0, 0)) is None
