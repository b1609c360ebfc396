"""A seal as a file: an in-toto Statement v1 whose subjects are the files, laid out so that it is read line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from civcheck.messages import msg, say
from civcheck.model.report import Report
from civcheck.model.seal import NO_DIGEST, PREDICATE, STATEMENT, VERSION, Entry, Seal, is_writable, percent
from civcheck.model.texts import HIDDEN, sanitize
from civcheck.report.sentences import points

Json = dict[str, Any]


def render_seal(seal: Seal) -> bytes:
    """Render a seal: what it is of, then a file a line; equal input gives equal bytes."""
    return b"".join(_pieces(seal))


def _pieces(seal: Seal) -> Iterator[bytes]:
    yield f'{{"_type":{_json(STATEMENT)},\n"predicateType":{_json(PREDICATE + VERSION)},\n'.encode()
    yield f'"predicate":{_json(_predicate(seal))},\n"subject":[\n'.encode()
    for index, each in enumerate(seal.files, 1):
        yield f"{_json(_subject(each))}{',' if index < len(seal.files) else ''}\n".encode()
    yield b"]}\n"


def _json(value: Any) -> str:
    """Write JSON on one line; what cannot be seen is written as a number, so that nothing hides in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return HIDDEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _subject(entry: Entry) -> Json:
    sha256, _, sm3 = entry.content.partition("+")
    digest = {"sha256": sha256, **({"sm3": sm3} if sm3 else {})}
    if is_writable(entry.name):
        return {"name": entry.name, "digest": digest}
    return {"name": percent(entry.name), "digest": digest, "annotations": {"percent": True}}


def _predicate(seal: Seal) -> Json:
    return {
        "civcheck": seal.civcheck,
        "unit": {"name": seal.unit},
        "year": seal.year,
        "as_of": seal.as_of.isoformat(),
        **({} if seal.sealed_on is None else {"sealed_on": seal.sealed_on.isoformat()}),
        "audit": seal.summary,
        "files": {
            "count": len(seal.files),
            "bytes": seal.size,
            "digests": ["sha256", *(["sm3"] if seal.with_sm3 else [])],
        },
        "left_out": [_left_out(each) for each in seal.left_out],
        **({"seal": seal.own} if seal.own else {}),
        "meaning": [say(msg(f"seal.{each}"), "zh") for each in ("shows", "shows-not", "whose")],
    }


def _left_out(entry: Entry) -> Json:
    reason = entry.content.removeprefix(NO_DIGEST)
    if is_writable(entry.name):
        return {"name": entry.name, "reason": reason}
    return {"name": percent(entry.name), "percent": True, "reason": reason}


def summary_of(report: Report) -> Json:
    """Give what an audit said in short, as a seal holds it."""
    from_ = report.provenance
    score = report.score
    return {
        "pack": {"id": from_.pack, "version": from_.pack_version, "digest": from_.pack_digest},
        "ledger_digest": from_.ledger_digest,
        "judgements": from_.judgements,
        "threshold": report.threshold.code,
        "counters": {outcome.value: count for outcome, count in report.counters.items()},
        "complete": report.complete,
        "records": len(report.catalogue),
        **(
            {}
            if score is None
            else {
                "score": {
                    "sure": points(score.sure),
                    "possible": points(score.possible),
                    "full": points(score.full),
                    "marks": [{"name": sanitize(mark.name), "reached": mark.reached} for mark in score.marks],
                    "vetoes": list(score.vetoes),
                }
            }
        ),
    }
