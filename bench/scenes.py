"""Read what records of each kind look like from scenes.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Scene:
    """State what records of one kind look like; ``roles`` is empty for activities, which share theirs."""

    kind: str
    folder: str
    weight: int
    subjects: list[str]
    roles: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    audience: list[str] = field(default_factory=lambda: ["机关干部", "群众"])
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    days: list[str] = field(default_factory=lambda: ["2017-01-09", "2017-12-22"])
    monthly: bool = False


SCENES = [Scene(**keys) for keys in yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))]
