"""Checkpoints: the state of the log, written down, signed and time-stamped, to be kept elsewhere."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from factcheck.desk.context import Context
from factcheck.desk.results import Problem
from factcheck.errors import FactcheckError, NotFoundError, StorageError
from factcheck.ledger import checkpoint
from factcheck.ledger.checkpoint import NAMESPACE, Checkpoint

NAME = "checkpoint.txt"
SIGNER = "desk"
"""Who signs, in `allowed_signers`."""


def write(ctx: Context, folder: Path, *, key: Path | None, tsa_url: str | None, tsa_ca: Path | None) -> list[Path]:
    """Write a checkpoint of the log into a folder; sign it with an SSH key, have it time-stamped.

    Raises:
        StorageError: the folder cannot be written.
        FactcheckError: the key cannot sign, or the time stamp is not valid.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / NAME
        path.write_text(take(ctx).text(), encoding="ascii")
    except OSError as error:
        raise StorageError(f"{folder} cannot be written: {error.strerror}", hint="name another folder") from error
    return [path, *seal(path, key=key, tsa_url=tsa_url, tsa_ca=tsa_ca)]


def take(ctx: Context, events: int | None = None) -> Checkpoint:
    """Return the state of the log now, or as it was after so many events."""
    rows = ctx.conn.execute(
        "SELECT line, hash FROM events WHERE seq <= ? ORDER BY seq", (events if events is not None else 1 << 62,)
    )
    return checkpoint.take(((row[0], row[1]) for row in rows), ctx.now())


def seal(path: Path, *, key: Path | None, tsa_url: str | None, tsa_ca: Path | None) -> list[Path]:
    """Sign a file and have it time-stamped; return the files written beside it."""
    made: list[Path] = []
    if key is not None:
        made += [sign(path, key), write_signers(path.parent, key)]
    if tsa_url is not None:
        from factcheck.archive import timestamp

        answer = path.with_name(path.name + ".tsr")
        answer.write_bytes(timestamp.stamp(path, tsa_url, tsa_ca))
        made.append(answer)
        if tsa_ca is not None:
            anchor = path.parent / "tsa-ca.pem"
            if tsa_ca.resolve() != anchor.resolve():
                shutil.copyfile(tsa_ca, anchor)
            made.append(anchor)
    return made


def sign(path: Path, key: Path) -> Path:
    """Sign a file with an SSH key (`ssh-keygen -Y sign`); return the signature's file.

    Raises:
        NotFoundError: there is no such key.
        FactcheckError: ssh-keygen is missing or the key cannot sign.
    """
    if not key.is_file():
        raise NotFoundError(f"there is no SSH key {key}", hint="`ssh-keygen -t ed25519` makes one")
    signature = path.with_name(path.name + ".sig")
    signature.unlink(missing_ok=True)
    _ssh_keygen("-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(path))
    return signature


def write_signers(folder: Path, key: Path) -> Path:
    """Write the public half of a key as `allowed_signers`, for `ssh-keygen -Y verify`."""
    public = _ssh_keygen("-y", "-f", str(key)).split()
    path = folder / "allowed_signers"
    path.write_text(f'{SIGNER} namespaces="{NAMESPACE}" {public[0]} {public[1]}\n', encoding="ascii")
    return path


def _ssh_keygen(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["ssh-keygen", *arguments], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        raise FactcheckError("signing needs the program ssh-keygen", hint="install OpenSSH") from None
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise FactcheckError(f"ssh-keygen: {lines[-1][:200]}", hint="is it a private SSH key that needs no passphrase?")
    return done.stdout


def compare(ctx: Context, path: Path) -> list[Problem]:
    """Return how the log contradicts a checkpoint kept earlier; no problem where it agrees.

    A signature (`.sig`) or time stamp (`.tsr`) beside it is checked too, against the `allowed_signers` and
    `tsa-ca.pem` that stand there; where these are missing a notice says that it was not.

    Raises:
        NotFoundError: there is no such file.
    """
    if path.is_dir():
        path = path / NAME
    try:
        kept = checkpoint.parse(path.read_bytes().decode("ascii"))
    except FileNotFoundError:
        raise NotFoundError(f"there is no checkpoint {path}", hint="`factcheck checkpoint FOLDER` writes one") from None
    except (ValueError, UnicodeDecodeError):
        return [Problem("checkpoint", "events", "", f"{path.name} is not a checkpoint, or was changed")]
    found = list(_check_seals(path))
    if wrong := checkpoint.contradiction(kept, take(ctx, kept.events)):
        found.insert(0, Problem("checkpoint", "events", "", wrong))
    return found


def _check_seals(path: Path) -> Iterator[Problem]:
    signature, signers = path.with_name(path.name + ".sig"), path.parent / "allowed_signers"
    if signature.exists() and not signers.exists():
        yield _unchecked("signature", signature, signers)
    elif signature.exists():
        done = subprocess.run(
            ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", SIGNER, "-n", NAMESPACE, "-s", signature],
            input=path.read_bytes(),
            capture_output=True,
            timeout=120,
        )
        if done.returncode:
            yield Problem("signature", "events", "", f"the signature {signature.name} is not of this checkpoint")
    answer, anchor = path.with_name(path.name + ".tsr"), path.parent / "tsa-ca.pem"
    if answer.exists() and not anchor.exists():
        yield _unchecked("timestamp", answer, anchor)
    elif answer.exists():
        from factcheck.archive import timestamp

        if wrong := timestamp.check(path, answer, anchor):
            yield Problem("timestamp", "events", "", wrong)


def _unchecked(code: str, seal: Path, against: Path) -> Problem:
    return Problem(code, "events", "", f"{seal.name} was not checked: {against.name} is not beside it", notice=True)
