"""helpdesk-tui: a help desk in a terminal for the support staff of hosting providers."""

__version__ = "0.1.0"
