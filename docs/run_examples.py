"""Runs what the documents show, and says where a document shows something else than what comes out.

    python docs/run_examples.py                 every document
    python docs/run_examples.py README.md       one
    python docs/run_examples.py --write         put what comes out into the documents

A document is worked through from top to bottom in a new folder, in one shell:

- a `console` block holds commands (`$ `) and what they print, which is compared; a line `...` stands for
  any lines, and times, hashes and durations may be other ones;
- an `sh` block is run, line by line; each line must succeed;
- a `python` block is run; all blocks of a document share their names.

`http://127.0.0.1:8765` is a web site with the bundled example's pages, wherever it really is served; the
shell finds their folder in `$SITE`. Comments, which a reader does not see, steer a run:

- `<!-- example: start demo -->`: the folder holds the finished example as `factcheck.db`;
- `<!-- example: exit 3 -->`: the next block's last command ends with this status;
- `<!-- example: not run, REASON -->`: of the next block only the commands' names and options are checked;
- `<!-- example: sh`, lines, `-->`: run these as well (`python` likewise);
- `<!-- example: numbers`, lines such as `4 = claim patched this bridge`, `-->`: which number of a claim or
  sentence of the bundled example stands for which words; `--write` puts new numbers into the document.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

ADDRESS = "127.0.0.1:8765"
"""The address of the example's web site, as documents write it."""


def documents() -> list[Path]:
    """Return the documents whose examples are run."""
    found = [ROOT / "README.md", *(ROOT / "docs" / "tutorial").glob("*.md"), *(ROOT / "docs" / "how-to").glob("*.md")]
    found.append(ROOT / "docs" / "explanation" / "ledger.md")
    return sorted(found)


# --- reading a document


@dataclass
class Block:
    """One fenced block, or the lines of a comment that are run."""

    language: str
    lines: list[str]
    number: int  # the line of the document on which the first of `lines` stands, from 0
    run: bool = True
    status: int = 0


@dataclass
class Page:
    """A document: its lines, its blocks in order, and what its comments ask for."""

    lines: list[str]
    blocks: list[Block] = field(default_factory=list)
    start: str = ""
    numbers: list[str] = field(default_factory=list)


def read(text: str) -> Page:
    """Find the blocks of a document and the comments that steer them."""
    page = Page(text.splitlines())
    run, status, at = True, 0, 0
    while at < len(page.lines):
        line = page.lines[at]
        if fence := re.fullmatch(r"\s*```(\w*)\s*", line):
            end = _until(page.lines, at + 1, lambda text: text.strip() == "```")
            page.blocks.append(Block(fence[1], page.lines[at + 1 : end], at + 1, run, status))
            run, status, at = True, 0, end
        elif whole := re.fullmatch(r"<!-- example: (.+) -->", line):
            word, _, rest = whole[1].partition(" ")
            page.start = rest if word == "start" else page.start
            status = int(rest) if word == "exit" else status
            run = run and not whole[1].startswith("not run")
        elif opened := re.fullmatch(r"<!-- example: (\w+)", line):
            end = _until(page.lines, at + 1, lambda text: text.strip() == "-->")
            if opened[1] == "numbers":
                page.numbers = page.lines[at + 1 : end]
            else:
                page.blocks.append(Block(opened[1], page.lines[at + 1 : end], at + 1))
            at = end
        at += 1
    return page


def _until(lines: list[str], at: int, is_end: Any) -> int:
    return next((n for n in range(at, len(lines)) if is_end(lines[n])), len(lines))


@dataclass
class Command:
    """A command of a `console` block and the lines that it is said to print."""

    text: str
    shown: list[str]
    lines: list[str]  # the command as the document writes it


def commands(block: Block) -> list[Command]:
    """Split a `console` block into its commands."""
    found: list[Command] = []
    goes_on = False
    for line in block.lines:
        if line.startswith("$ ") or goes_on:
            text = line[2:] if line.startswith("$ ") else line
            if goes_on:
                found[-1].text += "\n" + text
                found[-1].lines.append(line)
            else:
                found.append(Command(text, [], [line]))
            goes_on = line.endswith("\\")
        elif found:
            found[-1].shown.append(line)
    return found


# --- running it


class Shell:
    """One bash in a folder of its own; what it exports and where it goes lasts."""

    def __init__(self, folder: Path, site: str, pages: Path) -> None:
        self._site, self._folder = site, folder
        self._state = folder.parent / "state"
        self._state.mkdir()
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}",
            "HOME": str(folder),
            "SITE": str(pages),
            "FACTCHECK_ACTOR": "ana",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "NO_COLOR": "1",
        }
        self._bash = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, command: str) -> tuple[int, list[str]]:
        """Run a command; return its exit status and the lines that it printed."""
        assert self._bash.stdin
        assert self._bash.stdout
        script, out = self._state / "command.sh", self._state / "out.txt"
        script.write_text(command.replace(ADDRESS, self._site) + "\n", encoding="utf-8")
        self._bash.stdin.write(f". '{script}' >'{out}' 2>&1 </dev/null; echo $?\n")
        self._bash.stdin.flush()
        status = self._bash.stdout.readline().strip()
        printed = out.read_text(encoding="utf-8", errors="replace").replace(self._site, ADDRESS)
        return int(status or -1), printed.replace(str(self._folder), "~").splitlines()

    def close(self) -> None:
        """End the shell."""
        assert self._bash.stdin
        assert self._bash.stdout
        self._bash.stdin.close()
        self._bash.wait(timeout=60)
        self._bash.stdout.close()


def run(text: str) -> tuple[list[str], str]:
    """Work through a document; return what is wrong in it, and the document with what really comes out."""
    from factcheck.demo.site import PAGES, serve

    page = read(text)
    with tempfile.TemporaryDirectory(prefix="factcheck-docs-") as name:
        folder, pages = Path(name) / "work", Path(name) / "pages"
        folder.mkdir()
        shutil.copytree(PAGES, pages)
        with serve(pages) as base:
            if page.start == "demo":
                _demo(folder)
            shell = Shell(folder, base.removeprefix("http://"), pages)
            try:
                return _work(page, shell, folder, base)
            finally:
                shell.close()


def _demo(folder: Path) -> None:
    """Put the finished example into a folder."""
    (folder / "factcheck.db").write_bytes(_finished_example())


@lru_cache(maxsize=1)
def _finished_example() -> bytes:
    command = [str(Path(sys.executable).with_name("factcheck"))]
    with tempfile.TemporaryDirectory() as name:
        environment = os.environ | {"FACTCHECK_ACTOR": "ana"}
        subprocess.run([*command, "demo", name], check=True, capture_output=True, env=environment)
        subprocess.run(
            [*command, "--db", f"{name}/demo.db", "backup", f"{name}/one.db"], check=True, capture_output=True
        )
        return (Path(name) / "one.db").read_bytes()


def _work(page: Page, shell: Shell, folder: Path, base: str) -> tuple[list[str], str]:
    wrong: list[str] = []
    names: dict[str, Any] = {"__name__": "example"}
    lines = list(page.lines)
    results: list[tuple[Block, list[str]]] = []
    for block in page.blocks:
        if not block.run:
            continue
        if block.language == "console":
            results.append((block, _console(block, shell, wrong)))
        elif block.language == "sh":
            _script(block, shell, wrong)
        elif block.language == "python":
            _python(block, names, folder, base, shell, wrong)
    for block, shown in reversed(results):
        lines[block.number : block.number + len(block.lines)] = shown
    return wrong, "\n".join(lines) + "\n"


def _console(block: Block, shell: Shell, wrong: list[str]) -> list[str]:
    """Run a block's commands; return its lines as they should be."""
    parts = commands(block)
    lines: list[str] = []
    for command in parts:
        status, printed = shell.run(command.text)
        expected = block.status if command is parts[-1] else 0
        if status != expected:
            wrong.append(f"line {block.number}: `{command.text}` ended with {status}:\n" + "\n".join(printed))
        kept = command.shown
        blank = bool(kept) and kept[-1] == "" and command is not parts[-1]
        if not same(kept[:-1] if blank else kept, printed):
            difference = difflib.unified_diff(kept, printed, "in the document", "what comes out", lineterm="")
            wrong.append(f"line {block.number}: `{command.text}`\n" + "\n".join(difference))
            kept = shortened(kept, [line.rstrip() for line in printed]) + ([""] if blank else [])
        lines += [*command.lines, *kept]
    return lines


def _script(block: Block, shell: Shell, wrong: list[str]) -> None:
    whole = re.sub(r"\\\n", "\\\n\0", "\n".join(block.lines))
    lines = [line.replace("\0", "") for line in re.split(r"\n(?!\0)", whole)]
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    if block.status == 0 and any(line.rstrip().endswith(("{", "do", "then")) or "<<" in line for line in lines):
        lines = ["\n".join(block.lines)]
    for line in lines:
        status, printed = shell.run(line)
        if status != (block.status if line == lines[-1] else 0):
            wrong.append(f"line {block.number}: `{line}` ended with {status}:\n" + "\n".join(printed))


def _python(block: Block, names: dict[str, Any], folder: Path, base: str, shell: Shell, wrong: list[str]) -> None:
    source = "\n" * block.number + "\n".join(block.lines).replace("http://" + ADDRESS, base)
    source = source.replace('"127.0.0.1", 8765', f'"127.0.0.1", {base.rpartition(":")[2]}')
    before = dict(os.environ)
    os.environ.update(shell.environment)
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, "document", "exec"), names)
    except Exception:
        wrong.append(f"line {block.number}: the Python fails:\n{traceback.format_exc(limit=-3)}")
    finally:
        os.environ.clear()
        os.environ.update(before)


# --- comparing


_FREE = (
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?Z?"), "TIME"),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), "DAY"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
    (re.compile(r"\b[0-9a-f]{12,16}\b(\.\d+)?"), "NAME"),
    (re.compile(r"SHA256:[\w+/]{43}"), "KEY"),
    (re.compile(r"\b\d+(\.\d+)? (s|ms|kB|MB)\b"), "AMOUNT"),
    (re.compile(r"\b\d+ events\b|\bevents: \d+|the last is \d+|\bevent \d+|--if-seq \d+"), "COUNT"),
)
"""What may be another each time."""


def same(shown: list[str], printed: list[str]) -> bool:
    """Whether printed lines are those that a document shows."""
    pattern = ""
    for line in shown:
        pattern += r"(?:.*\n)*?" if line.strip() == "..." else re.escape(_plain(line)) + "\n"
    return re.fullmatch(pattern, "".join(_plain(line) + "\n" for line in printed)) is not None


def shortened(shown: list[str], printed: list[str]) -> list[str]:
    """Return printed lines with as many left out as a document leaves out of them now."""
    gaps = [at for at, line in enumerate(shown) if line.strip() == "..."]
    if not gaps:
        return printed
    head, tail = gaps[0], len(shown) - gaps[-1] - 1
    return [*printed[:head], "...", *printed[max(head, len(printed) - tail) :]]


def _plain(line: str) -> str:
    for free, word in _FREE:
        line = free.sub(word, line)
    return re.sub(r"\s+", " ", line).rstrip()  # the width of a column hangs on what stands in it


# --- the numbers of claims


_SAID = (
    r"\b(?:cite|verify|dispute|mark|show|contact|check|suggest|claim|cut|edit|sentence|skip|--parent|--claim|claim=)"
)


def renumbered(text: str) -> str:
    """Return a document with the numbers that the words of its `numbers` comment have now."""
    page = read(text)
    if not page.numbers:
        return text
    found = _numbers_now(page.numbers)
    changes = {old: new for old, new in found if old != new}
    if not changes:
        return text
    return re.sub(
        rf"({_SAID}[ =]?)(\d+)\b|^(\d+)(?= = (?:claim|sentence) )",
        lambda m: (m[1] or "") + changes.get(m[2] or m[3], m[2] or m[3]),
        text,
        flags=re.MULTILINE,
    )


def _numbers_now(legend: list[str]) -> list[tuple[str, str]]:
    from factcheck import Desk
    from factcheck.cli.text import inline
    from factcheck.demo import article_path

    with tempfile.TemporaryDirectory() as name, Desk.open(Path(name) / "a.db", actor="ana", create=True) as desk:
        desk.add_article(article_path())
        texts = {
            "claim": [(inline(claim.text), claim.id) for claim in desk.claims()],
            "sentence": [(sentence.text, sentence.number) for sentence in desk.sentences()],
        }
    now = []
    for line in legend:
        old, _, rest = line.partition(" = ")
        kind, _, words = rest.partition(" ")
        held = [(len(text), number) for text, number in texts[kind] if words in text]
        if not held:
            raise LookupError(f"no {kind} of the example has the words: {words}")
        now.append((old, str(min(held)[1])))
    return now


# --- what is not run


def unknown_options(block: Block) -> Iterator[str]:
    """Yield what no command of `factcheck` knows in the lines of a block."""
    import shlex

    import typer

    from factcheck.cli.root import app

    top = typer.main.get_command(app)
    lines = "\n".join(block.lines).replace("\\\n", " ").splitlines()
    for line in lines:
        for part in re.split(r"&&|[|;]", line.removeprefix("$ ")):
            try:
                words = shlex.split(part, comments=True)
            except ValueError:
                continue
            if words and words[0] == "factcheck":
                yield from (f"{line}: {word}" for word in _unknown(top, words[1:]))


def _unknown(command: Any, words: list[str]) -> Iterator[str]:
    options = _options(command)
    for at, word in enumerate(words):
        if word.startswith("-") and word != "-":
            if word.split("=")[0] not in options:
                yield word
        elif word in getattr(command, "commands", {}):
            yield from _unknown(command.commands[word], words[at + 1 :])
            return
        elif hasattr(command, "commands") and words[at - 1] not in ("--db", "-d", "--by"):
            yield word
            return


def _options(command: Any) -> set[str]:
    return {"-h", "--help"} | {name for item in command.params for name in (*item.opts, *item.secondary_opts)}


# --- the whole


def check(path: Path, *, write: bool = False) -> list[str]:
    """Run a document's examples; return what is wrong, and with `write` put it right."""
    text = path.read_text(encoding="utf-8")
    wrong = [
        f"line {block.number}: no such command or option: {what}"
        for block in read(text).blocks
        if block.language in ("sh", "console", "")
        for what in unknown_options(block)
    ]
    now = renumbered(text)
    if now != text:
        wrong.append("the claims of the example have other numbers now")
    differences, made = run(now)
    if write and made != text:
        path.write_text(made, encoding="utf-8")
    return wrong + differences


def main(arguments: list[str]) -> int:
    """Check or write the documents named, or all."""
    named = [Path(item).resolve() for item in arguments if not item.startswith("-")]
    status = 0
    for path in named or documents():
        wrong = check(path, write="--write" in arguments)
        print(f"{path.relative_to(ROOT)}: {'as shown' if not wrong else ''}")
        for item in wrong:
            print(f"  {item}")
        status = 1 if wrong else status
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
