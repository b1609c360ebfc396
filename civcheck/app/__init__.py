"""The use cases: what a command does, and what ``from civcheck import audit`` offers."""

from civcheck.app.audit import audit

__all__ = ["audit"]
