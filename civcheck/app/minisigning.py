"""Signing and verifying with keys of minisign, by py-minisign: an extra that is imported nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from civcheck.errors import UsageError
from civcheck.messages import msg

_COMMENT = "civcheck seal"
"""What the signature says of itself: no clock and no path, for nobody vouches for them."""


def sign_by_minisign(raw: bytes, key: bytes, password: Callable[[], str]) -> bytes:
    """Sign bytes with a secret key of minisign.

    Raises:
        UsageError: py-minisign is not installed, it is no such key, or the password is another one.
    """
    minisign = _minisign()
    try:
        with minisign.SecretKey.from_bytes(key) as secret:
            if secret.is_encrypted():
                secret.decrypt(password())
            return bytes(secret.sign(raw, trusted_comment=_COMMENT)) + b"\n"
    except minisign.Error:
        raise UsageError(msg("error.minisign-key")) from None


def is_signed_by_minisign(seal: Path, signature: bytes, key: bytes) -> bool:
    """Tell whether a file was signed by a key of minisign; a signature of old, without a digest, is none.

    Raises:
        UsageError: py-minisign is not installed.
    """
    minisign = _minisign()
    try:
        found = minisign.Signature.from_bytes(signature)
        if not found.is_prehashed():  # the whole file would have to be held in memory
            return False
        with seal.open("rb") as stream:
            _public(minisign, key).verify(stream, found)
    except minisign.Error:
        return False
    return True


def number_of_key(key: bytes) -> str:
    """Give the number by which minisign knows a public key, in hexadecimal.

    Raises:
        UsageError: py-minisign is not installed, or it is no public key.
    """
    minisign = _minisign()
    try:
        text = bytes(_public(minisign, key)).decode().splitlines()[0]
    except minisign.Error:
        raise UsageError(msg("error.minisign-public")) from None
    return text.rpartition(" ")[2]


def _public(minisign: ModuleType, key: bytes) -> Any:
    """Make a public key of a file: with its comment, or of the key alone."""
    lines = key.split()
    return minisign.PublicKey.from_base64(lines[-1]) if lines else minisign.PublicKey.from_bytes(key)


def _minisign() -> ModuleType:
    try:
        import minisign as found
    except ImportError:
        raise UsageError(msg("error.no-minisign")) from None
    return cast(ModuleType, found)
