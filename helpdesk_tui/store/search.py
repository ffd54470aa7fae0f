"""The full-text index: kept by triggers in the transaction that changes a message or a subject (TQ10).

SQLite: two FTS5 tables over the rows themselves. PostgreSQL: generated `tsvector` columns with GIN indexes. System
messages are not indexed.
"""

from __future__ import annotations

from sqlalchemy.engine import Connection

_TOKENS = "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'"

_SQLITE = f"""
CREATE VIRTUAL TABLE message_search USING fts5(text, names, content = 'message', content_rowid = 'id', {_TOKENS});
CREATE VIRTUAL TABLE ticket_search USING fts5(subject, summary, content = 'ticket', content_rowid = 'id', {_TOKENS});
CREATE TRIGGER message_search_added AFTER INSERT ON message WHEN new.kind <> 'system' BEGIN
  INSERT INTO message_search(rowid, text, names) VALUES (new.id, new.text, new.names);
END;
CREATE TRIGGER message_search_removed AFTER DELETE ON message WHEN old.kind <> 'system' BEGIN
  INSERT INTO message_search(message_search, rowid, text, names) VALUES ('delete', old.id, old.text, old.names);
END;
CREATE TRIGGER message_search_changed AFTER UPDATE OF text, names ON message WHEN old.kind <> 'system' BEGIN
  INSERT INTO message_search(message_search, rowid, text, names) VALUES ('delete', old.id, old.text, old.names);
  INSERT INTO message_search(rowid, text, names) VALUES (new.id, new.text, new.names);
END;
CREATE TRIGGER ticket_search_added AFTER INSERT ON ticket BEGIN
  INSERT INTO ticket_search(rowid, subject, summary) VALUES (new.id, new.subject, new.summary);
END;
CREATE TRIGGER ticket_search_removed AFTER DELETE ON ticket BEGIN
  INSERT INTO ticket_search(ticket_search, rowid, subject, summary) VALUES ('delete', old.id, old.subject, old.summary);
END;
CREATE TRIGGER ticket_search_changed AFTER UPDATE OF subject, summary ON ticket
WHEN old.subject <> new.subject OR old.summary <> new.summary BEGIN
  INSERT INTO ticket_search(ticket_search, rowid, subject, summary) VALUES ('delete', old.id, old.subject, old.summary);
  INSERT INTO ticket_search(rowid, subject, summary) VALUES (new.id, new.subject, new.summary);
END
"""  # noqa: S608 - the only variable part is the constant above

# What PostgreSQL's parser makes one word of (`plan.pdf`, `hans@acme.example`, `a-b`) or leaves out (`<tag>`); FTS5
# ends words there, and so does whoever searches for one of the parts.
_JOINING = "-./@_:+~=?&#<>"

# A tsvector has room for 1 MiB, and a character takes at most four bytes of it, with its share of positions: what is
# cut here is so that the most costly text still fits.
_POSTGRES = f"""
ALTER TABLE message ADD COLUMN search tsvector GENERATED ALWAYS AS
  (CASE WHEN kind <> 'system' THEN
    to_tsvector('simple', translate(left(text, 200000) || ' ' || left(names, 50000),
      '{_JOINING}', '{" " * len(_JOINING)}')) END)
  STORED;
CREATE INDEX ix_message_search ON message USING gin (search);
ALTER TABLE ticket ADD COLUMN search tsvector GENERATED ALWAYS AS
  (to_tsvector('simple', translate(subject || ' ' || summary, '{_JOINING}', '{" " * len(_JOINING)}'))) STORED;
CREATE INDEX ix_ticket_search ON ticket USING gin (search)
"""


def create_search(connection: Connection) -> None:
    """Make the index and what keeps it; for the migration that needs it."""
    postgres = connection.dialect.name == "postgresql"
    for statement in _POSTGRES.split(";\n") if postgres else _split(_SQLITE):
        connection.exec_driver_sql(statement)


def _split(script: str) -> list[str]:
    """The statements of a script in which a trigger's own statements end in `;` too."""
    parts: list[str] = []
    for line in script.strip().splitlines():
        if line.startswith("CREATE"):
            parts.append(line)
        else:
            parts[-1] += "\n" + line
    return parts


def apart(text: str) -> str:
    """A search for PostgreSQL with words ending where they end in the index."""
    return text.translate(dict.fromkeys(map(ord, _JOINING), " "))


def is_search_object(name: str) -> bool:
    """Whether a table, column or index belongs to the full-text index and not to the tables."""
    return name.startswith(("message_search", "ticket_search")) or name in (
        "search",
        "ix_message_search",
        "ix_ticket_search",
    )


def rebuild(connection: Connection) -> None:
    """Build the index anew from the rows; PostgreSQL keeps it by itself.

    The table of messages indexes what the triggers would: no system messages.
    """
    if connection.dialect.name == "postgresql":
        return
    connection.exec_driver_sql("INSERT INTO message_search(message_search) VALUES ('delete-all')")
    connection.exec_driver_sql(
        "INSERT INTO message_search(rowid, text, names) SELECT id, text, names FROM message WHERE kind <> 'system'"
    )
    connection.exec_driver_sql("INSERT INTO ticket_search(ticket_search) VALUES ('rebuild')")
