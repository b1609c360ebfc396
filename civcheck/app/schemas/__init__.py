"""The JSON Schemas that civcheck publishes: of records and unit.yaml for editors, of the json report for machines."""

from civcheck.app.schemas.records import record_model, record_schema
from civcheck.app.schemas.report import report_schema
from civcheck.app.schemas.unit import unit_schema

__all__ = ["record_model", "record_schema", "report_schema", "unit_schema"]
