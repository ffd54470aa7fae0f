"""Who reaches what (SPEC TQ1, DS3; RELIABILITY rule 34)."""

from __future__ import annotations

import pytest

from helpdesk_tui.rules.access import NOBODY, SYSTEM_SCOPE, Scope
from tests.rules.people import ANNA, BILLING, GARY, GUS, JOHN, SALES, TECH

HANS = Scope(client_id=7, name="Hans Meier")
ANNA_AS_HANS, GARY_AS_HANS = (Scope(client_id=7, name="Hans Meier", behind=behind) for behind in (ANNA, GARY))


@pytest.mark.parametrize(
    ("scope", "departments", "client", "seen"),
    [
        (ANNA, (TECH,), 7, True),
        (ANNA, (SALES,), 7, False),
        (ANNA, (SALES, TECH), 7, True),
        (ANNA, (), 7, False),
        (GUS, (SALES,), 7, True),
        (GUS, (BILLING,), 7, False),
        (JOHN, (TECH,), 7, False),
        (GARY, (BILLING,), 7, True),
        (GARY, (), 7, True),
        (SYSTEM_SCOPE, (BILLING,), 7, True),
        (HANS, (TECH,), 7, True),
        (HANS, (TECH,), 8, False),
        (NOBODY, (TECH, SALES, BILLING), 7, False),
        (ANNA_AS_HANS, (TECH,), 7, True),
        (ANNA_AS_HANS, (SALES,), 7, False),
        (ANNA_AS_HANS, (TECH,), 8, False),
        (GARY_AS_HANS, (SALES,), 7, True),
        (GARY_AS_HANS, (SALES,), 8, False),
    ],
    ids=["member", "other department", "one of two departments", "no department", "member of two", "of neither of two",
         "member of another", "administrator", "administrator, no department", "the program", "client, their own",
         "client, another's", "nobody", "member as client", "member as client, other department",
         "member as client, another's", "administrator as client", "administrator as client, another's"],
)  # fmt: skip
def test_a_ticket_is_seen(scope: Scope, departments: tuple[int, ...], client: int, seen: bool) -> None:
    """TQ1, CL16: members of each department that has or had a task see the ticket; a client sees their own.

    Who acts as a client sees what both of them do.
    """
    assert scope.sees(departments, client) is seen


def test_whose_hand_it_is() -> None:
    """CL16, rule 35: a member of staff in their own name and as a client; nobody's where clients act themselves."""
    assert [one.hand for one in (ANNA, ANNA_AS_HANS, HANS, SYSTEM_SCOPE)] == [2, 2, None, None]
    assert not GARY_AS_HANS.everything
    assert not GARY_AS_HANS.covers(TECH)


@pytest.mark.parametrize(
    ("scope", "department", "covered"),
    [
        (ANNA, TECH, True),
        (ANNA, SALES, False),
        (GUS, TECH, True),
        (GARY, BILLING, True),
        (SYSTEM_SCOPE, BILLING, True),
        (HANS, TECH, False),
        (NOBODY, TECH, False),
    ],
    ids=["member", "other department", "member of two", "administrator", "the program", "client", "nobody"],
)
def test_a_department_is_covered(scope: Scope, department: int, covered: bool) -> None:
    """DS3: administrators everywhere, others in their departments only; a client in none."""
    assert scope.covers(department) is covered


def test_a_client_never_stands_above_departments() -> None:
    """TQ1: neither a client nor nobody is limited by nothing."""
    assert [scope.everything for scope in (HANS, NOBODY, ANNA, GARY, SYSTEM_SCOPE)] == [False, False, False, True, True]
