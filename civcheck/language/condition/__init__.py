"""Conditions on records and on the unit."""

from civcheck.language.condition.comparing import forms_of
from civcheck.language.condition.condition import Condition, bare, either
from civcheck.language.condition.fieldtest import Failure, Test, Truth

__all__ = ["Condition", "Failure", "Test", "Truth", "bare", "either", "forms_of"]
