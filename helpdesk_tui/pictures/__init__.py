"""Pictures from outside, decoded by a process with bounds (TF11, docs/adr/0034)."""
