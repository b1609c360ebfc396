"""Reading a json report back as the report that it was written from, to make other formats of it without the ledger.

The file is foreign: its shape is checked, every text in it is made fit to be shown, and what it says is said again
from the messages' codes and params.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from civcheck.messages import LANGUAGES
from civcheck.model.comparison import BaselineUse
from civcheck.model.days import FIRST_DAY, LAST_DAY
from civcheck.model.ledger import LooseFile, Skipped, UnreadRecord
from civcheck.model.outcome import Basis, Obligation, Outcome
from civcheck.model.problem import Problem, Weight
from civcheck.model.report import (
    Answered,
    Ask,
    BesideLedger,
    EarlierLedger,
    Finding,
    FolderGuess,
    Hygiene,
    HygieneSet,
    InGit,
    JudgementUse,
    NearMiss,
    NextChange,
    Notice,
    PointTitle,
    Provenance,
    Report,
    Setting,
    Shortfall,
    Thumbnail,
    UnitFacts,
)
from civcheck.model.reportjson import ReportJson
from civcheck.model.texts import sanitize
from civcheck.reading.limits import THUMBNAIL_BYTES
from civcheck.reading.reportjson import ForeignReportError, load_report, refuse, where_of
from civcheck.reading.reportparts import (
    can_be_said,
    claims_of,
    day_of,
    exact_number,
    message_of,
    number_or_none,
    optional_day,
    params_of,
    place_of,
    record_of,
    said_of,
    score_of,
)

Json = Mapping[str, Any]
_TEXT_LIMIT = 5_000
JPEG = b"\xff\xd8\xff"
_DIGEST = re.compile("[0-9a-f]{64}")


def read_report(path: Path) -> tuple[Report, str]:
    """Read a stored report; give it, and the language it was written in.

    Raises:
        UsageError: it cannot be read, is no json report of civcheck, or one of a newer schema.
    """
    shown, raw = load_report(path)
    try:
        TypeAdapter(ReportJson).validate_python(raw)
        # small pictures are told apart first: what makes a text fit to be shown would break them
        return _report(_shown(raw), [_thumbnails(each) for each in raw["notices"]]), _language(raw)
    except ValidationError as error:
        refuse(shown, where_of(error))
    except ForeignReportError as error:
        refuse(shown, str(error))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        refuse(shown, "params")  # a day or code that is none, or nested where nothing can be


def _check(raw: Json, rules: set[str]) -> None:
    """Refuse years that no ledger has, and points of rules that are not there.

    Raises:
        ForeignReportError: it is so.
    """
    for part in ("unit", "provenance"):
        if not FIRST_DAY.year <= raw[part]["year"] <= LAST_DAY.year:
            raise ForeignReportError(f"{part}.year")
    score = raw["score"] or {"groups": []}
    if not {line["rule"] for group in score["groups"] for line in group["rules"]} <= rules:
        raise ForeignReportError("score.groups")


def _baseline(raw: Json) -> BaselineUse:
    sorts = (raw["known"], raw["new"], raw["cured"])
    return BaselineUse(*({rule: tuple(names) for rule, names in items.items()} for items in sorts))


def _language(raw: Json) -> str:
    language = raw["provenance"]["language"]
    if language not in LANGUAGES:
        raise ForeignReportError("provenance.language")
    return str(language)


def _shown(value: Any) -> Any:
    """Make every text fit to be shown, line by line."""
    match value:
        case str():
            return "\n".join(sanitize(line, _TEXT_LIMIT) for line in value.split("\n"))
        case list():
            return [_shown(each) for each in value]
        case dict():
            return {_shown(name): _shown(each) for name, each in value.items()}
        case _:
            return value


def _report(raw: Json, thumbnails: Sequence[tuple[Thumbnail, ...]]) -> Report:
    change = raw["next_change"]
    findings = tuple(map(_finding, raw["findings"]))
    catalogue = tuple(map(record_of, raw["catalogue"]))
    counters = {outcome: sum(each.outcome is outcome for each in findings) for outcome in Outcome}
    if any(raw["counters"].get(outcome.value) != count for outcome, count in counters.items()):
        raise ForeignReportError("counters")
    if len({each.rule for each in findings}) < len(findings):
        raise ForeignReportError("findings")
    _check(raw, {each.rule for each in findings})
    return Report(
        provenance=_provenance(raw["provenance"]),
        unit=_unit(raw["unit"]),
        counters=counters,
        findings=findings,
        problems=tuple(map(_problem, raw["problems"])),
        notices=tuple(map(_notice, raw["notices"], thumbnails)),
        catalogue=catalogue,
        points=tuple(PointTitle(each["number"], each["title"]) for each in raw["points"]),
        asks=tuple(
            Ask(
                each["fact"],
                message_of(each.get("said"), each["question"]),
                each["line"],
                tuple(each["rules"]),
                None if each.get("how") is None else said_of(each["how"]),
            )
            for each in raw["asks"]
        ),
        unread=tuple(UnreadRecord(each["record"], each["line"], each["kind"]) for each in raw["unread"]),
        skipped=tuple(
            Skipped(each["path"], message_of(each.get("said"), each["reason"]), each["may_hide_record"])
            for each in raw["skipped"]
        ),
        unreferenced=tuple(
            LooseFile(each["path"], each["record"], each.get("role"), each["line"])
            for each in raw["unreferenced"]
        ),
        shared={path: tuple(keys) for path, keys in raw["shared"].items()},
        next_change=None if change is None else _next_change(change),
        guesses=tuple(
            FolderGuess(
                each["folder"],
                each["point"],
                each["files"],
                each["command"],
                each.get("kind"),
                each.get("sure", True),
                each.get("year"),
            )
            for each in raw["folders"]
        ),
        claims=tuple(map(claims_of, raw["claims"])),
        score=None if raw["score"] is None else score_of(raw["score"]),
        baseline=None if raw.get("baseline") is None else _baseline(raw["baseline"]),
        judged=raw["judged"],
        incomplete=not raw.get("everything_read", raw["complete"]),
        threshold=Obligation.of(raw.get("threshold", "expected")) or Obligation.EXPECTED,
        digests={
            each["path"]: each["sha256"]
            for record in raw["catalogue"]
            for each in record["attachments"]
            if "sha256" in each
        },
    )


def _provenance(raw: Json) -> Provenance:
    pack, hygiene = raw["pack"], raw["hygiene"]
    return Provenance(
        civcheck=raw["civcheck"],
        pack=pack["id"],
        pack_version=pack["version"],
        pack_title=pack["title"],
        pack_digest=pack["digest"],
        source_digest=raw["source_digest"],
        ledger_digest=raw["ledger_digest"],
        as_of=day_of(raw["as_of"]),
        year=raw["year"],
        only=tuple(raw["only"]),
        params={
            name: Setting(each["value"], each["unit"], Basis(each["basis"]), each["set_by"])
            for name, each in raw["params"].items()
        },
        judgements=raw["judgements"],
        rules=raw["rules"],
        earlier=tuple(EarlierLedger(each["year"], each["folder"], each["digest"]) for each in raw["earlier"]),
        layers=tuple((each["id"], each["version"], each["digest"]) for each in pack["layers"]),
        hygiene=Hygiene(
            hygiene["applied"],
            tuple(hygiene["off"]),
            tuple(
                HygieneSet(each["check"], each["number"], each["value"], each["unit"], each["set_by"])
                for each in hygiene["numbers"]
            ),
        ),
        opened=raw.get("opened"),
        git=_in_git(raw["git"]) if "git" in raw else None,
        beside=tuple(map(_beside, raw.get("beside", ()))),
    )


def _beside(raw: Json) -> BesideLedger:
    return BesideLedger(**{name: raw[name] for name in BesideLedger._fields})


def _in_git(raw: Json) -> InGit:
    known_at, day = (None if raw[name] is None else day_of(raw[name]) for name in ("known_at", "day"))
    return InGit(raw["commit"], known_at, day, raw["first_seen"])


def _unit(raw: Json) -> UnitFacts:
    functions, organisations = raw["functions"], raw["organisations"]
    return UnitFacts(
        raw["name"],
        raw["type"],
        raw["year"],
        raw["honour"],
        None if functions is None else tuple(functions),
        None if organisations is None else tuple(organisations),
        raw["facts"],
        raw["stated_functions"],
        raw.get("file", "unit.yaml"),
    )


def _finding(raw: Json) -> Finding:
    force, window = Obligation.of(raw["obligation"]), raw["window"]
    if force is None:
        raise ForeignReportError("obligation")
    if raw["documents"] and len(raw["documents"]) != len(raw["quotes"]):
        raise ForeignReportError("findings.documents")
    return Finding(
        rule=raw["rule"],
        point=raw["point"],
        title=raw["title"],
        quotes=tuple(raw["quotes"]),
        outcome=Outcome(raw["outcome"]),
        obligation=force,
        basis={part: Basis(basis) for part, basis in raw["basis"].items()},
        summary=said_of(raw["summary"]),
        have=raw["have"],
        need=raw["need"],
        lacking=number_or_none(raw.get("lacking")),
        nameless=tuple(map(exact_number, raw.get("nameless", ()))),
        missing=tuple(raw["missing"]),
        where=None if raw["where"] is None else place_of(raw["where"]),
        shown_by=tuple(raw["shown_by"]),
        planned=tuple(raw["planned"]),
        shortfalls=tuple(map(_shortfall, raw["shortfalls"])),
        shortfall_count=raw["shortfall_count"],
        near_misses=tuple(map(_near_miss, raw["near_misses"])),
        near_miss_count=raw["near_miss_count"],
        window=None if window is None else (day_of(window[0]), day_of(window[1])),
        due=optional_day(raw["due"]),
        days_left=raw["days_left"],
        behind_pace=raw["behind_pace"],
        remedy=raw["remedy"],
        forbids=raw.get("forbids", False),
        advice=tuple(raw["advice"]),
        duty=raw["duty"],
        asks=tuple(raw["asks"]),
        notes=tuple(map(said_of, raw["notes"])),
        judgement=None if raw["judgement"] is None else _judgement(raw["judgement"]),
        underlying=None if raw["underlying"] is None else Outcome(raw["underlying"]),
        fingerprint=raw["fingerprint"],
        documents=tuple(raw["documents"]),
    )


def _shortfall(raw: Json) -> Shortfall:
    lacks = tuple(map(said_of, raw["lacks"]))
    return Shortfall(raw["record"], place_of(raw["place"]), raw["title"], lacks, optional_day(raw["due"]))


def _near_miss(raw: Json) -> NearMiss:
    return NearMiss(raw["record"], place_of(raw["place"]), raw["title"], said_of(raw["lacks"]))


def _judgement(raw: Json) -> JudgementUse:
    return JudgementUse(
        raw["verdict"],
        raw["by"],
        raw["reason"],
        day_of(raw["until"]),
        place_of(raw["place"]),
        raw["superior"],
        raw["bound"],
        raw["basis"],
    )


def _problem(raw: Json) -> Problem:
    found = Problem(
        raw["code"], Weight(raw["weight"]), place_of(raw["place"]), params_of(raw.get("params", {}))
    )
    if all(map(can_be_said, (found.what, found.why, found.cure))):
        return found
    texts = {name: raw[name] for name in ("text", "why", "cure")}
    return found._replace(code="stored", params=texts)


def _notice(raw: Json, thumbnails: tuple[Thumbnail, ...]) -> Notice:
    places = tuple(map(place_of, raw["places"]))
    digests = tuple(raw.get("digests", ()))
    if not all(map(_DIGEST.fullmatch, digests)):  # they are printed to be copied
        raise ForeignReportError("digests")
    said = message_of(raw.get("said"), raw["text"])
    answer = _answer(raw["answer"]) if "answer" in raw else None
    return Notice(raw["code"], said, places, raw["rule"], digests, raw.get("uses", 0), answer, thumbnails)


def _thumbnails(notice: Json) -> tuple[Thumbnail, ...]:
    """Give the small pictures of a notice.

    Raises:
        ForeignReportError: one is no JPEG, or too large for a small one.
        ValueError: one is not in base64.
    """
    found = tuple(
        Thumbnail(sanitize(each["file"], _TEXT_LIMIT), b64decode(each["jpeg"], validate=True))
        for each in notice.get("thumbnails", ())
    )
    if not all(each.jpeg.startswith(JPEG) and len(each.jpeg) <= THUMBNAIL_BYTES for each in found):
        raise ForeignReportError("notices.thumbnails")
    return found


def _answer(raw: Json) -> Answered:
    return Answered(raw["reason"], raw["by"], day_of(raw["day"]), place_of(raw["place"]), raw["superior"])


def _next_change(raw: Json) -> NextChange:
    changes = {each["rule"]: (Outcome(each["now"]), Outcome(each["then"])) for each in raw["changes"]}
    return NextChange(day_of(raw["day"]), changes)
