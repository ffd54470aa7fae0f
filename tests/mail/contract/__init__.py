"""What every kind of polled gateway holds to (SPEC MG2, MG3, MG13; rules 1 to 9), through the Source protocol."""
