"""The JSON Schemas of what commands print as JSON: the report, what was verified, what is personal."""

from __future__ import annotations

from typing import Any

from civcheck.app.schemas.values import DRAFT, Schema
from civcheck.model.report import SCHEMA_VERSION


def report_schema() -> Schema:
    """Give the schema of the json report."""
    from civcheck.model.reportjson import ReportJson

    return _closed(ReportJson, f"report:{SCHEMA_VERSION}")


def verified_schema() -> Schema:
    """Give the schema of ``civcheck verify --format json``."""
    from civcheck.model.otherjson import VERIFIED_VERSION, VerifiedJson

    return _closed(VerifiedJson, f"verified:{VERIFIED_VERSION}")


def privacy_schema() -> Schema:
    """Give the schema of ``civcheck privacy --format json``."""
    from civcheck.model.otherjson import PRIVACY_VERSION, PrivacyJson

    return _closed(PrivacyJson, f"privacy:{PRIVACY_VERSION}")


def _closed(shape: Any, name: str) -> Schema:
    """Make the schema of a shape that takes no other keys at the top."""
    from pydantic import ConfigDict, TypeAdapter, with_config

    schema = TypeAdapter(with_config(ConfigDict(extra="forbid"))(shape)).json_schema()
    return {"$schema": DRAFT, "$id": f"urn:civcheck:{name}", **schema}
