"""What holds of the entries of any client, read from the database itself (IN12; RELIABILITY 21, 23)."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy import text

from helpdesk_tui.store.engine import Store

_ENTRIES = text(
    "SELECT entry.account, entry.seq, entry.unit, entry.amount, entry.lot, entry.reverses, entry.cause, entry.ticket"
    " FROM entry JOIN account ON account.id = entry.account WHERE account.client = :client ORDER BY entry.id"
)


def check_entries(store: Store, client: int, balance: int, pool: int, taken: dict[int, int]) -> None:
    """Sums are the balance, the lifetime incidents and what each ticket has `taken`; no lot is below zero.

    Every cause is there once on its account, and what points at an entry takes back no more than there was.
    """
    with store.read() as connection:
        rows = connection.execute(_ENTRIES, {"client": client}).all()
    incidents = [one for one in rows if one.unit == "incident"]
    assert sum(one.amount for one in rows if one.unit == "money") == balance
    assert sum(one.amount for one in incidents if one.lot is None) == pool
    lots: Counter[int] = Counter()
    tickets: Counter[int] = Counter(dict.fromkeys(taken, 0))
    for one in incidents:
        if one.lot is not None:
            lots[one.lot] += one.amount
            assert lots[one.lot] >= 0, "a lot was below zero"
        if one.ticket is not None:
            tickets[one.ticket] -= one.amount
    assert dict(tickets) == taken
    causes = Counter((one.account, one.cause) for one in rows)
    assert max(causes.values(), default=1) == 1, "a cause was charged twice"
    back: dict[tuple[int, int], int] = defaultdict(int)
    for one in rows:
        if one.reverses is not None:
            back[one.account, one.reverses] += one.amount
    for one in rows:
        left = one.amount + back[one.account, one.seq]
        assert left * one.amount >= 0, "more was taken back than there was"
