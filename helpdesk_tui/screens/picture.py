"""An attached picture on a page of its own: fitted, zoomed, panned (TF11).

A child process decodes it (docs/adr/0034); leaving the page, or asking for another part, ends the child that is at it.
"""

from __future__ import annotations

import os
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.color import Color

from helpdesk_tui.errors import DeskError, UnusableData
from helpdesk_tui.pictures.decoding import TOO_LARGE, decoded
from helpdesk_tui.pictures.frames import MOST_PIXELS, Answer, Kind, Question
from helpdesk_tui.rules.picture_view import View
from helpdesk_tui.rules.pictures import Picture
from helpdesk_tui.screens.attach import ask_folder
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.vocab import PictureUse
from helpdesk_tui.widgets.cells import size_words
from helpdesk_tui.widgets.framed_app import FramedApp, Repainted
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.picture import PictureCells
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.terminal_picture import Way, cell_dots, drawn, draws, erased, way_of, write


class _Held(NamedTuple):
    """What was decoded last, and what had been asked for."""

    question: Question
    answer: Answer


class PictureScreen(DeskScreen[None]):
    """A picture, page by page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "zoom(1)", "Larger", id="picture.larger", tooltip="Twice as large."),
        Binding("minus", "zoom(-1)", "Smaller", id="picture.smaller", tooltip="Half as large, until all of it fits."),
        Binding("0", "fit", "Fit", id="picture.fit", tooltip="All of the picture on the page."),
        Binding("left,h", "pan(-1,0)", "Left", id="picture.left", tooltip="Half a page to the left."),
        Binding("right,l", "pan(1,0)", "Right", id="picture.right", tooltip="Half a page to the right."),
        Binding("up,k", "pan(0,-1)", "Up", id="picture.up", tooltip="Half a page up."),
        Binding("down,j", "pan(0,1)", "Down", id="picture.down", tooltip="Half a page down."),
        Binding("s", "save", "Save", id="picture.save", tooltip="Save the file to a folder of yours."),
    ]  # fmt: skip
    HOLDS_KEYS = False  # while it is decoded, which may take long, the page can be left

    def __init__(self, session: Session, name: str, content: bytes, picture: Picture) -> None:
        super().__init__(session)
        self._file, self._content, self._picture = name, content, picture
        self._view: View | None = None
        """What is wanted, once the size of the picture is known."""
        self._found: _Held | None = None
        self._asked: Question | None = None
        """What was asked for last, whether or not it was answered."""
        self._drawn = False
        """Whether the terminal shows a picture that it drew itself."""

    def compose(self) -> ComposeResult:
        """A hairline, the picture, the keys."""
        yield Rule(self._file, self._about())
        yield PictureCells()
        yield self.foot

    def on_mount(self) -> None:
        """Say what is done, and how one gets out of it."""
        cells = self.query_one(PictureCells)
        cells.tell(self.keyed("The picture is being decoded ... ({q} gives up, {s} saves the file)"))
        self.set_focus(cells)

    def keys(self) -> tuple[Key, ...]:
        """Zoom, pan, save."""
        seen = self._view is not None
        return (
            Key("q", "back"), Key("+", "larger", seen), Key("-", "smaller", seen), Key("0", "fit", seen),
            Key("s", "save the file"), Key("?", "keys"),
        )  # fmt: skip

    # ------------------------------------------------------------ what is shown

    async def load(self) -> None:
        """Have decoded what is to be seen, unless it is there already, and show it."""
        cells = self.query_one(PictureCells)
        if not cells.size.width or not cells.size.height:
            return  # the page has no size yet, and tells when it has one
        self._asked = question = self._question(cells)
        try:
            if self._found is None or not _serves(self._found, question):
                self._found = _Held(question, await self._decoded(question))
        except DeskError as trouble:
            self._tell(cells, f"{trouble.sentence}\n\n{self.keyed('{s} saves the file.')}")
            return
        self._view = question.view(self._found.answer.picture)
        self.query_one(Rule).show(self._file, self._about())
        self._show(cells, self._view, self._found.answer)

    def store_changed(self) -> None:
        """A file does not change; to begin anew with every change of the desk would never end."""

    async def _decoded(self, question: Question) -> Answer:
        if self._picture.width * self._picture.height > MOST_PIXELS:
            raise UnusableData(TOO_LARGE, code="picture")
        return await decoded(question, self._content)

    def _question(self, cells: PictureCells) -> Question:
        """The part that is wanted now."""
        wide, high = self._cell(cells)
        page = (cells.size.width * wide, cells.size.height * high)
        view = View((1, 1), page) if self._view is None else self._view.resized(page)
        kind = Kind.DOTS if self._way(cells) is Way.BLOCKS else Kind.PNG
        return Question(self._picture.format, kind, page, view.scale, view.x, view.y, self._ground())

    def _way(self, cells: PictureCells) -> Way:
        way = way_of(PictureUse(self.session.settings.screen.pictures), os.environ)
        return way if draws(self.app) and not cells.grey else Way.BLOCKS

    def _cell(self, cells: PictureCells) -> tuple[int, int]:
        """Dots of a cell."""
        return (1, 2) if self._way(cells) is Way.BLOCKS else cell_dots(cells.size)

    def _ground(self) -> tuple[int, int, int]:
        """The background of the theme; where the terminal has its own, which nobody knows, black or white."""
        theme = self.app.current_theme
        if theme.ansi or theme.background is None:
            return (0, 0, 0) if theme.dark else (255, 255, 255)
        return Color.parse(theme.background).rgb

    def _about(self) -> str:
        """`PNG picture, 1280 x 800 pixels, 34 kB, 42%, the first frame of several`."""
        if self._view is None or self._found is None:
            return f"{self._picture.words}, {size_words(len(self._content))}"
        picture, answer = Picture(self._picture.format, *self._found.answer.picture), self._found.answer
        words = [picture.words, size_words(len(self._content))]
        if self._found.question.kind is Kind.DOTS:
            words.append(f"{self._view.fitting if self._view.scale is None else self._view.scale:.0%}")
        words += ["the first frame of several"] * answer.moves
        return ", ".join(words)

    def _tell(self, cells: PictureCells, text: str) -> None:
        self._erase()
        self._found = self._view = None
        cells.tell(text)

    def _show(self, cells: PictureCells, view: View, answer: Answer) -> None:
        way = self._way(cells)
        if way is Way.BLOCKS:
            self._erase()
            cells.show(view, answer.area, answer.content)
            return
        cells.tell("")
        if way is Way.ITERM and self._drawn:
            self._paint_over()
        self.call_after_refresh(self._draw)

    # ------------------------------------------------------------ the terminal's own way

    def _draw(self) -> None:
        """Let the terminal draw what was decoded last, on the blank cells that were painted before."""
        if self.app.screen is not self or self._found is None or self._view is None:
            return
        cells = self.query_one(PictureCells)
        wide, high = self._cell(cells)
        (left, top), area = self._view.margins, self._found.answer.area
        columns = min(max(round(area.width / wide), 1), cells.size.width)
        rows = min(max(round(area.height / high), 1), cells.size.height)
        place = cells.region.offset
        png = self._found.answer.content
        write(self.app, drawn(self._way(cells), png, place.x + left // wide, place.y + top // high, columns, rows))
        self._drawn = True

    def _erase(self) -> None:
        """Take it from the terminal."""
        if not self._drawn:
            return
        self._drawn = False
        way = way_of(PictureUse(self.session.settings.screen.pictures), os.environ)
        write(self.app, erased(way))
        if way is Way.ITERM:
            self._paint_over()

    def _paint_over(self) -> None:
        if isinstance(self.app, FramedApp) and self.app.is_running:
            self.app.frame.forget()
            self.app.screen.refresh(layout=True)

    def on_screen_suspend(self) -> None:
        """Something lies over the page: a picture would stand before it."""
        self._erase()

    def on_unmount(self) -> None:
        """The page is left, or the program is."""
        self._erase()

    def on_repainted(self, message: Repainted) -> None:
        """Everything was painted anew, over the picture."""
        if self._drawn:
            self.call_after_refresh(self._draw)

    # ------------------------------------------------------------ keys

    def on_picture_cells_resized(self, message: PictureCells.Resized) -> None:
        """Another size: fitted anew, or the same middle."""
        self._erase()
        if self._question(self.query_one(PictureCells)) != self._asked:
            self.reload()

    def on_resize(self, event: events.Resize) -> None:
        """The terminal forgets what it drew where its size changes, or keeps it in the wrong place."""
        self._erase()

    def _go(self, view: View | None) -> None:
        """Show another part, as soon as it is there."""
        if view is None:
            self.say("There is no picture to move yet.")
        elif view != self._view:
            self._view = view
            self.reload()

    def action_zoom(self, by: int) -> None:
        """Larger or smaller."""
        self._go(self._view and self._view.zoomed(by))

    def action_fit(self) -> None:
        """The whole picture."""
        self._go(self._view and self._view.fitted())

    def action_pan(self, across: int, down: int) -> None:
        """Aside."""
        self._go(self._view and self._view.panned(across, down))

    def action_save(self) -> None:
        """Save the file."""
        self.begin(ask_folder(self, self._file, self._content))


def _serves(held: _Held, question: Question) -> bool:
    """Whether what was decoded shows what is asked for now: as large, over the same ground, and all of it."""
    before, size = held.question, held.answer.picture
    if (before.kind, before.background) != (question.kind, question.background):
        return False
    now = question.view(size)
    if before.view(size).size != now.size:
        return False
    return held.answer.area.holds(now.window) if question.kind is Kind.DOTS else held.answer.area == now.window
