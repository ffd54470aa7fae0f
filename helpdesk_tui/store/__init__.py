"""The store: tables, transactions and reads. Only the door and the first look of `helpdesk_tui.desk` may import it."""

SCHEMA = "0022"
"""The version of the schema this program reads and writes; the newest migration's number."""
