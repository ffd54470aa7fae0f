"""What a holder types survives whoever takes the ticket over, and a full disk; colleagues see each other (TR1, TR5).

Real apps on pseudo-terminals. What a hang-up, a kill and a locked database do to it stands in `test_hang_up`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.nursery import Nursery
from tests.e2e.small_desks import Case, case, set_up
from tests.e2e.strace import needs_strace
from tests.e2e.test_full_disk import PROGRAM, failed_writes
from tests.terminal import Terminal

pytestmark = pytest.mark.serial

WITHIN = 2.0
DRAFTS = "SELECT ticket, text FROM draft"
TEXT = "The server is up again"


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    """Anna and John in Tech; anna holds ticket 1."""
    database = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with Nursery() as nursery:
        made = case(nursery, tmp_path / "desk", database=database)
        set_up(made, "anna", "john")
        made.ticket("Server unreachable")
        made.run("--as", "anna", "ticket", "take", "1")
        yield made


def begin(app: Terminal) -> None:
    """Open the ticket and begin an answer."""
    app.wait_for("Server unreachable")
    app.press("enter")
    app.wait_for("held by you")
    app.press("r")
    app.wait_for("Reply to hans@nordlicht.example")
    app.wait_for("ctrl+s send")


def test_a_take_over_leaves_the_text(desk: Case) -> None:
    """TR1: told at once with the comfort; typing goes on, and all of it is there when the ticket comes back."""
    with desk.app("anna") as app:
        begin(app)
        app.type(TEXT)
        app.wait_for(TEXT)
        desk.gary("ticket", "take", "1", "--over", "--reason", "anna is ill")
        app.wait_for("gary took the ticket over. Your text is kept.")
        app.type(", sorry")
        app.wait_for(f"{TEXT}, sorry")
        app.press("ctrl+q")
        assert app.wait(10) == 0
    desk.gary("ticket", "release", "1")
    desk.run("--as", "anna", "ticket", "take", "1")
    with desk.app("anna") as again:
        begin(again)
        again.wait_for(f"{TEXT}, sorry")


def test_colleagues_see_each_other(desk: Case) -> None:
    """Issue 4, presence: in the list and in the form, within two seconds, and no more once the other has left."""
    with desk.app("john", 158) as john, desk.app("anna", 158) as anna:
        john.wait_for("Server unreachable")
        begin(anna)
        john.wait_for("anna, reading", WITHIN)
        anna.type(TEXT)
        john.wait_for("anna, writing", WITHIN)
        john.press("enter")
        john.wait_for("anna writes", WITHIN)
        anna.wait_for("john has it open", WITHIN)
        anna.press("ctrl+q")
        assert anna.wait(10) == 0
        john.wait_until(lambda seen: "anna writes" not in seen.text, WITHIN, "gone")


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
def test_a_full_disk_leaves_the_text(desk: Case) -> None:
    """TR5: it is said that the draft is not kept and why, typing goes on, and it is kept as soon as there is room."""
    needs_strace()
    journal = desk.folder / "desk.sqlite-wal"
    inject = ("-e", "trace=pwrite64,write", "-e", "inject=pwrite64:error=ENOSPC:when=1..6", "-P", str(journal))
    argv = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", str(desk.folder / "trace"), *inject, *PROGRAM, "--as", "anna"]
    with Terminal(argv, env=desk.environment, patience=30) as app:
        begin(app)
        text = TEXT
        app.type(text)
        app.wait_for(re.compile(r"The draft is not kept: The disk of /\S"))
        assert (1, text) not in desk.asked(DRAFTS)
        while desk.asked(DRAFTS) != [(1, text)]:
            text += "!"
            app.type("!")
            app.wait_for(text)
            app.settle(quiet_ms=1200)  # longer than the pause after which a draft is kept
        app.wait_for("draft kept")
        app.press("ctrl+q")
        assert app.wait(10) == 0
    assert failed_writes(desk) > 0
    assert desk.rows(DRAFTS) == [(1, text)]
