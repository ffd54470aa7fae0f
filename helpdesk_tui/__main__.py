"""`python -m helpdesk_tui`."""

import sys

from helpdesk_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
