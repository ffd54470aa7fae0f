"""A desk under a PostgreSQL role that may log in and nothing else: it works, and cannot change what was posted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import LiteralString

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from helpdesk_tui.desk.actions.expenses import DeleteExpense
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.parameters import Parameters
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.setup import EditDepartment
from helpdesk_tui.desk.door import diagnose
from helpdesk_tui.questions import ReadExpenses
from helpdesk_tui.vocab import PaymentStatus
from tests.desk.charges import costs
from tests.desk.paid import by_client
from tests.desks import ADDED_ONLY, HANS, MadeDesk, furnish, only
from tests.servers.postgres import PostgresServer

database = only("postgresql")
RIGHTS = ("UPDATE", "DELETE", "TRUNCATE")


@pytest.fixture(scope="module")
def plain(postgres_server: PostgresServer) -> Iterator[MadeDesk]:
    """A furnished desk that a plain role made and owns; Hans has bought ten incidents."""
    with postgres_server.plain_role() as where:
        furnish(where)
        desk = MadeDesk.at(where)
        desk.gary.perform(AddPlan("Care", 10, {1: 9_00}))
        desk.gary.perform(EditDepartment("Tech", write_off=True))
        desk.anna.perform(AddPayment(HANS, 50_00, PaymentStatus.PAID))
        desk.hans.perform(PlaceOrder(HANS, "Care", 1))
        yield desk
        desk.close()


def role(desk: MadeDesk) -> str:
    return str(make_url(desk.where).username)


def rights_found(desk: MadeDesk) -> list[str]:
    """What `doctor` says of rights, and that all else of the ledger is in order."""
    found = {one.name: one for one in diagnose(desk.where, clock=desk.clock)}
    assert (found["ledger"].ok, "guards" in found) == (True, False)
    return [one.sentence for name, one in found.items() if name == "rights" and not one.ok]


def test_the_desk_works(plain: MadeDesk) -> None:
    """Rule 21: an order, a ticket that costs an incident, an answer with a fee, and the fee given back."""
    number = by_client(plain)
    plain.gary.perform(Take(number))
    plain.gary.perform(Reply(number, "Done.", close=True, values=Parameters(fee=12_00)))
    assert costs(plain, number) == (12_00, 1, 29_00, 9)
    (fee,) = (one.id for one in plain.gary.read(ReadExpenses(HANS)) if one.ticket == number)
    plain.gary.perform(DeleteExpense(fee))
    assert costs(plain, number) == (0, 1, 41_00, 9)


@pytest.mark.parametrize("table", ADDED_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_its_role_cannot_change_what_was_posted(plain: MadeDesk, table: str, statement: str) -> None:
    """Rule 21: the owner of the tables too; the database says so before any trigger does."""
    assert plain.sql("SELECT rolsuper FROM pg_roles WHERE rolname = CURRENT_USER") == [(False,)]
    assert plain.sql(f"SELECT tableowner FROM pg_tables WHERE tablename = '{table}'") == [(role(plain),)]
    with pytest.raises(ProgrammingError, match=f"permission denied for table {table}"):
        plain.sql(statement.format(table))
    assert plain.sql(f"SELECT count(*) > 0 FROM {table}") == [(True,)]


@pytest.mark.parametrize(
    ("grant", "told"),
    [
        ("GRANT UPDATE ON entry TO {}", "{} has UPDATE on entry"),
        ("GRANT DELETE ON lot TO {}", "{} has DELETE on lot"),
        ("GRANT TRUNCATE ON entry TO {}", "{} has TRUNCATE on entry"),
        ("GRANT UPDATE (amount) ON entry TO {}", "{} has UPDATE on entry"),
        ("GRANT UPDATE, DELETE ON lot TO PUBLIC", "PUBLIC has DELETE on lot; {0} has DELETE on lot; "
         "PUBLIC has UPDATE on lot; {0} has UPDATE on lot"),
        ("GRANT pg_write_all_data TO {}", "{0} has DELETE on entry; {0} has UPDATE on entry; {0} has DELETE on lot; "
         "{0} has UPDATE on lot"),
    ],
)  # fmt: skip
def test_a_right_to_change_is_found(
    plain: MadeDesk, postgres_server: PostgresServer, grant: LiteralString, told: str
) -> None:
    """Rule 21: `doctor` tells whose right it is, and nothing once it is taken away."""
    assert rights_found(plain) == []
    name = role(plain)
    postgres_server.run(name, grant, name)
    try:
        (sentence,) = rights_found(plain)
    finally:
        postgres_server.run(name, "REVOKE UPDATE, DELETE, TRUNCATE ON entry, lot FROM {}, PUBLIC", name)
        postgres_server.run(name, "REVOKE pg_write_all_data FROM {}", name)
    said = sentence.removeprefix("May change or remove what was posted: ").removesuffix("; REVOKE takes that away.")
    assert sorted(said.split("; ")) == sorted(told.format(name).split("; "))
    assert rights_found(plain) == []
