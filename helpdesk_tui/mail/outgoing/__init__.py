"""Email that leaves the desk: made, handed over, and what became of it (MO1, MO2)."""
