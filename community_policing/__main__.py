"""Command line of the dashboard: `cpf`, or `python -m community_policing`: serve it, check a file, publish it, list releases."""

import sys
from io import TextIOWrapper

from community_policing.cli.commands import main


def run() -> int:
    """Run the command that the command line asks for; its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Arabic letters still gets its answer
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
