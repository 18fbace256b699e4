"""What a person set by hand for the reading of a page, and sex and age for reference ranges."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("analysis") as table:
        table.add_column(sa.Column("help", sa.JSON(), nullable=True))
        table.add_column(sa.Column("sex", sa.String(length=6), nullable=True))
        table.add_column(sa.Column("age_years", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("analysis") as table:
        table.drop_column("age_years")
        table.drop_column("sex")
        table.drop_column("help")
