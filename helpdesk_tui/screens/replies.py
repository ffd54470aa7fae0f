"""Predefined replies, a list that can be searched and changed (PR1, PR2, PR4)."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.replies import AddReply, DeleteReply, EditReply, For, not_theirs
from helpdesk_tui.questions import ReadDepartments, ReadProvider, ReadReplies, ReadStaff
from helpdesk_tui.rules import blanks, provider
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.dialogs import Confirm, lines_left
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.raw import TextScreen
from helpdesk_tui.screens.reply_text import EXAMPLE, marked_lines
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.setup import SetupScreen
from helpdesk_tui.views import ReplyView
from helpdesk_tui.widgets.filter_bar import FilterBar
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import Page
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record
from helpdesk_tui.widgets.rule import Rule

_NONE = "No predefined replies yet; {n} adds the first. In an answer, :: or {reply.predefined:ctrl+t} inserts one."
_NO_HITS = "No predefined reply has these words; Esc shows all, {n} adds one."
_EVERYBODY = "everybody"
_SHOWN = 300
"""Characters of a text that a line of the widest terminal has room for."""
_BESIDE = 9
"""Lines of the form beside the text: hairline, name, for whom, language, four of placeholders, keys."""


_NAMES = tuple(
    (what, " ".join(f"{{{name}}}" for name in blanks.NAMES if name.startswith(rooms)))
    for what, rooms in (
        ("the client", ("client.",)), ("the ticket", ("ticket.",)), ("its service", ("service.",)),
        ("you, the desk", ("staff.", "desk.")),
    )
)  # fmt: skip
"""The placeholders in lines, each with what it is about."""


class RepliesScreen(SetupScreen):
    """The predefined replies that one may see, a line for each text."""

    AUTO_FOCUS = "RecordList"
    TITLE_WORDS = "Predefined replies"
    EMPTY = _NONE
    COLUMNS = (Column("Name", 28), Column("For", 14), Column("Language", 8), Column("Text", fold=True))
    ACTS = (AddReply, EditReply, DeleteReply)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="filter", tooltip="Predefined replies whose name or text has a word."),
        act_key("n", AddReply, "add"),
        act_key("e", EditReply, "edit"),
        Binding("l", "language", "Another language", id="reply.language",
                tooltip="Write the predefined reply under the cursor in a further language."),
        Binding("v", "preview", "Preview", id="reply.preview",
                tooltip="The whole text in every language, filled in with an example."),
        act_key("d", DeleteReply, "delete"),
        Binding("escape", "show_all", "Show all", id="reply.all",
                tooltip="Show all predefined replies again after a search; back where all are shown."),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._words = ""
        self._all: tuple[ReplyView, ...] = ()
        self._lines: list[tuple[str, Record]] = []
        """Every text as it is searched and as it is listed, made once for all keys."""
        self._found: dict[str, tuple[ReplyView, str]] = {}

    def compose(self) -> ComposeResult:
        """A hairline, the search line, the list, the beginning of the text under the cursor, the keys."""
        yield Rule(self.TITLE_WORDS)
        yield FilterBar(id="filter")
        yield self._list
        yield self._detail
        yield self.foot

    async def load(self) -> None:
        """Read and list; who searches goes on searching."""
        searching = self.query_one(FilterBar).has_focus_within
        await super().load()
        if searching:
            self.query_one(FilterBar).enter()

    async def records(self) -> tuple[Record, ...]:
        """Every text that has the words."""
        self._all = await self.session.read(ReadReplies())
        self._found = {f"{one.id} {code}": (one, code) for one in self._all for code in one.texts}
        self._lines = [
            (f"{one.name}\n{one.whose}\n{one.texts[code]}".casefold(),
             Record(key, (one.name, one.whose, code, _begin(one.texts[code]))))
            for key, (one, code) in self._found.items()
        ]  # fmt: skip
        return self._narrowed()

    def _narrowed(self) -> tuple[Record, ...]:
        words = self._words.casefold().split()
        kept = tuple([record for text, record in self._lines if all(word in text for word in words)])
        self._list.empty = self.keyed(_NO_HITS if words else _NONE)
        self.query_one(FilterBar).show_position(None, len(kept))
        return kept

    def detail(self, name: str) -> list[list[Piece]]:
        """The beginning of the text under the cursor."""
        one, code = self._found[name]
        text = one.texts[code]
        return marked_lines(text, blanks.unknown_in(text), self.app.size.width)

    def keys(self) -> tuple[Key, ...]:
        """What can be done with the one under the cursor."""
        here = self._here()
        mine = here is not None and here[0].mine
        return (Key("Enter", "edit", mine), Key("n", "add"), Key("l", "language", mine),
                Key("v", "preview", here is not None), Key("/", "search"), Key("d", "delete", mine), Key("q", "back"),
                Key("?", "keys"))  # fmt: skip

    def _here(self) -> tuple[ReplyView, str] | None:
        return self._found.get(str(self._list.current))

    def _mine(self) -> tuple[ReplyView, str] | None:
        """The one under the cursor, where it may be changed; else the reason is said."""
        here = self._here()
        if here is not None and not here[0].mine:
            self.say(not_theirs().sentence)
            return None
        return here

    # ------------------------------------------------------------ searching

    def action_search(self) -> None:
        """Write what to search for."""
        self.query_one(FilterBar).enter()

    def on_filter_bar_typed(self, event: FilterBar.Typed) -> None:
        """Search while typing, in what was read."""
        self._words = event.query
        self._list.show(self._narrowed())
        self.show_detail()
        self.show_keys()

    def on_filter_bar_asked(self, event: FilterBar.Asked) -> None:
        """Into the list."""
        self.set_focus(self._list)

    def on_filter_bar_left(self, event: FilterBar.Left) -> None:
        """Into the list; where nothing was found, to all of them."""
        self.set_focus(self._list)
        if self._list.current is None:
            self.action_show_all()

    def action_show_all(self) -> None:
        """Show all again; back where all are shown already."""
        if not self._words.strip():
            self.action_back()
            return
        self._words = ""
        self.query_one(FilterBar).text = ""
        self._list.show(self._narrowed())
        self.show_detail()

    # ------------------------------------------------------------ writing

    async def add(self) -> None:
        """A new one."""
        choices = await self._choices()
        spoken = (await self.session.read(ReadProvider())).get("language", provider.default("language"))
        fields = (
            Field("reply_name", "Name"), _for_whom(choices), Field("language", "Language", spoken),
            *self._text_fields(""),
        )  # fmt: skip

        def added(given: dict[str, Any]) -> AddReply:
            whose = choices[given.get("whose", next(iter(choices)))]
            return AddReply(given.get("reply_name", ""), given.get("text", ""), whose, _code(given))

        self._tell(await fill(self, "Add predefined reply", fields, added))

    async def edit(self, name: str) -> None:
        """Change one."""
        one, code = self._found[name]
        choices = await self._choices(one)
        fields = (
            Field("new_name", "Name", one.name), _for_whom(choices, one.whose),
            Field("language", "Language", code, locked=self.keyed("{l} writes it in another one")),
            *self._text_fields(one.texts[code]),
        )  # fmt: skip

        def changed(given: dict[str, Any]) -> EditReply | None:
            whose = choices[given["whose"]] if "whose" in given else None
            return EditReply(one.id, given.get("new_name"), whose, code, given.get("text")) if given else None

        self._tell(await fill(self, f"Edit {one.name}", fields, changed, begin="text"), code)

    def action_edit(self) -> None:
        """Change the one under the cursor."""
        if self._mine() is not None:
            super().action_edit()

    def action_language(self) -> None:
        """The one under the cursor in another language."""
        here = self._mine()
        if here is not None:
            self.begin(self._translate(*here))

    async def _translate(self, one: ReplyView, code: str) -> None:
        fields = (Field("language", "Language"), *self._text_fields(one.texts[code]))
        whose = For(one.department or "", one.staff or "")

        def added(given: dict[str, Any]) -> AddReply:
            return AddReply(one.name, given.get("text", one.texts[code]), whose, _code(given))

        self._known = frozenset(self._found)
        self._tell(await fill(self, f"{one.name} in another language", fields, added))
        self._known = None

    def _text_fields(self, text: str) -> tuple[Field, ...]:
        """The text, as long as the terminal has room for, and what it may name."""
        return (
            Field("text", "Text", text, lines=max(lines_left(self.app, _BESIDE), 4)),
            *(
                Field("names", " " if at else "Filled in", names, locked=what)
                for at, (what, names) in enumerate(_NAMES)
            ),
        )

    async def _choices(self, one: ReplyView | None = None) -> dict[str, For]:
        """For whom I may write, by the words of the form; a reply that is changed stays whose it is."""
        scope = self.session.scope
        departments = await self.session.read(ReadDepartments())
        choices = {one.whose: For(one.department or "", one.staff or "")} if one is not None else {}
        if scope.everything:
            choices[_EVERYBODY] = For()
        choices |= {d.name: For(department=d.name) for d in departments if scope.covers(d.id)}
        choices[scope.login] = For(staff=scope.login)
        if scope.everything:
            choices |= {s.login: For(staff=s.login) for s in await self.session.read(ReadStaff())}
        return choices

    def _tell(self, number: int | None, code: str = "") -> None:
        """That it is kept, and what nothing will ever fill in."""
        if number is None:
            return
        texts = next((one.texts for one in self._all if one.id == number), {})
        unknown = blanks.unknown_in("\n".join(text for at, text in texts.items() if not code or at == code))
        if unknown:
            self.say(f"Kept, but nothing ever fills in {', '.join(unknown[:3])}.")
        else:
            self.say("The predefined reply is kept.", alarm=False)

    # ------------------------------------------------------------ looking and deleting

    def action_preview(self) -> None:
        """All of it."""
        here = self._here()
        if here is not None:
            self.app.push_screen(ReplyScreen(self.session, *here))

    def deletion(self, name: str) -> Act[Any]:
        """Delete its text in this language, or all of it with the last one."""
        one, code = self._found[name]
        return EditReply(one.id, language=code, text="") if len(one.texts) > 1 else DeleteReply(one.id)

    def action_delete(self) -> None:
        """Delete the one under the cursor, after a question."""
        if self._mine() is not None:
            super().action_delete()

    async def _delete(self, name: str) -> None:
        one, code = self._found[name]
        what = f"the text of {one.name} in {code}" if len(one.texts) > 1 else one.name
        refused = await self.session.refusal(self.deletion(name))
        if refused:
            self.say(refused)
        elif await self.ask(Confirm(f"Delete {what}?")):
            await self.act(self.deletion(name), f"{what[0].upper()}{what[1:]} is deleted.")


class ReplyScreen(TextScreen):
    """A predefined reply in all its languages, filled in with an example."""

    def __init__(self, session: Session, one: ReplyView, code: str) -> None:
        super().__init__(session, f"{one.name} · for {one.whose}")
        self._one = one
        self._first = code

    def compose(self) -> ComposeResult:
        """As any text, with a word about the placeholders, which a long name leaves in sight."""
        yield Rule(self._title, "filled in with an example")
        yield Page()
        yield self.foot

    async def load(self) -> None:
        """Show it, the language one comes from first."""
        lines: list[list[Piece]] = []
        for code in sorted(self._one.texts, key=lambda code: code != self._first):
            text = blanks.filled(self._one.texts[code], EXAMPLE)
            lines += [[(f" {code}", "accent")], *marked_lines(text, blanks.blanks_in(text), self.app.size.width), []]
        page = self.query_one(Page)
        page.show(lines[:-1])
        self.set_focus(page)


def _for_whom(choices: dict[str, For], chosen: str = "") -> Field:
    return Field("whose", "For", chosen or next(iter(choices)), tuple(choices))


def _begin(text: str) -> str:
    """As much of a text as a line can show."""
    return " ".join(text[:_SHOWN].split())


def _code(given: dict[str, Any]) -> str:
    return str(given.get("language", "")).strip().lower()
