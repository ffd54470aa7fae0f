"""Tickets: lists, the form, taking, redirecting, delaying, closing (CLI: ticket; TQ, TF, TR)."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.cli import ticket_read
from tests.cli.calls import Calls


def opened(call: Calls, *words: str, subject: str = "Server down", department: str = "Tech", as_: str = "gary") -> Any:
    """A new ticket of Acme."""
    return call.json("ticket", "new", "--client", "hans@acme.example", "--department", department,
                     "--subject", subject, "--message", "Help!", *words, as_=as_)  # fmt: skip


def numbers(call: Calls, *words: str, as_: str = "gary") -> list[int]:
    """The numbers of a list, in its order."""
    return [ticket["number"] for ticket in call.json("ticket", "list", *words, as_=as_)]


def test_a_new_ticket_has_every_field(call: Calls) -> None:
    assert opened(call, "--service", "vps-31") == {
        "number": 1, "subject": "Server down", "status": "in_progress", "client_status": "in_progress",
        "client": "hans@acme.example", "department": "Tech", "service": "vps-31", "priority": "normal",
        "front": False, "taken_by": None, "delayed_until": None, "created": "2026-04-11T10:00:00Z",
        "updated": "2026-04-11T10:00:00Z", "waiting_since": "2026-04-11T10:00:00Z", "unread": True,
        "favourite": False, "tags": [],
    }  # fmt: skip


def test_a_shown_ticket_has_its_tasks_and_messages(call: Calls) -> None:
    ticket = opened(call)
    call.json("ticket", "take", "1", as_="anna")
    call.json("ticket", "comment", "1", "--text", "Seen.", as_="anna")
    call.json("ticket", "assign", "1", "--department", "Sales", as_="anna")
    shown = call.json("ticket", "show", "1", as_="anna")
    assert shown == ticket | {
        "taken_by": "anna", "department": "Sales", "unread": True, "summary": "", "incidents": 0, "fee": "0.00",
        "currency": "EUR", "earlier_fees": [], "entries": [], "merged_into": None,
        "tasks": [
            {"department": "Tech", "staff": "anna", "state": "open"},
            {"department": "Sales", "staff": None, "state": "open"},
        ],
        "messages": [
            {"id": 1, "kind": "client", "author": "hans@acme.example", "at": "2026-04-11T10:00:00Z", "text": "Help!",
             "attachments": [], "edited": None},
            {"id": 2, "kind": "comment", "author": "anna", "at": "2026-04-11T10:00:00Z", "text": "Seen.",
             "attachments": [], "edited": None},
            {"id": 3, "kind": "system", "author": "system", "at": "2026-04-11T10:00:00Z",
             "text": 'The ticket has been assigned to "Sales".', "attachments": [], "edited": None},
        ],
    }  # fmt: skip


def test_a_refused_take_names_the_holder(call: Calls) -> None:
    """TR1; CLI: a refused take has `holder` in its error object."""
    opened(call)
    assert call.json("ticket", "take", "1", as_="anna")["taken_by"] == "anna"
    assert call.refused("ticket", "take", "1", as_="gus") == {
        "code": "ticket_blocked", "message": "anna holds ticket 1.", "holder": "anna"
    }  # fmt: skip
    ended = call("ticket", "take", "1", as_="gus")
    assert (ended.code, ended.out, ended.err) == (1, b"", b"helpdesk-tui: anna holds ticket 1.\n")
    # Taking what is mine changes nothing; giving it back frees it.
    assert call.json("ticket", "take", "#1", as_="anna")["taken_by"] == "anna"
    assert call.json("ticket", "release", "1", as_="anna")["taken_by"] is None
    assert call.refused("ticket", "release", "1", as_="anna")["code"] == "not_holder"


def test_only_an_administrator_takes_over_and_says_why(call: Calls) -> None:
    opened(call)
    call.json("ticket", "take", "1", as_="anna")
    assert call.refused("ticket", "take", "1", "--over", "--reason", "r", as_="gus")["code"] == "not_allowed"
    assert call.refused("ticket", "take", "1", "--over")["code"] == "reason_missing"
    assert call.json("ticket", "take", "1", "--over", "--reason", "anna is ill")["taken_by"] == "gary"
    told = call.json("ticket", "show", "1")["messages"][-1]
    assert (told["kind"], "anna is ill" in told["text"]) == ("system", True)


def test_an_answer_goes_out_and_ok_closes(call: Calls) -> None:
    """TR3, TR4."""
    opened(call)
    assert call.refused("ticket", "reply", "1", "--text", "x")["code"] == "not_holder"
    call.json("ticket", "take", "1")
    sent = call.json("ticket", "reply", "1", "--text", "Hello", "--comment", "node 4", "--front")
    assert (sent["status"], sent["client_status"], sent["front"]) == ("in_progress", "new_messages", True)
    closed = call.json("ticket", "reply", "1", "--text", "-", "--close", stdin="Grüße\n\xff".encode("latin-1"))
    assert (closed["status"], closed["taken_by"], closed["front"]) == ("awaiting_client", None, False)
    said = [(m["kind"], m["text"]) for m in call.json("ticket", "show", "1")["messages"]]
    assert said == [("client", "Help!"), ("comment", "node 4"), ("staff", "Hello"), ("staff", "Gr��e\n�")]
    outbox = call.json("mail", "outbox")
    assert [(mail["id"], mail["to"], mail["subject"], mail["state"], mail["ticket"]) for mail in outbox] == [
        (2, "hans@acme.example", "Re: Server down [#1]", "queued", 1),
        (1, "hans@acme.example", "Re: Server down [#1]", "queued", 1),
    ]


def test_a_key_makes_an_answer_once(call: Calls) -> None:
    """SPEC Once: same key and content answer as before; other content is refused."""
    first = opened(call, "--key", "n1")
    assert opened(call, "--key", "n1") == first
    call.json("ticket", "take", "1")
    for _ in range(2):
        call.json("ticket", "reply", "1", "--text", "Hello", "--key", "r1")
    assert [m["kind"] for m in call.json("ticket", "show", "1")["messages"]] == ["client", "staff"]
    assert call.refused("ticket", "reply", "1", "--text", "Other", "--key", "r1")["code"] == "key_reused"


def test_a_ticket_written_to_a_client_is_held_and_mailed(call: Calls) -> None:
    """CL15: its task is held by the author."""
    ticket = opened(call, "--by", "staff", as_="anna")
    assert (ticket["taken_by"], ticket["client_status"]) == ("anna", "new_messages")
    assert call.json("mail", "outbox")[0]["to"] == "hans@acme.example"


def test_a_ticket_comes_with_a_comment_and_a_violation(call: Calls) -> None:
    """CL15: a quote for staff; scores, action, date and comment of a violation, all of them or none."""
    words = ("--comment", "Told twice", "--abuse", "4", "--action", "suspend-all", "--abuse-comment", "Open relay")
    ticket = opened(call, "--by", "staff", *words, "--until", "3d", as_="anna")
    found = call.json("ticket", "show", str(ticket["number"]))["messages"]
    assert [one["kind"] for one in found] == ["staff", "comment", "system"]
    (abuse,) = call.json("abuse", "list")
    assert (abuse["ticket"], abuse["scores"], abuse["action"], abuse["comment"]) == (1, 4, "suspend-all", "Open relay")
    given = ("ticket", "new", "--client", "1", "--department", "Tech", "--subject", "s", "--message", "m")
    assert call.refused(*given, *words, code=2)["message"].startswith("--abuse needs --action and --until")
    assert call.refused(*given, "--until", "3d", code=2)["message"].endswith("belong to --abuse SCORES.")
    assert len(call.json("ticket", "list")) == 1


def test_the_message_comes_from_standard_input(call: Calls) -> None:
    words = ("--client", "1", "--department", "Tech", "--subject", "s", "--message", "-")
    call.json("ticket", "new", *words, stdin=b"\xef\xbb\xbfline one\r\nline two\r\n\x00")
    assert call.json("ticket", "show", "1")["messages"][0]["text"] == "line one\r\nline two\r\n�"


def test_only_one_text_comes_from_standard_input(call: Calls) -> None:
    opened(call)
    refused = call.refused("ticket", "reply", "1", "--text", "-", "--comment", "-", code=2)
    assert refused["message"] == "Only one text can come from standard input."


def test_the_form_needs_the_hold_the_list_only_membership(call: Calls) -> None:
    """Clarification: the fields of TR2 need taking, bulk priority from the list needs membership."""
    opened(call)
    call.json("provider", "set", "use_priority", "on")
    assert call.refused("ticket", "set", "1", "--priority", "high", as_="anna")["code"] == "not_holder"
    listed = call.json("ticket", "priority", "1", "high", "--front", "on", as_="anna")
    assert (listed["priority"], listed["front"]) == ("high", True)
    call.json("ticket", "take", "1", as_="anna")
    changed = call.json("ticket", "set", "1", "--subject", "Disk  full", "--service", "mail-pro", "--priority", "low",
                        "--front", "off", as_="anna")  # fmt: skip
    assert (changed["subject"], changed["service"], changed["priority"], changed["front"]) == (
        "Disk full", "mail-pro", "low", False,
    )  # fmt: skip
    assert call.json("ticket", "set", "1", "--service", "", as_="anna")["service"] is None
    assert call.refused("ticket", "priority", "1", "low", as_="gus")["holder"] == "anna"
    assert call.refused("ticket", "set", "1", as_="anna")["code"] == "nothing_changed"


def test_priorities_are_off_until_the_desk_uses_them(call: Calls) -> None:
    """TR2."""
    opened(call)
    assert call.refused("ticket", "priority", "1", "urgent")["code"] == "no_priority"


@pytest.mark.parametrize(
    ("words", "iso", "said"),
    [
        (["tomorrow", "9:00"], "2026-04-12T07:00:00Z", "Sun 12 Apr 9:00"),
        (["2d"], "2026-04-13T10:00:00Z", "Mon 13 Apr 12:00"),
        (["2026-12-01 14:30"], "2026-12-01T13:30:00Z", "Tue 1 Dec 14:30"),
        (["2026-04-11T11:00:00Z"], "2026-04-11T11:00:00Z", "Sat 11 Apr 13:00"),
    ],
)
def test_a_delay_shows_the_time_it_understood(call: Calls, words: list[str], iso: str, said: str) -> None:
    """TF4; the desk is in Berlin, where it is noon."""
    opened(call)
    assert call.people("ticket", "delay", "1", *words) == f"Ticket 1 is delayed until {said} ({iso}).\n"
    assert call.json("ticket", "show", "1")["delayed_until"] == iso
    assert (numbers(call), numbers(call, "--view", "delayed")) == ([], [1])
    assert call.json("ticket", "delay", "1", "--clear")["delayed_until"] is None


def test_closing_for_one_and_for_all(call: Calls) -> None:
    """TQ5, TQ6: staff need a hold and close their task, an administrator closes everything, holding a task or not."""
    opened(call)
    assert call.refused("ticket", "close", "1", as_="anna")["code"] == "not_holder"
    call.json("ticket", "take", "1", as_="anna")
    call.json("ticket", "assign", "1", "--staff", "john", as_="anna")
    assert call.json("ticket", "close", "1", as_="anna")["status"] == "in_progress"
    call.json("ticket", "assign", "1", "--staff", "gary")
    assert call.json("ticket", "close", "1")["status"] == "awaiting_client"
    assert call.refused("ticket", "close", "1")["code"] == "ticket_closed"
    assert call.json("ticket", "archive", "1", as_="anna")["status"] == "archived"


def test_an_open_ticket_is_not_archived(call: Calls) -> None:
    opened(call)
    assert call.refused("ticket", "archive", "1")["code"] == "ticket_open"


def test_what_belongs_to_one_person(call: Calls) -> None:
    """TF1, TF8: summary, favourite, reading."""
    opened(call)
    call.json("ticket", "summary", "1", "waits for the disk", as_="anna")
    assert call.json("ticket", "show", "1")["summary"] == "waits for the disk"
    call.json("ticket", "summary", "1", "-", stdin=b"vendor case 77\n")
    assert call.json("ticket", "show", "1")["summary"] == "vendor case 77"
    assert call.json("ticket", "favourite", "1", as_="anna")["favourite"] is True
    assert (numbers(call, "--view", "favourites", as_="anna"), numbers(call, "--view", "favourites")) == ([1], [])
    assert call.json("ticket", "favourite", "1", as_="anna")["favourite"] is False
    call.json("ticket", "take", "1", as_="anna")
    assert call.json("ticket", "read", "1", as_="anna")["unread"] is False


def test_the_history_tells_who_changed_what(call: Calls) -> None:
    opened(call)
    call.json("ticket", "take", "1", as_="anna")
    newest = call.json("ticket", "history", "1")[0]
    assert {name: newest[name] for name in ("at", "who", "action", "field", "before", "after", "reason")} == {
        "at": "2026-04-11T10:00:00Z", "who": "anna", "action": "take", "field": "tasks", "before": "Tech:-",
        "after": "Tech:anna", "reason": "",
    }  # fmt: skip
    assert len(call.json("ticket", "history", "1", "--limit", "1")) == 1


def test_views_and_queries(call: Calls) -> None:
    """TQ2, TQ10: without a view it is the queue, with a query all tickets are searched."""
    for subject in ("one", "two", "three"):
        opened(call, subject=subject)
    opened(call, subject="four", department="Sales")
    call.json("ticket", "take", "2", as_="anna")
    call.json("ticket", "close", "3")
    assert numbers(call) == [1, 2, 4]
    assert numbers(call, "--view", "mine", as_="anna") == [2]
    assert numbers(call, "--view", "unassigned") == [1, 4]
    assert numbers(call, "--view", "awaiting") == [3]
    assert sorted(numbers(call, "--view", "all")) == [1, 2, 3, 4]
    assert numbers(call, "status:awaiting") == [3]
    assert numbers(call, "status:awaiting", "--view", "support") == []
    assert numbers(call, "dept:sales") == [4]
    assert sorted(numbers(call, "status:progress", "-dept:sales", "--sort", "newest")) == [1, 2]
    assert numbers(call, "-dept:sales", "two", "--limit", "5") == [2]
    assert sorted(numbers(call, "#1,#3")) == [1, 3]
    assert call.refused("ticket", "list", "-x", code=2)["code"] == "usage"
    assert numbers(call, "dept:tech", "two") == [2]
    assert numbers(call, "two") == [2]
    assert numbers(call, "--view", "all", "--sort", "newest") == [4, 3, 2, 1]
    assert numbers(call, "--view", "all", "--sort", "oldest", "--limit", "2", "--offset", "1") == [2, 3]


def test_nobody_sees_tickets_of_other_departments(call: Calls) -> None:
    """TQ1."""
    opened(call)
    assert numbers(call, "--view", "all", as_="john") == []
    assert call.json("search", "Help", as_="john") == []
    assert call.json("search", "Help", as_="anna") == [{"ticket": 1, "message": 1, "snippet": "Help!"}]


@pytest.mark.parametrize("sort", ["queue", "newest", "oldest", "updated"])
@pytest.mark.parametrize("view", ["support", "all", "unassigned"])
def test_long_lists_are_read_in_pages_without_gap_or_repetition(
    call: Calls, monkeypatch: pytest.MonkeyPatch, view: str, sort: str
) -> None:
    for count in range(8):
        opened(call, subject=f"s{count}")
    whole = numbers(call, "--view", view, "--sort", sort)
    monkeypatch.setattr(ticket_read, "_PAGE", 3)
    assert sorted(whole) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert numbers(call, "--view", view, "--sort", sort) == whole
    assert numbers(call, "--view", view, "--sort", sort, "--offset", "2", "--limit", "5") == whole[2:7]


def test_a_cut_list_says_so_to_people_only(call: Calls) -> None:
    for _ in range(3):
        opened(call)
    cut = call("ticket", "list", "--limit", "2")
    assert (cut.code, cut.out.count(b"\n"), cut.err) == (0, 3, b"There are more; --offset 2 goes on.\n")
    assert call("ticket", "list", "--limit", "2", "--json").err == b""
    assert call("ticket", "list", "--limit", "3").err == b""


def test_people_see_a_table_and_a_conversation(call: Calls) -> None:
    opened(call, "--service", "vps-31")
    heading, row = call.people("ticket", "list").splitlines()
    assert heading.split() == ["No", "Marks", "Client", "Subject", "Department", "Service", "Priority", "Status",
                               "Waits", "Held", "by"]  # fmt: skip
    assert row.split() == ["1", "@", "Acme", "GmbH", "Server", "down", "Tech", "vps-31", "normal", "in", "progress",
                           "0m", "-"]  # fmt: skip
    assert call.people("ticket", "list", "--view", "mine") == "No ticket is in the view mine.\n"
    assert call.people("ticket", "list", "nothing") == "No ticket is in the view all that matches.\n"
    assert call.people("ticket", "show", "1").splitlines() == [
        "1 Server down", "in progress - Tech - held by nobody",
        "Acme GmbH <hans@acme.example> - common - service vps-31 - priority normal", "",
        "--- 2026-04-11 12:00 hans@acme.example [1]", "Help!",
    ]  # fmt: skip


def test_tags_are_set_shown_and_asked_for(call: Calls) -> None:
    """TQ10; CLI: `ticket set N --tag T --untag T`, `tags` in list and show; tags alone need no hold."""
    opened(call)
    opened(call)
    assert call.json("ticket", "set", "1", "--tag", "DNS", "--tag", "needs reply", as_="anna")["tags"] == [
        "dns", "needs reply",
    ]  # fmt: skip
    assert call.json("ticket", "set", "1", "--untag", "Needs Reply", "--tag", "vip", as_="anna")["tags"] == [
        "dns", "vip",
    ]  # fmt: skip
    assert call.json("ticket", "show", "1", as_="anna")["tags"] == ["dns", "vip"]
    assert numbers(call, "tag:VIP") == numbers(call, "tag:nothing,dns") == [1]
    assert numbers(call, "status:progress -tag:dns") == [2]
    assert call.refused("ticket", "set", "1", "--tag", "x", "--subject", "Other", as_="anna")["code"] == "not_holder"
    assert call.refused("ticket", "set", "1", "--tag", "a,b", as_="anna")["code"] == "bad_tag"
    assert "Tags: dns, vip" in call.people("ticket", "show", "1")
