"""Importing tables into a ledger: what would be written, and writing it."""

from civcheck.app.importing.planning import Wanted, plan_import
from civcheck.app.importing.writing import prepare, write_plan

__all__ = ["Wanted", "plan_import", "prepare", "write_plan"]
