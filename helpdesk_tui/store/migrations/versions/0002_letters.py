"""Texts of the desk's own emails, senders that are spam, and what is known of an email besides."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "letter",
        sa.Column("kind", sa.String(24), primary_key=True),
        sa.Column("language", sa.String(8), primary_key=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "spamsender",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("pattern", sa.String, nullable=False),
        sa.Column("staff", BIG, sa.ForeignKey("staff.id")),
        sa.Column("at", BIG, nullable=False),
        sa.UniqueConstraint("pattern"),
    )
    op.add_column("mail", sa.Column("proof", sa.String(12), nullable=False, server_default=""))
    op.add_column("mail", sa.Column("notice", sa.Text, nullable=False, server_default=""))
    op.add_column("mail", sa.Column("references", sa.Text, nullable=False, server_default="[]"))
    op.add_column("outbox", sa.Column("dropped", BIG))
    op.create_index("ix_outbox_kind", "outbox", ["kind", "created"])
