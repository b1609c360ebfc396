"""Lint: mistakes in a rule pack that its models cannot see."""

from civcheck.language.lint.complaint import Complaint
from civcheck.language.lint.pack import lint
from civcheck.language.lint.pointfile import PointFile

__all__ = ["Complaint", "PointFile", "lint"]
