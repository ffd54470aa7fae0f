"""Personal discounts and tax rules of clients, and the parts of the price that each purchase was ordered at."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "discount",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("client", BIG, sa.ForeignKey("client.id"), nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("plan", BIG, sa.ForeignKey("plan.id")),
        sa.Column("starts", sa.Date),
        sa.Column("ends", sa.Date),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("deleted", sa.BigInteger),
    )
    op.create_index("ix_discount_client", "discount", ["client"])
    op.create_table(
        "taxrule",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("client", BIG, sa.ForeignKey("client.id"), nullable=False),
        sa.Column("rate", sa.Integer, nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("starts", sa.String(19), nullable=False),
        sa.Column("ends", sa.String(19), nullable=False),
        sa.Column("products", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("deleted", sa.BigInteger),
    )
    op.create_index("ix_taxrule_client", "taxrule", ["client"])
    parts = {"full_price": BIG, "discount": sa.Integer(), "net": BIG, "tax_rate": sa.Integer(), "tax": BIG}
    for name, kind in parts.items():
        op.add_column("orderstep", sa.Column(name, kind, nullable=False, server_default="0"))
    # What was bought before had neither discount nor tax.
    op.execute("UPDATE orderstep SET full_price = price, net = price")
