"""Processes of our own for what comes from outside: what they start with, and how much of the machine is theirs."""
