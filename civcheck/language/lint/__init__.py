"""Lint: mistakes in a rule pack that its models cannot see."""

from civcheck.language.lint.complaint import Complaint
from civcheck.language.lint.pack import PointFile, lint

__all__ = ["Complaint", "PointFile", "lint"]
