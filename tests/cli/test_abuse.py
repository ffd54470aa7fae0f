"""Violations on the command line (CLI: abuse add, list; provider abuse_score_limit; SPEC TF5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.calls import Calls
from tests.cli.test_tickets import opened

ABUSE = {
    "id": 1, "ticket": 1, "client": "hans@acme.example", "service": "vps-31", "scores": 5, "action": "suspend-service",
    "until": "2026-04-14T07:00:00Z", "comment": "Open relay", "state": "open", "ended": None, "reason": "",
    "by": "anna", "at": "2026-04-11T10:00:00Z",
}  # fmt: skip


def add(call: Calls, *words: str, scores: str = "5", action: str = "suspend-service", until: str = "2026-04-14") -> Any:
    """A violation that anna registers; the date means 9:00 in Berlin."""
    return call.json("abuse", "add", "1", "--scores", scores, "--action", action, "--until", until, *words, as_="anna")


def test_an_abuse_has_every_field(call: Calls) -> None:
    opened(call, "--service", "vps-31")
    assert add(call, "--comment", "Open relay") | {"at": ABUSE["at"]} == ABUSE | {"client_scores": 5}
    assert [one | {"at": ABUSE["at"]} for one in call.json("abuse", "list")] == [ABUSE]
    assert call.json("client", "show", "hans@acme.example")["scores"] == 5


def test_people_read_what_comes_next(call: Calls) -> None:
    opened(call)
    words = ("abuse", "add", "1", "--scores", "1", "--action", "support", "--until", "mon 9:00")
    assert call(*words).text == (
        "Abuse 1 on ticket 1: 1 score; without an answer by Mon 13 Apr 9:00 the ticket comes back to the support"
        " queue.\nAcme GmbH has 1 score.\n"
    )
    assert "Acme GmbH" in call("abuse", "list").text
    assert call("abuse", "list", "--state", "done").text == "There is no abuse.\n"


def test_withdrawn_with_a_reason(call: Calls) -> None:
    opened(call, "--service", "vps-31")
    add(call)
    add(call, "--service", "mail-pro", scores="2")
    gone = call.json("abuse", "withdraw", "1", "--reason", "false alarm")
    assert (gone["state"], gone["reason"], gone["client_scores"]) == ("withdrawn", "false alarm", 2)
    assert [one["id"] for one in call.json("abuse", "list", "--state", "open", "--state", "answered")] == [2]
    assert [one["id"] for one in call.json("abuse", "list", "--client", "erika@acme.example")] == [2, 1]
    assert call.json("abuse", "list", "--client", "omar@example.org") == []
    assert call.refused("abuse", "withdraw", "1", "--reason", "again")["code"] == "withdrawn"


def test_the_limit_and_a_service_made_active_again(call: Calls) -> None:
    """TF5: `provider set abuse_score_limit`, `service state`."""
    opened(call)
    assert call.json("provider", "set", "abuse_score_limit", "5")["abuse_score_limit"] == "5"
    add(call, action="support")
    services = call.json("service", "list", "hans@acme.example")
    assert [one["status"] for one in services] == ["suspended", "suspended"]
    assert call.json("service", "state", "hans@acme.example", "vps-31", "active") == services[0] | {"status": "active"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--scores", "0"), 1, "bad_scores"), (("--scores", "many"), 2, "usage"), (("--action", "shoot"), 2, "usage"),
        (("--until", "2026-04-10"), 1, "not_ahead"), (("--until", "neverday"), 2, "usage"),
        (("--service", "vps-12"), 1, "not_found"),
    ],
)  # fmt: skip
def test_what_is_refused(call: Calls, words: tuple[str, str], code: int, said: str) -> None:
    """CLI: a value that is none is 2, one that the rules refuse 1."""
    opened(call, "--service", "vps-31")
    given = {"--scores": "5", "--action": "support", "--until": "3d"} | dict([words])
    call_words = [word for pair in given.items() for word in pair]
    assert call.refused("abuse", "add", "1", *call_words, code=code)["code"] == said
    assert call.json("abuse", "list") == []


def test_foreign_and_missing_alike(call: Calls) -> None:
    """TQ1: john, of Sales, learns nothing of Tech's."""
    opened(call, "--service", "vps-31")
    add(call)
    assert call.json("abuse", "list", as_="john") == []
    errors = [call.refused("abuse", "withdraw", number, "--reason", "x", as_="john") for number in ("1", "2")]
    assert [error["code"] for error in errors] == ["not_found", "not_found"]
