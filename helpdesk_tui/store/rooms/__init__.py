"""What a write transaction can do, a room a module; `helpdesk_tui.store.tx.Tx` holds one of each."""
