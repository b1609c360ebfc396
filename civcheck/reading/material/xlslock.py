"""Whether an old xls asks for a password: one whose structure is protected is encrypted, and opens without asking.

Excel encrypts such a workbook with a password of its own that everybody knows (MS-OFFCRYPTO 2.4.2.3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

_FILE_PASS, _WRITE_PROTECT, _BEGIN = 0x002F, 0x0086, 0x0809
_KNOWN = "VelvetSweatshop".encode("utf-16-le")
_RC4 = bytes.fromhex("010001000100")
"""What the record says of encryption by RC4 with 40 bits, which Excel 97 to 2003 use by themselves."""


def asks_for_password(head: bytes) -> bool:
    """Tell whether the beginning of a workbook's stream says that it is encrypted with a password of somebody's."""
    for sort, body in _records(head):
        if sort == _FILE_PASS:
            return not _opens_with(_KNOWN, body)
        if sort not in (_BEGIN, _WRITE_PROTECT):
            return False
    return False


def _records(head: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(head):
        sort, size = (int.from_bytes(head[place : place + 2], "little") for place in (at, at + 2))
        yield sort, head[at + 4 : at + 4 + size]
        at += 4 + size


def _opens_with(password: bytes, body: bytes) -> bool:
    """Tell whether a password is the one, by what stands encrypted beside its digest (MS-OFFCRYPTO 2.3.6.4)."""
    if not body.startswith(_RC4) or len(body) < 54:
        return False
    salt, verifier = body[6:22], body[22:54]
    start = hashlib.md5(password, usedforsecurity=False).digest()[:5]
    mixed = hashlib.md5((start + salt) * 16, usedforsecurity=False).digest()[:5]
    plain = _rc4(hashlib.md5(mixed + bytes(4), usedforsecurity=False).digest(), verifier)
    return hashlib.md5(plain[:16], usedforsecurity=False).digest() == plain[16:]


def _rc4(key: bytes, raw: bytes) -> bytes:
    state = list(range(256))
    other = 0
    for at in range(256):
        other = (other + state[at] + key[at % len(key)]) % 256
        state[at], state[other] = state[other], state[at]
    out = bytearray()
    at = other = 0
    for byte in raw:
        at = (at + 1) % 256
        other = (other + state[at]) % 256
        state[at], state[other] = state[other], state[at]
        out.append(byte ^ state[(state[at] + state[other]) % 256])
    return bytes(out)
