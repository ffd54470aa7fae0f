"""The first schema: people, clients, tickets, mail, and the desk itself."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward; rooms in the order in which they refer to one another."""
    _people()
    _clients()
    _tickets()
    _mail()
    _conversation()
    _personal()
    _desk()
    _search()


def _needed(name: str, kind: Any, *more: sa.ForeignKey) -> sa.Column[Any]:
    return sa.Column(name, kind, *more, nullable=False)


def _ref(table: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id")


def _where(condition: str) -> dict[str, Any]:
    flags = condition.replace("listed", "listed = 1").replace("free", "free = 1").replace("delayed", "delayed = 1")
    flags = "open = 1" if flags == "open" else flags
    return {"sqlite_where": sa.text(flags), "postgresql_where": sa.text(condition)}


def _people() -> None:
    op.create_table(
        "department",
        sa.Column("id", BIG, primary_key=True),
        _needed("name", sa.String),
        _needed("name_key", sa.String),
        _needed("address", sa.String),
        _needed("signature", sa.Text),
        _needed("write_off", sa.Boolean),
        _needed("external", sa.Boolean),
        _needed("support_center", sa.Boolean),
        _needed("active", sa.Boolean),
        sa.UniqueConstraint("name_key"),
    )
    op.create_table(
        "staff",
        sa.Column("id", BIG, primary_key=True),
        _needed("login", sa.String),
        _needed("name", sa.String),
        _needed("email", sa.String),
        _needed("admin", sa.Boolean),
        _needed("active", sa.Boolean),
        _needed("language", sa.String),
        _needed("signature", sa.Text),
        _needed("created", BIG),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "membership",
        sa.Column("staff", BIG, _ref("staff"), primary_key=True),
        sa.Column("department", BIG, _ref("department"), primary_key=True),
        _needed("rank", sa.Integer),
    )


def _clients() -> None:
    op.create_table(
        "client",
        sa.Column("id", BIG, primary_key=True),
        _needed("name", sa.String),
        _needed("email", sa.String),
        _needed("login", sa.String),
        _needed("language", sa.String),
        _needed("country", sa.String),
        _needed("comment", sa.Text),
        _needed("label", sa.String),
        _needed("characteristic", sa.String),
        _needed("active", sa.Boolean),
        _needed("registered", BIG),
        sa.Column("staff", BIG, _ref("staff")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_client_label", "client", ["label"])
    op.create_table(
        "clientuser",
        sa.Column("id", BIG, primary_key=True),
        _needed("client", BIG, _ref("client")),
        _needed("name", sa.String),
        _needed("email", sa.String),
        _needed("address", sa.String),
        _needed("main", sa.Boolean),
        _needed("active", sa.Boolean),
        sa.UniqueConstraint("address"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_clientuser_client", "clientuser", ["client"])
    op.create_table(
        "service",
        sa.Column("id", BIG, primary_key=True),
        _needed("client", BIG, _ref("client")),
        _needed("name", sa.String),
        _needed("plan", sa.String),
        _needed("domain", sa.String),
        _needed("status", sa.String),
        _needed("cost", BIG),
        _needed("currency", sa.String),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_service_client", "service", ["client"])


def _tickets() -> None:
    op.create_table(
        "blob",
        sa.Column("id", BIG, primary_key=True),
        _needed("sha256", sa.String(64)),
        _needed("size", BIG),
        _needed("packed", sa.LargeBinary),
        sa.UniqueConstraint("sha256"),
    )
    op.create_table(
        "ticket",
        sa.Column("id", BIG, primary_key=True),
        _needed("client", BIG, _ref("client")),
        _needed("subject", sa.Text),
        sa.Column("service", BIG, _ref("service")),
        _needed("priority", sa.Integer),
        _needed("front", sa.Boolean),
        _needed("summary", sa.Text),
        _needed("by_staff", sa.Boolean),
        _needed("spam", sa.Boolean),
        sa.Column("merged_into", BIG, _ref("ticket")),
        sa.Column("continues", BIG, _ref("ticket")),
        sa.Column("archived", BIG),
        sa.Column("delayed_until", BIG),
        _needed("delayed", sa.Boolean),
        _needed("returned", sa.Boolean),
        sa.Column("client_wrote", BIG),
        sa.Column("staff_wrote", BIG),
        sa.Column("client_read", BIG),
        _needed("created", BIG),
        _needed("updated", BIG),
        _needed("waiting", BIG),
        _needed("version", sa.Integer),
        _needed("status", sa.String(16)),
        _needed("department", BIG, _ref("department")),
        _needed("shelf", sa.Integer),
        _needed("free", sa.Boolean),
        _needed("place", BIG),
    )
    op.create_index("ix_ticket_all_updated", "ticket", ["updated", "id"], **_where("shelf < 4"))
    op.create_index("ix_ticket_client", "ticket", ["client", "id"])
    op.create_index("ix_ticket_delayed", "ticket", ["delayed_until"], **_where("delayed"))
    op.create_index("ix_ticket_free", "ticket", ["place", "id"], **_where("free"))
    op.create_index("ix_ticket_free_newest", "ticket", ["id"], **_where("free"))
    op.create_index("ix_ticket_free_updated", "ticket", ["updated", "id"], **_where("free"))
    op.create_index("ix_ticket_newest", "ticket", ["shelf", "id"])
    op.create_index("ix_ticket_queue", "ticket", ["shelf", "place", "id"])
    op.create_index("ix_ticket_updated", "ticket", ["shelf", "updated", "id"])
    op.create_table(
        "task",
        sa.Column("id", BIG, primary_key=True),
        _needed("ticket", BIG, _ref("ticket")),
        _needed("department", BIG, _ref("department")),
        sa.Column("holder", BIG, _ref("staff")),
        _needed("open", sa.Boolean),
        _needed("opened", BIG),
        sa.Column("closed", BIG),
        sa.Column("closed_by", BIG, _ref("staff")),
        sa.Column("former", BIG, _ref("staff")),
        sa.Column("answered", BIG),
        _needed("listed", sa.Boolean),
        _needed("free", sa.Boolean),
        sa.Column("owner", BIG),
        _needed("shelf", sa.Integer),
        _needed("place", BIG),
        _needed("updated", BIG),
    )
    op.create_index("ix_task_all_newest", "task", ["department", "ticket"], **_where("listed AND shelf NOT IN (4, 5)"))
    op.create_index(
        "ix_task_all_updated", "task", ["department", "updated", "ticket"], **_where("listed AND shelf NOT IN (4, 5)")
    )
    op.create_index("ix_task_free", "task", ["department", "place", "ticket"], **_where("free"))
    op.create_index("ix_task_free_newest", "task", ["department", "ticket"], **_where("free"))
    op.create_index("ix_task_free_updated", "task", ["department", "updated", "ticket"], **_where("free"))
    op.create_index("ix_task_newest", "task", ["department", "shelf", "ticket"], **_where("listed"))
    op.create_index("ix_task_open", "task", ["department", "holder"], **_where("open"))
    op.create_index("ix_task_owner", "task", ["owner", "place", "ticket"], **_where("owner IS NOT NULL"))
    op.create_index("ix_task_queue", "task", ["department", "shelf", "place", "ticket"], **_where("listed"))
    op.create_index("ix_task_ticket", "task", ["ticket"])
    op.create_index("ix_task_updated", "task", ["department", "shelf", "updated", "ticket"], **_where("listed"))


def _mail() -> None:
    op.create_table(
        "gateway",
        sa.Column("id", BIG, primary_key=True),
        _needed("name", sa.String),
        _needed("type", sa.String),
        _needed("address", sa.String),
        _needed("department", BIG, _ref("department")),
        _needed("enabled", sa.Boolean),
        _needed("host", sa.String),
        _needed("port", sa.Integer),
        _needed("tls", sa.String),
        _needed("login", sa.String),
        _needed("password", sa.String),
        _needed("folder", sa.String),
        _needed("path", sa.String),
        _needed("delete", sa.Boolean),
        _needed("interval", sa.Integer),
        _needed("authserv_id", sa.String),
        _needed("match", sa.String),
        _needed("ca_file", sa.String),
        sa.Column("last_poll", BIG),
        _needed("last_error", sa.Text),
        _needed("failures", sa.Integer),
        sa.Column("next_poll", BIG),
        _needed("state", sa.Text),
        _needed("generation", sa.Integer),
        sa.UniqueConstraint("name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mail",
        sa.Column("id", BIG, primary_key=True),
        _needed("digest", sa.String(64)),
        _needed("raw", BIG, _ref("blob")),
        _needed("head_only", sa.Boolean),
        _needed("size", BIG),
        _needed("message_id", sa.String),
        sa.Column("gateway", BIG, _ref("gateway")),
        sa.Column("department", BIG, _ref("department")),
        _needed("outcome", sa.String(16)),
        _needed("reason", sa.Text),
        _needed("auto", sa.Boolean),
        _needed("sender_name", sa.Text),
        _needed("sender", sa.Text),
        _needed("recipients", sa.Text),
        _needed("subject", sa.Text),
        sa.Column("date", BIG),
        _needed("received", BIG),
        sa.Column("ticket", BIG, _ref("ticket")),
        sa.Column("message", BIG),
        sa.Column("client", BIG, _ref("client")),
        sa.Column("suggestion", BIG),
        sa.Column("incoming", sa.String(10)),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_mail_client", "mail", ["client", "received"])
    op.create_index("ix_mail_incoming", "mail", ["incoming", "id"])
    op.create_index("ix_mail_message_id", "mail", ["message_id"])
    op.create_index("ix_mail_raw", "mail", ["raw"])
    op.create_index("ix_mail_received", "mail", ["received"])
    op.create_index("ix_mail_ticket", "mail", ["ticket"])
    op.create_table(
        "arrival",
        sa.Column("id", BIG, primary_key=True),
        _needed("gateway", BIG, _ref("gateway")),
        _needed("generation", sa.Integer),
        _needed("unit", sa.String),
        _needed("mail", BIG, _ref("mail")),
        _needed("outcome", sa.String(16)),
        _needed("reason", sa.Text),
        _needed("at", BIG),
        sa.UniqueConstraint("gateway", "generation", "unit"),
    )
    op.create_index("ix_arrival_mail", "arrival", ["mail"])


def _conversation() -> None:
    op.create_table(
        "message",
        sa.Column("id", BIG, primary_key=True),
        _needed("ticket", BIG, _ref("ticket")),
        _needed("kind", sa.String(8)),
        sa.Column("staff", BIG, _ref("staff")),
        _needed("author", sa.String),
        _needed("at", BIG),
        _needed("text", sa.Text),
        _needed("own_lines", sa.Integer),
        _needed("names", sa.Text),
        sa.Column("mail", BIG, _ref("mail")),
        _needed("note", sa.Text),
    )
    op.create_index("ix_message_ticket", "message", ["ticket", "at", "id"])
    op.create_table(
        "attachment",
        sa.Column("id", BIG, primary_key=True),
        _needed("message", BIG, _ref("message")),
        _needed("blob", BIG, _ref("blob")),
        _needed("name", sa.String),
        _needed("content_type", sa.String),
        _needed("size", BIG),
        _needed("content_id", sa.String),
    )
    op.create_index("ix_attachment_blob", "attachment", ["blob"])
    op.create_index("ix_attachment_message", "attachment", ["message"])
    op.create_table(
        "reference",
        sa.Column("id", BIG, primary_key=True),
        _needed("value", sa.String),
        _needed("ticket", BIG, _ref("ticket")),
        sa.Column("message", BIG, _ref("message")),
        _needed("issued", sa.Boolean),
    )
    op.create_index("ix_reference_message", "reference", ["message"])
    op.create_index("ix_reference_ticket", "reference", ["ticket", "id"])
    op.create_index("ix_reference_value", "reference", ["value"])
    op.create_table(
        "outbox",
        sa.Column("id", BIG, primary_key=True),
        _needed("message_id", sa.String),
        _needed("kind", sa.String(24)),
        sa.Column("ticket", BIG, _ref("ticket")),
        sa.Column("message", BIG, _ref("message")),
        sa.Column("mail", BIG, _ref("mail")),
        sa.Column("staff", BIG, _ref("staff")),
        _needed("sender_name", sa.String),
        _needed("sender", sa.String),
        _needed("reply_to", sa.String),
        _needed("to_addresses", sa.Text),
        _needed("cc_addresses", sa.Text),
        _needed("subject", sa.Text),
        _needed("in_reply_to", sa.Text),
        _needed("references", sa.Text),
        _needed("text", sa.Text),
        _needed("auto", sa.Boolean),
        _needed("null_sender", sa.Boolean),
        _needed("state", sa.String(8)),
        _needed("attempts", sa.Integer),
        _needed("unknown_tries", sa.Integer),
        sa.Column("next_try", BIG),
        _needed("owner", sa.String),
        sa.Column("until", BIG),
        _needed("error", sa.Text),
        _needed("begun", sa.Boolean),
        _needed("created", BIG),
        sa.Column("again", BIG),
        sa.Column("sent", BIG),
        sa.UniqueConstraint("message_id"),
    )
    op.create_index("ix_outbox_due", "outbox", ["state", "next_try"])
    op.create_index("ix_outbox_mail", "outbox", ["mail"])
    op.create_index("ix_outbox_message", "outbox", ["message"])
    op.create_index("ix_outbox_ticket", "outbox", ["ticket"])


def _personal() -> None:
    op.create_table(
        "favourite",
        sa.Column("staff", BIG, _ref("staff"), primary_key=True),
        sa.Column("ticket", BIG, _ref("ticket"), primary_key=True),
        _needed("change", BIG),
    )
    op.create_table(
        "reading",
        sa.Column("ticket", BIG, _ref("ticket"), primary_key=True),
        sa.Column("staff", BIG, _ref("staff"), primary_key=True),
        _needed("at", BIG),
    )
    op.create_table(
        "draft",
        sa.Column("ticket", BIG, _ref("ticket"), primary_key=True),
        sa.Column("staff", BIG, _ref("staff"), primary_key=True),
        _needed("text", sa.Text),
        _needed("comment", sa.Text),
        _needed("seen", BIG),
        _needed("saved", BIG),
    )


def _desk() -> None:
    op.create_table(
        "desk",
        sa.Column("id", BIG, primary_key=True),
        _needed("name", sa.String),
        _needed("currency", sa.String(3)),
        _needed("secret", sa.String),
        _needed("change", BIG),
        _needed("created", BIG),
        sa.Column("worker_seen", BIG),
        _needed("worker", sa.Text),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String, primary_key=True),
        _needed("value", sa.Text),
    )
    op.create_table(
        "event",
        sa.Column("id", BIG, primary_key=True),
        _needed("change", BIG),
        _needed("at", BIG),
        _needed("actor", sa.String(8)),
        sa.Column("actor_id", BIG),
        _needed("actor_name", sa.String),
        _needed("action", sa.String),
        sa.Column("ticket", BIG),
        sa.Column("client", BIG),
        _needed("field", sa.String),
        _needed("before", sa.Text),
        _needed("after", sa.Text),
        _needed("reason", sa.Text),
    )
    op.create_index("ix_event_change", "event", ["change"])
    op.create_index("ix_event_client", "event", ["client", "id"])
    op.create_index("ix_event_ticket", "event", ["ticket", "id"])
    op.create_table(
        "once",
        sa.Column("key", sa.String, primary_key=True),
        _needed("fingerprint", sa.String),
        _needed("answer", sa.Text),
        _needed("at", BIG),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String, primary_key=True),
        _needed("owner", sa.String),
        _needed("until", BIG),
    )


# ------------------------------------------------------------ full-text search, as it was when this was the newest

_TOKENS = "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'"

# What of a message is indexed, in characters: cutting millions of them into words would keep all others waiting.
_TEXT, _NAMES = 200_000, 50_000

_SQLITE = f"""
CREATE VIEW message_words AS
  SELECT id, kind, substr(text, 1, {_TEXT}) AS text, substr(names, 1, {_NAMES}) AS names FROM message;
CREATE VIRTUAL TABLE message_search USING fts5(text, names, content = 'message_words', content_rowid = 'id', {_TOKENS});
CREATE VIRTUAL TABLE ticket_search USING fts5(subject, summary, content = 'ticket', content_rowid = 'id', {_TOKENS});
CREATE VIRTUAL TABLE client_search USING fts5(name, email, content = 'client', content_rowid = 'id', {_TOKENS});
CREATE TRIGGER client_search_added AFTER INSERT ON client BEGIN
  INSERT INTO client_search(rowid, name, email) VALUES (new.id, new.name, new.email);
END;
CREATE TRIGGER client_search_removed AFTER DELETE ON client BEGIN
  INSERT INTO client_search(client_search, rowid, name, email) VALUES ('delete', old.id, old.name, old.email);
END;
CREATE TRIGGER client_search_changed AFTER UPDATE OF name, email ON client BEGIN
  INSERT INTO client_search(client_search, rowid, name, email) VALUES ('delete', old.id, old.name, old.email);
  INSERT INTO client_search(rowid, name, email) VALUES (new.id, new.name, new.email);
END;
CREATE TRIGGER message_search_added AFTER INSERT ON message WHEN new.kind <> 'system' BEGIN
  INSERT INTO message_search(rowid, text, names)
  VALUES (new.id, substr(new.text, 1, {_TEXT}), substr(new.names, 1, {_NAMES}));
END;
CREATE TRIGGER message_search_removed AFTER DELETE ON message WHEN old.kind <> 'system' BEGIN
  INSERT INTO message_search(message_search, rowid, text, names)
  VALUES ('delete', old.id, substr(old.text, 1, {_TEXT}), substr(old.names, 1, {_NAMES}));
END;
CREATE TRIGGER message_search_changed AFTER UPDATE OF text, names ON message WHEN old.kind <> 'system' BEGIN
  INSERT INTO message_search(message_search, rowid, text, names)
  VALUES ('delete', old.id, substr(old.text, 1, {_TEXT}), substr(old.names, 1, {_NAMES}));
  INSERT INTO message_search(rowid, text, names)
  VALUES (new.id, substr(new.text, 1, {_TEXT}), substr(new.names, 1, {_NAMES}));
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
"""  # noqa: S608 - the only variable parts are the constants above

JOINING = "-./@_:+~=?&#<>"

# A tsvector has room for 1 MiB, and a character takes at most four bytes of it, with its share of positions: what is
# cut here is so that the most costly text still fits.
_TAKEN_OFF = r"normalize(regexp_replace(normalize({}, NFD), '([A-Za-z])[\u0300-\u036f]+', '\1', 'g'), NFC)"


def _vector(text: str) -> str:
    """The expression for the words of a text on PostgreSQL: apart, and without accents on Latin letters."""
    apart = f"translate({text}, '{JOINING}', '{' ' * len(JOINING)}')"
    return f"to_tsvector('simple', {_TAKEN_OFF.format(apart)})"


_POSTGRES = f"""
ALTER TABLE message ADD COLUMN search tsvector GENERATED ALWAYS AS
  (CASE WHEN kind <> 'system' THEN {_vector(f"left(text, {_TEXT}) || ' ' || left(names, {_NAMES})")} END) STORED;
CREATE INDEX ix_message_search ON message USING gin (search);
ALTER TABLE ticket ADD COLUMN search tsvector GENERATED ALWAYS AS
  ({_vector("subject || ' ' || summary")}) STORED;
CREATE INDEX ix_ticket_search ON ticket USING gin (search);
ALTER TABLE client ADD COLUMN search tsvector GENERATED ALWAYS AS ({_vector("name || ' ' || email")}) STORED;
CREATE INDEX ix_client_search ON client USING gin (search)
"""


def _search() -> None:
    connection = op.get_bind()
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
