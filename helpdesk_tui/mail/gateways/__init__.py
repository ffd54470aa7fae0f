"""Where email comes from, and how it is taken from there exactly once (MG1 to MG4, MG13)."""
