"""The pydantic models that a pack's keys make: they read a record as an audit does."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from civcheck.app.schemas import record_model
from civcheck.model.record import Record
from civcheck.reading.documents import split_markdown, split_yaml
from civcheck.reading.keys import NOT_SAID, record_slots
from civcheck.reading.ledger import read_ledger
from civcheck.reading.parsed import parse_yaml
from civcheck.reading.unitfile import open_unit
from tests.ledgers import hubei
from tests.report.ledgers import SAMPLE

LEFT_AS_WRITTEN = {"kind", "filing", "evidence", "extra"}
LISTED = {slot.name for slot in record_slots(hubei().terms).values() if slot.term is not None}


def raw_of(record: Record) -> dict[str, object]:
    """Give a record's raw mapping as it stands in its file."""
    text = (SAMPLE / record.file).read_text("utf-8")
    if record.file.endswith(".md"):
        front = split_markdown(text).front
        assert front is not None
        return parse_yaml(front.text).value
    values = [parse_yaml(each.text).value for each in split_yaml(text)]
    items = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return items[int(record.key.rpartition("#")[2]) - 1] if "#" in record.key else items[0]


def test_the_model_of_its_kind_reads_every_record_of_the_sample_as_an_audit_does() -> None:
    ledger = read_ledger(str(SAMPLE), hubei(), open_unit(str(SAMPLE)))
    compared = 0
    for record in ledger.records:
        model = record_model(record.kind, hubei().terms, 2017).model_validate(raw_of(record))
        for name in type(model).model_fields:
            value = getattr(model, name)
            if name in LEFT_AS_WRITTEN or name in LISTED or value is NOT_SAID:
                continue
            read = getattr(record, name) if name in Record._fields else record.fields[name]
            if name in Record._fields or hubei().terms.fields_of(record.kind)[name].values == ():
                assert value == read, (record.key, name)
                compared += 1
    assert compared > 300


@pytest.mark.parametrize(
    "wrong",
    [
        {"类型": "志愿服务", "标题": "清扫"},
        {"类型": "志愿服务", "标题": "清扫", "日期": "2017-02-30"},
        {"类型": "志愿服务", "标题": "清扫", "日期": "2017-03-05", "参加人数": "很多"},
        {"类型": "志愿服务", "标题": "清扫", "日期": "2017-03-05", "参加人員": "3"},
    ],
    ids=["no day", "no such day", "no number", "no such key"],
)
def test_the_model_refuses_what_an_audit_does(wrong: dict[str, str]) -> None:
    model = record_model("志愿服务", hubei().terms, 2017)
    with pytest.raises(ValidationError):
        model.model_validate(wrong)
