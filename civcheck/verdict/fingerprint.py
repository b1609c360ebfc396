"""The fingerprint (指纹) that binds a judgement to what it was made about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from civcheck.model.record import Record

_NOT_CONTENT = frozenset({"key", "line", "flaws", "body", "sketch", "evidence"})


def fingerprint(records: Iterable[Record]) -> str:
    """Digest the canonical content of records and (path, size) of their attachments; 16 hex digits of SHA-256."""
    digest = hashlib.sha256()
    for record in sorted(records, key=lambda each: each.key):
        digest.update(_content(record).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def signs(record: Record) -> tuple[str, str]:
    """Digest the content and the material of one record apart, 8 hex digits each: to tell later which has changed."""
    content = json.loads(_content(record))
    material = content.pop("evidence")
    return _short(content), _short(material)


def _short(value: Any) -> str:
    raw = json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()[:8]


def _content(record: Record) -> str:
    content = {name: value for name, value in record._asdict().items() if name not in _NOT_CONTENT}
    content["fields"] = dict(record.fields)
    content["evidence"] = [
        (each.role, each.path, each.size, each.day, each.caption, each.number) for each in record.evidence
    ]
    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
