"""`python -m cellyard` is the command `cellyard`."""

import sys

from cellyard.cli import main

if __name__ == "__main__":
    sys.exit(main())
