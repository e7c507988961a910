"""Lets `python -m cellyard.hub` be the command `cellyard-hub`."""

import sys

from cellyard.hub.cli import main

sys.exit(main())
