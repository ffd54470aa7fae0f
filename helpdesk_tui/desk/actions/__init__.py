"""Everything that changes a desk, one class an act; `helpdesk_tui.desk.registry` lists them all."""
