"""A terminal in memory: what a program's bytes look like on a screen, and what it is answered."""
