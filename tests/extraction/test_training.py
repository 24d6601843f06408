"""Training gives the same bytes on a machine with any number of cores."""

from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).parents[2] / "benchmarks" / "extraction").glob("[mt]*_*.py"))
ONE_THREAD = 'os.environ["OPENBLAS_NUM_THREADS"] = "1"'


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_sums_are_made_by_one_thread(script):
    """Shared out among threads, sums are made in another order, and the last bits differ."""
    before, _, after = script.read_text(encoding="utf-8").partition(ONE_THREAD)
    assert "\nimport numpy" not in before
    assert "\nimport numpy" in after


def test_there_are_scripts_to_look_at():
    assert [path.name for path in SCRIPTS] == ["make_vectors.py", "train_tagger.py", "train_worthiness.py"]
