"""Accounts with their entries and lots, which are only ever added; their documents; plans and orders."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ACTIVE = sa.text("active")


def upgrade() -> None:
    """Forward."""
    _account()
    _plans()
    _ledger()
    _documents()
    connection = op.get_bind()
    for statement in _POSTGRES if connection.dialect.name == "postgresql" else _SQLITE:
        # A `%` is the statement's own: it has no parameters.
        connection.exec_driver_sql(
            statement.replace("%", "%%") if connection.dialect.name == "postgresql" else statement
        )


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("client", BIG, sa.ForeignKey("client.id")),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("postpaid", sa.Boolean, nullable=False),
        sa.Column("credit_limit", BIG, nullable=False),
        sa.Column("grace", sa.String(12), nullable=False),
        sa.Column("respite", sa.Integer, nullable=False),
        sa.Column("block", sa.Integer, nullable=False),
        sa.Column("referred_by", sa.Text, nullable=False),
        sa.Column("opened", BIG, nullable=False),
        sa.Column("balance", BIG, nullable=False),
        sa.Column("pool", BIG, nullable=False),
        sa.Column("given", BIG, nullable=False),
        sa.Column("used", BIG, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("tip", sa.String(64), nullable=False),
        sa.Column("moved", BIG, nullable=False),
    )
    op.create_index("ix_account_client", "account", ["client"])
    op.create_index(
        "uq_account_active", "account", ["client"], unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE
    )


def _plans() -> None:
    op.create_table(
        "plan",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("name_key", sa.String, nullable=False),
        sa.Column("incidents", sa.Integer, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.UniqueConstraint("name_key"),
    )
    for name, number in (("planprice", "months"), ("planpackage", "number")):
        op.create_table(
            name,
            sa.Column("plan", BIG, sa.ForeignKey("plan.id"), primary_key=True),
            sa.Column(number, sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("price", BIG, nullable=False),
        )
    op.create_table(
        "incidentorder",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("account", BIG, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("plan", BIG, sa.ForeignKey("plan.id"), nullable=False),
        sa.Column("months", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("price", BIG, nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("windows", sa.Integer, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("staff", BIG, sa.ForeignKey("staff.id")),
    )
    op.create_index("ix_incidentorder_account", "incidentorder", ["account"])


def _ledger() -> None:
    op.create_table(
        "lot",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("account", BIG, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("incident_order", BIG, sa.ForeignKey("incidentorder.id")),
        sa.Column("starts", sa.Date, nullable=False),
        sa.Column("ends", sa.Date, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_index("ix_lot_account", "lot", ["account", "ends"])
    op.create_table(
        "entry",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("account", BIG, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("unit", sa.String(8), nullable=False),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("lot", BIG),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("reverses", sa.Integer),
        sa.Column("cause", sa.String(120), nullable=False),
        sa.Column("ticket", BIG),
        sa.Column("document", sa.String(40), nullable=False),
        sa.Column("staff", BIG),
        sa.Column("at", BIG, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("account", "seq"),
        sa.UniqueConstraint("account", "cause"),
    )
    op.create_index("ix_entry_ticket", "entry", ["ticket", "account"])
    op.create_index("ix_entry_lot", "entry", ["lot"])


def _documents() -> None:
    op.create_table(
        "payment",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("account", BIG, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created", BIG, nullable=False),
        sa.Column("paid_at", BIG),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("first", sa.Boolean, nullable=False),
        sa.Column("funds_number", sa.Integer, nullable=False),
        sa.Column("funds_amount", BIG, nullable=False),
        sa.Column("incident_order", BIG, sa.ForeignKey("incidentorder.id")),
        sa.Column("deleted", BIG),
    )
    op.create_table(
        "expense",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("account", BIG, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("ticket", BIG, sa.ForeignKey("ticket.id")),
        sa.Column("incident_order", BIG, sa.ForeignKey("incidentorder.id")),
        sa.Column("at", BIG, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("deleted", BIG),
    )
    op.create_index("ix_expense_ticket", "expense", ["ticket"])
    op.create_table(
        "withdrawal",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("account", BIG, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("at", BIG, nullable=False),
    )
    op.create_table(
        "adjustment",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("account", BIG, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", BIG, nullable=False),
    )
    for name in ("payment", "expense", "withdrawal", "adjustment"):
        op.create_index(f"ix_{name}_account", name, ["account"])


# INSERT OR REPLACE removes the row in its way without a DELETE that a trigger would see, so that is refused on its own.
def _sqlite(name: str, there: str) -> tuple[str, ...]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{name} is only ever added to'); END"
    return (
        f"CREATE TRIGGER {name}_unchanged BEFORE UPDATE ON {name} {refuse}",
        f"CREATE TRIGGER {name}_kept BEFORE DELETE ON {name} {refuse}",
        f"CREATE TRIGGER {name}_not_replaced BEFORE INSERT ON {name} WHEN EXISTS ({there}) {refuse}",
    )


def _postgres(name: str) -> tuple[str, ...]:
    return (
        f"CREATE TRIGGER {name}_unchanged BEFORE UPDATE OR DELETE ON {name} FOR EACH ROW EXECUTE FUNCTION only_added()",
        f"CREATE TRIGGER {name}_kept BEFORE TRUNCATE ON {name} FOR EACH STATEMENT EXECUTE FUNCTION only_added()",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {name} FROM PUBLIC, CURRENT_USER",
    )


_SQLITE = (
    *_sqlite("entry", "SELECT 1 FROM entry WHERE id = new.id OR (account = new.account AND seq = new.seq)"
             " OR (account = new.account AND cause = new.cause)"),
    *_sqlite("lot", "SELECT 1 FROM lot WHERE id = new.id"),
)  # fmt: skip
_POSTGRES = (
    "CREATE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = '23001'; END $$",
    *_postgres("entry"),
    *_postgres("lot"),
)
