"""How long a command takes to say its first word, beside a bare Typer app on the same machine.

    python -m benchmarks.startup [ROUNDS]

The two run in turn, so that both meet the same noise; the figure is the ratio of the medians.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BARE = '''
import typer

app = typer.Typer(rich_markup_mode=None)  # plain help, as ours: the stricter comparison


@app.command()
def greet(name: str) -> None:
    """Greet somebody."""


@app.command()
def part(name: str) -> None:
    """Say good-bye."""


app()
'''
OURS = "from factcheck.cli import main; main()"
ANEW = "import pathlib; [file.unlink() for file in pathlib.Path().glob('new.db*')]; "  # each time a new file
ARTICLE = 'The tunnel cost 212 million crowns. "It is safe," said Ida Lindqvist. ' * 70


def seconds(*command: str, folder: str) -> float:
    """Run a command once and return how long it took."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - started


def medians(rounds: int, folder: str, **commands: tuple[str, ...]) -> dict[str, float]:
    """Run the commands in turn and return the median of each, in seconds."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(seconds(*command, folder=folder))
    return {name: statistics.median(taken) for name, taken in times.items()}


def main(rounds: int = 15) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bare.py").write_text(BARE)
        Path(folder, "story.txt").write_text(ARTICLE)  # about 1,000 words
        seconds("-c", OURS, "--db", "one.db", "add", "story.txt", folder=folder)
        found = medians(
            rounds,
            folder,
            bare=("bare.py", "--help"),
            help=("-c", OURS, "--help"),
            started=("bare.py", "greet", "x"),
            status=("-c", OURS, "--db", "one.db", "status"),
            claims=("-c", OURS, "--db", "one.db", "claims"),
            add=("-c", ANEW + OURS, "--by", "x", "--db", "new.db", "add", "story.txt"),
        )
    print(f"bare Typer app --help     {found['bare'] * 1000:6.0f} ms")
    print(
        f"factcheck --help          {found['help'] * 1000:6.0f} ms   {found['help'] / found['bare']:.2f}x (goal 1.5x)"
    )
    print(f"factcheck status          {found['status'] * 1000:6.0f} ms")
    print(f"factcheck claims          {found['claims'] * 1000:6.0f} ms")
    print(f"bare Typer app greet x    {found['started'] * 1000:6.0f} ms   (a command with an argument: start-up)")
    beyond = found["add"] - found["started"]
    print(
        f"factcheck add, 980 words  {found['add'] * 1000:6.0f} ms   {beyond:.2f} s beyond start-up (goal 0.5 s), "
        f"{found['add'] / found['started']:.1f}x"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
