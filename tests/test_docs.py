"""The documents say what the program is: keys, configuration, acts, behaviour, links (CONTRIBUTING: Adding things)."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from helpdesk_tui import screens, widgets
from helpdesk_tui.config import Settings
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.registry import ACTS
from helpdesk_tui.rules.query_tree import Field
from helpdesk_tui.screens.key_labels import key_names
from helpdesk_tui.themes import NAMES
from helpdesk_tui.vocab import MailOutcome, OutboxState

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs" / "manual"
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")})


def page(name: str) -> str:
    """A page of the manual."""
    return (MANUAL / name).read_text(encoding="utf-8")


def parts(text: str) -> dict[str, str]:
    """The parts of a page by their second-level headings."""
    found = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def rows(text: str) -> list[list[str]]:
    """The rows of the tables in a text, without headings and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    kept = [line for at, line in enumerate(lines) if not lines[at + 1 : at + 2] or "| ---" not in lines[at + 1]]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in kept if "| ---" not in line]


def test_rows_are_read_as_they_stand() -> None:
    """The reader that the tests below rely on."""
    assert rows("| a | b |\n| --- | --- |\n| `x` | 1 |\n| y | |\n\ntext\n\n| c |\n| --- |\n| z |") == [
        ["`x`", "1"], ["y", ""], ["z"],
    ]  # fmt: skip


# ---------------------------------------------------------------- behaviour

SPECIFIED = {"TQ": 13, "TF": 11, "TR": 7, "DS": 3, "PR": 4, "MG": 13, "MO": 2, "IN": 13, "SF": 3, "CL": 16, "RD": 4,
             "X": 8}  # fmt: skip
"""The rows of the specification: how many each area has."""

_ROW = re.compile(r"- \*\*([A-Z]+\d+)\*\* \*(done|planned|in part; missing: [^*]+)\* (.+)", re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Row:
    """A row of docs/behaviour.md."""

    id: str
    state: str
    said: str
    tests: tuple[tuple[str, str], ...]
    pages: tuple[str, ...]
    """Pages of the manual that explain it."""


@cache
def behaviour() -> tuple[Row, ...]:
    """The rows of docs/behaviour.md, in their order."""
    text = (ROOT / "docs" / "behaviour.md").read_text(encoding="utf-8")
    found = []
    for item in re.findall(r"^- .*(?:\n  .*)*", text, flags=re.MULTILINE):
        row = _ROW.fullmatch(item)
        assert row is not None, f"not a row: {item[:100]}"
        tests = re.findall(r"`([\w/]+\.py)::(\w+)`", row[3])
        pages = re.findall(r"\(manual/([\w-]+\.md)\)", row[3])
        found.append(Row(row[1], row[2], row[3].split("\n", 1)[0], tuple(tests), tuple(pages)))
    return tuple(found)


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests of a file, empty when there is no such file."""
    path = ROOT / "tests" / file
    if not path.is_file():
        return frozenset()
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, functions))


def test_every_row_of_the_specification_stands_there_once() -> None:
    assert [row.id for row in behaviour()] == [
        f"{area}{number}" for area, count in SPECIFIED.items() for number in range(1, count + 1)
    ]  # fmt: skip


@pytest.mark.parametrize("row", behaviour(), ids=lambda row: row.id)
def test_a_row_says_one_sentence_and_names_tests_that_there_are(row: Row) -> None:
    """What is done is proved; what is planned claims nothing."""
    assert re.fullmatch(r"[A-Z*`].*\.", row.said), row.said
    assert [f"{file}::{name}" for file, name in row.tests if name not in names_in(file)] == []
    assert all(name.startswith("test_") for _, name in row.tests)
    assert len(set(row.tests)) == len(row.tests)
    if row.state == "done":
        assert row.tests, f"{row.id} is done, says who?"
    if row.state == "planned":
        assert not row.tests, f"{row.id} is planned and has tests"


@pytest.mark.parametrize(
    "row", [row for row in behaviour() if re.match("TQ|TF|TR|DS|PR", row.id)], ids=lambda row: row.id
)
def test_what_staff_work_with_all_day_is_proved_by_keys_and_shown_in_the_manual(row: Row) -> None:
    """Each of these rows has a test that presses keys, and a page with a picture."""
    assert [name for file, name in row.tests if file.startswith("screens/")], row.id
    assert row.pages, row.id
    assert [name for name in row.pages if "](../pictures/" not in page(name)] == []


# ---------------------------------------------------------------- manual


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_every_act_has_its_line_in_the_manual(act: type[Act[Any]]) -> None:
    """Its title stands there in bold, where it is explained."""
    assert any(f"**{act.title}**" in path.read_text(encoding="utf-8") for path in MANUAL.glob("*.md")), act.title


def test_every_field_of_the_query_language_is_explained() -> None:
    """TQ10."""
    terms = [cells[0] for cells in rows(parts(page("queue.md"))["Finding tickets"])]
    known = [name for term in terms for name in re.findall(r"(\w+):", term)]
    assert sorted(known) == sorted(Field)


@pytest.mark.parametrize("outcome", MailOutcome)
def test_every_outcome_of_an_email_is_explained(outcome: MailOutcome) -> None:
    assert f"`{outcome}`" in parts(page("mail.md"))["Coming in"]


def test_every_state_of_an_outgoing_email_is_explained() -> None:
    assert [cells[0] for cells in rows(parts(page("mail.md"))["Going out"])] == [f"`{state}`" for state in OutboxState]


# ---------------------------------------------------------------- configuration

SAID = {
    ("", "database"): "`desk.sqlite` in the data folder of your system",
    ("smtp", "port"): "465 with `tls`, 587 with `starttls`, 25 with `none`",
    ("smtp", "tls"): "`none` to this computer, `tls` on port 465, otherwise `starttls`",
}
"""Defaults that follow from other things are said in words."""


def settings_keys() -> Iterator[tuple[str, str, str]]:
    """Every key of the file: its section, its name, its default as TOML or in words."""
    yield "", "database", SAID["", "database"]
    yield "", "sendmail", '`""`'
    for section in dataclasses.fields(Settings):
        if not dataclasses.is_dataclass(section.default):
            continue
        for field in dataclasses.fields(section.default):
            name = field.metadata["name"] or field.name
            yield section.name, name, SAID.get((section.name, name), f"`{json.dumps(field.default)}`")


def test_every_key_of_the_configuration_file_stands_there_with_its_default() -> None:
    """CLI: Configuration file."""
    told = parts(page("configuration.md"))
    sections = {name.strip("[]"): text for name, text in told.items() if name.startswith("[")}
    sections[""] = told["At the top"]
    documented = {
        (section, cells[0].strip("`"), cells[1])
        for section, text in sections.items()
        for cells in rows(text)
    }  # fmt: skip
    assert documented == set(settings_keys())
    assert set(sections) - {""} == {section for section, _, _ in settings_keys() if section} | {"keys"}


def test_every_theme_is_named() -> None:
    theme = next(cells for cells in rows(parts(page("configuration.md"))["[screen]"]) if cells[0] == "`theme`")
    assert set(re.findall(r"`(\w+)`", theme[2])) == set(NAMES)


def test_every_variable_of_the_environment_is_named() -> None:
    """Those that the program reads; the shells' completion brings one of its own."""
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "helpdesk_tui").rglob("*.py"))
    read = {name for text in sources for name in re.findall(r"\bHELPDESK_[A-Z_]+\b", text)}
    named = {cells[0].strip("`") for cells in rows(parts(page("configuration.md"))["Environment"])}
    assert named == read - {"HELPDESK_TUI_COMPLETE"} | {"NO_COLOR"}


# ---------------------------------------------------------------- keys

KEY_PARTS = {
    "Everywhere": ("DeskScreen", "HelpdeskApp"),
    "A ticket, in the list and in the form": ("TicketActs", "Undoing", "Beside"),
    "The queue": ("QueueScreen", "QueueViews"), "Marked tickets": ("QueueMarks",),
    "Acting on marked tickets": ("BatchDialog",), "Your views": ("OwnViewsScreen",),
    "The list of tickets": ("TicketList",), "Go to ...": ("GoTo",),
    "The ticket form": ("TicketScreen", "GoingOn"), "The conversation": ("Thread",),
    "Writing": ("Changing", "Writing", "Sending"),
    "Messages of a ticket": ("MessageActs",),
    "An answer of whois or dig": ("LookupScreen",), "An attached picture": ("PictureScreen",),
    "Before sending": ("ReviewScreen",), "The text field": ("Composer",), "Clients": ("ClientsScreen",),
    "The client card": ("ClientScreen",), "A section of the client card": ("ClientPartScreen",),
    "Orders of a client": ("OrdersScreen",),
    "The account of a client": ("AccountScreen",), "Support incidents of a client": ("IncidentsScreen",),
    "Payments and expenses": ("PapersScreen",), "Invoices": ("BillsScreen", "InvoiceScreen"),
    "Payments": ("PaymentsScreen",), "Withdrawals": ("WithdrawalsScreen",), "Expenses": ("ExpensesScreen",),
    "Payers": ("PayersScreen",),
    "Discounts": ("DiscountsScreen",),
    "Taxes": ("TaxesScreen",),
    "Currencies": ("CurrenciesScreen",), "Exchange rates": ("RatesScreen",),
    "The client area": ("AreaScreen",), "Tickets of the client area": ("AreaTicketsScreen",),
    "A ticket in the client area": ("AreaTicketScreen",), "Support incidents in the client area": ("AreaOrdersScreen",),
    "Incoming emails": ("IncomingScreen",),
    "The outbox": ("OutboxScreen", "OutgoingScreen"),
    "Departments": ("DepartmentsScreen",), "Staff": ("StaffScreen",), "Plans of support": ("PlansScreen",),
    "Mail gateways": ("GatewaysScreen",),
    "Letters": ("LettersScreen",), "Spam senders": ("SpamSendersScreen",),
    "Predefined replies": ("RepliesScreen",), "The Auto-reply window": ("AutoReply",), "Abuse": ("AbusesScreen",),
    "Other lists": ("RecordList",), "Pages of text": ("Page",),
    "The filter line and other lines to fill in": ("QueryField", "FilterField"),
    "A question with one line": ("AskLine",),
    "A choice": ("Choose",), "Yes or no": ("Confirm",), "A notice": ("Notice",), "A form": ("Form",),
    "A choice within a form": ("Option",),
}  # fmt: skip
"""The parts of the key map, and the classes whose keys stand in each."""


@cache
def bound() -> dict[str, list[Binding]]:
    """The keys with a description that each class of app, screens and widgets brings."""
    found: dict[str, list[Binding]] = {}
    modules = [one.name for package in (screens, widgets)
               for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]  # fmt: skip
    for module in ("helpdesk_tui.app", *modules):
        for name, kind in vars(importlib.import_module(module)).items():
            if not (isinstance(kind, type) and issubclass(kind, DOMNode) and kind.__module__ == module):
                continue
            own = [one if isinstance(one, Binding) else Binding(*one) for one in vars(kind).get("BINDINGS", ())]
            described = [binding for binding in own if binding.description and not binding.system]
            if described:
                found[name] = described
    return found


def test_every_class_with_keys_has_its_part_of_the_key_map() -> None:
    assert sorted(bound()) == sorted(name for names in KEY_PARTS.values() for name in names)
    assert list(parts(page("keys.md"))) == list(KEY_PARTS)


@pytest.mark.parametrize("part", KEY_PARTS)
def test_the_key_map_is_that_of_the_program(part: str) -> None:
    """Every key with a description, in the words of `?`, and no other."""
    assert rows(parts(page("keys.md"))[part]) == [
        [f"`{key_names(one.key.split(','))}`", one.description, one.tooltip or "", f"`{one.id}`" if one.id else ""]
        for name in KEY_PARTS[part]
        for one in bound()[name]
    ]


# ---------------------------------------------------------------- links and words


def slug(heading: str) -> str:
    """The anchor of a heading, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    """The anchors of a page."""
    return {slug(title) for title in re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    """Pages, pictures and headings within the project."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        where = (path.parent / name).resolve() if name else path
        if not where.exists() or (anchor and anchor not in anchors(where)):
            broken.append(target)
    assert broken == []


def test_the_readme_leads_to_every_page_of_the_manual() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in MANUAL.glob("*.md") if f"(docs/manual/{path.name})" not in readme] == []


# In pieces, so that this file passes its own test.
REGISTRIES = [".".join(name) for name in (
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com"), ("crates", "io"),
    ("rubygems", "org"), ("golang", "org"), ("anaconda", "org"), ("docker", "io"), ("docker", "com"), ("ghcr", "io"),
    ("quay", "io"), ("packagist", "org"), ("nuget", "org"),
)]  # fmt: skip
"""Hosts of package registries: where packages come from is the affair of whoever installs."""


def project_files() -> Iterator[Path]:
    """Every text of the project: documents, sources, what installs and checks it."""
    for folder in ("helpdesk_tui", "tests", "benchmarks", "docs", ".ci"):
        yield from (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    yield from (path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".coverage"))


def test_no_host_of_a_package_registry_stands_anywhere() -> None:
    found = []
    for path in project_files():
        content = path.read_bytes().lower()
        found += [f"{path.relative_to(ROOT)}: {host}" for host in REGISTRIES if host.encode() in content]
    assert found == []
