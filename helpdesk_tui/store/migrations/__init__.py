"""Alembic migrations; `helpdesk_tui.store.upgrade` runs them."""
