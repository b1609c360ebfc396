"""The JSON Schema of the json report."""

from __future__ import annotations

from civcheck.app.schemas.shapes import DRAFT, Schema
from civcheck.model.report import SCHEMA_VERSION


def report_schema() -> Schema:
    """Give the schema of the json report."""
    from pydantic import ConfigDict, TypeAdapter, with_config

    from civcheck.model.reportjson import ReportJson

    closed = with_config(ConfigDict(extra="forbid"))(ReportJson)
    schema = TypeAdapter(closed).json_schema()
    return {"$schema": DRAFT, "$id": f"urn:civcheck:report:{SCHEMA_VERSION}", **schema}
