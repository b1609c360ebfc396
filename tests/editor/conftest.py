"""A running yaml-language-server, and a ledger whose schemas lie where civcheck puts them."""

from __future__ import annotations

import json

import pytest

from civcheck.app.schemas import judgements_schema, record_schema, unit_schema
from civcheck.reading.rulepack import read_pack
from tests.editor.server import Server
from tests.report.validators import validator

OF = {"record": record_schema, "unit": unit_schema, "judgements": judgements_schema}


def write_schemas(root, pack="hubei-2017"):
    """Write the schemas of a pack into a ledger."""
    folder = root / ".civcheck"
    folder.mkdir(parents=True)
    for name, of in OF.items():
        schema = json.dumps(of(read_pack(pack)), ensure_ascii=False, indent=1)
        (folder / f"{name}.schema.json").write_text(schema, "utf-8")
    return root


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return write_schemas(tmp_path_factory.mktemp("江城 台账"))


@pytest.fixture(scope="module")
def server(ledger):
    running = start(ledger)
    yield running
    running.close()


def start(root, locale="zh-cn", schemas=None):
    """Start the server as an editor in that language does, with the setting ``yaml.schemas``."""
    program = validator("node_modules/yaml-language-server/bin/yaml-language-server")
    return Server(["node", str(program), "--stdio"], root, locale, schemas)
