"""Mass messages, who wants none, and whose an outgoing email without a ticket is."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "massmessage",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("key", sa.String(80), nullable=False, unique=True),
        sa.Column("department", BIG, sa.ForeignKey("department.id"), nullable=False),
        sa.Column("staff", BIG, sa.ForeignKey("staff.id")),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.add_column("client", sa.Column("no_mass", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("outbox", sa.Column("client", BIG))
    op.add_column("outbox", sa.Column("mass", BIG))
    for name, *columns in (("client", "client", "id"), ("mass", "mass", "client")):
        there = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_outbox_{name}", "outbox", columns, unique=name == "mass", sqlite_where=there,
                        postgresql_where=there)  # fmt: skip
    op.create_index("ix_outbox_urgent", "outbox", ["mass", "state", "next_try"])
