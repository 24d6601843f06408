"""Five thousand pages and a two-gigabyte bomb in bounded memory."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MEMORY = 200  # MB

# A process begins with the memory of the one that starts it: a small one stands between it and the large one of the
# tests. The last line of its errors is the most memory that its one child had, in KiB.
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def site_of_5000():
    command = [sys.executable, "-m", "benchmarks.archive.site", "--count", "5000", "--distinct", "300"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().split()[1]
        process.stdin.close()


@pytest.mark.soak
@pytest.mark.parametrize("what", ["pages", "bombs"])
def test_memory_is_bounded(what, site_of_5000, tmp_path):
    if what == "pages":
        with urllib.request.urlopen(site_of_5000 + "/urls.txt") as answer:
            urls = [site_of_5000 + path for path in answer.read().decode().split()]
    else:
        urls = [f"{site_of_5000}/bomb?{number}" for number in range(200)]
    (tmp_path / "urls").write_text("\n".join(urls), encoding="utf-8")
    address = site_of_5000.removeprefix("http://")
    command = [sys.executable, "-m", "factcheck.archive", "--no-text", "--allow", address, "--robots", "ignore"]
    command += ["--delay", "0", "--per-host", "16", "--urls-file", str(tmp_path / "urls")]
    with (tmp_path / "out").open("wb") as out:
        run = subprocess.run(
            [sys.executable, "-c", MEASURED, *command], cwd=ROOT, stdout=out, stderr=subprocess.PIPE, text=True
        )
    lines = (tmp_path / "out").read_text().splitlines()
    assert len(lines) == len(urls)
    assert run.returncode == (0 if what == "pages" else 3)
    assert int(run.stderr.split()[-1]) / 1024 < MEMORY
