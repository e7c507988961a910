"""The commands: the app, and what can be asked beside it. Exit 0 done, 1 refused, 2 usage."""

import io
import sys
from collections.abc import Sequence

from cellyard import durable, words
from cellyard.cli import arguments, commands
from cellyard.domain.refusals import Refused, Trouble


def main(given: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A console that cannot show a sign still gets the sentence around it.
        sys.stdout.reconfigure(errors="replace")
    options = arguments.parser().parse_args(given)
    words.use(options.language)
    command: arguments.Command = options.command
    try:
        return command(options)
    except (Refused, Trouble) as no:
        return commands.refuse(words.sentence(no))
    except OSError as no:  # a file or folder named here that the system does not give
        return commands.refuse(words.sentence(durable.refusal(no)))
