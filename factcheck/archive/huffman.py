"""Blocks of deflate (RFC 1951) with the very code lengths that zlib chooses: its heap, its ties, its overflow rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

END: Final = 256
LITERALS: Final = 286
DISTANCES: Final = 30
ORDER: Final = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
EXTRA_LENGTH: Final = (0,) * 8 + (1,) * 4 + (2,) * 4 + (3,) * 4 + (4,) * 4 + (5,) * 4 + (0,)
EXTRA_DISTANCE: Final = (0, 0, *(bits for bits in range(14) for _ in range(2)))
EXTRA_BITS: Final = (0,) * 16 + (2, 3, 7)
STATIC_LENGTHS: Final = (8,) * 144 + (9,) * 112 + (7,) * 24 + (8,) * 8
HEAP: Final = 2 * LITERALS + 1
STORED, STATIC, DYNAMIC = 0, 1, 2

_LENGTH_BASE: list[int] = []
_LENGTH_CODE = [0] * 259
for _code, _extra in enumerate(EXTRA_LENGTH[:28]):
    _LENGTH_BASE.append(sum(1 << bits for bits in EXTRA_LENGTH[:_code]) + 3)
    for _length in range(_LENGTH_BASE[-1], min(_LENGTH_BASE[-1] + (1 << _extra), 259)):
        _LENGTH_CODE[_length] = _code
_LENGTH_BASE.append(258)
_LENGTH_CODE[258] = 28
_DISTANCE_BASE = [1 + sum(1 << bits for bits in EXTRA_DISTANCE[:code]) for code in range(DISTANCES)]


def _distance_code(distance: int) -> int:
    if distance <= 4:
        return distance - 1
    bits = (distance - 1).bit_length() - 1
    return 2 * bits + ((distance - 1) >> (bits - 1) & 1)


class Tree:
    """One Huffman tree as zlib builds it: `lengths` and `codes` by symbol, and what it costs in bits."""

    def __init__(self, frequencies: Sequence[int], extra: Sequence[int], base: int, longest: int,
                 static: Sequence[int] | None) -> None:  # fmt: skip
        self.cost = self.static_cost = 0
        count = len(frequencies)
        weight = list(frequencies) + [0] * count
        depth = [0] * (2 * count)
        heap = [symbol for symbol in range(count) if weight[symbol]]
        self.highest = heap[-1] if heap else -1
        while len(heap) < 2:
            symbol = self.highest = self.highest + 1 if self.highest < 2 else self.highest
            if weight[symbol]:
                symbol = 0
            heap.append(symbol)
            weight[symbol] = 1
            self.cost -= 1
            if static is not None:
                self.static_cost -= static[symbol]
        self.lengths = [0] * (2 * count)
        order, parent = _merge(heap, weight, depth, count)
        self._measure(order, parent, weight, extra, base, longest, static)
        self.lengths = self.lengths[: count + 1]
        self.codes = codes_of(self.lengths[: self.highest + 1])

    def _measure(self, order: list[int], parent: dict[int, int], weight: list[int], extra: Sequence[int], base: int,
                 longest: int, static: Sequence[int] | None) -> None:  # fmt: skip
        """Set the code lengths from the root down, and cut those that are too long."""
        counts = [0] * (longest + 1)
        overflow = 0
        for node in order[1:]:
            bits = self.lengths[parent[node]] + 1
            if bits > longest:
                bits, overflow = longest, overflow + 1
            self.lengths[node] = bits
            if node > self.highest:
                continue
            counts[bits] += 1
            more = extra[node - base] if node >= base else 0
            self.cost += weight[node] * (bits + more)
            if static is not None:
                self.static_cost += weight[node] * (static[node] + more)
        while overflow > 0:
            bits = longest - 1
            while counts[bits] == 0:
                bits -= 1
            counts[bits] -= 1
            counts[bits + 1] += 2
            counts[longest] -= 1
            overflow -= 2
            if overflow <= 0:
                self._shorten(order, counts, weight)

    def _shorten(self, order: list[int], counts: list[int], weight: list[int]) -> None:
        leaves = (node for node in reversed(order) if node <= self.highest)
        for bits in range(len(counts) - 1, 0, -1):
            for _ in range(counts[bits]):
                node = next(leaves)
                self.cost += (bits - self.lengths[node]) * weight[node]
                self.lengths[node] = bits


def _merge(heap: list[int], weight: list[int], depth: list[int], node: int) -> tuple[list[int], dict[int, int]]:
    """Join the two rarest nodes again and again; return all nodes from the root down, and their parents."""

    def smaller(one: int, other: int) -> bool:
        return weight[one] < weight[other] or (weight[one] == weight[other] and depth[one] <= depth[other])

    def sift(at: int) -> None:
        value = heap[at]
        child = 2 * at + 1
        while child < len(heap):
            if child + 1 < len(heap) and smaller(heap[child + 1], heap[child]):
                child += 1
            if smaller(value, heap[child]):
                break
            heap[at] = heap[child]
            at, child = child, 2 * child + 1
        heap[at] = value

    for at in range(len(heap) // 2 - 1, -1, -1):
        sift(at)
    order: list[int] = []
    parent: dict[int, int] = {}
    while len(heap) >= 2:
        first = heap[0]
        heap[0] = heap[-1]
        heap.pop()
        sift(0)
        second = heap[0]
        order += [first, second]
        weight[node] = weight[first] + weight[second]
        depth[node] = max(depth[first], depth[second]) + 1
        parent[first] = parent[second] = node
        heap[0] = node
        node += 1
        sift(0)
    order.append(heap[0])
    return order[::-1], parent


def codes_of(lengths: Sequence[int]) -> list[int]:
    """Canonical codes for the lengths, bits reversed as they are written."""
    counts = [0] * 17
    for length in lengths:
        counts[length] += 1
    counts[0] = 0
    following, code = [0] * 17, 0
    for bits in range(1, 16):
        code = (code + counts[bits - 1]) << 1
        following[bits] = code
    codes = []
    for length in lengths:
        codes.append(int(f"{following[length]:0{length}b}"[::-1], 2) if length else 0)
        following[length] += 1
    return codes


def runs(lengths: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Code lengths as (symbol, extra value, extra bits), runs pressed as zlib does."""
    at, before = 0, -1
    while at < len(lengths):
        length = lengths[at]
        most, least = (138, 3) if length == 0 else (6, 3) if length == before else (7, 4)
        count = 1
        while count < most and at + count < len(lengths) and lengths[at + count] == length:
            count += 1
        at += count
        if count < least:
            yield from ((length, 0, 0) for _ in range(count))
        elif length:
            if length != before:
                yield length, 0, 0
                count -= 1
            yield 16, count - 3, 2
        else:
            yield (17, count - 3, 3) if count <= 10 else (18, count - 11, 7)
        before = length


class BlockWriter:
    """Collects literals and matches, and writes them as blocks of the kind that zlib would choose."""

    def __init__(self, plain: bytes, room: int) -> None:
        self.plain = plain
        self.room = room
        self.pending: list[tuple[int, int]] = []
        self.begin = 0
        self._out = bytearray()
        self._bits = self._count = 0

    def literal(self, value: int) -> bool:
        """Add a byte; tells whether the block is full."""
        self.pending.append((0, value))
        return len(self.pending) == self.room

    def match(self, distance: int, length: int) -> bool:
        """Add a match; tells whether the block is full."""
        self.pending.append((distance, length))
        return len(self.pending) == self.room

    def end_block(self, at: int, base: int, last: bool) -> None:
        """Write what was collected, up to the text's position `at`; `base` is where the window begins."""
        literals, distances = [0] * LITERALS, [0] * DISTANCES
        literals[END] = 1
        for distance, value in self.pending:
            if distance:
                literals[257 + _LENGTH_CODE[value]] += 1
                distances[_distance_code(distance)] += 1
            else:
                literals[value] += 1
        first = Tree(literals, EXTRA_LENGTH, 257, 15, STATIC_LENGTHS)
        second = Tree(distances, EXTRA_DISTANCE, 0, 15, (5,) * DISTANCES)
        pressed = [*runs(first.lengths[: first.highest + 1])], [*runs(second.lengths[: second.highest + 1])]
        third = Tree(_count(pressed), EXTRA_BITS, 0, 7, None)
        most = max((index for index in range(3, 19) if third.lengths[ORDER[index]]), default=3)
        dynamic = first.cost + second.cost + third.cost + 3 * (most + 1) + 14
        best = min((dynamic + 10) >> 3, static := (first.static_cost + second.static_cost + 10) >> 3)
        if at - self.begin + 4 <= best and self.begin >= base:
            self._stored(self.plain[self.begin : at], last)
        elif static == best:
            self._put(STATIC << 1 | last, 3)
            self._symbols(STATIC_LENGTHS, codes_of(STATIC_LENGTHS), (5,) * 32, codes_of((5,) * 32))
        else:
            self._put(DYNAMIC << 1 | last, 3)
            self._trees(first, second, third, most, pressed)
            self._symbols(first.lengths, first.codes, second.lengths, second.codes)
        self.pending.clear()
        self.begin = at

    def sync(self) -> None:
        """Write the empty stored block that ends a sync flush."""
        self._stored(b"", False)

    def close(self) -> bytes:
        """Return the stream, padded to a whole byte."""
        self._align()
        return bytes(self._out)

    def _trees(self, first: Tree, second: Tree, third: Tree, most: int,
               pressed: tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]) -> None:  # fmt: skip
        self._put(first.highest + 1 - 257, 5)
        self._put(second.highest, 5)
        self._put(most - 3, 4)
        for index in range(most + 1):
            self._put(third.lengths[ORDER[index]], 3)
        for part in pressed:
            for symbol, extra, bits in part:
                self._put(third.codes[symbol], third.lengths[symbol])
                self._put(extra, bits)

    def _symbols(
        self, lengths: Sequence[int], codes: Sequence[int], far: Sequence[int], far_codes: Sequence[int]
    ) -> None:
        for distance, value in self.pending:
            if not distance:
                self._put(codes[value], lengths[value])
                continue
            code = _LENGTH_CODE[value]
            self._put(codes[257 + code], lengths[257 + code])
            self._put(value - _LENGTH_BASE[code], EXTRA_LENGTH[code])
            code = _distance_code(distance)
            self._put(far_codes[code], far[code])
            self._put(distance - _DISTANCE_BASE[code], EXTRA_DISTANCE[code])
        self._put(codes[END], lengths[END])

    def _stored(self, data: bytes, last: bool) -> None:
        self._put(STORED << 1 | last, 3)
        self._align()
        self._out += len(data).to_bytes(2, "little") + (len(data) ^ 0xFFFF).to_bytes(2, "little") + data

    def _put(self, value: int, bits: int) -> None:
        self._bits |= value << self._count
        self._count += bits
        while self._count >= 8:
            self._out.append(self._bits & 0xFF)
            self._bits >>= 8
            self._count -= 8

    def _align(self) -> None:
        if self._count:
            self._out.append(self._bits & 0xFF)
        self._bits = self._count = 0


def _count(pressed: tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]) -> list[int]:
    counts = [0] * 19
    for part in pressed:
        for symbol, _, _ in part:
            counts[symbol] += 1
    return counts
