"""The store: tables, transactions and reads. Only `helpdesk_tui.desk.door` may import it."""
