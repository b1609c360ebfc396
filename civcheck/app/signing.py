"""Signing seals, and verifying their signatures, with the key of an existing tool: ssh-keygen, or minisign.

What is signed are the bytes of the seal's file. ``ssh-keygen`` is the only program that is ever started, and only where
the command line asks for it: no shell, arguments one by one, paths as whole paths, so that none is taken for an option.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from civcheck.errors import UsageError
from civcheck.messages import Message, msg
from civcheck.model.seal import Checked
from civcheck.model.texts import sanitize
from civcheck.reading import limits

NAMESPACE = "civcheck"
"""A signature of ssh-keygen says what it is for: one of a commit or a mail is none of a seal."""
_MINISIGN = b"untrusted comment:"
Ask = Callable[[], str]


class Signature(NamedTuple):
    """The signature of a seal: the ending of its file, and its bytes."""

    ending: str
    raw: bytes


def sign(raw: bytes, key: Path, ledger: Path, password: Ask) -> Signature:
    """Sign a seal with the key of ssh-keygen or of minisign, told apart by what the key's file says.

    Args:
        raw: The bytes of the seal.
        key: The secret key's file; for ssh-keygen also the public one of a key that an agent holds.
        ledger: What lies below it is not started.
        password: Asked where the key of minisign has a password; ssh-keygen asks by itself.

    Raises:
        UsageError: it cannot be signed.
    """
    head = _read(key, "error.sign-key", limit=len(_MINISIGN))
    if head.startswith(_MINISIGN):
        from civcheck.app.minisigning import sign_by_minisign

        return Signature(".minisig", sign_by_minisign(raw, _read(key, "error.sign-key"), password))
    command = [_ssh_keygen(ledger), "-Y", "sign", "-n", NAMESPACE, "-f", str(key.absolute())]
    done = _run(command, raw)
    if done.returncode != 0 or b"SIGNATURE" not in done.stdout:
        raise UsageError(msg("error.sign-failed", path=sanitize(str(key)), said=_said(done.stderr)))
    return Signature(".sig", done.stdout)


def check_signature(
    seal: Path, digest: str, signers: Path | None, identity: str | None, ledger: Path
) -> Checked:
    """Verify the signature that lies beside a seal.

    Args:
        seal: The seal's file.
        digest: The SHA-256 of the seal as it was read: what is verified must be just that.
        signers: The file of allowed signers of ssh-keygen, or a public key of minisign; None: nobody asked.
        identity: Who must have signed, as the file of allowed signers names them; none for minisign.
        ledger: What lies below it is not started.

    Raises:
        UsageError: there are no such signers, a tool is missing, or identity and signers do not go together.
    """
    there = [ending for ending in (".sig", ".minisig") if _beside(seal, ending).is_file()]
    if signers is None:
        if identity is not None:
            raise UsageError(msg("error.signers-together"))
        return Checked("unasked", is_there=bool(there))
    key = _read(signers, "error.signers")
    by_minisign = _is_minisign_key(key)
    if by_minisign == (identity is not None):
        raise UsageError(msg("error.signers-minisign" if by_minisign else "error.signers-together"))
    if by_minisign:
        from civcheck.app.minisigning import number_of_key

        by = number_of_key(key)
    else:
        by = sanitize(str(identity))
    ending = ".minisig" if by_minisign else ".sig"
    if ending not in there:
        return Checked("missing", by, bool(there))
    signature = _beside(seal, ending)
    good = (
        _as_read(seal, digest)
        and (
            _is_good_minisign(seal, signature, key)
            if by_minisign
            else _is_good_ssh(seal, signature, signers, str(identity), ledger)
        )
        and _as_read(seal, digest)
    )
    return Checked("good" if good else "bad", by, True)


def _is_good_minisign(seal: Path, signature: Path, key: bytes) -> bool:
    from civcheck.app.minisigning import is_signed_by_minisign

    return is_signed_by_minisign(seal, _read(signature, "error.signature"), key)


def _is_good_ssh(seal: Path, signature: Path, signers: Path, identity: str, ledger: Path) -> bool:
    command = [
        _ssh_keygen(ledger), "-Y", "verify", "-n", NAMESPACE, "-f", str(signers.absolute()),
        "-I", identity, "-s", str(signature.absolute()),
    ]  # fmt: skip
    return _run(command, seal).returncode == 0


def _beside(seal: Path, ending: str) -> Path:
    return seal.with_name(seal.name + ending)


def _is_minisign_key(raw: bytes) -> bool:
    """Tell a public key of minisign from a file of allowed signers: it says so, or is nothing but the key."""
    words = raw.split()
    return raw.startswith(_MINISIGN) or (len(words) == 1 and words[0].startswith(b"RW"))


def _as_read(seal: Path, digest: str) -> bool:
    """Tell whether a seal still has the bytes that were read."""
    with seal.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == digest


def _read(path: Path, error: str, limit: int = limits.SIGNATURE_BYTES) -> bytes:
    """Read a small file that the command line named.

    Raises:
        UsageError: it cannot be read, with the message named ``error``.
    """
    try:
        if not path.is_file():  # a pipe would never end
            raise OSError
        with path.open("rb") as stream:
            return stream.read(limit)
    except OSError:
        raise UsageError(Message(error, {"path": sanitize(str(path), 1_000)})) from None


def _ssh_keygen(ledger: Path) -> str:
    """Find ssh-keygen: in the folders that PATH names as whole paths, and never in a ledger.

    Raises:
        UsageError: it is not there.
    """
    name = "ssh-keygen.exe" if os.name == "nt" else "ssh-keygen"
    for folder in filter(os.path.isabs, os.get_exec_path()):
        program = Path(folder) / name
        own = program.resolve().is_relative_to(ledger.resolve())
        if not own and program.is_file() and os.access(program, os.X_OK):
            return str(program)
    raise UsageError(msg("error.no-ssh-keygen"))


def _run(command: list[str], given: bytes | Path) -> subprocess.CompletedProcess[bytes]:
    """Start ssh-keygen with bytes, or a file, on its standard input.

    Raises:
        UsageError: it cannot be started, or takes too long.
    """
    try:
        if isinstance(given, bytes):
            return subprocess.run(  # noqa: S603 - a whole path, no shell
                command, input=given, capture_output=True, timeout=limits.SIGNING_SECONDS, check=False
            )
        with given.open("rb") as stream:
            return subprocess.run(  # noqa: S603 - a whole path, no shell
                command, stdin=stream, capture_output=True, timeout=limits.SIGNING_SECONDS, check=False
            )
    except subprocess.TimeoutExpired:
        raise UsageError(msg("error.sign-slow", seconds=str(limits.SIGNING_SECONDS))) from None
    except OSError:
        raise UsageError(msg("error.no-ssh-keygen")) from None


def _said(raw: bytes) -> str:
    """Give the last line that ssh-keygen said, which is in English."""
    lines = [line for line in raw.decode("utf-8", "replace").splitlines() if line.strip()]
    return sanitize(lines[-1] if lines else "")
