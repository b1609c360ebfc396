"""The JSON Schemas that civcheck publishes: of records and unit.yaml for editors, of what it prints for machines."""

from civcheck.app.schemas.judgements import judgements_schema
from civcheck.app.schemas.models import record_model
from civcheck.app.schemas.printed import privacy_schema, report_schema, verified_schema
from civcheck.app.schemas.records import record_schema
from civcheck.app.schemas.unit import unit_schema

__all__ = [
    "judgements_schema",
    "privacy_schema",
    "record_model",
    "record_schema",
    "report_schema",
    "unit_schema",
    "verified_schema",
]
