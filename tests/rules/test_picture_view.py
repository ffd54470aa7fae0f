"""What part of a picture is shown (TF11): fitting, zooming, panning, as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.rules.picture_view import Area, View

PAGE = (120, 76)


@pytest.mark.parametrize(("picture", "page", "size", "margins"), [
    ((1200, 760), PAGE, (120, 76), (0, 0)),
    ((1200, 380), PAGE, (120, 38), (0, 19)),
    ((380, 760), PAGE, (38, 76), (41, 0)),
    ((16, 16), PAGE, (16, 16), (52, 30)),
    ((120, 76), PAGE, (120, 76), (0, 0)),
    ((1, 1), PAGE, (1, 1), (59, 37)),
    ((10_000, 1), PAGE, (120, 1), (0, 37)),
    ((1, 50_000_000), PAGE, (1, 76), (59, 0)),
    ((640, 480), (1, 2), (1, 1), (0, 0)),
])  # fmt: skip
def test_a_picture_fits_the_page_in_its_own_shape(
    picture: tuple[int, int], page: tuple[int, int], size: tuple[int, int], margins: tuple[int, int]
) -> None:
    """All of it, not enlarged, in the middle."""
    view = View(picture, page)
    assert (view.size, view.window, view.margins) == (size, Area(0, 0, *size), margins)


@pytest.mark.parametrize(("picture", "steps", "scale", "window"), [
    ((1200, 760), 1, 0.2, Area(60, 38, 120, 76)),
    ((1200, 760), 2, 0.4, Area(180, 114, 120, 76)),
    ((1200, 760), 4, 1.0, Area(540, 342, 120, 76)),  # 1.6 is beyond a dot a pixel, where it stops first
    ((1200, 760), 5, 2.0, Area(1140, 722, 120, 76)),
    ((1200, 760), 30, 8.0, Area(4740, 3002, 120, 76)),
    ((1200, 760), -1, None, Area(0, 0, 120, 76)),
    ((16, 16), 1, 2.0, Area(0, 0, 32, 32)),
    ((16, 16), 9, 8.0, Area(4, 26, 120, 76)),
])  # fmt: skip
def test_larger_keeps_the_middle(picture: tuple[int, int], steps: int, scale: float | None, window: Area) -> None:
    view = View(picture, PAGE).zoomed(steps)
    assert view.scale == (None if scale is None else pytest.approx(scale))
    assert view.window == window


def test_as_far_back_as_one_came() -> None:
    """Smaller undoes larger, the stop at a dot a pixel included; at last the picture is fitted again."""
    view = View((1200, 760), PAGE)
    assert view.zoomed(6).zoomed(-6) == view
    assert view.zoomed(5).zoomed(-1).scale == 1.0
    assert view.zoomed(3).panned(1, 1).fitted() == view


@pytest.mark.parametrize(("across", "down", "corner"), [
    (1, 0, (240, 114)), (-1, 0, (120, 114)), (0, 1, (180, 152)), (0, -1, (180, 76)),
    (-9, 0, (0, 114)), (9, 9, (360, 228)), (3, 0, (360, 114)),
])  # fmt: skip
def test_aside_by_half_a_page_and_to_the_edge_at_most(across: int, down: int, corner: tuple[int, int]) -> None:
    window = View((1200, 760), PAGE).zoomed(2).panned(across, down).window
    assert window == Area(*corner, 120, 76)


def test_nothing_is_aside_of_what_fits() -> None:
    view = View((1200, 760), PAGE)
    assert view.panned(1, 1) == view


def test_what_is_asked_for_lies_around_what_is_shown() -> None:
    """So that a step aside needs no question; at the edge there is nothing beyond."""
    view = View((1200, 760), PAGE).zoomed(2)
    assert view.around == Area(60, 38, 360, 228)
    assert view.panned(-9, -9).around == Area(0, 0, 240, 152)
    assert view.around.holds(view.panned(1, 1).window)
    assert not view.around.holds(view.panned(9, 0).window)


def test_another_size_of_the_page() -> None:
    """What was fitted is fitted again; what was zoomed shows the same middle."""
    assert View((1200, 760), PAGE).resized((60, 38)).size == (60, 38)
    zoomed = View((1200, 760), PAGE).zoomed(2)
    assert zoomed.resized((60, 40)).window == Area(210, 132, 60, 40)
    assert zoomed.resized((600, 400)) == View((1200, 760), (600, 400)), "all of it fits"


LENGTHS = st.integers(1, 9_000)
MOVES = st.lists(st.tuples(st.integers(-2, 2), st.integers(-3, 3), st.integers(-3, 3)), max_size=8)


@given(st.tuples(LENGTHS, LENGTHS), st.tuples(st.integers(1, 400), st.integers(1, 400)), MOVES)
def test_whatever_is_pressed_the_window_lies_in_the_picture_and_on_the_page(
    picture: tuple[int, int], page: tuple[int, int], moves: list[tuple[int, int, int]]
) -> None:
    view = View(picture, page)
    for zoom, across, down in moves:
        view = view.zoomed(zoom).panned(across, down)
        part, size = view.window, view.size
        assert Area(0, 0, *size).holds(view.around)
        assert view.around.holds(part)
        assert 0 < part.width == min(page[0], size[0])
        assert 0 < part.height == min(page[1], size[1])
