"""Tags as they are typed and kept (TQ10)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.query import Query, TagIn, Term
from helpdesk_tui.rules.query_known import unknown_name
from helpdesk_tui.rules.query_tree import Field
from helpdesk_tui.rules.tags import changed_tags, complete_tags, folded_tag, read_tags, tag_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("dns", "dns"), ("DNS", "dns"), (" #Dns ", "dns"), ("needs  a\treply", "needs a reply"), ("Straße", "strasse"),
        ("\u0414\u041d\u0421", "\u0434\u043d\u0441"), ("a\u200bb\x1b", "ab"), ("ﬁle", "file"),
        ("-new", "new"), ("a\nb", "a b"), ("e\u0301", "é"), ("x" * 40, "x" * 40),
    ],
)  # fmt: skip
def test_a_tag_is_folded_to_one_line(typed: str, kept: str) -> None:
    """TQ10: one tag, whatever its case, form and blanks; nothing that cannot be seen."""
    assert tag_of(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"), [("", "bad_tag"), (" # ", "bad_tag"), ("a,b", "bad_tag"), ("x" * 41, "too_long")]
)
def test_what_can_be_no_tag_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        tag_of(typed)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


@given(st.text())
def test_what_is_kept_is_kept_as_it_is(typed: str) -> None:
    """Folding twice changes nothing, and what is kept is one line without controls."""
    kept = folded_tag(typed)
    assert folded_tag(kept) == kept
    assert kept.isprintable()
    assert kept == kept.strip()


def test_a_line_names_tags_and_takes_others_off() -> None:
    """TQ11: for many tickets at once."""
    assert read_tags("DNS, vip ,, -New, dns") == (("dns", "vip"), ("new",))
    assert read_tags("") == ((), ())


def test_tags_after_a_change() -> None:
    assert changed_tags(("b",), ("A", "c"), ()) == ("a", "b", "c")
    assert changed_tags(("a", "b"), ("c",), ("B", "x")) == ("a", "c")
    assert changed_tags(("a",), ("b",), ("b",)) == ("a",)
    with pytest.raises(Refused) as refusal:
        changed_tags([str(n) for n in range(20)], ("one more",), ())
    assert refusal.value.code == "too_many"
    assert len(changed_tags([str(n) for n in range(20)], ("one more",), ("0",))) == 20


@pytest.mark.parametrize(
    ("line", "cursor", "found", "first"),
    [
        ("d", 1, ["dns", "dnssec", "card"], "dns"),
        ("vip, dn", 7, ["dns", "dnssec"], "vip, dns"),
        ("vip, -dn", 8, ["dns", "dnssec"], "vip, -dns"),
        ("dns, dn", 7, ["dnssec"], "dns, dnssec"),
        ("x, zzz", 6, [], ""),
    ],
)
def test_completion_of_the_tag_under_the_cursor(line: str, cursor: int, found: list[str], first: str) -> None:
    """TQ10: those that begin as typed come first; what the line has already is left out."""
    offered = complete_tags(line, cursor, ("card", "dns", "dnssec", "vip"))
    assert [one.label for one in offered] == found
    assert not found or offered[0].applied(line) == (first, len(first))


def test_a_tag_that_no_ticket_has_is_told() -> None:
    """TQ10: an empty list would say that there are no such tickets."""
    asked = Query((Term(TagIn(("DNS", "Vpi"))),))
    assert unknown_name(asked, {Field.TAG: ("dns", "vip")}) == "There is no tag vpi; dns, vip."
    assert unknown_name(Query((Term(TagIn(("VIP",))),)), {Field.TAG: ("dns", "vip")}) == ""
