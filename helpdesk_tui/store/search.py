"""The full-text index: kept by triggers in the transaction that changes a message, a subject or a client's name (TQ10).

SQLite: FTS5 tables over the rows themselves. PostgreSQL: generated `tsvector` columns with GIN indexes. System
messages are not indexed, of a message that is longer than a book its first 200,000 characters. Accents on Latin letters
do not count, on other letters they do, as FTS5 has it. The index is made by the migrations, in words of their own.
"""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy.engine import Connection

# What PostgreSQL's parser makes one word of (`plan.pdf`, `hans@acme.example`, `a-b`) or leaves out (`<tag>`); FTS5
# ends words there, and so does whoever searches for one of the parts.
_JOINING = "-./@_:+~=?&#<>"

_ACCENTED = re.compile("([A-Za-z])[\u0300-\u036f]+")


def apart(text: str) -> str:
    """A search for PostgreSQL with words ending where they end in the index, and without accents on Latin letters."""
    text = unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", unicodedata.normalize("NFD", text)))
    return text.translate(dict.fromkeys(map(ord, _JOINING), " "))


def is_search_object(name: str) -> bool:
    """Whether a table, column or index belongs to the full-text index and not to the tables."""
    return name.startswith(("message_search", "ticket_search", "client_search")) or name in (
        "search",
        "ix_message_search",
        "ix_ticket_search",
        "ix_client_search",
    )


def rebuild(connection: Connection) -> None:
    """Build the index anew from the rows; PostgreSQL keeps it by itself.

    The table of messages indexes what the triggers would: no system messages. All of it is put into one piece at the
    end: of the many that building leaves, every email afterwards would have to merge some (PERFORMANCE P2).
    """
    if connection.dialect.name == "postgresql":
        return
    connection.exec_driver_sql("INSERT INTO message_search(message_search) VALUES ('delete-all')")
    connection.exec_driver_sql(
        "INSERT INTO message_search(rowid, text, names)"
        " SELECT id, text, names FROM message_words WHERE kind <> 'system'"
    )
    connection.exec_driver_sql("INSERT INTO ticket_search(ticket_search) VALUES ('rebuild')")
    connection.exec_driver_sql("INSERT INTO client_search(client_search) VALUES ('rebuild')")
    connection.exec_driver_sql("INSERT INTO message_search(message_search) VALUES ('optimize')")
    connection.exec_driver_sql("INSERT INTO ticket_search(ticket_search) VALUES ('optimize')")
    connection.exec_driver_sql("INSERT INTO client_search(client_search) VALUES ('optimize')")


def tend(connection: Connection) -> None:
    """Merge some of the pieces that the index has got, some 300 pages of each table; PostgreSQL does so by itself.

    SQLite merges four pieces of a size when the fourth is written. On a large desk, one email in ten finds thousands of
    pages to be merged so, and is the slower for it. Called now and then, whenever two pieces are of a size, this leaves
    emails nothing but the merges of what came since (PERFORMANCE P2).
    """
    if connection.dialect.name == "postgresql":
        return
    run = connection.exec_driver_sql
    if run("SELECT v FROM message_search_config WHERE k = 'usermerge'").scalar() != 2:
        run("INSERT INTO message_search(message_search, rank) VALUES ('usermerge', 2)")
        run("INSERT INTO ticket_search(ticket_search, rank) VALUES ('usermerge', 2)")
        run("INSERT INTO client_search(client_search, rank) VALUES ('usermerge', 2)")
    run("INSERT INTO message_search(message_search, rank) VALUES ('merge', 300)")
    run("INSERT INTO ticket_search(ticket_search, rank) VALUES ('merge', 300)")
    run("INSERT INTO client_search(client_search, rank) VALUES ('merge', 300)")
