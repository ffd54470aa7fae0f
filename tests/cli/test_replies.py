"""Predefined replies on the command line (CLI: reply add, list, show, delete; PR1, PR3, PR4)."""

from __future__ import annotations

import pytest

from tests.cli.calls import Calls
from tests.desks import HANS


def greeting(call: Calls) -> int:
    """A reply in two languages; its number."""
    call.json("reply", "add", "Greeting", "--text", "Hello {client.name},")
    added = call.json("reply", "add", "Greeting", "--text", "Guten Tag {client.name},", "--language", "de")
    number: int = added["id"]
    return number


def test_a_reply_is_added_listed_shown_and_deleted(call: Calls) -> None:
    added = call.json("reply", "add", "Disk full", "--text", "-", "--department", "tech", stdin=b"One\nTwo {foo}\n")
    assert added == {
        "id": 1, "name": "Disk full", "department": "Tech", "staff": None, "language": "en",
        "text": "One\nTwo {foo}", "texts": {"en": "One\nTwo {foo}"}, "may_edit": True, "unfilled": ["{foo}"],
    }  # fmt: skip
    listed = {name: value for name, value in added.items() if name != "unfilled"}
    assert call.json("reply", "list") == [listed]
    assert call.json("reply", "list", as_="john") == []
    assert call.json("reply", "list", "DISK", "two") == [listed]
    assert call.json("reply", "list", "three") == []
    assert call.json("reply", "show", "disk full") == added
    assert call.json("reply", "show", "#1") == added
    assert call.json("reply", "delete", "Disk full") == {"id": 1, "deleted": True}
    assert call.json("reply", "list") == []


def test_pr4_the_language_of_the_client_of_the_desk_or_the_one_named(call: Calls) -> None:
    greeting(call)
    number = str(call.json("ticket", "new", "--client", HANS, "--department", "Tech", "--subject", "S",
                           "--message", "M")["number"])  # fmt: skip
    show = ("reply", "show", "Greeting")
    assert call.json(*show)["text"] == "Hello {client.name},"
    assert call.json(*show, "--ticket", number)["text"] == "Hello Acme GmbH,"
    call.json("client", "edit", HANS, "--language", "de-AT")
    assert call.json(*show, "--ticket", number)["text"] == "Guten Tag Acme GmbH,"
    assert call.json(*show, "--ticket", number, "--language", "en")["text"] == "Hello Acme GmbH,"
    call.json("provider", "set", "language", "de")
    assert call.json(*show)["language"] == "de"
    assert call.refused(*show, "--language", "sv") == {
        "code": "not_found", "message": "A text of Greeting in sv was not found.",
    }  # fmt: skip


def test_pr3_what_is_left_is_told_and_an_answer_with_it_is_not_sent(call: Calls) -> None:
    """Also here: refused with the reason; `--as-is` says that the braces are meant."""
    call.json("reply", "add", "Service", "--text", "{service.name} of {client.nmae}")
    number = str(call.json("ticket", "new", "--client", HANS, "--department", "Tech", "--subject", "S",
                           "--message", "M")["number"])  # fmt: skip
    shown = call.json("reply", "show", "Service", "--ticket", number)
    assert (shown["text"], shown["unfilled"]) == (
        "{service.name} of {client.nmae}", ["{service.name}", "{client.nmae}"],
    )  # fmt: skip
    told = call.people("reply", "show", "Service", "--ticket", number)
    assert "{service.name} and 1 other are not filled in." in told
    call.json("ticket", "take", number)
    assert call.refused("ticket", "reply", number, "--text", shown["text"]) == {
        "code": "unfilled",
        "message": "{service.name} and 1 other are not filled in. Change it, or say that the braces are meant as they"
        " stand.",
    }
    assert call.json("mail", "outbox") == []
    call.json("ticket", "reply", number, "--text", shown["text"], "--as-is")
    assert len(call.json("mail", "outbox")) == 1


def test_a_reply_is_changed(call: Calls) -> None:
    number = greeting(call)
    changed = call.json("reply", "edit", "greeting", "--name", "Opening", "--department", "Tech")
    assert (changed["name"], changed["department"], sorted(changed["texts"])) == ("Opening", "Tech", ["de", "en"])
    assert call.json("reply", "edit", str(number), "--text", "Hi", as_="anna")["text"] == "Hi"
    assert list(call.json("reply", "edit", "Opening", "--text", "", "--language", "de")["texts"]) == ["en"]
    assert call.json("reply", "edit", "Opening", "--staff", "anna")["staff"] == "anna"
    back = call.json("reply", "edit", "Opening", "--everybody")
    assert (back["department"], back["staff"]) == (None, None)


def test_ds3_who_may_not(call: Calls) -> None:
    greeting(call)
    assert call.refused("reply", "add", "Mine", "--text", "x", as_="anna")["code"] == "not_allowed"
    assert call.refused("reply", "edit", "Greeting", "--text", "x", as_="anna")["code"] == "not_allowed"
    assert call.refused("reply", "delete", "Greeting", as_="anna")["code"] == "not_allowed"
    call.json("reply", "add", "Own", "--text", "x", "--staff", "anna", as_="anna")
    for words in (("reply", "show", "Own"), ("reply", "delete", "Own"), ("reply", "edit", "Own", "--text", "y")):
        assert call.refused(*words, as_="john") == {
            "code": "not_found", "message": "Predefined reply Own was not found.",
        }  # fmt: skip


def test_two_of_one_name_are_told_apart_by_number(call: Calls) -> None:
    first = greeting(call)
    second = call.json("reply", "add", "Greeting", "--text", "x", "--staff", "gary")["id"]
    assert call.refused("reply", "delete", "Greeting") == {
        "code": "ambiguous",
        "message": f"Several are called Greeting: {first} (everybody), {second} (gary); say its number.",
    }
    assert call.json("reply", "delete", str(second)) == {"id": second, "deleted": True}


@pytest.mark.parametrize(
    "words",
    [("edit", "Greeting"), ("edit", "Greeting", "--everybody", "--staff", "anna"), ("add", "Greeting")],
    ids=["nothing", "both", "no text"],
)
def test_a_wrong_call_is_wrong_usage(call: Calls, words: tuple[str, ...]) -> None:
    assert call.refused("reply", *words, code=2)["code"] == "usage"


def test_people_read_it_in_lines(call: Calls) -> None:
    assert "There are no predefined replies." in call.people("reply", "list")
    said = call.people("reply", "add", "Greeting", "--text", "Hello {client.nmae}")
    assert said == "Predefined reply Greeting (everybody) was added. Nothing ever fills in {client.nmae}.\n"
    assert "Greeting" in call.people("reply", "list")
    assert call.people("reply", "show", "Greeting") == (
        "1 Greeting, for everybody, in en (of en)\n{client.nmae} is not filled in.\n\nHello {client.nmae}\n"
    )
    assert call.people("reply", "delete", "Greeting") == "Predefined reply Greeting was deleted.\n"
