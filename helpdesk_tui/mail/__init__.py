"""Everything about email: reading it, getting it from gateways, sending it."""
