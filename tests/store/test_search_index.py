"""The full-text index is of the transaction that changes what it indexes (SPEC TQ10; RELIABILITY rule 28)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.clients import EditClient
from helpdesk_tui.desk.actions.delivery import Heartbeat
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters, Summarise
from helpdesk_tui.desk.actions.redirect import Assign
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadQueue, ReadSearch
from helpdesk_tui.rules.query_tree import FreeText, Query, Term
from helpdesk_tui.store.doctor import examine
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.search import rebuild
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.vocab import MessageKind, QueueView
from tests.desks import HANS, NINE, NORD, MadeDesk
from tests.store.transactions import writing


def found(desk: Desk, *words: str, phrase: bool = False, but: str = "") -> list[int]:
    """The tickets that hold the words."""
    terms = [Term(FreeText(word, phrase)) for word in words] + ([Term(FreeText(but), True)] if but else [])
    return sorted(row[0] for row in desk.read(ReadSearch(Query(tuple(terms)))))


def listed(desk: Desk, *words: str, phrase: bool = False, but: str = "") -> list[int]:
    """The tickets in the list that is filtered by the words."""
    terms = [Term(FreeText(word, phrase)) for word in words] + ([Term(FreeText(but), True)] if but else [])
    return sorted(row.number for row in desk.read(ReadQueue(QueueView.ALL, query=Query(tuple(terms)))).rows)


def test_what_is_searched(desk: MadeDesk) -> None:
    """TQ10: subjects, messages, internal comments, summaries and names of attachments; not what the program says."""
    file = ParsedAttachment("zebra-plan.pdf", "application/pdf", b"%PDF")
    number = desk.gary.perform(NewTicket(HANS, "Tech", "Broken pipe", "It leaks.", attachments=(file,)))
    desk.anna.perform(Take(number))
    desk.anna.perform(Reply(number, "We send a plumber.", comment="Number four this week"))
    desk.anna.perform(Summarise(number, "waterworks"))
    for word in ("broken", "leaks", "plumber", "four", "waterworks", "zebra"):
        assert found(desk.anna, word) == [number], word
    desk.anna.perform(Assign(number, staff="john"))
    assert found(desk.gary, "assigned") == []


def test_what_was_rolled_back_is_not_found(desk: MadeDesk, store: Store) -> None:
    """Rule 28: the index and the message stand or fall together."""
    number = desk.ticket()

    def fail() -> None:
        with writing(store) as tx:
            tx.conversation.say(tx.tickets.load(number), MessageKind.CLIENT, "A pangolin", author=HANS)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert found(desk.anna, "pangolin") == []
    with writing(store) as tx:
        tx.conversation.say(tx.tickets.load(number), MessageKind.CLIENT, "A pangolin", author=HANS)
    assert found(desk.anna, "pangolin") == [number]


def test_of_a_huge_message_the_beginning_is_indexed(desk: MadeDesk, store: Store) -> None:
    """TQ10, MG10: an email of 25 million characters must not keep all others waiting while it is cut into words."""
    names = tuple(ParsedAttachment(f"{'n' * 90}{at}-numbat.pdf", "text/plain", b"") for at in range(600))
    number = desk.gary.perform(
        NewTicket(HANS, "Tech", "Long", "pangolin " + "na " * 70_000 + "armadillo", attachments=names)
    )
    for _ in ("by the triggers", "built anew"):
        assert (found(desk.anna, "pangolin"), found(desk.anna, "armadillo")) == ([number], [])
        assert found(desk.anna, "numbat") == [number]
        with store.write() as connection:
            rebuild(connection)
    told = {finding.name: finding.ok for finding in examine(store, fix=True, now=NINE)}
    assert told.get("search", store.is_postgres)


def test_a_changed_subject_is_found_under_its_new_words_only(desk: MadeDesk) -> None:
    """TQ10: the index follows the change."""
    number = desk.ticket(subject="Old words")
    desk.anna.perform(Take(number))
    desk.anna.perform(SaveParameters(number, Parameters(subject="New words")))
    assert (found(desk.anna, "old"), found(desk.anna, "new"), found(desk.anna, "words")) == ([], [number], [number])


def test_results_respect_the_department_rule(desk: MadeDesk) -> None:
    """TQ1, TQ10: nobody finds what they may not open, by search or in a filtered list."""
    tech, sales = desk.ticket("Tech", subject="Pangolin"), desk.ticket("Sales", subject="Pangolin")
    assert (found(desk.anna, "pangolin"), found(desk.john, "pangolin")) == ([tech], [sales])
    assert (found(desk.gus, "pangolin"), found(desk.gary, "pangolin")) == ([tech, sales], [tech, sales])
    query = Query((Term(FreeText("pangolin")),))
    assert [row.number for row in desk.anna.read(ReadQueue(QueueView.ALL, query=query)).rows] == [tech]


@pytest.mark.parametrize(
    ("words", "phrase", "but", "hit"),
    [
        (("DISK",), False, "", True), (("disk", "full"), False, "", True), (("disk full",), True, "", True),
        (("full disk",), True, "", False), (("dis*",), False, "", True), (("dis",), False, "", False),
        (("disk",), False, "full", False), (("disk",), False, "ful*", False), (("disk",), False, "empty", True),
        (("acme",), False, "", True), (("hans@acme.example",), False, "", True), (("acme.ex*",), False, "", True),
        (("bold",), False, "", True), (("raid-5",), False, "", True), (("raid",), False, "", True),
        (("Größe",), False, "", True), (("größe",), False, "", True), (("почта",), False, "", True),
    ],
)  # fmt: skip
def test_words_phrases_beginnings(desk: MadeDesk, words: tuple[str, ...], phrase: bool, but: str, hit: bool) -> None:
    """TQ10: words in any case and script, all of them, phrases, beginnings, and what must not occur."""
    number = desk.ticket(message="The disk full of mail; Größe 40 GB, ПОЧТА <bold> hans@acme.example, raid-5")
    assert found(desk.anna, *words, phrase=phrase, but=but) == ([number] if hit else [])
    assert listed(desk.anna, *words, phrase=phrase, but=but) == ([number] if hit else [])


@pytest.mark.parametrize("text", ["Müller naïve São Łódź", "Mu\u0308ller nai\u0308ve Sa\u0303o Ło\u0301dz\u0301"])
@pytest.mark.parametrize(
    ("word", "hit"),
    [("muller", True), ("MÜLLER", True), ("Mu\u0308ller", True), ("naive", True), ("sao", True), ("łodz", True),
     ("lodz", False), ("mueller", False), ("mull*", True)],
)  # fmt: skip
def test_accents_do_not_count(desk: MadeDesk, text: str, word: str, hit: bool) -> None:
    """TQ10: whichever way the letter is written, alike on both databases; ł is a letter, not an l with an accent."""
    number = desk.ticket(message=text)
    assert found(desk.anna, word) == listed(desk.anna, word) == ([number] if hit else [])


@pytest.mark.parametrize(
    ("word", "hit"), [("Почтовый", True), ("почтовыи", False), ("ёлка", True), ("елка", False), ("가", True)]
)
def test_other_scripts_keep_their_letters(desk: MadeDesk, word: str, hit: bool) -> None:
    """TQ10: й is no и; a syllable of Hangul stays one."""
    number = desk.ticket(message="почтовый ящик ёлка 가")
    assert found(desk.anna, word) == listed(desk.anna, word) == ([number] if hit else [])


def test_all_words_stand_in_one_message(desk: MadeDesk) -> None:
    """TQ10: in the filter line as in the search, whole words and beginnings alike."""
    number = desk.ticket(subject="S", message="alpha")
    desk.anna.perform(Take(number))
    desk.anna.perform(Reply(number, "betamax"))
    for words in (("alpha", "betamax"), ("alpha", "beta*"), ("alp*", "beta*")):
        assert (found(desk.anna, *words), listed(desk.anna, *words)) == ([], []), words
    desk.anna.perform(Reply(number, "alpha betamax"))
    for words in (("alpha", "betamax"), ("alpha", "beta*"), ("alp*", "beta*")):
        assert (found(desk.anna, *words), listed(desk.anna, *words)) == ([number], [number]), words


def test_free_words_find_clients(desk: MadeDesk) -> None:
    """TQ10: by name and address, the tickets that one may see; the name of today, and nobody's who was deleted."""
    tech, sales, other = desk.ticket(), desk.ticket("Sales"), desk.ticket(client=NORD)
    for words in (("gmbh", "acme"), ("hans@acme.example",), ("acm*",)):
        assert (found(desk.gary, *words), listed(desk.gary, *words)) == ([tech, sales], [tech, sales]), words
        assert (found(desk.anna, *words), listed(desk.anna, *words)) == ([tech], [tech]), words
    assert found(desk.gary, "gmbh", but="acme") == listed(desk.gary, "gmbh", but="acme") == [other]
    desk.gary.perform(EditClient(HANS, full_name="Zenith"))
    assert (found(desk.anna, "zenith"), found(desk.anna, "gmbh")) == ([tech], [other])
    ((number, message, snippet),) = desk.anna.read(ReadSearch(Query((Term(FreeText("zenith")),))))
    assert (number, message, snippet) == (tech, None, "Server down")


@pytest.mark.parametrize(
    "text",
    ["C++", "user@example.org", "foo(", "a AND", "a OR b", "NOT x", "*", "**", '"x', "''", "\\", "x:*", "a & b | !c",
     "<->", "re: foo-bar", "%", "_", "NEAR(a b)", "{subject}: x", "^x", "-", "--", "\x00", "'; DROP TABLE ticket"],
)  # fmt: skip
def test_no_text_is_an_error(desk: MadeDesk, text: str) -> None:
    """Rule 41: any text is searched for, alone, as a phrase, as a beginning and as what must not occur."""
    desk.ticket()
    for term in (FreeText(text), FreeText(text, phrase=True), FreeText(f"{text}*")):
        for negated in (False, True):
            desk.anna.read(ReadSearch(Query((Term(term, negated),))))
            desk.anna.read(ReadQueue(query=Query((Term(term, negated),), unfinished=True)))


def test_the_snippet_shows_where(desk: MadeDesk) -> None:
    """TQ10, CLI search: ticket, message and the words around the first hit."""
    number = desk.ticket(message="First line.\nThe pangolin sleeps on the rack.")
    ((ticket, message, snippet),) = desk.anna.read(ReadSearch(Query((Term(FreeText("Pangolin")),))))
    assert ticket == number
    assert message is not None
    assert "The pangolin sleeps" in snippet


def test_a_rebuilt_index_is_in_one_piece(desk: MadeDesk, store: Store) -> None:
    """P2: what was built in many pieces is not left to be merged by the emails that come in."""
    if store.is_postgres:
        pytest.skip("PostgreSQL keeps the index by itself")
    for number in range(30):
        desk.ticket(subject=f"Subject {number}", message=f"pangolin otter armadillo {number}")
    for name in ("message_search", "ticket_search"):
        with store.write() as connection:
            # Little memory for words: a part of the index for each few rows, as a large desk's takes many.
            connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES ('hashsize', 64)")
            connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES ('automerge', 0)")
            rebuild(connection)
        assert pieces(store, name) == 1
    assert len(found(desk.anna, "pangolin")) == 30


def test_the_worker_s_heartbeats_merge_what_mail_left(desk: MadeDesk, store: Store) -> None:
    """P2: emails that come then have nothing to merge but what came with them; all is found as before."""
    if store.is_postgres:
        pytest.skip("PostgreSQL keeps the index by itself")
    for number in range(15):
        desk.ticket(subject=f"Subject {number}", message=f"pangolin otter armadillo {number}")
    before = pieces(store, "message_search"), pieces(store, "ticket_search")
    for _ in range(5):
        desk.system.perform(Heartbeat("host/1/1"))
    assert min(before) > 3
    assert (pieces(store, "message_search"), pieces(store, "ticket_search")) == (1, 1)
    assert len(found(desk.anna, "pangolin")) == 15
    told = {finding.name: finding.ok for finding in examine(store, fix=True, now=NINE)}
    assert told["search"]


def pieces(store: Store, name: str) -> int:
    """How many the index has of a table; a search looks into each."""
    with store.read() as connection:
        found = connection.exec_driver_sql(f"SELECT count(DISTINCT id >> 37) FROM {name}_data WHERE id > 10")
        return int(found.scalar_one())


def test_a_rebuilt_index_finds_the_same(desk: MadeDesk, store: Store) -> None:
    """X6, doctor --fix: built anew from the rows, it finds what the triggers had it find."""
    number = desk.ticket(message="A pangolin")
    desk.anna.perform(Comment(number, "A secret otter"))
    before = {word: found(desk.anna, word) for word in ("pangolin", "otter", "server", "assigned")}
    with store.write() as connection:
        rebuild(connection)
    assert {word: found(desk.anna, word) for word in before} == before
    assert before == {"pangolin": [number], "otter": [number], "server": [number], "assigned": []}
    desk.anna.perform(Take(number))
    desk.anna.perform(SaveParameters(number, Parameters(subject="Quiet")))
    assert found(desk.anna, "server") == []
