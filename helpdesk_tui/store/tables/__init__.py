"""The tables, a module a room. Importing this package defines all of them in one `metadata`."""

from helpdesk_tui.store.tables import (
    abuse,
    billing,
    clients,
    desk,
    journal,
    ledger,
    mail,
    people,
    pricing,
    rates,
    replies,
    tickets,
)
from helpdesk_tui.store.tables.base import metadata

__all__ = [
    "abuse", "billing", "clients", "desk", "journal", "ledger", "mail", "metadata", "people", "pricing", "rates",
    "replies", "tickets",
]  # fmt: skip
