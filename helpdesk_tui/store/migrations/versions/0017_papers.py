"""Emails that carry an invoice, as the facts it is drawn from; events that belong to a document of an account."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
THERE = sa.text("document IS NOT NULL")


def upgrade() -> None:
    """Forward."""
    op.add_column("outbox", sa.Column("payment", BIG))
    op.add_column("outbox", sa.Column("invoice", sa.Text, nullable=False, server_default=""))
    sent = sa.text("payment IS NOT NULL")
    op.create_index("ix_outbox_payment", "outbox", ["payment"], sqlite_where=sent, postgresql_where=sent)
    op.add_column("event", sa.Column("document", sa.String(32)))
    op.create_index("ix_event_document", "event", ["document", "id"], sqlite_where=THERE, postgresql_where=THERE)
    # Documents that were there before have their history too: their events name them in field or text.
    sqlite = op.get_bind().dialect.name == "sqlite"
    first = "substr({0}, 1, instr({0}, ' ') - 1)" if sqlite else "split_part({0}, ' ', 1)"
    added = "field IN ('payment', 'expense', 'withdrawal') AND before = '' AND length(after) < 19"
    for document, which in (
        ("field || ':' || after", added),
        (first.format("field"), "field LIKE 'payment:% %' OR field LIKE 'expense:% %'"),
        ("'payment:' || " + first.format("after"), "field = 'invoice' AND after LIKE '% sent to %'"),
    ):
        op.execute(f"UPDATE event SET document = {document} WHERE client IS NOT NULL AND ({which})")  # noqa: S608
