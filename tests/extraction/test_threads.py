"""The extractor's matrix products run on one thread, and the program around keeps its own setting."""

import subprocess
import sys

PROGRAM = """
from threading import Barrier, Thread
from factcheck.extraction import extract, threads

count, limit = threads._calls()
limit(2)
before = count()
with threads.one_thread():
    assert count() == 1
    with threads.one_thread():
        assert count() == 1
    assert count() == 1
assert count() == before, (count(), before)

barrier = Barrier(3)

def overlap():
    with threads.one_thread():
        barrier.wait()
        extract('"The road is open," Orla Venn said.')

workers = [Thread(target=overlap) for _ in range(3)]
[worker.start() for worker in workers]
[worker.join() for worker in workers]
assert count() == before
try:
    with threads.one_thread():
        raise ValueError
except ValueError:
    pass
extract('"The road is open," Orla Venn said.')
assert count() == before
print("as before")
"""


def test_the_number_of_threads_is_one_meanwhile_and_as_before_afterwards():
    """In a process of its own, since the setting belongs to the process."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("as before\n", "")
