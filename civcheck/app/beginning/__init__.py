"""Beginning a ledger and its records: what would be written, and writing it."""

from civcheck.app.beginning.planned import Planned, write

__all__ = ["Planned", "write"]
