"""Processes that read email from outside, and how they are asked (rule 6)."""
