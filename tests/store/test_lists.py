"""Every list holds what a plain filter over all tickets holds, in the same order (SPEC TQ1, TQ2, TQ8, TQ10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadCounts, ReadMatches, ReadQueue
from helpdesk_tui.rules import query as q
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.reads import filters, walk
from helpdesk_tui.vocab import Characteristic, Priority, QueueSort, QueueView, TicketStatus
from tests.desks import DATABASES, NINE, Databases, MadeDesk
from tests.store.seeded import RATINGS, WORDS, Seeded, seed

TICKETS = 300
LOGINS = ("gary", "anna", "gus", "every")
Check = Callable[[Seeded, str, Ticket], bool]

departments = {1: "Tech", 2: "Sales", 3: "Billing"}
views, sorts, logins = st.sampled_from(QueueView), st.sampled_from(QueueSort), st.sampled_from(LOGINS)


@pytest.fixture(scope="module")
def seeded(database: str, databases: Databases) -> Iterator[Seeded]:
    """A desk with a few hundred tickets, which uses priorities."""
    with databases.furnished(database) as where:
        desk, store = MadeDesk.at(where), Store(where)
        yield seed(desk, store, TICKETS, use_priority=True)
        store.close()
        desk.close()


def asked(seeded: Seeded, login: str) -> Desk:
    return seeded.desks[login]


def open_task(ticket: Ticket, holder: int | None) -> bool:
    return any(task.holder == holder for task in ticket.open_tasks)


AGE = NINE - timedelta(days=7)
FILTERS: dict[str, tuple[q.Test, Check]] = {
    "status:progress": (q.StatusIn((TicketStatus.IN_PROGRESS,)), lambda s, me, t: bool(t.open_tasks)),
    "status:awaiting,archived": (
        q.StatusIn((TicketStatus.AWAITING, TicketStatus.ARCHIVED)), lambda s, me, t: not t.open_tasks,
    ),
    "status:archived": (
        q.StatusIn((TicketStatus.ARCHIVED,)), lambda s, me, t: not t.open_tasks and t.archived is not None,
    ),
    "dept:tech": (q.DepartmentIn(("tech",)), lambda s, me, t: 1 in t.departments),
    "dept:SALES,billing": (q.DepartmentIn(("SALES", "billing")), lambda s, me, t: bool({2, 3} & set(t.departments))),
    "dept:te": (q.DepartmentIn(("te",)), lambda s, me, t: False),
    "staff:anna": (q.StaffIn(("anna",)), lambda s, me, t: open_task(t, s.scopes["anna"].staff_id)),
    "staff:me": (q.StaffIn((), me=True), lambda s, me, t: open_task(t, s.scopes[me].staff_id)),
    "staff:none": (q.StaffIn((), nobody=True), lambda s, me, t: open_task(t, None)),
    "client:erika@ACME.example": (q.ClientIn(("erika@ACME.example",)), lambda s, me, t: t.client == 1),
    "client:Omar Haddad": (q.ClientIn(("omar haddad",)), lambda s, me, t: t.client == 3),
    "client:#2": (q.ClientIn((), (2,)), lambda s, me, t: t.client == 2),
    "client:acme": (q.ClientIn(("acme",)), lambda s, me, t: False),
    "from:ACME": (q.FromHas(("ACME",)), lambda s, me, t: t.client == 1),
    "from:gmbh": (q.FromHas(("gmbh",)), lambda s, me, t: t.client in (1, 2)),
    "from:100%_": (q.FromHas(("100%_",)), lambda s, me, t: False),
    "service:vps-31": (q.ServiceIn(("VPS-31",)), lambda s, me, t: t.service == 1),
    "service:acme.example": (q.ServiceIn(("acme.example",)), lambda s, me, t: t.service == 1),
    "service:vps": (q.ServiceIn(("vps",)), lambda s, me, t: False),
    "service:none": (q.ServiceIn(("None",)), lambda s, me, t: t.service is None),
    "service:none,vps-31": (q.ServiceIn(("none", "vps-31")), lambda s, me, t: t.service in (None, 1)),
    "priority:high,urgent": (
        q.PriorityIn((Priority.HIGH, Priority.URGENT)), lambda s, me, t: t.priority >= Priority.HIGH,
    ),
    "characteristic:common": (
        q.CharacteristicIn((Characteristic.COMMON,)), lambda s, me, t: RATINGS[t.client] is Characteristic.COMMON,
    ),
    "characteristic:good,problematic": (
        q.CharacteristicIn((Characteristic.GOOD, Characteristic.PROBLEMATIC)), lambda s, me, t: t.client in (1, 2),
    ),
    "age:>7d": (q.CreatedIn((q.Span(None, AGE),)), lambda s, me, t: t.created < AGE),
    "age:<7d": (q.CreatedIn((q.Span(AGE, None),)), lambda s, me, t: t.created >= AGE),
    "has:attachment": (q.HasAttachment(), lambda s, me, t: t.number in s.attached),
    "tag:DNS": (q.TagIn(("DNS",)), lambda s, me, t: "dns" in s.tags[t.number]),
    "tag:Straße,vip": (q.TagIn(("Straße", "vip")), lambda s, me, t: "strasse" in s.tags[t.number]),
    "tag:dn": (q.TagIn(("dn",)), lambda s, me, t: False),
    "is:unread": (q.FlagIn((q.Flag.UNREAD,)), lambda s, me, t: s.unread(me, t)),
    "is:front": (q.FlagIn((q.Flag.FRONT,)), lambda s, me, t: t.front),
    "is:delayed": (q.FlagIn((q.Flag.DELAYED,)), lambda s, me, t: t.delayed),
    "is:favourite": (q.FlagIn((q.Flag.FAVOURITE,)), lambda s, me, t: t.number in s.favourites[me]),
    "is:mine": (
        q.FlagIn((q.Flag.MINE,)),
        lambda s, me, t: any((task.holder or task.former) == s.scopes[me].staff_id for task in t.open_tasks),
    ),
    "is:unassigned": (
        q.FlagIn((q.Flag.UNASSIGNED,)), lambda s, me, t: open_task(t, None) and not t.delayed,
    ),
    "number:3,17,4812": (q.NumberIn((3, 17, 4812)), lambda s, me, t: t.number in (3, 17)),
    "#5": (q.NumberIn((5,)), lambda s, me, t: t.number == 5),
} | {
    word: (q.FreeText(word), lambda s, me, t, word=word: word in s.words[t.number]) for word in WORDS
} | {
    "rech*": (q.FreeText("rech*"), lambda s, me, t: "rechnung" in s.words[t.number]),
    '"about mail"': (
        q.FreeText("about mail", phrase=True), lambda s, me, t: sorted(s.words[t.number])[1] == "mail",
    ),
}  # fmt: skip

fields = st.lists(
    st.tuples(st.sampled_from(sorted(FILTERS)), st.booleans()), max_size=2, unique_by=lambda pair: pair[0]
)
# Two free words have to stand in one message, which is not what is looked at here.
terms = fields.filter(lambda said: sum(isinstance(FILTERS[name][0], q.FreeText) for name, _ in said) < 2)


def expected(seeded: Seeded, login: str, view: QueueView, sort: QueueSort, said: list[tuple[str, bool]]) -> list[int]:
    kept = [
        ticket
        for ticket in seeded.view(login, view)
        if all(FILTERS[name][1](seeded, login, ticket) != negated for name, negated in said)
    ]
    return seeded.listed(kept, view, sort)


def query(said: list[tuple[str, bool]]) -> q.Query | None:
    return q.Query(tuple(q.Term(FILTERS[name][0], negated) for name, negated in said)) if said else None


@settings(max_examples=60, deadline=None)
@given(login=logins, view=views, sort=sorts, said=terms)
def test_a_list_is_what_a_plain_filter_says(
    seeded: Seeded, login: str, view: QueueView, sort: QueueSort, said: list[tuple[str, bool]]
) -> None:
    """TQ1, TQ2, TQ8, TQ10: one, two and three departments and all; every view, order and pair of filters."""
    desk = asked(seeded, login)
    page = desk.read(ReadQueue(view, sort, query(said), limit=TICKETS + 1))
    wanted = expected(seeded, login, view, sort, said)
    assert [row.number for row in page.rows] == wanted
    assert not page.more
    assert desk.read(ReadMatches(view, query(said))) == len(wanted)


NOBODY_S = {"client:acme", "from:100%_", "service:vps", "dept:te", "tag:dn"}
"""Filters that nothing fits: a part of a name is not the name."""


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_each_filter_and_its_opposite(seeded: Seeded, name: str) -> None:
    """TQ10: each field alone, and with a minus, for a member of two departments and the administrator."""
    for login in ("gus", "gary"):
        for negated in (False, True):
            said = [(name, negated)]
            page = asked(seeded, login).read(ReadQueue(QueueView.ALL, QueueSort.OLDEST, query(said), limit=TICKETS + 1))
            assert [row.number for row in page.rows] == expected(
                seeded, login, QueueView.ALL, QueueSort.OLDEST, said
            ), (login, negated)
            assert bool(page.rows) == (negated or name not in NOBODY_S)


@pytest.mark.parametrize("rare", [1, 2000])
def test_rare_and_common_tags_are_found_alike(seeded: Seeded, rare: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """TQ10, P3: however the tickets of a tag are looked for."""
    monkeypatch.setattr(filters, "_RARE", rare)
    for login in LOGINS:
        for view in QueueView:
            said = [("tag:DNS", False)]
            page = asked(seeded, login).read(ReadQueue(view, QueueSort.QUEUE, query(said), limit=TICKETS + 1))
            assert [row.number for row in page.rows] == expected(seeded, login, view, QueueSort.QUEUE, said)


WITH_TAGS = (
    "tag:Straße,vip", "-tag:DNS tag:Straße,vip", "tag:DNS tag:Straße,vip", "tag:DNS status:progress",
    "tag:DNS -status:progress", "tag:DNS dept:SALES,billing", "tag:DNS is:unread", "tag:DNS from:gmbh", "tag:DNS disk",
    "tag:DNS is:mine",
)  # fmt: skip


@pytest.mark.parametrize("text", WITH_TAGS)
def test_tags_beside_other_filters(seeded: Seeded, text: str) -> None:
    """TQ10: several tags, one of several, and tags with what else can be asked for, in every view."""
    said = [(word.removeprefix("-"), word.startswith("-")) for word in text.split()]
    for login in LOGINS:
        for view in QueueView:
            page = asked(seeded, login).read(ReadQueue(view, QueueSort.QUEUE, query(said), limit=TICKETS + 1))
            wanted = expected(seeded, login, view, QueueSort.QUEUE, said)
            assert [row.number for row in page.rows] == wanted, (login, view)
            assert asked(seeded, login).read(ReadMatches(view, query(said))) == len(wanted)
            of_client = [number for number in wanted if seeded.tickets[number].client == 1]
            page = asked(seeded, login).read(ReadQueue(view, query=query(said), client=1, limit=TICKETS + 1))
            assert [row.number for row in page.rows] == of_client, (login, view)


def test_more_tags_than_are_walked_at_once(seeded: Seeded, monkeypatch: pytest.MonkeyPatch) -> None:
    """TQ10: a filter of many tags is looked for on each ticket of the view instead, with the same answer."""
    monkeypatch.setattr(walk, "_MOST_WAYS", 1)
    said = [("tag:Straße,vip", False)]
    for login in LOGINS:
        page = asked(seeded, login).read(ReadQueue(QueueView.ALL, QueueSort.QUEUE, query(said), limit=TICKETS + 1))
        assert [row.number for row in page.rows] == expected(seeded, login, QueueView.ALL, QueueSort.QUEUE, said)


@settings(max_examples=30, deadline=None)
@given(login=logins, view=views, sort=sorts, said=terms, pages=st.integers(1, 9))
def test_pages_join_to_the_whole_list(
    seeded: Seeded, login: str, view: QueueView, sort: QueueSort, said: list[tuple[str, bool]], pages: int
) -> None:
    """TQ13: pages by key, forwards, backwards, and backwards from the end, without gap or repetition."""
    desk = asked(seeded, login)
    whole = expected(seeded, login, view, sort, said)
    size = max(1, len(whole) // pages)
    forwards: list[int] = []
    asking = ReadQueue(view, sort)
    page = desk.read(ReadQueue(view, sort, query(said), limit=size))
    while page.rows:
        forwards += [row.number for row in page.rows]
        assert page.more == (len(forwards) < len(whole))
        page = desk.read(ReadQueue(view, sort, query(said), after=asking.key_of(page.rows[-1]), limit=size))
    assert forwards == whole
    backwards: list[int] = []
    page = desk.read(ReadQueue(view, sort, query(said), last=True, limit=size))
    while page.rows:
        backwards = [row.number for row in page.rows] + backwards
        assert page.more == (len(backwards) < len(whole))
        page = desk.read(ReadQueue(view, sort, query(said), before=asking.key_of(page.rows[0]), limit=size))
    assert backwards == whole


@settings(max_examples=25, deadline=None)
@given(login=logins, view=views, sort=sorts, offset=st.integers(0, TICKETS + 5), size=st.integers(1, 30))
def test_offset_counts_tickets(
    seeded: Seeded, login: str, view: QueueView, sort: QueueSort, offset: int, size: int
) -> None:
    """CLI, ticket list --offset: so many tickets are left out, also where one stands in two departments."""
    page = asked(seeded, login).read(ReadQueue(view, sort, offset=offset, limit=size))
    wanted = expected(seeded, login, view, sort, [])
    assert [row.number for row in page.rows] == wanted[offset : offset + size]
    assert page.more == (len(wanted) > offset + size)


@pytest.mark.parametrize("login", LOGINS)
def test_priorities_count_only_where_they_are_used(seeded: Seeded, login: str) -> None:
    """TQ8: switched off and on again, every ticket has its new place at once, in every list."""
    desk = asked(seeded, login)
    for switch in ("off", "on"):
        seeded.use_priority = switch == "on"
        seeded.desk.gary.perform(SetProvider("use_priority", switch))
        for view in (QueueView.SUPPORT, QueueView.UNASSIGNED, QueueView.AWAITING):
            page = desk.read(ReadQueue(view, limit=TICKETS + 1))
            assert [row.number for row in page.rows] == expected(seeded, login, view, QueueSort.QUEUE, []), switch
            tagged = [("tag:DNS", False)]
            page = desk.read(ReadQueue(view, query=query(tagged), limit=TICKETS + 1))
            assert [row.number for row in page.rows] == expected(seeded, login, view, QueueSort.QUEUE, tagged), switch


@pytest.mark.parametrize("login", LOGINS)
def test_each_view_shows_its_count(seeded: Seeded, login: str) -> None:
    """TQ1, TQ2: counts follow the department rule, a ticket of several departments counts once."""
    counts = asked(seeded, login).read(ReadCounts())
    assert counts == {view: len(seeded.view(login, view)) for view in QueueView}
    of_acme = asked(seeded, login).read(ReadCounts(client=1))
    assert of_acme == {view: sum(t.client == 1 for t in seeded.view(login, view)) for view in QueueView}


@pytest.mark.parametrize("login", LOGINS)
def test_rows_say_what_the_facts_say(seeded: Seeded, login: str) -> None:
    """TQ3, TQ4, TQ7: both statuses, department, taken-by, unread, front, delay and favourite of each row."""
    logins = {scope.staff_id: name for name, scope in seeded.scopes.items()} | {
        seeded.desk.john.scope().staff_id: "john"
    }
    page = asked(seeded, login).read(ReadQueue(QueueView.ALL, QueueSort.OLDEST, limit=TICKETS + 1))
    for row in page.rows:
        ticket = seeded.tickets[row.number]
        task = seeded.holder(login, ticket)
        shown = (row.status, row.client_status, row.department, row.taken_by, row.unread, row.front, row.delayed,
                 row.favourite, row.waiting_since, row.tags)  # fmt: skip
        assert shown == (
            ticket.status, ticket.client_status, departments[ticket.department],
            logins[task.holder] if task else None, seeded.unread(login, ticket), ticket.front, ticket.delayed,
            ticket.number in seeded.favourites[login], ticket.waiting, seeded.tags[ticket.number],
        ), row.number  # fmt: skip


def test_the_seed_holds_what_the_tests_need(seeded: Seeded) -> None:
    """Every view of everybody has tickets, some in several departments of theirs, some at the same place."""
    assert set(DATABASES) == {"sqlite", "postgresql"}
    for login in LOGINS:
        sizes = {view: len(seeded.view(login, view)) for view in QueueView}
        # Nobody ever redirects anything to the member who came last.
        assert min(size for view, size in sizes.items() if (login, view) != ("every", QueueView.MINE)) >= 3, sizes
    waiting = [t.waiting for t in seeded.view("gary", QueueView.SUPPORT)]
    assert len(set(waiting)) < len(waiting)
    assert sum(len({d for d in t.departments if d in (1, 2)}) == 2 for t in seeded.view("gus", QueueView.SUPPORT)) >= 10
