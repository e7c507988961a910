"""Lets `python -m cellyard.hub` be the command `cellyard-hub`."""

import sys

from cellyard.hub.cli import main

if __name__ == "__main__":
    sys.exit(main())
