"""The commands of backups: make and prove one, prove one that is there, restore one."""

import argparse
import os
from pathlib import Path

from cellyard import words
from cellyard import settings as settings_file
from cellyard.cli.saying import refuse, say
from cellyard.words import _
