"""Records as an editor reads them: YAML 1.2 by the core schema, so 46 is a number and 2017-03-15 a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import yaml

from civcheck.reading.documents import split_markdown, split_yaml
from tests.report.ledgers import SAMPLE

ROOT = Path(__file__).parents[2]
PACKS = ("hubei-2017", "example-score-2018", "example-monthly-2018", "example-city-2017")


class CoreLoader(yaml.SafeLoader):
    """Reads YAML by the core schema of 1.2; whole numbers are decimal."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}


for _type, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", list("-+.0123456789")),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_type}", re.compile(_pattern), _first)
CoreLoader.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))


def core(text: str) -> Any:
    """Read one document."""
    return yaml.load(text, CoreLoader)


def in_sample() -> Iterator[tuple[str, Any]]:
    """Give every document of the sample ledger that holds records, by its place."""
    for path in sorted(SAMPLE.rglob("*")):
        text = path.read_text("utf-8") if path.suffix in (".yaml", ".md") and path.parent != SAMPLE else ""
        front = split_markdown(text).front if path.suffix == ".md" else None
        for document in [front] if front else split_yaml(text) if path.suffix == ".yaml" else []:
            yield f"{path.relative_to(SAMPLE)}:{document.line}", core(document.text)


def in_tests(pack: str) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Give every record of a pack's own tests with its place, and whether its case is about mistakes.

    Tests leave 标题 out and write 正文 beside the keys, which records in files do not.
    """
    for path in sorted((ROOT / "rules" / pack / "tests").glob("*.yaml")):
        for case in core(path.read_text("utf-8"))["cases"]:
            earlier = case.get("earlier") or {}
            years = [each if isinstance(each, list) else each.get("records", []) for each in earlier.values()]
            for record in [each for records in (case.get("records", []), *years) for each in records]:
                place = f"{path.name} {case['rule']} {case.get('case', '')}"
                yield place, record, case.get("mistakes") in (True, "true", "是")
