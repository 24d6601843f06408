"""The command line: reads what is typed, asks the desk, prints the answer. It holds no rules.

`index.py` lists every command and the module it lives in; a module is imported when its command runs.
"""

from __future__ import annotations


def main() -> None:
    """Run the command in `sys.argv` and exit with its status (see `docs/reference/commands.md`)."""
    import os

    # The tagger's matrices are small: more threads cost more than they gain, and the cores have other work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")

    from factcheck.cli.root import app

    app(prog_name="factcheck")
