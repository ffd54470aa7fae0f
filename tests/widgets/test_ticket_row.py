"""A ticket on one line (TQ7), with the sketch of the queue as the requirement."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from helpdesk_tui.views import QueueRow
from helpdesk_tui.vocab import Characteristic, ClientStatus, Priority, TicketStatus
from helpdesk_tui.widgets.ticket_row import (
    RowState,
    columns_for,
    duration,
    header,
    held_by,
    marks,
    moment,
    row_pieces,
    waiting,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PLAIN = RowState()

ROW = QueueRow(
    number=4812,
    subject="Server unreachable since 07:10",
    client_id=1,
    client="Acme GmbH",
    client_email="hans@acme.example",
    characteristic=Characteristic.GOOD,
    department="Tech",
    service="vps-31",
    status=TicketStatus.IN_PROGRESS,
    client_status=ClientStatus.IN_PROGRESS,
    priority=Priority.NORMAL,
    front=False,
    taken_by=None,
    held_by_me=False,
    has_free_task=True,
    unread=False,
    favourite=False,
    delayed=False,
    returned=False,
    delayed_until=None,
    created=NOW - timedelta(hours=5),
    updated=NOW,
    waiting_since=NOW - timedelta(hours=2, minutes=14),
    place=1,
    version=1,
)


def text_of(row: QueueRow, width: int, state: RowState = PLAIN) -> str:
    """The whole line."""
    front, tail = row_pieces(row, columns_for(width), NOW, state)
    return "".join(text for text, _ in (*front, *tail))


def test_a_row_at_120_columns_shows_everything_the_queue_promises() -> None:
    line = text_of(ROW, 120)
    words = "4812 Acme GmbH good Server unreachable since 07… Tech vps-31 progress 5h 2h 14m -"
    assert " ".join(line.split()) == words
    assert len(line) == 120


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (200, "No Client Subject Tags Dept Service Status Age Waits Held by"),
        (160, "No Client Subject Dept Service Status Age Waits Held by"),
        (120, "No Client Subject Dept Service Status Age Waits Held by"),
        (119, "No Client Subject Dept Service Waits Held by"),
        (94, "No Client Subject Dept Waits Held by"),
        (80, "No Client Subject Waits Held by"),
        (70, "No Client Subject Held by"),
        (56, "No Client Subject"),
        (40, "No Subject"),
    ],
)
def test_columns_fold_away_service_then_department_then_waits(width: int, words: str) -> None:
    assert header(columns_for(width)).split() == words.split()


@pytest.mark.parametrize(
    ("width", "status", "words"),
    [
        (120, TicketStatus.IN_PROGRESS, "progress 5h 2h 14m"),
        (120, TicketStatus.AWAITING, "awaiting 5h -"),
        (160, TicketStatus.ARCHIVED, "archived 5h 00m -"),
        (200, TicketStatus.IN_PROGRESS, "In progress 5h 00m 2h 14m"),
        (200, TicketStatus.AWAITING, "Awaiting response 5h 00m -"),
        (200, TicketStatus.ARCHIVED, "In archive 5h 00m -"),
    ],
)
def test_from_120_columns_on_status_and_age_stand_in_words(width: int, status: TicketStatus, words: str) -> None:
    """TQ7."""
    assert f"vps-31 {words} -" in " ".join(text_of(replace(ROW, status=status), width).split())


@pytest.mark.parametrize("digits", [5, 7])
@pytest.mark.parametrize("width", range(120, 261))
def test_a_wide_line_keeps_everything_and_gives_the_subject_its_room(width: int, digits: int) -> None:
    """TQ7: nothing that stands at a width is missing at a greater one, and the subject never falls behind."""
    columns, wider = columns_for(width, digits), columns_for(width + 1, digits)
    assert min(columns.status, columns.age, columns.service, columns.held, columns.client, columns.waits) > 0
    assert columns.subject >= 27
    assert (wider.tags > 0) >= (columns.tags > 0)


def test_tags_stand_behind_the_subject_or_in_a_column_of_their_own() -> None:
    """TQ10: where there is room."""
    row = replace(ROW, subject="Mail", tags=("dns", "vip"))
    assert "Mail  #dns #vip  " in text_of(row, 80)
    assert "Mail  #dns #vip  " in text_of(row, 120)
    assert "Mail" + " " * 20 in text_of(row, 200)
    assert "#dns #vip" in text_of(row, 200)
    assert "#dns" not in text_of(replace(ROW, tags=("dns",)), 80)


def test_at_80_columns_the_subject_keeps_22_cells_and_the_wait_and_holder_stay() -> None:
    line = text_of(replace(ROW, taken_by="anna", has_free_task=False), 80)
    assert len(line) == 80
    assert "Server unreachable si" in line
    assert line.rstrip().endswith("2h 14m  anna")


@given(
    st.integers(20, 260),
    st.integers(5, 9),
    st.text(max_size=120),
    st.text(max_size=60),
    st.text(max_size=30),
    st.booleans(),
)
def test_no_row_is_ever_wider_or_narrower_than_the_list(
    width: int, digits: int, subject: str, client: str, other: str, delayed: bool
) -> None:
    columns = columns_for(width, digits)
    row = replace(
        ROW,
        number=10**digits - 1,
        subject=subject,
        client=client,
        department=other,
        service=other or None,
        taken_by=other or None,
        writing=other or None,
        delayed=delayed,
        delayed_until=NOW + timedelta(days=3) if delayed else None,
    )
    front, tail = row_pieces(row, columns, NOW, RowState(cursor=True, marked=True), timedelta(hours=1))
    assert sum(wcswidth(text) for text, _ in front) == columns.front
    assert sum(wcswidth(text) for text, _ in (*front, *tail)) == width == len(header(columns))


@pytest.mark.parametrize(
    ("changes", "state", "expected"),
    [
        ({}, RowState(), "      "),
        ({}, RowState(cursor=True), ">     "),
        ({}, RowState(marked=True), " *    "),
        ({"unread": True}, RowState(), "  @   "),
        ({"front": True}, RowState(), "   ^  "),
        ({"priority": Priority.HIGH}, RowState(), "   !  "),
        ({"priority": Priority.URGENT}, RowState(), "   !  "),
        ({"priority": Priority.URGENT, "front": True}, RowState(), "   ^  "),
        ({"favourite": True}, RowState(), "    + "),
        ({"delayed": True}, RowState(), "     z"),
        ({"returned": True}, RowState(), "     Z"),
        ({"unread": True, "front": True, "favourite": True, "delayed": True}, RowState(True, True, True), ">*@^+z"),
    ],
)
def test_each_mark_has_a_cell_of_its_own(changes: dict[str, object], state: RowState, expected: str) -> None:
    assert marks(replace(ROW, **changes), state) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "-"),
        ({"taken_by": "anna"}, "anna"),
        ({"taken_by": "gary", "held_by_me": True}, "you"),
        ({"taken_by": "anna", "has_free_task": True}, "anna +"),
        ({"taken_by": "a" * 30, "has_free_task": True}, "a" * 17 + "… +"),
        ({"taken_by": None, "has_free_task": True}, "-"),
        ({"taken_by": "anna", "writing": "anna"}, "anna, writing"),
        ({"taken_by": "gary", "held_by_me": True, "writing": "anna"}, "anna, writing"),
        ({"opened_by": ("ben",)}, "ben, reading"),
        ({"taken_by": "anna", "opened_by": ("anna", "ben")}, "anna, reading"),
        ({"taken_by": "anna", "opened_by": ("ben",)}, "anna"),
        ({"taken_by": "ben", "opened_by": ("anna", "ben")}, "ben, reading"),
        ({"taken_by": "gary", "held_by_me": True, "opened_by": ("ben",)}, "you"),
        ({"opened_by": ("anna", "ben"), "writing": "ben"}, "ben, writing"),
    ],
)
def test_who_has_the_ticket(changes: dict[str, object], expected: str) -> None:
    assert held_by(replace(ROW, **{"has_free_task": False} | changes)) == expected  # type: ignore[arg-type]


def test_a_writer_in_a_narrow_column_has_dots() -> None:
    """TQ12: who writes is seen at every width."""
    row = replace(ROW, taken_by="anna", writing="anna")
    assert text_of(row, 120).rstrip().endswith("  anna ...")
    assert text_of(row, 160).rstrip().endswith("  anna, writing")


def test_a_reader_in_a_narrow_column() -> None:
    """Issue 4, presence: in brackets where nobody holds it; of the holder the name says enough."""
    assert text_of(replace(ROW, opened_by=("anna",)), 80).rstrip().endswith("  (anna)")
    assert text_of(replace(ROW, taken_by="anna", opened_by=("anna",)), 80).rstrip().endswith("  anna")


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (timedelta(seconds=59), "0m"),
        (timedelta(minutes=58), "58m"),
        (timedelta(hours=1, minutes=2), "1h 02m"),
        (timedelta(hours=2, minutes=14), "2h 14m"),
        (timedelta(days=3, hours=4, minutes=59), "3d 4h"),
        (timedelta(days=120, hours=3), "120d"),
        (timedelta(minutes=-5), "0m"),
    ],
)
def test_waits_in_two_units(span: timedelta, expected: str) -> None:
    assert duration(span) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 23, 17, 30, tzinfo=UTC), "17:30"),
        (datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "Tue 9:00"),
        (datetime(2026, 11, 29, 9, 5, tzinfo=UTC), "Sun 9:05"),
        (datetime(2026, 11, 30, 9, 0, tzinfo=UTC), "30 Nov"),
        (datetime(2027, 1, 4, 9, 0, tzinfo=UTC), "Jan 2027"),
    ],
)
def test_a_delay_says_until_when(at: datetime, expected: str) -> None:
    assert moment(at, NOW) == expected


def test_times_are_those_of_the_zone_of_now() -> None:
    east = timezone(timedelta(hours=3))
    at = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    assert moment(at, NOW.astimezone(east)) == "Tue 1:30"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "2h 14m"),
        ({"delayed": True, "delayed_until": datetime(2026, 11, 24, 9, 0, tzinfo=UTC)}, "Tue 9:00"),
        ({"delayed": True}, "delayed"),
        ({"status": TicketStatus.AWAITING}, "awaiting"),
        ({"status": TicketStatus.ARCHIVED}, "archived"),
    ],
)
def test_what_does_not_wait_for_staff_says_so_in_words(changes: dict[str, object], expected: str) -> None:
    assert waiting(replace(ROW, **changes), NOW) == expected  # type: ignore[arg-type]


def test_a_wait_beyond_patience_is_strong_and_only_that() -> None:
    _, tail = row_pieces(ROW, columns_for(120), NOW, patience=timedelta(hours=2))
    assert [(text.strip(), look) for text, look in tail] == [
        ("Tech     vps-31    progress    5h", "plain"),
        ("2h 14m", "strong"),
        ("-", "plain"),
    ]
    assert len(row_pieces(ROW, columns_for(120), NOW, patience=timedelta(hours=3))[1]) == 1


def test_rows_are_few_pieces_and_the_cursor_changes_the_front_alone() -> None:
    """Each piece of a look costs colour codes; the tail is not sent when the cursor moves (PERFORMANCE P5)."""
    columns = columns_for(120)
    plain = row_pieces(replace(ROW, unread=True), columns, NOW)
    pointed = row_pieces(replace(ROW, unread=True), columns, NOW, RowState(cursor=True))
    assert [look for _, look in plain[0]] == ["strong"]
    assert [look for _, look in pointed[0]] == ["cursor"]
    assert plain[1] == pointed[1]
    assert len(plain[1]) == 1


def test_names_that_are_missing_have_words() -> None:
    line = text_of(replace(ROW, client="", subject="  ", service=None), 120)
    assert line.split()[:3] == ["4812", "hans@acme.exa…", "good"]
    assert "(no subject)" in line
    assert line.split()[-6:] == ["-", "progress", "5h", "2h", "14m", "-"]


@pytest.mark.parametrize(
    ("width", "rated", "shown"),
    [
        (120, Characteristic.COMMON, "Nordlicht Rechenzen…"),
        (120, Characteristic.PROBLEMATIC, "Nordlicht Rec…  prob"),
        (80, Characteristic.COMMON, "Nordlicht Rechenz…"),
        (80, Characteristic.GOOD, "Nordlicht R…  good"),
    ],
)
def test_a_client_who_is_not_rated_has_the_room_of_the_rating(width: int, rated: Characteristic, shown: str) -> None:
    """TQ7: a name is cut late; most clients are common."""
    row = replace(ROW, client="Nordlicht Rechenzentrum", characteristic=rated)
    assert f" 4812   {shown}  Server" in text_of(row, width)
