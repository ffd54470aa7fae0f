"""Payers of clients, whom invoices name."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "payer",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("client", BIG, sa.ForeignKey("client.id"), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("tax_number", sa.String, nullable=False),
        sa.Column("deleted", sa.BigInteger, nullable=True),
    )
    op.create_index("ix_payer_client", "payer", ["client"])
