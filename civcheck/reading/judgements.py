"""Reading judgements.yaml: what persons decided; a broken entry has no effect and is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from civcheck.model.days import read_day
from civcheck.model.numbers import read_whole
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.rawvalue import BadValue, Context, is_missing
from civcheck.model.texts import near, normal
from civcheck.model.unit import Answer, Judgement
from civcheck.model.values import read_text, read_texts
from civcheck.reading import limits
from civcheck.reading.documents import Document, split_yaml
from civcheck.reading.mistakes import diagnose, keys_in_text
from civcheck.reading.parsed import Parsed, YamlMistake, parse_yaml
from civcheck.reading.pointers import is_pointer
from civcheck.reading.text import decode

JUDGEMENT_FILES = ("judgements.yaml", "认定.yaml")
KEYS = {
    "规则": "rule", "结论": "verdict", "对象": "target", "理由": "reason", "认定人": "by", "日期": "date",
    "有效期至": "until", "依据": "basis", "指纹": "fingerprint", "参数": "params", "文件": "files", "处数": "uses",
}  # fmt: skip
VERDICTS = {
    "达标": "met", "不达标": "not-met", "不适用": "not-applicable", "豁免": "waived",
    "替代": "substituted", "调整": "adjusted",
}  # fmt: skip
"""What a judgement may say: word → code."""
_OF_FILES = {"files": "文件", "uses": "处数", "reason": "理由", "by": "认定人", "date": "日期"}
"""What an entry of files must say: English name → key."""
_TELLING = ("规则", "rule", "文件", "files")
"""What a register holds in whatever encoding it is read rightly."""
_DIGEST = re.compile("[0-9a-f]{16,64}")
Spans = Callable[[str], tuple[str, ...]]


class JudgementReader:
    """Reads one file of judgements."""

    def __init__(self, file: str, year: int, spans: Spans, rule_ids: tuple[str, ...], superior: bool) -> None:
        self.file, self.year, self.spans, self.rule_ids, self.superior = file, year, spans, rule_ids, superior
        self.problems: list[Problem] = []
        self.judgements: list[Judgement] = []
        self.answers: list[Answer] = []

    def problem(self, code: str, parsed: Parsed, path: tuple[str | int, ...], **params: Any) -> None:
        """Note a problem at a place of the file: the entry it belongs to has no effect."""
        line, column = parsed.place(path)
        self.problems.append(Problem(code, Weight.UNREAD, Place(self.file, line, column), params))

    def read(self, raw: bytes) -> None:
        """Read every entry; each broken one costs only itself."""
        if is_pointer(raw):
            self.problem("not-fetched", Parsed(""), ())
            return
        decoded = (
            decode(raw, lambda text: any(word in text for word in _TELLING))
            if len(raw) <= limits.RECORD_BYTES
            else None
        )
        if decoded is None or decoded.text is None:
            code = "file-too-large" if decoded is None else "not-text"
            self.problem(code, Parsed(""), (), limit=limits.RECORD_BYTES)
            return
        if decoded.encoding:
            place = Place(self.file, 1, 1)
            self.problems.append(Problem("encoding", Weight.NOTE, place, {"encoding": decoded.encoding}))
        for document in split_yaml(decoded.text):
            try:
                parsed = parse_yaml(document.text, document.line)
            except YamlMistake as mistake:
                code, line, column, params = diagnose(
                    mistake, document.text, document.line, lambda word: word in KEYS
                )
                self.problems.append(Problem(code, Weight.UNREAD, Place(self.file, line, column), params))
                continue
            if isinstance(parsed.value, str) and (hidden := self._hidden_key(document)) is not None:
                self.problems.append(hidden)
                continue
            entries = parsed.value if isinstance(parsed.value, list) else [parsed.value]
            for index, entry in enumerate(entries):
                self._entry(entry, parsed, (index,) if isinstance(parsed.value, list) else ())

    def _hidden_key(self, document: Document) -> Problem | None:
        found = keys_in_text(document.text, document.line, lambda word: word in KEYS)
        if found is None:
            return None
        code, line, column, params = found
        return Problem(code, Weight.UNREAD, Place(self.file, line, column), params)

    def _entry(self, entry: Any, parsed: Parsed, path: tuple[int, ...]) -> None:
        before = len(self.problems)
        if not isinstance(entry, dict):
            self.problem("judgement-not-mapping", parsed, path)
            return
        given = self._sorted(entry, parsed, path)
        is_of_files = "files" in given or "uses" in given
        for name in _OF_FILES if is_of_files else ("rule", "verdict", "reason", "by", "until"):
            if name not in given:
                key = next(key for key, alias in KEYS.items() if alias == name)
                self.problem("judgement-key-missing", parsed, path, key=key)
        if is_of_files:
            for name in given.keys() - _OF_FILES.keys() - {"until"}:
                self.problem("answer-key", parsed, (*path, given[name][0]), key=given[name][0])
        if len(self.problems) == before:
            (self._answer if is_of_files else self._judgement)(given, parsed, path)

    def _sorted(
        self, entry: dict[str, Any], parsed: Parsed, path: tuple[int, ...]
    ) -> dict[str, tuple[str, Any]]:
        known = dict(KEYS) | {alias: alias for alias in KEYS.values()}
        given: dict[str, tuple[str, Any]] = {}
        for key, value in entry.items():
            name = known.get(key)
            if name is None:
                self.problem(
                    "unknown-key",
                    parsed,
                    (*path, key),
                    key=key,
                    meant=near(key, KEYS) or "",
                    names=tuple(KEYS),
                )
            elif name in given:
                self.problem("duplicate-key", parsed, (*path, key), key=key)
            elif not is_missing(value):
                given[name] = (key, value)
        return given

    def _judgement(self, given: dict[str, tuple[str, Any]], parsed: Parsed, path: tuple[int, ...]) -> None:
        before = len(self.problems)
        values = self._values(given, parsed, path)
        if len(self.problems) > before:
            return
        rules = self._rules(values["rule"], parsed, (*path, given["rule"][0]))
        if not values["rule"]:
            self.problem("judgement-key-missing", parsed, path, key="规则")
        if values["verdict"] == "substituted" and "basis" not in values:
            self.problem("judgement-key-missing", parsed, path, key="依据")
        if values["verdict"] == "adjusted" and not values.get("params"):
            self.problem("judgement-key-missing", parsed, path, key="参数")
        if len(self.problems) == before:
            self.judgements.append(
                Judgement(
                    rules,
                    values["verdict"],
                    values["reason"],
                    values["by"],
                    values["until"],
                    day=values.get("date"),
                    target=values.get("target"),
                    basis=values.get("basis"),
                    fingerprint=values.get("fingerprint"),
                    params=values.get("params", {}),
                    file=self.file,
                    line=parsed.place(path)[0],
                    superior=self.superior,
                )
            )

    def _answer(self, given: dict[str, tuple[str, Any]], parsed: Parsed, path: tuple[int, ...]) -> None:
        before = len(self.problems)
        values = self._values(given, parsed, path)
        if len(self.problems) > before:
            return
        self.answers.append(
            Answer(
                values["files"],
                values["uses"],
                values["reason"],
                values["by"],
                values["date"],
                until=values.get("until"),
                file=self.file,
                line=parsed.place(path)[0],
                superior=self.superior,
            )
        )

    def _values(
        self, given: dict[str, tuple[str, Any]], parsed: Parsed, path: tuple[int, ...]
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, (key, raw) in given.items():
            try:
                values[name] = self._value(name, raw)
            except BadValue as error:
                self.problem(error.code, parsed, (*path, key), **{"field": key, **error.params})
        return values

    def _value(self, name: str, raw: Any) -> Any:
        match name:
            case "files":
                return _digests(raw)
            case "uses":
                return read_whole(raw, Context(self.year))
            case "rule":
                return read_texts(raw)
            case "date" | "until":
                return read_day(raw, Context(self.year))
            case "verdict":
                word = normal(read_text(raw))
                code = VERDICTS.get(word) or (word if word in VERDICTS.values() else None)
                if code is None:
                    raise BadValue("judgement-verdict", value=word, names=tuple(VERDICTS))
                return code
            case "params":
                if not isinstance(raw, dict):
                    raise BadValue("facts-not-mapping")
                return {key: str(value) for key, value in raw.items()}
            case _:
                return read_text(raw)

    def _rules(self, names: tuple[str, ...], parsed: Parsed, path: tuple[str | int, ...]) -> tuple[str, ...]:
        found: list[str] = []
        for name in names:
            spans = self.spans(name)
            if not spans:
                self.problem(
                    "judgement-rule", parsed, path, value=name, meant=near(name, self.rule_ids) or ""
                )
            found += spans
        return tuple(dict.fromkeys(found))


def _digests(raw: Any) -> tuple[str, ...]:
    digests = tuple(each.strip().lower() for each in read_texts(raw))
    for each in digests:
        if _DIGEST.fullmatch(each) is None:
            raise BadValue("answer-digest", value=each)
    if not digests or len(digests) > limits.ANSWERED_FILES:
        raise BadValue("answer-files", limit=limits.ANSWERED_FILES)
    return digests


class Register(NamedTuple):
    """What a file of judgements holds: those of rules, those of files, and what is wrong in it."""

    judgements: list[Judgement]
    answers: list[Answer]
    problems: list[Problem]


def read_judgements(
    path: str,
    shown_as: str,
    year: int,
    spans: Spans,
    rule_ids: tuple[str, ...],
    superior: bool = False,
    raw: bytes | None = None,
) -> Register:
    """Read a file of judgements, or ``raw`` in its place; never raises on its content."""
    reader = JudgementReader(shown_as, year, spans, rule_ids, superior)
    try:
        if raw is None:
            with Path(path).open("rb") as stream:
                raw = stream.read(limits.RECORD_BYTES + 1)
    except OSError:
        return Register([], [], [Problem("unreadable", Weight.UNREAD, Place(shown_as))])
    reader.read(raw)
    return Register(reader.judgements, reader.answers, reader.problems)
