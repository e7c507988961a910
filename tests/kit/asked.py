"""The commands as another program calls them, in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path


def run(*words: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    where = ["--data", str(data)] if data else []
    return subprocess.run(
        [sys.executable, "-m", "cellyard", *where, *words],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8", **os.environ},
    )


def said(*words: str, data: Path | None = None) -> object:
    done = run(*words, "--json", data=data)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refused(*words: str, data: Path | None = None) -> str:
    """Return the one sentence of a refused command: nothing else is said, and nothing traced."""
    done = run(*words, "--json", data=data)
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    (sentence,) = done.stderr.strip().splitlines()
    return sentence
