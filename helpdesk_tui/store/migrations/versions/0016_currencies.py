"""Currencies, exchange rates, prices in another currency, and an account for each currency of a client."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ACTIVE = sa.text("active")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "currency",
        sa.Column("code", sa.String(3), primary_key=True),
        sa.Column("active", sa.Boolean, nullable=False),
    )
    op.create_table(
        "exchangerate",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("client", BIG, sa.ForeignKey("client.id")),
        sa.Column("base", sa.String(3), nullable=False),
        sa.Column("converted", sa.String(3), nullable=False),
        sa.Column("rate", sa.String(24), nullable=False),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("deleted", BIG),
    )
    op.create_index("ix_exchangerate_client", "exchangerate", ["client"])
    op.add_column("plan", sa.Column("currency", sa.String(3), nullable=False, server_default=""))
    op.execute("UPDATE plan SET currency = (SELECT currency FROM desk)")
    op.execute("INSERT INTO currency (code, active) SELECT currency, true FROM desk")
    for name, kind in (("plan_price", BIG), ("plan_currency", sa.String(3)), ("exchange_rate", sa.String(24)),
                       ("exchange_base", sa.String(3)), ("exchange_converted", sa.String(3)),
                       ("exchange_units", sa.Integer), ("exchange_since", sa.Date)):  # fmt: skip
        op.add_column("orderstep", sa.Column(name, kind))
    op.drop_index("uq_account_active", table_name="account")
    op.create_index("uq_account_active", "account", ["client", "currency"], unique=True, sqlite_where=ACTIVE,
                    postgresql_where=ACTIVE)  # fmt: skip
