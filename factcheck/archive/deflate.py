"""zlib's own way of deflating, step by step, for the day when the zlib at hand works otherwise.

The recipe of a rebuilt stream (`rebuild`) says which settings of zlib made it.  Systems come with other
makes (zlib-ng, Apple's, Cloudflare's) whose output is sound but not the same, and then a file made on one
machine could not give back a body as received on another.  This is slow (about half a megabyte a second),
and used only where the zlib at hand gives other bytes.  It follows the method described in zlib's
algorithm notes: hash chains, lazy matching, a block for each full symbol buffer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from factcheck.archive.huffman import BlockWriter

MIN_MATCH: Final = 3
MAX_MATCH: Final = 258
MIN_LOOKAHEAD: Final = MAX_MATCH + MIN_MATCH + 1
TOO_FAR: Final = 4096
# level: (good length, longest lazy match, nice length, longest chain)
TUNING: Final = {
    1: (4, 4, 8, 4),
    2: (4, 5, 16, 8),
    3: (4, 6, 32, 32),
    4: (4, 4, 16, 16),
    5: (8, 16, 32, 32),
    6: (8, 16, 128, 128),
    7: (8, 32, 128, 256),
    8: (32, 128, 258, 1024),
    9: (32, 258, 258, 4096),
}


def deflate(plain: bytes, level: int, memory: int = 8, window: int = 15, flushes: Sequence[int] = ()) -> bytes:
    """Return the bare deflate stream that zlib makes with these settings, sync-flushed at the offsets `flushes`."""
    maker = _Maker(plain, level, memory, window)
    for offset in flushes:
        maker.take(offset)
        maker.finish_part()
        maker.blocks.sync()
    maker.take(len(plain))
    maker.finish_part(last=True)
    return maker.blocks.close()


class _Maker:
    """The sliding window and its hash chains; positions are offsets into the whole text."""

    def __init__(self, plain: bytes, level: int, memory: int, window: int) -> None:
        self.plain = plain
        self.good, self.lazy, self.nice, self.chain = TUNING[level]
        self.fast = level <= 3
        self.size = 1 << window
        self.mask = self.size - 1
        self.farthest = self.size - MIN_LOOKAHEAD
        self.blocks = BlockWriter(plain, (1 << (memory + 6)) - 1)
        bits = memory + 7
        self.shift, self.hash_mask = (bits + 2) // 3, (1 << bits) - 1
        self.head: dict[int, int] = {}
        self.previous = [-1] * self.size
        self.base = self.at = self.loaded = self.end = self.insert = 0
        self.length, self.start = MIN_MATCH - 1, 0
        self.available = False

    def take(self, end: int) -> None:
        """Work on the text up to `end` as far as zlib does before it knows what follows."""
        self.end = end
        self._run(final=False)

    def finish_part(self, last: bool = False) -> None:
        """Work on all that was given, and end the block."""
        self._run(final=True)
        if self.available:
            self.blocks.literal(self.plain[self.at - 1])
            self.available = False
        self.insert = min(self.at - self.base, MIN_MATCH - 1)
        if last or self.blocks.pending:
            self.blocks.end_block(self.at, self.base, last)

    def _run(self, final: bool) -> None:
        step = self._fast_step if self.fast else self._slow_step
        while True:
            if self.loaded - self.at < MIN_LOOKAHEAD:
                self._fill()
                if self.loaded - self.at < MIN_LOOKAHEAD and not final:
                    return
                if self.loaded == self.at:
                    return
            step()

    def _fill(self) -> None:
        """Slide the window if it is nearly used up, and load more of the text into it."""
        while True:
            more = 2 * self.size - (self.loaded - self.base)
            if self.at - self.base >= self.size + self.farthest:
                self.base += self.size
                more += self.size
            if self.loaded == self.end:
                return
            self.loaded += min(more, self.end - self.loaded)
            while self.insert and self.loaded - self.at + self.insert >= MIN_MATCH:
                self._insert(self.at - self.insert)
                self.insert -= 1
            if self.loaded - self.at >= MIN_LOOKAHEAD or self.loaded == self.end:
                return

    def _insert(self, at: int) -> int:
        """Put a position into its hash chain; return the one before it, or -1."""
        text = self.plain
        key = ((text[at] << 2 * self.shift) ^ (text[at + 1] << self.shift) ^ text[at + 2]) & self.hash_mask
        before = self.head.get(key, -1)
        self.previous[at & self.mask] = before
        self.head[key] = at
        return before

    def _candidate(self) -> int:
        """Insert the current position; return the latest like it that may be matched, or -1."""
        if self.loaded - self.at < MIN_MATCH:
            return -1
        before = self._insert(self.at)
        # The window's own first position means "none" in zlib, so it is never matched.
        return before if before > self.base and self.at - before <= self.farthest else -1

    def _slow_step(self) -> None:
        """One step of lazy matching (levels 4 to 9)."""
        candidate = self._candidate()
        last_length, last_start = self.length, self.start
        self.length = MIN_MATCH - 1
        if candidate >= 0 and last_length < self.lazy:
            self.length = self._longest(candidate, last_length)
            if self.length == MIN_MATCH and self.at - self.start > TOO_FAR:
                self.length = MIN_MATCH - 1
        if last_length >= MIN_MATCH and self.length <= last_length:
            highest = self.loaded - MIN_MATCH
            full = self.blocks.match(self.at - 1 - last_start, last_length)
            for place in range(self.at + 1, self.at + last_length - 1):
                if place <= highest:
                    self._insert(place)
            self.at += last_length - 1
            self.available, self.length = False, MIN_MATCH - 1
            if full:
                self.blocks.end_block(self.at, self.base, False)
        elif self.available:
            if self.blocks.literal(self.plain[self.at - 1]):
                self.blocks.end_block(self.at, self.base, False)
            self.at += 1
        else:
            self.available = True
            self.at += 1

    def _fast_step(self) -> None:
        """One step of greedy matching (levels 1 to 3)."""
        candidate = self._candidate()
        if candidate >= 0:
            self.length = self._longest(candidate, MIN_MATCH - 1)
        if self.length >= MIN_MATCH:
            full = self.blocks.match(self.at - self.start, self.length)
            after = self.at + self.length
            if self.length <= self.lazy and self.loaded - after >= MIN_MATCH:
                for place in range(self.at + 1, after):
                    self._insert(place)
            self.at, self.length = after, 0
        else:
            full = self.blocks.literal(self.plain[self.at])
            self.at += 1
        if full:
            self.blocks.end_block(self.at, self.base, False)

    def _longest(self, candidate: int, best: int) -> int:
        """The length of the longest match along the chain; its place goes to `start`."""
        text, at = self.plain, self.at
        ahead = self.loaded - at
        chain = self.chain >> 2 if best >= self.good and not self.fast else self.chain
        nice = min(self.nice, ahead)
        limit = max(at - self.farthest, self.base)
        most = min(MAX_MATCH, ahead)
        if best >= most:
            return min(best, ahead)
        pair, opening = text[at + best - 1 : at + best + 1], text[at : at + 2]
        while True:
            if text[candidate + best - 1 : candidate + best + 1] == pair and text[candidate : candidate + 2] == opening:
                length = _common(text, candidate, at, most)
                if length > best:
                    self.start, best = candidate, length
                    if length >= nice:
                        break
                    pair = text[at + best - 1 : at + best + 1]
            candidate = self.previous[candidate & self.mask]
            chain -= 1
            if candidate <= limit or chain == 0:
                break
        return min(best, ahead)


def _common(text: bytes, one: int, other: int, most: int) -> int:
    """How many bytes from two positions on are the same, `most` at most."""
    if text[one : one + most] == text[other : other + most]:
        return most
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        if text[one : one + middle] == text[other : other + middle]:
            low = middle
        else:
            high = middle
    return low
