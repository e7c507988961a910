"""Python imports this by its name before a program that a test has started."""

import noon

assert noon.NOON
