"""``civcheck verify --format json`` keeps its published schema, whatever became of the files."""

from __future__ import annotations

import json

import jsonschema
import pytest

from civcheck.app.schemas import verified_schema


@pytest.fixture(scope="module")
def schema():
    return jsonschema.Draft202012Validator(verified_schema())


def verified(civcheck, *words):
    return json.loads(civcheck("verify", *words, "--format", "json").out)


def everything(ledger):
    """Do to a ledger all that may become of it."""
    (ledger / "新.txt").write_bytes(b"new")
    (ledger / "02-讲堂/方案.docx").write_bytes(b"plam")
    (ledger / "空.txt").unlink()
    (ledger / "02-讲堂/图片").rename(ledger / "02-讲堂/照片")
    (ledger / "链接").symlink_to("新.txt")


@pytest.mark.parametrize("change", [None, everything], ids=["nothing", "everything"])
def test_it_keeps_its_published_schema(civcheck, ledger, sealed, schema, change):
    if change is not None:
        change(ledger)
    found = verified(civcheck, sealed)
    schema.validate(found)
    assert found["unchanged"] is (change is None)


def test_a_signature_that_is_missed_keeps_it_too(civcheck, ledger, sealed, schema, tmp_path):
    signers = tmp_path / "allowed_signers"
    signers.write_text("zhang ssh-ed25519 AAAA\n", "utf-8")
    found = verified(civcheck, sealed, "--signers", signers, "--identity", "zhang")
    schema.validate(found)
    assert found["signature"]["state"] == "missing"


def test_the_schema_is_closed_at_the_top_and_knows_its_lists(civcheck, sealed, schema):
    found = verified(civcheck, sealed)
    assert not schema.is_valid({**found, "run_time": 3})
    assert not schema.is_valid({key: value for key, value in found.items() if key != "moved"})
    assert not schema.is_valid({**found, "moved": [{"from": "a"}]})
    assert not schema.is_valid({**found, "signature": {**found["signature"], "state": "perhaps"}})
