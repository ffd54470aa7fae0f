"""Whether a client can order (SPEC: Account): asked by all that orders, renews, or changes a tariff or a service.

`check(tx, account)` is the one question, `check_client` asks it of a client who may have no account; what it goes by is
`rules.account_terms`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.rules.account_terms import check_ordering

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.accounts import Account
    from helpdesk_tui.store.tx import Tx


def check_client(tx: Tx, client: int) -> None:
    """The same for a client's account, locked; one who has none yet owes nothing."""
    account = tx.accounts.there(client)
    if account is not None:
        check(tx, account)


def check(tx: Tx, account: Account) -> None:
    """Raise Refused where nothing can be ordered on a locked account: as `check_open`, and `ordering_blocked`."""
    tx.accounts.check_open(account)
    check_ordering(account.terms, tx.billing.oldest_unpaid(account), tx.now)
